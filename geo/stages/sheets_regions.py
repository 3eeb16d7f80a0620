"""The sheet of chapter 3: the division into regions and the partnerships that cross the border."""

from collections.abc import Iterator
from functools import partial

import geopandas as gpd

from geo.analysis.partnerships import members_placed
from geo.maps.division import Cooperation, division_sheet
from geo.sources.inputs import Inputs
from geo.stages.areas import region_shapes
from geo.stages.imprint import imprint_of_sheet
from geo.stages.results_regions import partnerships_shown
from geo.stages.sheet_job import Draw
from geo.stages.stage import Work


def region_drawings(work: Work) -> Iterator[Draw]:
    """Draw regions and partnerships: Kaart 3; nothing where the plan has neither."""
    inputs = work.inputs()
    overview = partnerships_shown(work).frame
    shapes = region_shapes(inputs) if len(inputs.table("regions")) else _no_regions(inputs)
    told = work.frame("region_overview")[["region_id", "members", "inhabitants"]]
    regions = gpd.GeoDataFrame(shapes.merge(told, on="region_id", how="left"), crs=inputs.municipalities.crs)
    if len(regions) or len(overview):
        members, lost = _members(inputs)
        yield partial(
            division_sheet,
            regions.sort_values("region_id", ignore_index=True),
            Cooperation(overview=overview, members=members, shapeless=lost),
            imprint=imprint_of_sheet(work, "regions"),
            number="3",
        )


def _no_regions(inputs: Inputs) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"region_id": [], "region_name": []}, geometry=[], crs=inputs.municipalities.crs)


def _members(inputs: Inputs) -> tuple[gpd.GeoDataFrame, tuple[str, ...]]:
    """Give the members with their areas, and the codes of those that the boundaries do not hold."""
    towns = inputs.municipalities.drop_duplicates("code")[["code", "name", "geometry"]]
    placed = members_placed(inputs.table("partnership_members"), inputs.municipalities)
    pairs = placed.rename(columns={"municipality_code": "code"})
    known = gpd.GeoDataFrame(towns.merge(pairs, on="code"), crs=towns.crs)
    known = known.assign(own=known["province_code"].isin(inputs.province_codes))
    lost = sorted(set(pairs["code"]) - set(towns["code"]))
    return known.sort_values(["partnership_id", "code"], ignore_index=True), tuple(lost)
