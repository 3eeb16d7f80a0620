"""What stands in the towns: houses with addresses, facilities of every category, stops, green and water."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.random import Generator
from shapely import LineString, Point, Polygon, STRtree
from shapely.geometry.polygon import orient

from markerwaard.osm_file import OsmFile
from markerwaard.terrain import ISLAND, STATIONS, Town
from markerwaard.towns import Block, TownPlan

HOUSE_DEPTH_M = 9.5
FRONT_GARDEN_M = 9.0
ROW_M = (26.0, 52.0)
LANDUSE = {"residential": "residential", "retail": "retail", "industrial": "industrial", "school": "education"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of facility."""

    tags: dict[str, str]
    per: int
    """Inhabitants for one of them."""
    names: tuple[str, ...]
    """Names in turn; the town's name follows where a name ends in a blank."""
    near_centre: bool = False
    at_least: int = 0
    """How many a town of more than a village has at the least."""
    capital_only: bool = False


KINDS = (
    Kind(tags={"amenity": "doctors", "healthcare": "doctor"}, per=3_400, names=("Huisartsenpraktijk De Linde", "Gezondheidscentrum Het Baken", "Huisartsen aan de Singel", "Praktijk De Polder"), at_least=1),
    Kind(tags={"amenity": "dentist"}, per=4_200, names=("Tandartspraktijk Molenhof", "Tandartsen ’t Zand", "Mondzorg De Kade"), at_least=1),
    Kind(tags={"amenity": "pharmacy"}, per=8_000, names=("Apotheek De Vijzel", "Apotheek Waterkant"), at_least=1),
    Kind(tags={"shop": "supermarket"}, per=4_600, names=("Polderkoop", "De Voorraad", "Boerderijmarkt", "Super Zuiderzee"), at_least=1),
    Kind(tags={"shop": "bakery"}, per=5_500, names=("Bakker Hagens", "’t Krentje")),
    Kind(tags={"shop": "greengrocer"}, per=9_000, names=("Groenteman Bos",)),
    Kind(tags={"amenity": "school", "isced:level": "0;1"}, per=4_300, names=("OBS De Kluut", "CBS De Ark", "IKC Het Wad", "Jenaplanschool De Kreek", "OBS De Vuurtoren", "PCBS De Haven"), at_least=1),
    Kind(tags={"amenity": "kindergarten"}, per=3_800, names=("Kinderdagverblijf Pippeloentje", "Opvang Het Lieveheersbeestje"), at_least=1),
    Kind(tags={"amenity": "community_centre"}, per=8_500, names=("Buurthuis De Schakel", "Dorpshuis De Stolp", "Wijkcentrum Noord"), at_least=1),
    Kind(tags={"leisure": "playground"}, per=1_500, names=("",)),
    Kind(tags={"amenity": "place_of_worship", "religion": "christian"}, per=7_500, names=("Opstandingskerk", "Sint-Nicolaaskerk", "De Ark"), at_least=1),
    Kind(tags={"amenity": "place_of_worship", "religion": "muslim"}, per=30_000, names=("Moskee Ennour",)),
    Kind(tags={"amenity": "library"}, per=20_000, names=("Bibliotheek ",), near_centre=True, at_least=1),
    Kind(tags={"amenity": "police"}, per=40_000, names=("Politiebureau ",), near_centre=True),
    Kind(tags={"amenity": "townhall"}, per=0, names=("Gemeentehuis ",), near_centre=True, at_least=1),
    Kind(tags={"amenity": "language_school"}, per=50_000, names=("Taalschool Markerwaard",), near_centre=True),
    Kind(tags={"office": "employment_agency"}, per=30_000, names=("Werkplein ",), near_centre=True),
    Kind(tags={"railway": "tram_stop"}, per=0, names=("Tramhalte Stadshart", "Tramhalte Ziekenhuis"), near_centre=True, capital_only=True, at_least=2),
    Kind(tags={"amenity": "doctors", "emergency": "yes"}, per=0, names=("Huisartsenpost Markerwaard",), near_centre=True, capital_only=True, at_least=1),
)  # fmt: skip
PRIMARY = (
    "OBS De Zeearend",
    "CBS De Regenboog",
    "RKBS Sint-Jozef",
    "Basisschool Het Kompas",
    "Daltonschool De Vlieger",
    "IKC De Waterlelie",
)
SECONDARY = ("Markerwaard College", "Lyceum aan Zee", "Scholengemeenschap De Meerpaal")
UNKNOWN_SCHOOLS = ("De Toermalijn",)
FARM = {"amenity": "language_school", "name": "Taalboerderij De Overkant"}
FARM_AT = (142_975.0, 502_880.0)
"""On the far bank of a canal without a bridge, across from candidate MK15."""


def furnish(file: OsmFile, plan: TownPlan, streets: STRtree) -> None:
    """Add everything of a town to the extract.

    Parameters
    ----------
    file
        The extract in the making.
    plan
        Blocks of the town.
    streets
        All streets, to keep houses off them.
    """
    random = np.random.default_rng([7, round(plan.town.x), round(plan.town.y)])
    town = plan.town
    file.own((town.x, town.y), {"place": town.kind, "name": town.name, "population": str(town.inhabitants)})
    code = 9101 + [*"MZNOWKLRED"].index(town.name[0])
    for number, block in enumerate(plan.blocks):
        street = plan.names[number % len(plan.names)]
        _ground(file, block)
        if block.use == "school":
            _school(file, block, number, random)
        if block.use in {"residential", "retail", "industrial"}:
            _rows(file, block, (street, f"{code}{chr(65 + number % 24)}{chr(65 + number // 24 % 24)}"), streets, town)
    _facilities(file, plan, random)
    if not ISLAND.contains(Point(town.x, town.y)):
        _stops(file, plan)


def _ground(file: OsmFile, block: Block) -> None:
    if block.use in LANDUSE:
        file.area(block.shape, {"landuse": LANDUSE[block.use]})
    elif block.use == "park":
        file.area(block.shape.buffer(-6), {"leisure": "park", "name": "Park"})
    elif block.use == "water":
        file.area(block.shape.buffer(-12), {"natural": "water", "water": "pond"})
    elif block.use == "sports":
        file.area(block.shape, {"landuse": "recreation_ground"})
        file.area(block.shape.buffer(-8), {"leisure": "pitch", "sport": "soccer", "access": "yes"})


def _school(file: OsmFile, block: Block, number: int, random: Generator) -> None:
    """Make every fifth school one for older pupils; every ninth has a name that does not tell."""
    site = shapely.simplify(block.shape.buffer(-10), 3)
    if site.geom_type != "Polygon" or site.area < 500:
        return
    if number % 9 == 0:
        name, extra = UNKNOWN_SCHOOLS[0], {}
    elif number % 5 == 0:
        name, extra = SECONDARY[number % len(SECONDARY)], {"isced:level": "2;3"}
    else:
        name, extra = PRIMARY[number % len(PRIMARY)], {}
    ring = file.area(site, {"amenity": "school", "name": name} | extra)
    if random.uniform() < 0.5:
        file.tag(ring[len(ring) // 2], {"entrance": "main"})


def _rows(file: OsmFile, block: Block, address: tuple[str, str], streets: STRtree, town: Town) -> None:
    """Set rows of houses along the sides of a block, off the streets, each with one address."""
    tree = streets
    number = 1
    front = block.shape.buffer(-FRONT_GARDEN_M, join_style="mitre")
    if front.geom_type != "Polygon" or front.is_empty:
        return
    corners = np.asarray(orient(shapely.simplify(front, 2.5)).exterior.coords)
    length = ROW_M[1] if block.use != "residential" else ROW_M[0] + (town.radius_m % 20)
    for start, end in zip(corners[:-1], corners[1:], strict=True):
        side = np.hypot(*(end - start))
        for at in np.arange(4, side - 14, length + 7):
            row = _row(start, end, at, min(length, side - at - 4))
            near = tree.query(row, predicate="dwithin", distance=4.0)
            if not front.buffer(1).covers(row) or len(near):
                continue
            kind = "industrial" if block.use == "industrial" else "retail" if block.use == "retail" else "terrace"
            file.area(row, {"building": kind})
            middle = row.centroid
            tags = {
                "addr:street": address[0], "addr:housenumber": str(number), "addr:postcode": address[1], "addr:city": town.name,
            }  # fmt: skip
            file.own((round(middle.x, 1), round(middle.y, 1)), tags)
            number += 2


def _row(start: np.ndarray, end: np.ndarray, at: float, length: float) -> Polygon:
    along = (end - start) / np.hypot(*(end - start))
    inward = np.array([-along[1], along[0]])
    a, b = start + along * at, start + along * (at + length)
    depth = inward * HOUSE_DEPTH_M
    return Polygon([a, b, b + depth, a + depth])


def _facilities(file: OsmFile, plan: TownPlan, random: Generator) -> None:
    town = plan.town
    homes = [block for block in plan.blocks if block.use in {"residential", "retail"}]
    homes.sort(key=lambda block: block.shape.centroid.distance(Point(town.x, town.y)))
    for kind in KINDS:
        if kind.capital_only and town.kind != "city":
            continue
        count = max(town.inhabitants // kind.per if kind.per else 0, kind.at_least if town.inhabitants > 4_000 else 0)
        if set(town.has) & set(kind.tags.values()):
            count = max(count, 1)
        spread = homes[: max(4, len(homes) // 8)] if kind.near_centre else homes
        for number, pick in enumerate(random.permutation(len(spread))[:count]):
            block = spread[pick]
            edge = block.shape.exterior
            at = edge.interpolate(random.uniform(0, edge.length))
            inside = LineString([at, block.shape.representative_point()]).interpolate(12)
            name = kind.names[number % len(kind.names)]
            full = name + town.name if name.endswith(" ") else name
            named = {"name": full} if full else {}
            file.own((round(inside.x, 1), round(inside.y, 1)), kind.tags | named)
    if town.kind == "city":
        _hospital(file, plan)
    if town.inhabitants > 10_000:
        block = homes[len(homes) // 2]
        file.area(block.shape.buffer(-15), {"leisure": "sports_centre", "name": f"Sporthal {town.name}"})


def _hospital(file: OsmFile, plan: TownPlan) -> None:
    large = max((block for block in plan.blocks if block.use == "residential"), key=lambda block: block.shape.area)
    ring = file.area(
        shapely.simplify(large.shape.buffer(-12), 4),
        {"amenity": "hospital", "name": "Zuiderzee Ziekenhuis", "emergency": "yes"},
    )
    file.tag(ring[0], {"entrance": "main"})


def _stops(file: OsmFile, plan: TownPlan) -> None:
    """Put a pair of bus stops every 550 m along the main streets, one on either side."""
    main = [street.line for street in plan.streets if dict(street.tags)["highway"] == "tertiary"]
    merged = shapely.line_merge(shapely.union_all(main))
    number = 0
    for line in merged.geoms if hasattr(merged, "geoms") else [merged]:
        for at in np.arange(160, line.length - 40, 550):
            number += 1
            here, further = line.interpolate(at), line.interpolate(at + 5)
            along = np.array([further.x - here.x, further.y - here.y]) / 5
            name = f"{plan.town.name}, {plan.names[number % len(plan.names)]}"
            for side in (5.0, -5.0):
                spot = (round(here.x - along[1] * side, 1), round(here.y + along[0] * side, 1))
                file.own(spot, {"highway": "bus_stop", "public_transport": "platform", "bus": "yes", "name": name})


def outlying(file: OsmFile) -> None:
    """Add what stands by itself in the fields."""
    file.own(FARM_AT, FARM)


def stations(file: OsmFile, railway: LineString) -> None:
    """Add the railway stations."""
    for name, at in STATIONS:
        place = railway.interpolate(at, normalized=True)
        file.own((round(place.x, 1), round(place.y, 1)), {"railway": "station", "name": name, "train": "yes"})
