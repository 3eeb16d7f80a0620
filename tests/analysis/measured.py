"""How the tests read the facts of candidates."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from geo.analysis.candidates.facts import Facts
from geo.analysis.candidates.measures import Measure, Origin, together

SOURCE = Origin(source="toets")
INF = float("inf")


def facts(ids: Iterable[str], *measures: Iterable[Measure]) -> Facts:
    """Put facts of candidates together, and insist on the laws that every fact keeps."""
    found = together(np.array(list(ids), dtype=object), [one for some in measures for one in some])
    law_abiding(found)
    return found


def law_abiding(found: Facts) -> int:
    """Insist that bounds enclose the value, and that what is unknown is no number; give how many were looked at."""
    known = ~np.isnan(found.value)
    assert (found.low[known] <= found.value[known] + 1e-9).all()
    assert (found.value[known] <= found.high[known] + 1e-9).all()
    assert not np.isnan(found.low).any()
    assert not np.isnan(found.high).any()
    assert (found.low <= found.high).all()
    assert (found.status[~known] != "ok").all()
    assert set(found.status[known]) <= {"ok", "on_site", "border", "at_most", "at_least", "partly"}
    assert len({fact.id for fact in found.facts}) == len(found.facts)
    return int(found.value.size)


def told(found: Facts, fact: str, row: int = 0) -> tuple[Any, ...]:
    """Give value (None for none), low, high, status and note of a fact of a candidate."""
    at = found.column(fact)
    assert at is not None, fact
    value = found.value[row, at]
    bounds = (round(float(found.low[row, at]), 6), round(float(found.high[row, at]), 6))
    return (None if np.isnan(value) else round(float(value), 6), *bounds, found.status[row, at], found.note[row, at])
