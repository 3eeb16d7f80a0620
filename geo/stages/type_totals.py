"""Places per type of location, from the tables that add them up: for the legends of the sheets."""

from collections.abc import Hashable, Mapping
from typing import Any

from geo.analysis.supply import EMERGENCY
from geo.figures import Figure
from geo.stages.stage import Work
from geo.tables.factsheets import ALLOCATION_PARTS
from geo.tables.portfolio import PORTFOLIO_TOTALS
from geo.words import say


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
