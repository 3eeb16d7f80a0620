"""A figure with its unit, its unknowns and its source, and how figures are written.

The only place that turns numbers and dates into text. Dutch unless asked otherwise: ``1.100``, ``0,9 km``,
``31-12-2021``, ``2e kwartaal 2022``, ``≥ 1.240; 2 onbekend``; in English ``1,100``, ``0.9 km``, ``31 December 2021``,
``Q2 2022``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from string import ascii_lowercase

from geo.errors import Message
from geo.quarters import HalfYear, Quarter
from geo.words import say

UNKNOWN = "onbekend"
_METRES_PER_KM = 1000
_SHOWN_M = 50.0
"""A shorter distance would be rounded to none."""
_SHOWN_MINUTES = 0.5
"""A shorter time would be rounded to none."""
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
"""English names of the months; ``strftime`` would follow the locale of the machine."""


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
        bound = format_at_least(self.value, unknown=self.unknown)
        return f"{bound}{tail}; {self.unknown} {UNKNOWN}" if self.unknown else f"{bound}{tail}"


@dataclass(frozen=True, slots=True)
class Arithmetic(Message):
    """A message with numbers, which are written in the reader's language, with the decimals that they have."""

    def sentence(self, lang: str = "nl") -> str:
        """Say what is wrong and what to do, in one line."""
        return say(self.key, lang, **{name: _if_number(value, lang) for name, value in self.values})


def _if_number(value: str, lang: str) -> str:
    whole, _, rest = value.partition(".")
    is_number = whole.isdecimal() and (not rest or rest.isdecimal())
    return format_number(float(value), len(rest), lang=lang) if is_number else value


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


def _unknown(lang: str) -> str:
    return say("unknown.word", lang)


def format_number(value: float | None, decimals: int = 0, *, lang: str = "nl") -> str:
    """Write a number: ``1.100``, ``0,9`` or, in English, ``1,100``, ``0.9``; None is ``onbekend``."""
    if value is None:
        return _unknown(lang)
    exact = _quantized(value, decimals)
    text = f"{abs(exact):,.{decimals}f}"
    text = text if lang == "en" else text.translate(str.maketrans(",.", ".,"))
    return f"−{text}" if exact < 0 else text


def rounded(value: float, decimals: int = 0) -> float:
    """Round a number as it is written, so that what is reckoned with it never contradicts what people read."""
    return float(_quantized(value, decimals))


def _quantized(value: float, decimals: int) -> Decimal:
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def format_range(low: float | None, high: float | None, *, lang: str = "nl") -> str:
    """Write what lies between two numbers: ``120–300``; equal ones are one number, an unknown end says so."""
    ends = dict.fromkeys(format_number(end, lang=lang) for end in (low, high))
    return "–".join(ends)


def format_signed(value: float | None, *, lang: str = "nl") -> str:
    """Write a balance with its sign: ``+120``, ``−80``, ``0``."""
    text = format_number(value, lang=lang)
    return f"+{text}" if value is not None and value > 0 else text


def format_at_least(value: float | None, *, unknown: int, signed: bool = False) -> str:
    """Write a sum as a lower bound where parts of it are unknown: ``≥ 1.240``; the parts are counted elsewhere."""
    text = format_signed(value) if signed else format_number(value)
    return lower_bound(text) if unknown and value is not None else text


def lower_bound(text: str) -> str:
    """Say of a number that was written that it is a lower bound: ``≥ 61,0%``."""
    return f"≥ {text}"


def format_km(distance_m: float | None, *, lang: str = "nl") -> str:
    """Write a distance in kilometres with one decimal: ``0,9 km``; one that would read as none is ``< 0,1 km``."""
    if distance_m is None:
        return _unknown(lang)
    if 0 < distance_m < _SHOWN_M:
        return f"< {format_number(_SHOWN_M * 2 / _METRES_PER_KM, 1, lang=lang)} km"
    return f"{format_number(distance_m / _METRES_PER_KM, 1, lang=lang)} km"


def format_minutes(minutes: float, *, lang: str = "nl") -> str:
    """Write a time in whole minutes: ``12 min``; one that would read as none is ``< 1 min``."""
    short = 0 < minutes < _SHOWN_MINUTES
    count = f"< {format_number(1, lang=lang)}" if short else format_number(minutes, lang=lang)
    return say("minutes.short", lang, count=count)


def format_metres(distance_m: float | None, *, lang: str = "nl") -> str:
    """Write a distance in whole metres: ``250 m``."""
    return _unknown(lang) if distance_m is None else f"{format_number(distance_m, lang=lang)} m"


def format_share(share: float | None, decimals: int = 0) -> str:
    """Write a share between 0 and 1 as a percentage: ``61%``."""
    return UNKNOWN if share is None else f"{format_number(100 * share, decimals)}%"


def format_date(day: date | None, *, lang: str = "nl") -> str:
    """Write a date as ``31-12-2021`` or, in English, ``31 December 2021``."""
    if day is None:
        return _unknown(lang)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if lang == "en" else f"{day:%d-%m-%Y}"


def format_clock(seconds: float) -> str:
    """Write a time of day, given in seconds after midnight, as ``07:05``; seconds are left off."""
    minutes = int(seconds) // 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def format_quarter(quarter: Quarter, *, lang: str = "nl") -> str:
    """Write a quarter as ``2e kwartaal 2022`` or, in English, ``Q2 2022``."""
    return f"Q{quarter.number} {quarter.year}" if lang == "en" else f"{quarter.number}e kwartaal {quarter.year}"


def format_quarter_short(quarter: Quarter) -> str:
    """Write a quarter as a column heading, ``2022-II``."""
    return f"{quarter.year}-{('I', 'II', 'III', 'IV')[quarter.number - 1]}"


def format_quarter_span(first: Quarter, last: Quarter) -> str:
    """Write a time as its first and last quarter, ``2020-I t/m 2021-II``, or as the one quarter that it is."""
    return say("list.until").join(dict.fromkeys(format_quarter_short(quarter) for quarter in (first, last)))


def letter_of(place: int) -> str:
    """Give the letter of a place in a list, from 0: ``a`` to ``z``, then ``aa``, ``ab`` and so on."""
    first, last = divmod(place, len(ascii_lowercase))
    return f"{letter_of(first - 1) if first else ''}{ascii_lowercase[last]}"


def format_half_year(half: HalfYear, *, lang: str = "nl") -> str:
    """Write a half year as ``2e halfjaar 2020`` or, in English, ``H2 2020``."""
    return f"H{half.number} {half.year}" if lang == "en" else f"{half.number}e halfjaar {half.year}"


def format_quarters(quarters: Iterable[Quarter], *, lang: str = "nl") -> str:
    """Write quarters as ranges without gaps: ``1e kwartaal 2020 t/m 3e kwartaal 2020 en 1e kwartaal 2023``."""
    ordered = sorted(set(quarters))
    place = {quarter: 4 * quarter.year + quarter.number for quarter in ordered}
    runs = [
        [quarter for _, quarter in run] for _, run in groupby(enumerate(ordered), key=lambda at: place[at[1]] - at[0])
    ]
    until = say("list.until", lang)
    ends = [dict.fromkeys((run[0], run[-1])) for run in runs]
    return format_list([until.join(format_quarter(end, lang=lang) for end in pair) for pair in ends], lang=lang)


def named(name: str, key: str) -> str:
    """Name something for people, its id behind it: ``Zuidrand (ZUI)``; its id alone where it has no other name."""
    return f"{name} ({key})" if name not in ("", key) else key


def format_list(texts: Sequence[str], *, lang: str = "nl") -> str:
    """Write a list as a sentence does: ``a, b en c``."""
    if len(texts) < 2:  # noqa: PLR2004 (one needs no comma)
        return "".join(texts)
    return f"{', '.join(texts[:-1])}{say('list.and', lang)}{texts[-1]}"
