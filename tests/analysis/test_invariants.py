"""The sums that must agree over the chapters: each is broken once, and no plan breaks any."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.analysis.checks import check_plan
from geo.analysis.invariants import INVARIANTS, Counted, broken
from geo.analysis.portfolio import context_figures, municipality_table, portfolio_totals
from geo.words import LANGUAGES, known, say
from tests.analysis.counted import TOWNS, counted
from tests.analysis.frames import locations, need, steps
from tests.analysis.plans import LAST, codes, sentences
from tests.analysis.plans import given as plan

SITES = locations(
    {"location_id": "A", "name": "Aa", "capacity": 100, "reserve_capacity": 40, "decision": "omvormen", "type": "gvl"},
    {"location_id": "B", "name": "Be", "capacity": 60, "province_code": "PV2", "region_id": "R2", "amv_places": 5},
    {"location_id": "C", "name": "Ce", "capacity": 30, "agreement_end": "2021-05-31", "decision": "beeindigen",
     "type": None},
    {"location_id": "D", "name": "De", "places_min": 20, "places_max": 50, "region_id": None,
     "flexible_form": "gelijktijdig", "municipality_code": "GM8"},
    {"location_id": "E", "name": "Ee", "capacity": 70, "current_type": "noodopvang", "type": None},
    {"location_id": "F", "name": "Ef", "capacity": None},
    {"location_id": "G", "name": "Ge", "capacity": 25, "agreement_start": None, "certainty": "voornemen"},
    {"location_id": "N", "name": "En", "capacity": 80, "agreement_start": "2022-01-01", "decision": "nieuw"},
    {"location_id": "H", "name": "Ha", "capacity": 45, "agreement_start": None, "certainty": "zoeklocatie",
     "decision": "nieuw"},
)  # fmt: skip
STEPS = steps({"location_id": "A", "from": "2021-07-01", "type": "gvl", "places": 90})
NEED = need(
    {"bucket": "totaal", "due": "2021-12-31", "places_min": 100, "places_max": 150},
    {"bucket": "extra", "due": "2021-12-31", "places_min": 10},
)
SOUND = counted(SITES, STEPS, NEED)
Edit = tuple[str, str, dict[str, object], int]
"""Frame, column, which rows, and what is added to the first of them."""


def told(*edits: Edit) -> Counted:
    """Say other numbers in some tables."""
    frames: dict[str, pd.DataFrame] = {}
    for name, column, values, by in edits:
        frame = frames.get(name, getattr(SOUND, name)).copy()
        asked = pd.Series(data=True, index=frame.index)
        for key, value in values.items():
            asked &= frame[key] == value
        frame.loc[asked[asked].index[0], column] += by
        frames[name] = frame
    return replace(SOUND, **frames)


def lacking(name: str, location: str) -> Counted:
    frame = getattr(SOUND, name)
    return replace(SOUND, **{name: frame[frame["location_id"] != location]})


def fact(counts: Counted, name: str) -> Counted:
    figure = counts.context[name]
    return replace(counts, context={**counts.context, name: replace(figure, value=(figure.value or 0) + 1)})


def unknown(name: str, column: str, location: str, *, quarter: str = "") -> Counted:
    frame = getattr(SOUND, name).copy()
    asked = frame["location_id"] == location
    asked &= (frame["quarter"] == quarter) if quarter else True
    frame.loc[asked, column] = True if column == "unknown" else pd.NA
    return replace(SOUND, **{name: frame})


def without_start(location: str) -> Counted:
    """Leave a location out of the portfolio, and out of all that is made of it."""
    rows = SOUND.portfolio[SOUND.portfolio["location_id"] != location]
    return replace(
        SOUND,
        portfolio=rows,
        portfolio_totals=portfolio_totals(rows),
        municipalities=municipality_table(rows, TOWNS),
        context=context_figures(rows, SITES, TOWNS, steps=STEPS, last=LAST),
    )


Q3: dict[str, object] = {"quarter": "2020-Q3"}
THE_QUARTER: tuple[Edit, ...] = (
    ("transition", "places", {**Q3, "location_id": "A"}, 1),
    ("quarter_totals", "total", {**Q3, "area_id": "PV1"}, 1),
    ("quarter_totals", "untyped", {**Q3, "area_id": "PV1"}, 1),
    ("coverage", "supply_max", {**Q3, "region_id": "PV1", "bucket": "totaal"}, 1),
    ("coverage", "supply_max", {**Q3, "region_id": "R1", "bucket": "totaal"}, 1),
)
NOW: tuple[Edit, ...] = (
    ("overview", "places_now", {"location_id": "A"}, 1),
    ("allocation_totals", "places_now", {"type": "gvl"}, 1),
)
OF_CHAPTER_2: tuple[Edit, ...] = (
    ("portfolio_totals", "regular", {"by": "all"}, 1),
    ("portfolio_totals", "regular", {"value": "azc"}, 1),
    ("portfolio_totals", "regular", {"value": "bestaand"}, 1),
    ("confrontation", "now", {"bucket": "totaal"}, 1),
)
BROKEN: dict[str, tuple[Counted, str, tuple[str, ...]]] = {
    "supply of the day": (told(("supply", "places_max", {"location_id": "A"}, 1)), "portfolio_day", ("A",)),
    "unknown of the day": (unknown("supply", "unknown", "B"), "portfolio_day", ("B",)),
    "total of chapter 2": (fact(told(*OF_CHAPTER_2), "places"), "portfolio_sum", ()),
    "unknown of chapter 2": (told(("portfolio_totals", "amv_unknown", {"by": "current_type"}, 1)), "portfolio_parts", ()),
    "part of chapter 2": (told(("portfolio_totals", "reserve", {"by": "certainty"}, 1)), "portfolio_parts", ()),
    "fact box, places": (fact(SOUND, "places"), "context", ()),
    "fact box, emergency": (fact(SOUND, "emergency"), "context", ()),
    "fact box, reserve": (fact(SOUND, "reserve"), "context", ()),
    "municipalities": (told(("municipalities", "places", {"code": "GM1"}, 1)), "municipalities", ()),
    "municipalities, unknown": (told(("municipalities", "unknown", {"code": "GM1"}, -1)), "municipalities", ()),
    "confrontation": (told(("confrontation", "now", {"area_id": "PV2", "bucket": "totaal"}, 1)), "confrontation", ()),
    "confrontation, unknown": (
        told(("confrontation", "unknown_locations", {"area_id": "PV1", "bucket": "totaal"}, -1)), "confrontation", (),
    ),
    "a location without a start that chapter 2 lacks": (
        without_start("G"), "portfolio_day confrontation allocation_now", ("G",),
    ),
    "chapter 4 now": (told(*NOW, *THE_QUARTER), "allocation_now", ("A",)),
    "totals of chapter 4 now": (told(("allocation_totals", "places_now", {}, -1)), "allocation_sum", ()),
    "totals of chapter 4 at the end": (told(("allocation_totals", "places", {}, -1)), "allocation_sum", ()),
    "locations of chapter 4": (told(("allocation_totals", "locations", {}, 1)), "allocation_locations", ()),
    "chapter 4 at the end": (
        told(("overview", "places", {"location_id": "N"}, 1), ("allocation_totals", "places", {"decision": "nieuw"}, 1)),
        "allocation_end", ("N",),
    ),
    "a location in a quarter": (
        told(("transition", "places", {"quarter": "2021-Q1", "location_id": "A"}, 1)), "quarter_sum", (),
    ),
    "unknown in a quarter": (unknown("transition", "places", "B", quarter="2021-Q1"), "quarter_sum", ()),
    "type in a quarter": (told(("quarter_totals", "regionaal", {"area_id": "PV2"}, 5)), "quarter_sum", ()),
    "need of a quarter": (told(("quarter_totals", "need_min", {"quarter": "2022-Q1", "area_id": "PV1"}, 1)), "quarter_coverage", ()),
    "certain supply of a quarter": (told(("quarter_totals", "certain", {}, 1)), "quarter_coverage", ()),
    "a region": (told(("coverage", "supply_min", {"region_id": "R2", "bucket": "gvl_satelliet"}, 1)), "regions", ()),
    "unknown of a region": (told(("coverage", "unknown_locations", {"region_id": "R1"}, -1)), "regions", ()),
    "outside the regions": (told(("supply", "places_min", {"location_id": "D"}, -1)), "regions", ()),
    "quarter of the reference date": (told(*THE_QUARTER), "quarter_now", ()),
    "flexible": (lacking("flexible", "D"), "flexible", ("D",)),
    "reserve in regular places": (told(("portfolio", "capacity", {"location_id": "A"}, -40)), "reserve", ("A",)),
    "reserve that chapter 6 lacks": (lacking("reserve", "A"), "reserve_listed", ("A",)),
}  # fmt: skip


def test_a_sound_plan_breaks_nothing() -> None:
    assert broken(SOUND) == ()


@pytest.mark.parametrize("what", BROKEN)
def test_a_number_that_differs_breaks_exactly_its_own_invariant(what: str) -> None:
    counts, invariant, ids = BROKEN[what]
    found = broken(counts)
    assert {one.invariant for one in found} == set(invariant.split())
    assert {one.ids for one in found if one.ids} == ({ids} if ids else set())


def test_a_new_location_without_a_start_is_of_no_portfolio_and_unknown_on_every_day() -> None:
    quarter = SOUND.quarter_totals.query("quarter == '2020-Q3' and area_id == 'PV1'").iloc[0]
    # F, G and H may stand on any day; of today's portfolio are F and G
    assert quarter["unknown_locations"] == 3
    assert int(SOUND.portfolio["places"].isna().sum()) == SOUND.context["places"].unknown == 2
    now = SOUND.overview.set_index("location_id")[["places_now", "places"]].loc[["F", "G", "H"]]
    assert now.isna().to_numpy().tolist() == [[True, True], [True, True], [False, True]]
    asked = SOUND.confrontation.query("area_id == 'PV1' and bucket == 'totaal'").iloc[0]
    assert asked["unknown_locations"] == 2


def test_every_invariant_is_broken_once() -> None:
    assert len({name for _, names, _ in BROKEN.values() for name in names.split()}) == len(INVARIANTS) == 17


def test_a_breach_says_both_numbers_where_and_when() -> None:
    (found,) = broken(told(("quarter_totals", "total", {"quarter": "2022-Q1", "area_id": "PV1"}, 3)))[:1]
    # A 90, D 50 and N 80 on 31-3-2022; F, G and H are unknown
    assert (found.one.value, found.one.unknown, found.one.source) == (220, 3, "transition")
    assert (found.other.value, found.other.unknown, found.other.source) == (223, 3, "quarter_totals")
    assert (found.area, found.at) == ("PV1", "2022-Q1")


def test_a_breach_is_a_red_finding_with_both_tables() -> None:
    asked = replace(plan(SITES, NEED), counted=told(*NOW, *THE_QUARTER))
    assert sentences(asked, "invariant_broken") == [
        (
            "De rekensom sluit niet (01-09-2020): wat voortgaat, wordt omgevormd, eindigt of nog geen vervolg heeft is samen "
            "de portefeuille. Huidige opvangportefeuille zegt ≥ 240 (2 onbekend), Invulling met locaties zegt ≥ 241 "
            "(2 onbekend). Het gaat om Aa (A)."
        )
    ]
    whole = replace(
        plan(SITES, NEED), counted=told(("quarter_totals", "need_min", {"quarter": "2022-Q1", "area_id": "PV1"}, 1))
    )
    assert sentences(whole, "invariant_broken", "en") == [
        (
            "The sums do not agree (Q1 2022) for PV1: supply and need of a quarter are the same in chapters 4 and 7. "
            "The totals by quarter says 101, The coverage by quarter says 100."
        )
    ]
    assert {one.severity for one in check_plan(whole) if one.code == "invariant_broken"} == {"rood"}
    assert "invariant_broken" not in codes(replace(whole, counted=SOUND))


def test_every_invariant_and_table_has_its_words() -> None:
    found = [one for counts, _, _ in BROKEN.values() for one in broken(counts)]
    assert all(known(f"table_name.{figure.source}") for one in found for figure in (one.one, one.other))
    for lang in LANGUAGES:
        assert len({say(f"invariant.{name}", lang) for name in INVARIANTS}) == len(INVARIANTS)


def test_a_quarter_in_which_something_changes_is_not_held_against_the_day() -> None:
    sites = locations({"location_id": "A", "capacity": 100, "agreement_end": "2020-09-29"})
    counts = counted(sites, steps(), NEED)
    assert (counts.overview["places_now"].sum(), counts.quarter_totals["total"].iloc[2]) == (100, 0)
    assert broken(counts) == ()
    # one that stands on the last day of the quarter changes nothing in it
    last = counted(sites.assign(agreement_end=pd.Timestamp("2020-09-30")), steps(), NEED)
    assert broken(replace(last, overview=last.overview.assign(places_now=pd.array([99], dtype="Int64"))))[-1].at == (
        "2020-Q3"
    )


DAYS = st.one_of(
    st.none(),
    st.dates(date(2019, 6, 1), date(2024, 6, 1)),
    st.sampled_from([date(2020, 8, 31), date(2020, 9, 1), date(2020, 9, 30), date(2023, 12, 31), date(2021, 12, 31)]),
)
PLACES = st.one_of(st.none(), st.integers(0, 40))
HOMES = st.sampled_from([("R1", "PV1"), ("R2", "PV2"), (None, "PV1")])


@st.composite
def sites_and_steps(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows: list[dict[str, Any]] = []
    changes: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 5))):
        name = f"L{number}"
        region, province = draw(HOMES)
        start, length = draw(DAYS), draw(st.integers(0, 1500))
        given_end = draw(st.booleans())
        end = start + timedelta(length) if start and given_end else draw(DAYS) if given_end and not start else None
        low, high = draw(PLACES), draw(PLACES)
        flexible = draw(st.booleans()) and low is not None and high is not None
        rows.append(
            {
                "location_id": name, "region_id": region, "province_code": province,
                "municipality_code": draw(st.sampled_from(["GM1", "GM8", None])),
                "capacity": draw(PLACES), "reserve_capacity": draw(PLACES), "amv_places": draw(PLACES),
                "places_min": min(low, high) if flexible and low is not None and high is not None else None,
                "places_max": max(low, high) if flexible and low is not None and high is not None else None,
                "current_type": draw(st.sampled_from(["azc", "noodopvang", "crisisnoodopvang", None])),
                "type": draw(st.sampled_from(["gvl", "satelliet", "regionaal", "geen", None])),
                "decision": draw(st.sampled_from(["nieuw", "voortzetten", "omvormen", "beeindigen", None])),
                "certainty": draw(st.sampled_from(["bestaand", "vastgesteld", "voornemen", None])),
                "agreement_term": draw(st.sampled_from(["bepaald", "onbepaald", "onbekend"])),
                "agreement_start": start, "agreement_end": end,
            }
        )  # fmt: skip
        days = draw(st.lists(st.dates(date(2020, 1, 1), date(2023, 12, 31)), max_size=2, unique=True))
        kinds = st.sampled_from(["gvl", "satelliet", "regionaal", "geen", None])
        changes += [
            {"location_id": name, "from": day, "places": draw(PLACES), "reserve": draw(PLACES), "type": draw(kinds)}
            for day in days
        ]
    return locations(*rows), steps(*changes)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sites_and_steps(), st.booleans())
def test_no_plan_breaks_any(plan: tuple[pd.DataFrame, pd.DataFrame], asked: bool) -> None:
    assert broken(counted(*plan, NEED if asked else NEED.iloc[:0])) == ()
