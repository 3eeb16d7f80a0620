"""A run does what changed inputs need and no more; its marks, its whole files, and what it does when it cannot write."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import toy_workspace

import geo.stages as rooms
from geo.errors import FaultsError, OutputLockedError, UsageError
from geo.pipeline import Event, RunReport, run
from geo.plan import load_plan
from geo.stages.order import chosen
from geo.stages.stage import Made, Stage, Work
from geo.store import whole_file

EVERY = tuple(stage.name for stage in rooms.STAGES)
DRAWN = ("layers", "maps", "page", "explorer", "candidate_sheets", "document")
"""Stages that write for people; they take long and their results are looked at elsewhere."""


def stand_in(stage: Stage) -> Stage:
    """Give a stage that writes one small file in the place of what it draws."""

    def _run(work: Work) -> Made:
        path = work.outputs.maps / f"{stage.name}.txt"
        with whole_file(path) as beside:
            beside.write_text(stage.name, encoding="utf-8")
        return Made(files=(path,))

    return replace(stage, run=_run)


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    return toy_workspace.finished(tmp_path / "toy")


@pytest.fixture
def _quick(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the stages that draw write a small file instead, once the workspace has its real results."""
    assert toy.exists()
    stages = tuple(stand_in(stage) if stage.name in DRAWN else stage for stage in rooms.STAGES)
    monkeypatch.setattr(rooms, "STAGES", stages)


def again(toy: Path, *stages: str) -> RunReport:
    return run(load_plan(toy), stages=stages)


def files(folder: Path) -> dict[str, str]:
    """Give the digest of every file below a folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def outputs(toy: Path) -> dict[str, str]:
    made = {name: digest for name, digest in files(toy).items() if not name.startswith("data/raw")}
    return {name: digest for name, digest in made.items() if ".cache" not in name and name != "plan.toml"}


def mark(toy: Path) -> Path:
    return toy / "data" / "processed" / "run.json"


def about(toy: Path) -> dict[str, object]:
    read: dict[str, object] = json.loads(mark(toy).read_text(encoding="utf-8"))
    return read


def edit(name: str, before: str, after: str) -> Callable[[Path], None]:
    """Give the change of one file of the workspace."""

    def change(toy: Path) -> None:
        path = toy / name
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after), encoding="utf-8")

    return change


def rename_a_heading(toy: Path) -> None:
    """Name a column otherwise, in the table and in the plan."""
    edit("data/raw/locations.csv", ";capaciteit;", ";bedden;")(toy)
    edit(
        "plan.toml",
        'locations = "data/raw/locations.csv"',
        'locations = { path = "data/raw/locations.csv", columns = { capacity = "bedden" } }',
    )(toy)


def add_a_shop(toy: Path) -> None:
    shop = (300.0, 0.0, {"shop": "supermarket", "name": "Nieuwe winkel"})
    toy_workspace.write_streets(toy / "data" / "raw" / "streets.osm.pbf", (*toy_workspace.FACILITIES, shop))


JUDGED = ("candidate_facts", "ranking")
SEARCHED = ("finder", *DRAWN)
"""Those, with the search, whose land is drawn with locations and candidates."""
OF_THE_PLAN = ("layers", "maps", "page", "document")
"""Those that show more than candidates."""
OF_DEPARTURES = (
    "departures",
    *JUDGED,
    "checks",
    "finder",
    "layers",
    "maps",
    "page",
    "explorer",
    "candidate_sheets",
    "document",
)
"""Departures are a fact of candidates, and of land where a rule asks for them."""
NEEDS_NEED = ("coverage", "forecasts", "filling", *JUDGED, "factsheets", "checks", *DRAWN)
CHANGES = {
    "nothing": (lambda _toy: None, ()),
    "need": (edit("data/raw/need.csv", ";450;550;", ";400;500;"), NEEDS_NEED),
    "prose": (edit("data/raw/texts/01-context.md", "kwam", "kwam in september"), ("checks", "layers", "document")),
    "regions": (
        edit("data/raw/regions.csv", "R1;Toetsland;GM9102", "R2;Elders;GM9102"),
        ("regional_distances", "reach", "portfolio", "attention", *NEEDS_NEED[: -len(DRAWN)], *SEARCHED),
    ),
    "the sheet of a workbook": (
        edit("plan.toml", 'sheet = "kandidaten"', 'sheet = "oud"'),
        (
            "distances",
            "departures",
            "route_quality",
            "completeness",
            "snaps",
            "catchments",
            "routes",
            "attention",
            *JUDGED,
            "factsheets",
            "checks",
            *SEARCHED,
        ),
    ),
    "the heading of a column": (
        rename_a_heading,
        (
            "distances",
            "departures",
            "route_quality",
            "completeness",
            "snaps",
            "hubs",
            "regional_distances",
            "catchments",
            "routes",
            "portfolio",
            "attention",
            *NEEDS_NEED[: -len(DRAWN)],
            *SEARCHED,
        ),
    ),
    "the task of the Spreidingswet": (
        edit("plan.toml", "[maps]", "[spreidingswet]\nreference_dates = [2020-12-31]\n\n[maps]"),
        ("filling", "factsheets", "checks", *OF_THE_PLAN),
    ),
    "how many facilities": (
        edit("plan.toml", "nearest = 1", "nearest = 2"),
        (
            "distances",
            "departures",
            "route_quality",
            "completeness",
            "snaps",
            "hubs",
            "regional_distances",
            "catchments",
            "routes",
            "reach",
            "attention",
            "filling",
            *JUDGED,
            "factsheets",
            "checks",
            *SEARCHED,
        ),
    ),
    "the limits of reach": (edit("plan.toml", "limits_m = [500]", "limits_m = [600]"), ("reach", "layers", "document")),
    "the catchments": (
        edit("plan.toml", "catchments_m = [500]", "catchments_m = [400]"),
        ("catchments", "layers", "maps", "page", "candidate_sheets", "document"),
    ),
    "the timetable": (
        edit("data/raw/gtfs/stop_times.txt", "08:00:00,P1", "08:01:00,P1"),
        OF_DEPARTURES,
    ),
    "the hours of the timetable": (
        edit("plan.toml", '"19:00"]', '"20:00"]'),
        OF_DEPARTURES,
    ),
    "the extract": (add_a_shop, EVERY),
}


@pytest.mark.usefixtures("_quick")
@pytest.mark.parametrize("what", CHANGES)
def test_a_second_run_does_only_what_changed_inputs_need(toy: Path, what: str) -> None:
    change, expected = CHANGES[what]
    change(toy)
    report = again(toy)
    assert report.ran == expected
    assert set(report.kept) == set(EVERY) - set(expected)
    assert again(toy).ran == ()


@pytest.mark.usefixtures("_quick")
def test_without_a_timetable_there_is_no_table_of_departures(toy: Path) -> None:
    made = {toy / "data" / "processed" / f"departures.{ending}" for ending in ("csv", "parquet")}
    assert all(path.is_file() for path in made)
    edit("plan.toml", 'gtfs = "data/raw/gtfs"\n', "")(toy)
    report = again(toy)
    assert "departures" in report.ran
    assert not any(path.exists() for path in made)
    assert not made & set(report.files)


@pytest.mark.usefixtures("_quick")
def test_faults_of_the_timetable_are_said_with_those_of_the_other_files_and_those_of_its_calls_when_it_is_read(
    toy: Path,
) -> None:
    edit("data/raw/gtfs/stop_times.txt", "08:00:00,P1", "acht uur,P1")(toy)
    with pytest.raises(FaultsError) as caught:
        again(toy)
    assert [(fault.file, fault.row, fault.column, fault.code) for fault in caught.value.faults] == [
        ("data/raw/gtfs/stop_times.txt", 2, "departure_time", "feed_time")
    ]
    assert not mark(toy).exists()
    edit("data/raw/need.csv", ";450;550;", ";550;450;")(toy)
    edit("plan.toml", "hours = ", "date = 2021-03-02\nhours = ")(toy)
    with pytest.raises(FaultsError) as caught:
        again(toy)
    assert {fault.code for fault in caught.value.faults} == {"no_service", "min_above_max"}


def test_a_run_that_keeps_everything_changes_no_byte(toy: Path) -> None:
    before = outputs(toy)
    report = again(toy)
    assert report.kept == EVERY
    assert outputs(toy) == before
    made = {path.relative_to(toy).as_posix() for path in report.files}
    assert made == set(before)
    assert report.findings


def test_the_same_inputs_give_the_same_bytes_in_another_folder_and_process(toy: Path, tmp_path: Path) -> None:
    other = toy_workspace.make(tmp_path / "elders")
    surroundings = os.environ | {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland"}
    command = [sys.executable, "-m", "geo", "--lang", "nl", "run"]
    done = subprocess.run(command, cwd=other, env=surroundings, capture_output=True, text=True, check=True)
    here, there = outputs(toy), outputs(other)
    assert sorted(here) == sorted(there)
    # Seconds stand in run.json and the moment of writing in the GeoPackage.
    assert {name for name in here if here[name] != there[name]} <= {
        "data/processed/run.json",
        "data/processed/plan.gpkg",
    }
    assert done.stdout.splitlines()[-1].startswith("Stappen gedaan: 28; ongewijzigd: 0; tijd: ")
    assert "maps: kaartbladen tekenen …" in done.stderr.splitlines()


@pytest.mark.parametrize(
    "damage", [Path.unlink, lambda path: path.write_bytes(b"half"), lambda path: path.write_bytes(b"")]
)
def test_a_file_that_is_gone_or_damaged_is_made_again(toy: Path, damage: Callable[[Path], object]) -> None:
    before = outputs(toy)
    damage(toy / "data" / "processed" / "portfolio.csv")
    damage(toy / "data" / "processed" / ".cache" / "hub_distances.parquet")
    report = again(toy)
    assert report.ran == ("hubs", "portfolio")
    aside = {path.relative_to(toy).as_posix() for path in report.set_aside}
    assert outputs(toy).keys() == before.keys() | aside
    assert outputs(toy)["data/processed/portfolio.csv"] == before["data/processed/portfolio.csv"]


def test_the_quality_of_a_walk_stands_in_every_form_of_its_table(toy: Path) -> None:
    # T1 to the doctor: 820 m of secondary road without a word of sidewalks and 100 m of residential street.
    table = pd.read_parquet(toy / "data" / "processed" / "route_quality.parquet")
    row = table.set_index(["origin_id", "category"]).loc[("T1", "gp")]
    assert [round(row[name]) for name in ("network_m", "exposed_m", "exposed_unknown_m")] == [920, 0, 820]
    assert [round(row[name]) for name in ("unlit_m", "lit_unknown_m")] == [0, 920]
    assert row["exposed_unknown_share"] == row["exposed_unknown_m"] / row["network_m"]
    lines = (toy / "data" / "processed" / "route_quality.csv").read_text(encoding="utf-8-sig").splitlines()
    told = next(line for line in lines if line.startswith("T1;huisarts;")).split(";")
    assert lines[0].split(";")[:3] == ["locatie", "categorie voorziening", "nummer voorziening"]
    assert float(told[6].replace(",", ".")) == row["exposed_unknown_m"]
    sheet = openpyxl.load_workbook(toy / "data" / "processed" / "plan.xlsx")["Kwaliteit van de looproute"]
    (line,) = [cells for cells in sheet.iter_rows(values_only=True) if cells[:2] == ("T1 azc Markt", "huisarts")]
    assert line[6] == row["exposed_unknown_m"]
    assert len(lines) == len(table) + 1 == sheet.max_row == 4 * 3 + 1
    page = toy / "maps" / "provinciaal-plan-openbaar.html"
    assert "Verkeer en verlichting langs de looproute" in page.read_text(encoding="utf-8")


@pytest.mark.usefixtures("_quick")
def test_a_plan_without_walking_has_no_walks_to_judge(toy: Path) -> None:
    edit("plan.toml", 'modes = ["walk", "car"]', 'modes = ["car"]')(toy)
    again(toy, "route_quality")
    assert len(pd.read_parquet(toy / "data" / "processed" / "route_quality.parquet")) == 0


@pytest.mark.usefixtures("_quick")
def test_what_was_changed_by_hand_is_set_aside_before_it_is_made_again(toy: Path) -> None:
    written = toy / "maps" / "document.txt"
    edit("data/raw/texts/01-context.md", "kwam", "kwam in september")(toy)
    again(toy)
    written.write_text("met eigen tekst", encoding="utf-8")
    report = again(toy)
    aside = toy / "maps" / "document-bewerkt.txt"
    assert (report.ran, report.set_aside) == (("document",), (aside,))
    assert (written.read_text(encoding="utf-8"), aside.read_text(encoding="utf-8")) == ("document", "met eigen tekst")
    assert again(toy).set_aside == ()


@pytest.mark.usefixtures("_quick")
def test_results_of_another_source_are_not_kept(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.pipeline.source_fingerprint", lambda: "a line of code was changed")
    assert again(toy).ran == EVERY


@pytest.mark.usefixtures("_quick")
def test_the_mark_is_away_while_a_run_is_under_way_and_comes_last(toy: Path) -> None:
    edit("data/raw/need.csv", ";450;550;", ";400;500;")(toy)
    seen = []

    def look(event: Event) -> None:
        if event.state in {"start", "done"}:
            seen.append(mark(toy).exists())

    run(load_plan(toy), listen=look)
    assert len(seen) == 2 * len(NEEDS_NEED)
    assert not any(seen)
    newest = max((path for path in toy.rglob("*") if path.is_file()), key=lambda path: path.stat().st_mtime_ns)
    assert newest == mark(toy)


def test_a_crash_leaves_whole_files_and_no_mark_and_the_next_run_finishes(
    toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = outputs(toy)

    def break_off(work: Work) -> Made:
        with whole_file(work.outputs.processed / "portfolio.csv") as beside:
            beside.write_text("half", encoding="utf-8")
            raise RuntimeError

    broken = [replace(stage, run=break_off) if stage.name == "portfolio" else stage for stage in rooms.STAGES]
    edit("plan.toml", 'prt = "Provinciale Regietafel Toets"', 'prt = "Provinciale Regietafel Proef"')(toy)
    with monkeypatch.context() as during:
        during.setattr(rooms, "STAGES", tuple(broken))
        with pytest.raises(RuntimeError):
            again(toy)
    assert not mark(toy).exists()
    after = outputs(toy)
    assert {name for name in before if before[name] != after.get(name)} == {"data/processed/run.json"}
    assert not [name for name in files(toy) if Path(name).name.startswith(".") and ".cache" not in name]
    report = again(toy, "portfolio")
    assert report.ran == ("portfolio",)
    assert mark(toy).exists()


def hold(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let a file be open in another program, as Windows does."""
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.name == name:
            raise PermissionError(13, "in use", str(path))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)


@pytest.mark.usefixtures("_quick")
def test_results_go_to_a_dated_folder_when_one_is_open_elsewhere(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit("data/raw/need.csv", ";450;550;", ";400;500;")(toy)
    before = outputs(toy)
    hold(monkeypatch, "plan.gpkg")
    report = again(toy)
    assert [path.name for path in report.moved_because] == ["plan.gpkg"]
    assert report.ran == EVERY
    assert report.outputs.processed.parent == toy / "data" / "processed"
    assert report.outputs.maps.parent == toy / "maps"
    assert {path.parent for path in report.files} == {report.outputs.processed, report.outputs.maps}
    assert {name: digest for name, digest in outputs(toy).items() if name in before} == before


def test_an_open_file_is_no_matter_when_nothing_has_to_be_written(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hold(monkeypatch, "plan.gpkg")
    report = again(toy)
    assert report.kept == EVERY
    assert report.moved_because == ()


def test_faults_stop_a_run_before_anything_is_written(toy: Path) -> None:
    edit("data/raw/need.csv", ";450;550;", ";550;450;")(toy)
    edit("data/raw/locations.csv", ";azc;gvl;", ";azc;groot;")(toy)
    before = files(toy)
    times = {name: (toy / name).stat().st_mtime_ns for name in before}
    with pytest.raises(FaultsError) as caught:
        again(toy)
    assert [fault.code for fault in caught.value.faults] == ["choice", "min_above_max"]
    assert files(toy) == before
    assert {name: (toy / name).stat().st_mtime_ns for name in before} == times


def test_the_record_of_the_run_says_what_came_from_what(toy: Path) -> None:
    told = about(toy)
    raw = {f"data/raw/{name}": digest for name, digest in files(toy / "data" / "raw").items()}
    assert told["inputs"] == raw
    assert told["osm_timestamp"] == toy_workspace.TIMESTAMP
    assert told["geo"] == version("geo-provinciaal-plan")
    assert told["python"] == ".".join(map(str, sys.version_info[:3]))
    assert isinstance(told["libraries"], dict)
    assert told["libraries"]["shapely"] == version("shapely")
    assert len(told["libraries"]) >= 20
    assert told["parameters"]["distances"]["nearest"] == 1  # type: ignore[index]
    stages = told["stages"]
    assert isinstance(stages, dict)
    assert tuple(stages) == EVERY
    for stage in stages.values():
        assert 0 <= stage["seconds"] < 60
        assert stage["peak_mb"] > 50
    made = {name: digest for name, digest in outputs(toy).items() if name != "data/processed/run.json"}
    assert told["files"] == made


@pytest.mark.usefixtures("_quick")
def test_a_part_of_the_run_keeps_what_the_record_says_of_the_rest(toy: Path) -> None:
    before = about(toy)
    report = again(toy, "portfolio")
    assert (report.ran, report.kept) == ((), ("portfolio",))
    assert {path.stem for path in report.files} == {
        "portfolio",
        "portfolio_totals",
        "expiry",
        "municipalities",
        "context_facts",
        "run",
    }
    assert report.findings == (), "the checks are no part of this run"
    assert about(toy)["files"] == before["files"]
    assert set(about(toy)["stages"]) == set(EVERY)  # type: ignore[call-overload]


@pytest.mark.usefixtures("_quick")
def test_a_part_of_the_run_drops_from_the_record_what_is_no_longer_right(toy: Path) -> None:
    edit("data/raw/need.csv", ";450;550;", ";400;500;")(toy)
    assert again(toy, "portfolio").kept == ("portfolio",)
    assert set(about(toy)["stages"]) == set(EVERY) - set(NEEDS_NEED)  # type: ignore[call-overload]


def test_what_a_stage_needs_runs_too_and_in_order() -> None:
    assert [stage.name for stage in chosen(["checks"])] == [
        "extract", "landscape", "distances", "departures", "route_quality", "snaps", "hubs", "regional_distances",
        "portfolio", "coverage", "filling", "candidate_facts", "ranking", "checks",
    ]  # fmt: skip
    assert tuple(stage.name for stage in chosen([])) == EVERY


def test_an_unknown_stage_is_refused_with_the_names_that_exist(toy: Path) -> None:
    with pytest.raises(UsageError, match=r"`kaarten` is not a stage; the stages are extract, landscape, .*, document"):
        again(toy, "kaarten")


def test_every_stage_needs_only_what_comes_before_it() -> None:
    for place, stage in enumerate(rooms.STAGES):
        assert set(stage.after()) <= set(EVERY[:place]), stage.name


def test_what_nobody_makes_any_more_is_removed_and_what_was_changed_by_hand_set_aside(toy: Path) -> None:
    edit("data/raw/locations.csv", "2025-12-31;openbaar", "2025-12-31;vertrouwelijk")(toy)
    table = toy / "data" / "raw" / "locations.csv"
    lines = table.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    table.write_text("".join(lines[:-1]), encoding="utf-8-sig")
    touched = toy / "maps" / "kaart-openbaar.html"
    touched.write_text("<p>van mij</p>", encoding="utf-8")
    again(toy)
    names = sorted(path.name for path in (toy / "maps").iterdir())
    assert [name for name in names if "openbaar" in name] == ["kaart-openbaar-bewerkt.html"]
    assert "locatieblad-t1-vertrouwelijk.png" in names
    assert not [name for name in names if "t3" in name]
    assert touched.with_stem("kaart-openbaar-bewerkt").read_text(encoding="utf-8") == "<p>van mij</p>"


@pytest.mark.usefixtures("_quick")
def test_an_outdated_file_that_is_open_elsewhere_is_said_and_not_left_in_silence(
    toy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *, missing_ok: bool = False) -> None:
        if path.suffix == ".png":
            raise PermissionError(13, "in use", str(path))
        unlink(path, missing_ok=missing_ok)

    unlink = Path.unlink
    monkeypatch.setattr(Path, "unlink", refuse)
    edit("data/raw/need.csv", ";450;550;", ";400;500;")(toy)
    with pytest.raises(OutputLockedError, match=r"\.png` is open in another program; close it there and run again"):
        again(toy)
    assert not mark(toy).exists()


def test_an_official_list_with_a_number_twice_is_a_fault(toy: Path) -> None:
    lon, lat = toy_workspace.lon_lat(300, 0)
    rows = f"nr;naam;lengtegraad;breedtegraad\nA;Een;{lon};{lat}\nA;Twee;{lon};{lat}\n"
    (toy / "data" / "raw" / "shops.csv").write_text(rows, encoding="utf-8")
    edit("plan.toml", "[reach]", '[distances.replace]\nsupermarket = "data/raw/shops.csv"\n\n[reach]')(toy)
    with pytest.raises(FaultsError) as caught:
        run(load_plan(toy), stages=("distances",))
    found = [(fault.file, fault.row, fault.column, fault.code) for fault in caught.value.faults]
    assert found == [("data/raw/shops.csv", 3, "nr", "double_id")]


def test_a_plan_by_time_says_so_and_shows_minutes(toy: Path) -> None:
    edit("plan.toml", "nearest = 1", 'nearest = 1\nweight = "tijd"')(toy)
    run(load_plan(toy), stages=("document",))
    page = (toy / "maps" / "provinciaal-plan-openbaar.html").read_text(encoding="utf-8")
    assert "Reistijd naar de snelst bereikte voorziening, lopen" in page
    assert "Een afstand is de snelste weg over het wegennet" in page
    assert "Afstand tot de dichtstbijzijnde voorziening" not in page
    table = pd.read_parquet(toy / "data" / "processed" / "distances.parquet")
    row = table.query("origin_id == 'T1' and mode == 'walk' and category == 'gp'").iloc[0]
    assert f"{round(row['minutes'])} min" in page
