"""The portfolio at the end of each year of the horizon, with what changed in it (chapter 7)."""

from collections.abc import Sequence

import pandas as pd

from geo.quarters import Quarter

COLUMNS = ("location_id", "type", "places", "places_before", "event", "changes")


def years_of(quarters: Sequence[Quarter]) -> tuple[tuple[Quarter, ...], ...]:
    """Part the quarters of a horizon by year; the first and the last year may be short."""
    years = dict.fromkeys(quarter.year for quarter in quarters)
    return tuple(tuple(quarter for quarter in quarters if quarter.year == year) for year in years)


def year_end(transition: pd.DataFrame, quarters: Sequence[Quarter]) -> pd.DataFrame:
    """Tell what stands on the last day of a year, and what changed in it.

    Parameters
    ----------
    transition
        From `geo.analysis.transition.transition`.
    quarters
        Quarters of one year, in order; the last one is shown.

    Returns
    -------
    table
        ``location_id, type, places, places_before, event, changes``, a row a location that stands on that day or ended
        in that year, sorted by id. ``places`` is missing where unknown and 0 for what ended; ``places_before`` is what
        that had before, missing where the table does not say it. ``event`` is the one that tells most: ``end``,
        ``unknown``, ``open``, ``convert``, else the last of ``grow`` and ``shrink``; empty where nothing changed.
        ``changes`` lists all but the unknown, as pairs of event and quarter.
    """
    names = [str(quarter) for quarter in quarters]
    rows = transition[transition["quarter"].isin(names)].sort_values(["location_id", "quarter"])
    found = [
        _of_location(str(key), part, transition[transition["location_id"] == key])
        for key, part in rows.groupby("location_id", sort=True)
    ]
    table = pd.DataFrame(found, columns=list(COLUMNS))
    return table.astype({"places": "Int64", "places_before": "Int64"})


def _of_location(key: str, rows: pd.DataFrame, every: pd.DataFrame) -> tuple[object, ...]:
    last = rows.iloc[-1]
    changes = [
        (event, quarter)
        for event, quarter in zip(rows["event"], rows["quarter"], strict=True)
        if event not in ("", "unknown")
    ]
    before = every.loc[every["quarter"] < last["quarter"], ["quarter", "places"]].sort_values("quarter")
    ended = last["event"] == "end"
    had = before["places"].iloc[-1] if ended and len(before) else pd.NA
    return key, last["type"], last["places"], had, _event(last, [event for event, _ in changes]), tuple(changes)


def _event(last: pd.Series, changes: list[str]) -> str:
    if last["event"] == "end":
        return "end"
    if pd.isna(last["places"]):
        return "unknown"
    told = [event for event in ("open", "convert") if event in changes]
    return told[0] if told else next(reversed([event for event in changes if event != "end"]), "")
