"""Value functions by hand, the images of intervals, and the rule for missing values."""

import math
from typing import get_args

import candidate_ranking as oracle
import five_sites
import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo.analysis.candidates.criteria import Scores, image, scores, valued
from geo.analysis.candidates.facts import Facts
from geo.tables.criteria import Criterion, Missing, Value
from geo.tables.facts import KNOWN, Fact
from geo.tables.ranking import SCORES
from tests.analysis.candidates.five import FLOOR, MANY, NEAR, SIZE, scored

INF, NAN = math.inf, math.nan
UNEVEN = Value(shape="stepped", steps=((0, 0.4), (10, 1), (20, 0.2), (30, 0.6)))
SHAPES = (NEAR, MANY, SIZE, FLOOR, UNEVEN)


def facts_of(*given: tuple[float, float, float]) -> Facts:
    """Give one fact of some candidates: value, low and high."""
    table = np.array(given, dtype=float).reshape(len(given), 3)
    return Facts(
        ids=np.array([f"K{at}" for at in range(len(given))], dtype=object),
        facts=(Fact(id="f", title="f", kind="number", group="own"),),
        value=table[:, :1], low=table[:, 1:2], high=table[:, 2:],
        status=np.full((len(given), 1), KNOWN, dtype=object), note=np.full((len(given), 1), "", dtype=object),
    )  # fmt: skip


def one(value: Value) -> tuple[Criterion]:
    return (Criterion(id="c", title="c", fact="f", value=value, weight=1.0),)


@pytest.mark.parametrize(
    ("value", "given", "score"),
    [
        (NEAR, 0, 1), (NEAR, 500, 1), (NEAR, 1_000, 0.8), (NEAR, 1_750, 0.5), (NEAR, 3_000, 0), (NEAR, 9_999, 0),
        (NEAR, INF, 0), (NEAR, -INF, 1), (MANY, 24, 0), (MANY, 33, 0.25), (MANY, 60, 1), (MANY, INF, 1), (MANY, 0, 0),
        (SIZE, 50, 0), (SIZE, 49, 0), (SIZE, 150, 0.4), (SIZE, 300, 1), (SIZE, 450, 1), (SIZE, 600, 1),
        (SIZE, 1_050, 0.5), (SIZE, 1_500, 0), (SIZE, INF, 0), (SIZE, -INF, 0), (FLOOR, -1, 0), (FLOOR, 6.99, 0),
        (FLOOR, 7, 0.5), (FLOOR, 9.99, 0.5), (FLOOR, 10, 1), (FLOOR, INF, 1), (UNEVEN, -INF, 0.4), (UNEVEN, 25, 0.2),
    ],
)  # fmt: skip
def test_each_value_has_the_score_that_was_worked_by_hand(value: Value, given: float, score: float) -> None:
    assert valued(np.array([given]), value)[0] == pytest.approx(score, abs=1e-15)


@pytest.mark.parametrize("value", SHAPES)
def test_no_value_has_no_score(value: Value) -> None:
    assert np.isnan(valued(np.array([NAN, NAN]), value)).all()
    assert valued(np.array([]), value).shape == (0,)


@pytest.mark.parametrize(
    ("value", "low", "high", "expected"),
    [
        (NEAR, 0, 2_000, (0.4, 1)), (NEAR, 5_000, INF, (0, 0)), (NEAR, -INF, INF, (0, 1)), (NEAR, 2_500, INF, (0, 0.2)),
        (SIZE, 150, 450, (0.4, 1)), (SIZE, 150, 1_050, (0.4, 1)), (SIZE, 100, 150, (0.2, 0.4)),
        (SIZE, 1_050, 1_500, (0, 0.5)), (SIZE, -INF, INF, (0, 1)), (SIZE, 1_500, INF, (0, 0)), (SIZE, 350, 500, (1, 1)),
        (SIZE, 200, 300, (0.6, 1)), (UNEVEN, 5, 15, (0.4, 1)), (UNEVEN, 5, 25, (0.2, 1)), (UNEVEN, 20, 40, (0.2, 0.6)),
        (UNEVEN, -INF, INF, (0.2, 1)), (UNEVEN, 30, INF, (0.6, 0.6)), (UNEVEN, 9.9, 10, (0.4, 1)),
    ],
)  # fmt: skip
def test_the_scores_of_an_interval_are_exact(
    value: Value, low: float, high: float, expected: tuple[float, float]
) -> None:
    least, greatest = image(np.array([low]), np.array([high]), value)
    assert (least[0], greatest[0]) == pytest.approx(expected, abs=1e-15)


NUMBERS = st.floats(-100, 5_000) | st.sampled_from([0.0, 7.0, 10.0, 20.0, 30.0, 50.0, 300.0, 600.0, 1_500.0])


@settings(deadline=None)
@given(st.sampled_from(SHAPES), NUMBERS, NUMBERS, st.floats(0, 1))
@example(SIZE, 50.0, 1_500.0, 0.5)
def test_a_value_within_an_interval_scores_within_its_image(value: Value, one: float, other: float, at: float) -> None:
    low, high = sorted((one, other))
    inside = min(max(low + at * (high - low), low), high)
    least, greatest = image(np.array([low]), np.array([high]), value)
    score = valued(np.array([inside]), value)[0]
    assert 0 <= least[0] <= score <= greatest[0] <= 1


@settings(deadline=None)
@given(st.sampled_from(SHAPES), NUMBERS, NUMBERS)
def test_an_image_is_no_wider_than_the_values_in_it_need(value: Value, one: float, other: float) -> None:
    low, high = sorted((one, other))
    marks = [value.worst, value.best, *value.target, *value.zero, *(start for start, _ in value.steps)]
    inside = np.array([low, high, *(mark for mark in marks if low <= mark <= high)])
    found = valued(inside, value)
    least, greatest = image(np.array([low]), np.array([high]), value)
    assert (least[0], greatest[0]) == (found.min(), found.max())


@settings(deadline=None)
@given(st.floats(-1e6, 1e6), st.floats(-1e3, 1e3), st.floats(1, 1e3))
def test_a_line_scores_as_exact_fractions_say(value: float, worst: float, length: float) -> None:
    for best in (worst + length, worst - length):
        found = valued(np.array([value]), Value(shape="linear", worst=worst, best=best))[0]
        assert found == pytest.approx(float(oracle.linear(value, worst, best)), abs=1e-9)


def test_the_five_sites_score_as_by_hand() -> None:
    found = scored()
    assert found.score == pytest.approx(np.array(five_sites.SCORES), abs=1e-15)
    assert found.low == pytest.approx(np.array(five_sites.SCORES_LOW), abs=1e-15)
    assert found.high == pytest.approx(np.array(five_sites.SCORES_HIGH), abs=1e-15)
    assert found.missing.tolist() == [[False] * 4, [False, False, False, True], *[[False] * 4] * 3]
    assert found.weights.tolist() == list(five_sites.WEIGHTS)
    assert found.bounds.tolist() == [list(both) for both in five_sites.BOUNDS]


@pytest.mark.parametrize(("missing", "score"), [("worst", 0.0), ("middle", 0.5), ("left_out", NAN)])
def test_an_unknown_value_counts_as_the_rule_says(missing: Missing, score: float) -> None:
    assert missing in get_args(Missing)
    found = scores(facts_of((NAN, -INF, INF), (1_000, 1_000, 1_000)), one(NEAR), missing)
    assert found.score[:, 0] == pytest.approx([score, 0.8], nan_ok=True)
    assert found.missing[:, 0].tolist() == [True, False]
    assert (found.low[0, 0], found.high[0, 0]) == (0, 1)


@pytest.mark.parametrize(("missing", "score"), [("worst", 0.0), ("middle", 0.1), ("left_out", NAN)])
def test_beyond_a_limit_short_of_the_worst_value_the_best_that_it_may_be_is_told(
    missing: Missing, score: float
) -> None:
    found = scores(facts_of((NAN, 2_500, INF)), one(NEAR), missing)
    assert (found.low[0, 0], found.high[0, 0]) == pytest.approx((0, 0.2))
    assert found.score[0, 0] == pytest.approx(score, nan_ok=True)
    assert found.missing[0, 0]


@pytest.mark.parametrize(
    ("value", "cell", "worst", "middle"),
    [
        # 100 to 400 flexible places: (100 - 50) / 250 = 0.2 at the least, 1 from 300 on
        (SIZE, (400, 100, 400), 0.2, 0.6),
        # mean of a raster that has 5% of the site: it may be anything
        (Value(shape="linear", worst=2, best=0), (0, -INF, INF), 0.0, 0.5),
        # share of such a raster above a bound, none in the part that is known
        (Value(shape="linear", worst=1, best=0), (0, 0, 0.95), 0.05, 0.525),
        # at least a share of 0.02; little is good, and nobody knows how much there is
        (Value(shape="linear", worst=0.05, best=0), (0.02, 0.02, INF), 0.0, 0.3),
        # something nearer may lie outside the map: what was found is the worst already
        (NEAR, (1_750, 500, 1_750), 0.5, 0.75),
    ],
)  # fmt: skip
def test_a_value_that_is_not_known_exactly_counts_as_the_rule_says(
    value: Value, cell: tuple[float, float, float], worst: float, middle: float
) -> None:
    expected = {"worst": worst, "middle": middle, "left_out": worst}
    for missing in get_args(Missing):
        found = scores(facts_of(cell, (cell[0],) * 3), one(value), missing)
        assert found.score[0, 0] == pytest.approx(expected[missing], abs=1e-15), missing
        # known exactly it has its own score, whatever the rule
        assert found.score[1, 0] == valued(np.array([cell[0]]), value)[0]
        table = found.table()
        assert table["missing"].tolist() == [False, False]
        assert table["uncertain"].tolist() == [True, False]
        assert (table["score_low"] <= table["score"]).all()
        assert (table["score"] <= table["score_high"]).all()


def test_bounds_that_score_alike_leave_a_value_its_score() -> None:
    for missing in get_args(Missing):
        found = scores(facts_of((400, 350, 500)), one(SIZE), missing)
        assert (found.score[0, 0], found.low[0, 0], found.high[0, 0]) == (1, 1, 1)
        assert not found.table()["uncertain"][0]


@pytest.mark.parametrize("missing", get_args(Missing))
@pytest.mark.parametrize("low", [3_000.0, 5_000.0, INF])
def test_a_known_bad_end_is_a_score_and_not_a_missing_value(missing: Missing, low: float) -> None:
    found = scores(facts_of((NAN, low, INF)), one(NEAR), missing)
    assert (found.score[0, 0], found.low[0, 0], found.high[0, 0], found.missing[0, 0]) == (0, 0, 0, False)


def test_a_value_outside_its_own_bounds_widens_them() -> None:
    found = scores(facts_of((2_000, 500, 1_000)), one(NEAR), "worst")
    assert (found.low[0, 0], found.score[0, 0], found.high[0, 0]) == pytest.approx((0.4, 0.4, 1))


def test_a_fact_that_is_not_there_is_a_mistake_of_the_caller() -> None:
    strange = Criterion(id="c", title="c", fact="g", value=NEAR, weight=1.0)
    with pytest.raises(KeyError, match="values a fact that is not there: 'g'"):
        scores(facts_of((1, 1, 1)), (strange,), "worst")


def test_the_table_has_a_row_for_each_candidate_and_criterion() -> None:
    table = scored().table()
    assert tuple(table.columns) == SCORES.names
    assert len(table) == 20
    of_k2 = table[table["candidate_id"] == "K2"]
    assert of_k2["criterion"].tolist() == list(five_sites.CRITERIA)
    assert of_k2["part"].tolist() == pytest.approx([0.32, 0.3, 0.1, 0.0])
    assert of_k2["missing"].tolist() == [False, False, False, True]
    assert pd.isna(of_k2["value"].iloc[3])
    assert str(table["candidate_id"].dtype) == str(table["criterion"].dtype) == "str"


def test_no_candidates_or_no_criteria_make_an_empty_table() -> None:
    none = scores(facts_of(), one(NEAR), "worst")
    assert (none.score.shape, len(none.table()), tuple(none.table().columns)) == ((0, 1), 0, SCORES.names)
    bare = scores(facts_of((1, 1, 1)), (), "worst")
    assert (bare.score.shape, bare.bounds.shape, len(bare.table())) == ((1, 0), (0, 2), 0)


def test_some_candidates_can_be_kept() -> None:
    kept: Scores = scored().only(np.array([False, True, False, True, False]))
    assert kept.ids.tolist() == ["K2", "K4"]
    assert kept.score.tolist() == pytest.approx(np.array(five_sites.SCORES)[[1, 3]])
    assert kept.missing.sum() == 1
