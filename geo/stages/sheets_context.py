"""The sheet of chapter 1: reception places per 1,000 inhabitants of each municipality."""

from collections.abc import Hashable, Iterator, Mapping
from functools import partial
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.figures import Figure
from geo.maps.choropleth import ProvinceSums, reception_sheet
from geo.stages.imprint import imprint_of_sheet
from geo.stages.sheet_job import Draw
from geo.stages.stage import Work


def context_drawings(work: Work) -> Iterator[Draw]:
    """Draw the places per 1,000 inhabitants: Kaart 1; nothing where the plan has no municipalities."""
    inputs = work.inputs()
    standing = inputs.locations["location_id"].isin(list(work.frame("standing")["location_id"]))
    shapes = inputs.own_municipalities[["code", "geometry"]]
    rows = gpd.GeoDataFrame(shapes.merge(work.frame("municipalities"), on="code"), crs=shapes.crs)
    if len(rows):
        yield partial(
            reception_sheet,
            rows.sort_values("code", ignore_index=True),
            inputs.locations.loc[standing, ["location_id", "name", "open", "geometry"]],
            imprint=imprint_of_sheet(work, "context"),
            number="1",
            sums=_sums(work),
        )


def _sums(work: Work) -> ProvinceSums:
    facts = {row["name"]: row for row in work.frame("context_figures").to_dict("records")}
    rate = _figure(facts["places_per_1000"])
    return ProvinceSums(
        inhabitants=_figure(facts["inhabitants"]),
        places=_figure(facts["places"]),
        per_1000=None if rate.unknown else rate.value,
    )


def _figure(fact: Mapping[Hashable, Any]) -> Figure:
    value = None if pd.isna(fact["value"]) else float(fact["value"])
    return Figure(value=value, unknown=int(fact["unknown"]), source=str(fact["source"]))
