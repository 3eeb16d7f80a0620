"""What the list of candidates declares, by hand: places, areas, term, costs and columns of the user's own."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.candidates.declared import agreement_measures, as_offered, offer_of, own_measures, site_measures
from geo.analysis.candidates.facts import Facts, facts_of
from geo.stages.own_columns import own_columns
from tests.analysis.frames import candidates
from tests.analysis.measured import INF, SOURCE, facts, told

FULL = {
    "location_id": "K", "name": "Oude veiling", "capacity": 300, "site_area_m2": 40_000.0, "floor_area_m2": 3_300.0,
    "available_from": "2022-01-01", "available_until": "2031-12-31", "cost_opening": 1_500_000.0, "cost_year": 3_000_000.0,
}  # fmt: skip


def declared(**change: Any) -> Facts:
    rows = candidates({**FULL, **change})
    offered = as_offered(rows)
    offer = offer_of(offered)
    measures = site_measures(rows, offer, origin=SOURCE), agreement_measures(offered, offer, origin=SOURCE)
    return facts(["K"], *measures)


def known(value: float) -> tuple[Any, ...]:
    return (value, value, value, "ok", "")


NOTHING = (None, -INF, INF, "unknown", "")


def test_a_candidate_by_hand() -> None:
    found = declared()
    expected = {
        "capacity": 300, "site_area_m2": 40_000, "floor_area_m2": 3_300,
        "floor_area_per_place_m2": 11,  # 3.300 / 300
        "places_per_ha": 75,  # 300 / 4 ha
        "agreement_months": 120,  # 1 January 2022 up to and with 31 December 2031
        "cost_opening_per_place": 5_000, "cost_year_per_place": 10_000,
    }  # fmt: skip
    assert {fact.id: told(found, fact.id) for fact in found.facts} == {
        name: known(value) for name, value in expected.items()
    }
    assert {fact.group for fact in found.facts} == {"site", "agreement"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"capacity": None}, {"capacity": NOTHING, "floor_area_per_place_m2": NOTHING, "places_per_ha": NOTHING,
                              "cost_year_per_place": NOTHING, "floor_area_m2": known(3_300)}),
        ({"capacity": 0}, {"capacity": known(0), "floor_area_per_place_m2": NOTHING, "places_per_ha": known(0)}),
        ({"floor_area_m2": None}, {"floor_area_m2": NOTHING, "floor_area_per_place_m2": NOTHING, "places_per_ha": known(75)}),
        ({"floor_area_m2": 0.0}, {"floor_area_m2": NOTHING}),  # no building is not a building of nothing
        ({"site_area_m2": None}, {"site_area_m2": NOTHING, "places_per_ha": NOTHING}),
        # places kept in reserve take floor too: 3.300 / (300 + 30)
        ({"reserve_capacity": 30}, {"floor_area_per_place_m2": known(10), "capacity": known(300)}),
        # flexible: 100 to 300 places; 11 to 33 m², 25 to 75 a hectare, € 5.000 to € 15.000
        ({"places_min": 100, "places_max": 300}, {
            "capacity": (300, 100, 300, "ok", "flexibel: 100 tot 300 plekken"),
            "floor_area_per_place_m2": (11, 11, 33, "ok", ""), "places_per_ha": (75, 25, 75, "ok", ""),
            "cost_opening_per_place": (5_000, 5_000, 15_000, "ok", "")}),
        ({"places_min": 0, "places_max": 300}, {"floor_area_per_place_m2": (11, 11, INF, "ok", "")}),
        ({"places_min": None, "places_max": 300}, {"capacity": NOTHING}),  # half a range is none
        ({"cost_year": None}, {"cost_year_per_place": NOTHING, "cost_opening_per_place": known(5_000)}),
        # the agreement goes before what is offered
        ({"agreement_start": "2022-07-01", "agreement_end": "2024-06-30"}, {"agreement_months": known(24)}),
        ({"agreement_end": "2026-12-31"}, {"agreement_months": known(60)}),
        ({"available_until": "2026-12-30"}, {"agreement_months": known(59)}),
        ({"available_until": None}, {"agreement_months": NOTHING}),
        ({"available_from": None}, {"agreement_months": NOTHING}),
        ({"available_until": None, "agreement_term": "onbepaald"}, {"agreement_months": (None, INF, INF, "indefinite", "")}),
        ({"available_until": None, "agreement_term": "onbekend"}, {"agreement_months": NOTHING}),
        ({"agreement_term": "onbepaald"}, {"agreement_months": known(120)}),  # a last day was given all the same
    ],
)  # fmt: skip
def test_what_one_change_does(change: dict[str, Any], expected: dict[str, tuple[Any, ...]]) -> None:
    found = declared(**change)
    assert {name: told(found, name) for name in expected} == expected


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.integers(1, 2000), st.integers(0, 2000), st.floats(1, 1e6), st.floats(1, 1e6))
def test_more_places_leave_less_floor_each_and_bounds_enclose_the_value(
    low: int, more: int, site: float, floor: float
) -> None:
    found = declared(places_min=low, places_max=low + more, site_area_m2=site, floor_area_m2=floor)
    value, least, most, *_ = told(found, "floor_area_per_place_m2")
    assert value == least == pytest.approx(floor / (low + more), abs=1e-5)
    assert most == pytest.approx(floor / low, abs=1e-5)
    assert told(found, "places_per_ha")[0] == pytest.approx((low + more) / site * 1e4, rel=1e-6, abs=1e-5)


def own(*cells: Any, name: str = "draagvlak", taken: tuple[str, ...] = ()) -> Facts:
    ids = [f"K{at}" for at in range(len(cells))]
    rows = candidates(*({"location_id": one, "name": one, name: cell} for one, cell in zip(ids, cells, strict=True)))
    return facts(ids, own_measures(own_columns(rows, taken=taken), origin=SOURCE))


@pytest.mark.parametrize(
    ("cells", "kind", "values"),
    [
        (("4", "2,5", None), "number", [4, 2.5, None]),
        (("1.200", "-3", "onbekend"), "number", [1200, -3, None]),
        (("1.200.000", "1.200,5", "−7"), "number", [1_200_000, 1200.5, -7]),
        (("1.25", "1.200", "3"), "number", [1.25, 1.2, 3]),  # the first shows that these points are decimal
        (("ja", "nee", "Ja"), "yes_no", [1, 0, 1]),
        (("ja", None, "n.v.t."), "yes_no", [1, None, None]),
        (("1", "0", "1"), "number", [1, 0, 1]),
        (("4", "veel", "2"), "number", [4, None, 2]),
    ],
)  # fmt: skip
def test_columns_of_the_users_own(cells: tuple[str | None, ...], kind: str, values: list[float | None]) -> None:
    found = own(*cells)
    (fact,) = found.facts
    assert (fact.id, fact.kind, fact.group, fact.title, fact.source) == (
        "draagvlak",
        kind,
        "own",
        "Draagvlak",
        "toets; eigen kolom",
    )
    assert [told(found, "draagvlak", row)[0] for row in range(len(cells))] == values


def test_a_cell_that_is_no_number_is_unknown_and_told() -> None:
    assert told(own("4", "veel"), "draagvlak", 1) == (None, -INF, INF, "unknown", "opgegeven: veel")


@pytest.mark.parametrize("cells", [("mooi", "lelijk"), ("01-01-2022", "2022-03-04"), (None, None), ("onbekend", "?")])
def test_texts_and_dates_are_no_facts(cells: tuple[str | None, ...]) -> None:
    assert own(*cells).facts == ()


def test_a_column_with_the_name_of_a_fact_is_told_apart_and_ours_are_none() -> None:
    (fact,) = own("4", "5", name="capacity_score", taken=("capacity_score",)).facts
    assert fact.id == "own_capacity_score"
    assert own_columns(candidates(FULL).assign(geometry=None, fid="3")) == {}


def test_tables_give_the_same_facts_back() -> None:
    found = declared(available_until=None, agreement_term="onbepaald", capacity=None)
    back = facts_of(found.table(), found.catalogue())
    for name in ("value", "low", "high"):
        assert np.array_equal(getattr(back, name), getattr(found, name), equal_nan=True)
    for name in ("ids", "status", "note"):
        assert getattr(back, name).tolist() == getattr(found, name).tolist()
    assert back.facts == found.facts
    assert back.table().equals(found.table())
