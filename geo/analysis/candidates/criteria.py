"""How good candidate sites are on each criterion: facts become scores from 0 to 1, with what is uncertain as bounds."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis.candidates.facts import Facts, Floats, Texts
from geo.tables.criteria import Criterion, Missing, Value
from geo.tables.ranking import SCORES

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scores:
    """Scores of candidates: a row a candidate, a column a criterion."""

    ids: Texts
    """Candidates, sorted."""
    criteria: tuple[Criterion, ...]
    """The criteria, in the order of the columns."""
    value: Floats
    """Value of the fact of each criterion; NaN where there is none."""
    score: Floats
    """How good it is, 0 to 1; NaN where the rule for missing values leaves the candidate out."""
    low: Floats
    """Least score that the true value may have."""
    high: Floats
    """Greatest score that the true value may have."""
    missing: Flags
    """Whether there is no value, so that the score comes from the rule for missing values."""

    @property
    def weights(self) -> Floats:
        """Weight of each criterion."""
        return np.array([criterion.weight for criterion in self.criteria], dtype=float)

    @property
    def bounds(self) -> Floats:
        """Least and most weight of each criterion, a row each."""
        listed = [(criterion.weight_low, criterion.weight_high) for criterion in self.criteria]
        return np.array(listed, dtype=float).reshape(len(listed), 2)

    def only(self, chosen: Flags) -> "Scores":
        """Keep some candidates.

        Parameters
        ----------
        chosen
            Whether to keep each.
        """
        kept = {name: getattr(self, name)[chosen] for name in ("ids", "value", "score", "low", "high", "missing")}
        return Scores(criteria=self.criteria, **kept)

    def table(self) -> pd.DataFrame:
        """Give the scores as rows: the columns of `geo.tables.ranking.SCORES`, by candidate and criterion in order."""
        names = np.array([criterion.id for criterion in self.criteria], dtype=object)
        frame = pd.DataFrame(
            {
                "candidate_id": np.repeat(self.ids, len(names)),
                "criterion": np.tile(names, len(self.ids)),
                "value": self.value.ravel(),
                "score": self.score.ravel(),
                "score_low": self.low.ravel(),
                "score_high": self.high.ravel(),
                "part": (self.score * self.weights).ravel(),
                "missing": self.missing.ravel(),
                "uncertain": (self.low < self.high).ravel(),
            }
        )
        return frame.astype({"candidate_id": "str", "criterion": "str"})[list(SCORES.names)]


def scores(facts: Facts, criteria: tuple[Criterion, ...], missing: Missing) -> Scores:
    """Score candidates on criteria.

    Parameters
    ----------
    facts
        Facts of the candidates.
    criteria
        What is asked; the fact of each is one of the facts.
    missing
        What a value that is not known, or not exactly, counts as: ``worst`` the least score that it may have,
        ``middle`` halfway between that and the greatest, ``left_out`` the least too where there is a value, and none at
        all where there is none.

    Returns
    -------
    scores
        A value that is not known but can only be so good, such as a shop beyond a limit that scores 0 from there on,
        has that score and is not missing.

    Raises
    ------
    KeyError
        If a criterion values a fact that is not there.
    """
    shape = (len(facts.ids), len(criteria))
    value, low, high = np.full(shape, np.nan), np.zeros(shape), np.ones(shape)
    score = np.full(shape, np.nan)
    for at, criterion in enumerate(criteria):
        column = _column(facts, criterion)
        value[:, at] = facts.value[:, column]
        score[:, at] = valued(facts.value[:, column], criterion.value)
        low[:, at], high[:, at] = image(facts.low[:, column], facts.high[:, column], criterion.value)
    low, high = np.fmin(low, score), np.fmax(high, score)
    none, unsure = np.isnan(score), low < high
    score[none] = low[none]
    score[unsure] = _stand_in(low[unsure], high[unsure], none[unsure], missing)
    return Scores(ids=facts.ids, criteria=criteria, value=value, score=score, low=low, high=high, missing=none & unsure)


def _column(facts: Facts, criterion: Criterion) -> int:
    found = facts.column(criterion.fact)
    if found is None:
        msg = f"the criterion {criterion.id!r} values a fact that is not there: {criterion.fact!r}"
        raise KeyError(msg)
    return found


def _stand_in(low: Floats, high: Floats, none: Flags, missing: Missing) -> Floats:
    """Give what stands for scores that are not known, or not exactly."""
    return {"worst": low, "middle": (low + high) / 2, "left_out": np.where(none, np.nan, low)}[missing]


def valued(values: Floats, value: Value) -> Floats:
    """Say how good values are.

    Parameters
    ----------
    values
        Values, infinite ones too; NaN where there is none.
    value
        The value function, as `geo.tables.criteria.Value` tells it.

    Returns
    -------
    scores
        From 0 to 1; NaN where there is no value.
    """
    return _SHAPES[value.shape](np.asarray(values, dtype=float), value)


def image(low: Floats, high: Floats, value: Value) -> tuple[Floats, Floats]:
    """Say how good the values of an interval are at least and at most, exactly.

    Parameters
    ----------
    low, high
        Ends of the intervals, both included; they may be infinite, and ``low`` is not above ``high``.
    value
        The value function.

    Returns
    -------
    least, greatest
        The least and the greatest score in each interval.

    Notes
    -----
    A linear function rises or falls throughout, so that its ends tell. A target rises and then falls: the least lies at
    an end, the greatest at an end or within the target. Of a stepped one every step that the interval touches counts.
    """
    one, other = valued(low, value), valued(high, value)
    least, greatest = np.minimum(one, other), np.maximum(one, other)
    if value.shape == "target":
        inside = (low <= value.target[1]) & (high >= value.target[0])
        greatest = np.where(inside, 1.0, greatest)
    if value.shape == "stepped":
        first, last = _step(low, value), _step(high, value)
        for at, (_, score) in enumerate(value.steps):
            touched = (first <= at) & (at <= last)
            least = np.where(touched, np.minimum(least, score), least)
            greatest = np.where(touched, np.maximum(greatest, score), greatest)
    return least, greatest


def _linear(values: Floats, value: Value) -> Floats:
    return np.clip((values - value.worst) / (value.best - value.worst), 0.0, 1.0)


def _stepped(values: Floats, value: Value) -> Floats:
    scored = np.array([score for _, score in value.steps])[_step(values, value)]
    return np.where(np.isnan(values), np.nan, scored)


def _step(values: Floats, value: Value) -> NDArray[np.intp]:
    """Give the last step that is not above each value; the first where all are."""
    starts = np.array([start for start, _ in value.steps])
    return np.maximum(np.searchsorted(starts, values, side="right") - 1, 0).clip(max=len(starts) - 1)


def _target(values: Floats, value: Value) -> Floats:
    (low, high), (zero_low, zero_high) = value.target, value.zero
    rising, falling = (values - zero_low) / (low - zero_low), (zero_high - values) / (zero_high - high)
    return np.clip(np.minimum(rising, falling), 0.0, 1.0)


_SHAPES: dict[str, Callable[[Floats, Value], Floats]] = {"linear": _linear, "stepped": _stepped, "target": _target}
