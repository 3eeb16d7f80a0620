"""Candidates beside the reception there is, in their municipality and their region, by hand."""

from typing import Any

import geopandas as gpd
import pandas as pd
import pytest

from geo.analysis.candidates.declared import as_offered, offer_of
from geo.analysis.candidates.facts import Facts
from geo.analysis.candidates.region import Ending, balance_measures, existing_reception, municipality_measures
from geo.analysis.supply import supply_steps
from geo.quarters import Quarter
from geo.tables.coverage import COVERAGE
from tests.analysis.frames import candidates, locations
from tests.analysis.measured import INF, SOURCE, facts, told
from tests.analysis.plans import LAST, REFERENCE, SOUND

SITE = {
    "location_id": "K", "name": "Oude veiling", "capacity": 100, "type": "regionaal",
    "available_from": "2022-01-01", "available_until": "2031-12-31",
}  # fmt: skip
TOWN = {"code": "GM1", "name": "Een", "inhabitants": 20_000, "places": 300, "unknown": 0}


def town(change: dict[str, Any], **site: Any) -> Facts:
    rows = candidates({**SITE, **site})
    table = pd.DataFrame([{**TOWN, **change}]).astype(dict.fromkeys(("inhabitants", "places", "unknown"), "Int64"))
    return facts(["K"], municipality_measures(rows, offer_of(as_offered(rows)), table, origin=SOURCE))


@pytest.mark.parametrize(
    ("change", "site", "own", "both"),
    [
        # 100 / 20.000 and (300 + 100) / 20.000
        ({}, {}, (0.005, 0.005, 0.005, "ok", "Een"), (0.02, 0.02, 0.02, "ok", "Een")),
        ({}, {"capacity": 200}, (0.01, 0.01, 0.01, "ok", "Een"), (0.025, 0.025, 0.025, "ok", "Een")),
        ({"places": 0}, {}, (0.005, 0.005, 0.005, "ok", "Een"), (0.005, 0.005, 0.005, "ok", "Een")),
        ({}, {"places_min": 40, "places_max": 100}, (0.005, 0.002, 0.005, "ok", "Een"), (0.02, 0.017, 0.02, "ok", "Een")),
        ({"unknown": 1}, {}, (0.005, 0.005, 0.005, "ok", "Een"),
         (0.02, 0.02, INF, "at_least", "Een; ook locaties met een onbekend aantal plekken")),
        ({}, {"capacity": None}, (None, -INF, INF, "unknown", "Een"), (None, -INF, INF, "unknown", "Een")),
        ({"inhabitants": None}, {}, (None, -INF, INF, "unknown", "Een"), (None, -INF, INF, "unknown", "Een")),
        ({"inhabitants": 0}, {}, (None, -INF, INF, "unknown", "Een"), (None, -INF, INF, "unknown", "Een")),
        ({}, {"municipality_code": None}, (None, -INF, INF, "unknown", ""), (None, -INF, INF, "unknown", "")),
        ({}, {"municipality_code": "GM9"}, (None, -INF, INF, "unknown", ""), (None, -INF, INF, "unknown", "")),
    ],
)  # fmt: skip
def test_the_share_of_the_municipality(
    change: dict[str, Any], site: dict[str, Any], own: tuple[Any, ...], both: tuple[Any, ...]
) -> None:
    found = town(change, **site)
    assert told(found, "municipality_share") == own
    assert told(found, "municipality_share_with") == both


COVERED = {
    "quarter": "2023-Q4", "region_id": "R1", "bucket": "regionaal", "scenario": "", "unknown_locations": 0,
    "balance_min": -150, "balance_max": -50,
}  # fmt: skip
ABOUT = "Noord (R1): regionale opvanglocaties"
UNASKED = f"{ABOUT}; opgave onbekend"


def balance(*rows: dict[str, Any], **site: Any) -> Facts:
    table = pd.DataFrame([{**COVERED, **row} for row in rows or ({},)], columns=list(COVERAGE.names))
    table = table.astype({"balance_min": "Int64", "balance_max": "Int64", "unknown_locations": "Int64"})
    ending = Ending(coverage=table, quarter=Quarter(2023, 4), scenario="", names={"R1": "Noord (R1)"})
    return facts(["K"], balance_measures(as_offered(candidates({**SITE, **site})), ending, origin=SOURCE))


@pytest.mark.parametrize(
    ("rows", "site", "without", "with_it"),
    [
        ([{}], {}, (-150, -150, -50, "ok", ABOUT), (-50, -50, 50, "ok", ABOUT)),
        ([{}], {"capacity": 40}, (-150, -150, -50, "ok", ABOUT), (-110, -110, -10, "ok", ABOUT)),
        ([{}], {"places_min": 20, "places_max": 100}, (-150, -150, -50, "ok", ABOUT), (-130, -130, 50, "ok", ABOUT)),
        # what is unknown of the region may add to it
        ([{"unknown_locations": 1}], {}, (-150, -150, INF, "at_least", f"{ABOUT}; ook locaties met een onbekend aantal plekken"),
         (-50, -50, INF, "at_least", f"{ABOUT}; ook locaties met een onbekend aantal plekken")),
        ([{"balance_min": None, "balance_max": None}], {}, (None, -INF, INF, "unknown", UNASKED), (None, -INF, INF, "unknown", UNASKED)),
        # of the candidate itself: its places, or whether it is there on the last day
        ([{}], {"capacity": None}, (-150, -150, -50, "ok", ABOUT), (None, -150, INF, "unknown", ABOUT)),
        ([{}], {"available_until": None}, (-150, -150, -50, "ok", ABOUT), (None, -150, 50, "unknown", ABOUT)),
        ([{}], {"available_until": None, "agreement_term": "onbepaald"}, (-150, -150, -50, "ok", ABOUT), (-50, -50, 50, "ok", ABOUT)),
        ([{}], {"available_until": "2023-12-31"}, (-150, -150, -50, "ok", ABOUT), (-50, -50, 50, "ok", ABOUT)),
        ([{}], {"available_until": "2023-12-30"}, (-150, -150, -50, "ok", ABOUT),
         (-150, -150, -50, "ok", f"{ABOUT}; de kandidaat telt dan niet mee")),
        ([{}], {"available_from": "2024-01-01"}, (-150, -150, -50, "ok", ABOUT),
         (-150, -150, -50, "ok", f"{ABOUT}; de kandidaat telt dan niet mee")),
        ([{}], {"current_type": "noodopvang", "type": "regionaal"}, (-150, -150, -50, "ok", ABOUT),
         (-150, -150, -50, "ok", f"{ABOUT}; de kandidaat telt dan niet mee")),
        # the bucket of the type; all regular places where there is none
        ([{}, {"bucket": "gvl_satelliet", "balance_min": 10, "balance_max": 10}], {"type": "satelliet"},
         (10, 10, 10, "ok", "Noord (R1): GVL of satelliet"), (110, 110, 110, "ok", "Noord (R1): GVL of satelliet")),
        ([{}, {"bucket": "totaal", "balance_min": 0, "balance_max": 5}], {"type": None},
         (0, 0, 5, "ok", "Noord (R1): totaal"), (100, 100, 105, "ok", "Noord (R1): totaal")),
        # another quarter, scenario or region says nothing
        ([{"quarter": "2023-Q3"}, {"scenario": "hoog"}, {"region_id": "R2"}], {}, (None, -INF, INF, "unknown", UNASKED), None),
        ([{}], {"region_id": None}, (None, -INF, INF, "unknown", ""), (None, -INF, INF, "unknown", "")),
    ],
)  # fmt: skip
def test_the_balance_of_the_region(
    rows: list[dict[str, Any]], site: dict[str, Any], without: tuple[Any, ...], with_it: tuple[Any, ...] | None
) -> None:
    found = balance(*rows, **site)
    assert told(found, "region_balance_without") == without
    assert with_it is None or told(found, "region_balance_with") == with_it


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        ({}, True),
        ({"capacity": None}, True),
        ({"certainty": "vastgesteld", "decision": "nieuw", "agreement_start": "2022-05-01"}, True),
        ({"certainty": "voornemen", "decision": "nieuw", "agreement_start": "2022-05-01"}, False),
        ({"certainty": "zoeklocatie"}, False),
        ({"current_type": "noodopvang"}, False),
        ({"agreement_end": "2020-09-01"}, True),  # still there on the reference date
        ({"agreement_end": "2020-08-31"}, False),
        ({"agreement_end": None}, True),
        ({"agreement_start": "2023-12-31", "decision": "nieuw"}, True),
        ({"agreement_start": "2024-01-01", "decision": "nieuw"}, False),
        ({"agreement_start": None}, True),  # it exists
        ({"agreement_start": None, "decision": "nieuw", "certainty": "vastgesteld"}, False),  # nobody knows when it comes
    ],
)  # fmt: skip
def test_which_locations_are_existing_reception(change: dict[str, Any], *, counts: bool) -> None:
    rows = locations({**SOUND, **change})
    sites = gpd.GeoDataFrame(rows, geometry=[None], crs=28992)
    found = existing_reception(sites, supply_steps(rows), reference_date=REFERENCE, last=LAST)
    assert found["location_id"].tolist() == (["A"] if counts else [])
