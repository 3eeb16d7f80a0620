"""Work by hand on what a run made is set aside under a name of its own; what is gone from the plan goes from the disk."""

from pathlib import Path

import pytest

from geo.earlier import remove_outdated, set_aside
from geo.errors import OutputLockedError
from geo.store import sha256, write_text


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """Write four files as a run does, and give their digests by their paths."""
    names = ("maps/plan.docx", "maps/kaart.html", "data/plan.csv", "data/.cache/frame.csv")
    return {name: sha256(write_text(tmp_path / name, "made")) for name in names}


def left(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_only_what_was_changed_by_hand_is_set_aside(tmp_path: Path, files: dict[str, str]) -> None:
    (tmp_path / "maps" / "plan.docx").write_text("mine", encoding="utf-8")
    (tmp_path / "data" / ".cache" / "frame.csv").write_text("half", encoding="utf-8")
    (tmp_path / "maps" / "kaart.html").unlink()
    assert set_aside(tmp_path, files) == (tmp_path / "maps" / "plan-bewerkt.docx",)
    assert left(tmp_path) == {
        "data/.cache/frame.csv": "half",
        "data/plan.csv": "made",
        "maps/plan-bewerkt.docx": "mine",
    }


def test_a_version_that_was_set_aside_before_is_not_written_over(tmp_path: Path, files: dict[str, str]) -> None:
    for version in ("first", "second", "third"):
        (tmp_path / "maps" / "plan.docx").write_text(version, encoding="utf-8")
        set_aside(tmp_path, files)
    assert {name: text for name, text in left(tmp_path).items() if text != "made"} == {
        "maps/plan-bewerkt.docx": "first",
        "maps/plan-bewerkt-2.docx": "second",
        "maps/plan-bewerkt-3.docx": "third",
    }


def test_what_nobody_makes_now_is_removed_unless_it_was_changed_by_hand(tmp_path: Path, files: dict[str, str]) -> None:
    (tmp_path / "maps" / "plan.docx").write_text("mine", encoding="utf-8")
    remove_outdated(tmp_path, files, {"data/plan.csv"})
    assert left(tmp_path) == {"data/plan.csv": "made", "maps/plan.docx": "mine"}


@pytest.mark.parametrize("method", ["rename", "unlink"])
def test_a_file_that_is_open_elsewhere_is_named(
    tmp_path: Path, files: dict[str, str], monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    def refuse(path: Path, *_: object) -> None:
        raise PermissionError(13, "in use", str(path))

    (tmp_path / "maps" / "plan.docx").write_text("mine", encoding="utf-8")
    monkeypatch.setattr(Path, method, refuse)
    with pytest.raises(OutputLockedError, match=r"(plan\.docx|kaart\.html)` is open in another program"):
        set_aside(tmp_path, files) if method == "rename" else remove_outdated(tmp_path, files, ())
