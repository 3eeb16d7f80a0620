"""What a run does where a tool or the room on the disk is missing: it makes the rest, and says so."""

from dataclasses import replace
from pathlib import Path

import pytest
import toy_workspace

import geo.stages as rooms
from geo.errors import Message, MissingToolError, SourceError
from geo.pipeline import RunReport, run
from geo.plan import load_plan
from geo.stages import document
from geo.stages.stage import Work
from geo.store import whole_file
from geo.summary import summary


def no_pandoc(_content: object, _path: Path) -> None:
    raise MissingToolError(Message.of("terminal.no_pandoc"))


def no_typst(_content: object, _path: Path) -> None:
    raise MissingToolError(Message.of("terminal.no_typst"))


def written(_content: object, path: Path) -> None:
    path.write_text("plan", encoding="utf-8")


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(document, "report_input", lambda _work, _sheets: None)
    monkeypatch.setattr(document, "build_content", lambda _input, imprint: imprint)
    monkeypatch.setattr(document, "sheets_of", lambda _frame, _folder: ())
    alone = (
        replace(stage, needs=("extract",), uses=()) if stage.name == "document" else stage for stage in rooms.STAGES
    )
    monkeypatch.setattr(rooms, "STAGES", tuple(alone))
    return toy_workspace.make(tmp_path / "toy")


def run_document(toy: Path, monkeypatch: pytest.MonkeyPatch, *forms: object) -> RunReport:
    monkeypatch.setattr(document, "_FORMS", tuple(zip(("docx", "html", "pdf"), forms, strict=True)))
    monkeypatch.setattr(Work, "frame", lambda _self, _name: None)
    return run(load_plan(toy), stages=("document",))


def test_without_typst_only_the_pdf_is_missing_and_that_is_said(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = run_document(toy, monkeypatch, written, written, no_typst)
    assert sorted(path.suffix for path in report.files if "plan-" in path.name) == [".docx", ".html"]
    assert report.missing == (Message.of("terminal.no_typst"),)
    said = summary(report, here=toy, lang="nl")
    assert "Typst is niet geïnstalleerd; het plan als PDF en de kaartenbijlage hebben het nodig." in said


def test_without_pandoc_it_is_said_once_and_tried_again_next_time(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = run_document(toy, monkeypatch, no_pandoc, no_pandoc, no_pandoc)
    assert report.missing == (Message.of("terminal.no_pandoc"),)
    again = run_document(toy, monkeypatch, written, written, written)
    assert "document" in again.ran
    assert again.missing == ()
    assert "document" in run_document(toy, monkeypatch, written, written, written).kept


def write_until_full(place: Path) -> None:
    with whole_file(place) as beside:
        beside.write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")


def test_a_full_disk_is_named_and_leaves_no_half_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"plan\.csv` cannot be written: No space left"):
        write_until_full(tmp_path / "plan.csv")
    assert list(tmp_path.iterdir()) == []
