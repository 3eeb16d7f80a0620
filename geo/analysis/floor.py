"""Floor area per place (chapters 2 and 4)."""

import pandas as pd

from geo.analysis.supply import standing_on


def floor_per_place(locations: pd.DataFrame, supply: pd.DataFrame, *, reference_date: pd.Timestamp) -> pd.DataFrame:
    """Divide the floor area over places and reserve: on the reference date, or on the first day where that is later.

    Parameters
    ----------
    locations
        The locations, as read.
    supply
        From `geo.analysis.supply.supply_steps`.
    reference_date
        Day of the portfolio.

    Returns
    -------
    table
        On the index of the locations ``places`` (what the location can hold, also where it is unknown whether they
        count), ``m2`` (m² of floor a place, missing where floor or places are unknown or there are none) and
        ``at_most``: whether reserve is unknown, so that there may be less.
    """
    first = supply.drop_duplicates("location_id").set_index("location_id")
    today = standing_on(supply, reference_date).set_index("location_id")
    state = pd.concat([today, first[~first.index.isin(today.index)]])
    places, reserve = (
        locations["location_id"].map(state[name]).astype("Float64") for name in ("places_max", "reserve")
    )
    whole = places + reserve.fillna(0)
    ratio = (locations["floor_area_m2"] / whole).mask((whole == 0).fillna(value=False))
    return pd.DataFrame(
        {"places": places, "m2": ratio, "at_most": reserve.isna() & ratio.notna()}, index=locations.index
    )
