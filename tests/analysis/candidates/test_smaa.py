"""Ranks over all weightings, held against exact shares and against ranks by another hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from geo.analysis.candidates import smaa as room
from geo.analysis.candidates import weights
from geo.analysis.candidates.pairs import rank_limits
from geo.analysis.candidates.smaa import Smaa, smaa
from geo.analysis.candidates.sums import weighted
from geo.analysis.candidates.weights import draw
from tests import five_sites
from tests.oracles import weight_simplex as oracle

Floats = NDArray[np.float64]
FIELDS = ("rank_low", "rank_high", "first_share", "shares")
COUNT = 40_000
TWO = ((1.0, 0.0), (0.7, 0.6), (0.0, 1.0), (0.65, 0.55))
THREE = ((0.9, 0.2, 0.3), (0.1, 0.8, 0.5), (0.4, 0.35, 0.95), (0.5, 0.45, 0.55), (0.05, 0.75, 0.45))
CASES = {
    "two": (TWO, ((0.0, 1.0),) * 2),
    "two, bounds": (TWO, ((0.2, 0.55), (0.0, 1.0))),
    "three": (THREE, ((0.0, 1.0),) * 3),
    "three, lower": (THREE, ((0.1, 1.0), (0.2, 1.0), (0.0, 1.0))),
    "three, hexagon": (THREE, ((0.15, 0.5), (0.2, 0.55), (0.1, 0.6))),
    "five sites": (five_sites.SCORES, ((0.0, 1.0),) * 4),
    "five sites, bounds": (five_sites.SCORES, five_sites.BOUNDS),
}


def free(criteria: int) -> Floats:
    return np.tile([0.0, 1.0], (criteria, 1))


def ranked(scores: Floats, bounds: Floats | None = None, *, count: int = 2_000, top: int = 10) -> Smaa:
    limits = free(scores.shape[1]) if bounds is None else bounds
    return smaa(scores, limits, weightings=count, seed=6, top=top)


def same(one: Smaa, other: Smaa) -> None:
    for name in FIELDS:
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes(), name


@st.composite
def problems(draw_: st.DrawFn, *, step: float = 0.05) -> tuple[Floats, Floats]:
    """Scores in whole steps, so that ties and the same rows turn up, and bounds around some weights."""
    candidates, criteria = draw_(st.integers(1, 8)), draw_(st.integers(1, 5))
    whole = st.lists(st.integers(0, round(1 / step)), min_size=criteria, max_size=criteria)
    scores = np.array(draw_(st.lists(whole, min_size=candidates, max_size=candidates))) * step
    if draw_(st.booleans()):
        return scores, free(criteria)
    centre = np.array(draw_(st.lists(st.integers(1, 9), min_size=criteria, max_size=criteria))).astype(float)
    centre /= centre.sum()
    width = draw_(st.sampled_from([0.02, 0.1, 0.4]))
    return scores, np.column_stack([np.clip(centre - width, 0, 1), np.clip(centre + width, 0, 1)])


@pytest.mark.parametrize("name", CASES)
def test_the_share_of_every_rank_is_the_exact_size_of_its_part(name: str) -> None:
    scores, bounds = CASES[name]
    exact = np.array(oracle.rank_shares(oracle.exact(scores), oracle.exact(bounds))).astype(float)
    found = ranked(np.array(scores), np.array(bounds), count=COUNT, top=len(scores))
    error = np.sqrt(exact * (1 - exact) / COUNT)
    assert (np.abs(found.shares - exact) <= 4.5 * error + 1e-12).all()
    assert ((exact > 0) & (exact < 1)).sum() >= 7
    reached = exact > 0
    assert exact[reached].min() > 3e-4, "else a rank may not be drawn"
    assert found.rank_low.tolist() == [int(np.flatnonzero(row)[0]) + 1 for row in reached]
    assert found.rank_high.tolist() == [int(np.flatnonzero(row)[-1]) + 1 for row in reached]


def test_two_criteria_worked_by_hand() -> None:
    """K1 = 1 - v, K2 = 0.7 - 0.1 v and K3 = v, with v the weight of the second: K2 is ahead of K1 from v = 1/3, K3 of
    K2 from v = 7/11."""
    found = ranked(np.array(TWO[:3]), count=COUNT)
    np.testing.assert_allclose(found.first_share, [1 / 3, 7 / 11 - 1 / 3, 4 / 11], atol=4.5 * 0.5 / np.sqrt(COUNT))
    assert found.rank_low.tolist() == [1, 1, 1]
    assert found.rank_high.tolist() == [3, 2, 3]


@settings(max_examples=80, deadline=None)
@given(problems())
def test_ranks_are_those_of_another_hand_by_every_weighting(problem: tuple[Floats, Floats]) -> None:
    scores, bounds = problem
    found = ranked(scores, bounds, count=200, top=3)
    ranks = oracle.ranks(scores, np.concatenate(list(draw(bounds, 200, 6))))
    assert ranks.shape == (200, len(scores))
    assert found.rank_low.tolist() == ranks.min(axis=0).tolist()
    assert found.rank_high.tolist() == ranks.max(axis=0).tolist()
    for rank in (1, 2, 3):
        np.testing.assert_allclose(found.shares[:, rank - 1], (ranks == rank).mean(axis=0), atol=1e-15)
    np.testing.assert_array_equal(found.first_share, found.shares[:, 0])


@settings(max_examples=40, deadline=None)
@given(problems())
def test_laws_of_ranks(problem: tuple[Floats, Floats]) -> None:
    scores, bounds = problem
    found = ranked(scores, bounds, count=300, top=8)
    low, high = rank_limits(scores, bounds)
    assert ((low <= found.rank_low) & (found.rank_low <= found.rank_high) & (found.rank_high <= high)).all()
    assert (found.shares.sum(axis=0)[0]) >= 1 - 1e-12, "somebody is first"
    np.testing.assert_allclose(found.shares.sum(axis=1), 1, rtol=1e-12)


def test_without_ties_every_rank_is_given_once() -> None:
    scores = np.random.default_rng(1).random((30, 4))
    found = ranked(scores, top=30)
    np.testing.assert_allclose(found.shares.sum(axis=0), np.ones(30), rtol=1e-12)


def test_who_is_dominated_is_never_first() -> None:
    scores = np.random.default_rng(2).random((40, 3))
    scores = np.vstack([scores, scores * 0.99])
    found = ranked(scores)
    assert found.first_share[:40].sum() == pytest.approx(1)
    assert found.first_share[40:].tolist() == [0.0] * 40
    assert (found.rank_low[40:] >= 2).all()


@settings(max_examples=30, deadline=None)
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_candidates_does_not_matter(problem: tuple[Floats, Floats], random: object) -> None:
    scores, bounds = problem
    order = list(range(len(scores)))
    random.shuffle(order)  # type: ignore[attr-defined]
    one, other = ranked(scores, bounds, count=200), ranked(scores[order], bounds, count=200)
    for name in FIELDS:
        np.testing.assert_array_equal(getattr(one, name)[order], getattr(other, name), err_msg=name)


@settings(max_examples=40, deadline=None)
@given(problems(step=1 / 7))
def test_ranks_of_drawn_weightings_lie_between_the_best_and_the_worst(problem: tuple[Floats, Floats]) -> None:
    scores, bounds = problem
    found = ranked(scores, bounds, count=100)
    for weighting in np.concatenate(list(draw(bounds, 100, 6)))[::10]:
        sums = weighted(scores, weighting)
        ranks = 1 + (sums[None, :] > sums[:, None] + 1e-9).sum(axis=1)
        assert ((found.rank_low <= ranks) & (ranks <= found.rank_high)).all()


def test_the_same_scores_always_tie_and_share_the_lower_number() -> None:
    scores = np.random.default_rng(3).random((7, 5))
    found = ranked(np.vstack([scores, scores, scores[:1]]), top=15)
    for name in FIELDS:
        values = getattr(found, name)
        np.testing.assert_array_equal(values[:7], values[7:14], err_msg=name)
    # One and its two copies share: the others have 2 of each rank's place, so that rank 2 is given to nobody.
    assert found.shares[:, 1].sum() == 0
    alone = ranked(scores)
    np.testing.assert_array_equal(found.first_share[:7], alone.first_share)


def test_scores_that_differ_by_rounding_alone_tie() -> None:
    """0.1 + 0.2 is not 0.3 to a computer."""
    scores = np.array([[0.1, 0.2], [0.2, 0.1], [0.3, 0.0], [0.15, 0.15 + 1e-14]])
    found = ranked(scores, np.array([(0.5, 0.5), (0.5, 0.5)]), count=100)
    assert found.rank_low.tolist() == found.rank_high.tolist() == [1, 1, 1, 1]
    assert found.first_share.tolist() == [1.0] * 4
    # Half a step: one is rounded down, the other, a hair higher, up.
    half = 1000.5 * 2.0**-40
    assert ranked(np.array([[half], [half + 1e-16]]), count=100).rank_high.tolist() == [1, 1]
    apart = ranked(np.array([[0.5], [0.5 - 1e-11], [0.5 + 1e-11]]), count=100)
    assert apart.rank_low.tolist() == [2, 3, 1]


@pytest.mark.parametrize("bounds", [None, np.array([(0.1, 0.4)] * 5)])
def test_neither_a_second_run_nor_the_size_of_blocks_changes_a_bit(
    bounds: Floats | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    scores = np.round(np.random.default_rng(4).random((53, 5)), 2)
    whole = ranked(scores, bounds)
    same(whole, ranked(scores, bounds))
    for cells, block in ((1, 1_000), (53 * 7, 13), (1 << 20, 1 << 14)):
        monkeypatch.setattr(room, "_CELLS", cells)
        monkeypatch.setattr(weights, "_BLOCK", block)
        same(whole, ranked(scores, bounds))


def test_a_score_that_is_missing_or_out_of_range_is_refused() -> None:
    for odd in (np.nan, -0.1, 1.5, np.inf):
        with pytest.raises(ValueError, match="from 0 to 1"):
            ranked(np.array([[0.5, odd]]))


def test_small_problems() -> None:
    one = ranked(np.array([[0.3, 0.4]]), count=50)
    assert (one.rank_low.tolist(), one.rank_high.tolist(), one.first_share.tolist()) == ([1], [1], [1.0])
    assert one.shares.tolist() == [[1.0] + [0.0] * 9]
    assert one.weightings == 50
    single = ranked(np.array([[0.3], [0.4], [0.4]]), count=50)
    assert (single.rank_low.tolist(), single.rank_high.tolist()) == ([3, 1, 1], [3, 1, 1])
    nobody = ranked(np.zeros((0, 3)), count=50)
    assert nobody.shares.shape == (0, 10)
    assert [len(getattr(nobody, name)) for name in FIELDS] == [0] * 4
    assert nobody.rank_low.dtype == np.int64
