"""Pairs that no weighting reverses, held against the corners of all weightings and against drawn ones."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linprog

from geo.analysis.candidates import pairs as room
from geo.analysis.candidates.pairs import pairs
from geo.analysis.candidates.weights import draw
from geo.errors import InputError
from geo.tables.ranking import PAIRS
from tests import five_sites
from tests.oracles import weight_simplex as oracle

Floats = NDArray[np.float64]
WIDTHS = (Fraction(1, 20), Fraction(1, 4), Fraction(1))


def names(count: int) -> NDArray[np.object_]:
    return np.array([f"K{number:04}" for number in range(1, count + 1)], dtype=object)


def found(scores: Floats, bounds: Floats) -> dict[tuple[str, str], float]:
    table = pairs(names(len(scores)), scores, bounds)
    assert tuple(table.columns) == PAIRS.names
    return dict(zip(zip(table["better_id"], table["worse_id"], strict=True), table["least_lead"], strict=True))


def five() -> tuple[Floats, Floats]:
    return np.array(five_sites.SCORES), np.array(five_sites.BOUNDS)


@st.composite
def exact_problems(draw_: st.DrawFn) -> tuple[tuple[oracle.Row, ...], oracle.Bounds]:
    candidates, criteria = draw_(st.integers(1, 6)), draw_(st.integers(1, 5))
    twentieth = st.integers(0, 20).map(lambda number: Fraction(number, 20))
    scores = tuple(draw_(st.tuples(*[twentieth] * criteria)) for _ in range(candidates))
    parts = draw_(st.lists(st.integers(1, 9), min_size=criteria, max_size=criteria))
    width = draw_(st.sampled_from(WIDTHS))
    centre = [Fraction(part, sum(parts)) for part in parts]
    bounds = tuple((max(at - width, Fraction(0)), min(at + width, Fraction(1))) for at in centre)
    return scores, bounds


def floats(rows: tuple[oracle.Row, ...]) -> Floats:
    return np.array([[float(number) for number in row] for row in rows])


def test_without_bounds_it_is_who_is_at_least_as_good_on_every_criterion() -> None:
    scores, _ = five()
    assert found(scores, np.tile([0.0, 1.0], (4, 1))) == {("K0003", "K0004"): 0.0}


def test_within_bounds_worked_by_hand() -> None:
    """K3 less K5 is 0.4, 0.5, 0, -0.25: the last one gets its most, 0.3, the third what is left above the least of the
    first two, 0.4: 0.2 x 0.4 + 0.1 x 0.5 - 0.3 x 0.25 = 0.055. K1 less K4 is 0.6, -0.1, 0, -0.25: the last gets 0.3,
    the second its most but for what the others need at least, 0.4: 0.2 x 0.6 - 0.4 x 0.1 - 0.3 x 0.25 = 0.005. K3 less
    K4 is 0, 0.5, 0.5, 0.25: the first gets 0.6, the last 0.2, the others 0.1: 0.05 + 0.05 + 0.05 = 0.15."""
    leads = found(*five())
    assert list(leads) == [("K0001", "K0004"), ("K0003", "K0004"), ("K0003", "K0005")]
    assert list(leads.values()) == pytest.approx([0.005, 0.15, 0.055], abs=1e-15)


@settings(max_examples=150, deadline=None)
@given(exact_problems())
def test_they_are_those_of_all_corners(problem: tuple[tuple[oracle.Row, ...], oracle.Bounds]) -> None:
    scores, bounds = problem
    leads, expected = found(floats(scores), floats(bounds)), {}
    for one, better in enumerate(scores):
        for other, worse in enumerate(scores):
            least, most = (
                oracle.least_lead(oracle.less(better, worse), bounds),
                -oracle.least_lead(oracle.less(worse, better), bounds),
            )
            if least >= 0 and most > 0:
                expected[f"K{one + 1:04}", f"K{other + 1:04}"] = float(least)
    assert leads == pytest.approx(expected, abs=1e-12)


def test_the_least_lead_is_that_of_a_general_solver() -> None:
    source, compared = np.random.default_rng(8), 0
    for _ in range(12):
        scores, centre = source.random((9, 6)), source.dirichlet(np.ones(6))
        bounds = np.column_stack([np.clip(centre - 0.08, 0, 1), np.clip(centre + 0.08, 0, 1)])
        leads = found(scores, bounds)
        for one in range(9):
            for other in set(range(9)) - {one}:
                solved = linprog(
                    scores[one] - scores[other], A_eq=[np.ones(6)], b_eq=[1.0], bounds=bounds, method="highs"
                )
                key = (f"K{one + 1:04}", f"K{other + 1:04}")
                assert (key in leads) == (solved.fun >= 0)
                if key in leads:
                    assert leads[key] == pytest.approx(solved.fun, abs=1e-9)
                    compared += 1
    assert compared >= 150, compared


def test_no_drawn_weighting_reverses_one() -> None:
    source = np.random.default_rng(9)
    scores, bounds = source.random((60, 5)), np.array([(0.1, 0.3)] * 5)
    sums = np.concatenate(list(draw(bounds, 2_000, 1))) @ scores.T
    leads = found(scores, bounds)
    least = {key: (sums[:, int(key[0][1:]) - 1] - sums[:, int(key[1][1:]) - 1]).min() for key in leads}
    assert len(leads) >= 500
    assert all(least[key] >= lead - 1e-12 for key, lead in leads.items())


def test_the_same_scores_are_no_pair() -> None:
    scores, bounds = np.array([[0.5, 0.5], [0.5, 0.5], [0.4, 0.4]]), np.tile([0.0, 1.0], (2, 1))
    assert list(found(scores, bounds)) == [("K0001", "K0003"), ("K0002", "K0003")]


def test_where_bounds_leave_one_weighting_the_pairs_are_its_order() -> None:
    scores = np.array([[0.1, 0.2], [0.2, 0.1], [0.3, 0.1]])
    leads = found(scores, np.array([(0.5, 0.5), (0.5, 0.5)]))
    assert leads == pytest.approx({("K0003", "K0001"): 0.05, ("K0003", "K0002"): 0.05}, abs=1e-15)


def test_the_size_of_blocks_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    scores, bounds = np.random.default_rng(10).random((40, 4)), np.array([(0.1, 0.4)] * 4)
    whole = pairs(names(40), scores, bounds)
    monkeypatch.setattr(room, "_CELLS", 500)
    pd.testing.assert_frame_equal(whole, pairs(names(40), scores, bounds), check_exact=True)


def test_rows_are_in_the_order_of_ids_whatever_the_order_of_candidates() -> None:
    scores, bounds = five()
    ids, order = np.array(five_sites.IDS, dtype=object), [3, 0, 4, 2, 1]
    pd.testing.assert_frame_equal(pairs(ids, scores, bounds), pairs(ids[order], scores[order], bounds))


def test_nobody_and_one_alone_make_no_pairs() -> None:
    for count in (0, 1):
        table = pairs(names(count), np.full((count, 2), 0.5), np.tile([0.0, 1.0], (2, 1)))
        assert (len(table), tuple(table.columns)) == (0, PAIRS.names)
        assert table.dtypes.astype(str).tolist() == ["str", "str", "float64"]


def test_bounds_that_leave_no_weighting_are_refused() -> None:
    with pytest.raises(InputError):
        pairs(names(2), np.zeros((2, 2)), np.array([(0.0, 0.2), (0.0, 0.2)]))
