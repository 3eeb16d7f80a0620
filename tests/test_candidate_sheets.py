"""The stage of the fact sheets, on the town in miniature: which files there are, in which order, and none without need."""

import shutil
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pikepdf
import pytest

from geo.maps.candidate_rows import CandidateTables
from geo.pipeline import run
from geo.plan import Plan, load_plan
from geo.stages import candidate_sheets, catchments, distances, routes
from geo.stages.check import read_inputs
from geo.stages.imprint import imprint_of
from geo.stages.stage import Made, Outputs, Result, Stage, Work
from geo.store import load_extract, load_frame
from tests import toy_workspace
from tests.maps.candidate_example import tables

ROWS = (
    ("C1", "Terrein Noord", *toy_workspace.rd(200.0, 600.0), 80, "openbaar"),
    ("C2", "<script>alert(1)</script>", *toy_workspace.rd(410.0, 20.0), 120, "openbaar"),
    ("c 2", "Terrein in het water " * 4, *toy_workspace.rd(-450.0, 1250.0), None, "openbaar"),
)


def _result(folder: Path) -> Callable[[str], Result]:
    processed = folder / "data" / "processed"

    def result(name: str) -> Result:
        if name == "extract":
            return load_extract(processed / ".cache" / name)
        table = processed / f"{name}.parquet"
        return load_frame(table if table.is_file() else processed / ".cache" / f"{name}.parquet")

    return result


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town with three candidates, of which streets and distances are known."""
    folder = toy_workspace.finished(tmp_path_factory.mktemp("town") / "toy")
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "kandidaten"
    for row in (toy_workspace.CANDIDATES, *ROWS):
        sheet.append(row)
    book.save(folder / "data" / "raw" / "candidates.xlsx")
    run(load_plan(folder), stages=[distances.STAGE.name, catchments.STAGE.name, routes.STAGE.name])
    return folder


@pytest.fixture
def toy(town: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(town, tmp_path / "toy"))


def _work(plan: Plan, folder: Path, made: CandidateTables | None) -> Work:
    inputs, stored = read_inputs(plan), _result(folder)
    given: dict[str, Result] = {} if made is None else {part.name: getattr(made, part.name) for part in fields(made)}
    imprint = imprint_of(plan, inputs, stored("extract"))
    return Work(
        plan=plan,
        outputs=Outputs(processed=folder / "data" / "processed", maps=folder / "maps"),
        inputs=lambda: inputs,
        result=lambda name: given[name] if name in given else stored(name),
        network=lambda mode: pytest.fail(f"asked for the streets of {mode}"),
        imprint=lambda: imprint,
    )


def _run(stage: Stage, folder: Path, *, unknown: float = 0.3) -> Made:
    plan = load_plan(folder)
    work = _work(plan, folder, None)
    ids = list(work.inputs().candidates["location_id"])
    return stage.run(_work(plan, folder, tables(ids, unknown=unknown, seed=3)))


def test_each_candidate_has_a_sheet_and_all_stand_together_by_rank(toy: Path) -> None:
    made = _run(candidate_sheets.STAGE, toy)
    names = [path.name for path in made.files]
    stems = ("kandidaat-c1-openbaar", "kandidaat-c2-openbaar", "kandidaat-c-2-openbaar")
    assert sorted(names) == sorted(
        [*(f"{stem}.{ending}" for stem in stems for ending in ("pdf", "png", "svg")), "kandidaten-openbaar.pdf"]
    )
    assert all(path.is_file() for path in made.files)
    with pikepdf.open(toy / "maps" / "kandidaten-openbaar.pdf") as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        assert len(pdf.pages) == len(titles) == 3
        assert str(pdf.docinfo["/Title"]) == "Kandidaatlocaties bij Provinciaal plan Toets"
    ranks = [int(title.split(".")[0]) if title[0].isdigit() else 99 for title in titles]
    assert ranks == sorted(ranks)
    assert sum("C2 <script>alert(1)</script>" in title for title in titles) == 1


def test_the_sheets_are_the_same_bytes_twice(toy: Path) -> None:
    first = {path: path.read_bytes() for path in _run(candidate_sheets.STAGE, toy).files}
    again = {path: path.read_bytes() for path in _run(candidate_sheets.STAGE, toy).files}
    assert len(first) == 10
    assert first == again


def test_ids_that_differ_in_signs_alone_have_files_of_their_own(toy: Path) -> None:
    book = openpyxl.load_workbook(toy / "data" / "raw" / "candidates.xlsx")
    book.worksheets[0]["A4"] = "c-1"
    book.worksheets[0]["A2"] = "C 1"
    book.save(toy / "data" / "raw" / "candidates.xlsx")
    run(load_plan(toy), stages=[distances.STAGE.name, catchments.STAGE.name, routes.STAGE.name])
    files = _run(candidate_sheets.STAGE, toy).files
    assert len(set(files)) == len(files) == 10
    assert {path.name for path in files} >= {"kandidaat-c-1-openbaar.pdf", "kandidaat-c-1-openbaar-2.pdf"}


def test_catchments_are_made_for_locations_and_candidates(toy: Path) -> None:
    frame = load_frame(toy / "data" / "processed" / ".cache" / "catchments.parquet")
    assert isinstance(frame, pd.DataFrame)
    assert sorted(frame["location_id"]) == ["C1", "C2", "T1", "T2", "T3", "c 2"]
    areas = dict(zip(frame["location_id"], frame["geometry"], strict=True))
    assert not areas["C1"].is_empty
    assert areas["C1"].contains(read_inputs(load_plan(toy)).candidates.geometry.iloc[0])


def test_every_nearest_distance_of_a_location_or_candidate_has_its_route(town: Path) -> None:
    processed = town / "data" / "processed"
    table = load_frame(processed / "distances.parquet")
    found = load_frame(processed / ".cache" / "location_routes.parquet")
    first = table[table["rank"].eq(1) & table["status"].eq("ok")]
    columns = ["origin_id", "mode", "category", "facility_id", "distance_m"]
    assert list(found.columns) == [*columns, "geometry"]
    pd.testing.assert_frame_equal(
        found[columns].reset_index(drop=True), first[columns].sort_values(columns[:3], ignore_index=True)
    )
    assert {"C1", "T1"} <= set(found["origin_id"])
    # A line is as long as the distance, but for what it is simplified by; one on the plane of RD is a hair shorter.
    assert gpd.GeoDataFrame(found).length.tolist() == pytest.approx(
        first.sort_values(columns[:3])["distance_m"], rel=5e-3
    )


def test_a_plan_without_candidates_has_no_sheets(toy: Path) -> None:
    plan = toy / "plan.toml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text("\n".join(line for line in text.splitlines() if not line.startswith("candidates =")))
    for earlier in (toy / "maps").glob("kandida*"):
        earlier.unlink()
    made = candidate_sheets.STAGE.run(_work(load_plan(toy), toy, None))
    assert replace(made, results={}) == Made()
    assert not list((toy / "maps").glob("kandida*"))
