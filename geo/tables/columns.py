"""What a column and a table are."""

from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal[
    "text", "id", "bag_id", "list", "choice", "places", "months", "days", "area_m2", "money", "number",
    "date", "due", "yes_no", "metres", "minutes", "share", "quarter", "count", "balance",
]  # fmt: skip
"""How the text of a cell is parsed, and how a value is written for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table."""

    name: str
    """English name, as in code and in Parquet."""
    heading: str
    """Dutch heading, as people read it; accepted when reading."""
    kind: Kind = "text"
    """Kind of value."""
    also: tuple[str, ...] = ()
    """Other headings that are accepted when reading."""
    required: bool = False
    """Whether each row must have a value."""
    choices: tuple[str, ...] = ()
    """The values that a ``choice`` may have."""
    unit: str = ""
    """Unit, for example ``m``."""
    words: str = ""
    """Section of the word catalogue that holds the Dutch text of each value, for example ``status``."""
    at_least: str = ""
    """Column that counts what is unknown of the value, which is then a lower bound: people read ``≥`` before it."""
    at_most: str = ""
    """Column that counts what could lessen the value, which is then an upper bound: people read that before it."""
    decimals: int = 0
    """Decimals of a share, as people read it; of a number too, where 0 is one decimal."""
    doc: str = ""
    """What the column means, one English sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: its name, its Dutch title and its columns in order."""

    name: str
    """English name, as in file names."""
    title: str
    """Dutch title, as people read it."""
    columns: tuple[Column, ...]
    """The columns in order."""
    key: tuple[str, ...] = ()
    """Columns that together tell rows apart."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Give the column of a name."""
        return next(column for column in self.columns if column.name == name)

    def without(self, *names: str) -> "Table":
        """Leave columns out; a name that is none of them changes nothing."""
        return replace(self, columns=tuple(column for column in self.columns if column.name not in names))

    def only(self, *names: str) -> "Table":
        """Keep the columns of these names, in the order of the names."""
        return replace(self, columns=tuple(self.column(name) for name in names))
