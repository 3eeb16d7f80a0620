"""A small plan to check."""

import pandas as pd

from geo.analysis.checks import CheckInput, check_plan
from geo.analysis.coverage import coverage
from geo.analysis.need import Area
from geo.analysis.shortages import dips, shortages
from geo.analysis.supply import supply_steps
from geo.quarters import Quarter, quarters_between
from tests.analysis.frames import need

REFERENCE, LAST = pd.Timestamp("2020-09-01"), pd.Timestamp("2023-12-31")

PROVINCE = Area(area_id="PV1", level="province")

TOWNS = pd.DataFrame({"code": ["GM1"], "inhabitants": pd.array([1000], dtype="Int64")})


def given(sites: pd.DataFrame, demand: pd.DataFrame, areas: tuple[Area, ...] = (PROVINCE,)) -> CheckInput:
    supply = supply_steps(sites)
    quarters = quarters_between(Quarter(2020, 1), Quarter(2023, 4))
    first = pd.Timestamp("2020-01-01")
    return CheckInput(
        locations=sites,
        supply=supply,
        need=demand,
        coverage=coverage(supply, demand, areas=areas, quarters=quarters, reference_date=REFERENCE),
        shortages=shortages(supply, demand, area=PROVINCE, first=first, last=LAST, reference_date=REFERENCE),
        dips=dips(supply, area=PROVINCE, first=first, last=LAST, reference_date=REFERENCE),
        areas=areas,
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


def sentences(asked: CheckInput, code: str, lang: str = "nl") -> list[str]:
    return [one.sentence(lang) for one in check_plan(asked) if one.code == code]


NO_MEMBERS = pd.DataFrame({"partnership_id": [], "municipality_code": [], "province_code": []}, dtype="object")

REGION = Area(area_id="R1", level="region", name="Noord")
