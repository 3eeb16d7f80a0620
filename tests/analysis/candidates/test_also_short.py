"""What else stands in the way within the alternative that decided: by hand for a profile that ships, and as a law."""

import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.candidates.verdicts import verdicts
from geo.sources.profiles import shipped_profile
from geo.tables.profiles import Test as Ask
from geo.verdict_words import reason
from tests.analysis.candidates.frames import NOT_GIVEN, Cell, between, facts_of_cells, judged, sure

TITLES = {"capacity": "capaciteit", "car_reception_m": "azc, per auto", "floor_area_m2": "vloeroppervlak"}
KINDS = {"capacity": "places", "car_reception_m": "metres", "floor_area_m2": "area_m2", "site_area_m2": "area_m2"}


def space(floor: Cell, places: Cell, *, reception: Cell, owner: Cell) -> dict[str, Any]:
    """Judge one site by the rule about space of the later page of COA; its ground is 5.000 m²."""
    cells = {
        "floor_area_m2": floor, "capacity": places, "car_reception_m": reception, "eigenaar_exploiteert": owner,
        "site_area_m2": sure(5000),
    }  # fmt: skip
    table = verdicts(facts_of_cells({name: [cell] for name, cell in cells.items()}), shipped_profile("coa-later"))
    (row,) = table[table["rule"] == "ruimte"].to_dict("records")
    return {str(name): cell for name, cell in row.items()}


def told(row: dict[str, Any]) -> str:
    return reason(row, kind=KINDS[row["fact"]], titles=TITLES)  # type: ignore[arg-type]


def test_a_building_that_is_too_small_for_too_few_places_is_told_of_both() -> None:
    """1.350 m² is 10% short of 1.500 m² and 90 places 10% short of 100; the other alternatives are farther off."""
    row = space(sure(1350), sure(90), reception=sure(6000), owner=sure(0))
    assert (row["verdict"], row["fact"], row["margin"], row["alternative"]) == ("fails", "floor_area_m2", -150, 3)
    assert (row["also_short"], row["also_untested"]) == (("capacity",), ())
    assert told(row) == "alternatief 3: 150 m² te weinig; ook buiten de grens: capaciteit"


def test_with_places_enough_only_the_floor_is_too_small() -> None:
    row = space(sure(1350), sure(120), reception=sure(6000), owner=sure(0))
    assert (row["fact"], row["margin"], row["alternative"]) == ("floor_area_m2", -150, 3)
    assert (row["also_short"], row["also_untested"]) == ((), ())
    assert told(row) == "alternatief 3: 150 m² te weinig"


def test_far_from_a_reception_site_the_owner_is_asked_and_not_known() -> None:
    row = space(sure(1350), sure(90), reception=sure(9000), owner=NOT_GIVEN)
    assert (row["fact"], row["alternative"]) == ("floor_area_m2", 4)
    assert (row["also_short"], row["also_untested"]) == (("capacity",), ("eigenaar_exploiteert",))
    assert told(row) == (
        "alternatief 4: 150 m² te weinig; ook buiten de grens: capaciteit; ook niet toetsbaar: eigenaar_exploiteert"
    )


def test_a_building_of_which_nothing_is_known_is_told_of_all_that_is_unknown() -> None:
    row = space(NOT_GIVEN, NOT_GIVEN, reception=NOT_GIVEN, owner=NOT_GIVEN)
    assert (row["verdict"], row["alternative"], row["also_short"]) == ("untestable", 1, ())
    assert (row["fact"], row["also_untested"]) == ("floor_area_m2", ("capacity",))


def test_what_meets_says_nothing_of_others_and_is_told_without_alternative() -> None:
    row = space(sure(2000), sure(150), reception=sure(6000), owner=sure(0))
    assert (row["verdict"], row["also_short"], row["also_untested"]) == ("meets", (), ())
    assert told(row) == "1,0 km binnen de grens"


def test_alternatives_that_ask_one_fact_each_are_told_by_that_fact() -> None:
    row = judged([Ask(fact="walk", at_most=2000), Ask(fact="stop", at_most=500)], walk=sure(3000), stop=sure(600))
    assert (row["fact"], row["also_short"]) == ("stop", ())
    assert row["alternative"] is None or pd.isna(row["alternative"])
    assert reason({**row, "margin": -100.0, "alternative": pd.NA}, kind="metres", titles={}) == "100 m te ver"


CELL = st.one_of(
    st.just(NOT_GIVEN),
    st.integers(0, 8).map(float).map(sure),
    st.tuples(st.integers(0, 8), st.integers(0, 8))
    .map(sorted)
    .map(lambda ends: between(float(ends[0]), float(ends[1]))),
)


@given(st.lists(CELL, min_size=3, max_size=3), st.lists(st.integers(0, 8), min_size=3, max_size=3))
def test_the_parts_named_are_those_that_come_to_the_same_on_their_own(cells: list[Cell], bounds: list[int]) -> None:
    facts = dict(zip(("a", "b", "c"), cells, strict=True))
    parts = [Ask(fact=name, at_least=float(bound)) for name, bound in zip(facts, bounds, strict=True)]
    row = judged([Ask(fact="a", at_least=float(bounds[0]), also=tuple(parts[1:]))], **facts)
    alone = {part.fact: judged([part], **facts)["verdict"] for part in parts}
    others = [name for name in facts if name != row["fact"]] if row["verdict"] in {"fails", "untestable"} else []
    assert row["also_short"] == tuple(name for name in others if alone[name] == "fails")
    assert row["also_untested"] == tuple(name for name in others if alone[name] == "untestable")


@pytest.mark.parametrize(
    ("share", "verdict", "said"),
    [(0.0, "meets", "erbuiten"), (1.0, "fails", "erin: 100%"), (0.35, "fails", "erin: 35,0%")],
)
def test_what_must_lie_outside_lies_in_or_out(share: float, verdict: str, said: str) -> None:
    row = judged([Ask(fact="nature_inside_share", at_most=0.0)], nature_inside_share=sure(share))
    assert row["verdict"] == verdict
    numbers = {name: math.nan if value is None else value for name, value in row.items()}
    assert reason(numbers, kind="share") == said
    assert reason({**numbers, "fact": "walk_gp_exposed_share"}, kind="share") != said
