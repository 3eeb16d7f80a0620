"""The kinds of value that a plan holds, each with what is wrong with another.

With `geo.plan` and its sections the only room that knows pydantic. A fault has a code of our own, so that its
sentence stands in the word catalogue.
"""

import re
from collections.abc import Iterable
from datetime import time
from functools import partial
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, TypeAdapter, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from geo.crs import read_crs
from geo.errors import CrsError
from geo.quarters import Quarter
from geo.sources.cells import choice_words, meant, near_word
from geo.tables.columns import Column
from geo.tables.inputs import CATEGORY, MODE, WEIGHT

_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")
_HOURS = 24
Meant = TypeVar("Meant")
Several = TypeVar("Several", bound=tuple[Any, ...])


def wrong(code: str, **values: str) -> PydanticCustomError:
    """Make a fault of our own: its code, and the values of its sentence."""
    return PydanticCustomError(code, code, values)


def all_wrong(found: Iterable[tuple[tuple[str, ...], PydanticCustomError]], section: str) -> ValidationError:
    """Gather faults of a section, each with its place below that section, into one error.

    Parameters
    ----------
    found
        Places and faults.
    section
        Name of the section.
    """
    errors = [InitErrorDetails(type=fault, loc=place, input=None) for place, fault in found]
    return ValidationError.from_exception_data(section, errors)


def understood(kind: type[Meant], value: object) -> Meant | None:
    """Read a value of a plan as what it should be; None where it is something else."""
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return None


def _some(value: Several) -> Several:
    """Refuse a list without anything in it."""
    if not value:
        raise wrong("must_not_be_empty")
    return value


def _distinct(value: Several) -> Several:
    """Refuse a list in which something stands twice."""
    double = next((one for at, one in enumerate(value) if one in value[:at]), None)
    if double is not None:
        raise wrong("stands_twice", value=f"{double:g}" if isinstance(double, float) else str(double))
    return value


def metric_crs_text(value: str) -> str:
    """Refuse what is no reference system in metres."""
    found = known_crs_text(value)
    if not read_crs(found).is_projected:
        raise wrong("crs_in_degrees", value=value)
    return value


def known_crs_text(value: str) -> str:
    """Refuse what is no reference system."""
    try:
        read_crs(value)
    except CrsError as error:
        raise wrong("unknown_crs", value=value) from error
    return value


def category_of(value: str) -> str | None:
    """Give the category that a word means, by its id or in Dutch; None where it means none."""
    return meant(value, CATEGORY)


def _known_category(value: str) -> str:
    found = category_of(value)
    if found is None:
        listed = "; ".join(choice_words(CATEGORY).values())
        raise wrong("unknown_category", value=value, known=listed, hint=near_word(value, CATEGORY))
    return found


def name_of(value: object, column: Column) -> object:
    """Give the choice that a word means, by its name or in Dutch; refuse what is none."""
    if not isinstance(value, str):
        return value
    found = meant(value, column)
    if found is None:
        listed = "; ".join(choice_words(column).values())
        raise wrong("no_option", value=value, allowed=listed, hint=near_word(value, column))
    return found


def _one_each(value: object, column: Column) -> object:
    """Refuse a table of which two keys mean the same."""
    if isinstance(value, dict):
        keys = [str(key) for key in value]
        choices = [meant(key, column) or key for key in keys]
        twice = next((key for at, key in enumerate(keys) if choices[at] in choices[:at]), None)
        if twice is not None:
            raise wrong("stands_twice", value=twice)
    return value


def _quarter(value: str) -> str:
    try:
        return str(Quarter.of(Quarter.parse(value).last_day))
    except ValueError as error:
        raise wrong("quarter", value=value) from error


def _clock(value: object) -> object:
    """Write a time of day as ``07:00``, at most ``24:00``; refuse what is none."""
    text = f"{value:%H:%M}" if isinstance(value, time) else str(value)
    found = _CLOCK.fullmatch(text.strip())
    if found is None or (hours := int(found[1])) > _HOURS or (hours == _HOURS and found[2] != "00"):
        raise wrong("clock", value=text)
    return f"{hours:02d}:{found[2]}"


SOME, DISTINCT = AfterValidator(_some), AfterValidator(_distinct)
"""For a list that may not be empty, or in which nothing may stand twice."""
MODE_KEYS = BeforeValidator(partial(_one_each, column=MODE))
CATEGORY_KEYS = BeforeValidator(partial(_one_each, column=CATEGORY))
"""For a table in which no mode or category may stand by two of its words."""
MODE_WORD = BeforeValidator(partial(name_of, column=MODE))
WEIGHT_WORD = BeforeValidator(partial(name_of, column=WEIGHT))
"""For a mode of travel, or what is made small, which a plan may also name in Dutch."""
Metres = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Minutes = Metres
Limits = Annotated[tuple[Metres, ...], SOME, DISTINCT]
Category = Annotated[str, AfterValidator(_known_category)]
Categories = Annotated[tuple[Category, ...], SOME, DISTINCT]
Clock = Annotated[str, BeforeValidator(_clock)]
QuarterText = Annotated[str, AfterValidator(_quarter)]
Crs = Annotated[str, AfterValidator(known_crs_text)]
MetricCrs = Annotated[str, AfterValidator(metric_crs_text)]
