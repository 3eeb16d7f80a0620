"""Checks: each fault is found, nothing is called in order where data are missing."""

from dataclasses import replace

import pandas as pd
import pytest

from geo.analysis.actions import action_list
from geo.analysis.checks import RULES, CheckInput, check_plan
from geo.analysis.coverage import coverage
from geo.analysis.need import Area
from geo.analysis.regions import Partition
from geo.analysis.shortages import dips, in_words, shortages
from geo.analysis.supply import supply_steps
from geo.quarters import Quarter, quarters_between
from geo.words import known
from tests.analysis.frames import locations, need

REFERENCE, LAST = pd.Timestamp("2020-09-01"), pd.Timestamp("2023-12-31")
PROVINCE = Area(area_id="PV1", level="province")
TOWNS = pd.DataFrame({"code": ["GM1"], "inhabitants": pd.array([1000], dtype="Int64")})


def given(sites: pd.DataFrame, demand: pd.DataFrame) -> CheckInput:
    supply = supply_steps(sites)
    quarters = quarters_between(Quarter(2020, 1), Quarter(2023, 4))
    first = pd.Timestamp("2020-01-01")
    return CheckInput(
        locations=sites,
        supply=supply,
        need=demand,
        coverage=coverage(supply, demand, areas=[PROVINCE], quarters=quarters, reference_date=REFERENCE),
        shortages=shortages(supply, demand, area=PROVINCE, first=first, last=LAST),
        dips=dips(supply, area=PROVINCE, first=first, last=LAST, reference_date=REFERENCE),
        areas=[PROVINCE],
        reference_date=REFERENCE,
        last=LAST,
        municipalities=TOWNS,
    )


def codes(asked: CheckInput) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in check_plan(asked):
        found[one.code] = (*found.get(one.code, ()), *one.ids)
    return found


def total(places: int = 100) -> pd.DataFrame:
    return need({"bucket": "totaal", "due": "2020-01-01", "places_min": places, "places_max": places + 20})


SOUND = {"location_id": "A", "name": "Aa", "capacity": 100, "flexible_form": "gelijktijdig"}


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_has_its_sentence_and_remedy(code: str) -> None:
    assert known(f"finding.{code}")
    assert known(f"finding.{code}.remedy")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"capacity": None}, "unknown_capacity"),
        ({"agreement_end": None}, "unknown_term"),
        ({"agreement_end": "2022-08-31"}, "expiring"),
        ({"agreement_end": "2020-08-31"}, "expired"),
        ({"decision": None}, "no_decision"),
        ({"type": None}, "no_type"),
        ({"decision": "omvormen"}, "type_undated"),
        ({"decision": "nieuw"}, "new_in_portfolio"),
        ({"decision": "beeindigen", "agreement_end": None}, "ended_without_date"),
        ({"agreement_end": "2023-12-30"}, "continued_but_ends"),
        ({"type": "satelliet"}, "satellite_without_hub"),
        ({"type": "satelliet", "hub_id": "A"}, "hub_unknown"),
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


def test_an_expiry_after_24_months_is_no_finding() -> None:
    assert "expiring" not in codes(given(locations({**SOUND, "agreement_end": "2022-09-01"}), total()))


def test_a_stale_forecast() -> None:
    # 1-3-2020 is six months before 1-9-2020; 2-3-2020 is not yet
    for day, stale in (("2020-03-01", True), ("2020-03-02", False)):
        demand = total().assign(forecast_date=pd.Timestamp(day))
        assert ("stale_forecast" in codes(given(locations(SOUND), demand))) is stale


def test_the_national_rule() -> None:
    asked = given(locations({**SOUND, "agreement_end": "2021-12-31", "decision": "beeindigen"}), total())
    national = pd.DataFrame({"quarter": ["2021-Q4"], "supply": pd.array([900], dtype="Int64"), "need": [1000]})
    assert codes(replace(asked, national=national))["national_short"] == ("A",)
    enough = codes(replace(asked, national=national.assign(supply=1000)))
    assert not {"national_short", "national_missing"} & set(enough)
    other_quarter = codes(replace(asked, national=national.assign(quarter="2022-Q1")))
    assert other_quarter["national_missing"] == ("A",)


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
    for code in ("no_inhabitants", "no_need", "untestable_quarter"):
        assert found[code] == "niet toetsbaar"


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


def test_shortages_in_words() -> None:
    asked = given(locations({**SOUND, "agreement_end": "2021-12-31"}), total())
    row = in_words(asked.shortages, {"A": "Aa"}).iloc[0]
    assert (row["cause"], row["remedy"]) == ("Aa eindigt", "verleng Aa t/m 31-12-2023")


def test_row_order_changes_nothing() -> None:
    rows = [
        {**SOUND, "location_id": name, "agreement_end": f"2021-0{number}-28"} for number, name in enumerate("CAB", 1)
    ]
    assert check_plan(given(locations(*rows), total())) == check_plan(given(locations(*reversed(rows)), total()))
