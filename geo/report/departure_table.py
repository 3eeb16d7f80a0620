"""Departures of public transport as people read them: a row a location."""

from collections.abc import Mapping

import pandas as pd

from geo.figures import format_date, format_metres
from geo.report.content import TableBlock
from geo.tables.columns import Column, Table
from geo.tables.departures import DEPARTURES
from geo.words import say

_COLUMNS = ("stops", "per_hour", "lines", "first", "last", "nearest_name", "nearest_m")
_MORE = "*"
"""Mark behind a place so near the edge of the extract that stops may lie beyond it."""


def departure_table(
    departures: pd.DataFrame, names: Mapping[str, str], limit: str | None, *, number: str
) -> TableBlock | None:
    """Show the departures near the locations.

    Parameters
    ----------
    departures
        The table ``departures``.
    names
        Name per location; places without a name here are left out.
    limit
        How far the nearest stop was looked for, in words; None where that is not known.
    number
        Number of the table.

    Returns
    -------
    block
        None where no location has a row. What nobody knows, of a place without streets near, is left unknown.
    """
    rows = departures.set_index("location_id")
    rows = rows.loc[[name for name in names if name in rows.index]]
    if rows.empty:
        return None
    marked = [names[str(name)] + (f" {_MORE}" if row["border"] else "") for name, row in rows.iterrows()]
    far = say("report.none_within", limit=limit) if limit else say("report.none_found")
    no_time = say("unknown.not_applicable")
    known = rows[list(_COLUMNS)].astype("object").fillna({"first": no_time, "last": no_time, "nearest_m": far})
    told = known.where(rows["status"] != "unreachable", say("unknown.word"))
    columns = (Column(name="name", heading=say("report.columns.location")), *map(DEPARTURES.column, _COLUMNS))
    return TableBlock(
        number=number,
        caption=say("report.caption.departures"),
        table=Table(name=DEPARTURES.name, title=say("report.caption.departures"), columns=columns),
        frame=told.assign(name=marked).reset_index(drop=True),
        note=_note(rows),
    )


def _note(rows: pd.DataFrame) -> str:
    first = rows.iloc[0]
    counted = say(
        "report.departures",
        date=format_date(first["date"]),
        reach=format_metres(float(first["reach_m"])),
        **{"from": first["from"], "until": first["until"]},
    )
    border = f" {_MORE} {DEPARTURES.column('border').heading}." if rows["border"].any() else ""
    return counted + border
