"""The words by which a column can be called: as a heading of a file, and in ``columns`` of the plan."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from geo.errors import Fault
from geo.sources.cells import plain, suggestion
from geo.sources.raw import FileSpec
from geo.tables.columns import Column
from geo.tables.render import heading_with_unit

PLAN_FILE = "plan.toml"
_LEAST_ALIKE = 0.6


def our_words(column: Column) -> tuple[str, ...]:
    """List the headings that the tool itself has for a column, as `plain` writes them: Dutch, with unit, English."""
    return tuple(dict.fromkeys(map(plain, (column.heading, heading_with_unit(column), column.name))))


def other_words(column: Column) -> tuple[str, ...]:
    """List the other headings of a column, as `plain` writes them, with and without its unit."""
    unit = heading_with_unit(column).removeprefix(column.heading)
    spelt = (form for word in column.also for form in (word, word + unit))
    return tuple(dict.fromkeys(map(plain, spelt)))


def shared_words(columns: Sequence[Column]) -> set[str]:
    """Give the other words that more than one of some columns has: they mean neither."""
    counted = Counter(word for column in columns for word in other_words(column))
    return {word for word, count in counted.items() if count > 1}


@dataclass(frozen=True, slots=True)
class ColumnNames:
    """How a plan may name the columns of a table: in Dutch or English, in any case."""

    columns: tuple[Column, ...]
    """The columns of the table."""

    @property
    def ours(self) -> dict[str, Column]:
        """The column of each heading of our own, in plain letters."""
        return {word: column for column in self.columns for word in our_words(column)}

    @property
    def others(self) -> dict[str, Column]:
        """The column of each other word that only one of them has, in plain letters."""
        shared = shared_words(self.columns)
        return {word: column for column in self.columns for word in other_words(column) if word not in shared}

    def own(self, spec: FileSpec) -> dict[str, str]:
        """Give the headings that a plan names for a file, by our name of the column."""
        words = self.others | self.ours
        return {words[plain(ours)].name: theirs for ours, theirs in spec.columns if plain(ours) in words}

    def wrong(self, spec: FileSpec, headings: Sequence[str]) -> Iterator[Fault]:
        """Find the entries of ``columns`` in the plan that name no column of ours, or no heading of the file.

        Parameters
        ----------
        spec
            The file, with its ``columns``.
        headings
            Headings of the file; of all its layers, where it has several.
        """
        file, words = PLAN_FILE if spec.key else spec.shown, self.others | self.ours
        present = {plain(heading): heading for heading in headings}
        seen: set[str] = set()
        for ours, theirs in spec.columns:
            place = (file, 0, f"{spec.key}.columns.{ours}".lstrip("."))
            if plain(ours) not in words:
                known = ", ".join(column.heading for column in self.columns)
                values = {"value": ours, "known": known, "hint": _nearest_heading(ours, words)}
                yield Fault(*place, "unknown_column_name", tuple(values.items()))
                continue
            name = words[plain(ours)].name
            if name in seen:
                yield Fault(*place, "stands_twice", (("value", ours),))
            elif plain(theirs) not in present:
                near = present.get(suggestion(plain(theirs), list(present), least=_LEAST_ALIKE), "")
                yield Fault(*place, "absent_heading", (("value", theirs), ("file", spec.shown), ("hint", near)))
            seen.add(name)


def _nearest_heading(name: str, words: Mapping[str, Column]) -> str:
    """Give the Dutch heading of the column that a name of the plan looks like; empty if none does."""
    near = suggestion(plain(name), list(words), least=_LEAST_ALIKE)
    return words[near].heading if near else ""
