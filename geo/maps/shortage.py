"""The sheet of shortage per quarter: a small map for every quarter, regions coloured and hatched by verdict."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.figures import format_list, format_number, format_quarter_short, format_quarter_span
from geo.imprint import Imprint
from geo.maps import style
from geo.maps.composition import BoxMm, Legend, Page, Scene, compose
from geo.maps.coverage import TOLD, Row, balance_ends, balance_of, legend_words, status_of, status_words
from geo.maps.frame import MapFrame
from geo.maps.ground import Ground, draw_ground, ground_items, ground_within
from geo.maps.labels import Board, Placed, Placement, Wish, within
from geo.maps.layout import Heading
from geo.maps.legend import Item, LineStyle, Section
from geo.maps.marks import draw_placements
from geo.maps.multiples import TITLE_MM, Grid, best_grid, grid_frame, panel_frame
from geo.maps.outlines import area_path
from geo.maps.paper import Letter, Paper
from geo.maps.place_mark import whole
from geo.maps.region import Region
from geo.maps.remarks import listed
from geo.maps.sheets import Sheet, sheet_name
from geo.maps.shortage_tables import Area, drawn_table, explained, run_table, runs
from geo.quarters import Quarter
from geo.words import say

_FOLDED = 4
"""So many quarters on end in which nothing can be told have one map together."""
_MARGIN_MM = 1.2
_MOST_NAMED = 3
"""How many quarters a remark names; it counts more."""
_BORDER_MM = 0.35
_TITLE = Letter(size_pt=style.TEXT_PT, weight="semibold")
_NUMBER = Letter(size_pt=6.2, weight="semibold", halo=style.PAPER)
_WAYS = ((7.4, False, 0.0), (7.4, True, 0.0), (6.4, False, 0.0), (6.4, True, 0.0), (6.4, True, 0.8))
"""How a balance is tried, in order: size of the letter, on two lines, how far it may stand over the border in mm."""
_ROOMY_MM, _LARGE = 60.0, (9.0, False, 0.0)
"""From this width a small map has room for a balance in larger letters, which is tried first."""
_STEP_MM = 0.8
_LAYERS = ("water",)
"""Layers of the base map that a small map still shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Panel:
    """One or more quarters and where they stand."""

    quarter: Quarter
    """The quarter; of several, in none of which anything can be told, the first."""
    last: Quarter
    """The last of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Series:
    """The panels in order, and how they stand in a window."""

    panels: tuple[_Panel, ...]
    """The panels."""
    bounds: tuple[float, float, float, float]
    """Box that each shows, in metres."""

    @property
    def _years(self) -> list[int]:
        """The years that have a row each: only where there are more, and each quarter has a map."""
        years = sorted({panel.quarter.year for panel in self.panels})
        return years if len(years) > 1 and all(panel.quarter == panel.last for panel in self.panels) else []

    def grid(self, box: BoxMm) -> Grid:
        """Give the rows and columns in a box on paper."""
        if self._years:
            return Grid(rows=len(self._years), columns=max(panel.quarter.number for panel in self.panels))
        return best_grid(self.bounds, box, len(self.panels), margin_mm=_MARGIN_MM)

    def frame_in(self, box: BoxMm) -> MapFrame:
        """Give the window of all panels in a box on paper."""
        return grid_frame(self.bounds, box, self.grid(box), margin_mm=_MARGIN_MM)

    def frames(self, whole: MapFrame) -> list[MapFrame]:
        """Give the window of each panel."""
        grid, years = self.grid((whole.left, whole.top, whole.width, whole.height)), self._years
        if years:
            places = [(years.index(panel.quarter.year), panel.quarter.number - 1) for panel in self.panels]
        else:
            places = [divmod(at, grid.columns) for at in range(len(self.panels))]
        return [panel_frame(whole, grid, row, column) for row, column in places]


def shortage_sheet(
    regions: gpd.GeoDataFrame,
    coverage: pd.DataFrame,
    region: Region,
    *,
    imprint: Imprint,
    number: str,
    bucket: str,
    quarters: tuple[Quarter, ...],
) -> Sheet:
    """Draw supply against need in a small map for every quarter.

    Parameters
    ----------
    regions
        `region_id`, `region_name` and areas, in a metric reference system; provinces where the need is theirs.
    coverage
        Rows of the table ``coverage`` of one bucket and scenario, as for `geo.maps.coverage.coverage_sheet`.
    region, imprint, number
        As for `geo.maps.portfolio.portfolio_sheet`.
    bucket
        Bucket of the rows.
    quarters
        The quarters to draw, in order; the years stand below one another.

    Raises
    ------
    CrsError
        If the regions have no reference system.
    """
    areas = tuple(_areas(regions, coverage))
    panels = tuple(_panels(areas, quarters))
    ground = replace(region, cover=shapely.union_all(np.asarray(regions.geometry.values)))
    page = _page(areas, quarters, imprint, number=number, bucket=bucket)
    series = _Series(panels=panels, bounds=ground.bounds)

    def legend_in(frame: MapFrame) -> Legend:
        return Legend(base=ground_items(_ground(series.frames(frame)[0], ground), ground))

    drawn = compose(
        page,
        imprint=imprint,
        crs=regions.crs,
        frame_in=series.frame_in,
        legend_in=legend_in,
        scene_in=lambda frame: _scene(frame, series, ground, areas),
        size=region.paper,
    )
    words = say("areas.shortage.name", bucket=say(f"bucket.{bucket}"))
    return drawn.sheet(
        name=sheet_name(page.heading.number, words, imprint, region.paper),
        alt_text=_alt(areas, panels, imprint, bucket),
        table=run_table(areas, quarters),
    )


def _page(areas: Sequence[Area], quarters: Sequence[Quarter], imprint: Imprint, *, number: str, bucket: str) -> Page:
    span = format_quarter_span(quarters[0], quarters[-1])
    return Page(
        heading=Heading(
            number=say("maps.number", number=number),
            title=say("areas.shortage.title", bucket=say(f"bucket.{bucket}")),
            subtitle=say("areas.shortage.subtitle", province=imprint.province, quarters=span),
        ),
        table=drawn_table(areas, quarters),
        sections=(_legend(areas, quarters),),
    )


def _areas(regions: gpd.GeoDataFrame, coverage: pd.DataFrame) -> Iterator[Area]:
    for one in regions.to_dict("records"):
        own = coverage[coverage["region_id"] == one["region_id"]]
        rows = {str(row["quarter"]): row for row in own.to_dict("records")}
        yield Area(name=str(one["region_name"]), shape=one["geometry"], rows=rows)


def _panels(areas: Sequence[Area], quarters: Sequence[Quarter]) -> Iterator[_Panel]:
    """Give each quarter a map, but join a long time in which nothing can be told."""
    for told, run in groupby(quarters, partial(_is_told, areas)):
        for first, last in _parts(list(run), told=told):
            yield _Panel(quarter=first, last=last)


def _is_told(areas: Sequence[Area], quarter: Quarter) -> bool:
    return any(status_of(area.row(quarter)) in TOLD for area in areas)


def _parts(run: Sequence[Quarter], *, told: bool) -> list[tuple[Quarter, Quarter]]:
    if not told and len(run) >= _FOLDED:
        return [(run[0], run[-1])]
    return [(quarter, quarter) for quarter in run]


def _ground(frame: MapFrame, region: Region) -> Ground:
    """Cut the ground to a panel, and leave out what would be too fine there."""
    ground = ground_within(frame, region)
    layers = {name: layer for name, layer in ground.layers.items() if name in _LAYERS}
    return replace(ground, layers=layers)


def _scene(frame: MapFrame, series: _Series, region: Region, areas: Sequence[Area]) -> Scene:
    frames, panels = series.frames(frame), series.panels
    ground = _ground(frames[0], region)
    placed = [_labels(frame, areas, panel.quarter) for frame, panel in zip(frames, panels, strict=True)]
    lost = [(wish.key, panel.quarter) for one, panel in zip(placed, panels, strict=True) for wish in one.unplaced]
    told = sum(len(one.placements) for one in placed)
    crowded = len(lost) > told
    if crowded:
        placed = [_numbers(frame, areas) for frame in frames]

    def draw(paper: Paper) -> None:
        for window, panel, labels in zip(frames, panels, placed, strict=True):
            _draw_panel(paper, window, panel, ground, areas)
            draw_placements(paper, labels.placements)

    notes = [_all_untold(areas)] if crowded else _untold(lost)
    bare = sorted({wish.key for one in placed for wish in one.unplaced}) if crowded else []
    notes += [say("areas.unplaced", names=listed(bare))] if bare else []
    notes += [say("areas.shortage.number")] if told and not crowded else []
    return Scene(notes=tuple(notes), unplaced=tuple(dict.fromkeys(name for name, _ in lost)), draw=draw)


def _numbers(frame: MapFrame, areas: Sequence[Area]) -> Placed:
    """Set the number of each region, where the balances do not fit."""
    board = Board(frame=frame.box)
    return board.place(
        _wish(area.name, (str(number),), frame.simple_to_mm(area.shape), _NUMBER)
        for number, area in enumerate(areas, start=1)
    )


def _all_untold(areas: Sequence[Area]) -> str:
    named = explained({str(number): area.name for number, area in enumerate(areas, start=1)})
    return f"{say('areas.shortage.untold_all')} {say('areas.shortage.numbered', names=named)}"


def _untold(lost: Sequence[tuple[str, Quarter]]) -> list[str]:
    """Say of which regions the balance is not on the map, and in which quarters."""
    named: dict[str, list[str]] = {}
    for name, quarter in lost:
        named.setdefault(name, []).append(format_quarter_short(quarter))
    entries = [
        say("areas.shortage.untold_entry", name=name, quarters=_counted(quarters)) for name, quarters in named.items()
    ]
    return [say("areas.shortage.untold", names=listed(entries, between="; "))] if entries else []


def _counted(quarters: Sequence[str]) -> str:
    few = len(quarters) <= _MOST_NAMED
    return format_list(quarters) if few else say("areas.shortage.untold_count", count=format_number(len(quarters)))


def _draw_panel(paper: Paper, frame: MapFrame, panel: _Panel, ground: Ground, areas: Sequence[Area]) -> None:
    draw_ground(paper, frame, ground)
    left, top, right, bottom = frame.box
    for area in areas:
        look, path = (
            style.BALANCE_AREAS[status_of(area.row(panel.quarter))],
            area_path(np.array([frame.simple_to_mm(area.shape)])),
        )
        paper.add(path, fill=look.colour, edge=None, width_mm=0, hatch=look.hatch, order=1.0)
        paper.add(path, fill=None, edge=style.INK, width_mm=_BORDER_MM, hatch="", order=1.5)
    paper.box((left, top, right - left, bottom - top), fill=None, edge=style.GREY, width_mm=0.15, order=7)
    title = format_quarter_span(panel.quarter, panel.last)
    why = say("areas.shortage.folded", quarters=title, status=say("balance.untestable"))
    said = why if panel.quarter != panel.last and _TITLE.width_mm(why) <= right - left else title
    paper.text((left, top - TITLE_MM + 3.0), said, _TITLE)


def _labels(frame: MapFrame, areas: Sequence[Area], quarter: Quarter) -> Placed:
    """Set the balances that fit their region, on one line or on two."""
    left, top, right, bottom = frame.box
    board = Board(frame=(left + 0.4, top + 0.4, right - 0.4, bottom - 0.4))
    told = [area for area in areas if status_of(area.row(quarter)) in TOLD]
    placements: list[Placement] = []
    for size, split, spill in (_LARGE, *_WAYS) if frame.width >= _ROOMY_MM else _WAYS:
        letter = Letter(size_pt=size, weight="semibold", halo=style.PAPER)
        placed = board.place(
            _wish(
                area.name,
                _balance_lines(area.row(quarter), split=split),
                frame.simple_to_mm(area.shape).buffer(spill),
                letter,
            )
            for area in told
        )
        placements += placed.placements
        late = {wish.key for wish in placed.unplaced}
        told = [area for area in told if area.name in late]
    return Placed(placements=tuple(placements), unplaced=placed.unplaced)


def _balance_lines(row: Row, *, split: bool) -> tuple[str, ...]:
    ends, to = balance_ends(row), say("maps.to")
    if not split or len(ends) == 1:
        return (to.join(ends),)
    return f"{ends[0]}{to.rstrip()}", ends[1]


def _wish(key: str, lines: tuple[str, ...], shape: BaseGeometry, letter: Letter) -> Wish:
    return Wish(key=key, lines=lines, letter=letter, candidates=within(shape, lines, letter, step_mm=_STEP_MM))


def _legend(areas: Sequence[Area], quarters: Sequence[Quarter]) -> Section:
    found = {status_of(area.row(quarter)) for area in areas for quarter in quarters}
    items = [
        Item(symbol=look, text=legend_words(status)) for status, look in style.BALANCE_AREAS.items() if status in found
    ]
    if len(areas) > 1:
        border = LineStyle(colour=style.INK, width_mm=_BORDER_MM)
        items.append(Item(symbol=border, text=say("maps.legend.region_border")))
    rows = [area.row(quarter) for area in areas for quarter in quarters]
    if any(whole(row.get("unknown_locations")) and status_of(row) in TOLD for row in rows):
        items.append(Item(symbol=None, text=say("areas.at_least")))
    if "untestable" in found:
        items.append(Item(symbol=None, text=say("areas.shortage.why_untestable")))
    return Section(title=say("maps.legend.status"), items=tuple(items))


def _alt(areas: Sequence[Area], panels: Sequence[_Panel], imprint: Imprint, bucket: str) -> str:
    quarters = [panel.quarter for panel in panels]
    listed = "; ".join(
        say(
            "areas.shortage.alt_row",
            name=area.name,
            quarters=format_quarter_span(first, last),
            status=status_words(row),
            balance=balance_of(row),
        )
        for area in areas
        for first, last, row in runs(area, quarters)
    )
    return say(
        "areas.shortage.alt",
        count=len(panels),
        province=imprint.province,
        bucket=say(f"bucket.{bucket}"),
        listed=listed,
    )
