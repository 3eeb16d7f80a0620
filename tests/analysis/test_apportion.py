"""Dividing whole places by largest remainder, by hand-worked and published answers."""

from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.apportion import apportion, keys_of, over, rounding, summed
from geo.errors import InputError
from tests.oracles.division import nearest_division

WEIGHTS = st.dictionaries(st.text("ABCDEF", min_size=1, max_size=4), st.integers(0, 10**6), min_size=1, max_size=12)


def test_417_over_5_3_2() -> None:
    # 208,5 and 125,1 and 83,4: one place is left for the remainder of ,5
    shares = apportion(417, {"A": 5, "B": 3, "C": 2})
    assert shares["exact"].tolist() == pytest.approx([208.5, 125.1, 83.4])
    assert shares["floor"].tolist() == [208, 125, 83]
    assert shares["places"].tolist() == [209, 125, 83]
    assert shares["up"].tolist() == [True, False, False]


def test_5000_over_twelve_provinces_is_not_twelve_times_417() -> None:
    equal = {f"PV{number}": 1 for number in range(20, 32)}
    shares = apportion(5000, equal)
    # 416,67 each: 8 places are left, for the eight lowest codes; 12 x 417 = 5.004 was 4 too many
    assert shares["places"].tolist() == [417] * 8 + [416] * 4
    did = rounding(5000, equal)
    assert (did.floors, did.left, did.up, did.up_over) == (4992, 8, 5004, 4)
    assert (did.nearest, did.nearest_over) == (5004, 4)
    assert over([did, rounding(417, {"A": 5, "B": 3, "C": 2})]) == 4


def test_rounding_to_the_nearest_may_also_give_too_few() -> None:
    # 10 over 3 equal parts: 3,33 each
    did = rounding(10, dict.fromkeys("ABC", 1))
    assert (did.nearest, did.nearest_over, did.up_over) == (9, -1, 2)


def test_equal_remainders_go_to_the_lowest_code_whatever_the_order() -> None:
    for order in ("AB", "BA"):
        assert apportion(1, dict.fromkeys(order, 7))["places"].to_dict() == {"A": 1, "B": 0}


def test_equal_remainders_are_equal_where_floating_point_would_tell_them_apart() -> None:
    # 0,1 + 0,2 and 0,3 of a place
    weights = {"B": Fraction("0.1") + Fraction("0.2"), "A": Fraction("0.3")}
    assert apportion(1, weights)["places"].to_dict() == {"A": 1, "B": 0}


@pytest.mark.parametrize(("total", "weights"), [(-1, {"A": 1}), (5, {"A": 0, "B": 0}), (5, {"A": 2, "B": -1}), (5, {})])
def test_what_cannot_be_divided_is_an_error(total: int, weights: dict[str, int]) -> None:
    for divide in (apportion, rounding):
        with pytest.raises(InputError, match="cannot be divided"):
            divide(total, weights)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**6), WEIGHTS.filter(lambda weights: any(weights.values())))
def test_laws_of_dividing(total: int, weights: dict[str, int]) -> None:
    shares = apportion(total, weights)
    assert shares["places"].sum() == total
    assert len(shares) == len(weights)
    whole = sum(weights.values())
    for code, weight in weights.items():
        exact = Fraction(total * weight, whole)
        assert abs(int(shares.loc[code, "places"]) - exact) < 1
        assert weight or shares.loc[code, "places"] == 0
    # who weighs more never gets less
    heavy = sorted(weights, key=lambda code: weights[code])
    got = [int(shares.loc[code, "places"]) for code in heavy]
    assert all(
        less <= more
        for (one, less), (other, more) in zip(
            zip(heavy, got, strict=True), list(zip(heavy, got, strict=True))[1:], strict=False
        )
        if weights[one] < weights[other]
    )
    mixed = dict(reversed(list(weights.items())))
    pd.testing.assert_frame_equal(apportion(total, mixed), shares)
    did = rounding(total, weights)
    assert did.floors + did.left == total
    assert 0 <= did.left < len(weights)
    assert 0 <= did.up_over < len(weights)


def test_the_largest_remainder_is_the_nearest_division_of_all() -> None:
    compared = 0
    for total in range(9):
        for weights in ({"A": 5, "B": 3, "C": 2}, {"A": 1, "B": 1, "C": 1}, {"B": 7, "C": 0, "A": 6, "D": 1}):
            assert apportion(total, weights)["places"].to_dict() == nearest_division(total, weights)
            compared += len(weights)
    assert compared == 9 * 10


def test_more_places_never_give_more_than_one_less_to_anyone() -> None:
    # The Alabama paradox: 6, 6 and 2 of 14 share 10 and then 11. A remainder lost is the whole price.
    weights = {"A": 6, "B": 6, "C": 2}
    assert apportion(10, weights)["places"].to_dict() == {"A": 4, "B": 4, "C": 2}
    assert apportion(11, weights)["places"].to_dict() == {"A": 5, "B": 5, "C": 1}


def towns(**inhabitants: int | None) -> pd.DataFrame:
    return pd.DataFrame({"code": list(inhabitants), "inhabitants": pd.array(list(inhabitants.values()), dtype="Int64")})


def scores(*rows: tuple[str, float | None, int | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["municipality_code", "score", "year"])
    return frame.astype({"score": "Float64", "year": "Int64"})


def test_the_second_key_weighs_inhabitants_with_their_score() -> None:
    plain, ses = keys_of(towns(A=1000, B=2000), scores(("A", 0.344, 2023), ("B", -0.303, 2023)))
    assert plain.weights == {"A": 1000, "B": 2000}
    assert ses.weights == {"A": 1344, "B": 1394}
    assert plain.usable
    assert ses.usable
    assert len(keys_of(towns(A=1))) == 1


def test_the_newest_scores_count_alone() -> None:
    old = scores(("A", 0.5, 2021), ("B", 0.5, 2021), ("A", 0.25, 2022), ("C", 9.0, None))
    _, ses = keys_of(towns(A=4, B=4), old)
    assert ses.weights == {"A": 5}
    assert ses.unknown == ("B",), "a score of another year is no score of this one"


def test_one_unknown_municipality_leaves_the_whole_untested() -> None:
    plain, ses = keys_of(towns(A=4, B=None, C=-99997), scores(("A", None, 2022), ("B", 0.1, 2022), ("C", 0.1, 2022)))
    assert (plain.unknown, plain.usable) == (("B", "C"), False)
    assert (ses.unknown, ses.usable) == (("A", "B", "C"), False)


def test_no_inhabitants_beside_others_is_an_unknown_number_and_no_share_of_nothing() -> None:
    plain, ses = keys_of(towns(A=4, B=0), scores(("A", 0.1, 2022), ("B", 0.1, 2022)))
    assert (plain.unknown, plain.usable) == (("B",), False)
    assert (ses.unknown, ses.usable) == (("B",), False)


def test_a_score_of_minus_one_or_less_is_wrong_and_no_weight_at_all_is_said() -> None:
    _, ses = keys_of(towns(A=4, B=6), scores(("A", -1.0, 2022), ("B", 0.1, 2022)))
    assert (ses.wrong, ses.usable, ses.empty) == (("A",), False, False)
    (none,) = keys_of(towns(A=0, B=0))
    assert (none.empty, none.usable) == (True, False)


def test_weights_of_municipalities_add_up_to_their_regions() -> None:
    weights = {"A": Fraction(1), "B": Fraction(2), "C": Fraction(4)}
    assert summed(weights, {"A": "R", "B": "R"}) == {"R": 3, "": 4}
