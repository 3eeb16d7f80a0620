"""Front matter and chapter 1: the fact box, points of attention, and the checks of dates, texts and owners; by hand."""

from dataclasses import replace

import pandas as pd
import pytest

from geo.analysis.attention import attention
from geo.analysis.checks import CheckInput, check_plan
from geo.analysis.context_facts import ORDER, context_facts, partnership_share
from geo.analysis.portfolio import context_figures, portfolio
from geo.analysis.supply import supply_steps
from geo.tables.portfolio import ATTENTION, CONTEXT_FACTS
from tests.analysis.frames import locations
from tests.analysis.plans import LAST, REFERENCE, SOUND, codes, given, sentences, total

TOWNS = pd.DataFrame(
    {"code": ["GM1", "GM2"], "name": ["Een", "Twee"], "inhabitants": pd.array([60_000, 40_000], dtype="Int64")}
)
MEMBERS = pd.DataFrame(
    {
        "partnership_id": ["P", "P", "Q", "R"],
        "municipality_code": ["GM1", "GM2", "GM2", "GM3"],
        "province_code": ["PV1", "PV1", "PV1", "PV1"],
    }
)
FIRST = pd.Timestamp("2020-01-01")


def facts(*rows: dict[str, object]) -> pd.DataFrame:
    sites = locations(*rows)
    standing = portfolio(sites, reference_date=REFERENCE)
    figures = context_figures(standing, sites, TOWNS, last=LAST)
    figures |= {
        "partnerships_with_regional": partnership_share(MEMBERS, sites, supply_steps(sites), last=LAST, own=("PV1",))
    }
    table = context_facts(figures)
    assert tuple(table.columns) == CONTEXT_FACTS.names
    assert tuple(table["name"]) == ORDER
    return table.set_index("name")


def test_the_fact_box_and_the_indicators_of_both_goals() -> None:
    table = facts(
        {"location_id": "A", "capacity": 400, "reserve_capacity": 100},
        {"location_id": "F", "places_min": 60, "places_max": 100, "type": "gvl"},
        {"location_id": "N", "capacity": 50, "current_type": "noodopvang", "type": None},
    )
    assert table["unknown"].sum() == 0
    value = table["value"].to_dict()
    assert (value["inhabitants"], value["municipalities"], value["municipalities_with_reception"]) == (100_000, 2, 1)
    assert (value["places"], value["reserve"], value["emergency"], value["regional_places"]) == (500, 100, 50, 400)
    # 500 on 100.000; (100 - 60) / 500; 100 / 500; P has the regional location of GM1, Q and R have none
    told = [value[name] for name in ("places_per_1000", "flexible_share", "reserve_share")]
    assert told == pytest.approx([5.0, 0.08, 0.2])
    assert value["partnerships_with_regional"] == pytest.approx(1 / 3)


def test_what_is_unknown_is_counted_and_never_zero() -> None:
    table = facts(
        {"location_id": "A", "capacity": 400, "reserve_capacity": None},
        {"location_id": "U", "capacity": None, "municipality_code": "GM2"},
    )
    rates = table.loc[["places_per_1000", "flexible_share", "reserve_share"]]
    assert rates["value"].isna().all()
    assert rates["unknown"].tolist() == [1, 1, 2]
    assert table.loc["places"].tolist()[:2] == [400, 1]
    # P has a regional location for certain; Q may have that of U; R has none
    assert table.loc["partnerships_with_regional", "value"] == pytest.approx(1 / 3)
    assert table.loc["partnerships_with_regional", "unknown"] == 1


def test_a_regional_location_that_is_gone_or_empty_serves_no_partnership() -> None:
    sites = locations(
        {"location_id": "A", "capacity": 400, "agreement_end": "2023-12-30"},
        {"location_id": "B", "capacity": 0, "municipality_code": "GM2"},
    )
    share = partnership_share(MEMBERS, sites, supply_steps(sites), last=LAST, own=("PV1",))
    assert (share.value, share.unknown) == (0, 0)
    none = partnership_share(MEMBERS.iloc[:0], sites, supply_steps(sites), last=LAST, own=("PV1",))
    assert (none.value, none.unknown) == (None, 0)


def test_a_partnership_across_the_border_without_a_location_of_its_own_is_unknown() -> None:
    sites = locations({"location_id": "A", "capacity": 400})
    homes = {"GM1": "PV1", "GM2": "PV1", "GM3": "PV2", "GM4": "DE-NW", "GM5": None}
    pairs = {"P": ("GM1", "GM3"), "Q": ("GM2", "GM3"), "R": ("GM2",), "S": ("GM2", "GM4"), "T": ("GM2", "GM5")}
    rows = [(key, code, homes[code]) for key, codes in pairs.items() for code in codes]
    members = pd.DataFrame(rows, columns=["partnership_id", "municipality_code", "province_code"])
    share = partnership_share(members, sites, supply_steps(sites), last=LAST, own=("PV1",))
    # P has Aa; Q and T may have one in a municipality of which the plan knows no locations
    assert share.value == pytest.approx(1 / 5)
    assert share.unknown == 2


def test_points_of_attention_follow_from_the_data() -> None:
    sites = locations(
        {"location_id": "A", "name": "Aa", "capacity": 10, "agreement_end": "2022-08-30"},
        {"location_id": "B", "name": "Be", "capacity": 10, "agreement_end": "2022-08-31"},
        {"location_id": "C", "name": "Ce", "capacity": 10, "agreement_end": "2020-09-15"},
        {"location_id": "D", "name": "De", "capacity": 10, "agreement_start": "2021-01-01", "decision": "nieuw"},
    )
    found = pd.DataFrame(
        [
            ("D", "walk", "gp", "unreachable"), ("D", "walk", "library", "ok"), ("D", "car", "gp", "unreachable"),
            ("D", "car", "library", "unreachable"), ("A", "walk", "gp", "beyond_limit"), ("A", "walk", "library", "none"),
            ("K", "walk", "gp", "unreachable"),
        ],
        columns=["origin_id", "mode", "category", "status"],
    )  # fmt: skip
    table = attention(TOWNS, portfolio(sites, reference_date=REFERENCE), sites, found, reference_date=REFERENCE)
    assert tuple(table.columns) == ATTENTION.names
    # K is a candidate, and what lies beyond the limit is not unreachable; B runs 24 whole months
    assert table.to_numpy().tolist() == [
        ["no_reception", "GM2", "Twee", "Op de peildatum is hier geen opvang, ook geen noodopvang.", "municipalities"],
        ["expiring", "A", "Aa", "Loopt over 23 maanden af, op 30-08-2022.", "portfolio"],
        ["expiring", "C", "Ce", "Loopt over minder dan een maand af, op 15-09-2020.", "portfolio"],
        [
            "unreachable",
            "D",
            "De",
            "Geen weg over het wegennet, auto: alle voorzieningen; lopen: huisarts.",
            "distances",
        ],
    ]


def test_without_streets_nothing_is_said_of_what_can_be_reached() -> None:
    sites = locations({"location_id": "A", "capacity": 10, "agreement_end": "2020-09-15"})
    table = attention(TOWNS.iloc[:1], portfolio(sites, reference_date=REFERENCE), sites, None, reference_date=REFERENCE)
    assert table["kind"].tolist() == ["expiring"]


def test_nothing_to_remark_is_an_empty_table() -> None:
    sites = locations({"location_id": "A", "capacity": 10})
    nothing = pd.DataFrame(columns=["origin_id", "mode", "category", "status"])
    standing = portfolio(sites, reference_date=REFERENCE)
    assert attention(TOWNS.iloc[:1], standing, sites, nothing, reference_date=REFERENCE).empty


def plan(**changes: object) -> CheckInput:
    texts = tuple(f"0{chapter}-tekst" for chapter in range(1, 8))
    usual = {"first": FIRST, "texts": texts, "inhabitants_date": FIRST}
    return replace(given(locations(SOUND), total()), **(usual | changes))  # type: ignore[arg-type]


def of_chapter_1(asked: CheckInput) -> dict[str, str]:
    return {one.code: one.severity for one in check_plan(asked) if one.chapter == 1}


def test_a_sound_front_gives_no_finding() -> None:
    assert of_chapter_1(plan()) == {}


@pytest.mark.parametrize(
    ("day", "last", "expected"),
    [
        ("2020-04-30", LAST, {"plan_window": "info"}),
        ("2020-05-01", LAST, {}),
        ("2020-11-30", LAST, {}),
        ("2020-12-01", LAST, {"plan_window": "info"}),
        ("2020-12-01", pd.Timestamp("2025-12-31"), {}),
    ],
)
def test_a_plan_for_2020_to_2023_is_of_may_to_november_2020(
    day: str, last: pd.Timestamp, expected: dict[str, str]
) -> None:
    assert of_chapter_1(plan(reference_date=pd.Timestamp(day), last=last)) == expected


def test_the_inhabitants_are_of_the_year_of_the_plan() -> None:
    assert of_chapter_1(plan(inhabitants_date=pd.Timestamp("2019-01-01"))) == {"inhabitants_other_year": "info"}
    assert of_chapter_1(plan(inhabitants_date=None)) == {"inhabitants_undated": "niet toetsbaar"}
    unknown = TOWNS.assign(inhabitants=pd.array([None, None], dtype="Int64"))
    assert of_chapter_1(plan(inhabitants_date=None, municipalities=unknown)) == {"no_inhabitants": "niet toetsbaar"}


@pytest.mark.parametrize("number", [0, -99997])
def test_inhabitants_of_zero_or_less_are_a_finding(number: int) -> None:
    towns = TOWNS.assign(inhabitants=pd.array([5, number], dtype="Int64"))
    found = of_chapter_1(plan(municipalities=towns, municipality_names={"GM2": "Twee"}))
    assert found == {"inhabitants_zero": "oranje"}


def test_each_chapter_without_text_is_one_finding_of_that_chapter() -> None:
    asked = plan(texts=("01-context", "03-regios", "3b-meer", "06-hoger", "bijlage"))
    found = [one for one in check_plan(asked) if one.code == "text_missing"]
    assert [(one.chapter, one.severity) for one in found] == [(number, "oranje") for number in (2, 4, 5, 7)]
    assert found[0].sentence() == "De tekst ontbreekt: toelichting op de huidige portefeuille en de behoefte."
    assert "scenario_one_way" in codes(asked)
    assert {"text_missing", "scenario_one_way"} & set(codes(plan(texts=()))) == {"text_missing"}


def test_measures_and_opportunities_have_somebody() -> None:
    measures = pd.DataFrame({"measure": ["Taal", "Werk"], "lead": [None, "gemeente"]})
    chances = pd.DataFrame({"opportunity": ["Leegstand", "Vervoer"], "owner": ["COA", " "]})
    asked = plan(measures=measures, opportunities=chances)
    assert of_chapter_1(asked) == {"measure_no_lead": "oranje", "opportunity_no_owner": "oranje"}
    assert sentences(asked, "measure_no_lead") == ["Maatregel `Taal` heeft geen trekker."]
    assert sentences(asked, "opportunity_no_owner") == ["Kans of aandachtspunt `Vervoer` heeft geen eigenaar."]
