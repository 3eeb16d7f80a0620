"""The contact sheet: every map with its name, from a run that drew them or kept them, and none without maps."""

import struct
import zlib
from dataclasses import replace
from pathlib import Path

import matplotlib.image as mpl_image
import numpy as np
import pytest
import toy_workspace
from command import Caller

import geo.stages as rooms
from geo.errors import SourceError
from geo.maps import contact_sheet
from geo.maps.contact_sheet import Thumb, write_contact_sheets
from geo.maps.paper import Paper
from geo.maps.pictures import dots_of, write_picture
from geo.maps.sheets import write_pdf
from geo.stages import maps
from geo.stages.sheet_job import SheetJob
from geo.stages.stage import Work
from tests.maps.builders import IMPRINT, OPEN, draw_coverage

GREEN = np.array([0x00, 0xAA, 0x55])


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sheet") / "kaart-4b.pdf"
    write_pdf([draw_coverage()], path, title="Kaart 4b")
    return path


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with a green square and nothing else, which is drawn small in no time."""
    path = tmp_path_factory.mktemp("plain") / "kaart.pdf"
    paper = Paper()
    paper.box((50.0, 50.0, 100.0, 100.0), fill="#00aa55", edge=None)
    write_pdf([replace(draw_coverage(), figure=paper.figure)], path, title="Kaart")
    return path


def _thumbs(sheet: Path, count: int) -> list[Thumb]:
    return [Thumb(number=f"Kaart {at}", title="Een titel " * (at % 30), pdf=sheet) for at in range(count)]


def _size(path: Path) -> tuple[int, int]:
    return struct.unpack(">II", path.read_bytes()[16:24])


@pytest.mark.parametrize(("count", "files"), [(1, 1), (6, 1), (7, 2)])
def test_every_map_is_on_it_and_it_is_not_too_wide(
    count: int, files: int, plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contact_sheet, "_ROWS", 1)
    made = write_contact_sheets(_thumbs(plain, count), tmp_path, imprint=IMPRINT)
    names = ["voorbeeldblad-vertrouwelijk.png", "voorbeeldblad-2-vertrouwelijk.png"]
    assert [path.name for path in made] == names[:files]
    assert all(_size(path)[0] <= 3000 for path in made)
    # A map of 297 mm high is 430 dots high; a square of 100 mm on it is one of 145 dots.
    assert sum(_green(path) for path in made) == pytest.approx(count * 145**2, rel=0.02)


def _green(path: Path) -> int:
    dots = np.round(mpl_image.imread(path)[:, :, :3] * 255)
    return int((np.abs(dots - GREEN).sum(axis=2) < 5).sum())


def test_it_is_the_same_twice_and_names_its_edition(sheet: Path, tmp_path: Path) -> None:
    first = write_contact_sheets(_thumbs(sheet, 3), tmp_path, imprint=OPEN)[0]
    bytes_first = first.read_bytes()
    assert first.name == "voorbeeldblad-openbaar.png"
    assert write_contact_sheets(_thumbs(sheet, 3), tmp_path, imprint=OPEN)[0].read_bytes() == bytes_first
    closed = write_contact_sheets(_thumbs(sheet, 3), tmp_path, imprint=replace(OPEN, edition="vertrouwelijk"))[0]
    assert closed.read_bytes() != bytes_first


def test_a_picture_for_the_document_has_its_size_and_few_bytes(sheet: Path, tmp_path: Path) -> None:
    write_picture(sheet, tmp_path / "a.png")
    write_picture(sheet, tmp_path / "b.png")
    assert _size(tmp_path / "a.png") == pytest.approx((210 / 25.4 * 160, 297 / 25.4 * 160), abs=1)
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    assert (tmp_path / "a.png").stat().st_size < 1_000_000


def test_a_damaged_sheet_is_named(tmp_path: Path) -> None:
    (tmp_path / "half.pdf").write_bytes(zlib.compress(b"half"))
    with pytest.raises(SourceError, match=r"half\.pdf"):
        dots_of(tmp_path / "half.pdf", dpi=100)


@pytest.fixture
def geo(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Caller:
    return Caller(monkeypatch, capsys)


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The town in miniature, of which the stage of maps draws a sheet alone."""
    every = maps.sheet_jobs

    def first(work: Work) -> list[SheetJob]:
        return [next(iter(every(work)))]

    monkeypatch.setattr(maps, "sheet_jobs", first)
    return toy_workspace.finished(tmp_path / "toy")


def test_the_command_makes_it_also_when_the_maps_are_kept_and_names_it(geo: Caller, toy: Path) -> None:
    for before in (toy / "data" / "processed" / ".cache").glob("maps.json"):
        before.unlink()
    first = geo("run", "maps", "--preview", "-p", toy)
    path = toy / "maps" / "voorbeeldblad-openbaar.png"
    assert first.code == 0, first.err
    assert f"Voorbeeldblad van alle kaarten: {path}" in first.out
    written = path.read_bytes()
    path.unlink()
    again = geo("run", "maps", "--preview", "-p", toy)
    assert "maps" in again.out.splitlines()[-2]
    assert path.read_bytes() == written
    assert "voorbeeldblad" not in geo("run", "maps", "-p", toy).out.lower()


def test_stages_that_draw_nothing_are_refused_before_anything_runs(geo: Caller, tmp_path: Path) -> None:
    toy = toy_workspace.make(tmp_path / "toy")
    done = geo("run", "portfolio", "--preview", "-p", toy)
    assert done.code == 2
    assert "geen van deze stappen tekent er een; vraag ook om een van maps, candidate_sheets" in done.err
    assert not (toy / "data" / "processed").exists()


def test_the_stages_that_draw_are_stages() -> None:
    from geo.preview import DRAWN

    assert set(DRAWN) <= {stage.name for stage in rooms.STAGES}
