"""Weightings are drawn evenly from all those within bounds, held against exact shares."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from geo.analysis.candidates import weights
from geo.analysis.candidates.weights import draw, tightened
from geo.errors import InputError
from tests.oracles import weight_simplex as oracle

Floats = NDArray[np.float64]
COUNT = 40_000
BOUNDS = {
    "none": ((0.0, 1.0),) * 3,
    "lower": ((0.2, 1.0), (0.1, 1.0), (0.0, 1.0)),
    "one upper": ((0.0, 0.3), (0.0, 1.0), (0.0, 1.0)),
    "hexagon": ((0.2, 0.5), (0.2, 0.5), (0.2, 0.5)),
    "nearly full": ((0.0, 0.35), (0.0, 0.4), (0.0, 0.45)),
    "thin": ((0.3, 0.31), (0.1, 0.6), (0.0, 0.6)),
    "two": ((0.25, 0.6), (0.0, 1.0)),
    "four": ((0.2, 0.6), (0.1, 0.5), (0.1, 0.4), (0.0, 0.3)),
    "four, none": ((0.0, 1.0),) * 4,
}


def drawn(bounds: tuple[tuple[float, float], ...], count: int = COUNT, seed: int = 6) -> Floats:
    return np.concatenate(list(draw(np.array(bounds), count, seed)))


def gaps(count: int) -> list[tuple[int, ...]]:
    """Cuts through the weightings: small whole numbers, of which some are above and some below nought."""
    every = itertools.product({4: (-2, 0, 1)}.get(count, (-3, -1, 0, 1, 2)), repeat=count)
    return [gap for gap in every if min(gap) < 0 < max(gap)]


@pytest.mark.parametrize("name", BOUNDS)
def test_the_share_of_every_part_is_its_exact_size(name: str) -> None:
    bounds = BOUNDS[name]
    sample, exact = drawn(bounds), oracle.exact(bounds)
    compared = 0
    for gap in gaps(len(bounds)):
        share = float(oracle.share_of(tuple(map(Fraction, gap)), exact))
        error = np.sqrt(share * (1 - share) / COUNT)
        assert abs(((sample @ np.array(gap)) > 0).mean() - share) <= 4.5 * error, gap
        compared += 0 < share < 1
    assert compared >= {2: 3, 3: 25, 4: 30}[len(bounds)], compared


@pytest.mark.parametrize("name", BOUNDS)
def test_weights_add_to_one_and_lie_within_their_bounds(name: str) -> None:
    sample = drawn(BOUNDS[name])
    assert sample.shape == (COUNT, len(BOUNDS[name]))
    assert np.abs(sample.sum(axis=1) - 1).max() <= 1e-15
    low, high = np.array(BOUNDS[name]).T
    assert (sample >= low).all()
    assert (sample <= high).all()
    assert len(np.unique(sample, axis=0)) == COUNT


def test_narrow_bounds_of_many_criteria_are_drawn_without_a_search_that_never_ends() -> None:
    """Of even draws from the simplex one in 10^70 would lie within these."""
    sample = drawn(((0.008, 0.0125),) * 100, count=2_000)
    assert sample.shape == (2_000, 100)
    assert np.abs(sample.sum(axis=1) - 1).max() <= 1e-14
    # By symmetry the mean of each is 0.01; the deviation of one draw is at most half the room.
    assert np.abs(sample.mean(axis=0) - 0.01).max() <= 5 * 0.00225 / np.sqrt(2_000)


@pytest.mark.parametrize("bounds", [BOUNDS["none"], BOUNDS["hexagon"], BOUNDS["nearly full"]])
def test_the_size_of_blocks_changes_no_bit(
    bounds: tuple[tuple[float, float], ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = drawn(bounds)
    for size in (1, 7, 1_000):
        monkeypatch.setattr(weights, "_BLOCK", size)
        assert drawn(bounds, 3_000).tobytes() == whole[:3_000].tobytes()


def test_the_seed_decides() -> None:
    assert drawn(BOUNDS["hexagon"], 50).tobytes() == drawn(BOUNDS["hexagon"], 50).tobytes()
    assert not np.isclose(drawn(BOUNDS["hexagon"], 50), drawn(BOUNDS["hexagon"], 50, seed=7)).any()


@pytest.mark.parametrize(
    ("bounds", "only"),
    [
        (((0.0, 1.0),), (1.0,)),
        (((0.4, 0.4), (0.6, 0.6)), (0.4, 0.6)),
        (((0.0, 0.4), (0.0, 0.6)), (0.4, 0.6)),
        (((0.4, 1.0), (0.6, 1.0)), (0.4, 0.6)),
        (((0.1, 0.1), (0.2, 0.2), (0.7, 0.7)), (0.1, 0.2, 0.7)),
    ],
)
def test_where_one_weighting_is_left_it_is_drawn_every_time(
    bounds: tuple[tuple[float, float], ...], only: tuple[float, ...]
) -> None:
    np.testing.assert_allclose(drawn(bounds, 20), np.tile(only, (20, 1)), rtol=0, atol=1e-15)


def test_a_weight_that_is_fixed_leaves_the_others_free() -> None:
    sample = drawn(((0.3, 0.3), (0.0, 1.0), (0.0, 0.5)))
    assert set(sample[:, 0]) == {0.3}
    # The second is even from 0.2 to 0.7: its mean is 0.45, its deviation 0.5 / sqrt(12).
    assert abs(sample[:, 1].mean() - 0.45) <= 4.5 * 0.5 / np.sqrt(12 * COUNT)
    assert sample[:, 1].min() >= 0.2


def test_bounds_are_narrowed_to_what_can_be_reached() -> None:
    np.testing.assert_allclose(
        tightened(np.array([(0.5, 1.0), (0.0, 1.0), (0.2, 0.25)])), [(0.5, 0.8), (0.0, 0.3), (0.2, 0.25)], atol=1e-15
    )
    np.testing.assert_allclose(tightened(np.array([(0.0, 0.3), (0.0, 0.9)])), [(0.1, 0.3), (0.7, 0.9)], atol=1e-15)


@pytest.mark.parametrize(
    "bounds",
    [((0.6, 1.0), (0.5, 1.0)), ((0.0, 0.4), (0.0, 0.5)), ((0.5, 0.4), (0.0, 1.0)), ((np.nan, 1.0), (0.0, 1.0))],
)
def test_bounds_that_leave_no_weighting_are_refused(bounds: tuple[tuple[float, float], ...]) -> None:
    with pytest.raises(InputError) as caught:
        tightened(np.array(bounds))
    assert caught.value.sentence("nl").startswith("Er zijn geen gewichten die samen 100% zijn")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_bounds_give_weightings_within_them(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 8))
    centre = np.array(data.draw(st.lists(st.floats(0.01, 1), min_size=count, max_size=count)))
    centre /= centre.sum()
    below, above = (np.array(data.draw(st.lists(st.floats(0, 1), min_size=count, max_size=count))) for _ in range(2))
    bounds = np.column_stack([np.clip(centre - below, 0, 1), np.clip(centre + above, 0, 1)])
    sample = np.concatenate(list(draw(bounds, 300, 1)))
    assert sample.shape == (300, count)
    assert np.abs(sample.sum(axis=1) - 1).max() <= 1e-12
    assert ((sample >= bounds[:, 0]) & (sample <= bounds[:, 1])).all()
