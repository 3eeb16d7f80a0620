"""The quarter table as the plan prints it: a row a location, a column a quarter (Tabel 7.1)."""

from collections.abc import Mapping, Sequence

import pandas as pd

from geo.quarters import Quarter

TOTAL_ROWS = ("total", "need_min", "need_max", "balance", "voluntary", "certain")
"""Rows below the locations, as they are called in the table of totals."""


def quarter_grid(
    transition: pd.DataFrame, totals: pd.DataFrame, names: Mapping[str, str], *, quarters: Sequence[Quarter]
) -> pd.DataFrame:
    """Turn the long table of places by quarter on its side.

    Parameters
    ----------
    transition
        From `geo.analysis.transition.transition`.
    totals
        From `geo.analysis.transition.quarter_totals`, of one province.
    names
        Name per location.
    quarters
        Quarters of the horizon, in order.

    Returns
    -------
    grid
        ``name``, ``type`` (the last one that the location has) and a column of whole places per quarter; locations
        by id, then the rows of `TOTAL_ROWS` with their key as name. Missing means no place there, or unknown where
        the total says so.
    """
    columns = [str(quarter) for quarter in quarters]
    wide = transition.pivot(index="location_id", columns="quarter", values="places").reindex(columns=columns)
    kinds = transition.dropna(subset=["type"]).groupby("location_id")["type"].last()
    body = wide.astype("Int64").reset_index()
    body.insert(1, "name", body["location_id"].map(names))
    body.insert(2, "type", body["location_id"].map(kinds))
    sums = totals.set_index("quarter")[list(TOTAL_ROWS)].T.reindex(columns=columns).astype("Int64")
    foot = sums.rename_axis("name").reset_index()
    return pd.concat([body.drop(columns="location_id"), foot], ignore_index=True)[["name", "type", *columns]]
