"""The quarter table as the plan prints it: a row a location, a column a quarter (Tabel 7.1)."""

from collections.abc import Mapping, Sequence

import pandas as pd

from geo.figures import format_at_least
from geo.quarters import Quarter

TOTAL_ROWS = ("total", "unknown_locations", "need_min", "need_max", "balance", "voluntary", "certain")
"""Rows below the locations, as they are called in the table of totals."""
_BOUNDS = ("total", "balance", "certain")
"""Rows that are a lower bound where locations are unknown."""
_SHARED = "voluntary"
"""Row that is the same for every province: several provinces have it once."""


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
        ``row``, ``area_id``, ``name``, ``type`` (the last one that the location has) and a column per quarter. First
        the locations by id, with an empty ``row`` and ``area_id``; then for each province in the order of `totals` the
        rows of `TOTAL_ROWS`, without a name. Provinces are never added up; what is the same for all stands once, last,
        with an empty ``area_id``, where there are several. All cells are whole numbers: 0 where a location does not
        stand, missing where places or need are unknown.
    """
    columns = [str(quarter) for quarter in quarters]
    keyed = transition.set_index(["location_id", "quarter"])["places"]
    ids = sorted(set(transition["location_id"]))
    cells = {quarter: [_cell(keyed, (name, quarter)) for name in ids] for quarter in columns}
    wide = pd.DataFrame(cells, index=pd.Index(ids, name="location_id"), dtype="Int64").reset_index()
    kinds = transition.dropna(subset=["type"]).groupby("location_id")["type"].last()
    wide = wide.assign(name=wide["location_id"].map(names), type=wide["location_id"].map(kinds), row="", area_id="")
    parts = [part.astype(object) for part in (wide, *_feet(totals, columns))]
    return pd.concat(parts, ignore_index=True)[["row", "area_id", "name", "type", *columns]]


def _cell(places: pd.Series, key: tuple[str, str]) -> int | None:
    if key not in places.index:
        return 0
    found = places[key]
    return None if pd.isna(found) else int(found)


def _feet(totals: pd.DataFrame, columns: list[str]) -> list[pd.DataFrame]:
    """Give the rows below the locations, province by province."""
    areas = list(dict.fromkeys(totals["area_id"]))
    own = TOTAL_ROWS if len(areas) == 1 else tuple(name for name in TOTAL_ROWS if name != _SHARED)
    feet = [_foot(totals, area, own, columns) for area in areas]
    return feet if len(areas) == 1 else [*feet, _foot(totals, areas[0], (_SHARED,), columns).assign(area_id="")]


def _foot(totals: pd.DataFrame, area: str, names: Sequence[str], columns: list[str]) -> pd.DataFrame:
    rows = totals[totals["area_id"] == area].set_index("quarter").reindex(columns)[list(names)].astype("Int64")
    turned = rows.astype(object).T.rename_axis("row").rename_axis(None, axis="columns").reset_index()
    return turned.assign(area_id=area)


def with_bounds(grid: pd.DataFrame, quarters: Sequence[Quarter]) -> pd.DataFrame:
    """Write totals, balances and certain places as texts, a lower bound where locations are unknown: ``≥ 2.500``.

    Parameters
    ----------
    grid
        From `quarter_grid`.
    quarters
        Quarters of the horizon.

    Returns
    -------
    grid
        The same with those texts; what is missing stays missing.
    """
    columns = [str(quarter) for quarter in quarters]
    told, counts = grid.copy(), grid[grid["row"] == "unknown_locations"].set_index("area_id")
    for at, row in grid[grid["row"].isin(_BOUNDS)].iterrows():
        told.loc[at, columns] = [
            value if pd.isna(value) else format_at_least(value, unknown=int(lost), signed=row["row"] == "balance")
            for value, lost in zip(row[columns], counts.loc[row["area_id"], columns], strict=True)
        ]
    return told
