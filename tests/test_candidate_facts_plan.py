"""The facts of candidates of whole plans: the toy town by hand, and real streets against a second opinion."""

import csv
import re
import shutil
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import openpyxl
import osm_streets
import pandas as pd
import pytest
from conftest import ROOT
from people_within import people_within
from shapely import MultiPolygon, box

from geo.analysis.candidates.facts import Facts, facts_of
from geo.errors import FaultsError
from geo.pipeline import run
from geo.plan import load_plan
from geo.stages.check import read_inputs
from geo.tables.facts import FACT_STATUSES
from geo.words import say
from tests import kampen_workspace, toy_workspace
from tests.analysis.measured import INF, law_abiding, told
from tests.toy_workspace import rd

HEADINGS = (
    "locatie-id", "naam", "x", "y", "capaciteit", "openbaarheid", "beschikbaar van", "beschikbaar t/m", "bvo", "type locatie",
    "type voorzieningen", "hoofdlocatie", "draagvlak", "opmerking", "telefoon", "Prijs per m2",
)  # fmt: skip
CORNER = (
    "Terrein",
    *rd(200.0, 600.0),
    80,
    "openbaar",
    "01-01-2021",
    "31-12-2025",
    880,
    "gvl",
    None,
    "T1",
    "3,5",
    "mooi",
    "0612345678",
    "98.765",
)
"""A site on the corner of two streets of the toy town."""
SUPPORT = '[candidates]\ncolumns = ["draagvlak"]\n'


def facts(folder: Path) -> Facts:
    run(load_plan(folder), stages=("candidate_facts",))
    made = folder / "data" / "processed"
    found = facts_of(pd.read_parquet(made / "candidate_facts.parquet"), pd.read_parquet(made / "facts.parquet"))
    assert law_abiding(found) > 0
    return found


def toy(folder: Path, *rows: tuple[Any, ...], plan: str = "") -> Path:
    """Make the toy workspace with candidates of its own."""
    toy_workspace.make(folder)
    book = openpyxl.Workbook()
    book.active.title = "kandidaten"
    book.active.append(HEADINGS)
    for number, row in enumerate(rows, start=1):
        book.active.append((f"C{number}", *row))
    book.save(folder / "data" / "raw" / "candidates.xlsx")
    text = (folder / "plan.toml").read_text(encoding="utf-8")
    (folder / "plan.toml").write_text(f"{text}\n{plan}", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    on_site = (*CORNER[:9], "gp, supermarket", *CORNER[10:])
    return facts(toy(tmp_path_factory.mktemp("toy"), CORNER, on_site, plan=SUPPORT))


def near(found: Facts, fact: str, row: int = 0) -> tuple[Any, ...]:
    """Give a fact with its numbers rounded: streets are drawn to the decimetre."""
    return tuple(round(one) if isinstance(one, float) and np.isfinite(one) else one for one in told(found, fact, row))


def test_a_site_in_the_toy_town_by_hand(found: Facts) -> None:
    expected = {
        # 600 m south and 100 m west; 500 m south and 600 m east; 200 m west and 100 m north
        "walk_supermarket_m": (700, 700, 700, "ok", "Kruidenier"),
        "walk_gp_m": (1100, 1100, 1100, "ok", "Huisarts Oost"),
        "walk_bus_stop_m": (300, 300, 300, "ok", "Markt"),
        "walk_supermarket_minutes": (8, 8, 8, "ok", "Kruidenier"),  # 700 m at 5 km/h: 8,4 minutes
        # to the foot of T2, 10 m from its street: 200 m east, 220 m south
        "walk_reception_m": (430, 430, 430, "ok", "azc Kade"),
        # to T1, 10 m from its street at 20 m north of the corner: 200 m west, 580 m south
        "walk_hub_m": (790, 790, 790, "ok", "azc Markt"),
        "people_1000_m": (100, 100, 100, "ok", ""),
        "capacity": (80, 80, 80, "ok", ""),
        "floor_area_m2": (880, 880, 880, "ok", ""),
        "floor_area_per_place_m2": (11, 11, 11, "ok", ""),
        "agreement_months": (60, 60, 60, "ok", ""),
        "places_per_ha": (None, -INF, INF, "unknown", ""),
        "region_balance_without": (None, -INF, INF, "unknown", "Toetsland (R1): GVL of satelliet; opgave onbekend"),
    }  # fmt: skip
    assert {name: near(found, name) for name in expected} == expected
    # 80 places, and 480 with T1, to 60 inhabitants
    assert told(found, "municipality_share")[0] == pytest.approx(80 / 60, abs=1e-6)
    assert told(found, "municipality_share_with")[0] == 8
    assert told(found, "draagvlak")[0] == 3.5
    assert found.column("opmerking") is None


def test_the_page_of_the_method_names_every_fact_and_every_status(found: Facts) -> None:
    page = (ROOT / "docs" / "methode-kandidaten.md").read_text(encoding="utf-8")
    cells = " ".join(line.split("|")[1] for line in page.splitlines() if line.startswith("| `"))
    names = re.findall(r"`([^`]+)`", cells)
    pattern = re.compile("|".join(re.sub(r"\{\w+\}", r"\\w+", name) for name in names))
    unnamed = [fact.id for fact in found.facts if fact.group != "own" and not pattern.fullmatch(fact.id)]
    assert unnamed == []
    assert not pattern.fullmatch("walk_gp_km")
    for status in FACT_STATUSES:
        assert f"| {say(f'fact_status.{status}')} | `{status}` |" in page


PRICED = """
[candidates.criteria.prijs]
fact = "prijs_per_m2"
worst = 100000
best = 0
"""


@pytest.mark.parametrize(
    ("plan", "own"),
    [
        ("", []),
        (SUPPORT, ["draagvlak"]),
        (PRICED, ["prijs_per_m2"]),
        (f"{SUPPORT}{PRICED}", ["draagvlak", "prijs_per_m2"]),
        ('[candidates]\nprofile = "eigen.toml"\n', ["telefoon"]),
    ],
    ids=["none", "listed", "criterion", "both", "rule"],
)
def test_only_columns_that_the_plan_asks_for_become_facts(tmp_path: Path, plan: str, own: list[str]) -> None:
    folder = toy(tmp_path, CORNER, plan=plan)
    (folder / "eigen.toml").write_text(
        '[profile]\nid = "eigen"\ntitle = "Eigen"\ndate = "2020"\nsource = "keuze"\n\n'
        '[[rule]]\nid = "bellen"\nhard = true\ntitle = "Bellen"\nsource = "keuze"\n'
        '[[rule.test]]\nfact = "telefoon"\nat_least = 1\n',
        encoding="utf-8",
    )
    found = facts(folder)
    assert [fact.id for fact in found.facts if fact.group == "own"] == own


def test_nothing_of_other_columns_comes_into_any_file(tmp_path: Path) -> None:
    folder = toy(tmp_path, CORNER, plan=SUPPORT)
    run(load_plan(folder), stages=("layers", "ranking", "explorer"))
    layer = gpd.read_file(folder / "data" / "processed" / "plan.gpkg", layer="candidates")
    assert "draagvlak" in layer.columns
    assert not {"telefoon", "prijs_per_m2", "opmerking"} & set(layer.columns)
    looked = 0
    for path in (folder / "data" / "processed").rglob("*"):
        if path.is_file():
            told_bytes = path.read_bytes()
            if path.suffix == ".xlsx":
                cells = [row for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows(values_only=True)]
                told_bytes = repr(cells).encode()
            assert not [
                one for one in (b"0612345678", b"612345678", b"telefoon", b"98.765", b"98765") if one in told_bytes
            ]
            looked += 1
    assert looked > 10


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (["draagvlakk"], {("candidate_column_unknown", "draagvlakk", "draagvlak")}),
        (["capacity"], {("candidate_column_unknown", "capacity", "")}),
        (["opmerking", "draagvlak"], {("candidate_column_no_numbers", "opmerking", "")}),
        (
            ["zz", "opmerking"],
            {("candidate_column_unknown", "zz", ""), ("candidate_column_no_numbers", "opmerking", "")},
        ),
    ],
)
def test_a_column_that_is_listed_has_to_be_there_with_numbers(
    tmp_path: Path, columns: list[str], expected: set[tuple[str, str, str]]
) -> None:
    folder = toy(tmp_path, CORNER, plan=f"[candidates]\ncolumns = {columns}\n")
    with pytest.raises(FaultsError) as caught:
        read_inputs(load_plan(folder))
    wrong = [one for one in caught.value.faults if one.column == "candidates.columns"]
    told_faults = {(one.code, dict(one.parameters)["value"], dict(one.parameters).get("hint", "")) for one in wrong}
    assert told_faults == expected


def test_what_is_on_the_own_site_is_there(found: Facts) -> None:
    assert told(found, "walk_supermarket_m", 1) == told(found, "car_gp_minutes", 1) == (0, 0, 0, "on_site", "")
    assert told(found, "walk_gp_unlit_share", 1) == (0, 0, 0, "on_site", "")
    assert near(found, "walk_bus_stop_m", 1) == near(found, "walk_bus_stop_m", 0)


def test_facts_have_their_source_and_day(found: Facts) -> None:
    about = {fact.id: (fact.source, str(fact.reference_date or "")) for fact in found.facts}
    expected = {
        "walk_gp_m": ("streets.osm.pbf", "2020-08-31"), "capacity": ("candidates.xlsx", ""), "draagvlak": ("candidates.xlsx; eigen kolom", ""),
        "people_1000_m": ("population.gpkg", ""), "departures_per_hour": ("gtfs", "2020-09-01"),
        "walk_reception_m": ("locations.csv", ""), "municipality_share": ("boundaries.gpkg", ""),
        "region_balance_with": ("LRT", "2020-08-01"),
    }  # fmt: skip
    assert {name: about[name] for name in expected} == expected


def test_the_figures_move_with_the_input(tmp_path: Path) -> None:
    # Two streets south and one east; the limits at 300 m; half the places; for a year and a day less.
    moved = (
        "Terrein",
        *rd(400.0, 200.0),
        40,
        "openbaar",
        "01-01-2021",
        "30-12-2022",
        880,
        "gvl",
        None,
        None,
        None,
        None,
        None,
        None,
    )
    found = facts(toy(tmp_path, moved, plan="[candidates]\ncatchments_m = [300]\n"))
    expected = {
        "walk_supermarket_m": (500, "ok"), "walk_gp_m": (500, "ok"), "walk_bus_stop_m": (900, "ok"),
        "walk_reception_m": (190, "ok"), "floor_area_per_place_m2": (22, "ok"), "agreement_months": (23, "ok"),
        "walk_hub_m": (None, "unknown"),
    }  # fmt: skip
    assert {name: (near(found, name)[0], told(found, name)[3]) for name in expected} == expected
    # The middles of the squares of 20 and of 30 people are 200 m off, and 50 + 100 + 50 or less; that of 40 is 500 m off.
    assert told(found, "people_300_m")[0] == 50
    assert found.column("people_1000_m") is None
    assert told(found, "walk_hub_m")[4] == "geen hoofdlocatie opgegeven"


def test_people_read_it_in_words(tmp_path: Path) -> None:
    folder = toy(tmp_path, CORNER)
    facts(folder)
    with (folder / "data" / "processed" / "candidate_facts.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["feit"]: row for row in csv.DictReader(file, delimiter=";")}
    read = {title: tuple(row.values())[2:6] for title, row in rows.items()}
    assert read["Afstand tot huisarts (lopen)"] == ("1,1 km", "1,1 km", "1,1 km", "bekend")
    assert read["Capaciteit"] == ("80 plekken", "80 plekken", "80 plekken", "bekend")
    assert read["Plekken per hectare terrein"] == ("onbekend", "", "", "onbekend")
    assert read["Inwoners binnen 1,0 km lopen"] == ("100 inwoners", "100 inwoners", "100 inwoners", "bekend")


def test_a_plan_without_candidates_makes_nothing(tmp_path: Path) -> None:
    toy_workspace.make(tmp_path)
    text = (tmp_path / "plan.toml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("candidates")]
    (tmp_path / "plan.toml").write_text("\n".join(lines), encoding="utf-8")
    run(load_plan(tmp_path), stages=("candidate_facts",))
    assert list((tmp_path / "data" / "processed").glob("*facts.csv")) == [
        tmp_path / "data" / "processed" / "context_facts.csv"
    ]


def test_a_second_run_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = toy(tmp_path / "one", CORNER)
    facts(folder)
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    shutil.rmtree(other / "data" / "processed")
    facts(other)
    for name in ("facts.parquet", "candidate_facts.parquet", "facts.csv", "candidate_facts.csv"):
        one, two = (place / "data" / "processed" / name for place in (folder, other))
        assert one.read_bytes() == two.read_bytes(), name


SQUARES, SIDE_M, SUPPRESSED = 36, 100.0, -99_997
"""How many squares a side around the old town of Kampen, how wide, and what CBS writes where it tells no number."""
PLACES = (
    # id, lon, lat, how wide: a point, an area, an area of two parts, at the edge, outside
    ("P1", 5.9155, 52.5595, 0), ("P2", 5.9130, 52.5345, 150), ("P3", 5.8900, 52.5560, -120), ("P4", 5.8457, 52.5453, 0),
    ("P5", 5.7800, 52.5000, 0),
)  # fmt: skip


@pytest.fixture(scope="module")
def kampen(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> tuple[Facts, Path]:
    folder = kampen_workspace.make(tmp_path_factory.mktemp("kampen"), shared)
    points = gpd.GeoSeries.from_xy(*zip(*(place[1:3] for place in PLACES), strict=True), crs=4326).to_crs(28992)
    shapes = [_shape(point.x, point.y, place[3]) for point, place in zip(points, PLACES, strict=True)]
    about = {
        "locatie_id": [place[0] for place in PLACES],
        "naam": [f"Terrein {place[0]}" for place in PLACES],
        "capaciteit": 100,
    }
    gpd.GeoDataFrame(about, geometry=shapes, crs=28992).to_file(folder / "data" / "raw" / "candidates.gpkg")
    text = (folder / "plan.toml").read_text(encoding="utf-8")
    squares().to_file(folder / "data" / "raw" / "squares.gpkg")
    lines = [line for line in text.splitlines() if not line.startswith("population")]
    text = "\n".join(lines).replace("[distances]", 'population = "data/raw/squares.gpkg"\n[distances]', 1)
    text = text.replace("[distances]", 'candidates = "data/raw/candidates.gpkg"\n\n[distances]', 1)
    (folder / "plan.toml").write_text(text, encoding="utf-8")
    return facts(folder), folder


def squares() -> gpd.GeoDataFrame:
    """Make up who lives in squares; of one in fifty the number is not told."""
    west, south = 189_500.0, 506_500.0
    corners = [(west + SIDE_M * column, south + SIDE_M * row) for row in range(SQUARES) for column in range(SQUARES)]
    people = np.random.default_rng(20200901).integers(5, 90, len(corners))
    people[::50] = SUPPRESSED
    about = {"vierkant": [f"V{number:04d}" for number in range(len(corners))], "aantal_inwoners": people}
    return gpd.GeoDataFrame(about, geometry=[box(x, y, x + SIDE_M, y + SIDE_M) for x, y in corners], crs=28992)


def _shape(x: float, y: float, side: int) -> Any:
    if side == 0:
        return gpd.points_from_xy([x], [y])[0]
    one = box(x, y, x + abs(side), y + abs(side))
    return one if side > 0 else MultiPolygon([one, box(x + 300, y, x + 300 + abs(side), y + abs(side))])


def test_on_real_streets_every_kind_of_place_has_facts(kampen: tuple[Facts, Path]) -> None:
    found, _ = kampen
    assert list(found.ids) == ["P1", "P2", "P3", "P4", "P5"]
    assert told(found, "walk_supermarket_m")[3] == "ok"
    at = [found.column(name) for name in ("walk_supermarket_m", "walk_reception_m", "people_1000_m", "bike_library_m")]
    assert np.isfinite(found.value[:3][:, at]).all()
    # At the very edge of the extract something nearer may lie outside; outside nothing is known.
    assert {told(found, f"walk_{name}_m", 3)[3] for name in ("supermarket", "pharmacy")} <= {"border", "unknown"}
    assert told(found, "people_1000_m", 3)[3] == "at_least"
    assert told(found, "walk_supermarket_m", 4) == (None, 0, INF, "unknown", "ver van wegennet; buiten het kaartgebied")
    assert told(found, "people_1000_m", 4)[3:] == ("unknown", "buiten het kaartgebied")


def test_on_real_streets_the_inhabitants_are_those_of_a_second_opinion(
    kampen: tuple[Facts, Path], shared: Path, tmp_path: Path
) -> None:
    found, folder = kampen
    xml = osm_streets.as_xml(shared / "kampen" / "kampen.osm.pbf", tmp_path / "kampen.osm")
    streets = osm_streets.StreetOracle(osm_streets.read_xml(xml), "walk", "EPSG:28992")
    told_squares = squares()[lambda rows: rows["aantal_inwoners"] >= 0]
    middles = told_squares.geometry.centroid.to_crs(4326)
    homes = {name: (point, float(people)) for name, point, people in
             zip(told_squares["vierkant"], middles, told_squares["aantal_inwoners"], strict=True)}  # fmt: skip
    sites = gpd.read_file(folder / "data" / "raw" / "candidates.gpkg").to_crs(4326).geometry[:3]
    # What lies within half a metre of a limit may go either way.
    limits = [limit + slack for limit in (1_000.0, 2_000.0) for slack in (-0.5, 0.5)]
    compared, sure = 0, 0
    for row, counts in enumerate(people_within(streets, sites, homes, limits, longest_leg_m=1_000.0)):
        for name, least, most in (("people_1000_m", *counts[:2]), ("people_2000_m", *counts[2:])):
            value, low, high, status, note = told(found, name, row)
            assert least <= value <= most
            unsure = "zonder inwonertal" in note
            assert (low, high, status) == ((value, INF, "at_least") if unsure else (value, value, "ok"))
            compared, sure = compared + 1, sure + (0 < least == most)
    assert compared == 6
    assert sure >= 4


def test_on_real_streets_the_distances_are_those_of_the_table(kampen: tuple[Facts, Path]) -> None:
    found, folder = kampen
    table = pd.read_parquet(folder / "data" / "processed" / "distances.parquet")
    rows = table[table["origin_id"].isin(found.ids) & (table["rank"] == 1) & (table["status"] == "ok")]
    compared = 0
    for row in rows.itertuples():
        at, where = found.column(f"{row.mode}_{row.category}_m"), list(found.ids).index(row.origin_id)
        assert at is not None
        assert found.value[where, at] == row.distance_m
        assert found.high[where, at] == row.distance_m
        assert (found.status[where, at] == "border") == row.border
        compared += 1
    assert compared >= 50


def test_the_example_has_every_awkward_situation(markerwaard: Path) -> None:
    made = markerwaard / "data" / "processed"
    found = facts_of(pd.read_parquet(made / "candidate_facts.parquet"), pd.read_parquet(made / "facts.parquet"))
    assert law_abiding(found) == len(found.ids) * len(found.facts)
    row = {name: at for at, name in enumerate(found.ids)}
    assert set(found.status.ravel()) == {
        "ok", "on_site", "border", "at_most", "at_least", "beyond_limit", "indefinite", "unknown",
    }  # fmt: skip
    assert told(found, "capacity", row["MK09"])[3] == told(found, "floor_area_m2", row["MK02"])[3] == "unknown"
    assert told(found, "capacity", row["MK08"])[:3] == (300, 150, 300)
    assert told(found, "agreement_months", row["MK12"])[3] == "indefinite"
    assert told(found, "agreement_months", row["MK11"])[3] == "unknown"
    assert told(found, "walk_gp_m", row["MK10"])[3] == "on_site"
    assert told(found, "car_hub_m", row["MK13"])[3:] == (
        "unknown",
        "geen weg op de kaart; kaartgebied eindigt op 0,5 km",
    )
    assert "alleen via veer" in told(found, "walk_reception_m", row["MK13"])[4]
    assert "de kandidaat telt dan niet mee" in told(found, "region_balance_with", row["MK06"])[4]
    per_place = found.value[:, found.column("floor_area_per_place_m2")]
    assert len(set(per_place[~np.isnan(per_place)])) >= 8
    nature = gpd.read_file(markerwaard / "data" / "raw" / "nature.gpkg").union_all()
    sheet = openpyxl.load_workbook(markerwaard / "data" / "raw" / "candidates.xlsx")["kandidaten"]
    places = {
        line[0]: gpd.points_from_xy([line[2]], [line[3]])[0] for line in sheet.iter_rows(min_row=5, values_only=True)
    }
    assert [name for name, place in places.items() if nature.contains(place)] == ["MK16"]
