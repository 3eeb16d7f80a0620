"""Quarters of a year, written ``2022-Q2`` in data."""

import re
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
        tidy = " ".join(text.split())
        match = next((found for pattern in _PATTERNS if (found := pattern.fullmatch(tidy))), None)
        if match is None:
            msg = f"`{text}` is not a quarter such as 2022-Q2"
            raise InputError(msg)
        number = match["number"].casefold()
        return cls(int(match["year"]), _NUMBERS.get(number) or int(number[0]))

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
