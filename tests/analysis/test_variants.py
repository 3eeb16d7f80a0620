"""Supply without and with extensions: by hand, and against a count of days written apart."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from extension_days import Agreement, days, last_day, supply
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.need import Area
from geo.analysis.supply import amounts_on, supply_steps
from geo.analysis.variants import extended_supply, last_days, variant_table
from geo.quarters import Quarter, quarters_between
from geo.tables.time_path import VARIANT_SUPPLY, VARIANTS
from tests.analysis.frames import locations, need, steps

PROVINCE = Area(area_id="PV1", level="province")
TODAY, HORIZON = date(2020, 9, 1), date(2021, 12, 31)
QUARTERS = quarters_between(Quarter(2020, 1), Quarter(2021, 4))


def table(sites: pd.DataFrame, demand: pd.DataFrame, changes: pd.DataFrame | None = None) -> pd.DataFrame:
    rows = variant_table(
        supply_steps(sites, changes), demand, sites,
        area=PROVINCE, quarters=QUARTERS, reference_date=pd.Timestamp(TODAY),
    )  # fmt: skip
    assert tuple(rows.columns) == VARIANT_SUPPLY.names
    assert rows["variant"].tolist() == list(VARIANTS) * len(QUARTERS)
    return rows


def total(low: int, high: int, due: str = "2020-01-01") -> pd.DataFrame:
    return need({"bucket": "totaal", "due": due, "places_min": low, "places_max": high})


def test_coa_told_both_what_is_short_without_and_with_renewal() -> None:
    # 31.000 are needed; 26.000 + 1.500 + 3.000 are there, of which 1.500 (an option of a year) and 3.000 end in 2021
    sites = locations(
        {"location_id": "A", "capacity": 26_000},
        {"location_id": "B", "capacity": 1_500, "agreement_end": "2021-06-30", "extension_months": 12},
        {"location_id": "C", "capacity": 3_000, "agreement_end": "2021-10-31"},
        {"location_id": "N", "capacity": 9_000, "current_type": "noodopvang", "agreement_end": "2021-10-31"},
    )
    rows = table(sites, total(31_000, 33_000)).set_index(["quarter", "variant"])
    last = rows.loc["2021-Q4"]
    assert last["supply_max"].to_dict() == {"agreed": 26_000, "options": 27_500, "extended": 30_500}
    assert last["balance_max"].to_dict() == {"agreed": -5_000, "options": -3_500, "extended": -500}
    assert last["balance_min"].to_dict() == {"agreed": -7_000, "options": -5_500, "extended": -2_500}
    assert last["shortage"].to_dict() == {"agreed": 5_000, "options": 3_500, "extended": 500}
    # C stands up to and including 31-10-2021
    assert last.loc[["agreed", "options"], "shortage_from"].tolist() == [pd.Timestamp("2021-11-01")] * 2
    assert set(last["status"]) == {"short"}


def test_a_dip_inside_a_quarter_is_seen_with_its_days() -> None:
    # the hidden dip: 300 close on 31-1-2021 and open on 15-3-2021: 28 + 14 = 42 days
    sites = locations(
        {"location_id": "A", "capacity": 300, "agreement_end": "2021-01-31"},
        {"location_id": "B", "capacity": 300, "agreement_start": "2021-03-15", "decision": "nieuw"},
    )
    row = table(sites, total(300, 300)).set_index(["quarter", "variant"]).loc[("2021-Q1", "agreed")]
    assert (row["balance_max"], row["shortage"], row["short_days"], row["status"]) == (0, 300, 42, "short")
    assert row["shortage_from"] == pd.Timestamp("2021-02-01")
    assert row["unknown_days"] == 0


def test_extension_is_at_the_last_capacity_whatever_was_planned_after_the_end() -> None:
    sites = locations({"location_id": "A", "capacity": 300, "agreement_end": "2021-03-31"})
    changes = steps(
        {"location_id": "A", "from": "2021-01-01", "places": 200},
        {"location_id": "A", "from": "2021-05-01", "places": 5},
    )
    rows = table(sites, total(250, 250), changes).set_index(["quarter", "variant"])
    assert rows.loc[("2021-Q4", "extended"), ["supply_min", "supply_max"]].tolist() == [200, 200]
    assert rows.loc[("2021-Q4", "agreed"), "supply_max"] == 0


@pytest.mark.parametrize(
    ("row", "extended"),
    [
        ({"agreement_end": "2020-08-31"}, 0),  # over before the reference date
        ({"agreement_end": "2020-09-01"}, 100),  # ends on the reference date itself, which is included
        ({"agreement_end": "2021-12-30"}, 100),
        ({"agreement_end": "2021-12-31"}, 100),
        ({"agreement_end": "2021-03-31", "current_type": "noodopvang", "type": None, "decision": "beeindigen"}, 0),
        ({"agreement_end": "2021-03-31", "agreement_start": "2021-01-01", "decision": "nieuw"}, 100),
    ],
)
def test_what_can_be_extended(row: dict[str, Any], extended: int) -> None:
    rows = table(locations({"location_id": "A", "capacity": 100, **row}), total(0, 500)).set_index(
        ["quarter", "variant"]
    )
    assert rows.loc[("2021-Q4", "extended"), "supply_max"] == extended


def test_a_location_without_a_known_end_or_capacity_stays_unknown() -> None:
    sites = locations(
        {"location_id": "U", "capacity": 100, "agreement_end": None, "extension_months": 12},
        {"location_id": "V", "capacity": None, "agreement_end": "2021-03-31"},
    )
    rows = table(sites, total(50, 60)).set_index(["quarter", "variant"])
    assert rows.loc["2021-Q4", "unknown_locations"].to_dict() == {"agreed": 1, "options": 1, "extended": 2}
    assert rows.loc["2021-Q4", "supply_max"].tolist() == [0, 0, 0]
    # short by 50 at most: what is unknown may be enough
    assert rows.loc["2021-Q4", "shortage"].tolist() == [50, 50, 50]
    assert rows.loc["2021-Q4", "status"].tolist() == ["untestable"] * 3
    assert rows.loc["2021-Q4", "unknown_days"].tolist() == [92] * 3


def test_without_need_nothing_is_called_enough() -> None:
    rows = table(locations({"location_id": "A", "capacity": 100}), total(80, 90, due="2021-06-30"))
    by_quarter = rows[rows["variant"] == "agreed"].set_index("quarter")
    assert set(by_quarter["status"].loc[:"2021-Q2"]) == {"untestable"}  # of 2021-Q2 one day is known
    assert by_quarter["status"].loc["2021-Q3":].tolist() == ["enough", "enough"]
    assert by_quarter["shortage"].isna().tolist() == [True] * 5 + [False] * 3
    assert by_quarter["short_days"].dropna().tolist() == [0, 0, 0]
    assert by_quarter["need_unknown_days"].tolist() == [91, 91, 92, 92, 90, 90, 0, 0]


@pytest.mark.parametrize(
    ("end", "months", "expected"),
    [
        ("2021-12-31", 12, "2022-12-31"),
        ("2022-02-28", 1, "2022-03-31"),
        ("2021-01-30", 1, "2021-02-27"),  # 31 January and a month is 28 February, the first day without
        ("2021-12-31", None, "2021-12-31"),
        (None, 12, None),
    ],
)
def test_the_last_day_with_an_option_is_inclusive(end: str | None, months: int | None, expected: str | None) -> None:
    sites = locations({"location_id": "A", "agreement_end": end, "extension_months": months})
    assert last_days(sites).tolist() == pd.to_datetime([expected]).tolist()


AGREEMENT = st.builds(
    Agreement,
    start=st.one_of(st.none(), st.dates(date(2019, 1, 1), date(2021, 9, 1))),
    end=st.one_of(
        st.none(), st.dates(date(2021, 9, 2), date(2022, 6, 1)), st.dates(date(2020, 7, 1), date(2021, 9, 2))
    ),
    low=st.one_of(st.none(), st.integers(0, 50)),
    high=st.integers(50, 90),
    emergency=st.booleans(),
    endless=st.booleans(),
    option=st.sampled_from([None, 0, 1, 7, 24]),
    steps=st.lists(
        st.tuples(st.dates(date(2020, 1, 1), date(2022, 3, 1)), st.integers(0, 200)),
        max_size=2,
        unique_by=lambda at: at[0],
    ).map(tuple),
).filter(lambda one: one.start is None or one.end is None or one.start <= one.end)
COMPARED = {"days": 0, "quarters": 0}


def as_rows(agreements: list[Agreement]) -> tuple[pd.DataFrame, pd.DataFrame]:
    sites = locations(
        *(
            {
                "location_id": f"L{number}", "agreement_start": one.start, "agreement_end": one.end,
                "places_min": one.low, "places_max": None if one.low is None else one.high,
                "agreement_term": "onbepaald" if one.endless else "onbekend", "extension_months": one.option,
                "current_type": "noodopvang" if one.emergency else "azc", "type": None if one.emergency else "regionaal",
            }
            for number, one in enumerate(agreements)
        )
    )  # fmt: skip
    told = [
        {"location_id": f"L{number}", "from": day, "places": places}
        for number, one in enumerate(agreements)
        for day, places in one.steps
    ]
    return sites, steps(*told)


@settings(deadline=None, max_examples=60)
@given(st.lists(AGREEMENT, min_size=1, max_size=4), st.integers(0, 300))
def test_every_day_is_as_counted_apart_and_extending_never_takes_places_away(
    agreements: list[Agreement], asked: int
) -> None:
    sites, changes = as_rows(agreements)
    base = supply_steps(sites, changes)
    span = list(days(QUARTERS[0].first_day, HORIZON))
    numbers = np.array(span, dtype="datetime64[D]")
    found = {}
    for variant in VARIANTS:
        made = extended_supply(base, sites, variant, reference_date=pd.Timestamp(TODAY), last=pd.Timestamp(HORIZON))
        by_day = amounts_on(made, "totaal", numbers)
        found[variant] = [supply(agreements, variant, one, TODAY, HORIZON) for one in span]
        assert list(zip(by_day.low, by_day.high, by_day.unknown, strict=True)) == found[variant]
        COMPARED["days"] += len(span)
    for more, less in (("extended", "options"), ("options", "agreed")):
        pairs = zip(found[more], found[less], strict=True)
        assert all(one[0] >= other[0] and one[1] >= other[1] for one, other in pairs)
    rows = table(sites, total(asked, asked), changes).set_index(["variant", "quarter"])
    for variant in VARIANTS:
        for quarter in QUARTERS:
            inside = [
                supplied for one, supplied in zip(span, found[variant], strict=True) if Quarter.of(one) == quarter
            ]
            short = [max(0, asked - high) for _, high, _ in inside]
            row = rows.loc[(variant, str(quarter))]
            assert (row["supply_min"], row["supply_max"], row["unknown_locations"]) == inside[-1]
            assert (row["shortage"], row["short_days"]) == (max(short), sum(one > 0 for one in short))
            first = QUARTERS[0].first_day if not max(short) else quarter.first_day + timedelta(short.index(max(short)))
            assert pd.isna(row["shortage_from"]) if not max(short) else row["shortage_from"] == pd.Timestamp(first)
            COMPARED["quarters"] += 1


def test_enough_was_compared() -> None:
    # 60 examples, 3 variants, 731 days and 8 quarters; hypothesis may stop early
    assert COMPARED["days"] >= 20 * 3 * 731
    assert COMPARED["quarters"] >= 20 * 3 * 8


def test_the_count_apart_is_right_about_a_case_by_hand() -> None:
    one = Agreement(start=date(2020, 1, 1), end=date(2021, 1, 31), low=5, high=9, option=1)
    assert [last_day(one, variant, TODAY, HORIZON) for variant in VARIANTS] == [
        date(2021, 1, 31), date(2021, 2, 28), HORIZON,
    ]  # fmt: skip
    assert supply([one], "agreed", date(2021, 1, 31), TODAY, HORIZON) == (5, 9, 0)
    assert supply([one], "agreed", date(2021, 2, 1), TODAY, HORIZON) == (0, 0, 0)
