"""What the stages of the arithmetic share: the areas in which is counted, and the days."""

import geopandas as gpd
import pandas as pd

from geo.analysis.need import Area
from geo.figures import named
from geo.plan import Plan
from geo.sources.boundaries import OTHER_NAMES
from geo.sources.inputs import Inputs
from geo.tables.provinces import PROVINCES


def areas_of_plan(inputs: Inputs) -> tuple[Area, ...]:
    """List the counting regions and the provinces."""
    regions = inputs.table("regions")
    names = regions.groupby("region_id")["region_name"].first() if len(regions) else pd.Series(dtype="str")
    listed = [Area(area_id=str(key), level="region", name=str(name)) for key, name in names.items()]
    return (*listed, *provinces_of_plan(inputs))


def provinces_of_plan(inputs: Inputs) -> tuple[Area, ...]:
    """List the provinces, each with the counting regions that it shares with no other province of the plan."""
    within = _regions_within(inputs)
    crossing = {
        region for code, ids in within.items() for other in set(within) - {code} for region in ids & within[other]
    }
    return tuple(
        Area(
            area_id=str(row.code),
            level="province",
            name=str(row.name),
            parts=tuple(sorted(within[str(row.code)] - crossing)),
            crossed=bool(within[str(row.code)] & crossing),
            sole=len(inputs.own_provinces) == 1,
        )
        for row in inputs.own_provinces[["code", "name"]].itertuples(index=False)
    )


def _regions_within(inputs: Inputs) -> dict[str, set[str]]:
    """Give the regions with a municipality in each province of the plan."""
    regions, towns = inputs.table("regions"), inputs.municipalities
    homes = {code: set(towns.loc[towns["province_code"] == code, "code"]) for code in inputs.own_provinces["code"]}
    return {
        str(code): set(regions.loc[regions["municipality_code"].isin(list(own)), "region_id"])
        for code, own in homes.items()
    }


def region_names(inputs: Inputs) -> dict[str, str]:
    """Give the name of every counting region by its id, as people read it: ``Zuidrand (ZUI)``."""
    rows = inputs.table("regions").drop_duplicates("region_id")
    return {key: named(name, key) for key, name in zip(rows["region_id"], rows["region_name"].fillna(""), strict=True)}


def province_names(inputs: Inputs) -> dict[str, str]:
    """Give the name of every province by its code: of the boundaries, and the Dutch ones."""
    return PROVINCES | dict(zip(inputs.provinces["code"], inputs.provinces["name"], strict=True))


def provinces_by_name(inputs: Inputs) -> dict[str, str]:
    """Give the code of every province by each name and code that people call it by."""
    names = province_names(inputs)
    return {name: code for code, name in names.items()} | OTHER_NAMES | {code: code for code in names}


def outsiders(inputs: Inputs) -> dict[str, str]:
    """Give the name of the province of every municipality that lies outside the plan's, by code of the municipality."""
    names, towns = province_names(inputs), inputs.municipalities
    elsewhere = towns[~towns["province_code"].isin(inputs.province_codes) & towns["province_code"].notna()]
    return {code: names.get(of, of) for code, of in zip(elsewhere["code"], elsewhere["province_code"], strict=True)}


def region_shapes(inputs: Inputs) -> gpd.GeoDataFrame:
    """Give the counting regions as areas: `region_id`, `region_name`, geometry."""
    regions = inputs.table("regions")
    shapes = inputs.municipalities[["code", "geometry"]].merge(
        regions[["region_id", "region_name", "municipality_code"]], left_on="code", right_on="municipality_code"
    )
    whole = gpd.GeoDataFrame(shapes, crs=inputs.municipalities.crs).dissolve("region_id", as_index=False)
    return whole[["region_id", "region_name", "geometry"]]


def reference_day(plan: Plan) -> pd.Timestamp:
    """Give the reference date."""
    return pd.Timestamp(plan.plan.reference_date)


def last_day(plan: Plan) -> pd.Timestamp:
    """Give the last day of the horizon."""
    return pd.Timestamp(plan.quarters[-1].last_day)
