"""Municipalities over the years: which codes hold on a day, and numbers brought from one day to another (chapter 3).

A municipality that was divided over others takes its numbers with it: only its territory tells which part went where,
so that what those others then have is unknown. Source: `geo.tables.mergers`.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from geo.errors import InputError
from geo.tables.mergers import REORGANISATIONS, Reorganisation


def codes_on(codes: Iterable[str], *, since: date, until: date) -> frozenset[str]:
    """Bring codes of municipalities from one day to a later one.

    Parameters
    ----------
    codes
        Codes that held on `since`; ones that were never reorganised, such as invented ones, stay as they are.
    since, until
        The days.
    """
    found = set(codes)
    for one in _between(since, until):
        if one.old_code in found:
            found.remove(one.old_code)
            found.update(one.new_codes)
    return frozenset(found)


def carry(numbers: Mapping[str, float | None], *, since: date, until: date) -> dict[str, float | None]:
    """Bring numbers per municipality, such as inhabitants or obligations, from one day to a later one.

    Parameters
    ----------
    numbers
        Number by the code that held on `since`; None where it is unknown.
    since, until
        The days.

    Returns
    -------
    numbers
        By the codes that hold on `until`, sorted by code. A municipality has the sum of those that went into it and
        what it had itself; None where one of these is unknown or was not given, and where it got part of one that was
        divided.

    Raises
    ------
    InputError
        If `until` comes before `since`: what was added up cannot be taken apart.
    """
    if until < since:
        msg = f"numbers of {since} cannot be brought back to {until}: what was added up cannot be taken apart"
        raise InputError(msg)
    found = dict(numbers)
    steps = _between(since, until)
    for day in sorted({one.date for one in steps}):
        found = _after(found, [one for one in steps if one.date == day])
    return dict(sorted(found.items()))


def _after(numbers: dict[str, float | None], steps: list[Reorganisation]) -> dict[str, float | None]:
    ended = {one.old_code for one in steps}
    kept = {code: number for code, number in numbers.items() if code not in ended}
    for code in sorted({new for one in steps for new in one.new_codes}):
        into = [one for one in steps if code in one.new_codes]
        own = () if into[0].begins else (code,)
        parts = [*own, *(one.old_code for one in into)]
        if not any(part in numbers for part in parts):
            continue
        known = [numbers.get(part) for part in parts]
        whole = all(one.kind != "split" for one in into)
        kept[code] = sum(one for one in known if one is not None) if whole and None not in known else None
    return kept


def ended_by(codes: Iterable[str], day: date) -> tuple[Reorganisation, ...]:
    """Find which of some codes hold no longer on a day, by code."""
    some = set(codes)
    found = [one for one in REORGANISATIONS if one.old_code in some and one.date <= day]
    return tuple(sorted(found, key=lambda one: one.old_code))


def begun_after(codes: Iterable[str], day: date) -> tuple[str, ...]:
    """Find which of some codes do not hold yet on a day, sorted."""
    some = set(codes)
    later = (one for one in REORGANISATIONS if one.begins and one.date > day)
    return tuple(sorted({code for one in later for code in one.new_codes} & some))


def end_of(code: str) -> Reorganisation | None:
    """Tell how a municipality ended; None where it did not in these years."""
    return next((one for one in REORGANISATIONS if one.old_code == code), None)


def origin_of(code: str) -> tuple[Reorganisation, ...]:
    """Tell of which municipalities one was made that began in these years; nothing where it did not begin then."""
    return tuple(one for one in REORGANISATIONS if one.begins and code in one.new_codes)


def _between(since: date, until: date) -> tuple[Reorganisation, ...]:
    return tuple(one for one in REORGANISATIONS if since < one.date <= until)
