"""Check that agreements end only when there are enough places nationally (chapter 7)."""

from collections.abc import Iterator

import pandas as pd

from geo.analysis.checks.given import CheckInput
from geo.analysis.checks.rules import breach
from geo.analysis.supply import ONE_DAY
from geo.findings import Finding
from geo.quarters import Quarter

_COLUMNS = ("supply", "need", "signed", "ended")


def national(given: CheckInput) -> Iterator[Finding]:
    """Test every agreement that ends in the horizon.

    Two things must both hold: national supply is at least national need, and no more places ended than were signed anew
    since the first quarter given. Enough signed alone would call a national shortage in order. Both are asked of the
    quarter in which the last day falls and, where that is its last day, of the next one too, which is the first without
    the location.
    """
    sites = given.locations
    ends = sites["agreement_end"].between(given.reference_date, given.last)
    figures = _figures(given.national)
    for row in sites[ends].to_dict("records"):
        last = row["agreement_end"]
        quarters = dict.fromkeys((Quarter.of(last.date()), Quarter.of((last + ONE_DAY).date())))
        yield from _tested(row["location_id"], str(row["name"]), [str(one) for one in quarters], figures)


def _figures(table: pd.DataFrame | None) -> dict[str, dict[str, int | None]]:
    """Give per quarter supply, need, and the sums of signed and ended from the first quarter; None where unknown."""
    if table is None or table.empty:
        return {}
    rows = table.drop_duplicates("quarter").set_index("quarter").reindex(columns=list(_COLUMNS))
    first, last = Quarter.parse(min(rows.index)), Quarter.parse(max(rows.index))
    every = [first]
    while every[-1] < last:
        every.append(every[-1].next())
    rows = rows.reindex([str(quarter) for quarter in every]).astype("Int64")
    for name in ("signed", "ended"):
        lost = rows[name].isna().cummax()
        rows[name] = rows[name].fillna(0).cumsum().mask(lost)
    return {
        str(quarter): {name: None if pd.isna(row[name]) else int(row[name]) for name in _COLUMNS}
        for quarter, row in rows.iterrows()
    }


def _tested(name: str, title: str, quarters: list[str], figures: dict[str, dict[str, int | None]]) -> Iterator[Finding]:
    missing: list[str] = []
    for quarter in quarters:
        found = figures.get(quarter, dict.fromkeys(_COLUMNS))
        supply, need, signed, ended = (found[column] for column in _COLUMNS)
        if None in (supply, need, signed, ended):
            missing.append(quarter)
        if supply is not None and need is not None and supply < need:
            yield breach("national_short", [name], name=title, quarter=quarter, supply=supply, need=need)
        if signed is not None and ended is not None and signed < ended:
            yield breach("national_unsigned", [name], name=title, quarter=quarter, signed=signed, ended=ended)
    if missing:
        yield breach("national_missing", [name], name=title, quarters=tuple(missing))
