"""Supply against need per quarter, and shortages by day."""

import numpy as np
import pandas as pd
import pytest

from geo.analysis.coverage import confront, coverage
from geo.analysis.need import Area, main_scenario, need_on
from geo.analysis.shortages import dips, shortages
from geo.analysis.supply import supply_steps
from geo.errors import InputError
from geo.quarters import Quarter, quarters_between
from geo.tables.coverage import COVERAGE, SHORTAGE
from tests.analysis.frames import locations, need, steps

PROVINCE = Area(area_id="PV1", level="province", parts=("R1", "R2"))
REFERENCE = pd.Timestamp("2020-09-01")
HORIZON = quarters_between(Quarter(2021, 4), Quarter(2022, 2))


def table_of(sites: pd.DataFrame, demand: pd.DataFrame, areas: tuple[Area, ...] = (PROVINCE,)) -> pd.DataFrame:
    table = coverage(supply_steps(sites), demand, areas=areas, quarters=HORIZON, reference_date=REFERENCE)
    assert tuple(table.columns) == COVERAGE.names
    return table


def short_of(sites: pd.DataFrame, demand: pd.DataFrame) -> list[tuple[object, ...]]:
    table = shortages(
        supply_steps(sites), demand, area=PROVINCE, first=pd.Timestamp("2021-10-01"), last=pd.Timestamp("2022-06-30")
    )
    assert tuple(table.columns) == SHORTAGE.names
    return [
        (f"{row['from']:%d-%m-%Y}", f"{row['until']:%d-%m-%Y}", row["places"], row["cause"], row["remedy"])
        for row in table[table["bucket"] == "totaal"].to_dict("records")
    ]


def closing_and_opening(opens: str) -> pd.DataFrame:
    return locations(
        {"location_id": "oud", "capacity": 300, "agreement_end": "2022-01-31", "decision": "beeindigen", "type": None},
        {"location_id": "nieuw", "capacity": 300, "agreement_start": opens, "decision": "nieuw"},
    )


def total(places: int, most: int | None = None, due: str = "2021-12-31") -> pd.DataFrame:
    return need({"bucket": "totaal", "due": due, "places_min": places, "places_max": most})


def test_a_dip_of_two_quarters() -> None:
    sites = closing_and_opening("2022-05-01")
    table = table_of(sites, total(300))
    rows = table[table["bucket"] == "totaal"]
    # 31-12-2021: 300 - 300 = 0; 31-3-2022: 0 - 300 = -300; 30-6-2022: 300 - 300 = 0
    assert rows["balance_max"].tolist() == [0, -300, 0]
    assert rows["status"].tolist() == ["within", "short", "within"]
    assert short_of(sites, total(300)) == [("01-02-2022", "30-04-2022", 300, "end:oud", "extend:oud:2022-04-30")]


def test_a_dip_hidden_inside_a_quarter_is_found_by_day() -> None:
    sites = closing_and_opening("2022-03-15")
    table = table_of(sites, total(300))
    assert table.loc[table["bucket"] == "totaal", "status"].tolist() == ["within", "within", "within"]
    assert short_of(sites, total(300)) == [("01-02-2022", "14-03-2022", 300, "end:oud", "extend:oud:2022-03-14")]


def test_where_need_is_unknown_a_dip_below_the_reference_date_is_still_seen() -> None:
    sites = supply_steps(closing_and_opening("2022-03-15"))
    found = dips(sites, area=PROVINCE, first=REFERENCE, last=pd.Timestamp("2022-12-31"), reference_date=REFERENCE)
    assert found[["places", "cause"]].to_numpy().tolist() == [[300, "end:oud"]]
    assert found["from"].tolist() == [pd.Timestamp("2022-02-01")]


def test_a_rise_of_need_asks_for_an_earlier_opening_or_for_places() -> None:
    sites = locations(
        {"location_id": "A", "capacity": 200},
        {"location_id": "B", "capacity": 150, "agreement_start": "2022-06-01", "decision": "nieuw"},
    )
    demand = pd.concat([total(200), total(300, due="2022-03-31"), total(500, due="2022-06-30")], ignore_index=True)
    # 31-3 … 31-5: 300 - 200 = 100; 30-6: 500 - 350 = 150
    assert short_of(sites, demand) == [
        ("31-03-2022", "31-05-2022", 100, "need", "advance:B:2022-03-31"),
        ("30-06-2022", "30-06-2022", 150, "need", "add:150"),
    ]


def test_zeeland_2021_is_107_short() -> None:
    zeeland = need(
        {"bucket": "extra", "due": "2021-12-31", "places_min": 417},
        {"bucket": "vervanging", "due": "2021-12-31", "places_min": 470},
    )
    sites = locations({"location_id": "Z", "capacity": 780, "agreement_start": "2021-01-01", "decision": "nieuw"})
    table = table_of(sites, zeeland)
    last = table[table["quarter"] == "2021-Q4"].set_index("bucket")
    # 417 + 470 = 887; 887 - 780 = 107, said once: the places serve `extra` first
    assert last.loc["extra", "balance_max"] == 0
    assert last.loc["vervanging", "balance_max"] == -107
    assert last["status"][["extra", "vervanging"]].tolist() == ["within", "short"]
    assert -table_of(sites, total(417 + 470)).query("bucket == 'totaal'")["balance_max"].iloc[0] == 107


def test_certain_new_places_serve_extra_first_and_count_once() -> None:
    asked = need(
        {"bucket": "extra", "due": "2021-12-31", "places_min": 120},
        {"bucket": "vervanging", "due": "2021-12-31", "places_min": 400},
    )
    new = {"agreement_start": "2021-01-01", "decision": "nieuw"}
    sites = locations(
        {**new, "location_id": "A", "capacity": 300, "certainty": "vastgesteld"},
        {**new, "location_id": "B", "places_min": 120, "places_max": 300, "certainty": "vastgesteld"},
        {**new, "location_id": "C", "capacity": 300, "certainty": "voornemen"},
    )
    rows = table_of(sites, asked).query("quarter == '2021-Q4'").set_index("bucket")
    # certain are 300 + 120 = 420: of these 120 serve `extra`, and 300 replace
    assert rows.loc[["extra", "vervanging"], "supply_certain"].tolist() == [120, 300]
    # in all 300 + 120 + 300 = 720 at least, and 900 at most
    assert rows.loc[["extra", "vervanging"], ["supply_min", "supply_max"]].to_numpy().tolist() == [
        [120, 120],
        [600, 780],
    ]


EXTRA = need({"bucket": "extra", "due": "2021-12-31", "places_min": 50})


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ({}, "short"),  # stood on the reference date: its 100 places are not new
        ({"decision": "beeindigen", "certainty": None}, "short"),
        ({"decision": None, "certainty": "bestaand", "agreement_end": None}, "short"),
        ({"capacity": None}, "short"),  # whatever it holds, it holds since before
        ({"decision": None, "certainty": "vastgesteld"}, "untestable"),  # may have opened since
        ({"decision": "nieuw"}, "untestable"),
        ({"current_type": "noodopvang", "decision": "omvormen"}, "untestable"),  # may have turned regular since
    ],
)
def test_what_exists_is_not_new_because_its_start_is_unknown(row: dict[str, object], verdict: str) -> None:
    sites = locations({"location_id": "A", "capacity": 100, "agreement_start": None, **row})
    rows = table_of(sites, EXTRA).query("bucket == 'extra' and quarter == '2021-Q4'")
    assert rows[["supply_max", "status"]].to_numpy().tolist() == [[0, verdict]]
    assert rows["unknown_locations"].tolist() == [0 if verdict == "short" else 1]


@pytest.mark.parametrize(("after", "verdict"), [(149, "short"), (150, "untestable"), (90, "short")])
def test_steps_since_the_reference_date_still_add_to_what_exists(after: int, verdict: str) -> None:
    sites = locations({"location_id": "A", "capacity": 100, "agreement_start": None})
    supply = supply_steps(sites, steps({"location_id": "A", "from": "2021-06-01", "places": after}))
    table = coverage(supply, EXTRA, areas=[PROVINCE], quarters=HORIZON, reference_date=REFERENCE)
    # 149 - 100 = 49 of the 50 asked, whether it stands or not
    assert table.query("bucket == 'extra' and quarter == '2021-Q4'")["status"].tolist() == [verdict]


def test_a_region_that_is_not_asked_for_new_places_has_no_row_for_them() -> None:
    asked = need(
        {"bucket": "extra", "due": "2021-12-31", "places_min": 120},
        {"bucket": "vervanging", "due": "2021-12-31", "places_min": 200},
        {"bucket": "extra", "due": "2022-03-31", "places_min": 40, "region_id": "R2"},
    )
    sites = locations({"location_id": "A", "capacity": 300, "agreement_start": "2021-01-01", "decision": "nieuw"})
    areas = (PROVINCE, *(Area(area_id=name, level="region") for name in ("R1", "R2")))
    rows = table_of(sites, asked, areas)
    new = rows[rows["bucket"].isin(["extra", "vervanging"])]
    # R1 has the 300 places, and would say them twice; R2 keeps the quarter before its need is due
    assert new.groupby(["region_id", "bucket"]).size().to_dict() == {
        ("PV1", "extra"): 3, ("PV1", "vervanging"): 3, ("R2", "extra"): 3,
    }  # fmt: skip
    last = new[(new["quarter"] == "2022-Q2") & (new["region_id"] == "PV1")].set_index("bucket")
    assert last["supply_max"].to_dict() == {"extra": 120, "vervanging": 180}
    assert rows[rows["bucket"] == "totaal"].groupby("region_id").size().to_dict() == {"PV1": 3, "R1": 3, "R2": 3}


def test_the_need_of_zuid_holland_2020() -> None:
    demand = need(
        {"bucket": "regionaal", "due": "2023-12-31", "places_min": 2450, "places_max": 2700},
        {"bucket": "gvl_satelliet", "due": "2023-12-31", "places_min": 1430, "places_max": 1500},
    )
    days = np.array(["2023-12-30", "2023-12-31"], dtype="datetime64[D]")
    lowest, highest = need_on(demand, PROVINCE, "totaal", days)
    # 2.450 + 1.430 = 3.880; 2.700 + 1.500 = 4.200; before the due date unknown, not 0
    assert np.isnan([lowest[0], highest[0]]).all()
    assert (lowest[1], highest[1]) == (3880, 4200)


def test_increments_add_up_and_totals_replace() -> None:
    rows = [{"due": "2021-12-31", "places_min": 100}, {"due": "2022-03-31", "places_min": 50}]
    days = np.array(["2022-03-31"], dtype="datetime64[D]")
    assert need_on(need(*({**row, "bucket": "extra"} for row in rows)), PROVINCE, "extra", days)[0] == 150
    assert need_on(need(*({**row, "bucket": "totaal"} for row in rows)), PROVINCE, "totaal", days)[0] == 50


def test_a_total_given_twice_for_one_day_is_refused() -> None:
    twice = pd.concat([total(300), total(400)], ignore_index=True)
    with pytest.raises(InputError, match="two values for 31-12-2021"):
        need_on(twice, PROVINCE, "totaal", np.array(["2022-01-01"], dtype="datetime64[D]"))


def test_need_without_a_province_is_that_of_the_only_province() -> None:
    demand = total(300).assign(province=None)
    days = np.array(["2022-01-01"], dtype="datetime64[D]")
    assert need_on(demand, PROVINCE, "totaal", days)[0] == 300
    one_of_two = Area(area_id="PV1", level="province", sole=False)
    assert np.isnan(need_on(demand, one_of_two, "totaal", days)[0]).all()


def test_the_newest_forecast_counts() -> None:
    newer = total(900).assign(forecast_id="MPP-2021-1", forecast_date=pd.Timestamp("2021-02-01"))
    days = np.array(["2022-01-01"], dtype="datetime64[D]")
    assert need_on(pd.concat([newer, total(300)], ignore_index=True), PROVINCE, "totaal", days)[0] == 900


def test_regions_add_up_to_the_province() -> None:
    demand = need(
        {"bucket": "totaal", "region_id": "R1", "due": "2021-12-31", "places_min": 100, "places_max": 120},
        {"bucket": "totaal", "region_id": "R2", "due": "2022-03-31", "places_min": 50, "places_max": 60},
    )
    days = np.array(["2022-01-01", "2022-03-31"], dtype="datetime64[D]")
    lowest, highest = need_on(demand, PROVINCE, "totaal", days)
    assert np.isnan(lowest[0])
    assert (lowest[1], highest[1]) == (150, 180)
    sites = locations({"location_id": "A", "capacity": 90}, {"location_id": "B", "capacity": 70, "region_id": "R2"})
    areas = (PROVINCE, Area(area_id="R1", level="region"), Area(area_id="R2", level="region"))
    rows = table_of(sites, demand, areas).query("quarter == '2022-Q1' and bucket == 'totaal'").set_index("region_id")
    assert rows["supply_max"].to_dict() == {"PV1": 160, "R1": 90, "R2": 70}
    assert rows["status"].to_dict() == {"PV1": "within", "R1": "short", "R2": "above"}


@pytest.mark.parametrize(
    ("known", "unknown", "verdict"),
    [
        (100, {"capacity": None}, "untestable"),  # could lift 100 to any number
        (500, {"capacity": None}, "above"),  # more can only lift it further
        (100, {"capacity": 50, "agreement_end": None}, "short"),  # 100 + 50 < 300: short either way
        (100, {"capacity": 250, "agreement_end": None}, "untestable"),  # 100 is short, 350 is not
        (310, {"capacity": 50, "agreement_end": None}, "within"),  # 310 and 360 both lie in 300 … 400
    ],
)
def test_an_unknown_that_could_change_the_verdict_makes_it_untestable(
    known: int, unknown: dict[str, object], verdict: str
) -> None:
    sites = locations({"location_id": "K", "capacity": known}, {"location_id": "U", **unknown})
    row = table_of(sites, total(300, 400)).query("bucket == 'totaal'").iloc[0]
    assert (row["status"], row["unknown_locations"], row["supply_max"]) == (verdict, 1, known)


def test_without_need_nothing_is_said_to_be_fine() -> None:
    table = table_of(locations({"location_id": "K", "capacity": 10}), need())
    assert set(table["status"]) == {"untestable"}
    assert table["need_min"].isna().all()


def test_flexible_places_make_a_band() -> None:
    sites = locations({"location_id": "F", "places_min": 100, "places_max": 350})
    row = table_of(sites, total(300, 400)).query("bucket == 'totaal'").iloc[0]
    # 100 - 400 = -300; 350 - 300 = 50
    assert (row["balance_min"], row["balance_max"], row["status"]) == (-300, 50, "within")


def test_the_quarter_table_is_the_day_function_on_last_days() -> None:
    sites, demand = closing_and_opening("2022-03-15"), total(300)
    every = np.arange("2021-10-01", "2022-07-01", dtype="datetime64[D]")
    by_day = confront(supply_steps(sites), demand, PROVINCE, "totaal", every).supply.high
    rows = table_of(sites, demand).query("bucket == 'totaal'")
    last_days = [np.datetime64(Quarter.parse(quarter).last_day) for quarter in rows["quarter"]]
    assert rows["supply_max"].tolist() == [int(by_day[every == day][0]) for day in last_days]


@pytest.mark.parametrize(
    ("supply", "task", "balance", "verdict"),
    [
        (5406, 5662, -256, "short"),  # Limburg 2024
        (3580, 2441, 1139, "above"),  # Flevoland 2024
        (15180, 19776, -4596, "short"),  # Zuid-Holland 2024
        (5699, 6325, -626, "short"),  # Overijssel 2024
    ],
)
def test_the_tasks_of_provinces_in_2024(supply: int, task: int, balance: int, verdict: str) -> None:
    row = table_of(locations({"location_id": "P", "capacity": supply}), total(task)).query("bucket == 'totaal'").iloc[0]
    assert (row["balance_max"], row["status"]) == (balance, verdict)


def test_the_five_thousand_places_of_2020_are_four_too_many_when_spread() -> None:
    # 5.000 / 12 = 416,67: 417 for each of twelve provinces are 5.004
    provinces = [Area(area_id=f"PV{number}", level="province", sole=False) for number in range(12)]
    demand = need(
        *({"bucket": "extra", "due": "2020-12-31", "places_min": 417, "province": a.area_id} for a in provinces)
    )
    days = np.array(["2020-12-31"], dtype="datetime64[D]")
    assert sum(int(need_on(demand, area, "extra", days)[0][0]) for area in provinces) - 5000 == 4


def test_a_bucket_that_only_regions_ask_for_is_added_up_for_the_province() -> None:
    demand = need(
        {"bucket": "totaal", "due": "2021-12-31", "places_min": 300},
        {"bucket": "regionaal", "region_id": "R1", "due": "2021-12-31", "places_min": 100},
        {"bucket": "regionaal", "region_id": "R2", "due": "2021-12-31", "places_min": 50},
    )
    days = np.array(["2022-01-01"], dtype="datetime64[D]")
    assert need_on(demand, PROVINCE, "regionaal", days)[0] == 150
    assert need_on(demand, PROVINCE, "totaal", days)[0] == 300  # its own, not what its regions ask
    one_of_two = demand[demand["region_id"].ne("R2").fillna(value=True)]
    assert np.isnan(need_on(one_of_two, PROVINCE, "regionaal", days)[0]).all()


def test_one_series_reckons_with_the_middle_scenario() -> None:
    rows = {"bucket": "totaal", "due": "2021-12-31"}
    demand = need(
        *({**rows, "scenario": name, "places_min": places} for name, places in (("hoog", 900), ("Midden", 300)))
    )
    assert main_scenario(demand) == "Midden"
    # 300 - 0 = 300 from 1 February; with `hoog` it would be 900
    assert short_of(closing_and_opening("2022-05-01"), demand)[0][2] == 300
    assert main_scenario(total(300)) == ""


def test_an_emergency_location_that_turns_regular_on_an_unknown_day_is_unknown() -> None:
    sites = locations(
        {"location_id": "N", "capacity": 200, "current_type": "noodopvang", "decision": "omvormen"},
        {"location_id": "A", "capacity": 150},
    )
    row = table_of(sites, total(300)).query("bucket == 'totaal'").iloc[0]
    # 150 is short of 300, 150 + 200 is not
    assert (row["supply_max"], row["unknown_locations"], row["status"]) == (150, 1, "untestable")


def test_an_unknown_number_of_minors_is_bounded_by_the_places() -> None:
    sites = locations({"location_id": "A", "capacity": 100, "amv_places": None})
    status = [
        table_of(sites, need({"bucket": "amv", "due": "2021-12-31", "places_min": places})).query("bucket == 'amv'")
        for places in (100, 101)
    ]
    assert [rows["status"].iloc[0] for rows in status] == ["untestable", "short"]


def test_dips_are_of_days_without_known_need() -> None:
    sites = supply_steps(closing_and_opening("2022-05-01"))
    asked = {"area": PROVINCE, "first": REFERENCE, "last": pd.Timestamp("2022-12-31"), "reference_date": REFERENCE}
    demand = total(100, due="2022-03-31")
    assert dips(sites, **asked, need=demand)["until"].tolist() == [pd.Timestamp("2022-03-30")]
    assert dips(sites, **asked)["until"].tolist() == [pd.Timestamp("2022-04-30")]
