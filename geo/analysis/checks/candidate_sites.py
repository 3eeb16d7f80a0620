"""Checks of the candidate sites: whether two of them, or one and a location, may be one (chapter 4)."""

from collections.abc import Iterable, Iterator

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.analysis.candidates.declared import as_offered
from geo.analysis.checks.given import CheckInput
from geo.analysis.checks.rules import SAME_PLACE_M, breach
from geo.analysis.checks.sites import together
from geo.figures import named
from geo.findings import Finding

_AREA = 2


def candidate_sites(given: CheckInput) -> Iterator[Finding]:
    """Find candidates that may be another candidate, or a location that runs at the same time.

    They lie at one place, bear one BAG id, or have one name in one municipality. Two areas are at one place where their
    middles are: neighbours share a border and no more.
    """
    if given.candidates is None or given.candidates.empty:
        return
    offered = as_offered(given.candidates)
    rows = pd.concat([offered, given.locations], ignore_index=True)
    pairs = {*_near(rows), *_alike(rows, ["bag_id"]), *_alike(_folded(rows), ["name", "municipality_code"])}
    for one, other in sorted(pairs):
        # Locations among themselves have a check of their own.
        if one < len(offered) and together(rows.iloc[one], rows.iloc[other]):
            ids = [str(rows.loc[at, "location_id"]) for at in (one, other)]
            first, second = (named(str(rows.loc[at, "name"]), str(rows.loc[at, "location_id"])) for at in (one, other))
            yield breach("candidate_double", ids, name=first, other_name=second)


def _folded(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(name=rows["name"].str.casefold().str.split().str.join(" "))


def _alike(rows: pd.DataFrame, columns: list[str]) -> Iterable[tuple[int, int]]:
    """Pair the first of the rows that have the same in some columns with each of the others."""
    known = rows.dropna(subset=columns)
    for _, same in known[known.duplicated(columns, keep=False)].groupby(columns):
        first, *others = (int(at) for at in same.index)
        yield from ((first, other) for other in others)


def _near(rows: pd.DataFrame) -> Iterable[tuple[int, int]]:
    """Pair the rows that lie at one place."""
    shapes = gpd.GeoSeries(rows["geometry"]) if "geometry" in rows else gpd.GeoSeries([])
    placed = np.flatnonzero(shapes.notna() & ~shapes.is_empty)
    some = shapes.to_numpy()[placed]
    first, second = shapely.STRtree(some).query(some, predicate="dwithin", distance=SAME_PLACE_M)
    areas = shapely.get_dimensions(some) == _AREA
    apart = shapely.distance(shapely.centroid(some[first]), shapely.centroid(some[second])) > SAME_PLACE_M
    kept = (first < second) & ~(areas[first] & areas[second] & apart)
    return zip(placed[first[kept]].tolist(), placed[second[kept]].tolist(), strict=True)
