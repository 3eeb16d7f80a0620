"""The tables of shortage per quarter: all of it in runs of quarters, and the balances alone where that is too long."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from shapely.geometry.base import BaseGeometry

from geo.figures import format_quarter_short, format_quarter_span
from geo.maps import style
from geo.maps.coverage import Row, balance_of, need_of, status_of, status_words, supply_of
from geo.maps.layout import TableBlock, TableColumn
from geo.maps.paper import Letter
from geo.quarters import Quarter
from geo.words import say

_MOST_ROWS = 18
"""A longer table would leave too little room for the maps."""
_BETWEEN_MM = 2.0
"""Room between the headings of two columns."""
_QUARTER_MM, _BALANCES_MM, _LEAST_MM = 15.0, 135.0, 22.0
"""Width of the column of quarters, of those of the balances together, and of one of them at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A region with its row of each quarter."""

    name: str
    """Name."""
    shape: BaseGeometry
    """Area in metres."""
    rows: Mapping[str, Row]
    """Row of the table ``coverage`` by quarter; a quarter of which nothing is said has none."""

    def row(self, quarter: Quarter) -> Row:
        """Give the row of a quarter."""
        return self.rows.get(str(quarter), {})


Run = tuple[Quarter, Quarter, Row]
"""First and last quarter of a time in which nothing changes, with the row of it."""


def runs(area: Area, quarters: Sequence[Quarter]) -> Iterator[Run]:
    """Join the quarters that tell the same, so that the table of sixteen quarters stays readable."""
    for _, some in groupby(quarters, key=lambda quarter: _cells(area.row(quarter))):
        run = list(some)
        yield run[0], run[-1], area.row(run[0])


def _cells(row: Row) -> tuple[str, ...]:
    return supply_of(row), need_of(row), balance_of(row), status_words(row)


def run_table(areas: Sequence[Area], quarters: Sequence[Quarter]) -> TableBlock:
    """Give all that the sheet tells, a row for each time in which nothing changes."""
    columns = (
        TableColumn(heading=say("maps.column.region"), width=28, once=True),
        TableColumn(heading=say("areas.shortage.quarters"), width=27),
        TableColumn(heading=say("maps.column.supply"), width=31, right=True),
        TableColumn(heading=say("maps.column.need"), width=19, right=True),
        TableColumn(heading=say("maps.column.balance"), width=22, right=True),
        TableColumn(heading=say("maps.column.status"), width=27, indent=3),
    )
    rows = tuple(
        (area.name, format_quarter_span(first, last), *_cells(row))
        for area in areas
        for first, last, row in runs(area, quarters)
    )
    return TableBlock(
        title=say("maps.legend.regions" if len(areas) > 1 else "areas.shortage.table_province"),
        columns=columns,
        rows=rows,
        size_pt=style.SMALL_PT,
    )


def drawn_table(areas: Sequence[Area], quarters: Sequence[Quarter]) -> TableBlock:
    """Give the table that is set on the sheet: that of runs, else the balance of each region in each quarter."""
    whole = run_table(areas, quarters)
    if len(whole.rows) <= _MOST_ROWS or len(areas) * _LEAST_MM > _BALANCES_MM:
        return whole
    width, names = _BALANCES_MM / len(areas), [area.name for area in areas]
    heads, key = _heads(names, width)
    rows = [(format_quarter_short(quarter), *(_signed(area.row(quarter)) for area in areas)) for quarter in quarters]
    found = {status_of(area.row(quarter)) for area in areas for quarter in quarters}
    signs = {_sign(status): say(f"balance.{status}") for status in style.BALANCE_AREAS if status in found}
    return replace(
        whole,
        title=say("areas.shortage.balances"),
        columns=(
            TableColumn(heading=say("areas.shortage.quarter"), width=_QUARTER_MM),
            *(TableColumn(heading=head, width=width, right=True) for head in heads),
        ),
        rows=tuple(rows),
        note=" ".join(explained(words) for words in (signs, key) if words),
    )


def _heads(names: Sequence[str], width: float) -> tuple[Sequence[str], Mapping[str, str]]:
    """Head the columns with the names of the regions, or with numbers that are explained where these do not fit."""
    letter = Letter(size_pt=style.SMALL_PT, weight="semibold")
    if all(letter.width_mm(name) <= width - _BETWEEN_MM for name in names):
        return names, {}
    key = {str(number): name for number, name in enumerate(names, start=1)}
    return list(key), key


def explained(words: Mapping[str, str]) -> str:
    """Say what signs mean."""
    return "; ".join(say("areas.shortage.signs", sign=sign, word=word) for sign, word in words.items()) + "."


def _signed(row: Row) -> str:
    """Write a balance with the sign of its verdict; the sign alone where there is no balance."""
    told, sign = balance_of(row), _sign(status_of(row))
    return sign if told == say("unknown.word") else f"{told} {sign}"


def _sign(status: str) -> str:
    return say(f"areas.shortage.sign.{status}")
