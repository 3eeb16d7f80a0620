"""Any portfolio at all, for laws and for the count by brute force: plain rows, and the frames that the readers give.

Dates come from a short list around the ends of quarters, so that they often fall together.
"""

from datetime import date, timedelta
from typing import Any

import pandas as pd
from hypothesis import strategies as st
from plan_by_day import Plan

from geo.analysis.need import Area
from geo.analysis.supply import supply_steps
from tests.analysis.frames import locations, need, steps

Row = dict[str, Any]
FIRST, LAST, REFERENCE = date(2021, 9, 28), date(2022, 4, 15), date(2021, 10, 15)
REGIONS = ("R1", "R2")
PROVINCE = Area(area_id="PV1", level="province", parts=REGIONS)
AREAS = (PROVINCE, *(Area(area_id=name, level="region") for name in REGIONS))
_ENDS = (date(2021, 8, 31), REFERENCE, date(2021, 12, 31), date(2022, 1, 31), date(2022, 2, 28), date(2022, 3, 31))
DAYS = st.builds(lambda end, more: end + timedelta(days=more), st.sampled_from(_ENDS), st.integers(-1, 1))
PLACES = st.integers(0, 20).map(lambda number: 10 * number)


def mostly(values: st.SearchStrategy[Any], other: Any = None) -> st.SearchStrategy[Any]:
    """Draw what is known, and now and then what is not."""
    return st.one_of(values, values, values, st.just(other))


SITE = st.fixed_dictionaries(
    {
        "region_id": st.sampled_from(["R1", "R2", None]),
        "current_type": st.sampled_from(["azc", "azc", "azc", "noodopvang", "crisisnoodopvang"]),
        "type": st.sampled_from(["regionaal", "gvl", "satelliet", "geen", None]),
        "decision": st.sampled_from(["nieuw", "voortzetten", "omvormen", "beeindigen"]),
        "certainty": st.sampled_from(["bestaand", "vastgesteld", "voornemen", "zoeklocatie"]),
        "agreement_term": st.sampled_from(["bepaald", "bepaald", "onbepaald", "onbekend"]),
        "agreement_start": mostly(DAYS),
        "agreement_end": mostly(DAYS),
        "capacity": mostly(PLACES),
        "places_min": st.one_of(st.none(), st.none(), st.integers(0, 5).map(lambda number: 10 * number)),
        "places_max": st.one_of(st.none(), st.none(), st.integers(5, 15).map(lambda number: 10 * number)),
        "amv_places": mostly(st.integers(0, 60)),
        "reserve_capacity": mostly(PLACES),
    }
)
STEP = st.fixed_dictionaries(
    {
        "from": DAYS,
        "places": mostly(PLACES),
        "reserve": st.none() | PLACES,
        "type": st.sampled_from([None, None, "regionaal", "gvl", "satelliet", "geen"]),
    }
)
SOLID = st.builds(
    lambda site, end, length: {
        **site, "location_id": "S", "province_code": "PV1", "agreement_end": end,
        "agreement_start": end - timedelta(days=length),
    },
    SITE, st.sampled_from(_ENDS[1:]), st.integers(1, 300),
)  # fmt: skip
"""A location of which start and end are known, and which ends within the days that are looked at."""
STEPS = st.lists(STEP, max_size=3, unique_by=lambda step: step["from"])
ASKED = st.fixed_dictionaries(
    {
        "bucket": st.sampled_from(["totaal", "regionaal", "gvl_satelliet", "amv", "extra", "vervanging"]),
        "region_id": st.sampled_from([None, None, *REGIONS]),
        "scenario": st.sampled_from([None, "hoog", "laag"]),
        "due": DAYS,
        "places_min": mostly(st.integers(0, 60).map(lambda number: 10 * number)),
        "band": mostly(PLACES),
        "forecast": st.sampled_from([2, 2, 2, 1]),
    }
)


def _plan(sites: list[tuple[Row, list[Row]]], asked: list[Row]) -> Plan:
    rows = [{**site, "location_id": f"L{number}", "province_code": "PV1"} for number, (site, _) in enumerate(sites)]
    changes = [{**step, "location_id": f"L{number}"} for number, (_, own) in enumerate(sites) for step in own]
    once = {(row["forecast"], row["bucket"], row["region_id"], row["scenario"], row["due"]): row for row in asked}
    return Plan(
        locations=rows, steps=changes, need=[_asked(row) for row in once.values()], province="PV1", regions=REGIONS,
        reference=REFERENCE,
    )  # fmt: skip


def _asked(row: Row) -> Row:
    low, band = row["places_min"], row["band"]
    named = {"forecast_id": f"V{row['forecast']}", "forecast_date": date(2020, row["forecast"], 1), "province": "PV1"}
    most = band if low is None else None if band is None else low + band
    return {
        **{key: row[key] for key in ("bucket", "region_id", "scenario", "due", "places_min")},
        **named,
        "places_max": most,
    }


PLANS = st.builds(
    _plan,
    st.lists(st.tuples(SITE, STEPS), min_size=1, max_size=5),
    st.lists(ASKED, min_size=1, max_size=8),
)


def supply_of(plan: Plan) -> pd.DataFrame:
    """Give the supply as the package writes it."""
    return supply_steps(locations(*plan.locations), steps(*plan.steps))


def need_of(plan: Plan) -> pd.DataFrame:
    """Give the need as the readers give it."""
    return need(*plan.need)
