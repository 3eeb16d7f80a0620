"""Reads a sheet of a workbook as rows of cells."""

from datetime import date, datetime, time, timedelta

import openpyxl

from geo.sources.cells import Cell, suggestion
from geo.sources.raw import FileSpec, opening, unreadable


def read_sheet(spec: FileSpec) -> list[tuple[Cell, ...]]:
    """Read all rows of a sheet, from row 1 on.

    Parameters
    ----------
    spec
        The workbook; the first sheet where it names none.

    Raises
    ------
    UnreadableError
        If the file is no workbook, or has no sheet of that name.
    """
    with opening(spec):
        book = openpyxl.load_workbook(spec.path, read_only=True, data_only=True)
    try:
        sheets = {sheet.title: sheet for sheet in book.worksheets}
        if spec.sheet is not None and spec.sheet not in sheets:
            near = suggestion(spec.sheet, list(sheets))
            raise unreadable(spec, "sheet", sheet=spec.sheet, sheets=", ".join(sheets), hint=near)
        with opening(spec):
            sheet = sheets[spec.sheet or next(iter(sheets))]
            sheet.reset_dimensions()  # some programs write a wrong size, and rows beyond it would be lost
            return [tuple(map(_cell, row)) for row in sheet.iter_rows(values_only=True)]
    finally:
        book.close()


def _cell(value: object) -> Cell:
    """Keep a number a number: a spreadsheet holds 15 digits of it, whole or not."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None or isinstance(value, timedelta) else str(value)
