"""Rules judged once more, by brute force: every world that the facts allow is tried. Nothing of `geo`, no frames.

A part of a rule is a dictionary with ``fact`` and its bounds ``least, most, good_least, good_most``, infinite where there
is none. A rule is a list of alternatives, each a list of parts that must hold together. A fact is a pair of the least and
the most that it may be, and whether it lies above that least. Of a fact of which nothing is known, the world in
which it is of no use counts too.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise, product
from math import inf, isinf

Part = Mapping[str, object]
Known = tuple[float, float, bool]
BAD, MIDDLING, GOOD = range(3)


def worlds(rule: Sequence[Sequence[Part]], facts: Mapping[str, Known]) -> set[int]:
    """Give what may come of a rule: every level that it has in some world."""
    parts = [part for alternative in rule for part in alternative]
    of_fact = {str(part["fact"]): [one for one in parts if one["fact"] == part["fact"]] for part in parts}
    seen = [{_levels(value, some) for value in _values(facts[fact], parts)} for fact, some in of_fact.items()]
    found = set()
    for world in product(*seen):
        pairs = [zip(some, levels, strict=True) for some, levels in zip(of_fact.values(), world, strict=True)]
        level = {id(part): one for pair in pairs for part, one in pair}
        found.add(max(min(level[id(part)] for part in alternative) for alternative in rule))
    return found


def verdict(levels: set[int]) -> str:
    """Say in a word what may come of a rule."""
    if levels == {GOOD}:
        return "meets"
    if levels == {BAD}:
        return "fails"
    return "untestable" if BAD in levels else "attention"


def _values(known: Known, parts: Sequence[Part]) -> list[float | None]:
    """Give a value for each stretch between the bounds of the rule, and the bounds themselves, within what is known."""
    low, high, above = known
    if isinf(low) and low < 0 and high == inf:
        return [None, *_steps(parts)]
    if low == high:
        return [low]
    inside = [value for value in _steps(parts) if low <= value <= high and not (above and value == low)]
    ends = [*([] if above or isinf(low) else [low]), *([] if isinf(high) else [high])]
    return [*inside, *ends]


def _steps(parts: Sequence[Part]) -> list[float]:
    bounds = {float(part[name]) for part in parts for name in ("least", "most", "good_least", "good_most")}  # type: ignore[arg-type]
    finite = sorted(bound for bound in bounds if not isinf(bound))
    if not finite:
        return [0.0]
    between = [(one + next_) / 2 for one, next_ in pairwise(finite)]
    near = [bound + step for bound in finite for step in (-0.25, 0.25)]
    return [finite[0] - 1e6, *finite, *between, *near, finite[-1] + 1e6]


def _levels(value: float | None, parts: Sequence[Part]) -> tuple[int, ...]:
    return tuple(_level(value, part) for part in parts)


def _level(value: float | None, part: Part) -> int:
    if value is None or not part["least"] <= value <= part["most"]:  # type: ignore[operator]
        return BAD
    return GOOD if part["good_least"] <= value <= part["good_most"] else MIDDLING  # type: ignore[operator]
