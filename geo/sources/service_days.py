"""Which services of a timetable run on a day: by weekday and period, and by the exceptions to that."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from geo.sources.feed import Feed

CALENDAR, EXCEPTIONS = "calendar.txt", "calendar_dates.txt"
DAYS_BACK = 3
"""How many days before a day a trip may have begun that is still under way."""
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PERIOD = ("start_date", "end_date")
_ADDED, _REMOVED = "1", "2"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDays:
    """The services of a timetable, and those that run on a day and on the days before it."""

    services: frozenset[str]
    """All services that have days."""
    running: tuple[frozenset[str], ...]
    """Those that run on the day itself, on the day before, and so on."""
    first: date | None
    """First day on which one may run; None where none does."""
    last: date | None
    """Last such day."""


def read_service_days(feed: Feed, day: date) -> ServiceDays:
    """Read which services run on a day.

    Parameters
    ----------
    feed
        The timetable, with ``calendar.txt``, ``calendar_dates.txt`` or both. Faults are collected in it.
    day
        The day.

    Returns
    -------
    days
        Of `DAYS_BACK` days before, too: a time past 24:00 belongs to the day on which the trip began.
    """
    days = [day - timedelta(days=back) for back in range(DAYS_BACK + 1)]
    running: list[set[str]] = [set() for _ in days]
    services: set[str] = set()
    bounds: list[date] = []
    for service, on, first, last in _periods(feed):
        services.add(service)
        bounds += [first, last] if any(on) else []
        for when, those in zip(days, running, strict=True):
            if on[when.weekday()] and first <= when <= last:
                those.add(service)
    for service, when, added in _exceptions(feed):
        services.add(service)
        bounds += [when] if added else []
        if when in days:
            those = running[days.index(when)]
            (those.add if added else those.discard)(service)
    return ServiceDays(
        services=frozenset(services),
        running=tuple(frozenset(those) for those in running),
        first=min(bounds, default=None),
        last=max(bounds, default=None),
    )


def _periods(feed: Feed) -> Iterator[tuple[str, tuple[bool, ...], date, date]]:
    """Give each service of ``calendar.txt``: on which weekdays, from when, to when."""
    columns = ("service_id", *_WEEKDAYS, *_PERIOD)
    if not feed.has(CALENDAR) or feed.lacks(CALENDAR, columns):
        return
    for rows in feed.rows(CALENDAR, columns):
        cells = zip(*(rows.texts(column) for column in columns), strict=True)
        for row, (service, *marks, begin, end) in enumerate(cells, start=rows.first):
            for column, mark in zip(_WEEKDAYS, marks, strict=True):
                if mark not in {"0", "1"}:
                    feed.wrong.add(feed.shown(CALENDAR), row, column, "choice", value=mark, allowed="0; 1")
            first, last = (
                _day(feed, (CALENDAR, row, name), text) for name, text in zip(_PERIOD, (begin, end), strict=True)
            )
            if first is not None and last is not None:
                yield service, tuple(mark == "1" for mark in marks), first, last


def _exceptions(feed: Feed) -> Iterator[tuple[str, date, bool]]:
    """Give each exception of ``calendar_dates.txt``: the service, the day, and whether it runs."""
    columns = ("service_id", "date", "exception_type")
    if not feed.has(EXCEPTIONS) or feed.lacks(EXCEPTIONS, columns):
        return
    for rows in feed.rows(EXCEPTIONS, columns):
        cells = zip(*(rows.texts(column) for column in columns), strict=True)
        for row, (service, text, kind) in enumerate(cells, start=rows.first):
            when = _day(feed, (EXCEPTIONS, row, "date"), text)
            if kind not in {_ADDED, _REMOVED}:
                shown = feed.shown(EXCEPTIONS)
                feed.wrong.add(shown, row, "exception_type", "choice", value=kind, allowed="1; 2")
            elif when is not None:
                yield service, when, kind == _ADDED


def _day(feed: Feed, place: tuple[str, int, str], text: str) -> date | None:
    """Read a day such as 20200915; another text is a fault."""
    name, row, column = place
    try:
        return datetime.strptime(text.strip(), "%Y%m%d").date()
    except ValueError:
        feed.wrong.add(feed.shown(name), row, column, "feed_date", value=text)
        return None
