"""A small made-up province to put on a page: every kind of layer, every status, and any text in any place."""

import dataclasses
from datetime import date

import geopandas as gpd
import pandas as pd
from shapely import LineString, Point, box

from geo.crs import WGS84
from geo.imprint import EditionName, Imprint, Source
from geo.maps.interactive import PageContent, PageLayer, SiteList
from geo.tables.columns import Column
from geo.tables.coverage import COVERAGE

HOSTILE = (
    '<img src=x onerror="window.ran=1">',
    "</script><script>window.ran=1</script>",
    "</title><script>window.ran=1</script>",
    "</style></svg></table><script>window.ran=1</script>",
    '"><svg onload="window.ran=1">',
    "' onfocus='window.ran=1' autofocus='",
    "`${window.ran=1}`",
    "${7*7}",
    "{{ 7*7 }} {{ ''.__class__.__mro__ }}",
    "{% raw %} {% endraw %} {# weg #}",
    "\"dubbel\" 'enkel' &amp; &lt;b&gt; \\u003cb\\u003e \\",
    "regel\u2028scheiding\u2029alinea",
    "<!-- <script> ]]> -->",
    "javascript:window.ran=1",
)
"""Texts that would do something where they are read as markup, script or template."""
TOGETHER = tuple(" ".join(HOSTILE[at : at + 3]) for at in range(0, len(HOSTILE), 3))
"""Three in one text: a page takes long to open, and each does what it does wherever it stands in a text."""
ENGLISH = {
    "a", "above", "access", "an", "and", "attribution", "balance", "beyond", "bike", "by", "candidate", "car", "click",
    "close", "coverage", "decision", "distance", "draft", "facility", "false", "found", "gp", "here", "in_", "km2",
    "layer", "layers", "legend", "limit", "location", "locations", "map", "marker", "minutes", "move", "municipality",
    "name", "nan", "nearest", "no", "none", "null", "out", "places", "popup", "portfolio", "print", "region",
    "search", "short", "show", "source", "supply", "table", "the", "to", "true", "undefined", "unknown", "unreachable",
    "untestable", "walk", "with", "within", "yes", "{count}", "{shown}", "{name}",
}  # fmt: skip
"""Words of our own that should have been Dutch."""
IMPRINT = Imprint(
    title="Provinciaal plan Gouwzee",
    province="Gouwzee",
    prt="Provinciale Regietafel Gouwzee",
    reference_date=date(2020, 9, 1),
    version="0.1",
    status="concept",
    edition="vertrouwelijk",
    fictional=True,
    sources=(
        Source(what="Wegen en voorzieningen", credit="verzonnen", reference_date=date(2020, 8, 31)),
        Source(what="Grenzen", credit="verzonnen", reference_date=None),
    ),
)
SITES = (
    # id, name, municipality, lon, lat, type now, type then, decision, places now, places then
    ("G1", "azc Gouwzee", "Gouwzee", 5.10, 52.44, "azc", "gvl", "omvormen", 650, 600),
    ("G2", "gezinslocatie Oosterleek", "Oosterleek", 5.16, 52.46, "gl", None, "beeindigen", 240, 0),
    ("G3", "regionale opvang De Rek", "Gouwzee", 5.12, 52.41, None, "regionaal", "nieuw", None, None),
)
CANDIDATE = ("GK1", "Oude veiling", "Oosterleek", 5.18, 52.42, None, "satelliet", None, None, 120)
DISTANCES = (
    # origin, mode, category, rank, facility, metres, minutes, status, border, ferry, far, foreign
    ("G1", "walk", "gp", 1, "Praktijk De Gouw", 912.4, 10.9, "ok", False, False, False, False),
    ("G1", "walk", "gp", 2, "Praktijk Verweg", 1834.0, 22.0, "ok", False, False, False, False),
    ("G1", "bike", "gp", 1, "Praktijk De Gouw", 958.0, 3.8, "ok", False, False, False, False),
    ("G1", "car", "gp", 1, "Praktijk Aan de Weg", 2046.0, 3.1, "ok", True, False, True, False),
    ("G1", "walk", "supermarket", 1, None, 0.0, 0.0, "on_site", False, False, False, False),
    ("G1", "bike", "supermarket", 1, None, 0.0, 0.0, "on_site", False, False, False, False),
    ("G1", "car", "supermarket", 1, None, 0.0, 0.0, "on_site", False, False, False, False),
    ("G2", "walk", "gp", 1, "Praktijk De Gouw", 4370.0, 52.4, "ok", False, True, False, True),
    ("G2", "bike", "gp", 1, None, None, None, "unreachable", False, False, False, False),
    ("G2", "car", "gp", 1, "Praktijk De Gouw", 212.0, 0.3, "ok", False, False, False, False),
    ("G3", "walk", "gp", 1, None, None, None, "beyond_limit", True, False, False, False),
    ("G3", "bike", "gp", 1, "Praktijk De Gouw", 7241.0, 29.0, "ok", False, False, False, False),
    ("G3", "car", "gp", 1, None, None, None, "none", False, False, False, False),
    ("GK1", "walk", "gp", 1, "Praktijk De Gouw", 3333.0, 40.0, "ok", False, False, False, False),
)
LIMITS = {"walk": "5,0 km", "bike": "15,0 km", "car": "50,0 km"}
_FLAGS = ["border", "ferry", "far_snap", "foreign"]


def distances() -> pd.DataFrame:
    """The distances, as the table of that name has them."""
    names = ["origin_id", "mode", "category", "rank", "facility_name", "distance_m", "minutes", "status", *_FLAGS]
    return pd.DataFrame(DISTANCES, columns=names)


def sites(rows: tuple[tuple[object, ...], ...], *, opened: bool = False) -> pd.DataFrame:
    """Facts of some sites."""
    names = ["location_id", "name", "municipality", "lon", "lat", "current_type", "type", "decision", "now", "then"]
    frame = pd.DataFrame(rows, columns=names).astype({"now": "Int64", "then": "Int64"})
    return frame.assign(open=opened, ownership="gemeente")


FACTS = (
    Column(name="municipality", heading="gemeente"),
    Column(name="current_type", heading="type opvang"),
    Column(name="now", heading="plekken nu", kind="places"),
    Column(name="type", heading="type locatie", words="type_short"),
    Column(name="then", heading="plekken straks", kind="places"),
    Column(name="ownership", heading="eigendom"),
)


def at(frame: pd.DataFrame, kind: str, places: str) -> gpd.GeoDataFrame:
    """The sites as a layer has them."""
    columns = {"type": frame[kind], "capacity": frame[places]}
    found = frame[["location_id", "decision"]].assign(**columns)
    return gpd.GeoDataFrame(found, geometry=gpd.points_from_xy(frame["lon"], frame["lat"]), crs=WGS84)


def coverage() -> gpd.GeoDataFrame:
    """Four regions, one of each status."""
    rows = [
        ("Noord", "short", 100, 400), ("Oost", "within", 300, 310), ("Zuid", "above", 500, 450),
        ("West", "untestable", 1234, None),
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["name", "status", "supply_min", "need_min"])
    shapes = [box(5.05 + 0.04 * n, 52.40, 5.08 + 0.04 * n, 52.48) for n in range(4)]
    return gpd.GeoDataFrame(frame.astype({"need_min": "Int64"}), geometry=shapes, crs=WGS84)


def landscape(name: str = "Gouwdorp") -> gpd.GeoDataFrame:
    """Water, a wood with a lake in it, streets, a railway and a village."""
    wood = box(5.06, 52.42, 5.10, 52.44).difference(box(5.07, 52.425, 5.08, 52.43))
    rows = [
        ("water", "water", "", box(5.00, 52.38, 5.24, 52.40)),
        ("green", "wood", "", wood),
        ("road", "primary", "", LineString([(5.00, 52.43), (5.12, 52.435), (5.24, 52.45)])),
        ("road", "residential", "", LineString([(5.10, 52.43), (5.10, 52.45)])),
        ("road", "footway", "", LineString([(5.11, 52.43), (5.11, 52.45)])),
        ("rail", "rail", "", LineString([(5.00, 52.47), (5.24, 52.47)])),
        ("building", "yes", "", box(5.101, 52.441, 5.102, 52.442)),
        ("place", "town", name, Point(5.14, 52.438)),
    ]
    frame = pd.DataFrame([row[:3] for row in rows], columns=["layer", "kind", "name"])
    return gpd.GeoDataFrame(frame, geometry=[row[3] for row in rows], crs=WGS84)


def layers(frame: pd.DataFrame, candidate: pd.DataFrame) -> tuple[PageLayer, ...]:
    """One layer of every kind, and a second of coverage."""
    standing = frame[frame["now"].notna()]
    ring = at(standing, "current_type", "now").to_crs("EPSG:28992")
    facility = gpd.GeoDataFrame(
        {"name": ["Praktijk De Gouw", "Praktijk Aan de Weg"], "kind": "huisarts", "category": "gp"},
        geometry=[Point(5.105, 52.445), Point(5.13, 52.43)], crs=WGS84,
    )  # fmt: skip
    regions = coverage()
    name = Column(name="name", heading="regio")
    told = (name, COVERAGE.column("status"), COVERAGE.column("supply_min"), COVERAGE.column("need_min"))
    kind = Column(name="kind", heading="soort")
    caught = ring.assign(geometry=ring.buffer(900), name=standing["name"], km2=2.54)
    area = Column(name="km2", heading="oppervlakte (km²)", kind="number")
    return (
        PageLayer(
            name="Locaties nu", heading="nu", chapter=2, kind="portfolio", frame=at(standing, "current_type", "now")
        ),
        PageLayer(name="Voorzieningen", chapter=2, kind="facilities", frame=facility, columns=(name, kind)),
        PageLayer(name="Bereik te voet", chapter=2, kind="catchments", frame=caught, columns=(name, area)),
        PageLayer(name="Regio's", chapter=3, kind="areas", frame=regions, columns=(name,)),
        PageLayer(name="Dekking totaal", chapter=4, kind="coverage", frame=regions, columns=told, shown=False),
        PageLayer(name="Dekking regionaal", chapter=4, kind="coverage", frame=regions, columns=told, shown=False),
        PageLayer(
            name="Locaties straks", heading="straks", chapter=4, kind="allocation", frame=at(frame, "type", "then"),
            shown=False,
        ),
        PageLayer(
            name="Kandidaten", heading="kandidaat", chapter=4, kind="candidates", frame=at(candidate, "type", "then"),
            shown=False,
        ),
    )  # fmt: skip


def content(edition: EditionName = "vertrouwelijk", *, opened: bool = False) -> PageContent:
    """A whole page."""
    frame, candidate = sites(SITES, opened=opened), sites((CANDIDATE,), opened=opened)
    return PageContent(
        imprint=dataclasses.replace(IMPRINT, edition=edition),
        sites=(
            SiteList(title="Locaties", frame=frame, facts=FACTS),
            SiteList(title="Kandidaatlocaties", frame=candidate, facts=FACTS),
        ),
        distances=distances(),
        layers=layers(frame, candidate),
        landscape=landscape(),
        limits=LIMITS,
    )


def saying(text: str) -> PageContent:
    """The page with a text in the place of every text of others: names, types, ids, headings, sources, places."""
    page = content()
    own = [column for column in FACTS if column.kind == "text"]
    said = {column.name: text for column in own} | {"name": text, "decision": text, "disclosure": text}
    ids = {row[0]: f"{row[0]} {text}" for row in (*SITES, CANDIDATE)}

    def all_saying(frame: pd.DataFrame) -> pd.DataFrame:
        known = {column: value for column, value in said.items() if column in frame}
        if "location_id" in frame:
            known["location_id"] = frame["location_id"].map(ids)
        return frame.assign(**known, **{column: text for column in ("status", "category", "kind") if column in frame})

    columns = tuple(Column(name=column.name, heading=text, kind=column.kind) for column in FACTS)
    told = pd.DataFrame(page.distances.assign(origin_id=page.distances["origin_id"].map(ids), facility_name=text))
    return dataclasses.replace(
        page,
        imprint=dataclasses.replace(
            page.imprint, title=text, prt=text, province=text, version=text,
            sources=(Source(what=text, credit=text, reference_date=None),),
        ),
        sites=tuple(SiteList(title=text, frame=all_saying(one.frame), facts=columns) for one in page.sites),
        distances=told.assign(category=text, mode=text)[told["rank"] == 1],
        layers=tuple(
            dataclasses.replace(
                layer, name=text, heading=text, frame=gpd.GeoDataFrame(all_saying(layer.frame), crs=layer.frame.crs),
                columns=tuple(dataclasses.replace(column, heading=text) for column in layer.columns),
            )
            for layer in page.layers
        ),
        landscape=landscape(text),
    )  # fmt: skip
