"""The land: the polder that was never made, its dike, canals and municipalities, in RD New metres."""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, Point, Polygon

POLDER = Polygon(
    [
        (137_600, 511_800), (141_300, 515_600), (146_400, 518_300), (150_800, 516_000), (154_600, 510_200),
        (155_400, 505_800), (152_800, 500_600), (147_600, 497_200), (142_400, 498_000), (138_600, 503_000),
    ]
).buffer(-1_500, join_style="mitre").buffer(1_500, quad_segs=5)  # fmt: skip
"""Between Hoorn, Enkhuizen, Lelystad and Marken, in the open water of the Markermeer."""
NATURE = Polygon(
    [(150_900, 499_700), (152_700, 500_700), (154_300, 503_600), (152_300, 503_900), (150_300, 502_000)]
).intersection(POLDER.buffer(-130))
"""Marshes of the Oostvaarder kind, in the south-east."""
LAKE = POLDER.buffer(2_600, join_style="mitre")
ISLAND = Point(135_700, 508_700).buffer(420, quad_segs=6)
"""An island in the lake, reached by ferry."""
FERRY = shapely.shortest_line(ISLAND, POLDER)
"""The crossing, from the shore of the island to the dike."""
TILT_DEG = 27.0
"""Direction of the parcels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A town or village of the province."""

    name: str
    code: str
    """Code of the municipality that it gives its name to, or lies in."""
    municipality: str
    x: float
    y: float
    radius_m: float
    inhabitants: int
    kind: str
    """How OpenStreetMap calls it: city, town, village or hamlet."""
    has: tuple[str, ...] = ()
    """Facilities that it has however small it is, by a value of their tags."""


TOWNS = (
    Town(name="Markerstad", code="GM9101", municipality="Markerstad", x=146_700, y=508_400, radius_m=1_900, inhabitants=56_000, kind="city"),
    Town(name="Zuiderhaven", code="GM9102", municipality="Zuiderhaven", x=146_200, y=500_300, radius_m=1_120, inhabitants=21_500, kind="town"),
    Town(name="Noorderkoog", code="GM9103", municipality="Noorderkoog", x=145_800, y=515_700, radius_m=930, inhabitants=14_500, kind="town"),
    Town(name="Oosterdiep", code="GM9104", municipality="Oosterdiep", x=152_500, y=507_000, radius_m=870, inhabitants=12_500, kind="town"),
    Town(name="Westerwoud", code="GM9105", municipality="Westerwoud", x=140_500, y=507_800, radius_m=640, inhabitants=6_900, kind="town"),
    Town(name="Kolkdorp", code="GM9106", municipality="Kolkdorp", x=141_900, y=502_200, radius_m=500, inhabitants=4_200, kind="village"),
    Town(name="Luwte", code="GM9106", municipality="Kolkdorp", x=143_900, y=503_300, radius_m=300, inhabitants=1_500, kind="village"),
    Town(name="Rietbroek", code="GM9104", municipality="Oosterdiep", x=150_200, y=512_300, radius_m=330, inhabitants=1_700, kind="village"),
    Town(name="Eilandsoord", code="GM9105", municipality="Westerwoud", x=135_700, y=508_700, radius_m=230, inhabitants=700, kind="village"),
    Town(name="Dijkveer", code="GM9105", municipality="Westerwoud", x=138_330, y=508_870, radius_m=190, inhabitants=500, kind="hamlet", has=("doctors", "supermarket")),
)  # fmt: skip
CAPITALS = tuple({town.code: town for town in reversed(TOWNS)}.values())[::-1]
"""The first town of each municipality."""
LARGER = tuple(town for town in TOWNS if town.kind in {"city", "town"})
"""Towns that are large enough to be compared with a real one, and for cycle paths beside their outer streets."""
NEIGHBOUR = ("GM9191", "Overzijde", "PV91", "Buurwaarden")
"""Municipality of a neighbouring province, across a dam in the south-west; as invented as the rest."""

CANALS = (
    ("Lage Vaart", LineString([(138_900, 505_100), (143_300, 505_400), (146_900, 504_600), (154_700, 504_800)])),
    ("Hoge Vaart", LineString([(148_900, 517_000), (149_300, 511_000), (149_000, 504_700), (149_600, 498_600)])),
    ("Kolktocht", LineString([(142_900, 505_350), (142_950, 498_150)])),
)
"""Main canals; the Kolktocht has no bridge between Kolkdorp and Luwte."""
CANAL_WIDTH_M = {"Lage Vaart": 46.0, "Hoge Vaart": 40.0, "Kolktocht": 22.0}
RAILWAY = LineString(
    [(143_400, 497_900), (145_000, 500_700), (146_300, 504_300), (147_500, 508_000), (147_300, 512_400), (146_500, 515_500), (147_500, 518_000)]
)  # fmt: skip
RAILWAY_BEYOND = (
    LineString([(143_400, 497_900), (142_100, 494_700)]),
    LineString([(147_500, 518_000), (148_000, 520_700)]),
)
"""Bridges that carry the railway on to the other shores."""
STATIONS = (("Zuiderhaven", 0.12), ("Markerstad", 0.50), ("Markerstad Noord", 0.62), ("Noorderkoog", 0.87))
"""Stations by their place along the railway."""
MOTORWAY = LineString(
    [
        (143_000, 494_700),
        (143_900, 497_700),
        (144_500, 502_500),
        (144_000, 507_000),
        (143_500, 512_300),
        (143_900, 517_300),
        (144_600, 520_700),
    ]
)
HIGHWAY_NUMBER, TRUNK_NUMBER = "A66", "N66"
LAKE_NAME = "Buitenmeer"


def province() -> Polygon:
    """Give the land of the province, the island included in its hull of land and water."""
    return shapely.union_all([POLDER, ISLAND, LineString([ISLAND.centroid, POLDER.centroid]).buffer(600)]).intersection(
        LAKE
    )


def municipalities() -> dict[str, Polygon]:
    """Divide the province among the municipalities: each point goes to the nearest town."""
    points = shapely.MultiPoint([(town.x, town.y) for town in TOWNS])
    cells = shapely.voronoi_polygons(points, extend_to=LAKE).geoms
    whole: dict[str, list[Polygon]] = {}
    for town in TOWNS:
        cell = next(cell for cell in cells if cell.covers(Point(town.x, town.y)))
        whole.setdefault(town.code, []).append(cell.intersection(province()))
    return {code: shapely.union_all(parts) for code, parts in sorted(whole.items())}


def neighbour() -> Polygon:
    """Give the municipality across the dam."""
    return Polygon([(135_100, 500_500), (137_500, 500_800), (137_100, 504_300), (135_000, 503_900)])


def outline(town: Town) -> Polygon:
    """Give the built-up outline of a town: round, with a seeded bulge here and there."""
    random = np.random.default_rng([66, round(town.x), round(town.y)])
    angles = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    phase = random.uniform(0, 2 * np.pi, 3)
    bulge = (
        1
        + 0.10 * np.sin(2 * angles + phase[0])
        + 0.07 * np.sin(3 * angles + phase[1])
        + 0.03 * np.sin(5 * angles + phase[2])
    )
    radius = town.radius_m * bulge
    return Polygon(np.column_stack([town.x + radius * np.cos(angles), town.y + radius * np.sin(angles)]))
