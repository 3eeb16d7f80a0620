"""Weightings of criteria: weights that are not negative, add to 1 and lie within bounds; and drawing them evenly.

All weightings together are a part of the plane where the weights add to 1. Without upper bounds it is a simplex, and
an even draw from it is Dirichlet(1, …, 1): exponential numbers divided by their sum.

With upper bounds each weight but one is drawn from an exponential distribution that is cut off at its room, all with
one rate; the last one takes what is left. How likely such a draw is depends on the last weight alone, as they add up:
exp(rate x last) times a constant. A draw whose last weight lies within its room is therefore kept with chance
exp(-rate x last), which makes every weighting as likely as another: exact, whatever the rate. The rate that makes the
means of all weights add up to what there is keeps many draws, however narrow the bounds and many the criteria.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from geo.analysis.candidates.sums import TIE
from geo.errors import InputError, Message

Floats = NDArray[np.float64]

_BLOCK = 1 << 14
"""Weightings that are drawn at once. The draw is one stream: its size changes nothing but memory."""


def tightened(bounds: Floats) -> Floats:
    """Narrow bounds to what some weighting within them reaches.

    Parameters
    ----------
    bounds
        Least and most weight of each criterion, a row a criterion.

    Raises
    ------
    InputError
        No weights that add to 1 lie within the bounds.
    """
    low, high = np.clip(bounds, 0.0, 1.0).T
    if not (bounds[:, 0] <= bounds[:, 1]).all() or low.sum() > 1 + TIE or high.sum() < 1 - TIE:
        raise InputError(Message.of("weighting.none"))
    least, most = np.clip(1 - (high.sum() - high), low, high), np.clip(1 - (low.sum() - low), low, high)
    return np.column_stack([least, np.maximum(least, most)])


def draw(bounds: Floats, count: int, seed: int) -> Iterator[Floats]:
    """Draw weightings evenly from all those within bounds.

    Parameters
    ----------
    bounds
        Least and most weight of each criterion, a row a criterion.
    count
        How many weightings.
    seed
        The same seed gives the same weightings, to the last bit.

    Yields
    ------
    weights
        Blocks of weightings, a row a weighting, a column a criterion.

    Raises
    ------
    InputError
        No weights that add to 1 lie within the bounds.
    """
    low, high = tightened(bounds).T
    room, left = high - low, 1 - low.sum()
    stream = np.random.default_rng(seed)
    if left <= TIE:
        parts = _nothing(len(low))
    elif (room >= left - TIE).all():
        parts = _whole(left, len(low), stream)
    else:
        parts = _within(room, left, stream)
    for part in _limited(parts, count):
        yield np.clip(low + part, low, high)


def _limited(parts: Iterator[Floats], count: int) -> Iterator[Floats]:
    while count > 0:
        part = next(parts)[:count]
        count -= len(part)
        yield part


def _nothing(criteria: int) -> Iterator[Floats]:
    while True:
        yield np.zeros((_BLOCK, criteria))


def _whole(left: float, criteria: int, stream: np.random.Generator) -> Iterator[Floats]:
    """Divide what is left among all, evenly over all ways to do so."""
    while True:
        part = stream.standard_exponential((_BLOCK, criteria))
        yield left * part / part.sum(axis=1, keepdims=True)


def _within(room: Floats, left: float, stream: np.random.Generator) -> Iterator[Floats]:
    """Divide what is left, each within its room; what more than half fills the rooms is seen as room left over."""
    over = room.sum() - left
    for part in _cut_off(room, min(left, over), stream):
        yield part if left <= over else room - part


def _cut_off(room: Floats, left: float, stream: np.random.Generator) -> Iterator[Floats]:
    last = int(np.argmax(room))
    others = np.delete(np.arange(len(room)), last)
    rate = _rate(room, left)
    while True:
        uniform = stream.random((_BLOCK, len(room)))
        part = np.empty_like(uniform)
        part[:, others] = -np.log1p(uniform[:, others] * np.expm1(-rate * room[others])) / rate
        part[:, last] = left - part[:, others].sum(axis=1)
        inside = (part[:, last] >= 0) & (part[:, last] <= room[last])
        kept = inside & (uniform[:, last] < np.exp(-rate * np.maximum(part[:, last], 0)))
        yield part[kept]


def _rate(room: Floats, left: float) -> float:
    """Give the rate at which the means of exponential distributions, cut off at the rooms, add up to what is left."""
    rooms = room[room > 0]
    low, high = 0.0, len(rooms) / left
    for _ in range(60):
        rate = (low + high) / 2
        means = 1 / rate - rooms / np.expm1(rate * rooms)
        low, high = (rate, high) if means.sum() > left else (low, rate)
    return high
