"""Quarters of a year, written ``2022-Q2`` in data, and half years."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from geo.errors import InputError

_YEAR = r"(?P<year>\d{4})"
_BETWEEN = r" ?[-/]? ?"
_MARK = r"(?:kwartaal|kw|k|q)"
_NUMBER = r"(?P<number>[1-4]|IV|I{1,3})"
_ORDINAL = r"(?P<number>[1-4](?:e|ste|de)?|eerste|tweede|derde|vierde)"
_PATTERNS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_YEAR}{_BETWEEN}(?:{_MARK}\.? ?)?{_NUMBER}",
        rf"{_YEAR}{_BETWEEN}{_ORDINAL} {_MARK}\.?",
        rf"{_MARK}\.? ?{_NUMBER}(?:{_BETWEEN}| van ){_YEAR}",
        rf"(?:het )?{_ORDINAL} ?{_MARK}\.?(?: | van ){_YEAR}",
    )
)
"""How people write a quarter; a bare number before the year is none, for that is how a month is written."""
_NUMBERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "eerste": 1, "tweede": 2, "derde": 3, "vierde": 4}
_MONTHS_PER_QUARTER = 3
MONTHS_PER_HALF = 6
"""Months of a half year."""
_HALF = r"(?:half ?jaar|halfjr|helft|hj|h)"
_FIRST_OR_SECOND = r"(?P<number>[12](?:e|ste|de)?|eerste|tweede)"
_HALF_YEARS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_YEAR}{_BETWEEN}(?:{_HALF}\.? ?)?(?P<number>[12]|II?)",
        rf"{_YEAR}{_BETWEEN}{_FIRST_OR_SECOND} ?{_HALF}",
        rf"(?:het |de )?{_FIRST_OR_SECOND} ?{_HALF}\.?{_BETWEEN}(?:van )?{_YEAR}",
        rf"{_HALF}\.? ?(?P<number>[12]|II?)(?:{_BETWEEN}| van ){_YEAR}",
        rf"(?P<number>II?){_BETWEEN}{_YEAR}",
    )
)
"""How people write a half year; a bare digit before the year is none, for that is how a month is written."""
_SPAN = re.compile(
    r"(?:1 )?(?P<from>jan(?:uari)?|juli?)\.?(?: (?P<begin>\d{4}))? ?(?:-|–|t/m|tot en met) ?"
    rf"(?:30 |31 )?(?P<to>juni?|dec(?:ember)?)\.? {_YEAR}",
    re.IGNORECASE,
)
"""A half year by its months, such as ``juli t/m december 2020``."""
_SPANS = {("jan", "jun"): 1, ("jul", "dec"): 2}


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year."""

    year: int
    """Calendar year."""
    number: int
    """1 to 4."""

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """Read a quarter such as ``2022-Q2``, ``2022-II`` or ``2e kwartaal 2022``.

        Raises
        ------
        InputError
            If the text is not a quarter.
        """
        found = _numbered(_PATTERNS, text)
        if found is None:
            msg = f"`{text}` is not a quarter such as 2022-Q2"
            raise InputError(msg)
        return cls(*found)

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """Give the quarter in which a day falls."""
        return cls(day.year, (day.month - 1) // _MONTHS_PER_QUARTER + 1)

    @property
    def first_day(self) -> date:
        """First day of the quarter."""
        return date(self.year, _MONTHS_PER_QUARTER * (self.number - 1) + 1, 1)

    @property
    def last_day(self) -> date:
        """Last day of the quarter, on which quarter figures are taken."""
        return self.next().first_day - timedelta(days=1)

    def next(self) -> "Quarter":
        """Give the quarter after this one."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    def __str__(self) -> str:
        """Write the quarter as in data, ``2022-Q2``."""
        return f"{self.year}-Q{self.number}"


@dataclass(frozen=True, slots=True, order=True)
class HalfYear:
    """Half of a year."""

    year: int
    """Calendar year."""
    number: int
    """1 or 2."""

    @classmethod
    def parse(cls, text: str) -> "HalfYear":
        """Read a half year such as ``2020-2``, ``2020-II``, ``2e halfjaar 2020`` or ``juli t/m december 2020``.

        Raises
        ------
        InputError
            If the text is not a half year.
        """
        found = _numbered(_HALF_YEARS, text)
        if found is not None:
            return cls(*found)
        span = _SPAN.fullmatch(" ".join(text.split()))
        ends = None if span is None else (span["from"][:3].casefold(), span["to"][:3].casefold())
        if span is None or ends not in _SPANS or span["begin"] not in (None, span["year"]):
            msg = f"`{text}` is not a half year such as 2020-2"
            raise InputError(msg)
        return cls(int(span["year"]), _SPANS[ends])

    @property
    def first_day(self) -> date:
        """First day of the half year."""
        return date(self.year, 1 + MONTHS_PER_HALF * (self.number - 1), 1)

    def months_passed(self, day: date) -> int | None:
        """Count the whole months of it that have passed before a day, 6 at most; None where it has not begun."""
        if day < self.first_day:
            return None
        return min(MONTHS_PER_HALF, 12 * (day.year - self.year) + day.month - self.first_day.month)


def _numbered(patterns: Iterable[re.Pattern[str]], text: str) -> tuple[int, int] | None:
    """Read year and number by the first pattern that fits the whole text."""
    tidy = " ".join(text.split())
    match = next((found for pattern in patterns if (found := pattern.fullmatch(tidy))), None)
    if match is None:
        return None
    number = match["number"].casefold()
    return int(match["year"]), _NUMBERS.get(number) or int(number[0])


def quarters_between(first: Quarter, last: Quarter) -> tuple[Quarter, ...]:
    """List the quarters from the first to the last, both included.

    Raises
    ------
    InputError
        If the last quarter comes before the first.
    """
    if last < first:
        msg = f"the horizon ends ({last}) before it begins ({first})"
        raise InputError(msg)
    listed = [first]
    while listed[-1] < last:
        listed.append(listed[-1].next())
    return tuple(listed)
