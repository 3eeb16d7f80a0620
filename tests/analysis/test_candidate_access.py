"""Distances, walks and departures as facts of candidates, one for every thing that may come of them."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from geo.analysis.candidates.access import (
    Looked,
    Stand,
    category_names,
    departure_measure,
    distance_measures,
    quality_measures,
)
from geo.analysis.candidates.facts import Facts
from geo.analysis.candidates.measures import Origin
from geo.analysis.candidates.verdicts import verdicts
from geo.tables.departures import DEPARTURES
from geo.tables.distances import DISTANCES
from geo.tables.profiles import Test as Ask
from geo.tables.route_quality import ROUTE_QUALITY
from tests.analysis.candidates.frames import profile, rule
from tests.analysis.measured import INF, SOURCE, facts, told

LOOKED = Looked(mode="walk", metres=5000.0, minutes=50.0, metres_per_minute=100.0)
FOUND = {
    "origin_id": "K", "mode": "walk", "category": "gp", "rank": 1, "facility_name": "Huisarts Oost", "distance_m": 1200.0,
    "minutes": 15.0, "status": "ok", "border": False, "ferry": False, "far_snap": False, "foreign": False,
}  # fmt: skip
NOWHERE = {"facility_name": None, "distance_m": None, "minutes": None}


def distances(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame([{**FOUND, **row} for row in rows], columns=list(DISTANCES.names))


def stand(edge_m: float, *, has_foot: bool = True, count: int = 1) -> Stand:
    return Stand(edge_m=np.full(count, edge_m), has_foot=np.full(count, has_foot))


def reached(row: dict[str, Any], edge_m: float = 9000.0, looked: Looked = LOOKED, *, has_foot: bool = True) -> Facts:
    names, there = category_names(["gp"]), stand(edge_m, has_foot=has_foot)
    ids = np.array(["K"], dtype=object)
    return facts(
        ["K"], distance_measures(distances(row), ids, looked=looked, names=names, stand=there, origins={"gp": SOURCE})
    )


@pytest.mark.parametrize(
    ("row", "edge_m", "metres", "minutes"),
    [
        ({}, 9000.0, (1200, 1200, 1200, "ok", "Huisarts Oost"), (15, 15, 15, "ok", "Huisarts Oost")),
        ({"ferry": True, "far_snap": True, "foreign": True}, 9000.0,
         (1200, 1200, 1200, "ok", "Huisarts Oost; alleen via veer; ver van wegennet; buitenland"), None),
        ({**NOWHERE, "distance_m": 0.0, "minutes": 0.0, "status": "on_site"}, 9000.0, (0, 0, 0, "on_site", ""), (0, 0, 0, "on_site", "")),
        # what lies beyond the edge, at 300 m, is at least 300 m and, at 100 m a minute at the most, 3 minutes away
        ({"border": True}, 300.0, (1200, 300, 1200, "border", "Huisarts Oost"), (15, 3, 15, "border", "Huisarts Oost")),
        ({"border": True}, 0.0, (1200, 0, 1200, "border", "Huisarts Oost"), (15, 0, 15, "border", "Huisarts Oost")),
        ({**NOWHERE, "status": "beyond_limit"}, 9000.0, (None, 5000, INF, "beyond_limit", ""), (None, 50, INF, "beyond_limit", "")),
        ({**NOWHERE, "status": "beyond_limit", "border": True}, 800.0,
         (None, 800, INF, "unknown", "kaartgebied eindigt op 0,8 km"), (None, 8, INF, "unknown", "kaartgebied eindigt op 0,8 km")),
        ({**NOWHERE, "status": "unreachable"}, 9000.0, (None, INF, INF, "unreachable", ""), (None, INF, INF, "unreachable", "")),
        # a path may leave the map, at 800 m
        ({**NOWHERE, "status": "unreachable", "border": True}, 800.0,
         (None, 800, INF, "unknown", "geen weg op de kaart; kaartgebied eindigt op 0,8 km"),
         (None, 8, INF, "unknown", "geen weg op de kaart; kaartgebied eindigt op 0,8 km")),
        # outside the map nothing is known
        ({**NOWHERE, "status": "unreachable", "border": True}, 0.0, (None, 0, INF, "unknown", "buiten het kaartgebied"), None),
        ({**NOWHERE, "status": "none"}, 9000.0, (None, -INF, INF, "none", ""), (None, -INF, INF, "none", "")),
        # no row at all: nobody looked
        ({"origin_id": "X"}, 9000.0, (None, -INF, INF, "unknown", ""), (None, -INF, INF, "unknown", "")),
        ({"rank": 2}, 9000.0, (None, -INF, INF, "unknown", ""), None),
        ({"mode": "bike"}, 9000.0, (None, -INF, INF, "unknown", ""), None),
    ],
)  # fmt: skip
def test_what_comes_of_looking_for_a_facility(
    row: dict[str, Any], edge_m: float, metres: tuple[Any, ...], minutes: tuple[Any, ...] | None
) -> None:
    found = reached(row, edge_m)
    assert told(found, "walk_gp_m") == metres
    assert minutes is None or told(found, "walk_gp_minutes") == minutes


def test_of_a_category_that_the_data_hold_nowhere_the_edge_tells_nothing() -> None:
    found = reached({**NOWHERE, "status": "none"}, 300.0)
    assert told(found, "walk_gp_m") == told(found, "walk_gp_minutes") == (None, -INF, INF, "none", "")


@pytest.mark.parametrize(
    ("edge_m", "metres", "minutes"), [(9000.0, 1000, 10), (700.0, 700, 7)], ids=["the leg", "the edge of the map"]
)
def test_without_a_street_near_nothing_is_unreachable(edge_m: float, metres: float, minutes: float) -> None:
    row = {**NOWHERE, "status": "unreachable", "border": edge_m < 5000}
    found, note = reached(row, edge_m, has_foot=False), "geen straat binnen 1,0 km"
    assert told(found, "walk_gp_m") == (None, metres, INF, "unknown", note)
    assert told(found, "walk_gp_minutes") == (None, minutes, INF, "unknown", note)


SCHOOL = {"category": "primary_school", "facility_name": "De Brug", "distance_m": 3100.0, "minutes": 38.75}
PERHAPS = {"category": "school_unknown", "facility_name": "De Vlieger", "distance_m": 200.0, "minutes": 2.5}
REMARK = "school van onbekende soort op 200 m"


@pytest.mark.parametrize(
    ("school", "perhaps", "edge_m", "metres", "minutes"),
    [
        ({}, {}, 9000.0, (3100, 200, 3100, "at_most", f"De Brug; {REMARK}"), (38.75, 2.5, 38.75, "at_most", f"De Brug; {REMARK}")),
        ({}, {"distance_m": 0.0, "minutes": 0.0, "status": "on_site"}, 9000.0,
         (3100, 0, 3100, "at_most", "De Brug; school van onbekende soort op locatie"), None),
        # as far is not nearer, nor is farther
        ({}, {"distance_m": 3100.0, "minutes": 38.75}, 9000.0, (3100, 3100, 3100, "ok", "De Brug"), (38.75, 38.75, 38.75, "ok", "De Brug")),
        ({}, {"distance_m": 3500.0, "minutes": 40.0}, 9000.0, (3100, 3100, 3100, "ok", "De Brug"), None),
        ({}, {**NOWHERE, "status": "beyond_limit"}, 9000.0, (3100, 3100, 3100, "ok", "De Brug"), None),
        # what lies beyond the edge, at 150 m or 500 m, may be nearer still
        ({"border": True}, {"border": True}, 150.0, (3100, 150, 3100, "border", f"De Brug; {REMARK}"), None),
        ({"border": True}, {}, 500.0, (3100, 200, 3100, "border", f"De Brug; {REMARK}"), None),
        # no school of the kind
        ({**NOWHERE, "status": "none"}, {}, 9000.0, (None, 200, INF, "unknown", REMARK), (None, 2.5, INF, "unknown", REMARK)),
        ({**NOWHERE, "status": "none"}, {"border": True}, 150.0, (None, 150, INF, "unknown", REMARK), None),
        ({**NOWHERE, "status": "beyond_limit"}, {}, 9000.0, (None, 200, INF, "unknown", REMARK), None),
        ({**NOWHERE, "status": "unreachable"}, {}, 9000.0, (None, 200, INF, "unknown", REMARK), None),
        ({**NOWHERE, "status": "none"}, {**NOWHERE, "status": "none"}, 9000.0, (None, -INF, INF, "none", ""), None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["primary_school", "secondary_school"])
def test_a_school_of_unknown_kind_may_be_of_the_kind(
    kind: str,
    school: dict[str, Any],
    perhaps: dict[str, Any],
    edge_m: float,
    metres: tuple[Any, ...],
    minutes: tuple[Any, ...] | None,
) -> None:
    rows = distances({**SCHOOL, **school, "category": kind}, {**PERHAPS, **perhaps})
    found = schools(rows, [kind, "school_unknown"], edge_m)
    assert told(found, f"walk_{kind}_m") == metres
    assert minutes is None or told(found, f"walk_{kind}_minutes") == minutes


def test_a_school_of_unknown_kind_counts_for_schools_and_only_where_the_plan_asks_for_it() -> None:
    rows = distances({**SCHOOL}, {**SCHOOL, "category": "gp"}, {**PERHAPS})
    found = schools(rows, ["primary_school", "gp"])
    assert told(found, "walk_primary_school_m") == (3100, 3100, 3100, "ok", "De Brug")
    with_unknown = schools(rows, ["primary_school", "gp", "school_unknown"])
    assert told(with_unknown, "walk_gp_m") == (3100, 3100, 3100, "ok", "De Brug")
    assert told(with_unknown, "walk_school_unknown_m") == (200, 200, 200, "ok", "De Vlieger")


def schools(rows: pd.DataFrame, categories: list[str], edge_m: float = 9000.0) -> Facts:
    names, ids = category_names(categories), np.array(["K"], dtype=object)
    return facts(["K"], distance_measures(rows, ids, looked=LOOKED, names=names, stand=stand(edge_m), origins={}))


@pytest.mark.parametrize(
    ("metres", "verdict"), [(2000.0, "meets"), (3000.0, "meets"), (3100.0, "untestable")], ids=["2,0", "3,0", "3,1 km"]
)
def test_a_rule_about_schools_cannot_be_tested_where_the_nearer_one_may_count(metres: float, verdict: str) -> None:
    found = schools(distances({**SCHOOL, "distance_m": metres}, {**PERHAPS}), ["primary_school", "school_unknown"])
    judged = verdicts(found, profile(rule(Ask(fact="walk_primary_school_m", at_most=3000))))
    assert judged["verdict"].tolist() == [verdict]


def test_where_the_quickest_way_counts_nothing_is_known_of_metres_beyond_the_limit() -> None:
    looked = Looked(mode="walk", metres=0.0, minutes=20.0, metres_per_minute=100.0)
    found = reached({**NOWHERE, "status": "beyond_limit"}, looked=looked)
    assert told(found, "walk_gp_m")[:4] == (None, 0, INF, "beyond_limit")
    assert told(found, "walk_gp_minutes")[:4] == (None, 20, INF, "beyond_limit")


def test_every_candidate_gets_its_own_figure_and_every_category_its_own_source() -> None:
    rows = distances(
        {"origin_id": "B", "distance_m": 70.0},
        {"origin_id": "A", "distance_m": 40.0},
        {"origin_id": "A", "rank": 2, "distance_m": 50.0},
        {"origin_id": "A", "category": "hospital", "distance_m": 900.0},
    )
    ids = np.array(["A", "B", "C"], dtype=object)
    origins = {"gp": Origin(source="OSM", day=date(2020, 8, 31)), "hospital": Origin(source="lijst")}
    names = category_names(["hospital", "gp", "gp"])
    found = facts(
        ids, distance_measures(rows, ids, looked=LOOKED, names=names, stand=stand(9e3, count=3), origins=origins)
    )
    assert [fact.id for fact in found.facts] == [
        "walk_gp_m",
        "walk_gp_minutes",
        "walk_hospital_m",
        "walk_hospital_minutes",
    ]
    assert found.value[:, 0].tolist()[:2] == [40.0, 70.0]
    assert found.status[:, 0].tolist() == ["ok", "ok", "unknown"]
    first, _, third, _ = found.facts
    assert (first.title, first.source, first.reference_date) == (
        "Afstand tot huisarts (lopen)",
        "OSM",
        date(2020, 8, 31),
    )
    assert (third.title, third.source, third.reference_date) == ("Afstand tot ziekenhuis (lopen)", "lijst", None)


WALK = {
    "origin_id": "K", "category": "gp", "network_m": 1000.0, "exposed_share": 0.25, "exposed_unknown_share": 0.0,
    "unlit_share": 0.0, "lit_unknown_share": 0.5, "status": "ok",
}  # fmt: skip
NO_WALK = dict.fromkeys(("exposed_share", "exposed_unknown_share", "unlit_share", "lit_unknown_share"))


def walked(**row: Any) -> Facts:
    table = pd.DataFrame([{**WALK, **row}], columns=list(ROUTE_QUALITY.names))
    measures = quality_measures(table, np.array(["K"], dtype=object), names=category_names(["gp"]), origin=SOURCE)
    return facts(["K"], measures)


@pytest.mark.parametrize(
    ("row", "exposed", "unlit"),
    [
        ({}, (0.25, 0.25, 0.25, "ok", ""), (None, 0, 0.5, "unknown", "tussen 0% en 50%")),
        ({"exposed_unknown_share": 0.15, "unlit_share": 0.5}, (None, 0.25, 0.4, "unknown", "tussen 25% en 40%"),
         (None, 0.5, 1, "unknown", "tussen 50% en 100%")),
        ({**NO_WALK, "status": "on_site"}, (0, 0, 0, "on_site", ""), (0, 0, 0, "on_site", "")),
        # both feet are one: nothing is walked
        ({**NO_WALK, "network_m": 0.0}, (0, 0, 0, "ok", ""), (0, 0, 0, "ok", "")),
        ({**NO_WALK, "status": "beyond_limit"}, (None, -INF, INF, "unknown", "verder dan de grens"), None),
        ({**NO_WALK, "status": "unreachable"}, (None, -INF, INF, "unknown", "niet bereikbaar"), None),
        ({**NO_WALK, "status": "none"}, (None, -INF, INF, "unknown", "geen voorziening gevonden"), None),
        ({"origin_id": "X"}, (None, -INF, INF, "unknown", ""), (None, -INF, INF, "unknown", "")),
    ],
)  # fmt: skip
def test_the_walk(row: dict[str, Any], exposed: tuple[Any, ...], unlit: tuple[Any, ...] | None) -> None:
    found = walked(**row)
    assert told(found, "walk_gp_exposed_share") == exposed
    assert unlit is None or told(found, "walk_gp_unlit_share") == unlit


LEAVING = {"location_id": "K", "status": "ok", "per_hour": 4.0, "nearest_name": "Markt", "border": False}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({}, (4, 4, 4, "ok", "dichtstbijzijnde halte met vertrekken: Markt")),
        ({"border": True}, (4, 4, INF, "at_least", "dichtstbijzijnde halte met vertrekken: Markt")),
        ({"status": "none", "per_hour": 0.0, "nearest_name": None}, (0, 0, 0, "ok", "geen halte binnen de loopafstand")),
        ({"status": "unreachable", "per_hour": None, "nearest_name": None}, (None, -INF, INF, "unknown", "geen straat in de buurt")),
        ({"location_id": "X"}, (None, -INF, INF, "unknown", "")),
    ],
)  # fmt: skip
def test_departures(row: dict[str, Any], expected: tuple[Any, ...]) -> None:
    table = pd.DataFrame([{**LEAVING, **row}], columns=list(DEPARTURES.names))
    found = facts(["K"], [departure_measure(table, np.array(["K"], dtype=object), origin=SOURCE)])
    assert told(found, "departures_per_hour") == expected


def test_without_a_timetable_departures_are_unknown() -> None:
    found = facts(["K"], [departure_measure(None, np.array(["K"], dtype=object), origin=Origin())])
    assert told(found, "departures_per_hour") == (None, -INF, INF, "unknown", "")
