"""Municipalities over the years: which codes hold on a day (chapter 3). Source: `geo.tables.mergers`."""

from collections.abc import Iterable
from datetime import date

from geo.tables.mergers import REORGANISATIONS, Reorganisation


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
