"""The stage of maps, on the town in miniature: the same files by several processes as by one, and none half done."""

import errno
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd
import pikepdf
import pytest
import toy_workspace
from conftest import ROOT

from geo.errors import InputError, Message, MissingToolError, SourceError
from geo.maps import press, print_run
from geo.maps.paper_size import A4
from geo.maps.print_run import on_paper
from geo.plan import load_plan
from geo.stages import maps
from geo.stages.check import read_inputs
from geo.stages.imprint import imprint_of
from geo.stages.results import sheets_of
from geo.stages.sheet_job import SheetJob
from geo.stages.stage import Made, Outputs, Result, Work
from geo.store import load_extract, load_frame
from tests.maps.builders import printed
from tests.maps.press_tasks import refuse_sheet


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return toy_workspace.finished(tmp_path_factory.mktemp("town") / "toy")


def _work(town: Path, maps_folder: Path, told: list[tuple[int, int]] | None = None) -> Work:
    plan, processed = load_plan(town), town / "data" / "processed"
    inputs, seen = read_inputs(plan), [] if told is None else told

    def result(name: str) -> Result:
        if name == "extract":
            return load_extract(processed / ".cache" / name)
        table = processed / f"{name}.parquet"
        return load_frame(table if table.is_file() else processed / ".cache" / f"{name}.parquet")

    imprint = imprint_of(plan, inputs, result("extract"))
    return Work(
        plan=plan,
        outputs=Outputs(processed=maps_folder.parent / "processed", maps=maps_folder),
        inputs=lambda: inputs,
        result=result,
        network=lambda mode: pytest.fail(f"asked for the streets of {mode}"),
        imprint=lambda: imprint,
        advance=lambda done, total: seen.append((done, total)),
    )


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _left(folder: Path) -> list[Path]:
    return [path for path in (folder / "processed").rglob("*") if path.is_file() or path.name.startswith("sheets-")]


@pytest.fixture(scope="module")
def made(town: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Made, list[tuple[int, int]]]:
    """What two processes make."""
    folder, told = tmp_path_factory.mktemp("two"), list[tuple[int, int]]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(press, "_cores", lambda: 2)
        return folder, maps.STAGE.run(_work(town, folder / "maps", told)), told


def test_several_processes_make_the_same_bytes_as_one(
    made: tuple[Path, Made, list[tuple[int, int]]], town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, done, told = made
    monkeypatch.setattr(press, "_cores", lambda: 1)
    alone = maps.STAGE.run(_work(town, tmp_path / "maps"))
    found = _files(folder / "maps")
    assert found == _files(tmp_path / "maps")
    assert {path.name for path in done.files} == set(found)
    assert done.results["sheets"].equals(alone.results["sheets"])  # type: ignore[union-attr, arg-type]
    count = len(done.results["sheets"])  # type: ignore[arg-type]
    assert count > press._FEW
    assert told == [(at, count) for at in range(1, count + 1)]
    assert (_left(folder), _left(tmp_path), done.noticed) == ([], [], ())


def test_the_appendix_has_a_page_for_every_map_and_bookmarks_by_chapter(
    made: tuple[Path, Made, list[tuple[int, int]]],
) -> None:
    folder, done, _ = made
    listed = done.results["sheets"]
    with pikepdf.open(folder / "maps" / "kaartenbijlage-openbaar.pdf") as pdf, pdf.open_outline() as outline:
        chapters = [(item.title, [sheet.title for sheet in item.children]) for item in outline.root[2:]]
    assert chapters[0] == (
        "1 Bestuurlijke en maatschappelijke context",
        ["Kaart 1 Opvangplekken per 1.000 inwoners, Toets"],
    )
    assert chapters[-1][0] == "Locatiebladen"
    assert sum(len(sheets) for _, sheets in chapters) == len(listed)  # type: ignore[arg-type]


def test_the_document_shows_a_map_of_a_chapter_in_its_smallest_size(
    made: tuple[Path, Made, list[tuple[int, int]]], tmp_path: Path
) -> None:
    listed = made[1].results["sheets"]
    larger = listed.assign(name="groot-" + listed["name"], size="A3")  # type: ignore[union-attr, operator]
    both = pd.concat([larger, listed])
    shown = sheets_of(both, tmp_path)
    assert {sheet.path.suffix for sheet in shown} == {".pdf"}
    assert not [sheet for sheet in shown if sheet.name.startswith("groot-") or sheet.chapter == 0]
    assert len(shown) == (listed["chapter"] > 0).sum()  # type: ignore[index]
    alone = sheets_of(larger, tmp_path)
    assert len(alone) == len(shown)


def test_tasks_need_no_room_but_those_of_maps(town: Path, tmp_path: Path) -> None:
    for job in maps.sheet_jobs(_work(town, tmp_path / "maps")):
        assert b"geo.stages" not in pickle.dumps(partial(on_paper, job.draw, job.size))


def test_a_sheet_that_fails_stops_all_and_leaves_what_was_there(
    town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = _work(town, tmp_path / "maps")
    earlier = tmp_path / "maps" / "kaart-2-huidige-opvangportefeuille-toets-openbaar.pdf"
    earlier.parent.mkdir()
    earlier.write_text("eerder", encoding="ascii")
    every = maps.sheet_jobs

    def failing(given: Work) -> tuple[SheetJob, ...]:
        return (*tuple(every(given))[: press._FEW], SheetJob(chapter=2, size=A4, draw=refuse_sheet))

    monkeypatch.setattr(maps, "sheet_jobs", failing)
    monkeypatch.setattr(press, "_cores", lambda: 2)
    with pytest.raises(InputError, match="cannot be drawn"):
        maps.STAGE.run(work)
    assert _files(tmp_path / "maps") == {earlier.name: b"eerder"}
    assert _left(tmp_path) == []


def test_a_full_disk_is_told_with_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def full(_path: Path, _content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(print_run, "vector_bytes", lambda _sheet: {"pdf": b"%PDF", "svg": b"<svg/>"})
    monkeypatch.setattr(print_run, "picture_bytes", lambda _vectors, _info: b"PNG")
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(SourceError, match=re.escape(f"`{tmp_path}`")):
        print_run.draw_sheet(lambda _ground: printed("portfolio").sheet, tmp_path / "0000", None)


def test_without_typst_only_the_appendix_is_missing(
    town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_given: object, **_options: object) -> None:
        raise MissingToolError(Message.of("terminal.no_typst"))

    monkeypatch.setattr(maps, "write_atlas", none)
    monkeypatch.setattr(maps, "sheet_jobs", _first(maps.sheet_jobs))
    done = maps.STAGE.run(_work(town, tmp_path / "maps"))
    assert done.missing == (Message.of("terminal.no_typst"),)
    assert {path.suffix for path in done.files} >= {".pdf", ".png"}
    assert not list((tmp_path / "maps").glob("*kaartenbijlage*"))


def _first(every: Callable[[Work], object]) -> Callable[[Work], list[object]]:
    return lambda work: [next(iter(every(work)))]  # type: ignore[call-overload]


SCRIPT = """\
from pathlib import Path
from geo.maps import press
from geo.pipeline import run
from geo.plan import load_plan

with Path("ran.txt").open("a") as file:
    file.write("once\\n")
press._cores = lambda: 2
report = run(load_plan(Path("toy")), stages=["maps"])
print(*report.ran, sum(path.name.startswith("locatieblad") for path in report.files), report.noticed)
"""


def test_a_script_of_a_user_without_a_guard_runs_once(tmp_path: Path) -> None:
    toy_workspace.finished(tmp_path / "toy")
    (tmp_path / "toy" / "data" / "processed" / ".cache" / "maps.json").unlink()
    (tmp_path / "script.py").write_text(SCRIPT, encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "script.py"], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    ran, *_ = told.stdout.split()
    assert ran == "maps"
    assert told.stdout.rstrip().endswith("()")
    assert (tmp_path / "ran.txt").read_text(encoding="utf-8") == "once\n"
