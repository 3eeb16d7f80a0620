"""Draws the sheets of a stage at the same time, and puts their files where they belong once all are whole."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Generic, TypeVar

from geo.errors import Message
from geo.maps.press import Press, opened, processes_for
from geo.maps.print_run import Drawn, draw_sheet
from geo.maps.sheets import Sheet
from geo.memory import give_back
from geo.stages.stage import Work
from geo.store import whole_file

G = TypeVar("G")
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintShop(Generic[G]):
    """The press of a stage, and a folder for what is not whole yet."""

    work: Work
    """What the stage may use."""
    press: Press[G]
    """The processes that draw."""
    bench: Path
    """Where they write."""

    @property
    def remarks(self) -> tuple[Message, ...]:
        """What the user should know."""
        return self.press.remarks

    def run(self, tasks: Sequence[Callable[[G], R]]) -> tuple[R, ...]:
        """Do tasks at the same time; gives what they gave, in their order."""
        return self.press.run(tasks)

    def sheets(self, draws: Sequence[Callable[[G], Sheet]]) -> tuple[Drawn, ...]:
        """Draw sheets at the same time, and write them in the folder of maps once all are drawn.

        Names that differ in signs or capitals alone would be those of one file: the later ones get a number.
        """
        tasks = [partial(draw_sheet, draw, self.bench / f"{place:04d}") for place, draw in enumerate(draws)]
        drawn, taken = self.press.run(tasks, self.work.advance), set[str]()
        return tuple(self._placed(sheet, taken) for sheet in drawn)

    def _placed(self, sheet: Drawn, taken: set[str]) -> Drawn:
        name, turn = sheet.info.name, 1
        while name in taken:
            turn += 1
            name = f"{sheet.info.name}-{turn}"
        taken.add(name)
        placed = tuple(self.work.outputs.maps / f"{name}{path.suffix}" for path in sheet.files)
        for path, drawn in zip(placed, sheet.files, strict=True):
            with whole_file(path) as beside:
                shutil.move(drawn, beside)
        return Drawn(info=replace(sheet.info, name=name), files=placed)


@contextmanager
def print_shop(work: Work, ground: G, sheets: int) -> Iterator[PrintShop[G]]:
    """Open a press for a number of sheets; it is closed, and what is half done is thrown away, whatever happens.

    Parameters
    ----------
    work
        What the stage may use.
    ground
        What every sheet is drawn on.
    sheets
        How many there will be.
    """
    place = work.outputs.processed / ".cache"
    place.mkdir(parents=True, exist_ok=True)
    give_back()
    with (
        TemporaryDirectory(prefix="sheets-", dir=place, ignore_cleanup_errors=True) as bench,
        opened(ground, processes_for(sheets)) as press,
    ):
        yield PrintShop(work=work, press=press, bench=Path(bench))
