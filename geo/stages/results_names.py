"""Names beside the codes of what the plan was given, and workbook tables without words of the program."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd

from geo.figures import named
from geo.report.results import Shown
from geo.sources.inputs import Inputs
from geo.tables.factsheets import FACTSHEETS
from geo.tables.portfolio import ATTENTION, CONTEXT_FACTS
from geo.tables.ranking import CRITERIA, VERDICTS

_INNER = {
    CONTEXT_FACTS.name: ("source",),
    ATTENTION.name: ("source",),
    FACTSHEETS.name: ("item", "source"),
    CRITERIA.name: ("fact",),
    VERDICTS.name: ("fact",),
}
"""Columns per table that name tables and columns of the program: the CSV files have them, readers do without."""


def for_readers(tables: Iterable[Shown]) -> tuple[Shown, ...]:
    """Leave out the columns that are words of the program."""
    return tuple(replace(shown, table=shown.table.without(*_INNER.get(shown.table.name, ()))) for shown in tables)


def with_names(shown: Shown | None, names: Mapping[str, str], *columns: str) -> Shown | None:
    """Write what codes stand for; one that nothing is known of stays as it was given.

    Parameters
    ----------
    shown
        Table with its rows; None where nothing was given.
    names
        Name per code.
    columns
        Columns with codes.
    """
    if shown is None:
        return None
    told = {
        column: [names.get(str(code), code) for code in shown.frame[column]]
        for column in columns
        if column in shown.frame
    }
    return Shown(table=shown.table, frame=shown.frame.assign(**told))


def candidate_names(candidates: pd.DataFrame) -> dict[str, str]:
    """Name candidates, as read, for people: ``Oude veiling (MK01)``."""
    return {
        str(one): named("" if pd.isna(name) else str(name), str(one))
        for one, name in zip(candidates["location_id"], candidates["name"], strict=True)
    }


def location_names(inputs: Inputs) -> dict[str, str]:
    """Name locations as ``ML06 Molenpark``."""
    places = inputs.locations
    return dict(zip(places["location_id"], places["location_id"] + " " + places["name"], strict=True))


def subject_names(inputs: Inputs) -> dict[str, str]:
    """Name locations and partnerships as ``ML06 Molenpark``."""
    names = location_names(inputs)
    rows = inputs.table_if_given("partnerships")
    if rows is not None:
        pairs = zip(rows["partnership_id"], rows["name"], strict=True)
        names |= {key: f"{key} {name}" for key, name in pairs if isinstance(name, str) and name not in ("", key)}
    return names
