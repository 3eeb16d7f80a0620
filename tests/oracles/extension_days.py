"""Supply with and without extensions once more, day by day from the agreements: no frames, nothing of `geo`."""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Agreement:
    """A location with its agreement; None is unknown."""

    start: date | None
    end: date | None
    low: int | None
    high: int | None
    emergency: bool = False
    endless: bool = False
    option: int | None = None
    steps: tuple[tuple[date, int], ...] = field(default=())


def months_on(day: date, months: int) -> date:
    """Give the same day some months later, or the last one of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day(one: Agreement, variant: str, today: date, horizon: date) -> date | None:
    """Give the last day of an agreement when it is extended as a variant has it."""
    if one.end is None or one.end < today or variant == "agreed":
        return one.end
    option = months_on(one.end + DAY, one.option or 0) - DAY
    if variant == "options":
        return option
    return max(option, horizon) if one.end <= horizon else one.end


def places(one: Agreement, variant: str, on: date, today: date, horizon: date) -> tuple[int, int] | None:
    """Give the regular places on a day, flexible ones as a range; None where they are unknown."""
    last = last_day(one, variant, today, horizon)
    if one.emergency or (one.start is not None and on < one.start) or (last is not None and on > last):
        return 0, 0
    low, high = one.low, one.high
    agreed = on if one.end is None else min(on, one.end)  # an extension keeps the last capacity
    for day, count in sorted(one.steps):
        if day <= agreed:
            low = high = count
    if one.start is None or (one.end is None and not one.endless) or low is None or high is None:
        return None
    return low, high


def supply(agreements: Sequence[Agreement], variant: str, on: date, today: date, horizon: date) -> tuple[int, int, int]:
    """Add up a day: places at least and at most, and locations that are unknown."""
    found = [places(one, variant, on, today, horizon) for one in agreements]
    known = [pair for pair in found if pair is not None]
    return sum(pair[0] for pair in known), sum(pair[1] for pair in known), len(found) - len(known)


def days(first: date, last: date) -> Iterator[date]:
    """Give every day of a period."""
    while first <= last:
        yield first
        first += DAY
