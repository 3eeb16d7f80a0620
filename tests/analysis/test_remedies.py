"""Cause and remedy of a shortage: of the places that the bucket counts, and true when carried out."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.need import Area
from geo.analysis.shortages import in_words, shortages
from geo.analysis.supply import supply_steps
from tests.analysis.frames import locations, need, steps

PROVINCE = Area(area_id="PV1", level="province")
REFERENCE = pd.Timestamp("2020-09-01")
FIRST, LAST = pd.Timestamp("2020-07-01"), pd.Timestamp("2022-12-31")
ONE_DAY = pd.Timedelta(days=1)


def short(sites: pd.DataFrame, changes: pd.DataFrame | None, demand: pd.DataFrame) -> pd.DataFrame:
    supply = supply_steps(sites, changes)
    return shortages(supply, demand, area=PROVINCE, first=FIRST, last=LAST, reference_date=REFERENCE)


def told(table: pd.DataFrame, bucket: str) -> list[list[object]]:
    rows = table[table["bucket"] == bucket]
    ends = {name: rows[name].dt.strftime("%d-%m-%Y") for name in ("from", "until")}
    return rows.assign(**ends)[["from", "until", "places", "cause", "remedy"]].to_numpy().tolist()


def asked(bucket: str, places: int, due: str = "2021-12-31") -> dict[str, Any]:
    return {"bucket": bucket, "due": due, "places_min": places}


def test_an_ending_of_old_places_is_no_cause_of_too_few_new_ones() -> None:
    # `vervanging` asks 540 new places; the old 540 end the day the need takes effect, 300 new ones open on 1 May.
    sites = locations(
        {"location_id": "oud", "capacity": 540, "agreement_end": "2021-12-30", "decision": "beeindigen", "type": None},
        {"location_id": "nieuw", "capacity": 300, "agreement_start": "2022-05-01", "decision": "nieuw"},
    )
    table = short(sites, None, need(asked("vervanging", 540)))
    # 540 - 0 until 30 April; 540 - 300 = 240 after that, for which nothing later can come forward
    assert told(table, "vervanging") == [
        ["31-12-2021", "30-04-2022", 540, "need", "advance:nieuw:2021-12-31;add:240"],
        ["01-05-2022", "31-12-2022", 240, "need", "add:240"],
    ]


def test_places_for_extra_go_before_those_for_replacement() -> None:
    sites = locations({"location_id": "nieuw", "capacity": 100, "agreement_start": "2021-01-01", "decision": "nieuw"})
    table = short(sites, None, need(asked("extra", 120), asked("vervanging", 50)))
    # extra: 120 - 100 = 20. Replacement: nothing is left, so 50; 20 + 50 = 70 have to come before it is met.
    assert told(table, "extra") == [["31-12-2021", "31-12-2022", 20, "need", "add:20"]]
    assert told(table, "vervanging") == [["31-12-2021", "31-12-2022", 50, "need", "add:70"]]


def test_new_places_that_end_are_a_cause() -> None:
    sites = locations(
        {"location_id": "kort", "capacity": 80, "agreement_start": "2021-01-01", "agreement_end": "2022-03-31"}
    )
    table = short(sites, None, need(asked("extra", 80)))
    assert told(table, "extra") == [["01-04-2022", "31-12-2022", 80, "end:kort", "extend:kort:2022-12-31"]]


def test_an_ending_on_the_day_that_need_rises_leaves_the_rise() -> None:
    sites = locations(
        {"location_id": "A", "capacity": 300}, {"location_id": "B", "capacity": 100, "agreement_end": "2021-12-30"}
    )
    demand = need(asked("totaal", 400, "2021-01-01"), asked("totaal", 900))
    # 900 - 300 = 600: the extension of B gives 100, so 500 are lacking still
    assert told(short(sites, None, demand), "totaal") == [
        ["31-12-2021", "31-12-2022", 600, "end:B;need", "extend:B:2022-12-31;add:500"]
    ]


def test_a_deeper_shortage_names_all_that_was_lost() -> None:
    sites = locations(
        {"location_id": "A", "capacity": 100, "agreement_end": "2022-01-31"},
        {"location_id": "B", "capacity": 200, "agreement_end": "2022-02-28"},
        {"location_id": "C", "capacity": 300, "agreement_start": "2022-05-01", "decision": "nieuw"},
    )
    # 300 - 200 = 100; 300 - 0 = 300
    assert told(short(sites, None, need(asked("totaal", 300))), "totaal") == [
        ["01-02-2022", "28-02-2022", 100, "end:A", "extend:A:2022-04-30"],
        ["01-03-2022", "30-04-2022", 300, "end:A;end:B", "extend:B:2022-04-30;extend:A:2022-04-30"],
    ]


def test_a_step_down_is_postponed_and_a_step_up_comes_forward() -> None:
    sites = locations({"location_id": "A", "capacity": 500}, {"location_id": "B", "capacity": 100})
    changes = steps(
        {"location_id": "A", "from": "2022-02-01", "places": 420},
        {"location_id": "B", "from": "2022-05-01", "places": 180},
    )
    demand = need(asked("totaal", 600))
    assert told(short(sites, changes, demand), "totaal") == [
        ["01-02-2022", "30-04-2022", 80, "step:A", "postpone:A:2022-05-01"]
    ]
    rise = need(asked("totaal", 600, "2021-01-01"), asked("totaal", 650, "2021-12-31"))
    only_up = short(sites, changes[changes["location_id"] == "B"], rise)
    assert told(only_up, "totaal") == [["31-12-2021", "30-04-2022", 50, "need", "hasten:B:2021-12-31"]]
    words = in_words(only_up, {"B": "Bee"}).iloc[0]
    assert words["remedy"] == "haal de stap van Bee naar voren tot 31-12-2021"


def test_an_unknown_location_that_ends_is_a_cause_but_no_remedy() -> None:
    sites = locations(
        {"location_id": "A", "capacity": 100},
        {"location_id": "U", "capacity": None, "agreement_end": "2022-03-31"},
    )
    # until 31 March U could make good for any shortage; from 1 April it cannot
    assert told(short(sites, None, need(asked("totaal", 150))), "totaal") == [
        ["01-04-2022", "31-12-2022", 50, "end:U", "add:50"]
    ]


@pytest.mark.parametrize(
    ("unknown", "rows"),
    [
        ({"agreement_start": None, "decision": "nieuw"}, 0),  # could have opened since: 0 or 200 new places
        ({"agreement_end": None}, 1),  # stood on the reference date: no new places, whether it stands or not
        ({"capacity": None}, 1),  # as many places as on the reference date, however many
        ({"capacity": None, "agreement_start": "2021-01-01"}, 0),
    ],
)
def test_an_unknown_that_could_be_new_makes_increments_untestable(unknown: dict[str, object], rows: int) -> None:
    sites = locations({"location_id": "U", "capacity": 200, **unknown})
    assert len(short(sites, None, need(asked("extra", 100)))) == rows


def test_increments_say_nothing_of_the_days_up_to_the_reference_date() -> None:
    sites = locations({"location_id": "A", "capacity": 100, "agreement_end": "2020-08-15"})
    table = short(sites, None, need(asked("extra", 50, "2020-07-15")))
    assert told(table, "extra") == [["02-09-2020", "31-12-2022", 50, "need", "add:50"]]


def carried_out(
    sites: pd.DataFrame, changes: pd.DataFrame, row: dict[str, Any], stretch: pd.Timestamp, moved: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make the moves of a remedy in the inputs, as a user would."""
    sites, changes = sites.copy(), changes.sort_values("from", kind="stable").copy()
    for move in row["remedy"].split(";"):
        word, _, rest = move.partition(":")
        if word == "add":
            kind = row["bucket"] if row["bucket"] == "regionaal" else "gvl"
            extra = {
                "location_id": "extra", "capacity": int(rest), "amv_places": int(rest), "type": kind,
                "agreement_start": row["from"], "agreement_end": row["until"], "decision": "nieuw",
            }  # fmt: skip
            sites = pd.concat([sites, locations(extra)], ignore_index=True)
            continue
        name, _, text = rest.rpartition(":")
        day = pd.Timestamp(text)
        site, own = sites["location_id"] == name, changes["location_id"] == name
        if word == "extend":
            sites.loc[site, "agreement_end"] = day
        elif word == "advance":
            sites.loc[site, "agreement_start"] = day
        elif word == "postpone":
            changes.loc[own & (changes["from"] >= stretch) & (changes["from"] < day), "from"] = day
        else:
            ahead = changes[own & (changes["from"] >= day)].index[:moved]
            changes.loc[ahead, "from"] = day
    return sites, changes.sort_values("from", kind="stable")


MONTH = st.integers(0, 26).map(lambda number: pd.Timestamp("2020-08-15") + pd.DateOffset(months=number))
PLACES = st.integers(1, 30).map(lambda number: 10 * number)
STEP = st.fixed_dictionaries(
    {"from": st.integers(1, 20), "places": st.none() | PLACES, "type": st.sampled_from([None, "gvl", "regionaal"])}
)
SITE = st.fixed_dictionaries(
    {
        "capacity": PLACES,
        "amv_places": st.integers(0, 10).map(lambda number: 10 * number),
        "agreement_start": MONTH,
        "months": st.integers(1, 30),
        "decision": st.sampled_from(["nieuw", "voortzetten", "beeindigen"]),
        "type": st.sampled_from(["gvl", "regionaal"]),
        "steps": st.lists(STEP, max_size=2, unique_by=lambda step: step["from"]),
    }
)
ASKED = st.tuples(
    st.sampled_from(["totaal", "regionaal", "gvl_satelliet", "amv", "extra", "vervanging"]), MONTH, PLACES
)


def plan_of(rows: list[dict[str, Any]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    sites, changes = [], []
    for number, row in enumerate(rows):
        name, own = f"L{number}", dict(row)
        start, months = own["agreement_start"], own.pop("months")
        end = start + pd.DateOffset(months=months) - ONE_DAY
        for step in own.pop("steps"):
            day = start + pd.DateOffset(months=step["from"]) - pd.Timedelta(days=7)
            if day <= end and (step["places"] is not None or step["type"] is not None):
                changes.append({**step, "location_id": name, "from": day})
        sites.append({**own, "location_id": name, "agreement_end": end})
    return locations(*sites), steps(*changes)


@settings(deadline=None, max_examples=25)
@given(st.lists(SITE, min_size=1, max_size=4), st.lists(ASKED, min_size=1, max_size=5))
def test_a_remedy_that_is_carried_out_takes_away_its_row(
    rows: list[dict[str, Any]], wanted: list[tuple[str, pd.Timestamp, int]]
) -> None:
    sites, changes = plan_of(rows)
    once = {(bucket, due): (bucket, due, places) for bucket, due, places in wanted}.values()
    demand = need(*({"bucket": bucket, "due": due, "places_min": places} for bucket, due, places in once))
    table = short(sites, changes, demand)
    for row in table.to_dict("records"):
        stretch, before = row["from"], table[table["bucket"] == row["bucket"]]
        while (before["until"] == stretch - ONE_DAY).any():
            stretch = before.loc[before["until"] == stretch - ONE_DAY, "from"].iloc[0]
        tries = range(1, 4) if "hasten" in row["remedy"] else [0]
        left = [short(*carried_out(sites, changes, row, stretch, moved), demand) for moved in tries]
        over = [
            after[
                (after["bucket"] == row["bucket"]) & (after["from"] <= row["until"]) & (after["until"] >= row["from"])
            ]
            for after in left
        ]
        assert any(after.empty for after in over), (row, over)
