"""A long narrow table in two halves beside each other."""

from dataclasses import replace

from geo.maps import style
from geo.maps.layout import TableBlock

_GAP_MM = 5.0


def folded(table: TableBlock) -> TableBlock:
    """Set the second half of the rows of a table beside the first.

    Bold rows at the end, such as a total, stay below both halves, at the left. Where rows are left out for want of
    room, the table says how many of its lines, since a line then holds two rows.
    """
    last = len(table.rows) - 1
    tail = tuple(row for at, row in enumerate(table.rows) if at in table.bold)
    rows = tuple(row for at, row in enumerate(table.rows[: last + 1]) if at not in table.bold)
    half = -(-len(rows) // 2)
    empty = ("",) * len(table.columns)
    pairs = [(*one, *other) for one, other in zip(rows[:half], (*rows[half:], empty), strict=False)]
    pairs += [(*row, *empty) for row in tail]
    first, *rest = table.columns
    apart = replace(first, width=first.width + _GAP_MM, indent=_GAP_MM)
    return replace(
        table,
        columns=(*table.columns, apart, *rest),
        rows=tuple(pairs),
        bold=frozenset(range(half, half + len(tail))),
        size_pt=style.SMALL_PT,
        rest="areas.more_lines",
    )
