"""With which locations the need is met: new, continued, converted and ended (chapter 4)."""

from collections.abc import Mapping

import pandas as pd

from geo.analysis.flexible import is_flexible
from geo.analysis.supply import places_on, regular, supply_steps
from geo.tables.transition import ALLOCATION_OVERVIEW, ALLOCATION_TOTALS


def allocation_overview(
    locations: pd.DataFrame,
    steps: pd.DataFrame | None = None,
    *,
    reference_date: pd.Timestamp,
    last: pd.Timestamp,
    hub_distances_m: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """List every location with its places now and at the end of the horizon (Tabel 4.2).

    Parameters
    ----------
    locations, steps
        As read.
    reference_date, last
        Day of the portfolio, and last day of the horizon.
    hub_distances_m
        Distance in metres from a location to its hub, over the network of whatever mode the caller chose.

    Returns
    -------
    table
        The columns of `geo.tables.transition.ALLOCATION_OVERVIEW`, sorted by id. Regular places alone: 0 where there
        are none on that day, missing where they are unknown.
    """
    supply = regular(supply_steps(locations, steps))
    distances = hub_distances_m or {}
    table = pd.DataFrame(locations).assign(
        places_now=_places(supply, reference_date, locations["location_id"]),
        places=_places(supply, last, locations["location_id"]),
        flexible=is_flexible(locations),
        hub_distance_m=locations["location_id"].map(distances).astype("Float64"),
    )
    return table[list(ALLOCATION_OVERVIEW.names)].sort_values("location_id", ignore_index=True)


def _places(supply: pd.DataFrame, day: pd.Timestamp, ids: pd.Series) -> pd.Series:
    known = places_on(supply, day)["high"]
    return known.reindex(ids).mask(~ids.isin(known.index).to_numpy(), 0).set_axis(ids.index)


def allocation_totals(overview: pd.DataFrame) -> pd.DataFrame:
    """Add up the overview per region, type and decision.

    Parameters
    ----------
    overview
        From `allocation_overview`.

    Returns
    -------
    table
        The columns of `geo.tables.transition.ALLOCATION_TOTALS`; every location is in exactly one row, under an empty
        region, type or decision where it has none. ``unknown`` counts locations whose places now or at the end are
        unknown; these add nothing.
    """
    keys = list(ALLOCATION_TOTALS.key)
    filled = overview.assign(**{key: overview[key].fillna("") for key in keys})
    lost = filled["places"].isna() | filled["places_now"].isna()
    grouped = filled.assign(unknown=lost.astype("int64")).groupby(keys)
    sums = grouped[["places_now", "places", "unknown"]].sum().assign(locations=grouped.size())
    numbers = dict.fromkeys(("locations", "places_now", "places", "unknown"), "Int64")
    return sums.reset_index().astype(numbers)[list(ALLOCATION_TOTALS.names)]
