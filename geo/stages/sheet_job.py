"""A sheet that is to be drawn: what it shows is known, but not yet where or by which process it is drawn."""

from dataclasses import dataclass
from typing import Protocol

from geo.maps.paper_size import PaperSize
from geo.maps.region import Region
from geo.maps.sheets import Sheet


class Draw(Protocol):
    """Draws a sheet; can be sent to another process, so it is a function of a module with part of its arguments."""

    def __call__(self, *, region: Region) -> Sheet:
        """Draw on the ground of the plan, on the paper that this names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetJob:
    """A sheet that is to be drawn."""

    chapter: int
    """Chapter of the plan that shows it; 0 for the appendix alone."""
    size: PaperSize
    """Size of the paper."""
    draw: Draw
    """Draws it."""


def on_each(sizes: tuple[PaperSize, ...], chapter: int, draw: Draw) -> tuple[SheetJob, ...]:
    """Ask for a sheet on each size of paper."""
    return tuple(SheetJob(chapter=chapter, size=size, draw=draw) for size in sizes)
