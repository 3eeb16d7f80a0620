"""The national example against the published tables, with the real locations of 2015 and the boundaries of 2022."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from conftest import ROOT
from shapely import Point

from geo.analysis.printed_totals import printed_totals
from geo.figures import format_share
from geo.findings import from_frame
from geo.pipeline import run
from geo.plan import load_plan
from geo.stages.check import read_inputs

SCRIPT = ROOT / "examples" / "nederland" / "prepare.py"
NAMES = {
    "PV20": "Groningen", "PV21": "Friesland", "PV22": "Drenthe", "PV23": "Overijssel", "PV24": "Flevoland",
    "PV25": "Gelderland", "PV26": "Utrecht", "PV27": "Noord-Holland", "PV28": "Zuid-Holland", "PV29": "Zeeland",
    "PV30": "Noord-Brabant", "PV31": "Limburg",
}  # fmt: skip


def prepare(*words: object, shared: Path | None = None) -> "subprocess.CompletedProcess[str]":
    surroundings = {name: value for name, value in os.environ.items() if name != "GEO_SHARED"}
    if shared is not None:
        surroundings["GEO_SHARED"] = str(shared)
    command = [sys.executable, SCRIPT, *map(str, words)]
    return subprocess.run(
        command, cwd=ROOT, env=surroundings, capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.fixture(scope="module")
def example(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of both workspaces, made by the script."""
    folder = tmp_path_factory.mktemp("nederland")
    done = prepare(folder, shared=shared)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [f"geo run -p {folder / name}" for name in ("verslagen-2024", "opvang-2015")]
    return folder


@pytest.fixture(scope="module")
def checked(example: Path) -> Path:
    """Give the tables of the whole run of the reports, which has no streets."""
    run(load_plan(example / "verslagen-2024"))
    return example / "verslagen-2024" / "data" / "processed"


def test_without_the_data_the_script_says_what_is_missing_and_makes_nothing(tmp_path: Path) -> None:
    done = prepare(tmp_path / "a", tmp_path)
    assert done.returncode == 1
    assert "ontbreekt: azc_2015.geojson, boundaries_2022.gpkg, provinciale_opgaven.csv. Noem de map" in done.stderr
    assert not (tmp_path / "a").exists()
    assert "Noem een map" in prepare().stderr


def test_nothing_of_the_data_is_written_into_the_repository(shared: Path) -> None:
    done = prepare(ROOT / "examples" / "nederland" / "hier", shared)
    assert done.returncode == 1
    assert "kies een map daarbuiten" in done.stderr
    assert not (ROOT / "examples" / "nederland" / "hier").exists()


def test_the_list_of_2015_is_whole_and_lies_in_the_right_provinces(example: Path, shared: Path) -> None:
    sites = read_inputs(load_plan(example / "opvang-2015")).locations
    assert (len(sites), sites["capacity"].sum(), (sites["capacity"] == 0).sum()) == (75, 37_480, 7)
    listed = json.loads((shared / "nl" / "azc_2015.geojson").read_text(encoding="utf-8"))["features"]
    areas = gpd.read_file(shared / "nl" / "boundaries_2022.gpkg", layer="provincies").to_crs(4326)
    sums = dict.fromkeys(areas["provincie"], 0)
    for feature in listed:
        inside = areas[areas.contains(Point(feature["geometry"]["coordinates"]))]["provincie"]
        assert len(inside) == 1
        sums[inside.iloc[0]] += feature["properties"]["Opvangplaatsen"]
    ours = {NAMES[code]: int(places) for code, places in sites.groupby("province_code")["capacity"].sum().items()}
    assert ours == sums
    assert (len(ours), sum(ours.values())) == (12, 37_480)
    assert (ours["Gelderland"], ours["Zeeland"]) == (6138, 630)


def test_the_portfolio_of_2015_counts_what_stood_on_the_day_of_the_list(example: Path, shared: Path) -> None:
    run(load_plan(example / "opvang-2015"), stages=("portfolio",))
    table = pd.read_parquet(example / "opvang-2015" / "data" / "processed" / "portfolio_totals.parquet")
    whole = table.set_index("by").loc["all"]
    rows = [
        one["properties"] for one in json.loads((shared / "nl" / "azc_2015.geojson").read_text("utf-8"))["features"]
    ]
    gone = [row for row in rows if "Oct 31 2015" in (row["Beschikbaar tot"] or "")]
    there = [row for row in rows if row not in gone]
    emergency = sum(row["Opvangplaatsen"] for row in there if row["Noodopvang"] == "Ja")
    assert sum(row["Opvangplaatsen"] for row in gone) == 500
    assert (whole["locations"], whole["emergency"]) == (len(there), emergency)
    assert whole["regular"] + whole["emergency"] == 37_480 - 500


def test_printed_totals_are_held_beside_the_sum_of_the_provinces(example: Path) -> None:
    need = read_inputs(load_plan(example / "verslagen-2024")).tables["need"]
    made = printed_totals(need).set_index(["forecast_id", "bucket"])[["printed", "summed"]]
    assert {key: tuple(row) for key, row in made.iterrows()} == {
        ("COA-2023-A", "totaal"): (75_500, 75_499),
        ("COA-2023-A", "amv"): (5_088, 5_088),
        ("COA-2023-B", "totaal"): (77_100, 77_070),
        ("COA-2023-B", "amv"): (3_660, 3_659),
        ("SPREIDINGSWET-2024", "totaal"): (96_000, 87_795),
        ("SPREIDINGSWET-2024", "amv"): (8_140, 992),
    }


def test_the_first_version_of_the_letter_is_that_of_the_data(example: Path, shared: Path) -> None:
    need = read_inputs(load_plan(example / "verslagen-2024")).tables["need"]
    first = need[(need["forecast_id"] == "COA-2023-A") & (need["province"] != "NL")]
    ours = {(NAMES[row.province], row.bucket): row.places_min for row in first.itertuples()}
    with (shared / "nl" / "provinciale_opgaven.csv").open(encoding="utf-8", newline="") as file:
        theirs = {
            (row["provincie"], bucket): int(row[f"opgave_{bucket}"])
            for row in csv.DictReader(file)
            for bucket in ("totaal", "amv")
        }
    assert ours == theirs
    assert len(ours) == 24


def test_the_findings_say_what_rounding_did_and_what_is_left_for_utrecht(checked: Path) -> None:
    said = [
        one.sentence("nl")
        for one in from_frame(pd.read_parquet(checked / "findings.parquet"))
        if one.code.startswith("need_total")
    ]
    assert len(said) == 5
    assert any(
        "is 77.100 en de som van de provincies 77.070; het verschil van 30 past bij afronding" in one for one in said
    )
    assert any("is 3.660 en de som van de provincies 3.659; het verschil van 1 past" in one for one in said)
    assert any("is 75.500 en de som van de provincies 75.499; het verschil van 1 past" in one for one in said)
    assert any("van 96.000 staat 87.795 bij 11 provincies; de rest van 8.205 is voor Utrecht" in one for one in said)


REPORTED = {
    "Groningen": (2717, None, None, "untestable"),
    "Friesland": (3391, 4305, "127,0%", "unstated"),
    "Drenthe": (2691, 4182, "155,4%", "unstated"),
    "Overijssel": (6325, 5699, "90,1%", "short"),
    "Flevoland": (2441, 3580, "146,7%", "unstated"),
    "Gelderland": (11704, 10474, "89,5%", "short"),
    "Utrecht": (None, None, None, "untestable"),
    "Noord-Holland": (16290, None, None, "untestable"),
    "Zuid-Holland": (19776, 13205, "66,8%", "short"),
    "Zeeland": (2109, None, None, "untestable"),
    "Noord-Brabant": (14689, 13478, "91,8%", "short"),
    "Limburg": (5662, 5406, "95,5%", "short"),
}
"""Task, places, share and outcome on 1 July 2025; None where nobody published it."""


def test_the_reports_of_2024_come_out_as_printed(checked: Path) -> None:
    table = pd.read_parquet(checked / "spreidingswet.parquet")
    first = table[table["date"] == pd.Timestamp("2025-07-01")]
    ours = {NAMES[row["area_id"]]: printed(row) for row in first.to_dict("records")}
    assert ours == REPORTED
    assert len(ours) == 12
    balance = first.set_index("area_id")["balance"]
    assert (balance["PV31"], balance["PV24"]) == (-256, 1139)
    later = table[table["date"] == pd.Timestamp("2026-02-01")].set_index("area_id")
    assert len(later) == 12
    assert printed(later.loc["PV28"].to_dict()) == (19776, 15180, "76,8%", "short")
    assert format_share(later.loc["PV23", "guaranteed_share"]) == "61%"


def test_the_document_says_it_as_the_report_of_overijssel_does(checked: Path) -> None:
    page = (checked.parents[1] / "maps" / "provinciaal-plan-openbaar.html").read_text(encoding="utf-8")
    text = " ".join(page.split())
    assert "Overijssel (PV23) heeft op 01-07-2025 5.699 van 6.325 plekken, 90%; 61% gegarandeerd." in text
    assert "Zuid-Holland (PV28) heeft op 01-02-2026 15.180 van 19.776 plekken, 77%; " in text
    assert "Utrecht (PV26) heeft op 01-07-2025 ≥ 0 plekken; 1 onbekend; de opgave is niet bekend." in text
    assert "Groningen (PV20) heeft op 01-07-2025 ≥ 0 plekken; 1 onbekend; of de opgave van 2.717 is gehaald" in text


def printed(row: dict[str, object]) -> tuple[object, ...]:
    """Give a row of the table as a report prints it; what is unknown is not zero."""
    lost = bool(row["unknown_locations"])
    known = not lost and pd.notna(row["share"])  # type: ignore[call-overload]
    task = None if pd.isna(row["task"]) else row["task"]  # type: ignore[call-overload]
    share = format_share(float(str(row["share"])), 1) if known else None
    return (task, None if lost else row["total"], share, row["status"])


def test_the_portfolio_of_coa_and_what_it_lacked_add_up_to_the_need(shared: Path) -> None:
    with (shared / "nl" / "portefeuilleverloop_coa_2022.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    sums = [int(row["capaciteit_portefeuille"]) + int(row["benodigde_extra_capaciteit"]) for row in rows]
    assert sums == [45_000, 48_000, 51_000, 51_000, 51_000]
