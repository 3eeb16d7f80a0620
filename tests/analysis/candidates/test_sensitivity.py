"""What uncertain facts do to the ranks, held against ranking all candidates anew."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from geo.analysis.candidates.sensitivity import rank_span, sensitivity
from geo.tables.ranking import SENSITIVITY
from tests import five_sites
from tests.oracles import weight_simplex as oracle

Floats = NDArray[np.float64]
CRITERIA = np.array(five_sites.CRITERIA, dtype=object)


def names(count: int) -> NDArray[np.object_]:
    return np.array([f"K{number:04}" for number in range(1, count + 1)], dtype=object)


@st.composite
def problems(draw: st.DrawFn) -> tuple[Floats, Floats, Floats, Floats]:
    """Scores in quarters and weights in eighths, which a computer adds exactly, so that sums often are equal."""
    candidates, criteria = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    cell = st.lists(st.integers(0, 4), min_size=3, max_size=3).map(sorted)
    cells = np.array(
        draw(st.lists(st.lists(cell, min_size=criteria, max_size=criteria), min_size=candidates, max_size=candidates))
    )
    cuts = sorted(draw(st.lists(st.integers(0, 8), min_size=criteria - 1, max_size=criteria - 1)))
    return cells[..., 1] / 4, cells[..., 0] / 4, cells[..., 2] / 4, np.diff([0, *cuts, 8]) / 8


@settings(max_examples=200, deadline=None)
@given(problems())
def test_it_is_what_ranking_anew_gives(problem: tuple[Floats, Floats, Floats, Floats]) -> None:
    score, low, high, weights = problem
    criteria = CRITERIA[: len(weights)]
    table = sensitivity(names(len(score)), score, low, high, criteria, weights)
    expected = []
    winner = int(np.argmax(score @ weights))
    for who, which in zip(*np.nonzero(low < high), strict=True):
        then, changes = [], False
        for other in (high, low):
            changed = score.copy()
            changed[who, which] = other[who, which]
            then.append(int(oracle.ranks(changed, weights[None, :])[0, who]))
            changes |= int(np.argmax(changed @ weights)) != winner
        expected.append((f"K{who + 1:04}", criteria[which], *then, changes))
    assert list(table.itertuples(index=False, name=None)) == expected


def test_the_five_sites_worked_by_hand() -> None:
    """K2 gains 0.1 with the longest term: 0.82, ahead of K3. K4 gains 0.24 with a shop next door: 0.7, third."""
    score, low, high = (np.array(part) for part in (five_sites.SCORES, five_sites.SCORES_LOW, five_sites.SCORES_HIGH))
    ids, weights = np.array(five_sites.IDS, dtype=object), np.array(five_sites.WEIGHTS)
    table = sensitivity(ids, score, low, high, CRITERIA, weights)
    assert list(table.itertuples(index=False, name=None)) == [
        ("K2", "looptijd", 1, 2, True),
        ("K4", "winkel", 3, 4, False),
    ]
    assert tuple(table.columns) == SENSITIVITY.names
    assert table.dtypes.astype(str).tolist() == ["str", "str", "Int64", "Int64", "boolean"]


def test_the_winner_may_lose_its_place_and_equal_sums_go_to_the_lowest_id() -> None:
    score = np.array([[0.5], [0.75], [0.5]])
    low, high = score.copy(), score.copy()
    low[1], high[0] = 0.5, 0.75
    table = sensitivity(np.array(["a", "b", "c"], dtype=object), score, low, high, ["x"], np.array([1.0]))  # type: ignore[arg-type]
    assert list(table.itertuples(index=False, name=None)) == [("a", "x", 1, 2, True), ("b", "x", 1, 1, True)]


def test_a_criterion_without_weight_changes_nothing() -> None:
    score = np.array([[0.5, 0.5], [0.25, 0.5]])
    table = sensitivity(names(2), score, score - 0.5, score + 0.5, CRITERIA[:2], np.array([0.0, 1.0]))
    assert table["winner_changes"].tolist() == [False, True, False, True]
    assert table["rank_best"].tolist() == [1, 1, 1, 1]
    assert table["rank_worst"].tolist() == [1, 2, 1, 2]


def test_bounds_that_are_not_known_and_nobody_at_all_give_no_rows() -> None:
    score = np.array([[0.5]])
    for ids, part in ((names(1), score), (names(0), score[:0])):
        table = sensitivity(ids, part, np.full_like(part, np.nan), part, CRITERIA[:1], np.array([1.0]))
        assert (len(table), tuple(table.columns)) == (0, SENSITIVITY.names)
    pd.testing.assert_frame_equal(
        sensitivity(names(1), score, score, score, CRITERIA[:1], np.array([1.0])),
        sensitivity(names(0), score[:0], score[:0], score[:0], CRITERIA[:1], np.array([1.0])),
    )


@settings(max_examples=200, deadline=None)
@given(problems())
def test_all_that_is_unknown_at_once_is_what_ranking_anew_gives(
    problem: tuple[Floats, Floats, Floats, Floats],
) -> None:
    score, low, high, weights = problem
    expected = []
    for end in (high, low):
        ranks = []
        for who in range(len(score)):
            changed = score.copy()
            changed[who] = end[who]
            ranks.append(int(oracle.ranks(changed, weights[None, :])[0, who]))
        expected.append(ranks)
    assert [found.tolist() for found in rank_span(score, low, high, weights)] == expected


def test_two_unknown_facts_do_together_what_neither_does_alone() -> None:
    """K1 has 0.5 and K2 0.25; with either of its two facts at its best K2 has 0.5 at most, with both 0.75."""
    score = np.array([[0.5, 0.5], [0.0, 0.5], [0.25, 0.0]])
    low, high = score.copy(), score.copy()
    low[1], high[1] = (0.0, 0.0), (0.5, 1.0)
    best, worst = rank_span(score, low, high, np.array([0.5, 0.5]))
    assert best.tolist() == [1, 1, 3]
    assert worst.tolist() == [1, 3, 3], "K3 has 0.125, more than the 0 that K2 may have"
    alone = sensitivity(names(3), score, low, high, CRITERIA[:2], np.array([0.5, 0.5]))
    assert alone["rank_best"].tolist() == [1, 1], "level with K1, which shares the first place"
    assert alone["rank_worst"].tolist() == [2, 3]


def test_the_five_sites_with_all_at_its_best_and_at_its_worst() -> None:
    score, low, high = (np.array(part) for part in (five_sites.SCORES, five_sites.SCORES_LOW, five_sites.SCORES_HIGH))
    best, worst = rank_span(score, low, high, np.array(five_sites.WEIGHTS))
    assert best.tolist() == [3, 1, 1, 3, 5]
    assert worst.tolist() == list(five_sites.RANKS)


def test_bounds_that_are_not_known_leave_the_rank_as_it_is() -> None:
    score = np.array([[0.5], [0.25]])
    best, worst = rank_span(score, np.full_like(score, np.nan), np.full_like(score, np.nan), np.array([1.0]))
    assert (best.tolist(), worst.tolist()) == ([1, 2], [1, 2])
    assert [len(one) for one in rank_span(score[:0], score[:0], score[:0], np.array([1.0]))] == [0, 0]
