"""One fact of every candidate: its value, what is known instead of one, and what it is of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from geo.analysis.candidates.facts import Facts, Floats, Texts
from geo.tables.facts import KNOWN, UNKNOWN, Fact

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where facts come from."""

    source: str = ""
    """Maker and licence, or the file, in Dutch."""
    day: date | None = None
    """Day that the source describes; None where it does not say."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measure:
    """One fact of all candidates, in the order of the candidates; see `Facts` for what the parts mean."""

    fact: Fact
    """Which fact."""
    value: Floats
    """Value; NaN where there is none."""
    low: Floats
    """The true value is at least this."""
    high: Floats
    """The true value is at most this."""
    status: Texts
    """How sure it is."""
    note: Texts
    """What it is of."""


def together(ids: Texts, measures: Iterable[Measure]) -> Facts:
    """Put the facts of the same candidates into one matrix.

    Parameters
    ----------
    ids
        Candidates, sorted.
    measures
        Facts, in the order in which people read them.
    """
    given = tuple(measures)
    shape = (len(ids), len(given))
    matrices = {
        name: np.column_stack([getattr(one, name) for one in given]) if given else np.empty(shape, dtype=kind)
        for name, kind in (("value", float), ("low", float), ("high", float), ("status", object), ("note", object))
    }
    return Facts(ids=ids, facts=tuple(one.fact for one in given), **matrices)


def exact(fact: Fact, value: Floats, note: Texts | None = None) -> Measure:
    """Give a fact that is known exactly or not at all.

    Parameters
    ----------
    fact
        Which fact.
    value
        Its value; NaN where it is unknown.
    note
        What it is of; nothing by default.
    """
    return ranged(fact, value, value, value, note=note)


def ranged(
    fact: Fact, value: Floats, low: Floats, high: Floats, *, status: Texts | None = None, note: Texts | None = None
) -> Measure:
    """Give a fact with bounds.

    Parameters
    ----------
    fact
        Which fact.
    value
        Its value; NaN where there is none.
    low, high
        Its bounds; NaN where nothing is known of them.
    status
        How sure it is; by default known where there is a value, else unknown.
    note
        What it is of; nothing by default.
    """
    return Measure(
        fact=fact,
        value=value.astype(np.float64),
        low=np.where(np.isnan(low), -np.inf, low),
        high=np.where(np.isnan(high), np.inf, high),
        status=chosen(UNKNOWN, (~np.isnan(value), KNOWN)) if status is None else status,
        note=blank(len(value)) if note is None else note,
    )


def chosen(otherwise: str, *cases: tuple[Bools, str]) -> Texts:
    """Give a word for every candidate: that of the first case that holds for it."""
    holds, words = [case[0] for case in cases], [np.array(case[1], dtype=object) for case in cases]
    return np.asarray(np.select(holds, words, default=np.array(otherwise, dtype=object)), dtype=object)


def blank(count: int) -> Texts:
    """Give notes that say nothing."""
    return np.full(count, "", dtype=object)


def joined(*notes: Sequence[str] | Texts) -> Texts:
    """Join several notes of every candidate with a semicolon; what says nothing is left out."""
    lines = ["; ".join(part for part in parts if part) for parts in zip(*notes, strict=True)]
    return _texts(lines)


def where(holds: Bools, text: str) -> Texts:
    """Give a note where something holds, else none."""
    return np.where(holds, np.array(text, dtype=object), np.array("", dtype=object))


def told(holds: Bools, lines: Iterable[str]) -> Texts:
    """Give notes where something holds: one line for each candidate of which it does, in their order."""
    notes = blank(len(holds))
    notes[holds] = _texts(list(lines))
    return notes


def _texts(lines: Sequence[str]) -> Texts:
    texts = np.empty(len(lines), dtype=object)
    texts[:] = lines
    return texts
