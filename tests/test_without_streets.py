"""A plan without streets: its arithmetic is whole, what needs streets is left out and said so, and nothing is guessed."""

import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import toy_workspace
from command import Caller

import geo.stages as rooms
from geo.findings import from_frame
from geo.pipeline import run
from geo.plan import load_plan
from geo.tables.transition import ALLOCATION_OVERVIEW
from geo.words import LANGUAGES, say

RUN = (
    "portfolio", "attention", "coverage", "forecasts", "filling", "candidate_facts", "ranking", "factsheets", "checks",
    "layers", "explorer", "document",
)  # fmt: skip
LEFT = (
    "extract", "landscape", "distances", "departures", "route_quality", "completeness", "snaps", "hubs", "regional_distances",
    "catchments", "routes", "reach", "finder", "maps", "page", "candidate_sheets",
)  # fmt: skip
OF_STREETS = {
    "no_candidate_left", "candidates_dropped", "candidates_untestable", "criterion_without_spread",
    "criterion_values_missing", "first_unsure", "methods_differ",
    "outside_extract", "snap_sites", "snap_facilities", "hub_unreachable", "hub_far", "hub_untested",
    "regional_unreachable", "regional_outside", "regional_mean_untested",
}  # fmt: skip
OF_CANDIDATES = {
    "facts", "candidate_facts", "criteria", "verdicts", "scores", "ranking", "rank_shares", "pairs", "toppling",
    "swings", "sensitivity",
}  # fmt: skip
"""Tables about candidates: the way to a shop is unknown, which changes their scores."""
SHEETS = {
    "Regionale opvang per locatie",
    "Regionale opvang naar gemeente",
    "Afstanden tot voorzieningen",
    "Aansluiting op het wegennet",
    "Bereik van voorzieningen",
}


def without_streets(folder: Path) -> Path:
    plan = folder / "plan.toml"
    lines = plan.read_text(encoding="utf-8").splitlines()
    plan.write_text("\n".join(line for line in lines if not line.startswith("osm = ")), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = without_streets(toy_workspace.make(tmp_path_factory.mktemp("toy")))
    report = run(load_plan(folder))
    assert report.ran == RUN
    assert report.left_out == LEFT
    return folder


@pytest.fixture
def geo(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Caller:
    return Caller(monkeypatch, capsys)


def declared(facts: pd.DataFrame) -> pd.DataFrame:
    """Leave out what is measured over streets or on their map, which is unknown without them."""
    over_streets = facts["fact"].str.contains("^(?:walk|bike|car|people|open_water)_|^departures")
    if "status" in facts:
        assert over_streets.sum() > 10
    return facts[~over_streets]


def table(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(folder / "data" / "processed" / f"{name}.parquet")


def test_every_stage_is_run_or_left_out() -> None:
    assert sorted((*RUN, *LEFT)) == sorted(stage.name for stage in rooms.STAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_left_out_is_told_in_one_line_each_time(geo: Caller, done: Path, lang: str) -> None:
    told = geo("run", "--plan", done, "--lang", lang)
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines()[0] == say("terminal.left_out", lang, stages=", ".join(LEFT))
    assert f" 12 ({', '.join(RUN)})" in told.out.splitlines()[-1], "all of them are kept"


def test_the_figures_are_those_of_the_plan_with_streets(done: Path, tmp_path: Path) -> None:
    whole = toy_workspace.finished(tmp_path / "toy")
    made = {path.stem for path in (done / "data" / "processed").glob("*.parquet")} - {"findings", "action_list"}
    for name in sorted(made - OF_CANDIDATES):
        ours, theirs = table(done, name), table(whole, name)
        if name in {"facts", "candidate_facts"}:
            ours, theirs = declared(ours), declared(theirs)
        elif name == "factsheets":
            untested = ours["item"] == "distances"
            assert set(ours.loc[untested, "value"]) == {"niet toetsbaar"}
            ours, theirs = ours[~untested], theirs[~theirs["item"].str.startswith("distance_")]
        pd.testing.assert_frame_equal(ours.reset_index(drop=True), theirs.reset_index(drop=True))
    assert made >= {"portfolio", "coverage", "shortage", "quarter_totals", "allocation_overview", "scenarios"}
    assert len(made) >= 15


def test_candidates_are_ranked_by_what_is_known_of_them_without_streets(done: Path, tmp_path: Path) -> None:
    whole = toy_workspace.finished(tmp_path / "toy")
    ours, theirs = table(done, "scores"), table(whole, "scores")
    assert set(ours["candidate_id"]) == set(theirs["candidate_id"]) == set(table(done, "ranking")["candidate_id"])
    facts = table(done, "criteria").set_index("criterion")["fact"]
    of_streets = ours["criterion"].map(facts).str.startswith("walk_")
    assert of_streets.any()
    assert ours.loc[of_streets, "missing"].all()
    columns = ["candidate_id", "criterion", "value", "score", "missing"]
    same = [frame.loc[~frame["criterion"].map(facts).str.startswith("walk_"), columns] for frame in (ours, theirs)]
    pd.testing.assert_frame_equal(*(frame.reset_index(drop=True) for frame in same))
    assert table(done, "ranking")["rank"].notna().all()


def test_the_findings_are_the_same_but_for_what_needs_streets(done: Path, tmp_path: Path) -> None:
    ours, theirs = (
        from_frame(table(folder, "findings")) for folder in (done, toy_workspace.finished(tmp_path / "toy"))
    )
    assert [one for one in ours if one.code != "streets_not_given"] == [
        one for one in theirs if one.code not in OF_STREETS
    ]
    said = [one for one in ours if one.code == "streets_not_given"]
    assert [(one.severity, one.chapter) for one in said] == [("niet toetsbaar", 2)]
    assert (table(done, "action_list")["code"] == "streets_not_given").sum() == 1


def test_what_is_written_for_people_has_no_distances_and_says_why(done: Path) -> None:
    book = openpyxl.load_workbook(done / "data" / "processed" / "plan.xlsx", read_only=True)
    assert not SHEETS & set(book.sheetnames)
    assert sorted(path.name for path in (done / "maps").iterdir()) == [
        "kandidaatlocaties-openbaar.html",
        *(f"provinciaal-plan-openbaar.{ending}" for ending in ("docx", "html", "pdf")),
    ]
    text = " ".join((done / "maps" / "provinciaal-plan-openbaar.html").read_text(encoding="utf-8").split())
    assert "Het plan heeft geen wegennet" in text
    assert "OpenStreetMap-bijdragers" not in text, "a source that was not used"


def test_the_sheets_that_are_lacking_are_those_of_a_plan_with_streets(tmp_path: Path) -> None:
    whole = toy_workspace.finished(tmp_path / "toy") / "data" / "processed" / "plan.xlsx"
    assert set(openpyxl.load_workbook(whole, read_only=True).sheetnames) >= SHEETS


@pytest.mark.parametrize("stage", LEFT)
def test_a_stage_that_needs_streets_is_refused_before_anything_is_written(
    geo: Caller, tmp_path: Path, stage: str
) -> None:
    folder = without_streets(toy_workspace.make(tmp_path / "toy"))
    told = geo("run", stage, "--plan", folder)
    assert (told.code, told.out) == (3, "")
    fault = (
        f"plan.toml, sleutel input.osm: de stap {stage} heeft een wegennet nodig, en het plan heeft er geen. Geef onder "
        '[input] een uittreksel van OpenStreetMap op: osm = "data/raw/streets.osm.pbf".'
    )
    assert told.err.splitlines() == [fault, say("terminal.fault_count", count=1)]
    assert not (folder / "data" / "processed").exists()


def test_a_stage_that_needs_none_has_nothing_left_out(done: Path) -> None:
    report = run(load_plan(done), stages=["coverage"])
    assert (report.kept, report.left_out) == (("coverage",), ())
    assert run(load_plan(done), stages=["checks"]).left_out == (
        "extract",
        "landscape",
        "distances",
        "departures",
        "route_quality",
        "snaps",
        "hubs",
        "regional_distances",
    )


def test_check_tells_that_there_are_no_streets_and_not_that_they_come_later(geo: Caller, done: Path) -> None:
    told = geo("check", "--plan", done)
    assert told.code == 0
    assert "  streets_not_given: Het plan heeft geen wegennet;" in told.out
    assert say("terminal.streets_later") not in told.out


def test_the_distance_to_a_hub_is_untestable_and_not_unreachable(tmp_path: Path) -> None:
    folder = without_streets(toy_workspace.make(tmp_path / "toy"))
    locations = folder / "data" / "raw" / "locations.csv"
    head, first, second, *rest = locations.read_text(encoding="utf-8-sig").splitlines()
    rows = [f"{head};hoofdlocatie", f"{first};", f"{second};T1", *(f"{row};" for row in rest)]
    locations.write_text("\n".join(rows), encoding="utf-8")
    report = run(load_plan(folder), stages=["document"])
    assert not {one.code for one in report.findings} & OF_STREETS
    html = (folder / "maps" / "provinciaal-plan-openbaar.html").read_text(encoding="utf-8")
    told = [re.findall(r"<t[dh][^>]*>\s*(.*?)\s*</t[dh]>", row, re.DOTALL) for row in html.split("<tr")]
    cells = [
        row[-3:] for row in told if row and row[0] == ALLOCATION_OVERVIEW.column("hub_distance_m").heading.capitalize()
    ]
    assert cells == [["n.v.t.", "niet toetsbaar", "n.v.t."]]


@pytest.mark.parametrize(("columns", "cells", "column", "value"), [
    ("postcode;huisnummer", "1234AB;5", "postcode", "1234AB 5"),
    ("bag-id;huisnummer", "0034010000000001;", "bag-id", "0034010000000001"),
])  # fmt: skip
def test_an_address_that_nothing_can_find_is_a_fault(
    geo: Caller, tmp_path: Path, columns: str, cells: str, column: str, value: str
) -> None:
    folder = without_streets(toy_workspace.make(tmp_path / "toy"))
    text = f"locatie-id;naam;{columns};capaciteit\nT1;azc Markt;{cells};400\n"
    (folder / "data" / "raw" / "locations.csv").write_text(text, encoding="utf-8")
    told = geo("check", "--plan", folder)
    assert told.code == 3
    assert told.err.splitlines()[0] == (
        f"data/raw/locations.csv, rij 2, kolom {column}: waar {value} ligt is niet te zeggen: het plan noemt geen "
        "adressen en geen wegennet. Geef in plan.toml `addresses` of `osm` op, of vul x en y in."
    )
