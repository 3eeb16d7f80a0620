"""The sheets of shortage per quarter (chapter 4): a small map for every quarter of the horizon."""

from collections.abc import Iterator, Sequence
from functools import partial

import geopandas as gpd
import pandas as pd

from geo.analysis.need import main_scenario
from geo.maps.shortage import shortage_sheet
from geo.stages.areas import region_shapes
from geo.stages.imprint import imprint_of_sheet
from geo.stages.sheet_job import Draw
from geo.stages.stage import Work

_TOTAL = "totaal"


def shortage_drawings(work: Work, letters: Sequence[str]) -> Iterator[Draw]:
    """Draw the quarters: a sheet for each bucket with a need per region, then one for the total of the province.

    Parameters
    ----------
    work
        The work.
    letters
        Letters of the maps of chapter 4 that are still free, in order.
    """
    inputs, coverage = work.inputs(), _main(work)
    provinces = inputs.own_provinces.rename(columns={"code": "region_id", "name": "region_name"})
    asked = [(bucket, region_shapes(inputs)) for bucket in regional_buckets(work)]
    if _known(coverage, _TOTAL, provinces):
        asked.append((_TOTAL, gpd.GeoDataFrame(provinces)))
    for letter, (bucket, areas) in zip(letters, asked, strict=False):
        yield partial(
            shortage_sheet,
            areas[["region_id", "region_name", "geometry"]],
            coverage[coverage["bucket"] == bucket],
            imprint=imprint_of_sheet(work, "coverage"),
            number=f"4{letter}",
            bucket=bucket,
            quarters=tuple(work.plan.quarters),
        )


def regional_buckets(work: Work) -> tuple[str, ...]:
    """List the buckets for which a region has a need of its own."""
    coverage, regions = work.frame("coverage"), work.inputs().table("regions")
    known = coverage[coverage["region_id"].isin(list(regions["region_id"])) & coverage["need_min"].notna()]
    return tuple(dict.fromkeys(known["bucket"]))


def _main(work: Work) -> pd.DataFrame:
    coverage = work.frame("coverage")
    return coverage[coverage["scenario"] == main_scenario(work.inputs().table("need"))]


def _known(coverage: pd.DataFrame, bucket: str, areas: gpd.GeoDataFrame) -> bool:
    """Tell whether some area has a need in a bucket in some quarter."""
    rows = coverage[(coverage["bucket"] == bucket) & coverage["region_id"].isin(list(areas["region_id"]))]
    return bool(rows["need_min"].notna().any())
