"""Puts a sheet together: heading, map with table and legends around it, foot, and as much map as there is room for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from pyproj import CRS

from geo.imprint import Imprint
from geo.maps.arrangement import Overview, Room, Texts, arranged
from geo.maps.frame import MapFrame
from geo.maps.layout import Heading, TableBlock, draw_foot, draw_heading, foot_top
from geo.maps.legend import Item, Section
from geo.maps.measures import measures_of
from geo.maps.paper import Paper
from geo.maps.paper_size import A4, PaperSize
from geo.maps.sheets import Sheet, SheetInfo, check_metric

BoxMm = tuple[float, float, float, float]
"""Left, top, width and height on paper."""
_TRIES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What stands around a map."""

    heading: Heading
    """Title and number."""
    table: TableBlock
    """The same content as a table."""
    sections: tuple[Section, ...] = ()
    """Legend of what the map is about, whatever its window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """What must be explained in a window."""

    base: tuple[Item, ...]
    """Legend of the ground."""
    sections: tuple[Section, ...] = ()
    """Legend of what the map is about, as far as it is in the window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a map shows in a frame, ready to draw."""

    notes: tuple[str, ...]
    """What the map could not show."""
    unplaced: tuple[str, ...]
    """Labels that found no place."""
    draw: Callable[[Paper], None]
    """Draws the map within its frame."""
    overview: Overview | None = None
    """A small map that shows where the window lies, for paper that has room for it; None for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a map shows in any window; the legend is asked for in many windows, the scene in the one that is chosen."""

    base_in: Callable[[MapFrame], tuple[Item, ...]]
    """Gives the legend of the ground."""
    scene_in: Callable[[MapFrame], Scene]
    """Gives what the map shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A drawn sheet."""

    page: Page
    """What stands around the map."""
    paper: Paper
    """The sheet."""
    frame: MapFrame
    """The window of the map."""
    unplaced: tuple[str, ...]
    """Labels that found no place; each is in a note."""

    def sheet(self, *, name: str, alt_text: str, table: TableBlock | None = None) -> Sheet:
        """Make it a sheet.

        Parameters
        ----------
        name, alt_text
            The name of its files, and what it shows in words.
        table
            The same content in full, where what stands on the sheet is shorter.
        """
        info = SheetInfo(
            number=self.page.heading.number,
            title=self.page.heading.title,
            name=name,
            alt_text=alt_text,
            table=(table or self.page.table).frame(),
            scale=self.frame.scale,
            unplaced=self.unplaced,
            size=self.paper.size,
        )
        return Sheet(info=info, figure=self.paper.figure)


def compose(
    page: Page,
    *,
    imprint: Imprint,
    crs: CRS | None,
    frame_in: Callable[[BoxMm], MapFrame],
    legend_in: Callable[[MapFrame], Legend],
    scene_in: Callable[[MapFrame], Scene],
    size: PaperSize = A4,
) -> Composed:
    """Draw a whole sheet.

    Parameters
    ----------
    page
        What stands around the map. A table that leaves no room for a map is cut, and says so.
    imprint
        What stands on every sheet.
    crs
        Reference system of what the map is about.
    frame_in
        Gives the window of the map in a box on paper.
    legend_in
        Gives what must be explained in that window.
    scene_in
        Gives what the map shows in that window.
    size
        Size of the paper.

    Raises
    ------
    CrsError
        If there is no reference system, or one that is not metric.
    """
    metric = check_metric(crs)
    explained, seen = cache(legend_in), cache(scene_in)

    def texts_in(frame: MapFrame, table: TableBlock) -> Texts:
        legend = explained(frame)
        # what has nothing to explain would be a heading alone
        told = tuple(part for part in (*page.sections, *legend.sections) if part.items)
        return Texts(table=table, sections=told, base=legend.base)

    notes: tuple[str, ...] = ()
    for _ in range(_TRIES):
        room = Room(
            page=measures_of(size),
            lies=size.lies,
            foot=foot_top(imprint, metric, size),
            table=page.table,
            notes=notes,
            frame_in=frame_in,
            texts_in=texts_in,
        )
        placed = arranged(room)
        scene = seen(placed.frame)
        if placed.holds(scene.notes):
            break
        notes = scene.notes
    paper = Paper(size)
    draw_heading(paper, page.heading, imprint)
    scene.draw(paper)
    placed.draw(paper, scene.notes, scene.overview, metric)
    draw_foot(paper, page.heading, imprint, metric)
    return Composed(page=page, paper=paper, frame=placed.frame, unplaced=scene.unplaced)
