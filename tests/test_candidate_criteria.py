"""Which criteria count: the plan's own or those of the package, as far as there are facts for them."""

import pytest

from geo.errors import FaultsError
from geo.plan_candidates import Candidates
from geo.plan_criteria import usual_criteria
from geo.stages.candidate_criteria import Chosen, chosen_criteria
from geo.tables.criteria import Value
from geo.tables.facts import Fact

FACTS = {
    name: Fact(id=name, title=f"Titel van {name}", kind="number", group="own")
    for name in ("walk_supermarket_m", "walk_gp_m", "capacity", "agreement_months", "draagvlak")
}
OWN = {
    "winkel": {"fact": "walk_supermarket_m", "worst": 3_000, "best": 500},
    "omvang": {"fact": "capacity", "title": "Omvang", "value": "target", "target": (300, 600), "zero": (50, 1_500)},
    "steun": {"fact": "draagvlak", "value": "stepped", "steps": ((0, 0), (1, 1)), "source": "Enquête 2020"},
}


def chosen(**said: object) -> Chosen:
    return chosen_criteria(Candidates.model_validate(said), FACTS)


def test_criteria_of_the_plan_get_what_it_says_and_the_title_of_their_fact() -> None:
    winkel, omvang, steun = chosen(criteria=OWN, weights={"winkel": 0.5, "omvang": 0.3, "steun": 0.2}).criteria
    assert (winkel.title, omvang.title, steun.title) == (
        "Titel van walk_supermarket_m",
        "Omvang",
        "Titel van draagvlak",
    )
    assert winkel.value == Value(shape="linear", worst=3_000, best=500)
    assert omvang.value == Value(shape="target", target=(300, 600), zero=(50, 1_500))
    assert steun.value == Value(shape="stepped", steps=((0, 0), (1, 1)))
    assert (winkel.weight, omvang.weight, steun.weight) == pytest.approx((0.5, 0.3, 0.2))
    assert (winkel.source, steun.source) == ("eigen keuze", "Enquête 2020")


def test_without_weights_all_weigh_the_same_and_rounded_ones_are_divided_by_their_sum() -> None:
    assert [one.weight for one in chosen(criteria=OWN).criteria] == pytest.approx([1 / 3] * 3)
    rounded = chosen(criteria=OWN, weights=dict.fromkeys(OWN, 0.33)).criteria
    assert sum(one.weight for one in rounded) == pytest.approx(1, abs=1e-15)


def test_bounds_are_those_of_the_plan_and_hold_the_weight() -> None:
    found = chosen(criteria=OWN, weight_bounds={"winkel": (0.1, 0.6)}).criteria
    assert [(one.weight_low, one.weight_high) for one in found] == [(0.1, 0.6), (0, 1), (0, 1)]


def test_criteria_of_the_package_without_a_fact_are_left_out_and_that_is_told() -> None:
    found = chosen()
    assert [one.id for one in found.criteria] == ["supermarkt", "huisarts", "capaciteit", "looptijd"]
    assert [one.weight for one in found.criteria] == [0.25] * 4
    assert list(found.left_out["criterion"]) == ["bushalte", "basisschool", "vloeroppervlak"]
    assert list(found.left_out["fact"]) == ["walk_bus_stop_m", "walk_primary_school_m", "floor_area_per_place_m2"]
    assert found.left_out["title"].str.len().gt(0).all()
    assert chosen(criteria=OWN).left_out.empty


def test_where_others_are_left_out_the_bounds_stretch_to_the_weight_that_is_left() -> None:
    bounds = dict.fromkeys(usual_criteria(), (0.1, 0.2))
    found = chosen(weight_bounds=bounds).criteria
    assert [(one.weight_low, one.weight_high) for one in found] == [(0.1, 0.25)] * 4
    assert sum(one.weight_high for one in found) >= 1


def test_criteria_that_are_left_must_weigh_something() -> None:
    weights = dict.fromkeys(usual_criteria(), 0.0) | {"bushalte": 1.0}
    with pytest.raises(FaultsError) as caught:
        chosen(weights=weights)
    assert [(one.file, one.column, one.code) for one in caught.value.faults] == [
        ("plan.toml", "candidates.weights", "weights_zero")
    ]


def test_no_facts_at_all_leave_no_criteria() -> None:
    found = chosen_criteria(Candidates(), {})
    assert found.criteria == ()
    assert len(found.left_out) == len(usual_criteria())
