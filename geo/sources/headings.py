"""Finds the column of each heading; says which are missing, misspelt, or named in vain by the plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.errors import Fault, Note
from geo.sources.cells import plain, suggestion
from geo.sources.column_names import ColumnNames, other_words, our_words, shared_words
from geo.sources.raw import Raw
from geo.tables.columns import Column, Table

FREE_TABLES = {"candidates"}
"""Tables in which columns of one's own are welcome."""
_LEAST_ALIKE = 0.8
_OTHER_LEAST_ALIKE = 0.9
"""How much a heading must look like one of the other words for a column, which are many."""


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
    rank for one column leave it to the first. A word that two columns share finds neither.

    Parameters
    ----------
    raw
        The file.
    table
        What its columns are.
    """
    names = ColumnNames(table.columns)
    own = names.own(raw.spec)
    placed = _place(raw, names, own)
    absent = [column for column in table.columns if column not in placed.values()]
    faults, notes = list(names.wrong(raw.spec, raw.headings)), list[Note]()
    misspelt: set[str] = set()
    for at, heading in enumerate(raw.headings):
        if not heading or at in placed:
            continue
        place = (raw.spec.shown, raw.header_row, heading)
        meant = _meant(heading, table, absent)
        if plain(heading) == "status" and {"decision", "certainty"} & set(table.names):
            faults.append(Fault(*place, "which_status"))
        elif len(meant) > 1:
            notes.append(Note(*place, "two_meanings", (("options", " / ".join(one.heading for one in meant)),)))
        elif meant:
            misspelt.add(meant[0].name)
            faults.append(Fault(*place, "misspelt_column", (("near", meant[0].heading),)))
        elif table.name not in FREE_TABLES:
            notes.append(Note(*place, "unused_column"))
    for column in absent:
        if column.required and column.name not in misspelt and column.name not in own:
            values = (("heading", column.heading), ("name", column.name))
            faults.append(Fault(raw.spec.shown, raw.header_row, column.heading, "missing_column", values))
    return Matched(placed=placed, faults=tuple(faults), notes=tuple(notes), misspelt=frozenset(misspelt))


def _place(raw: Raw, names: ColumnNames, own: Mapping[str, str]) -> dict[int, Column]:
    named = {plain(own[column.name]): column for column in names.columns if column.name in own}
    placed: dict[int, Column] = {}
    for known in (named, names.ours, names.others):
        for at, heading in enumerate(raw.headings):
            column = known.get(plain(heading))
            if column is not None and at not in placed and column not in placed.values():
                placed[at] = column
    return dict(sorted(placed.items()))


def _meant(heading: str, table: Table, absent: Sequence[Column]) -> list[Column]:
    """List the columns that a heading without one may stand for: those that share the word, else one spelt like it."""
    word = plain(heading)
    if word in shared_words(table.columns):
        return [column for column in table.columns if word in other_words(column)]
    for words, least in ((our_words, _LEAST_ALIKE), (other_words, _OTHER_LEAST_ALIKE)):
        known = {one: column for column in absent for one in words(column)}
        near = suggestion(word, list(known), least=least)
        if near:
            return [known[near]]
    return []
