"""Finds the column of each heading; says which are missing, misspelt, or named in vain by the plan."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from geo.errors import Fault, Note
from geo.sources.cells import plain, suggestion
from geo.sources.raw import FileSpec, Raw
from geo.tables.columns import Column, Table

FREE_TABLES = {"candidates"}
"""Tables in which columns of one's own are welcome."""
PLAN_FILE = "plan.toml"
_LEAST_ALIKE = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """The headings of a table."""

    placed: Mapping[int, Column]
    """Column at each place that has one."""
    faults: tuple[Fault, ...]
    """What is wrong."""
    notes: tuple[Note, ...]
    """What was noticed but is not wrong."""
    misspelt: frozenset[str]
    """Names of the columns that are there under a misspelt heading, and so cannot be read."""


def match_headings(raw: Raw, table: Table) -> Matched:
    """Find the column of each heading.

    The plan's own names go before ours, and ours before the other words that a column may have; two headings of one
    rank for one column leave it to the first.

    Parameters
    ----------
    raw
        The file.
    table
        What its columns are.
    """
    placed = _place(raw, table)
    strange = [at for at, heading in enumerate(raw.headings) if heading and at not in placed]
    absent = [column for column in table.columns if column not in placed.values()]
    words = {plain(word): column for column in absent for word in (column.name, column.heading, *column.also)}
    faults, notes = list(wrong_names(raw.spec, table.names, raw.headings)), list[Note]()
    misspelt: set[str] = set()
    for at in strange:
        place = (raw.spec.shown, raw.header_row, raw.headings[at])
        near = suggestion(plain(raw.headings[at]), list(words), least=_LEAST_ALIKE)
        if plain(raw.headings[at]) == "status" and {"decision", "certainty"} & set(table.names):
            faults.append(Fault(*place, "which_status"))
        elif near:
            misspelt.add(words[near].name)
            faults.append(Fault(*place, "misspelt_column", (("near", words[near].heading),)))
        elif table.name not in FREE_TABLES:
            notes.append(Note(*place, "unused_column"))
    for column in absent:
        if column.required and column.name not in misspelt and column.name not in dict(raw.spec.columns):
            values = (("heading", column.heading), ("name", column.name))
            faults.append(Fault(raw.spec.shown, raw.header_row, column.heading, "missing_column", values))
    return Matched(placed=placed, faults=tuple(faults), notes=tuple(notes), misspelt=frozenset(misspelt))


def _place(raw: Raw, table: Table) -> dict[int, Column]:
    own = {plain(theirs): table.column(ours) for ours, theirs in raw.spec.columns if ours in table.names}
    ours = {plain(word): column for column in table.columns for word in (column.heading, column.name)}
    other = {plain(word): column for column in table.columns for word in column.also}
    placed: dict[int, Column] = {}
    for known in (own, ours, other):
        for at, heading in enumerate(raw.headings):
            column = known.get(plain(heading))
            if column is not None and at not in placed and column not in placed.values():
                placed[at] = column
    return dict(sorted(placed.items()))


def wrong_names(spec: FileSpec, ours: tuple[str, ...], headings: tuple[str, ...]) -> Iterator[Fault]:
    """Find the entries of ``columns`` in the plan that name no column of ours, or no heading of the file.

    Parameters
    ----------
    spec
        The file, with its ``columns``.
    ours
        Names of the columns that may be given.
    headings
        Headings of the file; of all its layers, where it has several.
    """
    file = PLAN_FILE if spec.key else spec.shown
    present = {plain(heading): heading for heading in headings}
    for name, theirs in spec.columns:
        place = (file, 0, f"{spec.key}.columns.{name}".lstrip("."))
        if name not in ours:
            values = (("value", name), ("known", ", ".join(ours)), ("hint", suggestion(name, list(ours), least=0.6)))
            yield Fault(*place, "unknown_column_name", values)
        elif plain(theirs) not in present:
            near = present.get(suggestion(plain(theirs), list(present), least=0.6), "")
            yield Fault(*place, "absent_heading", (("value", theirs), ("file", spec.shown), ("hint", near)))
