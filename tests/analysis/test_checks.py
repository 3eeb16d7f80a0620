"""Checks: each fault is found, nothing is called in order where data are missing."""

from dataclasses import replace

import pandas as pd
import pytest

from geo.analysis.actions import action_list
from geo.analysis.checks import RULES, check_plan
from geo.analysis.regions import Partition
from geo.analysis.shortages import in_words
from geo.words import known
from tests.analysis.frames import locations, need
from tests.analysis.plans import SOUND, TOWNS, codes, given, total


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_has_its_sentence_and_remedy(code: str) -> None:
    assert known(f"finding.{code}")
    assert known(f"finding.{code}.remedy")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"capacity": None}, "unknown_capacity"),
        ({"agreement_end": None}, "unknown_term"),
        ({"agreement_end": "2022-08-30"}, "expiring"),
        ({"agreement_end": "2020-08-31"}, "expired"),
        ({"decision": None}, "no_decision"),
        ({"type": None}, "no_type"),
        ({"decision": "omvormen"}, "type_undated"),
        ({"decision": "nieuw"}, "new_in_portfolio"),
        ({"decision": "beeindigen", "agreement_end": None}, "ended_without_date"),
        ({"agreement_end": "2023-12-30"}, "continued_but_ends"),
        ({"agreement_end": "2023-06-30", "extension_months": 5}, "continued_but_ends"),
        ({"current_type": "noodopvang"}, "emergency_typed"),
        ({"current_type": "noodopvang", "decision": "omvormen", "type": None}, "no_type"),
        ({"type": "satelliet"}, "satellite_without_hub"),
        ({"type": "satelliet", "hub_id": "elders"}, "hub_unknown"),
        ({"agreement_end": "2021-12-31"}, "dip"),
        ({"agreement_end": "2021-12-31"}, "shortage_days"),
        ({"agreement_end": "2021-12-31"}, "shortage_quarter"),
        ({"agreement_end": "2021-12-31"}, "national_missing"),
    ],
)
def test_a_fault_of_a_location_is_found(change: dict[str, object], code: str) -> None:
    assert code not in codes(given(locations(SOUND), total()))
    found = codes(given(locations({**SOUND, **change}), total()))
    assert found[code][0] in ("A", "PV1")


def test_an_expiry_within_a_month_is_told_without_a_nought() -> None:
    found = check_plan(given(locations({**SOUND, "agreement_end": "2020-09-20"}), total()))
    said = next(one for one in found if one.code == "expiring").sentence()
    assert "loopt over minder dan een maand af, op 20-09-2020" in said


def test_an_expiry_after_24_months_is_no_finding() -> None:
    assert "expiring" not in codes(given(locations({**SOUND, "agreement_end": "2022-08-31"}), total()))


def test_a_stale_forecast() -> None:
    # 1-3-2020 is six months before 1-9-2020; 2-3-2020 is not yet
    for day, stale in (("2020-03-01", True), ("2020-03-02", False)):
        demand = total().assign(forecast_date=pd.Timestamp(day))
        assert ("stale_forecast" in codes(given(locations(SOUND), demand))) is stale


def test_an_extension_to_the_end_of_the_horizon_is_long_enough() -> None:
    sites = locations({**SOUND, "agreement_end": "2023-06-30", "extension_months": 6})
    assert "continued_but_ends" not in codes(given(sites, total()))


ENDING = {**SOUND, "agreement_end": "2021-12-30", "decision": "beeindigen", "type": None}


def national(**columns: list[int | None]) -> pd.DataFrame:
    usual = {"supply": [1000, 1000], "need": [1000, 1000], "signed": [300, 100], "ended": [200, 200]}
    table = pd.DataFrame({"quarter": ["2021-Q3", "2021-Q4"], **usual, **columns})
    return table.astype(dict.fromkeys(("supply", "need", "signed", "ended"), "Int64"))


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (None, {"national_missing"}),
        (national(), set()),  # 1.000 for 1.000; 300 + 100 = 400 signed for 200 + 200 = 400 ended
        (national(supply=[1000, 999]), {"national_short"}),
        (national(supply=[999, 1000]), set()),  # another quarter's shortage
        (national(signed=[300, 99]), {"national_unsigned"}),  # 399 for 400, though supply is enough
        (national(supply=[1000, 900], signed=[900, 900]), {"national_short"}),  # signed alone is not in order
        (national(signed=[None, 400]), {"national_missing"}),  # the sum is not known
        (national(need=[1000, None]), {"national_missing"}),
        (national(ended=[200, None], supply=[1000, 900]), {"national_missing", "national_short"}),
        (national().assign(quarter=["2021-Q2", "2021-Q3"]), {"national_missing"}),
        (national().assign(quarter=["2021-Q2", "2021-Q4"]), {"national_missing"}),  # a gap in the sums
    ],
)
def test_an_agreement_ends_only_with_enough_places_and_enough_signed(
    table: pd.DataFrame | None, expected: set[str]
) -> None:
    found = codes(replace(given(locations(ENDING), total()), national=table))
    assert {code for code in found if code.startswith("national")} == expected


def test_an_ending_on_the_last_day_of_a_quarter_is_asked_of_the_next_one_too() -> None:
    asked = given(locations({**ENDING, "agreement_end": "2021-12-31"}), total())
    table = national().assign(quarter=["2021-Q4", "2022-Q1"])
    assert "national_short" not in codes(replace(asked, national=table))
    for quarter in (0, 1):
        short = table.assign(supply=[999 if at == quarter else 1000 for at in (0, 1)])
        found = [one for one in check_plan(replace(asked, national=short)) if one.code == "national_short"]
        assert [dict(one.parameters)["quarter"] for one in found] == [table["quarter"][quarter]]


def test_regions_and_partnerships() -> None:
    gaps = Partition(gaps=("GM2",), doubles=("GM3",), outsiders=("GM9",), invalid=("GM77",))
    deals = pd.DataFrame(
        {
            "partnership_id": ["P", "Q", "R", "S"],
            "name": ["p", "q", "r", "s"],
            "lead_prt": [None, "PV1", "PV1 en PV2", None],
            "cross_province": [True, True, True, False],
            "agreements": ["ja", "ja", "ja", None],
        }
    )
    found = codes(replace(given(locations(SOUND), total()), partition=gaps, partnerships=deals))
    assert found["partition_gap"] == ("GM2",)
    assert found["partition_double"] == ("GM3",)
    assert (found["cross_border_no_lead"], found["cross_border"], found["cross_border_two_leads"]) == (
        ("P",),
        ("Q",),
        ("R",),
    )
    assert found["partnership_no_agreements"] == ("S",)


def test_missing_data_are_never_in_order() -> None:
    asked = replace(given(locations(SOUND), need()), municipalities=None)
    found = {one.code: one.severity for one in check_plan(asked)}
    for code in ("inhabitants_not_given", "no_need"):
        assert found[code] == "niet toetsbaar"
    assert not {"untestable_quarter", "no_need_for", "need_not_yet"} & set(found)  # said once
    lost = replace(asked, municipalities=TOWNS.assign(inhabitants=pd.array([None], dtype="Int64")))
    assert codes(lost)["no_inhabitants"] == ("GM1",)


def test_every_open_finding_becomes_an_action() -> None:
    findings = check_plan(given(locations({**SOUND, "capacity": None}), need()))
    own = pd.DataFrame({"issue": ["Huur"], "holder": ["COA"], "due": [pd.Timestamp("2021-01-01")], "status": ["open"]})
    table = action_list(own, findings)
    asked = [one for one in findings if one.severity not in ("info", "blauw")]
    assert len(table) == 1 + len(asked)
    assert table["number"].tolist() == list(range(1, len(table) + 1))
    assert table.loc[table["code"] == "unknown_capacity", "issue"].iloc[0] == (
        "De capaciteit van Aa (A) is onbekend; deze locatie telt als onbekend mee, niet als nul. Vul de capaciteit in."
    )
    assert all(one.sentence(lang) and one.remedy(lang) for one in findings for lang in ("nl", "en"))


def test_the_gravest_actions_come_first_after_the_own_ones() -> None:
    order = ("niet toetsbaar", "oranje", "rood", "info", "oranje", "blauw", "rood")
    one = check_plan(given(locations({**SOUND, "capacity": None}), need()))[0]
    findings = [replace(one, severity=severity, chapter=place) for place, severity in enumerate(order)]
    own = pd.DataFrame({"issue": ["Huur"], "status": ["open"]})
    told = action_list(own, findings)
    assert told["severity"].fillna("eigen").tolist() == [
        "eigen", "rood", "rood", "oranje", "oranje", "niet toetsbaar",
    ]  # fmt: skip
    assert told["chapter"].fillna(-1).tolist() == [-1, 2, 6, 1, 4, 0]  # those alike stand in the order given


def test_shortages_in_words() -> None:
    asked = given(locations({**SOUND, "agreement_end": "2021-12-31"}), total())
    row = in_words(asked.shortages, {"A": "Aa"}).iloc[0]
    assert (row["cause"], row["remedy"]) == ("Aa eindigt", "verleng Aa t/m 31-12-2023")


def test_row_order_changes_nothing() -> None:
    rows = [
        {**SOUND, "location_id": name, "agreement_end": f"2021-0{number}-28"} for number, name in enumerate("CAB", 1)
    ]
    assert check_plan(given(locations(*rows), total())) == check_plan(given(locations(*reversed(rows)), total()))


def test_an_action_is_late_from_the_day_after_it_was_due_unless_it_is_done() -> None:
    days = pd.to_datetime(pd.Series(["2020-08-31", "2020-09-01", "2020-08-31", None]))
    listed = pd.DataFrame({"issue": ["a", "b", "c", "d"], "holder": "COA", "due": days, "status": "open"})
    done = listed.assign(status=["open", "open", "Gereed ", "open"])
    found = check_plan(replace(given(locations(SOUND), total()), actions=done))
    late = [dict(one.parameters) for one in found if one.code == "action_late"]
    assert late == [{"issue": "a", "date": "2020-08-31"}]
