"""Classes of a map of numbers: groups that differ most from one another, with round numbers between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import jenkspy
import numpy as np

MOST_CLASSES = 5
"""More shades of one colour cannot be told apart on paper."""
_ROOM = 0.25
"""How far a break may move into the classes beside it to become rounder, as a part of the narrower one."""
_ROUND = (5, 2, 1)
"""Round numbers are these times a power of ten."""
_DECADES = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Classes:
    """Classes of the numbers above 0, from low to high; 0 and what is unknown are in none."""

    breaks: tuple[float, ...]
    """Where one class ends and the next begins; a number that is a break is in the upper class."""
    lowest: float
    """The smallest number above 0."""
    highest: float
    """The largest number."""

    @property
    def count(self) -> int:
        """How many classes there are."""
        return len(self.breaks) + 1

    def place(self, value: float) -> int:
        """Tell in which class a number above 0 falls, from 0."""
        return int(np.searchsorted(self.breaks, value, side="right"))


def find_classes(values: Sequence[float], *, decimals: int) -> Classes | None:
    """Part numbers into classes.

    The classes are those of Fisher and Jenks: the sum of squared distances to the mean of the class is the least.
    Each break is then the roundest number between the two classes, or a little into the narrower of them, so
    that a class never loses all that is in it.

    Parameters
    ----------
    values
        Numbers as they are shown, rounded; only those above 0 count, and missing ones do not.
    decimals
        Decimals that they were rounded to; no break has more.

    Returns
    -------
    classes
        None where no number is above 0.
    """
    known = sorted(value for value in values if value is not None and value > 0)  # not true of nan
    if not known:
        return None
    count = min(MOST_CLASSES, len(set(known)), int(np.log2(len(known))) + 1)
    groups = _groups(known, count)
    breaks = [_break(lower, upper, decimals) for lower, upper in pairwise(groups)]
    return Classes(breaks=tuple(breaks), lowest=known[0], highest=known[-1])


def _groups(known: Sequence[float], count: int) -> list[list[float]]:
    if count == 1:
        return [list(known)]
    tops = jenkspy.jenks_breaks(known, n_classes=count)[1:]
    return [list(some) for _, some in groupby(known, key=lambda value: int(np.searchsorted(tops, value)))]


def _break(lower: Sequence[float], upper: Sequence[float], decimals: int) -> float:
    """Choose the roundest number above the lower class and not above the least of the upper one, or near to that."""
    room = _ROOM * min(lower[-1] - lower[0], upper[-1] - upper[0])
    low, high, middle = lower[-1] - room, upper[0] + room, (lower[-1] + upper[0]) / 2
    for power in range(_DECADES, -decimals - 1, -1):
        for base in _ROUND:
            step = base * 10.0**power
            first, last = int(np.floor(low / step + 1e-9)) + 1, int(np.floor(high / step + 1e-9))
            if first <= last:
                nearest = min(max(round(middle / step), first), last)
                return round(nearest * step, max(decimals, 0))
    return upper[0]
