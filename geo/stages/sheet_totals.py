"""Totals that the sheets print: of a column of what they show, and per type from the tables that add them up."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from geo.analysis.supply import EMERGENCY
from geo.figures import Figure, add_up
from geo.stages.stage import Work
from geo.tables.factsheets import ALLOCATION_PARTS
from geo.tables.portfolio import PORTFOLIO_TOTALS
from geo.words import say


def column_total(rows: pd.DataFrame, column: str, *, unit: str, source: str) -> Figure:
    """Add up a column, in which a missing value is an unknown part.

    Parameters
    ----------
    rows
        Rows of a table.
    column
        Column of numbers.
    unit
        What is counted.
    source
        Name of the table.
    """
    values = [None if pd.isna(value) else float(value) for value in rows[column]]
    return add_up(values, unit=unit, source=f"{source}.{column}")


def current_types(work: Work) -> dict[str, Figure]:
    """Give the places per current type, emergency reception too, which does not count in the total."""
    table = work.frame(PORTFOLIO_TOTALS.name)
    rows = table[table["by"] == "current_type"].to_dict("records")
    return {str(row["value"]): _current(row, "emergency" if row["value"] in EMERGENCY else "regular") for row in rows}


def _current(row: Mapping[Hashable, Any], column: str) -> Figure:
    return Figure(
        value=float(row[column]),
        unit=say("report.unit.emergency"),
        unknown=int(row[f"{column}_unknown"]),
        source=f"{PORTFOLIO_TOTALS.name}.{column}",
    )


def future_types(work: Work) -> dict[str, Figure]:
    """Give the places per type at the end of the horizon."""
    table = work.frame(ALLOCATION_PARTS.name)
    return {
        str(row["value"]): Figure(
            value=float(row["end"]),
            unit=say("report.unit.emergency"),
            unknown=int(row["unknown_end"]),
            source=f"{ALLOCATION_PARTS.name}.end",
        )
        for row in table[table["by"] == "type"].to_dict("records")
    }
