"""Rows of a table without a key: told whole, and as a changed row where it is plain which one it was."""

from collections import Counter
from collections.abc import Iterator

import pandas as pd

from geo.analysis.versions.cells import Row, line, told
from geo.tables.columns import Column, Table

_TELLS_APART = {"id", "choice", "date", "due", "quarter"}
Cells = tuple[str, ...]


def whole_rows(old: pd.DataFrame | None, new: pd.DataFrame | None, table: Table) -> Iterator[dict[str, str]]:
    """List the rows that one side has more of than the other.

    Parameters
    ----------
    old, new
        Rows in any order, of which some may be equal; None has no rows.
    table
        Declaration of the columns.

    Yields
    ------
    line
        The columns of `geo.tables.versions.INPUT_CHANGES`. A row that is gone and one that is new are one changed row
        where they differ in one cell, and neither does so from another row.
    """
    before, after = _counted(old, table), _counted(new, table)
    gone, come = sorted((before - after).elements()), sorted((after - before).elements())
    pairs = _one_cell_apart(gone, come)
    paired = {one for both in pairs for one in both}
    for change, rows, side in (("gone", gone, "old"), ("new", come, "new")):
        for cells in rows:
            if (change, cells) not in paired:
                yield _line(table, change, cells) | {side: _all_cells(table, cells)}
    for (_, was), (_, now) in pairs:
        (place,) = (one for one, cell in enumerate(was) if cell != now[one])
        heading = table.columns[place].heading
        yield _line(table, "changed", now, place) | {"column": heading, "old": was[place], "new": now[place]}


def _counted(frame: pd.DataFrame | None, table: Table) -> Counter[Cells]:
    rows = [] if frame is None else frame.to_dict("records")
    return Counter(tuple(told(row, column) for column in table.columns) for row in rows)


def _one_cell_apart(gone: list[Cells], come: list[Cells]) -> list[tuple[tuple[str, Cells], tuple[str, Cells]]]:
    """Pair rows that differ in one cell; a row that could go with several goes with none."""
    by_rest: dict[tuple[int, Cells], list[Cells]] = {}
    for cells in come:
        for place in range(len(cells)):
            by_rest.setdefault((place, _without(cells, place)), []).append(cells)
    found = [
        (was, now)
        for was in gone
        for place in range(len(was))
        for now in by_rest.get((place, _without(was, place)), ())
    ]
    olds, news = (Counter(pair[side] for pair in found) for side in (0, 1))
    return [(("gone", was), ("new", now)) for was, now in found if olds[was] == news[now] == 1]


def _without(cells: Cells, place: int) -> Cells:
    return (*cells[:place], *cells[place + 1 :])


def _line(table: Table, change: str, cells: Cells, changed: int = -1) -> dict[str, str]:
    row: Row = dict(zip(table.names, cells, strict=True))
    key = " ".join(
        cell
        for place, (column, cell) in enumerate(zip(table.columns, cells, strict=True))
        if cell and place != changed and _names_the_row(column)
    )
    return line(table, change, key, row)


def _names_the_row(column: Column) -> bool:
    """Tell whether a column says which row it is; its source does not, and its name is told by itself."""
    return column.name not in {"source", "name"} and (column.required or column.kind in _TELLS_APART)


def _all_cells(table: Table, cells: Cells) -> str:
    filled = ((column.heading, cell) for column, cell in zip(table.columns, cells, strict=True) if cell)
    return "; ".join(f"{heading} {cell}" for heading, cell in filled)
