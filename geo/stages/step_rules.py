"""Capacity steps against the agreements that they change."""

from collections.abc import Iterator, Mapping

import pandas as pd

from geo.analysis.variants import last_days
from geo.errors import Fault, Note
from geo.sources.read_tables import ReadTable


def step_faults(steps: ReadTable, sites: Mapping[str, ReadTable]) -> Iterator[Fault]:
    """Find steps before the start of their agreement, or after its end with every extension.

    They would change nothing on any day, so one of the two dates is wrong. A step on the first or the last day is one
    within the agreement.

    Parameters
    ----------
    steps
        The capacity steps, as read.
    sites
        Locations and candidates, as read.
    """
    for row, day, start, end, longest in _dated(steps, sites):
        if start is not None and day < start:
            yield steps.fault(row, "from", "step_before_start", value=_shown(day), start=_shown(start))
        elif end is not None and longest is not None and day > longest:
            yield steps.fault(row, "from", "step_after_end", value=_shown(day), end=_shown(end))


def step_notes(steps: ReadTable, sites: Mapping[str, ReadTable]) -> Iterator[Note]:
    """Name the steps after the end of their agreement but within its extension: without that they change nothing."""
    for row, day, _, end, longest in _dated(steps, sites):
        if end is not None and longest is not None and end < day <= longest:
            yield steps.note(row, "from", "step_in_extension", value=_shown(day), end=_shown(end))


def _dated(
    steps: ReadTable, sites: Mapping[str, ReadTable]
) -> Iterator[tuple[int, pd.Timestamp, pd.Timestamp | None, pd.Timestamp | None, pd.Timestamp | None]]:
    """Give row, day, first day, last day and last day with extension of each step of a known site; None is unknown."""
    terms = {
        str(site): (_day(start), _day(end), _day(longest))
        for frame in (read.frame for read in sites.values())
        for site, start, end, longest in zip(
            frame["location_id"], frame["agreement_start"], frame["agreement_end"], last_days(frame), strict=True
        )
    }
    for row, (site, value) in enumerate(zip(steps.frame["location_id"], steps.frame["from"], strict=True)):
        day = _day(value)
        if site in terms and day is not None:
            yield (row, day, *terms[site])


def _day(value: object) -> pd.Timestamp | None:
    return value if isinstance(value, pd.Timestamp) else None


def _shown(day: pd.Timestamp) -> str:
    return f"{day:%d-%m-%Y}"
