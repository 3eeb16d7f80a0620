"""Tells rows that sum up the rows above them from rows of their own."""

from collections.abc import Mapping, Sequence

from geo.sources.cells import Value, plain
from geo.tables.columns import Kind, Table

_PHRASES = {
    "totaal", "total", "totalen", "totals", "subtotaal", "sub_totaal", "subtotal", "eindtotaal", "som", "sum",
    "totaal_generaal", "generaal_totaal", "grand_total", "totaal_locaties", "totaal_plekken",
}  # fmt: skip
"""What alone in a cell says that its row is a total."""
_FIRST_WORDS = {"totaal", "total", "subtotaal", "subtotal", "eindtotaal", "som"}
"""With what the name of a total may begin; it is one if its numbers are sums."""
_SUMMED: tuple[Kind, ...] = ("places", "count", "area_m2", "money")
_LEAST_ROWS = 2
"""How many rows must stand above what is a total by its numbers."""


class Totals:
    """Watches the rows of a table go by."""

    def __init__(self, table: Table) -> None:
        self._columns = [column.name for column in table.columns if column.kind in _SUMMED]
        self._names = [
            column.name
            for column in table.columns
            if column.name in {*table.key, "name"} or (column.required and column.kind in {"id", "text"})
        ]
        self._since: list[dict[str, Value]] = []
        self._all: list[dict[str, Value]] = []

    def is_total(self, values: Mapping[str, Value], first_cell: str) -> str:
        """Tell whether a row is a total.

        A row is one if its id, its name or its first cell is the word alone (``Totaal``); if one of them begins with
        the word and the numbers are the sums of the rows above (``Totaal Flevoland``); or if it has neither id nor
        name and its numbers are such sums. A facility called *Totaal Fit* is none. A table without anything to sum
        has no totals.

        Parameters
        ----------
        values
            The values of the row, by column.
        first_cell
            Text of the first cell that is filled.

        Returns
        -------
        word
            What the total is called, or its number where it has no name; empty for a row of its own.
        """
        if not self._columns:
            return ""
        named = [str(values[name]) for name in self._names if values.get(name) is not None]
        labels = [*named, first_cell]
        alone = next((label for label in labels if plain(label) in _PHRASES), "")
        if alone:
            return alone
        begun = next((label for label in labels if plain(label).split("_")[0] in _FIRST_WORDS), "")
        nameless = bool(self._names) and not named
        several = len(self._all) >= _LEAST_ROWS
        if several and (begun or nameless) and any(self._are_sums(values, rows) for rows in (self._all, self._since)):
            return begun or first_cell
        return ""

    def _are_sums(self, values: Mapping[str, Value], rows: Sequence[Mapping[str, Value]]) -> bool:
        filled = {name: values[name] for name in self._columns if values.get(name)}
        sums = {name: sum(float(str(row.get(name) or 0)) for row in rows) for name in filled}
        return bool(filled) and all(float(str(filled[name])) == sums[name] for name in filled)

    def passed(self, values: dict[str, Value]) -> None:
        """Remember a row of its own."""
        self._since.append(values)
        self._all.append(values)

    def summed(self) -> None:
        """Begin anew below a total."""
        self._since = []
