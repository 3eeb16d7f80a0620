"""A second opinion: the order of candidate sites by TOPSIS."""

import numpy as np
from pymcdm.methods import TOPSIS
from pymcdm.normalizations import vector_normalization

from geo.analysis.candidates.facts import Floats
from geo.analysis.candidates.sums import TIE

_NEITHER = 0.5
"""Closeness where no candidate differs from another."""


def topsis(scores: Floats, weights: Floats) -> Floats:
    """Give the closeness of each candidate to the best that there is (TOPSIS).

    Parameters
    ----------
    scores
        Scores from 0 to 1, more is better; a row a candidate, without NaN.
    weights
        Weight of each criterion, 0 or more; they are divided by their sum.

    Returns
    -------
    closeness
        From 0, the worst score on every criterion, to 1, the best on every one; 0.5 throughout where no criterion with
        a weight tells the candidates apart.

    Notes
    -----
    Hwang and Yoon (1981), as pymcdm has it: each column divided by the root of the sum of its squares, then the
    distances to the best and the worst of each column. A criterion on which all score the same adds nothing to either
    distance and is left out, a column of zeros, which cannot be divided, among them.
    """
    spread = np.ptp(scores, axis=0) if len(scores) else np.zeros(len(weights))
    telling = (weights > 0) & (spread > TIE)
    if not telling.any():
        return np.full(len(scores), _NEITHER)
    heavy = weights[telling] / weights[telling].sum()
    method = TOPSIS(normalization_function=vector_normalization)
    found = method(scores[:, telling], heavy, np.ones(len(heavy)), validation=False)  # warns of what outdoes all
    return np.asarray(found, dtype=float)
