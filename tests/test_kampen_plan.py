"""A whole run on real data: Kampen and Dronten, postcode areas for reach, figures worked out by hand."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import geopandas as gpd
import kampen_workspace
import pandas as pd
import pytest

from geo.pipeline import RunReport, run
from geo.plan import load_plan

EDGE_OF_DRONTEN_M = 315.0
"""How far the azc of Dronten lies from the edge of the extract."""


@pytest.fixture(scope="module")
def done(kampen: Path) -> RunReport:
    return kampen_workspace.report(kampen)


@pytest.fixture(scope="module")
def tables(done: RunReport) -> dict[str, pd.DataFrame]:
    return {path.stem: pd.read_parquet(path) for path in done.files if path.suffix == ".parquet"}


@pytest.fixture(scope="module")
def text(done: RunReport) -> str:
    (page,) = [path for path in done.files if path.name == "provinciaal-plan-vertrouwelijk.html"]
    bare = re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(bare)).replace(" .", ".").replace(" ,", ",")


def named(done: RunReport) -> Iterator[str]:
    yield from (path.name for path in done.files)


def test_plan_maps_page_and_tables_are_there_and_on_record(done: RunReport) -> None:
    names = set(named(done))
    wanted = {f"provinciaal-plan-vertrouwelijk.{ending}" for ending in ("docx", "html", "pdf")}
    wanted |= {
        "kaart-vertrouwelijk.html",
        "kaartenbijlage-vertrouwelijk.pdf",
        "plan.xlsx",
        "plan.gpkg",
        "plan.qgz",
        "run.json",
    }
    assert wanted <= names
    assert sum(name.startswith("locatieblad-") and name.endswith(".pdf") for name in names) == 13
    about = json.loads((done.outputs.processed / "run.json").read_text(encoding="utf-8"))
    assert about["osm_timestamp"].startswith("2023-01-30")
    assert done.missing == ()


def test_the_portfolio_of_the_reference_date(text: str) -> None:
    # regular on 1-9-2020: D1 1.300, K02 300, K05 400, K07 250, K08 80; K03 is emergency reception, 150; the rest is new
    assert "De huidige portefeuille telt op 5 locaties 2.330 reguliere opvangplekken." in text
    assert "staat daarom apart: op 1 locatie 150 plekken." in text


def test_inhabitants_come_from_the_boundaries(text: str, shared: Path) -> None:
    towns = gpd.read_file(shared / "nl" / "boundaries_2022.gpkg", layer="gemeenten", ignore_geometry=True)
    own = towns[towns["Provincienaam"].isin(["Overijssel", "Flevoland"])]
    assert len(own) == 25 + 6
    people = f"{int(own['inwoners'].sum()):,}".replace(",", ".")
    assert f"Het plangebied telt {people} inwoners, in 31 gemeenten." in text


def test_supply_against_need_per_quarter(tables: dict[str, pd.DataFrame]) -> None:
    coverage = tables["coverage"].set_index(["quarter", "region_id", "bucket"])
    # 31-12-2021, regionaal, Overijssel: K07 250; K05 ended the day before; K02 ends and nobody dated its type
    row = coverage.loc[("2021-Q4", "PV23", "regionaal")]
    assert (row["supply_max"], row["unknown_locations"]) == (250, 1)
    # 31-12-2023: K01 300 and K07 250, K06 without capacity; the need names no province of the two
    last = coverage.loc[("2023-Q4", "PV23", "regionaal")]
    assert (last["supply_max"], last["unknown_locations"]) == (550, 1)
    assert last["status"] == "untestable"


def test_the_dip_that_no_quarter_shows(tables: dict[str, pd.DataFrame]) -> None:
    # K02 closes 300 places on 31-1-2022, K01 opens 300 on 15-3-2022: Q4 2021 and Q1 2022 have the same sum
    quarters = tables["transition"].pivot_table(index="quarter", columns="location_id", values="places")
    assert quarters.loc["2021-Q4", "K02"] == 300
    assert quarters.loc["2022-Q1", "K01"] == 300
    assert "dip" in set(tables["findings"]["code"])


def test_only_far_journeys_from_the_edge_are_flagged(tables: dict[str, pd.DataFrame]) -> None:
    rows = tables["distances"]
    rows = rows[(rows["origin_id"] == "D1") & (rows["status"] == "ok")]
    assert len(rows) > 10
    assert (rows["border"] == (rows["distance_m"] > EDGE_OF_DRONTEN_M)).all()


def test_reach_conserves_the_people_of_the_postcode_areas(tables: dict[str, pd.DataFrame], shared: Path) -> None:
    reach = tables["reach"]
    whole = reach[reach["area_id"].isin(["PV23", "PV24"])]
    assert ((whole["people_within"] + whole["people_unknown"]) <= whole["people"] + 1e-6).all()
    per_area = whole.groupby("area_id")["people"].agg(["min", "max"])
    assert (per_area["min"] - per_area["max"]).abs().max() < 1e-6
    areas = gpd.read_file(shared / "nl" / "boundaries_2022.gpkg", layer="postcodes4")
    borders = gpd.read_file(shared / "nl" / "boundaries_2022.gpkg", layer="provincies")
    own = borders[borders["provincie"].isin(["Overijssel", "Flevoland"])]
    surely = areas[areas.within(own.union_all())]["inwoners"].sum()
    touching = areas[areas.intersects(own.union_all())]["inwoners"].sum()
    assert surely <= per_area["max"].sum() <= touching
    # the extract holds Kampen and IJsselmuiden, some 50.000 people, and of Flevoland no street where people live
    known = (whole["people"] - whole["people_unknown"]).groupby(whole["area_id"]).first()
    assert 45_000 < known["PV23"] < 55_000
    assert known["PV24"] == pytest.approx(0, abs=1e-6)
    assert whole.loc[whole["area_id"] == "PV23", "share"].between(0, 1).all()
    assert whole.loc[whole["area_id"] == "PV24", "share"].isna().all()


def test_the_reception_locations_of_2015_add_up_to_the_published_places(tmp_path: Path, shared: Path) -> None:
    folder = kampen_workspace.make(tmp_path / "plan", shared)
    every = gpd.read_file(shared / "nl" / "azc_2015.geojson")
    borders = gpd.read_file(shared / "nl" / "boundaries_2022.gpkg", layer="provincies")
    own = borders[borders["provincie"].isin(["Overijssel", "Flevoland"])].to_crs(4326).union_all()
    rows = every[every.within(own)].reset_index(drop=True)
    told = rows[["Naam", "Type", "Opvangplaatsen", "geometry"]].assign(
        nr=[f"C{number:02d}" for number in range(len(rows))], looptijd="onbepaald", **{"overeenkomst van": "01-01-2010"}
    )
    told.to_file(folder / "data" / "raw" / "azc.geojson", driver="GeoJSON")
    plan = (folder / "plan.toml").read_text(encoding="utf-8")
    columns = '{ name = "Naam", current_type = "Type", capacity = "Opvangplaatsen" }'
    given = f'locations = {{ path = "data/raw/azc.geojson", columns = {columns} }}'
    changed = plan.replace('locations = "data/raw/locations.csv"', given).replace("2020-09-01", "2015-11-02")
    (folder / "plan.toml").write_text(changed, encoding="utf-8")
    run(load_plan(folder), stages=("portfolio",))
    totals = pd.read_parquet(folder / "data" / "processed" / "portfolio_totals.parquet")
    whole = totals[totals["by"] == "all"].iloc[0]
    # the list of 2-11-2015: azc 1.403 in Overijssel and 3.500 in Flevoland, avo 365, emergency reception 400 + 370
    assert (whole["locations"], whole["regular"], whole["emergency"]) == (10, 1403 + 3500 + 365, 770)
    assert whole["regular"] + whole["emergency"] == 6038
    towns = pd.read_parquet(folder / "data" / "processed" / "municipalities.parquet").set_index("name")["places"]
    assert (towns["Dronten"], towns["Almere"], towns["Noordoostpolder"]) == (1300, 800, 1400)


def test_feet_that_deserve_a_look_go_first_and_are_told(done: RunReport, tables: dict[str, pd.DataFrame]) -> None:
    feet = tables["snaps"]
    assert len(feet) == 40 * 3
    assert feet["rank"].tolist() == list(range(1, len(feet) + 1))
    first = feet.head(9)[["place_id", "mode", "way_id"]].assign(status=[";".join(one) for one in feet["status"][:9]])
    # K12 lies off the map; before K11 runs a ditch of 9 m; K10 is an island, which a car would reach over the IJssel
    assert first.to_numpy().tolist() == [
        ["K12", "car", 910881025, "unreachable"],
        ["K12", "bike", 172558649, "unreachable"],
        ["K12", "walk", 172558649, "unreachable"],
        ["K11", "bike", 6509597, "over_water;far"],
        ["K11", "car", 6509597, "over_water;far"],
        ["K11", "walk", 6509597, "over_water;far"],
        ["K10", "car", 614464527, "over_water;far"],
        ["K10", "bike", 139883885, "other_component"],
        ["K10", "walk", 139883885, "other_component"],
    ]
    assert {tuple(status) for status in feet["status"][9:]} == {("ok",)}
    start = "Aansluiting op het wegennet, "
    said = [found.sentence() for found in done.findings if found.code == "snap_sites"]
    assert [sentence.removeprefix(start) for sentence in said] == [
        "over open water (auto): Eiland van paden (K10).",
        "ver van wegennet (auto): Eiland van paden (K10).",
        "los van het grootste deel van het wegennet (lopen en fietsen): Eiland van paden (K10).",
        "over open water (lopen, fietsen en auto): Midden in het weiland (K11).",
        "ver van wegennet (lopen, fietsen en auto): Midden in het weiland (K11).",
    ]
