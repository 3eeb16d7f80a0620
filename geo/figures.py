"""A figure with its unit, its unknowns and its source, and how figures are written.

The only place that turns numbers and dates into Dutch text: ``1.100``,
``0,9 km``, ``31-12-2021``, ``2e kwartaal 2022``, ``≥ 1.240; 2 onbekend``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from geo.quarters import Quarter

UNKNOWN = "onbekend"
_METRES_PER_KM = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that is shown to people."""

    value: float | None
    """The number; None where nothing is known."""
    unit: str = ""
    """Unit as written behind the number, for example ``plekken``."""
    unknown: int = 0
    """How many parts of the sum are unknown; the value is then a lower bound."""
    source: str = ""
    """Table and cell that the number comes from."""

    def text(self) -> str:
        """Write the figure in Dutch, its unknowns included."""
        return self._text(f" {self.unit}" if self.unit else "")

    def without_unit(self) -> str:
        """Write the figure in Dutch for a place where the unit stands elsewhere."""
        return self._text("")

    def _text(self, tail: str) -> str:
        if self.value is None:
            return UNKNOWN
        number = format_number(self.value)
        return f"≥ {number}{tail}; {self.unknown} {UNKNOWN}" if self.unknown else f"{number}{tail}"


def add_up(values: Iterable[float | None], *, unit: str = "", source: str = "") -> Figure:
    """Add values of which some may be unknown.

    Parameters
    ----------
    values
        Numbers; None where unknown. Unknown adds nothing and is counted.
    unit, source
        As in `Figure`.

    Returns
    -------
    total
        The sum of what is known, with the number of unknown parts.
    """
    listed = list(values)
    known = [value for value in listed if value is not None]
    return Figure(value=sum(known), unit=unit, unknown=len(listed) - len(known), source=source)


def format_number(value: float | None, decimals: int = 0) -> str:
    """Write a number in Dutch: ``1.100``, ``0,9``; None is ``onbekend``."""
    if value is None:
        return UNKNOWN
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{abs(rounded):,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    return f"−{text}" if rounded < 0 else text


def format_signed(value: float | None) -> str:
    """Write a balance with its sign: ``+120``, ``−80``, ``0``."""
    text = format_number(value)
    return f"+{text}" if value is not None and value > 0 else text


def format_km(distance_m: float | None) -> str:
    """Write a distance in kilometres with one decimal: ``0,9 km``."""
    if distance_m is None:
        return UNKNOWN
    return f"{format_number(distance_m / _METRES_PER_KM, 1)} km"


def format_metres(distance_m: float | None) -> str:
    """Write a distance in whole metres: ``250 m``."""
    return UNKNOWN if distance_m is None else f"{format_number(distance_m)} m"


def format_share(share: float | None, decimals: int = 0) -> str:
    """Write a share between 0 and 1 as a percentage: ``61%``."""
    return UNKNOWN if share is None else f"{format_number(100 * share, decimals)}%"


def format_date(day: date | None) -> str:
    """Write a date as ``31-12-2021``."""
    return UNKNOWN if day is None else f"{day:%d-%m-%Y}"


def format_quarter(quarter: Quarter) -> str:
    """Write a quarter as ``2e kwartaal 2022``."""
    return f"{quarter.number}e kwartaal {quarter.year}"


def format_quarter_short(quarter: Quarter) -> str:
    """Write a quarter as a column heading, ``2022-II``."""
    return f"{quarter.year}-{('I', 'II', 'III', 'IV')[quarter.number - 1]}"
