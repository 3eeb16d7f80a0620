"""Published figures and ready fixtures of supply and need, each with its source; tolerance is the printed precision.

Source: the inquiry into real plans and reports, "Ready oracles"; numbers without their own address stand there.
"""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from geo.analysis.confrontation import confrontation
from geo.analysis.coverage import coverage
from geo.analysis.need import Area, need_on
from geo.analysis.portfolio import portfolio, portfolio_totals
from geo.analysis.shortages import shortages
from geo.analysis.supply import places_on, supply_steps
from geo.analysis.transition import quarter_totals, transition
from geo.quarters import Quarter, quarters_between
from tests.analysis.frames import locations, need, steps

PROVINCE = Area(area_id="PV1", level="province")
REFERENCE = pd.Timestamp("2020-09-01")
HORIZON = quarters_between(Quarter(2021, 4), Quarter(2022, 2))
FIRST, LAST = pd.Timestamp("2021-10-01"), pd.Timestamp("2022-06-30")


def total(places: int, most: int | None = None, due: str = "2021-12-31") -> pd.DataFrame:
    return need({"bucket": "totaal", "due": due, "places_min": places, "places_max": most})


def per_quarter(sites: pd.DataFrame, demand: pd.DataFrame, bucket: str = "totaal") -> pd.DataFrame:
    table = coverage(supply_steps(sites), demand, areas=[PROVINCE], quarters=HORIZON, reference_date=REFERENCE)
    return table[table["bucket"] == bucket].set_index("quarter")


def by_day(sites: pd.DataFrame, demand: pd.DataFrame) -> list[tuple[str, str, int]]:
    table = shortages(supply_steps(sites), demand, area=PROVINCE, first=FIRST, last=LAST)
    rows = table[table["bucket"] == "totaal"].to_dict("records")
    return [(f"{row['from']:%d-%m-%Y}", f"{row['until']:%d-%m-%Y}", -row["places"]) for row in rows]


@pytest.mark.parametrize(("end", "places"), [("2021-12-31", 300), ("2021-12-30", 0)])
def test_an_agreement_up_to_31_12_2021_counts_in_2021_iv_and_one_up_to_30_12_2021_does_not(
    end: str, places: int
) -> None:
    sites = locations({"location_id": "A", "capacity": 300, "agreement_end": end})
    assert per_quarter(sites, total(300)).loc["2021-Q4", "supply_max"] == places
    rows = quarter_totals(supply_steps(sites), total(300), area=PROVINCE, quarters=HORIZON).set_index("quarter")
    assert rows.loc["2021-Q4", "total"] == places
    listed = transition(supply_steps(sites), HORIZON).set_index("quarter")
    assert listed.loc["2021-Q4", ["places", "event"]].tolist() == [places, "" if places else "end"]


def closing_and_opening(opens: str) -> pd.DataFrame:
    return locations(
        {"location_id": "oud", "capacity": 300, "agreement_end": "2022-01-31"},
        {"location_id": "nieuw", "capacity": 300, "agreement_start": opens, "decision": "nieuw"},
    )


def test_a_dip_of_two_quarters_shows_in_the_table_and_by_day() -> None:
    sites = closing_and_opening("2022-05-01")
    totals = quarter_totals(supply_steps(sites), total(300), area=PROVINCE, quarters=HORIZON)
    assert totals["balance"].tolist() == [0, -300, 0]
    assert per_quarter(sites, total(300))["balance_max"].tolist() == [0, -300, 0]
    assert by_day(sites, total(300)) == [("01-02-2022", "30-04-2022", -300)]


def test_a_hidden_dip_shows_by_day_alone() -> None:
    sites = closing_and_opening("2022-03-15")
    totals = quarter_totals(supply_steps(sites), total(300), area=PROVINCE, quarters=HORIZON)
    assert totals["balance"].tolist() == [0, 0, 0]
    assert per_quarter(sites, total(300))["status"].tolist() == ["within"] * 3
    assert by_day(sites, total(300)) == [("01-02-2022", "14-03-2022", -300)]


def test_noord_brabant_of_february_2024_has_7130_places_of_which_2210_end_that_year() -> None:
    # how the 2.210 are spread over the kinds is not published: made up here
    sizes = {"azc": (3840, 204), "noodopvang": (744, 1400), "crisisnoodopvang": (336, 606)}
    sites = locations(
        *(
            {
                "location_id": f"{kind} t/m {end}",
                "current_type": kind,
                "type": None,
                "capacity": places,
                "agreement_end": end,
            }
            for kind, parts in sizes.items()
            for places, end in zip(parts, ("2030-12-31", "2024-12-30"), strict=True)
        )
    )
    supply = supply_steps(sites)
    now, then = (
        places_on(supply, pd.Timestamp(day)).groupby("kind")["high"].sum() for day in ("2024-02-01", "2024-12-31")
    )
    assert now.to_dict() == {"regulier": 4044, "noodopvang": 2144, "crisisnoodopvang": 942}
    assert (now.sum(), now.sum() - then.sum()) == (7130, 2210)
    # emergency reception is never regular: of the total for a plan 4.044 count
    day, last = pd.Timestamp("2024-02-01"), pd.Timestamp("2024-12-31")
    rows = confrontation(supply, total(7130), areas=[PROVINCE], reference_date=day, last=last).set_index("bucket")
    assert rows.loc["totaal", ["now", "ending", "staying", "short_min"]].tolist() == [4044, 204, 3840, 3290]


def test_zeeland_of_2021_asked_887_has_780_and_is_107_short() -> None:
    # 417 on short term + 470 on long term = 887; 887 - 780 = 107
    demand = need(
        {"bucket": "extra", "due": "2021-12-31", "places_min": 417},
        {"bucket": "vervanging", "due": "2021-12-31", "places_min": 470},
    )
    sites = locations({"location_id": "Z", "capacity": 780, "agreement_start": "2021-01-01", "decision": "nieuw"})
    balance = {
        bucket: per_quarter(sites, demand, bucket).loc["2021-Q4", "balance_max"] for bucket in ("extra", "vervanging")
    }
    assert balance == {"extra": 0, "vervanging": -107}
    assert sum(int(need_on(demand, PROVINCE, name, last_of("2021-12-31"))[0][0]) for name in balance) == 887
    assert by_day(sites, total(417 + 470)) == [("31-12-2021", "30-06-2022", -107)]


def last_of(day: str) -> Any:
    return np.array([day], dtype="datetime64[D]")


def test_zuid_holland_of_2020_asks_3880_to_4200() -> None:
    demand = need(
        {"bucket": "regionaal", "due": "2023-12-31", "places_min": 2450, "places_max": 2700},
        {"bucket": "gvl_satelliet", "due": "2023-12-31", "places_min": 1430, "places_max": 1500},
    )
    assert [int(side[0]) for side in need_on(demand, PROVINCE, "totaal", last_of("2023-12-31"))] == [3880, 4200]


@pytest.mark.parametrize(
    ("supply", "task", "balance", "status"),
    [
        pytest.param(5406, 5662, -256, "short", id="Limburg"),
        pytest.param(3580, 2441, 1139, "above", id="Flevoland"),
        pytest.param(5699, 6325, -626, "short", id="Overijssel"),
        pytest.param(10474, 11704, -1230, "short", id="Gelderland"),
        pytest.param(15180, 19776, -4596, "short", id="Zuid-Holland"),
    ],
)
def test_the_tasks_of_2024_under_the_law_on_spreading(supply: int, task: int, balance: int, status: str) -> None:
    row = per_quarter(locations({"location_id": "P", "capacity": supply}), total(task)).iloc[0]
    assert row[["supply_max", "need_min", "balance_max", "status"]].tolist() == [supply, task, balance, status]


@pytest.mark.parametrize(
    ("supply", "task", "decimals", "printed"),
    [
        pytest.param(5699, 6325, 0, 90, id="Overijssel"),
        pytest.param(10474, 11704, 1, 89.5, id="Gelderland"),
        pytest.param(15180, 19776, 1, 76.8, id="Zuid-Holland"),
    ],
)
def test_the_shares_of_the_tasks_of_2024(supply: int, task: int, decimals: int, printed: float) -> None:
    row = per_quarter(locations({"location_id": "P", "capacity": supply}), total(task)).iloc[0]
    assert round(100 * row["supply_max"] / row["need_min"], decimals) == printed


def test_zuid_holland_has_13205_on_1_7_2025_and_15180_on_1_2_2026() -> None:
    sites = locations(
        {"location_id": "A", "capacity": 13205},
        {"location_id": "B", "capacity": 15180 - 13205, "agreement_start": "2026-02-01", "decision": "nieuw"},
    )
    table = shortages(
        supply_steps(sites), total(19776, due="2025-07-01"), area=PROVINCE, first=pd.Timestamp("2025-07-01"),
        last=pd.Timestamp("2026-02-01"),
    )  # fmt: skip
    # 19.776 - 13.205 = 6.571; 19.776 - 15.180 = 4.596
    rows = table[["from", "until", "places"]].to_numpy().tolist()
    days = [pd.Timestamp(day) for day in ("2025-07-01", "2026-01-31", "2026-02-01")]
    assert rows == [[days[0], days[1], 6571], [days[2], days[2], 4596]]


def test_harderwijk_has_500_regular_and_300_in_reserve_which_are_never_added() -> None:
    sites = locations({"location_id": "H", "capacity": 500, "reserve_capacity": 300})
    whole = portfolio_totals(portfolio(sites, reference_date=REFERENCE)).iloc[-1]
    assert whole[["regular", "reserve"]].tolist() == [500, 300]
    assert per_quarter(sites, total(800))["supply_max"].tolist() == [500, 500, 500]
    assert by_day(sites, total(800)) == [("31-12-2021", "30-06-2022", -300)]


def test_budel_goes_from_1500_to_960_in_steps() -> None:
    sites = locations({"location_id": "B", "capacity": 1500, "agreement_end": "2023-12-31"})
    changes = steps(
        {"location_id": "B", "from": "2022-01-01", "places": 1200},
        {"location_id": "B", "from": "2022-06-30", "places": 960},
    )
    supply = supply_steps(sites, changes)
    rows = quarter_totals(supply, total(1500), area=PROVINCE, quarters=HORIZON)
    assert rows["total"].tolist() == [1500, 1200, 960]
    assert transition(supply, HORIZON)["event"].tolist() == ["", "shrink", "shrink"]
    table = shortages(supply, total(1500), area=PROVINCE, first=FIRST, last=LAST)
    assert table[["places", "cause"]].to_numpy().tolist() == [[300, "step:B"], [540, "step:B"]]


GELDERLAND_2015 = {
    "Apeldoorn Americahal": 400, "Arnhem-Zuid Vreedenburgh": 259, "Doetinchem Kruisberg": 575,
    "Nijmegen Prins Hendrikkazerne": 325, "Velp": 240, "Winterswijk": 500, "Wageningen": 294,
}  # fmt: skip
"""Press list of September 2015: at most 2.593 in seven centres."""


def test_the_seven_centres_of_gelderland_add_up() -> None:
    sites = locations(
        *({"location_id": name, "name": name, "capacity": places} for name, places in GELDERLAND_2015.items())
    )
    totals = portfolio_totals(portfolio(sites, reference_date=pd.Timestamp("2015-09-08"))).set_index("by")
    assert (totals.loc["all", "locations"], totals.loc["all", "regular"]) == (7, 2593)


def test_emergency_reception_in_that_list_stands_apart() -> None:
    kinds = {"Apeldoorn Americahal": "noodopvang"}
    sites = locations(
        *(
            {"location_id": name, "name": name, "capacity": places, "current_type": kinds.get(name, "azc")}
            for name, places in GELDERLAND_2015.items()
        )
    )
    totals = portfolio_totals(portfolio(sites, reference_date=pd.Timestamp("2015-09-08"))).set_index("by")
    assert (totals.loc["all", "regular"], totals.loc["all", "emergency"]) == (2193, 400)
