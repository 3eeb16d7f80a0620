"""A value function as people read it: which values score 0, which 1, and what lies between."""

from collections.abc import Iterator

from geo.fact_words import quantity
from geo.figures import format_number
from geo.tables.columns import Kind
from geo.tables.criteria import Value
from geo.words import say

_SCORE_DECIMALS = 2


def value_text(value: Value, *, kind: Kind, unit: str = "", lang: str = "nl") -> str:
    """Tell how a value becomes a score: ``0 bij 3,0 km, 1 bij 500 m, ertussen naar evenredigheid``.

    Parameters
    ----------
    value
        The value function.
    kind, unit
        How a value of its fact is written.
    """

    def told(one: float) -> str:
        return quantity(one, kind=kind, unit=unit, lang=lang)

    if value.shape == "linear":
        return say("value_words.linear", lang, worst=told(value.worst), best=told(value.best))
    if value.shape == "target":
        (low, high), (zero_low, zero_high) = value.target, value.zero
        ends = {"low": low, "high": high, "zero_low": zero_low, "zero_high": zero_high}
        key = "value_words.target" if low < high else "value_words.one_target"
        return say(key, lang, **{name: told(one) for name, one in ends.items()})
    return "; ".join(_steps(value, [told(start) for start, _ in value.steps], lang))


def _steps(value: Value, starts: list[str], lang: str) -> Iterator[str]:
    """Tell each step; the first holds below the second, whatever it starts at."""
    first, *later = [_score(score, lang) for _, score in value.steps]
    yield say("value_words.below", lang, start=starts[1], score=first)
    for start, score in zip(starts[1:], later, strict=True):
        yield say("value_words.from", lang, start=start, score=score)


def _score(score: float, lang: str) -> str:
    """Write a score with the decimals that it has, two at most."""
    decimals = next((few for few in range(_SCORE_DECIMALS) if round(score, few) == score), _SCORE_DECIMALS)
    return format_number(score, decimals, lang=lang)
