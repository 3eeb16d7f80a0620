"""The weighted sum, ranks, Pareto and TOPSIS: by hand, by brute force, and the laws that they keep."""

import math

import candidate_ranking as oracle
import five_sites
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geo.analysis.candidates.crosscheck import topsis
from geo.analysis.candidates.facts import Floats
from geo.analysis.candidates.ranking import pareto, ranks, weighted_sum

FIVE, WEIGHTS = np.array(five_sites.SCORES), np.array(five_sites.WEIGHTS)
NAN = math.nan
UNTIMED = settings(deadline=None)
TENTHS = st.integers(0, 10).map(lambda tenth: tenth / 10)


@st.composite
def ranked(draw: st.DrawFn) -> tuple[Floats, Floats]:
    """Give scores in tenths, so that equal ones are common, and weights of which one at least is not 0."""
    count, criteria = draw(st.integers(1, 12)), draw(st.integers(1, 5))
    scores = draw(arrays(float, (count, criteria), elements=TENTHS))
    weights = draw(arrays(float, criteria, elements=TENTHS).filter(lambda found: found.sum() > 0))
    return scores, weights


def test_the_five_sites_are_ranked_as_by_hand() -> None:
    sums = weighted_sum(FIVE, WEIGHTS)
    assert sums == pytest.approx(np.array(five_sites.SUMS), abs=1e-15)
    assert ranks(sums).tolist() == list(five_sites.RANKS)
    assert pareto(FIVE).tolist() == list(five_sites.PARETO)


def test_equal_sums_share_the_lower_number_and_those_left_out_have_none() -> None:
    sums = np.array([0.5, 0.9, 0.5 + 4e-13, NAN, 0.9, 0.1, 0.5 - 2e-12])
    assert ranks(sums) == pytest.approx(np.array([3, 1, 3, NAN, 1, 6, 5]), nan_ok=True)
    thirds = weighted_sum(np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=float), np.array([0.1, 0.2, 0.3]) / 0.6)
    assert ranks(thirds).tolist() == [3, 2, 1]
    tenths = weighted_sum(np.array([[0.3, 0, 0], [0, 0.1, 0.2]]), np.array([1.0, 1.0, 1.0]))
    assert ranks(tenths).tolist() == [1, 1], "0.1 + 0.2 is no more than 0.3"


def test_none_and_one_candidate_are_ranked_too() -> None:
    assert ranks(np.array([])).shape == (0,)
    assert ranks(np.array([NAN])) == pytest.approx(np.array([NAN]), nan_ok=True)
    assert ranks(weighted_sum(np.array([[0.0]]), np.array([1.0]))).tolist() == [1]


def test_rounding_makes_no_sum_greater_than_one() -> None:
    weights = np.array([0.15, 0.3, 0.05])
    plain = sum((weights / weights.sum()).tolist())
    assert plain > 1
    sums = weighted_sum(np.array([[1.0, 1.0, 1.0], [1.0, 1.0, 0.5], [math.nan] * 3]), weights)
    assert sums[0] == 1
    assert sums[1] < 1
    assert np.isnan(sums[2])
    assert ranks(sums).tolist()[:2] == [1, 2]
    assert pareto(np.zeros((0, 3))).shape == (0,)
    assert pareto(np.zeros((2, 0))).tolist() == [True, True]
    assert pareto(np.array([[0.0, 0.0]])).tolist() == [True]


@UNTIMED
@given(ranked())
def test_sums_and_ranks_are_those_of_exact_fractions(given_: tuple[Floats, Floats]) -> None:
    scores, weights = given_
    expected = oracle.sums(scores.tolist(), weights.tolist())
    found = weighted_sum(scores, weights)
    assert found == pytest.approx(np.array([float(one) for one in expected]), abs=1e-14)
    assert ranks(found).tolist() == oracle.ranks(expected)


@UNTIMED
@given(ranked(), st.sampled_from([0.001, 0.1, 3.0, 100.0, 1e9]))
def test_scaling_all_weights_changes_nothing(given_: tuple[Floats, Floats], factor: float) -> None:
    scores, weights = given_
    assert weighted_sum(scores, factor * weights) == pytest.approx(weighted_sum(scores, weights), abs=1e-14)
    assert ranks(weighted_sum(scores, factor * weights)).tolist() == ranks(weighted_sum(scores, weights)).tolist()


@UNTIMED
@given(ranked(), st.data())
def test_a_better_score_lowers_neither_the_sum_nor_the_rank(given_: tuple[Floats, Floats], data: st.DataObject) -> None:
    scores, weights = given_
    row, column = (data.draw(st.integers(0, size - 1)) for size in scores.shape)
    better = scores.copy()
    better[row, column] = data.draw(st.floats(scores[row, column], 1.0))
    before, after = weighted_sum(scores, weights), weighted_sum(better, weights)
    assert after[row] >= before[row]
    assert ranks(after)[row] <= ranks(before)[row]
    assert (ranks(after) >= ranks(before))[np.arange(len(scores)) != row].all()
    assert pareto(better)[row] or not pareto(scores)[row]


@UNTIMED
@given(ranked(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(given_: tuple[Floats, Floats], random: object) -> None:
    scores, weights = given_
    order = np.array(sorted(range(len(scores)), key=lambda _at: random.random()))  # type: ignore[attr-defined]
    assert weighted_sum(scores[order], weights).tolist() == weighted_sum(scores, weights)[order].tolist()
    assert ranks(weighted_sum(scores[order], weights)).tolist() == ranks(weighted_sum(scores, weights))[order].tolist()
    assert pareto(scores[order]).tolist() == pareto(scores)[order].tolist()
    assert topsis(scores[order], weights) == pytest.approx(topsis(scores, weights)[order], abs=1e-12)


@UNTIMED
@given(ranked())
def test_a_sum_lies_between_the_least_and_the_greatest_score(given_: tuple[Floats, Floats]) -> None:
    scores, weights = given_
    sums = weighted_sum(scores, weights)
    assert (sums >= scores.min(axis=1) - 1e-15).all()
    assert (sums <= scores.max(axis=1) + 1e-15).all()


@UNTIMED
@given(ranked())
def test_what_is_first_is_outdone_by_none_where_every_criterion_weighs(given_: tuple[Floats, Floats]) -> None:
    scores, weights = given_
    first = ranks(weighted_sum(scores, weights + 0.1)) == 1
    assert pareto(scores)[first].all()


@UNTIMED
@given(ranked())
def test_pareto_is_that_of_brute_force(given_: tuple[Floats, Floats]) -> None:
    scores, _ = given_
    expected, pairs = oracle.pareto(scores.tolist())
    assert pareto(scores).tolist() == expected
    assert pairs == len(scores) * (len(scores) - 1)


@pytest.mark.parametrize(("digits", "columns"), [(1, 3), (3, 4), (0, 2)])
def test_pareto_over_several_blocks_is_that_of_brute_force(digits: int, columns: int) -> None:
    scores = np.round(np.random.default_rng(20200901 + columns).random((700, columns)), digits)
    expected, pairs = oracle.pareto(scores.tolist())
    assert pairs == 700 * 699
    assert pareto(scores).tolist() == expected
    assert any(expected)
    assert not all(expected)


def test_pareto_stands_rounding() -> None:
    tiny = np.nextafter(0.5, 1.0)
    scores = np.array([[0.5, 1e-17, 0.5], [0.5, 0.0, 0.5], [tiny, 0.0, 0.5], [0.5, 0.0, 0.5]])
    assert pareto(scores).tolist() == oracle.pareto(scores.tolist())[0] == [True, False, True, False]


def test_topsis_of_the_five_sites_is_that_of_plain_loops() -> None:
    expected = oracle.closeness(five_sites.SCORES, five_sites.WEIGHTS)
    assert topsis(FIVE, WEIGHTS) == pytest.approx(np.array(expected), abs=1e-14)
    assert ranks(topsis(FIVE, WEIGHTS)).tolist() == [2, 1, 3, 4, 5]


def test_topsis_of_two_sites_is_worked_by_hand() -> None:
    scores, weights = np.array([[0.6, 0.0], [0.8, 0.5]]), np.array([0.5, 0.5])
    assert topsis(scores, weights).tolist() == [0, 1]
    # Columns of length 1 and 1; weighted 0.3, 0.4 and 0.4, 0.3: each is 0.1 from the best of one column.
    assert topsis(np.array([[0.6, 0.8], [0.8, 0.6]]), weights) == pytest.approx([0.5, 0.5])
    # Columns 3, 0, 4 and 0, 4, 3 over 5: with weights a half (0.3, 0), (0, 0.4), (0.4, 0.3); best (0.4, 0.4).
    three = topsis(np.array([[0.3, 0.0], [0.0, 0.4], [0.4, 0.3]]), weights)
    near, far = np.hypot(0.1, 0.4), 0.3
    assert three[0] == pytest.approx(far / (far + near))
    assert three[1] == pytest.approx(0.5)
    assert three[2] == pytest.approx(0.5 / (0.5 + 0.1))


@UNTIMED
@given(ranked())
def test_topsis_is_that_of_plain_loops_and_never_without_a_number(given_: tuple[Floats, Floats]) -> None:
    scores, weights = given_
    found = topsis(scores, weights)
    assert np.isfinite(found).all()
    near, far = oracle.distances(scores.tolist(), weights.tolist())
    told = [at for at in range(len(scores)) if near[at] + far[at] > 1e-12]
    expected = [far[at] / (near[at] + far[at]) for at in told]
    assert found[told] == pytest.approx(np.array(expected), abs=1e-9)
    assert len(told) in {0, len(scores)}
    assert told or found.tolist() == [0.5] * len(scores)


@pytest.mark.parametrize("scores", [np.zeros((3, 2)), np.ones((3, 2)), np.full((1, 2), 0.3), np.zeros((0, 2))])
def test_topsis_without_differences_puts_all_level(scores: Floats) -> None:
    assert topsis(scores, np.array([0.5, 0.5])).tolist() == [0.5] * len(scores)
