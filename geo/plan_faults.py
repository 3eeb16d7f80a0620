"""What is wrong with a plan, in words of our own: the faults that the reader of ``plan.toml`` finds.

Knows neither TOML nor pydantic: it gets what they found as plain values.
"""

import difflib
import re
from collections.abc import Mapping, Sequence

from geo.errors import Fault
from geo.sources.toml_files import shown_value

KEY_MARK = "[key]"
"""Last part of a place that means the key itself, not its value."""
_QUOTED = re.compile(r"'([^']*)'")
_WRONG_TYPES = {
    "string": "must_be_text",
    "int": "must_be_whole",
    "float": "must_be_number",
    "finite": "must_be_number",
    "bool": "must_be_true_or_false",
    "date": "must_be_date",
    "tuple": "must_be_list",
    "list": "must_be_list",
    "dict": "must_be_table",
    "model": "must_be_table",
}
"""Fault by the first word of what was found."""
_BOUNDS = {
    "greater_than": ("must_exceed", "gt"),
    "greater_than_equal": ("must_be_at_least", "ge"),
    "less_than": ("must_stay_below", "lt"),
    "less_than_equal": ("must_be_at_most", "le"),
}
_COUNTS = {"too_short": "min_length", "too_long": "max_length"}


def nearest(word: str, known: Sequence[str]) -> str:
    """Give the known word that was probably meant; empty if none looks like it."""
    return next(iter(difflib.get_close_matches(word, known, n=1)), "")


def plan_fault(file: str, place: Sequence[str], kind: str, values: Mapping[str, object], known: Sequence[str]) -> Fault:
    """Tell a fault of the plan.

    Parameters
    ----------
    file
        Name of the plan.
    place
        Keys from the outermost on.
    kind
        Kind of fault as it was found; a kind of our own is the code of the fault itself.
    values
        What belongs to it, such as the bound; ``input`` is the value in the plan.
    known
        Keys that may stand at this place.
    """
    if place and place[-1] == KEY_MARK and kind not in _OF_KEY:
        return _strange_key(file, place[:-1], near=str(values.get("hint", "")))
    column = ".".join(part for part in place if part != KEY_MARK)
    if kind == "extra_forbidden":
        return _strange_key(file, place, near=_MOVED.get(column) or nearest(place[-1], known))
    if kind == "missing":
        return Fault(file, 0, column, "missing_key")
    if kind == "literal_error":
        choices = _choices(values)
        return _with(file, column, "no_option", value=values["input"], allowed=", ".join(choices), near=choices)
    if kind in _BOUNDS:
        code, name = _BOUNDS[kind]
        return _with(file, column, code, value=values["input"], bound=_number(values[name]))
    if kind in _COUNTS:
        return _with(file, column, "wrong_count", count=values[_COUNTS[kind]])
    wrong_type = _WRONG_TYPES.get(kind.split("_", maxsplit=1)[0])
    if wrong_type is not None:
        return _with(file, column, wrong_type, value=values["input"])
    own = tuple((name, str(value)) for name, value in values.items() if name != "input")
    return Fault(file, 0, column, kind if own or kind in _OWN else "wrong_value", own)


_OF_KEY = {"layer_name", "layer_name_taken"}
"""Kinds of our own that say what is wrong with a key; of other keys there is a list of what they can be."""
_MOVED = {f"input.{name}": f"[layers.{name}]" for name in ("flood", "noise", "nature")}
"""Keys of earlier versions, and what stands in their place."""
_OWN = {"must_not_be_empty", "weights_zero", "finder_two_sources"}
"""Kinds of our own that need no values."""


def _strange_key(file: str, place: Sequence[str], *, near: str) -> Fault:
    if near:
        return Fault(file, 0, ".".join(place), "unknown_key_near", (("near", near),))
    return Fault(file, 0, ".".join(place), "unknown_key")


def _choices(values: Mapping[str, object]) -> list[str]:
    return _QUOTED.findall(str(values.get("expected", "")))


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _with(file: str, column: str, code: str, *, near: Sequence[str] = (), **values: object) -> Fault:
    said = {name: shown_value(value) for name, value in values.items()}
    if near:
        said["hint"] = nearest(said["value"], near)
    return Fault(file, 0, column, code, tuple(said.items()))
