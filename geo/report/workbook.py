"""All tables in one workbook, a sheet each, with real numbers and dates under Dutch headings."""

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import cast

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from geo.figures import format_number
from geo.imprint import Imprint
from geo.plain_text import plain
from geo.report.document import page_mark
from geo.report.grids import cell_words
from geo.report.results import Shown
from geo.tables.columns import Column, Kind
from geo.tables.render import heading_with_unit
from geo.words import known, say

_FORMATS: dict[Kind, str] = {
    "places": "#,##0", "count": "#,##0", "months": "#,##0", "days": "#,##0", "money": '"€" #,##0', "area_m2": "#,##0",
    "balance": "+#,##0;-#,##0;0", "number": "#,##0.0", "metres": "#,##0", "minutes": "#,##0.0", "share": "0.0%",
    "date": "dd-mm-yyyy", "due": "dd-mm-yyyy",
}  # fmt: skip
_NAME = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
_LONGEST_CELL = 32_767
_WIDEST = 48
MOST_ROWS = 100_000
"""Rows of a sheet; Excel holds ten times as many, but nobody reads them and its patience ends."""
_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_HEAD = Font(bold=True, color="154273")
_FILL = PatternFill("solid", fgColor="E4EBF3")


def write_workbook(tables: Iterable[Shown], path: Path, *, imprint: Imprint, most_rows: int = MOST_ROWS) -> None:
    """Write tables as an Excel workbook, with a first sheet that says what it is.

    Parameters
    ----------
    tables
        Tables with their rows, in the order of the sheets.
    path
        File to write; its folder exists.
    imprint
        Who made the plan, of what, when and in which edition.
    most_rows
        Rows of a sheet at most; what is more is counted below, with the name of the table that has it all.

    Notes
    -----
    Text is never a formula. A missing value is an empty cell. The same tables give the same bytes.
    """
    book = Workbook()
    listed = list(tables)
    names = _names([shown.table.title for shown in listed])
    about = book.worksheets[0]
    about.title = say("report.workbook.about")
    _write_about(about, imprint, [_told(name, shown.table.name) for name, shown in zip(names, listed, strict=True)])
    for name, shown in zip(names, listed, strict=True):
        _write_table(book.create_sheet(name), shown, most_rows)
    book.properties.title, book.properties.creator = imprint.title, plain(imprint.prt)
    buffer = io.BytesIO()
    book.save(buffer)
    path.write_bytes(_fixed(buffer.getvalue(), imprint.reference_date))


def _names(titles: list[str]) -> list[str]:
    names: list[str] = []
    for title in titles:
        base = _NAME.sub(" ", plain(title))[:_LONGEST_NAME].strip()
        taken = {name.casefold() for name in names}
        tries = (base if turn == 1 else f"{base[: _LONGEST_NAME - 4].strip()} {turn}" for turn in range(1, 1000))
        names.append(next(name for name in tries if name.casefold() not in taken))
    return names


def _told(name: str, table: str) -> str:
    """Name a sheet, with a word on what it is for where its title does not say it all."""
    key = f"report.sheet.{table}"
    return say("report.workbook.named", name=name, what=say(key)) if known(key) else name


def _write_about(sheet: Worksheet, imprint: Imprint, names: list[str]) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 70
    rows: list[tuple[str, object]] = [
        (say("report.workbook.title"), imprint.title),
        (say("report.workbook.edition"), page_mark(imprint)),
        (say("report.workbook.prt"), imprint.prt),
        (say("report.workbook.version"), f"{imprint.version} ({imprint.status})"),
        (say("report.workbook.date"), imprint.reference_date),
        *((say("report.workbook.sheet"), name) for name in names),
        *((say("report.workbook.source"), f"{source.what}: {source.credit}") for source in imprint.sources),
    ]
    for place, (heading, value) in enumerate(rows, start=1):
        _heading(_at(sheet, place, 1), heading)
        kind: Kind = "date" if isinstance(value, date) else "text"
        _fill(_at(sheet, place, 2), value, Column(name="value", heading="", kind=kind))


def _write_table(sheet: Worksheet, shown: Shown, most_rows: int) -> None:
    columns = [column for column in shown.table.columns if column.name in shown.frame]
    rows = shown.frame.head(most_rows)
    headings = [_with_unit(column) for column in columns]
    sheet.freeze_panes = "A2"
    for place, (column, heading) in enumerate(zip(columns, headings, strict=True), start=1):
        longest = max([len(heading), *(len(str(value)) for value in rows[column.name].head(200))])
        sheet.column_dimensions[get_column_letter(place)].width = min(max(10, longest + 2), _WIDEST)
        _heading(_at(sheet, 1, place), heading)
        for line, value in enumerate(rows[column.name], start=2):
            _fill(_at(sheet, line, place), value, column)
    if columns:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    if len(shown.frame) > len(rows):
        more = format_number(len(shown.frame) - len(rows))
        _text(_at(sheet, len(rows) + 2, 1), say("report.workbook.more", rows=more, table=shown.table.name))


def _at(sheet: Worksheet, row: int, column: int) -> Cell:
    return cast("Cell", sheet.cell(row, column))  # no cell is merged here


def _with_unit(column: Column) -> str:
    named = heading_with_unit(column)
    return named[:1].upper() + named[1:]


def _heading(cell: Cell, text: str) -> None:
    _text(cell, text)
    cell.font, cell.fill = _HEAD, _FILL
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _fill(cell: Cell, value: object, column: Column) -> None:
    if isinstance(value, tuple | list):
        if value:
            _text(cell, cell_words(value, column))
        return
    if pd.isna(value):  # type: ignore[call-overload]
        return
    native = value.item() if hasattr(value, "item") else value
    if isinstance(native, datetime | date):
        _number(cell, datetime.combine(native, time()), column)
    elif isinstance(native, int | float) and not isinstance(native, bool) and column.kind in _FORMATS:
        _number(cell, native, column)
    else:
        _text(cell, native if isinstance(native, str) and column.kind in _FORMATS else cell_words(native, column))


def _number(cell: Cell, value: float | datetime, column: Column) -> None:
    cell.value = value
    usual = _FORMATS.get(column.kind, "dd-mm-yyyy" if isinstance(value, datetime) else "General")
    cell.number_format = f"#,##0.{'0' * column.decimals}" if column.kind == "number" and column.decimals else usual


def _text(cell: Cell, text: str) -> None:
    cell.value = plain(text)[:_LONGEST_CELL]
    cell.data_type = "s"  # after the value: openpyxl takes "=1+1" for a formula and "#N/A" for an error
    cell.quotePrefix = True


def _fixed(xlsx: bytes, day: date) -> bytes:
    made = io.BytesIO()
    stamp = f"{day:%Y-%m-%d}T12:00:00Z".encode()
    with zipfile.ZipFile(io.BytesIO(xlsx)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(lambda found: found[1] + stamp, data)
            entry = zipfile.ZipInfo(name, date_time=(day.year, day.month, day.day, 12, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, data)
    return made.getvalue()
