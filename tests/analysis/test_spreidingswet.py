"""Places against the task of the Spreidingswet, by hand and with the figures of the reports of November 2024."""

from dataclasses import replace
from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import given as seeded
from hypothesis import settings
from hypothesis import strategies as st

from geo.analysis.checks.spreidingswet import spreidingswet
from geo.analysis.coverage import coverage
from geo.analysis.need import Area
from geo.analysis.spreidingswet import Durability, durable_places, spreidingswet_table
from geo.analysis.supply import supply_steps
from geo.figures import format_share
from geo.quarters import Quarter
from geo.tables.render import shown
from geo.tables.spreidingswet import SPREIDINGSWET
from tests.analysis.frames import locations, need, steps
from tests.analysis.plans import PROVINCE, REGION, given

DAY = pd.Timestamp("2025-07-01")
LATER = pd.Timestamp("2026-02-01")


def task(places: int, amv: int | None = None, **more: Any) -> pd.DataFrame:
    usual = {"due": "2025-01-01", "forecast_date": "2024-02-01", **more}
    minors = [] if amv is None else [{"bucket": "amv", "places_min": amv, **usual}]
    return need({"bucket": "totaal", "places_min": places, **usual}, *minors)


def table(
    sites: pd.DataFrame,
    demand: pd.DataFrame,
    *,
    days: tuple[pd.Timestamp, ...] = (DAY,),
    areas: tuple[Area, ...] = (PROVINCE,),
    changes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    certainty = dict(zip(sites["location_id"], sites["certainty"].fillna(""), strict=True))
    supply = supply_steps(sites, changes)
    return spreidingswet_table(supply, demand, certainty, areas=areas, days=days, durability=Durability())


def row(sites: pd.DataFrame, demand: pd.DataFrame, **more: Any) -> dict[str, Any]:
    lines = table(sites, demand, **more).to_dict("records")
    assert len(lines) == 1
    return {str(name): value for name, value in lines[0].items()}


def site(name: str, capacity: int | None, certainty: str | None = "bestaand", **more: Any) -> dict[str, Any]:
    usual = {"agreement_start": "2020-01-01", "agreement_end": "2029-12-31"}
    return {"location_id": name, "name": name, "capacity": capacity, "certainty": certainty, **usual, **more}


def found(sites: pd.DataFrame, demand: pd.DataFrame, **more: Any) -> list[tuple[str, str]]:
    asked = replace(
        given(sites, demand), spreidingswet=table(sites, demand, **more), areas=more.get("areas", (PROVINCE,))
    )
    return [(one.code, one.sentence("nl")) for one in spreidingswet(asked)]


def test_every_state_of_decision_is_added_up_apart() -> None:
    sites = locations(
        site("A", 300), site("B", 200, "vastgesteld"), site("C", 120, "voornemen"), site("D", 80, "zoeklocatie"),
        site("E", 50, None), site("F", 999, current_type="noodopvang", type=None), site("G", 400, reserve_capacity=90,
        agreement_end="2025-06-30"),
    )  # fmt: skip
    made = row(sites, task(1000, 40))
    numbers = ("existing", "adopted", "intended", "search", "unstated", "total", "guaranteed", "balance")
    assert [made[name] for name in numbers] == [300, 200, 120, 80, 50, 750, 500, -250]
    assert made["share"] == pytest.approx(0.75)
    assert made["guaranteed_share"] == pytest.approx(0.5)
    assert (made["status"], made["unknown_locations"], made["guaranteed_unknown"]) == ("short", 0, 1)


@pytest.mark.parametrize(
    ("places", "status"),
    [(500, "met"), (501, "unstated"), (550, "unstated"), (551, "intended"), (750, "intended"), (751, "short")],
)
def test_the_verdict_turns_at_the_place_where_it_should(places: int, status: str) -> None:
    sites = locations(site("A", 500), site("C", 200, "voornemen"), site("E", 50, None))
    assert row(sites, task(places))["status"] == status


def test_an_unknown_capacity_or_end_makes_untestable_only_what_it_could_change() -> None:
    boundless = locations(site("A", 500), site("B", None))
    assert row(boundless, task(500))["status"] == "met"
    assert row(boundless, task(501))["status"] == "untestable"
    endless = locations(site("A", 500), site("B", 300, agreement_term="onbekend", agreement_end=None))
    statuses = [row(endless, task(places))["status"] for places in (500, 800, 801)]
    assert statuses == ["met", "untestable", "short"]
    intended = locations(site("A", 500), site("C", 400, "voornemen"), site("D", None, "voornemen"))
    assert row(intended, task(600))["status"] == "intended"


def test_flexible_places_count_in_full_but_are_guaranteed_at_their_minimum() -> None:
    sites = locations(site("A", 300), site("B", None, places_min=110, places_max=200))
    made = row(sites, task(450))
    numbers = [made[name] for name in ("existing", "total", "guaranteed", "durable")]
    assert (numbers, made["status"]) == ([500, 500, 410, 410], "intended")


@pytest.mark.parametrize(
    ("start", "end", "of_term", "ahead"),
    [
        ("2024-01-01", "2028-12-31", 300, 0),
        ("2024-01-01", "2028-12-30", 0, 0),
        ("2020-07-01", "2030-06-30", 300, 300),
        ("2020-07-01", "2030-06-29", 300, 0),
        ("2024-02-29", "2029-02-27", 300, 0),
        ("2024-02-29", "2029-02-26", 0, 0),
    ],
)
def test_five_years_run_from_the_first_day_to_the_last_inclusive(
    start: str, end: str, of_term: int, ahead: int
) -> None:
    made = row(locations(site("A", 300, agreement_start=start, agreement_end=end)), task(300))
    assert (made["durable"], made["durable_ahead"]) == (of_term, ahead)


def test_more_than_a_hundred_places_are_needed_and_an_indefinite_term_is_durable() -> None:
    endless = {"agreement_term": "onbepaald", "agreement_end": None}
    assert row(locations(site("A", 101, **endless)), task(101))["durable"] == 101
    assert row(locations(site("A", 100, **endless)), task(100))["durable"] == 0


def test_an_unknown_end_is_neither_durable_nor_not() -> None:
    unknown = {"agreement_term": "onbekend", "agreement_end": None}
    made = row(locations(site("A", 300), site("B", 200, **unknown), site("C", 100, **unknown)), task(450))
    assert (made["durable"], made["durable_unknown"], made["durable_status"]) == (300, 1, "untestable")
    assert row(locations(site("A", 300), site("B", 149, **unknown)), task(450))["durable_status"] == "short"
    assert row(locations(site("A", 300), site("C", 100, **unknown)), task(300))["durable_status"] == "met"


LONG = {"agreement_start": "2024-01-01", "agreement_end": "2033-12-31"}


@pytest.mark.parametrize(
    ("term", "changes", "expected"),
    [
        # known for two years of ten; what there is from 2026 on decides
        (LONG, [("2026-01-01", None)], (0, 1, "untestable")),
        # the same before the reference date: it stands long enough only if 2024 had 300 as well
        ({**LONG, "agreement_end": "2029-06-30"}, [("2024-02-01", None), ("2025-03-01", 300)], (0, 1, "untestable")),
        # the known part is long enough by itself, 2024 up to and including 2028
        (LONG, [("2029-01-01", None)], (300, 0, "met")),
        # 200 if half a year of them is unknown, and no more than that; 200 for certain
        (LONG, [("2026-01-01", 200), ("2026-07-01", None), ("2027-01-01", 200)], (0, 1, "short")),
        (LONG, [("2026-01-01", 200), ("2032-01-01", None)], (200, 0, "short")),
        # too short whatever the capacity is
        ({**LONG, "agreement_end": "2028-12-30"}, [("2026-01-01", None)], (0, 0, "short")),
        # closed in between: the unknown after that does not touch
        (LONG, [("2026-01-01", 0), ("2027-01-01", None)], (0, 0, "short")),
        # unknown on the day itself, 300 known around it
        (LONG, [("2025-06-01", None), ("2026-01-01", 300)], (0, 1, "untestable")),
        # too few, whatever comes
        (LONG, [("2025-01-01", 100), ("2026-01-01", None)], (0, 0, "short")),
    ],
)
def test_an_unknown_capacity_in_the_run_is_not_nothing(
    term: dict[str, Any], changes: list[tuple[str, int | None]], expected: tuple[int, int, str]
) -> None:
    later = steps(*({"location_id": "A", "from": day, "places": places} for day, places in changes))
    made = row(locations(site("A", 300, **term)), task(300), changes=later)
    assert (made["durable"], made["durable_unknown"], made["durable_status"]) == expected


def test_durable_by_its_term_and_unknown_from_the_reference_date_are_apart() -> None:
    later = steps({"location_id": "A", "from": "2029-01-01", "places": None})
    made = row(locations(site("A", 300, **LONG)), task(300), changes=later)
    assert (made["durable"], made["durable_unknown"]) == (300, 0)
    assert (made["durable_ahead"], made["ahead_unknown"]) == (0, 1)


def test_an_unknown_capacity_of_a_short_term_is_not_durable() -> None:
    brief = {"agreement_start": "2025-01-01", "agreement_end": "2026-12-31"}
    made = row(locations(site("A", None, **brief)), task(300))
    assert (made["durable"], made["durable_unknown"], made["durable_status"]) == (0, 0, "short")


def test_steps_leave_the_places_that_are_there_all_the_time() -> None:
    sites = locations(site("A", 300, agreement_start="2025-01-01", agreement_end="2030-12-31"))
    changes = steps({"location_id": "A", "from": "2025-12-01", "places": 200})
    assert row(sites, task(300), changes=changes)["durable"] == 200
    grown = steps({"location_id": "A", "from": "2025-03-01", "places": 400})
    assert row(sites, task(300), changes=grown)["durable"] == 400
    shut = steps(
        {"location_id": "A", "from": "2026-01-01", "places": 0},
        {"location_id": "A", "from": "2026-02-01", "places": 300},
    )
    assert row(sites, task(300), changes=shut)["durable"] == 0


def test_durable_places_equal_a_count_day_by_day() -> None:
    spans = [("2020-01-01", "2022-05-01", 150), ("2022-05-01", "2026-01-01", 260), ("2026-01-01", "2027-03-01", 180)]
    dated = [(pd.Timestamp(first), pd.Timestamp(end), low) for first, end, low in spans]
    per_day = pd.concat([pd.Series(low, pd.date_range(first, end, inclusive="left")) for first, end, low in spans])
    for day in pd.date_range("2020-01-01", "2027-02-28", freq="97D"):
        best = 0
        for level in range(101, int(per_day[day]) + 1):
            there = per_day >= level
            first = there.loc[:day][~there.loc[:day]].index.max()
            first = per_day.index[0] if pd.isna(first) else first + pd.Timedelta(days=1)
            last = there.loc[day:][~there.loc[day:]].index.min()
            last = per_day.index[-1] + pd.Timedelta(days=1) if pd.isna(last) else last
            best = level if first + pd.DateOffset(months=60) <= last else best
        assert durable_places(dated, day, Durability()) == best, day


def test_minors_are_apart_and_within_capacity() -> None:
    sites = locations(site("A", 300, amv_places=30), site("B", 20, amv_places=50))
    made = row(sites, task(320, 60))
    assert (made["total"], made["amv_places"], made["amv_balance"], made["amv_status"]) == (320, 50, -10, "short")
    unknown = locations(site("A", 300, amv_places=30), site("B", 20, amv_places=None))
    assert [row(unknown, task(320, asked))["amv_status"] for asked in (30, 50, 51)] == ["met", "untestable", "short"]


def test_a_region_is_shown_where_its_task_is_given_and_a_province_adds_up_its_regions() -> None:
    province, other = replace(PROVINCE, parts=("R1", "R2")), Area(area_id="R2", level="region")
    usual = {"bucket": "totaal", "due": "2025-01-01", "province": None}
    sites = locations(site("A", 300), site("B", 200, region_id="R2"))
    both = need({**usual, "region_id": "R1", "places_min": 250}, {**usual, "region_id": "R2", "places_min": 230})
    made = table(sites, both, areas=(REGION, other, province)).set_index("area_id")
    assert made["task"].to_dict() == {"R1": 250, "R2": 230, "PV1": 480}
    assert made["total"].to_dict() == {"R1": 300, "R2": 200, "PV1": 500}
    one = need({**usual, "region_id": "R1", "places_min": 250})
    assert list(table(sites, one, areas=(REGION, other, province))["area_id"]) == ["R1", "PV1"]


def test_several_provinces_each_have_their_own_task() -> None:
    provinces = (Area(area_id="PV1", level="province", sole=False), Area(area_id="PV2", level="province", sole=False))
    sites = locations(site("A", 300), site("B", 500, province_code="PV2", region_id="R2"))
    usual = {"bucket": "totaal", "due": "2025-01-01"}
    demand = need({**usual, "places_min": 400}, {**usual, "places_min": 450, "province": "PV2"})
    made = table(sites, demand, areas=provinces)
    assert made[["area_id", "balance", "status"]].to_numpy().tolist() == [["PV1", -100, "short"], ["PV2", 50, "met"]]


def test_before_the_task_is_due_nothing_can_be_tested() -> None:
    sites = locations(site("A", 300))
    made = row(sites, task(300, due="2025-07-02"))
    assert pd.isna(made["task"])
    assert pd.isna(made["share"])
    assert (made["status"], made["durable_status"], made["amv_status"]) == ("untestable",) * 3
    later = task(300, due="2025-07-02")
    assert [code for code, _ in found(sites, later)] == ["dispersal_no_task"]
    days = (pd.Timestamp("2025-06-01"), DAY, LATER)
    assert [sentence for _, sentence in found(sites, later, days=days)] == [
        "PV1: op 01-02-2026 is geen opgave van de Spreidingswet bekend, en dus niets toetsbaar, voor amv.",
        ("PV1: op 01-06-2025 en 01-07-2025 is geen opgave van de Spreidingswet bekend, en dus niets toetsbaar, voor totaal"
        " en amv."),
    ]  # fmt: skip


def test_without_reference_dates_the_table_is_empty_and_nothing_is_found() -> None:
    sites, demand = locations(site("A", 300)), task(300)
    assert list(table(sites, demand, days=()).columns) == list(SPREIDINGSWET.names)
    assert list(spreidingswet(given(sites, demand))) == []


def test_each_finding_says_the_number() -> None:
    short = locations(site("A", 3858), site("C", 1841, "voornemen", amv_places=None))
    assert found(short, task(6325, 536)) == [
        (
            "dispersal_short",
            (
                "PV1: op 01-07-2025 5.699 van 6.325 plekken van de opgave van de Spreidingswet, 90%; 61% gegarandeerd. Er zijn"
                " 626 plekken te weinig."
            ),
        ),
        (
            "dispersal_untestable",
            (
                "PV1, amv: op 01-07-2025 zijn ten minste 0 van 536 plekken van de opgave van de Spreidingswet bekend; of zij"
                " is gehaald, is niet te zeggen: van 1 locatie zijn de plekken onbekend."
            ),
        ),
    ]
    end = {"agreement_start": "2025-01-01"}
    intended = locations(site("A", 300, amv_places=5), site("C", 200, "voornemen", agreement_end="2026-12-31", **end))
    assert [code for code, _ in found(intended, task(400, 10))] == [
        "dispersal_intended", "dispersal_not_durable", "dispersal_amv_short",
    ]  # fmt: skip
    unstated = locations(site("A", 300, None), site("B", 150, agreement_term="onbekend", agreement_end=None))
    assert [code for code, _ in found(unstated, task(300, 0))] == ["dispersal_unstated"]
    assert found(unstated, task(300, 0))[0][1].endswith(
        "van de opgave van de Spreidingswet, 100%; of de opgave ook zonder voornemens is gehaald, is niet te zeggen: van 2"
        " locaties is de status van de besluitvorming onbekend."
    )
    assert [code for code, _ in found(unstated, task(400, 0))] == ["dispersal_untestable"]
    brief = site("C", 150, agreement_end="2026-12-31", **end)
    loose = locations(site("A", 300), site("B", 300, agreement_term="onbekend", agreement_end=None), brief)
    assert [code for code, _ in found(loose, task(400, 0))] == ["dispersal_durable_untestable"]
    vague = locations(site("A", 300), site("B", 90, None))
    assert "70%; ten minste 54% gegarandeerd. Er zijn 167 plekken te weinig." in found(vague, task(557, 0))[0][1]
    nothing = found(locations(site("B", 90, None)), task(557, 0))[0][1]
    assert "16%; hoeveel daarvan is gegarandeerd, is onbekend. Er zijn 467 plekken te weinig" in nothing
    sound = locations(site("A", 300, amv_places=10))
    assert found(sound, task(300, 10)) == []


REPORTED = {
    "Overijssel": (6325, 5699, "90,1%", "90%", -626),
    "Gelderland": (11704, 10474, "89,5%", "89%", -1230),
    "Zuid-Holland": (19776, 15180, "76,8%", "77%", -4596),
    "Limburg": (5662, 5406, "95,5%", "95%", -256),
    "Flevoland": (2441, 3580, "146,7%", "147%", 1139),
    "Noord-Brabant, met vrijgestelde gemeenten": (13444, 12422, "92,4%", "92%", -1022),
}
"""Task, places, share as in the table, share as in a sentence, and balance (reports of 1 November 2024)."""


@pytest.mark.parametrize("name", REPORTED)
def test_the_figures_of_the_reports_come_out_as_printed(name: str) -> None:
    asked, places, share, whole, balance = REPORTED[name]
    made = row(locations(site("A", places)), task(asked))
    assert shown(made["share"], SPREIDINGSWET.column("share")) == share
    assert (format_share(made["share"]), made["balance"]) == (whole, balance)


def test_zuid_holland_has_two_reference_dates() -> None:
    sites = locations(site("A", 13205), site("B", 1975, agreement_start="2026-01-15"))
    made = table(sites, task(19776), days=(DAY, LATER))
    assert made["total"].tolist() == [13205, 15180]
    assert [format_share(share, 1) for share in made["share"]] == ["66,8%", "76,8%"]


def test_what_was_published_for_noord_brabant_contradicts_itself() -> None:
    published, made = 1003, row(locations(site("A", 12422)), task(13444))
    assert -made["balance"] - published == 19
    count = row(locations(site("A", 13478)), task(14689))
    assert count["balance"] == -1211, "the law's own task against the count of the press; the minister's letter: 3.362"


def test_minors_are_a_share_of_the_national_estimate() -> None:
    assert format_share(8140 / 96000, 2) == "8,48%"


CERTAINTIES = ("bestaand", "vastgesteld", "voornemen", "zoeklocatie", None)
SITE = st.fixed_dictionaries(
    {
        "capacity": st.one_of(st.none(), st.integers(0, 600)),
        "certainty": st.sampled_from(CERTAINTIES),
        "current_type": st.sampled_from(("azc", "noodopvang")),
        "agreement_start": st.sampled_from((None, "2019-05-01", "2024-12-31", "2025-07-01", "2025-10-01")),
        "agreement_end": st.sampled_from((None, "2025-06-30", "2026-12-31", "2029-12-30", "2035-01-01")),
        "agreement_term": st.sampled_from(("bepaald", "onbepaald")),
        "amv_places": st.one_of(st.none(), st.integers(0, 50)),
    }
)
LAST_DAY = Quarter(2025, 3).last_day


@settings(max_examples=30, deadline=None)
@seeded(st.lists(SITE, min_size=1, max_size=6), st.integers(0, 1500), st.randoms(use_true_random=False))
def test_it_is_the_coverage_of_that_day_in_any_order(sites: list[dict[str, Any]], asked: int, order: Random) -> None:
    rows = [{"location_id": f"L{number}", "name": "", **one} for number, one in enumerate(sites)]
    demand, day = task(asked), (pd.Timestamp(LAST_DAY),)
    made = row(locations(*rows), demand, days=day)
    order.shuffle(rows)
    pd.testing.assert_series_equal(pd.Series(row(locations(*rows), demand, days=day)), pd.Series(made))
    supply = supply_steps(locations(*rows))
    table = coverage(supply, demand, areas=[PROVINCE], quarters=[Quarter(2025, 3)], reference_date=day[0])
    whole = table.set_index("bucket").loc["totaal"]
    assert (made["total"], made["guaranteed"]) == (whole["supply_max"], whole["supply_certain"])
    assert (made["unknown_locations"], made["balance"]) == (whole["unknown_locations"], whole["balance_max"])
    assert (made["status"] == "short") == (whole["status"] == "short")
    assert made["durable_ahead"] <= made["durable"] <= made["total"]
    assert made["amv_places"] <= made["total"]
    more = row(locations(*rows, site("Z", 10)), demand, days=day)
    assert all(more[name] >= made[name] for name in ("total", "guaranteed", "durable", "durable_ahead"))
