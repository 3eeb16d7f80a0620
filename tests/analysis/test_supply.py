"""Supply on a day: agreements, steps, kinds of places and unknowns."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.supply import AMOUNTS, amounts_on, supply_steps
from tests.analysis.frames import locations, steps


def on(day: str, bucket: str, table: pd.DataFrame, changes: pd.DataFrame | None = None) -> tuple[int, int, int, int]:
    amounts = amounts_on(supply_steps(table, changes), bucket, np.array([day], dtype="datetime64[D]"))
    return tuple(int(getattr(amounts, name)[0]) for name in ("low", "high", "certain", "unknown"))


@pytest.mark.parametrize(("end", "places"), [("2021-12-31", 300), ("2021-12-30", 0)])
def test_the_end_date_of_an_agreement_is_inclusive(end: str, places: int) -> None:
    table = locations({"location_id": "L1", "capacity": 300, "agreement_end": end})
    assert on("2021-12-31", "totaal", table) == (places, places, places, 0)


def test_the_first_day_counts_and_the_day_before_does_not() -> None:
    table = locations({"location_id": "L1", "capacity": 300, "agreement_start": "2022-05-01"})
    assert on("2022-04-30", "totaal", table)[0] == 0
    assert on("2022-05-01", "totaal", table)[0] == 300


def test_the_last_step_holds_and_steps_outside_the_agreement_do_not() -> None:
    budel = locations(
        {"location_id": "B", "capacity": 1500, "agreement_start": "2020-01-01", "agreement_end": "2027-12-31"}
    )
    changes = steps(
        {"location_id": "B", "from": "2019-01-01", "places": 1400},
        {"location_id": "B", "from": "2026-07-01", "places": 960},
        {"location_id": "B", "from": "2028-01-01", "places": 5},
    )
    assert on("2020-01-01", "totaal", budel, changes)[0] == 1400
    assert on("2026-06-30", "totaal", budel, changes)[0] == 1400
    assert on("2026-07-01", "totaal", budel, changes)[0] == 960
    assert on("2028-01-01", "totaal", budel, changes)[0] == 0


def test_regular_and_reserve_are_never_added() -> None:
    harderwijk = locations({"location_id": "H", "capacity": 500, "reserve_capacity": 300})
    table = supply_steps(harderwijk)
    assert on("2022-01-01", "totaal", harderwijk)[:2] == (500, 500)
    assert table["reserve"].tolist() == [300]


def test_emergency_places_are_apart_until_a_dated_step_makes_them_regular() -> None:
    table = locations({"location_id": "N", "capacity": 200, "current_type": "noodopvang", "decision": "omvormen"})
    changes = steps({"location_id": "N", "from": "2022-01-01", "type": "regionaal"})
    assert on("2021-12-31", "totaal", table, changes) == (0, 0, 0, 0)
    assert on("2022-01-01", "regionaal", table, changes) == (200, 200, 200, 0)
    assert supply_steps(table)["kind"].tolist() == ["noodopvang"]


def test_flexible_places_are_a_range_instead_of_the_capacity() -> None:
    table = locations({"location_id": "F", "capacity": 400, "places_min": 150, "places_max": 350})
    assert on("2022-01-01", "totaal", table) == (150, 350, 150, 0)


@pytest.mark.parametrize(
    ("decision", "regional", "unknown"),
    [("nieuw", 100, 0), ("voortzetten", 100, 0), ("omvormen", 0, 1), ("beeindigen", 0, 1)],
)
def test_a_type_without_dated_step(decision: str, regional: int, unknown: int) -> None:
    table = locations({"location_id": "T", "capacity": 100, "decision": decision})
    assert on("2022-01-01", "regionaal", table) == (regional, regional, regional, unknown)
    assert on("2022-01-01", "totaal", table) == (100, 100, 100, 0)


def test_before_its_conversion_a_location_counts_towards_the_total_alone() -> None:
    table = locations({"location_id": "C", "capacity": 100, "decision": "omvormen", "type": "gvl"})
    changes = steps({"location_id": "C", "from": "2022-07-01", "type": "gvl", "places": 80})
    assert on("2022-06-30", "gvl_satelliet", table, changes) == (0, 0, 0, 0)
    assert on("2022-06-30", "totaal", table, changes)[0] == 100
    assert on("2022-07-01", "gvl_satelliet", table, changes)[0] == 80
    assert on("2022-07-01", "totaal", table, changes)[0] == 80


def test_an_indefinite_term_runs_on_and_an_unknown_one_does_not() -> None:
    endless = {"location_id": "E", "capacity": 100, "agreement_end": None, "agreement_term": "onbepaald"}
    assert on("2099-01-01", "totaal", locations(endless))[0] == 100
    assert on("2099-01-01", "totaal", locations({**endless, "agreement_term": "onbekend"})) == (0, 0, 0, 1)
    assert on("2099-01-01", "totaal", locations({**endless, "decision": "beeindigen"})) == (0, 0, 0, 1)


@pytest.mark.parametrize(
    ("column", "word"), [("agreement_start", "start"), ("agreement_end", "end"), ("capacity", "capacity")]
)
def test_an_unknown_adds_nothing_and_counts_one(column: str, word: str) -> None:
    table = locations({"location_id": "U", "capacity": 100, column: None}, {"location_id": "V", "capacity": 40})
    assert on("2022-01-01", "totaal", table) == (40, 40, 40, 1)
    assert supply_steps(table)["missing"].tolist() == [word, ""]


def test_certain_is_existing_and_adopted() -> None:
    rows = [
        {"location_id": name, "capacity": 10, "certainty": name}
        for name in ("bestaand", "vastgesteld", "voornemen", "zoeklocatie")
    ]
    assert on("2022-01-01", "totaal", locations(*rows)) == (40, 40, 20, 0)


def test_places_for_minors_lie_within_the_capacity() -> None:
    table = locations(
        {"location_id": "A", "capacity": 50, "amv_places": 60}, {"location_id": "B", "capacity": 9, "amv_places": None}
    )
    assert on("2022-01-01", "amv", table) == (50, 50, 50, 1)


DAY = st.integers(0, 1500).map(lambda number: pd.Timestamp("2020-01-01") + pd.Timedelta(days=number))
ROW = st.fixed_dictionaries(
    {
        "capacity": st.none() | st.integers(0, 900),
        "agreement_start": st.none() | DAY,
        "agreement_end": st.none() | DAY,
        "agreement_term": st.sampled_from(["bepaald", "onbepaald", "onbekend"]),
        "current_type": st.sampled_from(["azc", "noodopvang"]),
        "decision": st.sampled_from(["nieuw", "voortzetten", "omvormen", "beeindigen"]),
        "type": st.sampled_from(["gvl", "satelliet", "regionaal", None]),
    }
)


@settings(deadline=None)
@given(st.lists(ROW, min_size=1, max_size=6), st.sampled_from(["totaal", "regionaal", "gvl_satelliet", "amv"]))
def test_supply_is_the_sum_over_locations_on_every_day(rows: list[dict[str, object]], bucket: str) -> None:
    days = np.arange("2019-12-01", "2024-06-01", 13, dtype="datetime64[D]")
    table = locations(*({**row, "location_id": f"L{number}"} for number, row in enumerate(rows)))
    whole = amounts_on(supply_steps(table), bucket, days)
    single = [amounts_on(supply_steps(table.iloc[[number]]), bucket, days) for number in range(len(table))]
    for name in AMOUNTS:
        assert (getattr(whole, name) == sum(getattr(part, name) for part in single)).all()
        assert (getattr(whole, name) >= 0).all()
