"""A plan of two years with the task of the Spreidingswet, from its files to the document and the workbook."""

from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import toy_workspace

from geo.findings import from_frame
from geo.pipeline import run
from geo.plan import load_plan

HORIZON = ('horizon = ["2020-Q3", "2021-Q2"]', 'horizon = ["2025-Q1", "2026-Q4"]')
SECTION = "\n[spreidingswet]\nreference_dates = [2026-02-01, 2025-07-01]\n"
LOCATIONS = """\
locatie-id;naam;lengtegraad;breedtegraad;huidig type;type locatie;vervolg;status besluitvorming;capaciteit;amv;overeenkomst van;overeenkomst t/m;openbaarheid
T1;azc Markt;{0};azc;gvl;voortzetten;bestaand;400;20;2015-01-01;2030-12-31;openbaar
T2;azc Kade;{1};azc;regionaal;nieuw;voornemen;100;10;2025-09-01;2028-08-31;openbaar
T3;noodopvang Hal;{2};noodopvang;geen;beeindigen;bestaand;150;0;2020-01-01;2026-12-31;openbaar
"""
NEED = """\
prognose-id;prognosedatum;soort behoefte;provincie;te realiseren voor;plekken min;bron
RAMING-2024;2024-02-01;totaal;PV90;2025-01-01;500;raming
RAMING-2024;2024-02-01;amv;PV90;2025-01-01;25;raming
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = toy_workspace.make(tmp_path_factory.mktemp("spreidingswet") / "toy")
    plan = toy_workspace.PLAN.replace(*HORIZON).replace("2020-09-01", "2025-01-15")
    plan = plan.replace('gtfs = "data/raw/gtfs"\n', "")
    (folder / "plan.toml").write_text(plan + SECTION, encoding="utf-8")
    places = [";".join(map(str, toy_workspace.lon_lat(*place))) for place in toy_workspace.PLACES_M]
    raw = folder / "data" / "raw"
    (raw / "locations.csv").write_text(LOCATIONS.format(*places), encoding="utf-8")
    (raw / "need.csv").write_text(NEED, encoding="utf-8")
    run(load_plan(folder))
    return folder


def processed(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(folder / "data" / "processed" / f"{name}.parquet")


def test_the_table_has_a_row_for_each_reference_date_in_order(workspace: Path) -> None:
    table = processed(workspace, "spreidingswet")
    assert [f"{day:%Y-%m-%d}" for day in table["date"]] == ["2025-07-01", "2026-02-01"]
    names = ["task", "existing", "intended", "total", "guaranteed", "balance", "durable", "amv_places", "status"]
    assert table[names].to_numpy().tolist() == [
        [500, 400, 0, 400, 400, -100, 400, 20, "short"],
        [500, 400, 100, 500, 400, 0, 400, 30, "intended"],
    ]


def test_it_agrees_with_the_coverage_of_the_last_days_of_the_quarters_around(workspace: Path) -> None:
    coverage = processed(workspace, "coverage")
    assert sorted(coverage["quarter"].unique())[::7] == ["2025-Q1", "2026-Q4"]
    assert coverage["quarter"].nunique() == 8
    whole = coverage[(coverage["region_id"] == "PV90") & (coverage["bucket"] == "totaal")].set_index("quarter")
    assert whole["supply_max"].tolist() == [400, 400] + [500] * 6
    assert whole["status"].tolist() == ["short", "short"] + ["within"] * 6
    short = processed(workspace, "shortage").query("bucket == 'totaal'")
    assert [(f"{row['from']:%Y-%m-%d}", f"{row['until']:%Y-%m-%d}") for row in short.to_dict("records")] == [
        ("2025-01-01", "2025-08-31")
    ]


def test_the_findings_are_those_of_the_two_days(workspace: Path) -> None:
    made = [one for one in from_frame(processed(workspace, "findings")) if one.code.startswith("dispersal")]
    assert sorted((one.code, one.severity, dict(one.parameters)["date"]) for one in made) == [
        ("dispersal_amv_short", "rood", "2025-07-01"),
        ("dispersal_intended", "oranje", "2026-02-01"),
        ("dispersal_not_durable", "oranje", "2026-02-01"),
        ("dispersal_short", "rood", "2025-07-01"),
    ]


def test_the_document_says_it_as_the_reports_do_and_the_workbook_has_the_tables(workspace: Path) -> None:
    page = next((workspace / "maps").glob("provinciaal-plan-*.html")).read_text(encoding="utf-8")
    text = " ".join(page.replace("\n", " ").split())
    assert "Toets (PV90) heeft op 01-07-2025 400 van 500 plekken, 80%; 80% gegarandeerd." in text
    assert "Toets (PV90) heeft op 01-02-2026 500 van 500 plekken, 100%; 80% gegarandeerd." in text
    assert "Tabel 4.4a Plekken tegenover de opgave van de Spreidingswet" in text
    assert "Tabel 4.4b Duurzame plekken en plekken voor amv" in text
    assert "ten minste 60 maanden achter elkaar" in text
    assert "met meer dan 100 van zulke plekken" in text
    book = openpyxl.load_workbook(workspace / "data" / "processed" / "plan.xlsx")
    assert {"Opgave van de Spreidingswet", "Duurzame plekken en plekken amv"} <= set(book.sheetnames)


def test_a_plan_without_the_section_shows_nothing_of_it(tmp_path: Path) -> None:
    folder = toy_workspace.finished(tmp_path / "toy")
    assert not list((folder / "data" / "processed").glob("spreidingswet*"))
    page = next((folder / "maps").glob("provinciaal-plan-*.html")).read_text(encoding="utf-8")
    assert "Opgave van de Spreidingswet" not in page
    assert "Tabel 4.4" not in page
    book = openpyxl.load_workbook(folder / "data" / "processed" / "plan.xlsx")
    assert not any("Spreidingswet" in name for name in book.sheetnames)
