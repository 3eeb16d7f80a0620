"""Reads one cell by the kind of its column.

A cell is text, or a number where the file knows numbers; a number is never
written out and read back, so that a decimal point cannot become a thousand.
Each parser gives the value, or raises `CellError` with what is wrong. An empty
cell is missing, whatever the kind.
"""

import difflib
import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache

from geo.quarters import Quarter
from geo.tables.choices import ALSO_CALLED, PARTS_OF
from geo.tables.columns import Column, Kind
from geo.words import catalogue, known, say

Cell = str | int | float
"""What a file holds: text, a whole number of any size, or a number as spreadsheets keep it (15 digits)."""
Value = str | int | float | bool | date | tuple[str, ...] | None

_BAG_DIGITS = 16
_INEXACT = 1e15
"""A number as spreadsheets keep it has lost digits from here on."""
_LARGEST = 1e15
_SCIENTIFIC = re.compile(r"[+-]?\d+([.,]\d+)?E[+-]?\d+", re.IGNORECASE)
_DIGITS = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}([. ]\d{3})+")
_SPACED = re.compile(r"[+-]?\d{1,3}( \d{3})+([.,]\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}[.,]\d{3}")
_POINT_DECIMAL = re.compile(r"[+-]?\d+\.\d+")
_CURRENCY = re.compile(r"^(€|EUR\b)\s*|\s*(€|\bEUR)$|,[-–—]+(?=\s*(€|EUR)?$)", re.IGNORECASE)
"""What stands around an amount: ``€ 1.900.000,-`` or ``1.900.000,50 EUR``."""
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_YEAR = r"[12]\d{3}"
_BEFORE_YEAR = re.compile(rf"v[oó]{{1,2}}r\s+({_YEAR})", re.IGNORECASE)
_TIME = re.compile(r"[T ]\s*(\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2})?")
_MIDNIGHT = re.compile(r"[0:.,]+")
_DAY_FORMATS = ("%Y-%m-%d", "%d-%m-%Y")
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-\d{4}")
_YEARS = range(1900, 2200)
"""Years in which a day of a plan may lie; exports write 31-12-9999 where there is no end."""
_ENDLESS = ("agreement_end",)
"""Columns of which the end may be none, which another column says."""
_EPOCH = date(1970, 1, 1)
_MISSING = {"", "-", "–", ".", "nan", "none", "null", "n.v.t.", "nvt", "onbekend", "?", "<na>", "nat"}
"""What a cell says that has no value; CBS writes a point for what is suppressed or unknown."""
_FORMULA_ERRORS = {"#n/a", "#n/b", "#ref!", "#verw!", "#value!", "#waarde!", "#name?", "#naam?", "#div/0!", "#deel/0!"}
_MEASURES: tuple[Kind, ...] = ("area_m2", "money")
_YES_NO = dict.fromkeys(("ja", "j", "yes", "true", "1"), True) | dict.fromkeys(("nee", "n", "no", "false", "0"), False)


class CellError(ValueError):
    """What is wrong with a cell: the arguments are a fault code and its values by name."""

    @property
    def code(self) -> str:
        """Code of the fault."""
        return str(self.args[0])

    @property
    def values(self) -> dict[str, str]:
        """Values for the sentence."""
        return dict(self.args[1:])


def fault(code: str, **values: str) -> CellError:
    """Make a cell fault."""
    return CellError(code, *values.items())


def plain(text: str) -> str:
    """Reduce a heading or a choice to lower case letters, digits and underscores."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^0-9a-z]+", "_", letters).strip("_")


def suggestion(word: str, known: list[str], *, least: float = 0.7) -> str:
    """Give the known word that looks most like this one, signs in the same place before others; empty if none does."""
    near = difflib.get_close_matches(word, known, n=len(known), cutoff=least) if known else []
    if not near:
        return ""
    ratio = difflib.SequenceMatcher(None, b=word)

    def alike(other: str) -> tuple[float, int]:
        ratio.set_seq1(other)
        return ratio.ratio(), sum(one == two for one, two in zip(other, word, strict=False))

    return max(sorted(near, key=known.index), key=alike)


def cell_text(cell: Cell) -> str:
    """Write a cell as people read it: no fraction where there is none, a decimal comma."""
    if isinstance(cell, str):
        return cell.strip().strip("\u00a0")
    if isinstance(cell, int):
        return str(cell)
    if abs(cell) >= _INEXACT:
        return f"{cell:.2E}".replace(".", ",")
    return str(int(cell)) if cell.is_integer() else str(cell).replace(".", ",")


def is_missing(cell: Cell) -> bool:
    """Tell whether a cell is empty or says that its value is unknown."""
    return cell_text(cell).casefold() in _MISSING


def parse(cell: Cell, column: Column, *, decimal_point: bool = False) -> Value:
    """Read a cell.

    Parameters
    ----------
    cell
        What the file holds.
    column
        Declaration of the column.
    decimal_point
        Whether numbers in the text of this file have a decimal point, as where commas part the columns; else
        ``3.050`` is three thousand and fifty.

    Returns
    -------
    value
        None where the cell is empty or says that it is unknown; dates of 01-01-1970 are how some systems write missing.

    Raises
    ------
    CellError
        If the cell cannot be a value of this column.
    """
    text = cell_text(cell)
    if column.kind == "money" and isinstance(cell, str):
        cell = text = _CURRENCY.sub("", text).strip()
    if text.casefold() in _FORMULA_ERRORS:
        raise fault("formula", value=text)
    if column.kind == "choice":
        return _choice(text, column)
    if text.casefold() in _MISSING:
        return () if column.kind == "list" else None
    if column.kind == "list":
        return _list(text, column)
    if column.kind == "text" and column.choices:
        return _spellings(column).get(_squeezed(text)) or _SPACES.sub(" ", text)
    if column.kind in _MEASURES and decimal_point and _POINT_DECIMAL.fullmatch(text):
        return _positive(float(text))
    try:
        return _PARSERS[column.kind](cell if isinstance(cell, int | float) else text)
    except CellError as error:
        if error.code == "date_far" and column.name in _ENDLESS:
            raise fault("date_endless", **error.values) from None
        raise


def _squeezed(text: str) -> str:
    return plain(text).replace("_", "")


def meant(text: str, column: Column) -> str | None:
    """Give the choice of a column that a text stands for; None where it stands for none."""
    return _spellings(column).get(_squeezed(text))


def choice_words(column: Column) -> dict[str, str]:
    """Give the choices of a column as people read them: the Dutch word, and the choice itself where that is another."""
    said = {choice: f"{column.words}.{choice}" for choice in column.choices}
    words = {choice: say(key) if column.words and known(key) else choice for choice, key in said.items()}
    return {choice: word if plain(word) == choice else f"{word} ({choice})" for choice, word in words.items()}


def near_choice(text: str, column: Column) -> str:
    """Give the choice of a column whose spelling looks most like a text; empty if none does."""
    return _spellings(column).get(suggestion(_squeezed(text), list(_spellings(column))), "")


def near_word(text: str, column: Column) -> str:
    """Give the word for a choice that looks most like a text, in the language of that text; empty if none does."""
    near = suggestion(_squeezed(text), list(_spellings(column)))
    written = {_squeezed(word): word for texts in _said(column).values() for word in texts}
    return written.get(near, _spellings(column).get(near, ""))


def _said(column: Column) -> dict[str, tuple[str, ...]]:
    """List what the word catalogue has for each choice of a column, in every language."""
    keys = {f"{column.words}.{choice}": choice for choice in column.choices} if column.words else {}
    return {keys[key]: tuple(texts.values()) for key, texts in catalogue().items() if key in keys}


@cache
def _spellings(column: Column) -> dict[str, str]:
    """List how a choice may be written: as itself, as the word catalogue says it, or as people also call it."""
    said = {text: choice for choice, texts in _said(column).items() for text in texts}
    called = dict(ALSO_CALLED.get(column.words, {})) | dict(ALSO_CALLED.get(column.name, {}))
    also = {word: choice for choice, words in called.items() for word in words}
    own = {choice: choice for choice in column.choices}
    return {_squeezed(word): choice for word, choice in (said | also | own).items() if choice in column.choices}


def _choice(text: str, column: Column) -> str | None:
    choice = meant(text, column)
    if choice is not None:
        return choice
    if text.casefold() in _MISSING:
        return None
    raise _part_of_choice(text, column) or _no_choice((text,), column)


def _part_of_choice(text: str, column: Column) -> CellError | None:
    """Find a part of a choice, such as the need for GVL alone: the need is given, and tested, together."""
    for choice, parts in PARTS_OF.get(column.words, {}).items():
        if _squeezed(text) in {_squeezed(part) for part in parts}:
            return fault("choice_part", value=text, whole=choice_words(column)[choice])
    return None


def _no_choice(texts: tuple[str, ...], column: Column) -> CellError:
    words = choice_words(column)
    near = [words[choice] for text in texts if (choice := near_choice(text, column))]
    values = {"value": ", ".join(texts), "allowed": "; ".join(words.values())}
    return fault("choice_near", **values, near=", ".join(near)) if near else fault("choice", **values)


def _list(text: str, column: Column) -> tuple[str, ...]:
    """Read a list; where its values are known, each must be one of them or, in an open list, keeps its own text."""
    parts = [_SPACES.sub(" ", part.strip()) for part in re.split(r"[,;|\n]", text) if part.strip()]
    if not column.choices:
        return tuple(parts)
    parts = _rejoined(parts, column)
    strange = tuple(part for part in parts if meant(part, column) is None)
    if strange and column.words:
        raise _no_choice(strange, column)
    return tuple(dict.fromkeys(meant(part, column) or part for part in parts))


def _rejoined(parts: list[str], column: Column) -> list[str]:
    """Put together what belongs to one choice: some words of the catalogue hold a comma themselves."""
    joined: list[str] = []
    while parts:
        lengths = range(len(parts), 1, -1)
        length = next((size for size in lengths if meant(" ".join(parts[:size]), column) is not None), 1)
        joined.append(" ".join(parts[:length]))
        parts = parts[length:]
    return joined


def _text(cell: Cell) -> str:
    return cell_text(cell)


def _bag_id(cell: Cell) -> str:
    """Read a BAG id; a whole number holds every digit but the zero at the beginning, which can be put back."""
    text = cell_text(cell)
    exact = isinstance(cell, int) and len(text) == _BAG_DIGITS - 1
    text = text.zfill(_BAG_DIGITS) if exact else text
    if _SCIENTIFIC.fullmatch(text):
        raise fault("bag_exponent", value=text)
    if text.isdigit() and len(text) == _BAG_DIGITS - 1:
        raise fault("bag_leading_zero", value=text)
    if not (text.isdigit() and text.isascii() and len(text) == _BAG_DIGITS):
        raise fault("bag_digits", value=text)
    return text


def _number(cell: Cell) -> float:
    if isinstance(cell, str):
        tidy = _SPACES.sub(" ", cell)
        tidy = tidy.replace(" ", "") if _SPACED.fullmatch(tidy) else tidy
        if _SCIENTIFIC.fullmatch(tidy):
            raise fault("scientific", value=cell)
        if "," in tidy and "." in tidy:
            tidy = tidy.replace("." if tidy.rindex(",") > tidy.rindex(".") else ",", "")
        elif max(tidy.count("."), tidy.count(",")) > 1:
            tidy = tidy.replace(".", "").replace(",", "")
        if not _DIGITS.fullmatch(tidy):
            raise fault("not_a_number", value=cell)
        number = float(tidy.replace(",", "."))
    else:
        number = float(cell)
    if not math.isfinite(number) or abs(number) >= _LARGEST:
        raise fault("too_large", value=cell_text(cell))
    return number


def _unthousand(cell: Cell) -> Cell:
    """Take the points out of ``1.100``: for what is counted they part thousands."""
    whole = isinstance(cell, str) and _THOUSANDS.fullmatch(_SPACES.sub(" ", cell))
    return re.sub(r"[.\s\u00a0\u202f]", "", str(cell)) if whole else cell


def grouped(cell: Cell) -> float | None:
    """Read a text such as ``193.500`` with its point between thousands; None where it has no such point."""
    text = cell_text(cell)
    return float(re.sub(r"[.,]", "", text)) if isinstance(cell, str) and _GROUPED.fullmatch(text) else None


def _whole(cell: Cell) -> int:
    number = _number(_unthousand(cell))
    if number < 0:
        raise fault("negative", value=cell_text(cell))
    if not number.is_integer():
        raise fault("fraction", value=cell_text(cell))
    return int(number)


def _positive(cell: Cell) -> float:
    number = _number(_unthousand(cell))
    if number < 0:
        raise fault("negative", value=cell_text(cell))
    return number


def _date(cell: Cell) -> date | None:
    """Read a day; a time is dropped, unless its zone could shift the day."""
    text = cell_text(cell)
    time = _TIME.search(text)
    if time and time.end() == len(text) and (not time[4] or _MIDNIGHT.fullmatch(time[1])):
        text = text[: time.start()].strip()
    for form in _DAY_FORMATS:
        try:
            day = datetime.strptime(text, form).date()
        except ValueError:
            continue
        return None if day == _EPOCH else _sensible(day, text)
    raise fault("date_impossible" if _DAY.fullmatch(text) else "date", value=text)


def _sensible(day: date, text: str) -> date:
    """Refuse a year that stands for something else: no end at all, or a slip of the pen."""
    if day.year in _YEARS:
        return day
    raise fault("date_far" if day.year >= _YEARS.stop else "date_year", value=text)


def _due(cell: Cell) -> date | None:
    text = cell_text(cell)
    before = _BEFORE_YEAR.fullmatch(text)
    if before:
        return date(int(before[1]), 1, 1) - timedelta(days=1)
    if re.fullmatch(_YEAR, text):
        return date(int(text), 12, 31)
    try:
        last = Quarter.parse(text).last_day
    except ValueError:  # no quarter, or one beyond the calendar
        return _date(text)
    return _sensible(last, text)


def _quarter(cell: Cell) -> str:
    text = cell_text(cell)
    try:
        return str(Quarter.of(Quarter.parse(text).last_day))
    except ValueError:
        raise fault("quarter", value=text) from None


def _yes_no(cell: Cell) -> bool:
    text = cell_text(cell)
    if text.casefold() not in _YES_NO:
        raise fault("yes_no", value=text)
    return _YES_NO[text.casefold()]


_PARSERS: dict[Kind, Callable[[Cell], Value]] = {
    "text": _text,
    "id": _text,
    "bag_id": _bag_id,
    "places": _whole,
    "months": _whole,
    "days": _whole,
    "count": _whole,
    "area_m2": _positive,
    "money": _positive,
    "number": _number,
    "metres": _number,
    "minutes": _number,
    "share": _number,
    "date": _date,
    "due": _due,
    "yes_no": _yes_no,
    "quarter": _quarter,
}
