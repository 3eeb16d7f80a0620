"""The sheet of coverage: per region the supply against the need, colour and hatch by verdict, balance as label."""

from collections.abc import Hashable, Mapping
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.figures import format_at_least, format_quarter, format_quarter_short
from geo.imprint import Imprint
from geo.maps import style
from geo.maps.area_labels import AreaLabel, place_labels
from geo.maps.composition import Page, Scene
from geo.maps.frame import MapFrame
from geo.maps.ground import draw_ground, ground_within
from geo.maps.layout import Heading, TableBlock, TableColumn
from geo.maps.legend import Item, LineStyle, Section
from geo.maps.marks import draw_placements
from geo.maps.outlines import area_path, without_specks
from geo.maps.paper import Paper
from geo.maps.place_mark import whole
from geo.maps.provincial import province_sheet
from geo.maps.region import Region
from geo.maps.remarks import listed
from geo.maps.sheets import Sheet, sheet_name
from geo.maps.style import AreaStyle
from geo.quarters import Quarter
from geo.words import say

_BORDER_MM = 0.6
TOLD = ("short", "within", "above")
"""Verdicts of which the balance is told on the map."""

Row = Mapping[Hashable, object]
"""A row of the table ``coverage``; empty where there is none."""


def coverage_sheet(
    regions: gpd.GeoDataFrame,
    coverage: pd.DataFrame,
    region: Region,
    *,
    imprint: Imprint,
    number: str,
    bucket: str,
    quarter: Quarter,
) -> Sheet:
    """Draw supply against need per region.

    Parameters
    ----------
    regions
        `region_id`, `region_name` and areas, in a metric reference system.
    coverage
        Rows of the table ``coverage`` of one bucket: `quarter`, `region_id`, `supply_min`, `supply_max`, `need_min`,
        `need_max`, `balance_min`, `balance_max`, `unknown_locations`, `status`. All its quarters are in the table of
        the sheet; regions are sums, so no row of a single location is shown.
    region, imprint, number
        As for `geo.maps.portfolio.portfolio_sheet`.
    bucket
        Bucket of the rows.
    quarter
        Quarter that the map shows.

    Raises
    ------
    CrsError
        If the regions have no reference system.
    """
    cover = shapely.union_all(np.asarray(regions.geometry.values))
    ground = replace(region, cover=cover)
    names = dict(zip(regions["region_id"], regions["region_name"], strict=True))
    shown = coverage[coverage["quarter"] == str(quarter)].set_index("region_id").reindex(list(names))
    label = say("maps.number", number=number)
    title = say("maps.coverage", bucket=say(f"bucket.{bucket}"))
    listed = "; ".join(
        say("maps.alt.covered", region=names[row["region_id"]], quarter=format_quarter(quarter),
            status=status_words(row), balance=balance_of(row))
        for row in shown.reset_index().to_dict("records")
    )  # fmt: skip
    end = say("maps.end_of", quarter=format_quarter(quarter))
    return province_sheet(
        Page(
            heading=Heading(number=label, title=title, subtitle=f"{imprint.province} · {end}"),
            table=_table(coverage, names, quarter),
            sections=(_legend(shown),),
        ),
        ground,
        lambda frame: _scene(frame, ground, _Areas(regions, shown)),
        regions,
        imprint=imprint,
        name=sheet_name(label, say("maps.coverage_name"), imprint, region.paper),
        alt_text=say("maps.alt.coverage", bucket=say(f"bucket.{bucket}"), listed=listed),
    )


class _Areas:
    """Regions with their rows."""

    def __init__(self, regions: gpd.GeoDataFrame, rows: pd.DataFrame) -> None:
        self.rows = [
            (str(one["region_name"]), one["geometry"], rows.loc[one["region_id"]]) for one in regions.to_dict("records")
        ]


def status_of(row: Row) -> str:
    """Give the verdict of a row; one that nobody knows is untestable."""
    status = row.get("status")
    return str(status) if status in style.BALANCE_AREAS else "untestable"


def status_words(row: Row) -> str:
    """Say the verdict of a row."""
    return say(f"balance.{status_of(row)}")


def legend_words(status: str) -> str:
    """Say a verdict as an entry of a legend."""
    words = say(f"balance.{status}")
    return f"{words[0].upper()}{words[1:]}"


def supply_of(row: Row) -> str:
    """Write the supply; where locations are unknown it is a lower bound, and says of how many."""
    unknown = whole(row.get("unknown_locations")) or 0
    ends = _ends(row.get("supply_min"), row.get("supply_max"), signed=False, unknown=0)
    told = say("maps.to").join(ends)
    return f"≥ {told}{say('maps.and_unknown', count=unknown)}" if unknown else told


def need_of(row: Row) -> str:
    """Write the need."""
    return say("maps.to").join(_ends(row.get("need_min"), row.get("need_max"), signed=False, unknown=0))


def balance_of(row: Row) -> str:
    """Write a balance; where locations are unknown both ends are lower bounds, as in the table of the plan."""
    return say("maps.to").join(balance_ends(row))


def balance_ends(row: Row) -> tuple[str, ...]:
    """Write the ends of a balance: one where both are the same."""
    unknown = whole(row.get("unknown_locations")) or 0
    return _ends(row.get("balance_min"), row.get("balance_max"), signed=True, unknown=unknown)


def _ends(low: object, high: object, *, signed: bool, unknown: int) -> tuple[str, ...]:
    least, most = whole(low), whole(high)
    if least is None and most is None:
        return (say("unknown.word"),)
    return tuple(format_at_least(value, unknown=unknown, signed=signed) for value in dict.fromkeys((least, most)))


def _scene(frame: MapFrame, region: Region, areas: _Areas) -> Scene:
    ground = ground_within(frame, region)
    shapes = [frame.simple_to_mm(shape) for _, shape, _ in areas.rows]
    labels = [
        AreaLabel(key=name, lines=_lines(name, row), shape=shape, colour=style.over_land(_look(row)).colour)
        for (name, _, row), shape in zip(areas.rows, shapes, strict=True)
    ]
    placed, lost = place_labels(frame, labels, ())

    def draw(paper: Paper) -> None:
        draw_ground(paper, frame, ground)
        for (_, _, row), shape in zip(areas.rows, shapes, strict=True):
            look, path = _look(row), area_path(np.array([shape]))
            paper.add(path, fill=look.colour, edge=None, width_mm=0, hatch=look.hatch, order=1.0, alpha=style.OVERLAY)
        border = area_path(without_specks(shapes))
        paper.add(border, fill=None, edge=style.INK, width_mm=_BORDER_MM, hatch="", order=1.5)
        draw_placements(paper, placed)

    notes = (say("maps.unnamed", names=listed(lost)),) if lost else ()
    return Scene(notes=notes, unplaced=lost, draw=draw)


def _look(row: Row) -> AreaStyle:
    return style.BALANCE_AREAS[status_of(row)]


def _lines(name: str, row: Row) -> tuple[str, ...]:
    return (name, status_words(row), *((balance_of(row),) if status_of(row) in TOLD else ()))


def _legend(shown: pd.DataFrame) -> Section:
    found = {status if status in style.BALANCE_AREAS else "untestable" for status in shown["status"].astype("str")}
    items = [
        Item(symbol=style.over_land(area), text=legend_words(status))
        for status, area in style.BALANCE_AREAS.items()
        if status in found
    ]
    border = LineStyle(colour=style.INK, width_mm=_BORDER_MM)
    items.append(Item(symbol=border, text=say("maps.legend.region_border")))
    if found & set(TOLD):
        items.append(Item(symbol=None, text=say("maps.legend.balance")))
    if (shown["unknown_locations"].fillna(0) > 0).any():
        items.append(Item(symbol=None, text=say("areas.at_least")))
    return Section(title=say("maps.legend.status"), items=tuple(items))


def _table(coverage: pd.DataFrame, names: Mapping[str, str], quarter: Quarter) -> TableBlock:
    columns = (
        TableColumn(heading=say("maps.column.region"), width=34, once=True),
        TableColumn(heading=say("maps.column.quarter"), width=15),
        TableColumn(heading=say("maps.column.supply"), width=25, right=True),
        TableColumn(heading=say("maps.column.need"), width=20, right=True),
        TableColumn(heading=say("maps.column.balance"), width=24, right=True),
        TableColumn(heading=say("maps.column.status"), width=34, indent=4),
    )
    rows = coverage[coverage["region_id"].isin(list(names))].to_dict("records")
    silent = set(names) - {row["region_id"] for row in rows}
    rows += [{**dict.fromkeys(coverage.columns), "region_id": one, "quarter": str(quarter)} for one in silent]
    ordered = sorted(rows, key=lambda row: (list(names).index(row["region_id"]), row["quarter"]))
    cells = tuple(
        (
            names[row["region_id"]],
            format_quarter_short(Quarter.parse(row["quarter"])),
            supply_of(row),
            need_of(row),
            balance_of(row),
            status_words(row),
        )
        for row in ordered
    )
    return TableBlock(title=say("maps.legend.regions"), columns=columns, rows=cells)
