"""What would take the first place away, held against brute force, a general solver and a dense scan."""

import itertools
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from geo.analysis.candidates.toppling import least_shift, swings, toppling
from geo.tables.ranking import SWINGS, TOPPLING
from tests import five_sites
from tests.oracles import weight_simplex as oracle

Floats = NDArray[np.float64]
IDS, CRITERIA = np.array(five_sites.IDS, dtype=object), np.array(five_sites.CRITERIA, dtype=object)
SCORES, WEIGHTS, BOUNDS = (np.array(part) for part in (five_sites.SCORES, five_sites.WEIGHTS, five_sites.BOUNDS))
FREE = np.tile([0.0, 1.0], (4, 1))


def names(count: int, letter: str = "K") -> NDArray[np.object_]:
    return np.array([f"{letter}{number:04}" for number in range(1, count + 1)], dtype=object)


@st.composite
def shifts(draw: st.DrawFn) -> tuple[oracle.Row, oracle.Row, oracle.Bounds]:
    """A lead on each criterion, in whole steps so that equal ones turn up, weights, and bounds around them."""
    count = draw(st.integers(1, 5))
    lead = tuple(
        Fraction(number, 10) for number in draw(st.lists(st.integers(-10, 10), min_size=count, max_size=count))
    )
    parts = draw(st.lists(st.integers(0, 9), min_size=count, max_size=count).filter(any))
    weights = tuple(Fraction(part, sum(parts)) for part in parts)
    below, above = (
        [Fraction(number, 20) for number in draw(st.lists(st.integers(0, 20), min_size=count, max_size=count))]
        for _ in range(2)
    )
    bounds = tuple(
        (max(at - less, Fraction(0)), min(at + more, Fraction(1)))
        for at, less, more in zip(weights, below, above, strict=True)
    )
    if oracle.dot(lead, weights) < 0:
        lead = tuple(-number for number in lead)
    return lead, weights, bounds


@settings(max_examples=300, deadline=None)
@given(shifts())
def test_the_least_shift_is_that_of_every_corner(problem: tuple[oracle.Row, oracle.Row, oracle.Bounds]) -> None:
    lead, weights, bounds = problem
    expected = oracle.least_shift(lead, weights, bounds)
    arrays = np.array(lead, float), np.array(weights, float), np.array(bounds, float)
    found = least_shift(*arrays)
    assert (found is None) == (expected is None)
    if found is None or expected is None:
        return
    assert found.change == pytest.approx(float(expected), abs=1e-11)
    assert found.weights.sum() == pytest.approx(1, abs=1e-12)
    assert (found.weights >= arrays[2][:, 0] - 1e-12).all()
    assert (found.weights <= arrays[2][:, 1] + 1e-12).all()
    assert np.abs(found.weights - arrays[1]).sum() / 2 == pytest.approx(found.change, abs=1e-12)
    assert arrays[0] @ found.weights == pytest.approx(
        0 if found.change else float(oracle.dot(lead, weights)), abs=1e-11
    )


def test_the_least_shift_is_that_of_a_general_solver() -> None:
    source, possible, impossible = np.random.default_rng(11), 0, 0
    for number in range(400):
        count = int(source.integers(2, 13))
        weights, lead = source.dirichlet(np.ones(count)), source.normal(0.15, 0.4, count)
        width = (0.05, 0.2, 1.0)[number % 3]
        bounds = np.column_stack([np.clip(weights - width, 0, 1), np.clip(weights + width, 0, 1)])
        lead = lead if lead @ weights >= 0 else -lead
        expected, found = oracle.least_shift_by_solver(lead, weights, bounds), least_shift(lead, weights, bounds)
        assert (found is None) == (expected is None)
        if found is None:
            impossible += 1
        else:
            assert found.change == pytest.approx(expected, abs=1e-9)
            possible += 1
    assert (possible >= 200, impossible >= 60) == (True, True), (possible, impossible)


def test_no_weighting_of_a_fine_grid_needs_less() -> None:
    """Three criteria, all weightings in whole hundredths: none that undoes the lead is nearer, and one is near."""
    steps = [(a, b, 100 - a - b) for a, b in itertools.product(range(101), repeat=2) if a + b <= 100]
    grid, source, compared = np.array(steps) / 100, np.random.default_rng(12), 0
    assert len(grid) == 5151
    for _ in range(200):
        lead, weights = source.uniform(-0.5, 1, 3), grid[source.integers(len(grid))]
        bounds = np.array([(max(at - 0.3, 0), min(at + 0.4, 1)) for at in weights])
        inside = grid[((grid >= bounds[:, 0] - 1e-9) & (grid <= bounds[:, 1] + 1e-9)).all(axis=1)]
        level = inside[inside @ lead <= 0]
        if lead @ weights < 0 or not len(level):
            continue
        found, nearest = least_shift(lead, weights, bounds), np.abs(level - weights).sum(axis=1).min() / 2
        assert found is not None
        assert found.change <= nearest + 1e-9
        assert nearest <= found.change + 0.03
        compared += 1
    assert compared >= 40, compared


def test_the_five_sites_worked_by_hand() -> None:
    """K3 leads K2 by 0.015; it is 0.75 ahead on the term and 0.4 behind on the shop: 0.015 / 1.15. It leads K1 by 0.09:
    from places to shop, 0.09 / 1.2. It leads K5 by 0.285: all of places to the term gives 0.3 x 0.75 = 0.225, and the
    rest comes from the shop, 0.06 / 0.65. K4 is level only where the shop has all weight."""
    table = toppling(IDS, SCORES, CRITERIA, WEIGHTS, FREE)
    assert tuple(table.columns) == TOPPLING.names
    assert table["winner_id"].tolist() == ["K3"] * 4
    assert table["rival_id"].tolist() == ["K1", "K2", "K4", "K5"]
    assert table["possible"].tolist() == [True] * 4
    assert table["change"].tolist() == pytest.approx([0.075, 3 / 230, 0.6, 0.3 + 6 / 65], abs=1e-15)
    assert table["weights"].tolist() == [
        "winkel 40,0% → 47,5%; omvang 30,0% → 22,5%",
        "winkel 40,0% → 41,3%; looptijd 10,0% → 8,7%",
        "winkel 40,0% → 100,0%; omvang 30,0% → 0,0%; vloer 20,0% → 0,0%; looptijd 10,0% → 0,0%",
        "winkel 40,0% → 30,8%; omvang 30,0% → 0,0%; looptijd 10,0% → 49,2%",
    ]


def test_within_bounds_some_rivals_never_come_level() -> None:
    table = toppling(IDS, SCORES, CRITERIA, WEIGHTS, BOUNDS).set_index("rival_id")
    assert table["possible"].to_dict() == {"K1": True, "K2": True, "K4": False, "K5": False}
    assert table["change"].isna().tolist() == [False, False, True, True]
    assert table["weights"].isna().tolist() == [False, False, True, True]


def test_a_rival_that_is_level_already_needs_nothing() -> None:
    scores = np.array([[0.5, 0.25], [0.25, 0.5], [0.5, 0.25]])
    table = toppling(np.array(["b", "c", "a"], dtype=object), scores, names(2, "c"), np.array([0.5, 0.5]), FREE[:2])
    assert table["winner_id"].tolist() == ["a", "a"]
    assert table["rival_id"].tolist() == ["b", "c"]
    assert table["change"].tolist() == [0.0, 0.0]
    assert table["weights"].tolist() == ["", ""]


def test_the_order_of_candidates_changes_nothing() -> None:
    order = [4, 2, 0, 3, 1]
    for make in (toppling, swings):
        pd.testing.assert_frame_equal(
            make(IDS, SCORES, CRITERIA, WEIGHTS, FREE), make(IDS[order], SCORES[order], CRITERIA, WEIGHTS, FREE)
        )


@pytest.mark.parametrize("count", [0, 1])
def test_nobody_and_one_alone_have_no_rivals(count: int) -> None:
    for make, table in ((toppling, TOPPLING), (swings, SWINGS)):
        empty = make(IDS[:count], SCORES[:count], CRITERIA, WEIGHTS, FREE)
        assert (len(empty), tuple(empty.columns)) == (0, table.names)


def test_swings_of_the_five_sites_worked_by_hand() -> None:
    """By the weight v of the shop, the others in proportion 3 : 2 : 1, K3 has 0.4 v + 23/24 (1 - v) and K2
    0.8 v + 2/3 (1 - v): level at v = 35/83. By that of the floor area, at w: K3 w + 0.66875 (1 - w), K2 0.5 w + 0.775
    (1 - w): level at w = 17/97. By that of the term, at u: K3 0.75 u + 11/15 (1 - u), K2 0.8 (1 - u): level at u =
    4/49; K5 u + 7/18 (1 - u): level at u = 31/53.5. By that of the places, at t: K1 0.4 t + 0.75 (1 - t), K3 t + 87/140
    (1 - t): level at t = 3/17. At 1 two sites have the highest score on the places, and two on the floor area."""
    table = swings(IDS, SCORES, CRITERIA, WEIGHTS, FREE)
    assert tuple(table.columns) == SWINGS.names
    rows = list(zip(table["criterion"], table["rival_id"], strict=True))
    assert rows == [
        ("winkel", "K2"), ("omvang", "K1"), ("omvang", "K2"), ("vloer", "K2"), ("vloer", "K5"),
        ("looptijd", "K2"), ("looptijd", "K5"),
    ]  # fmt: skip
    assert table["weight"].tolist() == [0.4, 0.3, 0.3, 0.2, 0.2, 0.1, 0.1]
    assert table["weight_then"].tolist() == pytest.approx([35 / 83, 3 / 17, 1, 17 / 97, 1, 4 / 49, 62 / 107], abs=1e-15)


def test_swings_stay_within_the_bounds_of_all_criteria() -> None:
    """The term at 62/107 is out of its own bounds; places at 3/17 leave the others within theirs; at 1 they do not."""
    table = swings(IDS, SCORES, CRITERIA, WEIGHTS, BOUNDS)
    assert list(zip(table["criterion"], table["rival_id"], strict=True)) == [
        ("winkel", "K2"), ("omvang", "K1"), ("vloer", "K2"), ("looptijd", "K2"),
    ]  # fmt: skip
    narrow = BOUNDS.copy()
    narrow[2] = (0.195, 0.4)
    # With the shop at 35/83 the floor area has 0.2 x (48/83) / 0.6 = 0.1928.
    assert swings(IDS, SCORES, CRITERIA, WEIGHTS, narrow)["criterion"].tolist() == ["omvang", "looptijd"]


def test_swings_are_those_of_a_dense_scan() -> None:
    source, compared, none = np.random.default_rng(13), 0, 0
    step = 1 / 4000
    for number in range(60):
        count, criteria = int(source.integers(2, 12)), int(source.integers(2, 6))
        scores, weights = source.random((count, criteria)), source.dirichlet(np.full(criteria, 3.0))
        width = (0.1, 0.4, 1.0)[number % 3]
        bounds = np.column_stack([np.clip(weights - width, 0, 1), np.clip(weights + width, 0, 1)])
        table = swings(names(count), scores, names(criteria, "c"), weights, bounds)
        for place in range(criteria):
            rows = table[table["criterion"] == f"c{place + 1:04}"]
            for side in (-1, 1):
                then = rows[(rows["weight_then"] - rows["weight"]) * side > 0]
                scanned = _scan(scores, weights, bounds, place, side * step)
                assert len(then) == (scanned is not None)
                if scanned is None:
                    none += 1
                    continue
                at, rival = scanned
                assert abs(then["weight_then"].iloc[0] - at) <= step + 1e-9
                assert then["rival_id"].iloc[0] == f"K{rival + 1:04}"
                compared += 1
    assert (compared >= 120, none >= 120) == (True, True), (compared, none)


def _scan(scores: Floats, weights: Floats, bounds: Floats, place: int, step: float) -> tuple[float, int] | None:
    """Move one weight in small steps until another candidate is ahead, as far as all weights stay within bounds."""
    at = weights[place] + step * np.arange(1, int(1 / abs(step)))
    then = np.outer((1 - at) / (1 - weights[place]), weights)
    then[:, place] = at
    outside = ((then < bounds[:, 0] - 1e-9) | (then > bounds[:, 1] + 1e-9)).any(axis=1)
    sums = then[: np.argmax(outside) if outside.any() else None] @ scores.T
    ahead = np.flatnonzero(sums.max(axis=1) > sums[:, np.argmax(scores @ weights)] + 1e-12)
    return (float(at[ahead[0]]), int(np.argmax(sums[ahead[0]]))) if len(ahead) else None


def test_of_several_that_come_level_at_once_the_one_ahead_beyond_is_told_and_then_the_lowest_id() -> None:
    """By the weight v of the first: a has 0.5, b and c 0.25 + v / 2, d 0.125 + 3 v / 4: all level at 0.5."""
    scores = np.array([[0.5, 0.5], [0.75, 0.25], [0.75, 0.25], [0.875, 0.125]])
    weights = np.array([0.25, 0.75])
    for kept, rival in (([0, 2, 1], "b"), ([0, 1, 2, 3], "d")):
        ids = np.array(["a", "b", "c", "d"], dtype=object)[kept]
        table = swings(ids, scores[kept], names(2, "c"), weights, FREE[:2])
        assert table[["rival_id", "weight_then"]].to_numpy().tolist() == [[rival, 0.5], [rival, 0.5]]


def test_a_rival_that_is_level_already_swings_where_it_is() -> None:
    scores = np.array([[0.5, 0.5], [0.75, 0.25]])
    table = swings(names(2), scores, names(2, "c"), np.array([0.5, 0.5]), FREE[:2])
    assert table["weight_then"].tolist() == [0.5, 0.5]
    assert swings(names(2), scores[[0, 0]], names(2, "c"), np.array([0.5, 0.5]), FREE[:2]).empty


def test_a_criterion_with_all_weight_leaves_no_proportions_to_keep() -> None:
    """The others, without weight, can still gain it: at 1/3 of the second, and at all of the third, both are level."""
    scores, weights = np.array([[1.0, 0.0, 0.5], [0.5, 1.0, 0.5]]), np.array([1.0, 0.0, 0.0])
    table = swings(names(2), scores, names(3, "c"), weights, FREE[:3])
    assert table[["criterion", "weight_then"]].to_numpy().tolist() == [["c0002", pytest.approx(1 / 3)], ["c0003", 1.0]]
