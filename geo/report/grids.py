"""Tables laid out for a page: texts, widths, and what does not fit on one."""

import re
from dataclasses import dataclass, replace

import pandas as pd

from geo.figures import format_km, format_number, format_quarter_short, lower_bound
from geo.plain_text import capital
from geo.quarters import Quarter
from geo.report.content import TableBlock
from geo.report.widths import lay_out, lines_of
from geo.tables.columns import Column
from geo.tables.render import shown
from geo.words import say

_MEASURED = frozenset({"places", "balance", "date", "due", "area_m2", "money", "number", "share", "metres", "minutes"})
_UNIT_ABOVE = frozenset({"area_m2", "number"})
"""Kinds of columns that have their unit in the heading, which leaves more room for the numbers."""
_NUMERIC = frozenset(
    {"places", "balance", "months", "days", "area_m2", "money", "number", "metres", "minutes", "share", "count"}
)
_WORDS = {"decision": "decision", "certainty": "certainty", "type": "type_short", "bucket": "bucket", "mode": "mode"}
_MOST_ROWS = 60
_MOST_ROWS_OF_AREAS = 400
"""A table of several areas is longer, as it may not end halfway through one of them."""
_AREAS = ("area_id", "region_id", "province")
"""Columns that say of which area a row is."""
_FEW_ROWS = 3
_MANY_COLUMNS = 8
_KEPT_LINES = 22
_NOTHING = ("", "–")
"""Cells that leave open whether their column is one of numbers."""
_MOST_WORDS = 3
"""A number has no more words around it; what has is a sentence."""
_QUARTER = re.compile(r"\d{4}-Q?[1-4]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table as texts."""

    caption: str
    """Caption, with its number."""
    headings: tuple[str, ...]
    """Headings of the columns."""
    right: tuple[bool, ...]
    """Which columns are numbers, set to the right."""
    widths: tuple[int, ...]
    """Widths in characters."""
    rows: tuple[tuple[str, ...], ...]
    """The cells."""
    landscape: bool
    """Whether it needs a turned page."""
    note: str
    """What stands beneath it."""

    @property
    def short(self) -> bool:
        """Whether it can be kept on one page."""
        return sum(lines_of(row, self.widths) for row in self.rows) <= _KEPT_LINES


def grids(block: TableBlock) -> tuple[Grid, ...]:
    """Lay out a table; one that is too wide for a turned page is continued in a next one.

    Parameters
    ----------
    block
        Table with its frame. At most 60 rows are shown, or those that may not be left out where they are more; of
        areas at most 400, up to the last one that is whole.
    """
    columns, texts = _cells(block)
    headings = [_heading(column) for column in columns]
    right = [_is_right(column, cells) for column, cells in zip(columns, texts, strict=True)]
    layouts = lay_out(headings, texts, turned=block.landscape, right=right)
    few, many = len(block.frame) <= _FEW_ROWS, len(columns) >= _MANY_COLUMNS
    if layouts[0].landscape and not block.landscape and few and many:
        return (_on_its_side(block, headings, texts),)
    return tuple(
        Grid(
            caption=_caption(block, place),
            headings=tuple(headings[index] for index in layout.columns),
            right=tuple(right[index] for index in layout.columns),
            widths=layout.widths,
            rows=tuple(zip(*(texts[index] for index in layout.columns), strict=True)),
            landscape=layout.landscape,
            note=_note(block) if place == len(layouts) - 1 else "",
        )
        for place, layout in enumerate(layouts)
    )


def _cells(block: TableBlock) -> tuple[list[Column], list[list[str]]]:
    """Write the cells column by column; a column in which nothing stands is left out."""
    columns = [column for column in block.table.columns if column.name in block.frame]
    frame = _kept(block)
    texts = [[cell_text(value, column, block.unknown) for value in frame[column.name]] for column in columns]
    for told in (_bounded, _with_term):
        texts = [told(cells, column, frame) for cells, column in zip(texts, columns, strict=True)]
    filled = [place for place, cells in enumerate(texts) if any(cells)]
    return [columns[place] for place in filled], [texts[place] for place in filled]


def _kept(block: TableBlock) -> pd.DataFrame:
    """Give the rows that are shown: none of those that must be, and no area, is broken off."""
    frame = block.frame
    area = next((name for name in _AREAS if name in frame), None)
    most = max(block.whole, _MOST_ROWS if area is None else _MOST_ROWS_OF_AREAS)
    if len(frame) <= most or area is None:
        return frame.head(most)
    areas = frame[area].fillna("")
    whole = areas.iloc[:most].ne(areas.iloc[most])
    return frame.head(int(whole.to_numpy().nonzero()[0].max()) + 1 if whole.any() else most)


def _on_its_side(block: TableBlock, headings: list[str], texts: list[list[str]]) -> Grid:
    """Set a wide table of few rows with a line a column: what it is about stands above."""
    rows = [(heading, *cells) for heading, cells in zip(headings, texts, strict=True)]
    layout = lay_out(rows[0], [list(cells) for cells in zip(*rows[1:], strict=True)])[0]
    return Grid(
        caption=_caption(block, 0),
        headings=rows[0],
        right=(False,) * len(rows[0]),
        widths=layout.widths,
        rows=tuple(rows[1:]),
        landscape=False,
        note=_note(block),
    )


def cell_text(value: object, column: Column, unknown: str = "") -> str:
    """Write a cell for a document; a measured value that is missing is ``onbekend``, or what is given for it."""
    if isinstance(value, str) and column.kind not in {"text", "choice", "id", "quarter", "list", "bag_id"}:
        return value
    if column.kind == "area_m2" and not pd.isna(value):  # type: ignore[call-overload]
        return format_number(float(str(value)))
    if column.kind == "metres" and not pd.isna(value):  # type: ignore[call-overload]
        return format_km(float(str(value)))
    return cell_words(value, column, missing=(unknown or say("unknown.word")) if column.kind in _MEASURED else "")


def cell_words(value: object, column: Column, *, missing: str = "") -> str:
    """Write a value in Dutch, a choice of the plan's own tables included."""
    words = column.words or _WORDS.get(column.name, "")
    return shown(value, replace(column, words=words), missing=missing)


def _with_term(cells: list[str], column: Column, frame: pd.DataFrame) -> list[str]:
    if column.name != "agreement_end" or "agreement_term" not in frame:
        return cells
    endless = (frame["agreement_end"].isna() & frame["agreement_term"].eq("onbepaald")).fillna(value=False)
    return [say("report.indefinite") if off else text for text, off in zip(cells, endless, strict=True)]


def _bounded(cells: list[str], column: Column, frame: pd.DataFrame) -> list[str]:
    """Say of a number that it is a bound where parts of it are unknown; texts are left as they are."""
    counts = column.at_least or column.at_most
    if counts not in frame:
        return cells
    loose = frame[counts].fillna(0).astype("int64")
    return [
        _bound(text, value, column) if unknown and pd.notna(value) and not isinstance(value, str) else text
        for text, value, unknown in zip(cells, frame[column.name], loose, strict=True)
    ]


def _bound(text: str, value: object, column: Column) -> str:
    if column.at_most:
        return say("report.at_most", number=text) if float(str(value)) > 0 else text  # less than nothing is not short
    return lower_bound(text)


def _is_right(column: Column, texts: list[str]) -> bool:
    return column.kind in _NUMERIC or (bool(texts) and all(_is_number(text) for text in texts if text not in _NOTHING))


def _is_number(text: str) -> bool:
    return (text[:1].isdigit() or text[:1] in "−≥+") and len(text.split()) <= _MOST_WORDS


def _caption(block: TableBlock, place: int) -> str:
    words = say("report.table", number=block.number, caption=block.caption) if block.number else block.caption
    return say("report.continued", caption=words) if place else words


def _note(block: TableBlock) -> str:
    hidden = len(block.frame) - len(_kept(block))
    more = [say("report.more_rows", rows=hidden)] if hidden > 0 else []
    return " ".join([block.note, *more]).strip()


def _heading(column: Column) -> str:
    """Give the heading of a column, with the unit of bare numbers."""
    text = column.heading
    if _QUARTER.fullmatch(text):
        return format_quarter_short(Quarter.parse(text))
    unit = f" ({column.unit})" if column.kind in _UNIT_ABOVE and column.unit and column.unit not in text else ""
    return capital(text) + unit
