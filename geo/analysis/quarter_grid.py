"""The quarter table as the plan prints it: a row a location, a column a quarter (Tabel 7.1)."""

from collections.abc import Mapping, Sequence

import pandas as pd

from geo.figures import format_at_least
from geo.quarters import Quarter

TOTAL_ROWS = ("total", "unknown_locations", "need_min", "need_max", "balance", "voluntary", "certain")
"""Rows below the locations, as they are called in the table of totals."""
_BOUNDS = ("total", "balance", "certain")
"""Rows that are a lower bound where locations are unknown."""
_SHARED = ("voluntary",)
"""Rows that are the same for every province: they are not added up."""


def quarter_grid(
    transition: pd.DataFrame, totals: pd.DataFrame, names: Mapping[str, str], *, quarters: Sequence[Quarter]
) -> pd.DataFrame:
    """Turn the long table of places by quarter on its side.

    Parameters
    ----------
    transition
        From `geo.analysis.transition.transition`.
    totals
        From `geo.analysis.transition.quarter_totals`, of every province of the plan.
    names
        Name per location.
    quarters
        Quarters of the horizon, in order.

    Returns
    -------
    grid
        ``name``, ``type`` (the last one that the location has) and a column per quarter; locations by id, then the
        rows of `TOTAL_ROWS` with their key as name. Places are whole numbers: 0 where a location does not stand,
        missing where its places are unknown. Totals, balances and certain places are texts: a lower bound
        (``≥ 2.500``) where locations are unknown, of which the row ``unknown_locations`` counts how many; missing
        where they are unknown altogether.
    """
    columns = [str(quarter) for quarter in quarters]
    keyed = transition.set_index(["location_id", "quarter"])["places"]
    ids = sorted(set(transition["location_id"]))
    cells = {quarter: [_cell(keyed, (name, quarter)) for name in ids] for quarter in columns}
    wide = pd.DataFrame(cells, index=pd.Index(ids, name="location_id"), dtype="Int64")
    kinds = transition.dropna(subset=["type"]).groupby("location_id")["type"].last()
    body = wide.reset_index()
    body.insert(1, "name", body["location_id"].map(names))
    body.insert(2, "type", body["location_id"].map(kinds))
    foot = _foot(totals, columns)
    parts = [part.astype(object) for part in (body.drop(columns="location_id"), foot)]
    return pd.concat(parts, ignore_index=True)[["name", "type", *columns]]


def _cell(places: pd.Series, key: tuple[str, str]) -> int | None:
    if key not in places.index:
        return 0
    found = places[key]
    return None if pd.isna(found) else int(found)


def _foot(totals: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Add up the provinces; a sum of which a part is unknown is unknown, not smaller."""
    grouped = totals.groupby("quarter")
    size = int(grouped.size().max())
    sums = grouped[[name for name in TOTAL_ROWS if name not in _SHARED]].sum(min_count=size)
    shared = grouped[list(_SHARED)].max()
    rows = sums.join(shared).reindex(columns)[list(TOTAL_ROWS)].astype("Int64").astype(object)
    for name in _BOUNDS:
        rows[name] = [
            pd.NA if pd.isna(value) else format_at_least(int(value), unknown=int(lost), signed=name == "balance")
            for value, lost in zip(rows[name], rows["unknown_locations"].fillna(0), strict=True)
        ]
    return rows.T.rename_axis("name").rename_axis(None, axis="columns").reset_index()
