"""Findings of flexible forms, reserve, milestones and voluntary places: the exact set for each fault."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from geo.analysis.checks import RULES, CheckInput, check_plan
from geo.analysis.portfolio import portfolio
from geo.analysis.reserve import reserve_ladder
from geo.analysis.supply import amounts_on, supply_steps
from geo.findings import Finding
from tests.analysis.frames import locations
from tests.analysis.plans import REFERENCE, SOUND, given, total

OTHER_TEXTS = tuple(f"0{chapter}-tekst" for chapter in (1, 2, 3, 4, 5, 7, 8))
TEXTS = ("06-hoger", "06-lager", *OTHER_TEXTS)
RESERVE = {
    "location_id": None, "name": "park", "rung": 3, "kind": "indirect", "places": 60, "available": "te maken",
    "days": 30, "conditions": None, "agreement_needed": True,
}  # fmt: skip
MILESTONES = pd.DataFrame(
    [
        {
            "date": pd.Timestamp(f"{year}-{month}-15"),
            "milestone": "PRT",
            "subject_id": None,
            "kind": "PRT",
            "body": "PRT",
        }
        for year in (2020, 2021, 2022, 2023)
        for month in ("02", "05", "09", "11")
        if year > 2020 or month > "08"
    ]
)
FLEXIBLE = {
    **SOUND, "location_id": "F", "name": "Ef", "capacity": 90, "places_min": 90, "places_max": 90,
    "flexible_form": "gelijktijdig", "target_groups": ("studenten",), "switch_days": 30,
}  # fmt: skip


def plan(
    *rows: dict[str, Any],
    reserve: tuple[dict[str, Any], ...] = (RESERVE,),
    milestones: pd.DataFrame | None = MILESTONES,
) -> CheckInput:
    sites = locations({**SOUND, "flexible_form": None}, *rows)
    ladder = reserve_ladder(pd.DataFrame(reserve), portfolio(sites, reference_date=REFERENCE))
    asked = replace(given(sites, total()), first=pd.Timestamp("2020-01-01"))
    return replace(asked, reserve=ladder, texts=TEXTS, milestones=milestones)


def findings(asked: CheckInput, chapter: int) -> list[Finding]:
    return [one for one in check_plan(asked) if one.chapter == chapter]


def told(asked: CheckInput, chapter: int) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.code, one.ids) for one in findings(asked, chapter)]


def test_a_sound_plan_has_no_finding_in_these_chapters() -> None:
    agreed = pd.DataFrame(
        [("F", 5, topic, "x") for topic in ("eigendom", "diensten")],
        columns=["location_id", "chapter", "topic", "text"],
    )
    asked = replace(plan(FLEXIBLE), location_agreements=agreed)
    assert [one for chapter in (5, 6, 7) for one in told(asked, chapter)] == []


# Chapter 5


def flexible_codes(change: dict[str, Any]) -> list[str]:
    asked = plan({**FLEXIBLE, **change})
    return [one.code for one in findings(asked, 5)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"places_max": 91}, ["flexible_above_capacity", "flexible_full_use"]),
        ({"places_min": 50}, ["flexible_full_use"]),
        ({"places_max": None}, ["flexible_half_range"]),
        ({"places_min": None}, ["flexible_half_range"]),
        ({"places_min": None, "places_max": None}, ["flexible_no_range"]),
        ({"flexible_form": None}, ["flexible_no_form"]),
        ({"flexible_form": None, "places_max": None}, ["flexible_half_range", "flexible_no_form"]),
        ({"target_groups": ("studenten", "krakers", "bejaarden")}, ["target_group_unfamiliar"]),
        ({"target_groups": ("anders", "ontheemden")}, []),
        ({"switch_days": None}, ["flexible_no_switch"]),
        ({"switch_days": 0}, []),
        ({"decision": "beeindigen", "type": None}, ["flexible_ends"]),
        ({"capacity": None, "places_max": 500}, ["flexible_full_use"]),
    ],
)
def test_a_fault_of_a_flexible_location_is_found(change: dict[str, Any], expected: list[str]) -> None:
    if change.get("flexible_form", "x") is None and change.get("places_max", 1) is None:
        assert sorted({*flexible_codes(change)} - {"no_flexible"}) == expected
    else:
        assert sorted(flexible_codes(change)) == expected


def test_flexible_findings_say_what_and_how_much() -> None:
    (over, use) = findings(plan({**FLEXIBLE, "places_min": 50, "places_max": 120}), 5)
    assert (
        over.sentence()
        == "Ef (F) zou ten hoogste 120 plekken voor asiel hebben, maar heeft een capaciteit van 90 plekken."
    )
    assert use.sentence("en") == (
        "The quarter table of chapter 7 counts flexible places wholly for asylum; at their minimum that is 70 places less, "
        "at 1 location: Ef (F)."
    )
    groups = findings(plan({**FLEXIBLE, "target_groups": ("krakers", "bejaarden")}), 5)
    assert groups[0].sentence().endswith("buiten de bekende lijst: bejaarden, krakers.")
    assert {RULES[one.code].severity for one in (over, use)} == {"rood", "info"}


def test_places_of_other_groups_never_count_as_reception() -> None:
    # Utrecht, Pahud de Mortangesdreef: 300 asylum seekers and 30 youths in one building of 330
    sites = locations({"location_id": "P", "capacity": 330, "places_min": 300, "places_max": 300})
    amounts = amounts_on(supply_steps(sites), "totaal", pd.to_datetime(["2021-01-01"]).to_numpy())
    assert (int(amounts.low[0]), int(amounts.high[0])) == (300, 300)
    assert portfolio(sites, reference_date=REFERENCE)["capacity"].tolist() == [300]


# Chapter 6


def reserve_told(*rows: dict[str, Any], sites: tuple[dict[str, Any], ...] = ()) -> list[tuple[str, tuple[str, ...]]]:
    return told(plan(*sites, reserve=tuple({**RESERVE, **row} for row in rows)), 6)


NEW = {
    **SOUND,
    "location_id": "N",
    "name": "Nieuw",
    "capacity": 300,
    "agreement_start": "2022-05-01",
    "decision": "nieuw",
}
HELD = {**SOUND, "location_id": "H", "name": "Ha", "reserve_capacity": 80}
ON_SITE = {"location_id": "H", "name": "Ha", "rung": 2, "kind": "direct", "places": 80, "agreement_needed": False}


@pytest.mark.parametrize(
    ("rows", "sites", "expected"),
    [
        ([{}], (), []),
        ([{"days": None}], (), [("reserve_no_days", ())]),
        ([{"days": None, "name": "a"}, {"days": None, "name": "b"}], (), [("reserve_no_days", ())]),
        ([{"rung": 5}], (), []),
        ([{}, {"name": " PARK", "rung": 4}], (), [("reserve_twice", ())]),
        ([{}, {"name": "park 2"}], (), []),
        ([ON_SITE, {**ON_SITE, "rung": 1, "name": "uitbreiding"}], (HELD,), [("reserve_twice", ("H",))]),
        ([ON_SITE, {"name": "ha", "rung": 1}], (HELD,), [("reserve_twice", ("H",))]),
        ([ON_SITE], (HELD,), []),
        ([{**ON_SITE, "places": 70}], (HELD,), [("reserve_differs", ("H",))]),
        ([{**ON_SITE, "places": 90}], (HELD,), [("reserve_differs", ("H",))]),
        ([{**ON_SITE, "places": None}], (HELD,), []),
        ([{**ON_SITE, "rung": 1, "places": 70}], (HELD,), []),  # an extension, not the reserve on site
        ([ON_SITE], ({**HELD, "reserve_capacity": None},), []),  # only one source says a number
        ([ON_SITE], ({**HELD, "reserve_capacity": 0},), [("reserve_differs", ("H",))]),
        ([{"kind": "direct"}], (), [("reserve_direct_needs_agreement", ())]),
        ([{"kind": "Directe reserve"}], (), [("reserve_direct_needs_agreement", ())]),
        ([{"agreement_needed": False}], (), [("reserve_indirect_without_agreement", ())]),
        ([{"agreement_needed": None}, {"kind": None, "name": "b"}], (), []),
        ([{**ON_SITE, "location_id": "N", "name": "Nieuw", "places": 60}], (NEW,), [("reserve_in_supply", ("N",))]),
        ([{"name": "nieuw", "rung": 1, "places": 300}], (NEW,), [("reserve_in_supply", ("N",))]),
        ([{"name": "nieuw", "rung": 1, "places": 100}], (NEW,), []),
        ([{**ON_SITE, "places": 100}], ({**HELD, "reserve_capacity": 0},), [("reserve_in_supply", ("H",))]),
        ([{**ON_SITE, "places": 80}], ({**HELD, "capacity": 80},), []),  # it has 80 of its own beside
    ],
)
def test_a_fault_of_the_reserve_is_found(
    rows: list[dict[str, Any]], sites: tuple[dict[str, Any], ...], expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert reserve_told(*rows, sites=sites) == expected


def test_reserve_findings_name_their_numbers() -> None:
    asked = plan(HELD, reserve=({**RESERVE, **ON_SITE, "places": 1070}, {**RESERVE, "days": None}))
    said = {one.code: one.sentence() for one in findings(asked, 6)}
    assert said == {
        "reserve_differs": "Bij Ha (H) noemt de reservetabel 1.070 plekken op trede 2, maar de locatielijst heeft als reserve 80.",
        "reserve_no_days": "Van 1 regel reserve is niet bekend binnen hoeveel dagen die inzetbaar is: park.",
    }


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (TEXTS, []),
        ((), ["scenario_undescribed"]),
        (("07-hoger",), ["scenario_undescribed"]),
        (("06-scenario",), ["scenario_unnamed"]),
        (("06-hoger",), ["scenario_one_way"]),
    ],
)
def test_a_direction_that_nobody_describes_is_never_in_order(texts: tuple[str, ...], expected: list[str]) -> None:
    found = [one.code for one in findings(replace(plan(), texts=(*texts, *OTHER_TEXTS)), 6)]
    assert [code for code in found if code.startswith("scenario")] == expected


# Chapter 7


def stone(day: str, kind: str, subject: str | None = "N", body: str | None = "raad", name: str = "") -> dict[str, Any]:
    return {"date": pd.Timestamp(day), "milestone": name or kind, "subject_id": subject, "kind": kind, "body": body}


def told_of(*rows: dict[str, Any], sites: tuple[dict[str, Any], ...] = (NEW,)) -> list[tuple[str, tuple[str, ...]]]:
    every = pd.concat([MILESTONES, pd.DataFrame(rows)], ignore_index=True)
    skipped = ("national_missing", "shortage_days", "dip", "opening_without_decision")
    return [one for one in told(plan(*sites, milestones=every), 7) if one[0] not in skipped]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [
                stone("2021-01-05", "besluit college"),
                stone("2021-02-01", "besluit raad"),
                stone("2021-03-01", "ondertekening"),
                stone("2021-08-01", "vergunning"),
                stone("2022-05-01", "opening"),
            ],
            [],
        ),
        ([stone("2021-02-01", "besluit raad"), stone("2021-02-02", "besluit college")], [("milestone_order", ("N",))]),
        ([stone("2021-02-01", "besluit raad"), stone("2021-02-01", "ondertekening")], []),
        ([stone("2021-03-01", "vergunning"), stone("2021-03-02", "besluit raad")], [("milestone_order", ("N",))]),
        ([stone("2022-04-01", "opening"), stone("2022-04-02", "vergunning")], [("milestone_order", ("N",))]),
        # of a quarter only its last day is known: it may be before the fifteenth
        ([stone("2021-06-30", "besluit raad"), stone("2021-05-15", "vergunning")], []),
        ([stone("2021-06-30", "besluit raad"), stone("2021-03-15", "vergunning")], [("milestone_order", ("N",))]),
        # of signing and permit either may be first
        ([stone("2021-03-15", "vergunning"), stone("2021-08-01", "ondertekening")], []),
        # after the opening of the agreement is a finding of its own, and is not told twice
        ([stone("2022-05-01", "opening"), stone("2022-06-15", "besluit raad")], [("decision_after_opening", ("N",))]),
        ([stone("2021-02-01", "besluit raad", body=None)], [("decision_no_body", ("N",))]),
        ([stone("2021-02-01", "vergunning", body=None)], []),
        ([stone("2021-02-01", "besluit", None, None)], [("decision_no_body", ())]),
        ([stone("2024-01-01", "evaluatie", None)], [("milestone_outside", ())]),
        ([stone("2019-12-31", "evaluatie", None)], [("milestone_outside", ())]),
        ([stone("2020-01-01", "evaluatie", None), stone("2023-12-31", "evaluatie", None)], []),
    ],
)
def test_milestones_stand_in_their_order(
    rows: list[dict[str, Any]], expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert told_of(*rows) == expected


ENDING = {
    **SOUND, "location_id": "E", "name": "Ee", "capacity": 10, "decision": "beeindigen", "type": None,
    "agreement_end": "2021-12-31", "flexible_form": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "rows", "expected"),
    [
        ({}, [], []),
        ({}, [stone("2021-06-30", "opzegging", "E")], []),  # six months before 1-1-2022
        ({}, [stone("2021-07-01", "opzegging", "E")], ["ending_decided_late"]),
        ({}, [stone("2021-06-30", "besluit raad sluiting", "E"), stone("2021-11-01", "opzegging", "E")], []),
        # a decision on something else is no notice
        (
            {},
            [stone("2021-06-30", "besluit raad", "E"), stone("2021-11-01", "opzegging", "E")],
            ["ending_decided_late"],
        ),
        ({}, [stone("2021-12-31", "beëindiging", "E")], []),
        ({}, [stone("2022-01-01", "beëindiging", "E")], ["ending_after_end"]),
        ({}, [stone("2022-01-01", "opzegging", "E")], ["ending_after_end"]),
        ({}, [stone("2022-01-01", "evaluatie", "E")], ["milestone_after_end"]),
        ({"agreement_start": "2021-07-01"}, [stone("2021-07-02", "opzegging", "E")], []),  # began after its latest day
        ({"notice_date": "2021-03-31"}, [], ["notice_undecided"]),
        ({"notice_date": "2021-03-31"}, [stone("2021-03-31", "besluit raad", "E", name="Sluiten")], []),
        (
            {"notice_date": "2021-03-31"},
            [stone("2021-04-01", "besluit raad", "E", name="Sluiten")],
            ["notice_undecided"],
        ),
        ({"notice_date": "2021-03-31"}, [stone("2021-03-01", "besluit raad", "E", name="Kap")], ["notice_undecided"]),
        ({"notice_date": "2020-08-31"}, [stone("2020-08-01", "besluit raad", "E", name="Kap")], ["notice_passed"]),
        ({"notice_date": "2020-08-31"}, [], ["notice_passed"]),
        ({"notice_date": "2020-09-01"}, [], ["notice_undecided"]),
        ({"notice_date": "2020-08-31"}, [stone("2020-08-01", "opzegging", "E")], []),
        ({"notice_date": "2020-08-31", "decision": "voortzetten", "agreement_end": "2030-12-31"}, [], []),
    ],
)
def test_endings_are_decided_in_time(change: dict[str, Any], rows: list[dict[str, Any]], expected: list[str]) -> None:
    found = told_of(*rows, sites=({**ENDING, **change},))
    assert found == [(code, ("E",)) for code in expected]


def test_what_comes_after_the_opening_has_no_order_with_it() -> None:
    # opens 1-5-2021 and ends 30-4-2023: the decisions on its end come long after those on its opening
    site = {
        **NEW,
        "agreement_start": "2021-05-01",
        "agreement_end": "2023-04-30",
        "decision": "beeindigen",
        "type": None,
    }
    opening = [
        stone("2020-10-01", "besluit raad"),
        stone("2021-02-01", "ondertekening"),
        stone("2021-05-01", "opening"),
    ]
    ending = [
        stone("2022-06-01", "besluit raad", name="Sluiten"),
        stone("2022-05-01", "besluit college", name="Sluiten"),
    ]
    early = stone("2021-03-01", "besluit raad", name="Besluit te beëindigen na twee jaar")
    found = told_of(*opening, *ending, early, sites=(site,))
    assert "milestone_order" not in {code for code, _ in found}
    later = [stone("2022-01-01", "besluit raad"), stone("2022-02-01", "besluit college")]
    assert "milestone_order" not in {code for code, _ in told_of(*opening, *later, sites=(site,))}
    # without a known start its opening milestone tells up to when
    undated = {**site, "agreement_start": None}
    assert "milestone_order" not in {code for code, _ in told_of(*opening, *later, sites=(undated,))}
    wrong = stone("2021-03-01", "besluit raad")
    assert ("milestone_order", ("N",)) in told_of(*opening, wrong, sites=(undated,))


@pytest.mark.parametrize(("day", "expected"), [("2020-09-01", []), ("2020-09-02", ["signed_in_future"]), (None, [])])
def test_a_signature_after_the_reference_date_is_a_plan(day: str | None, expected: list[str]) -> None:
    found = findings(plan({**NEW, "signed_on": day}), 7)
    told_now = [one for one in found if one.code == "signed_in_future"]
    assert [one.code for one in told_now] == expected
    assert all("02-09-2020, na de peildatum" in one.sentence() for one in told_now)


def test_wrong_order_names_both_milestones_with_their_days() -> None:
    rows = [stone("2021-03-01", "besluit raad", name="Instemmen"), stone("2021-02-01", "ondertekening", name="Tekenen")]
    every = pd.concat([MILESTONES, pd.DataFrame(rows)], ignore_index=True)
    (one,) = [found for found in findings(plan(NEW, milestones=every), 7) if found.code == "milestone_order"]
    assert one.sentence() == (
        "Bij Nieuw (N) valt `Instemmen` (01-03-2021) na `Tekenen` (01-02-2021), maar het hoort ervoor."
    )


def test_quarters_from_the_reference_date_on_without_a_milestone_are_one_finding() -> None:
    some = MILESTONES[~MILESTONES["date"].between("2021-01-01", "2021-06-30")]
    (one,) = findings(plan(milestones=some), 7)
    assert one.sentence() == "In deze kwartalen staat geen enkele mijlpaal: 1e kwartaal 2021 t/m 2e kwartaal 2021."
    assert one.severity == "info"


@pytest.mark.parametrize("none", [None, MILESTONES.iloc[:0]])
def test_without_milestones_nothing_is_in_order(none: pd.DataFrame | None) -> None:
    (one,) = findings(plan(milestones=none), 7)
    assert (one.code, one.severity) == ("no_milestones", "niet toetsbaar")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2021-01-01", "2022-12-31", []),  # 24 months, its last day included
        ("2021-01-01", "2023-01-01", ["voluntary_long"]),
        ("2022-01-01", "2023-12-31", []),
        ("2022-01-02", "2024-01-01", ["voluntary_beyond"]),
        ("2020-01-01", "2024-01-01", ["voluntary_beyond", "voluntary_long"]),
    ],
)
def test_voluntary_places_are_for_the_short_term(first: str, last: str, expected: list[str]) -> None:
    row = {"places": 1, "from": pd.Timestamp(first), "until": pd.Timestamp(last), "reason": "werk"}
    asked = replace(plan(), voluntary=pd.DataFrame([row]))
    assert [one.code for one in findings(asked, 7)] == expected


def test_a_surplus_is_never_called_voluntary_by_itself() -> None:
    wide = plan({**SOUND, "location_id": "B", "capacity": 500, "flexible_form": None})
    codes = {one.code for one in check_plan(wide)}
    assert "above_need" in codes
    assert not {code for code in codes if code.startswith("voluntary")}


def test_the_order_of_rows_changes_nothing() -> None:
    rows = ({**RESERVE, "days": None}, {**RESERVE, **ON_SITE, "places": 5}, {**RESERVE, "name": "Park", "rung": 8})
    stones = pd.concat(
        [MILESTONES, pd.DataFrame([stone("2021-02-02", "besluit college"), stone("2021-02-01", "besluit raad")])],
        ignore_index=True,
    )
    one = plan(HELD, NEW, reserve=rows, milestones=stones)
    other = plan(NEW, HELD, reserve=rows[::-1], milestones=stones.iloc[::-1])
    assert check_plan(one) == check_plan(other)
    assert len(findings(one, 6)) >= 3
