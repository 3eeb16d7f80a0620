"""The areas in which a plan of two provinces counts: a region over their border is a part of neither."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import Point

from geo.analysis.coverage import coverage
from geo.analysis.need import need_on
from geo.analysis.supply import supply_steps
from geo.quarters import Quarter
from geo.sources.inputs import Inputs
from geo.sources.profiles import shipped_profile
from geo.stages.areas import areas_of_plan, provinces_of_plan
from tests.analysis.frames import locations, need

DAYS = np.array(["2022-01-01"], dtype="datetime64[D]")
TOTAL = {"bucket": "totaal", "due": "2021-12-31", "province": None}
BY_REGION = [{**TOTAL, "region_id": "OVER", "places_min": 300}, {**TOTAL, "region_id": "WEST", "places_min": 100}]


def inputs_of(members: dict[str, str], *codes: str) -> Inputs:
    """Give a plan of some provinces, of which PV1 has GM1 and GM2, and PV2 has GM3; members are by municipality."""
    towns = pd.DataFrame({"code": ["GM1", "GM2", "GM3"], "province_code": ["PV1", "PV1", "PV2"]})
    provinces = pd.DataFrame({"code": ["PV1", "PV2"], "name": ["Een", "Twee"]})
    regions = pd.DataFrame({"region_id": members.values(), "municipality_code": members.keys()}, dtype="object")
    nothing = gpd.GeoDataFrame(geometry=[], crs=28992)
    return Inputs(
        locations=nothing,
        candidates=nothing,
        tables={"regions": regions.assign(region_name=regions["region_id"])},
        given=frozenset({"regions"}),
        provinces=gpd.GeoDataFrame(provinces, geometry=[Point(0, 0)] * 2, crs=28992),
        municipalities=gpd.GeoDataFrame(towns, geometry=[Point(0, 0)] * 3, crs=28992),
        province_codes=codes,
        population=None,
        country=None,
        layers={},
        gtfs=None,
        areas=None,
        facility_lists=nothing,
        replaced=(),
        texts={},
        files=(),
        notes=(),
        profile=shipped_profile("standaard"),
        finder_profile=shipped_profile("standaard"),
    )


OVER = {"GM1": "WEST", "GM2": "OVER", "GM3": "OVER"}


@pytest.mark.parametrize(
    ("members", "codes", "expected"),
    [
        (OVER, ("PV1", "PV2"), [(("WEST",), True), ((), True)]),
        ({"GM1": "WEST", "GM2": "WEST", "GM3": "OOST"}, ("PV1", "PV2"), [(("WEST",), False), (("OOST",), False)]),
        (OVER, ("PV1",), [(("OVER", "WEST"), False)]),  # what lies outside the plan is counted in the one PRT
        ({}, ("PV1", "PV2"), [((), False), ((), False)]),
    ],
)
def test_a_region_is_part_of_the_province_that_holds_it_whole(
    members: dict[str, str], codes: tuple[str, ...], expected: list[tuple[tuple[str, ...], bool]]
) -> None:
    provinces = provinces_of_plan(inputs_of(members, *codes))
    assert [(area.parts, area.crossed) for area in provinces] == expected


def test_what_a_region_over_the_border_needs_is_counted_in_neither_province() -> None:
    areas, sites = (
        areas_of_plan(inputs_of(OVER, "PV1", "PV2")),
        locations(
            {"location_id": "A", "capacity": 250, "region_id": "WEST"},
            {"location_id": "B", "capacity": 150, "region_id": "OVER"},
            {"location_id": "C", "capacity": 150, "region_id": "OVER", "province_code": "PV2"},
        ),
    )
    table = coverage(
        supply_steps(sites), need(*BY_REGION), areas=areas, quarters=[Quarter(2021, 4)],
        reference_date=pd.Timestamp("2020-09-01"),
    )  # fmt: skip
    told = table[table["bucket"] == "totaal"].set_index("region_id")["status"].to_dict()
    # counted whole, PV1 would ask 300 + 100 and PV2 300, of which it has 150: two shortages that are none
    assert told == {"OVER": "within", "WEST": "above", "PV1": "untestable", "PV2": "untestable"}


def test_rows_of_its_own_still_tell_what_a_province_needs() -> None:
    one, two = provinces_of_plan(inputs_of(OVER, "PV1", "PV2"))
    demand = need(*BY_REGION, {**TOTAL, "province": "PV1", "places_min": 250})
    assert need_on(demand, one, "totaal", DAYS)[0].tolist() == [250]
    assert np.isnan(need_on(demand, two, "totaal", DAYS)[0]).all()
