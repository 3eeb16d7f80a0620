"""How much growth each rung covers, and what goes first when the need falls."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.break_even import break_even
from geo.analysis.need import Area
from geo.analysis.portfolio import portfolio
from geo.analysis.reserve import reserve_ladder, scenario_table
from geo.analysis.scale_down import falls, first_need, scale_down
from geo.analysis.supply import supply_steps
from geo.quarters import Quarter, quarters_between
from geo.tables.scaling import BREAK_EVEN, FALLS, SCALE_DOWN
from tests.analysis.frames import locations, need, steps

PROVINCE = Area(area_id="PV1", level="province")
TODAY, LAST = pd.Timestamp("2020-09-01"), pd.Timestamp("2023-12-31")
QUARTER = Quarter(2021, 4)


def total(low: int, due: str = "2020-12-31") -> pd.DataFrame:
    return need({"bucket": "totaal", "due": due, "places_min": low, "places_max": low + 50})


def rungs(*rows: tuple[int | None, int | None, int | None]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"location_id": None, "name": f"park {number}", "rung": rung, "places": places, "days": wait}
            for number, (rung, places, wait) in enumerate(rows)
        ]
    )


def growth(sites: pd.DataFrame, ladder: pd.DataFrame, demand: pd.DataFrame) -> pd.DataFrame:
    table = break_even(
        supply_steps(sites), demand, reserve_ladder(ladder, portfolio(sites, reference_date=TODAY)),
        area=PROVINCE, quarters=[QUARTER], reference_date=TODAY,
    )  # fmt: skip
    assert tuple(table.columns) == BREAK_EVEN.names
    return table.set_index("rung")


def test_each_rung_covers_a_growth_in_whole_percents_and_is_there_in_time() -> None:
    sites = locations({"location_id": "A", "capacity": 1000})
    table = growth(sites, rungs((1, 50, 240), (2, 30, 14), (3, 29, 60), (4, 100, None)), total(900))
    # 1.000 / 900 = 1,1111; 1.050 / 900 = 1,1667; 1.080 = 1,2000 exactly; 1.109 = 1,2322; 1.209 = 1,3433
    assert table["growth_percent"].tolist() == [11, 16, 20, 23, 34, 34]
    assert table["reserve"].tolist() == [0, 50, 80, 109, 209, 209]
    # the slowest of the rows used; on rung 4 one is unknown
    assert table["days"].fillna(-1).tolist() == [0, 240, 240, 240, -1, -1]
    assert set(table["outcome"]) == {"covers"}


def test_a_need_that_is_not_met_itself_is_below_nought_and_rounded_down() -> None:
    table = growth(locations({"location_id": "A", "capacity": 995}), rungs((3, 5, 1)), total(1000))
    assert table["growth_percent"].loc[[0, 2, 3]].tolist() == [-1, -1, 0]  # 99,5 % is one percent short


def test_what_is_unknown_makes_a_lower_bound_or_no_number() -> None:
    sites = locations({"location_id": "A", "capacity": 110}, {"location_id": "U", "capacity": None})
    table = growth(sites, rungs((1, None, 5), (2, 11, 5)), total(100))
    assert table["growth_percent"].tolist() == [10, 10, 21, 21, 21, 21]
    assert table["unknown"].tolist() == [1, 2, 2, 2, 2, 2]
    none = growth(locations({"location_id": "A", "capacity": 110}), rungs((1, 5, 5)), total(100, "2022-12-31"))
    assert none["growth_percent"].isna().all()
    assert set(none["outcome"]) == {"untestable"}
    assert set(growth(sites, rungs((1, 5, 5)), total(0))["outcome"]) == {"no_need"}


def test_reserve_without_places_costs_no_time_and_a_strange_rung_has_its_row() -> None:
    sites = locations({"location_id": "A", "capacity": 100})
    table = growth(sites, rungs((1, 0, 300), (7, 20, 9)), total(100))
    assert table.index.tolist() == [0, 1, 2, 3, 4, 5, 7]
    assert table["days"].tolist() == [0, 0, 0, 0, 0, 0, 9]
    assert table.loc[7, "growth_percent"] == 20


def test_reserve_without_a_rung_is_unknown_on_every_rung() -> None:
    table = growth(
        locations({"location_id": "A", "capacity": 110}), rungs((None, 50, 5), (None, 0, 5), (2, 11, 5)), total(100)
    )
    assert table["unknown_reserve"].tolist() == [0, 1, 1, 1, 1, 1]
    assert table["growth_percent"].tolist() == [10, 10, 21, 21, 21, 21]


def test_reserve_is_there_after_its_days_and_not_before() -> None:
    sites, ladder = locations({"location_id": "A", "capacity": 100}), rungs((1, 10, 486), (1, 20, 487), (1, 5, None))
    table = break_even(
        supply_steps(sites), total(100), reserve_ladder(ladder, portfolio(sites, reference_date=TODAY)),
        area=PROVINCE, quarters=[Quarter(2020, 4), QUARTER], reference_date=TODAY,
    )  # fmt: skip
    # 31-12-2020 is 121 days after 1-9-2020, 31-12-2021 is 486
    assert table[table["rung"] == 1]["reserve"].tolist() == [5, 15]
    assert table[table["rung"] == 1]["days"].isna().all()


SEEN = {"covered": 0, "tighter": 0}
LADDER = st.lists(st.tuples(st.integers(1, 5), st.integers(0, 60), st.just(1)), min_size=1, max_size=4)


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 400), st.integers(0, 500), LADDER, st.integers(-40, 60))
def test_break_even_and_scenarios_agree(
    asked: int, capacity: int, rows: list[tuple[int, int, int]], percent: int
) -> None:
    sites = locations({"location_id": "A", "capacity": capacity})
    supply = supply_steps(sites)
    ladder = reserve_ladder(rungs(*rows), portfolio(sites, reference_date=TODAY))
    even = break_even(supply, total(asked), ladder, area=PROVINCE, quarters=[QUARTER], reference_date=TODAY)
    covers = even.set_index("rung")["growth_percent"]
    found = scenario_table(
        supply, total(asked), ladder, area=PROVINCE, quarters=[QUARTER], reference_date=TODAY, changes=(percent / 100,)
    ).iloc[0]
    if found["outcome"] in ("enough", "covered"):
        assert covers[found["rung"]] >= percent
        SEEN["covered"] += 1
        lower = [rung for rung in covers.index if rung < found["rung"]]
        assert all(covers[rung] < percent for rung in lower)
        SEEN["tighter"] += len(lower)
    else:
        assert covers.max() < percent
    assert covers.is_monotonic_increasing


def test_both_sides_were_seen() -> None:
    assert SEEN["covered"] >= 5
    assert SEEN["tighter"] >= 1


def full() -> pd.DataFrame:
    return locations(
        {"location_id": "A", "name": "Aa", "capacity": 400},
        {
            "location_id": "F", "name": "Ef", "places_min": 50, "places_max": 90, "switch_days": 30,
            "agreement_end": "2022-06-30", "notice_date": "2021-12-31", "flexible_form": "uitwisselbaar",
        },
        {"location_id": "G", "name": "Gee", "places_min": 10, "places_max": 30, "agreement_start": "2021-05-01"},
        {"location_id": "L", "name": "El", "capacity": 100, "agreement_end": "2021-12-31"},
        {"location_id": "C", "name": "Cee", "capacity": 20, "current_type": "crisisnoodopvang"},
        {"location_id": "N", "name": "En", "capacity": None, "current_type": "noodopvang"},
        {"location_id": "T", "name": "Tee", "capacity": 60, "agreement_start": "2020-06-01", "agreement_end": "2022-05-30"},
        {"location_id": "R", "name": "Er", "capacity": 70, "agreement_start": "2020-06-01", "agreement_end": "2022-05-31"},
        {"location_id": "O", "name": "Oo", "capacity": 500, "agreement_end": "2020-08-31"},
        {"location_id": "X", "name": "Ix", "capacity": 500, "agreement_start": "2024-01-01"},
        {"location_id": "Z", "name": "Zet", "capacity": 30, "agreement_end": "2024-01-01"},
    )  # fmt: skip


def down(sites: pd.DataFrame, demand: pd.DataFrame, changes: pd.DataFrame | None = None) -> pd.DataFrame:
    table = scale_down(supply_steps(sites, changes), sites, demand, area=PROVINCE, reference_date=TODAY, last=LAST)
    assert tuple(table.columns) == SCALE_DOWN.names
    return table


def test_the_ladder_is_gone_down_backwards() -> None:
    table = down(full(), total(500))
    shown = table.assign(available=table["available"].dt.strftime("%Y-%m-%d"), places=table["places"].fillna(-1))
    shown["cumulative"] = shown["cumulative"].fillna(-1)
    assert shown[["step", "location_id", "places", "available", "cumulative"]].to_numpy().tolist() == [
        ["crisis", "C", 20, "2031-01-01", -1],  # in neither supply nor need: it answers no fall
        ["emergency", "N", -1, "2031-01-01", -1],  # nobody knows how many
        ["temporary", "T", 60, "2022-05-31", 60],  # a day less than two years
        ["flexible", "F", 40, "2020-10-01", 100],  # 90 down to 50, after 30 days
        ["flexible", "G", 20, "2021-05-01", 120],  # opens later
        ["lapse", "L", 100, "2022-01-01", 220],  # the last day is included
        ["lapse", "R", 70, "2022-06-01", 290],
        ["lapse", "F", 50, "2022-07-01", 340],  # what is left of it
    ]
    assert table["order"].tolist() == list(range(1, 9))
    assert table["unknown"].tolist() == [0] * 8
    # 60 / 500 = 12 %, 100 = 20 %, 120 = 24 %, 220 = 44 %, 290 = 58 %, 340 = 68 %
    assert table["fall_percent"].fillna(-1).tolist() == [-1, -1, 12, 20, 24, 44, 58, 68]
    notice = table.set_index(["step", "location_id"])["notice_date"]
    assert notice["lapse", "F"] == pd.Timestamp("2021-12-31")
    assert pd.isna(notice["flexible", "F"])


def test_a_lapse_counts_the_last_capacity() -> None:
    sites = locations({"location_id": "L", "capacity": 100, "agreement_end": "2021-12-31"})
    changes = steps({"location_id": "L", "from": "2021-07-01", "places": 40})
    assert down(sites, total(100), changes)["places"].tolist() == [40]


def test_falls_name_the_rows_that_are_enough() -> None:
    table = down(full(), total(500))
    rows = falls(table, first_need(total(500), PROVINCE, reference_date=TODAY, last=LAST), by=(0.1, 0.2, 0.3, 0.8))
    assert (*rows.columns, "area_id") == (*FALLS.names[1:], "area_id")
    # 50: with row 3 (60); 100: row 4 (100); 150: row 6 (220); 400 is more than 340
    assert rows["places"].tolist() == [50, 100, 150, 400]
    assert rows["order"].fillna(0).tolist() == [3, 4, 6, 0]
    assert rows["outcome"].tolist() == ["covered", "covered", "covered", "uncovered"]
    unknown = locations({"location_id": "U", "capacity": None, "agreement_end": "2022-12-31"})
    table = down(pd.concat([full(), unknown], ignore_index=True), total(500))
    assert table["unknown"].tolist() == [0] * 8 + [1]
    assert falls(table, 500, by=(0.8,))["outcome"].tolist() == ["untestable"]


def rows_of(*sites: dict[str, Any], changes: pd.DataFrame | None = None) -> list[tuple[object, ...]]:
    """Give step, location, places, day and cumulative places; -1 for what is missing."""
    table = down(locations(*sites), total(1000), changes)
    days = pd.to_datetime(table["available"]).dt.strftime("%Y-%m-%d").fillna("")
    numbers = table[["places", "cumulative"]].fillna(-1)
    columns = (table["step"], table["location_id"], numbers["places"], days, numbers["cumulative"])
    return list(zip(*columns, strict=True))


def test_what_goes_as_flexible_does_not_lapse_once_more() -> None:
    # never more than 100: 50 go as flexible places, and 50 of the 60 are left to lapse
    site = {"location_id": "F", "places_min": 50, "places_max": 100, "switch_days": 30, "agreement_end": "2022-12-31"}
    step = {"location_id": "F", "from": "2022-01-01"}
    first = ("flexible", "F", 50, "2020-10-01", 50)
    assert rows_of(site, changes=steps({**step, "places": 60})) == [first, ("lapse", "F", 50, "2023-01-01", 100)]
    # to 30: twenty go by themselves
    assert rows_of(site, changes=steps({**step, "places": 30})) == [first, ("lapse", "F", 30, "2023-01-01", 80)]


def test_emergency_reception_that_becomes_regular_lapses_after_that() -> None:
    site = {
        "location_id": "E", "capacity": 100, "current_type": "noodopvang", "decision": "omvormen",
        "type": "regionaal", "agreement_end": "2023-06-30",
    }  # fmt: skip
    change = steps({"location_id": "E", "from": "2021-07-01", "places": 250, "type": "regionaal"})
    assert rows_of(site, changes=change) == [
        ("emergency", "E", 100, "2021-07-01", -1), ("lapse", "E", 250, "2023-07-01", 250),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "available"),
    [
        ({"agreement_end": "2021-03-31"}, "2021-04-01"),
        ({"agreement_end": "2021-03-31", "notice_date": "2020-12-31"}, "2021-04-01"),
        ({"agreement_end": None, "agreement_term": "onbepaald", "notice_date": "2021-02-28"}, "2021-03-01"),
        ({"agreement_end": None, "agreement_term": "onbepaald", "notice_date": "2020-02-28"}, "2020-09-01"),
        ({"agreement_end": None, "agreement_term": "onbepaald"}, "2020-09-01"),  # it can end any day
        ({"agreement_end": None, "agreement_term": "onbekend"}, ""),
    ],
)
def test_emergency_reception_comes_free_after_its_end_or_notice(change: dict[str, Any], available: str) -> None:
    (row,) = rows_of({"location_id": "E", "capacity": 100, "current_type": "noodopvang", "type": None, **change})
    assert (row[0], row[3], row[4]) == ("emergency", available, -1)


def test_what_is_to_end_by_the_plan_answers_no_fall() -> None:
    ending = {"decision": "beeindigen", "type": None, "capacity": 300, "agreement_end": "2021-12-31"}
    sites = (
        {**ending, "location_id": "A"}, {**ending, "location_id": "T", "agreement_start": "2020-06-01"},
        {"location_id": "B", "capacity": 80, "agreement_end": "2022-06-30"},
        {**ending, "location_id": "Z", "agreement_end": "2024-01-01", "places_min": 10, "places_max": 30},
    )  # fmt: skip
    assert rows_of(*sites) == [
        ("temporary", "T", 300, "2022-01-01", -1), ("flexible", "Z", 20, "2020-09-01", 20),
        ("lapse", "A", 300, "2022-01-01", -1), ("lapse", "B", 80, "2022-07-01", 100),
    ]  # fmt: skip
    table = down(locations(*sites), total(1000))
    assert falls(table, 1000)["order"].fillna(0).tolist() == [4, 0, 0]
    assert set(falls(table, 1000)["outcome"].iloc[1:]) == {"uncovered"}


@pytest.mark.parametrize(("due", "expected"), [("2020-01-01", 500), ("2022-12-31", 500), ("2024-12-31", None)])
def test_falls_are_of_the_first_need_that_is_known(due: str, expected: int | None) -> None:
    found = first_need(total(500, due), PROVINCE, reference_date=TODAY, last=LAST)
    assert found == expected
    if expected is None:
        table = down(full(), total(500, due))
        assert table["fall_percent"].isna().all()
        assert set(falls(table, found)["outcome"]) == {"untestable"}


def test_nothing_to_go_is_an_empty_table_with_its_columns() -> None:
    table = down(locations({"location_id": "A", "capacity": 400}), total(100))
    assert table.empty
    assert falls(table, 100)["outcome"].tolist() == ["uncovered"] * 3


def test_every_quarter_has_every_rung() -> None:
    sites = locations({"location_id": "A", "capacity": 400})
    table = break_even(
        supply_steps(sites), total(100), reserve_ladder(None, portfolio(sites, reference_date=TODAY)),
        area=PROVINCE, quarters=quarters_between(Quarter(2020, 1), Quarter(2020, 4)), reference_date=TODAY,
    )  # fmt: skip
    assert table.groupby("quarter")["rung"].agg(list).tolist() == [[0, 1, 2, 3, 4, 5]] * 4
