"""Which figures of a plan changed, with what is unknown of either side carried along."""

from collections.abc import Collection, Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from geo.analysis.need import need_in_force
from geo.analysis.versions.values import same_values
from geo.tables.columns import Column, Table
from geo.tables.inputs import NEED
from geo.tables.portfolio import PORTFOLIO_TOTALS
from geo.tables.render import shown
from geo.tables.transition import ALLOCATION_TOTALS
from geo.tables.versions import FIGURE_CHANGES
from geo.words import say

KEY = ["part", "area_id", "of", "due", "figure"]
_COLUMNS = [*KEY, "value", "unknown"]
PARTS = ("context", "portfolio", "allocation", "need")
"""What figures are of, in the order in which they are told."""
_ADDED_UP = ("portfolio", "allocation")
"""Parts that are sums over locations: a group without a row has no locations, which is 0 and not unknown."""
_TOTALS = ("regular", "emergency", "reserve", "amv")
Row = Mapping[Hashable, Any]


def figures_of(
    context: pd.DataFrame, portfolio: pd.DataFrame, allocation: pd.DataFrame, need: pd.DataFrame, *, sole: str = ""
) -> pd.DataFrame:
    """Bring the figures of a plan in one list.

    Parameters
    ----------
    context
        ``name, value, unknown`` of `geo.analysis.portfolio.context_figures`.
    portfolio, allocation
        From `geo.analysis.portfolio.portfolio_totals` and `geo.analysis.allocation_table.allocation_totals`.
    need
        The need, as read; the forecast in force counts.
    sole
        Code of the only province of the plan, to which rows of the need without an area belong; empty where there
        are several.

    Returns
    -------
    figures
        ``part, area_id, of, due, figure, value, unknown``; the first five tell figures apart. ``value`` is missing
        where nothing is known, a lower bound where ``unknown`` parts of it are. Increments of one day are added up.
    """
    lines = [
        *(_line("context", row["name"], row["value"], row["unknown"]) for row in context.to_dict("records")),
        *(line for row in portfolio.to_dict("records") for line in _of_portfolio(row)),
        *(line for row in allocation.to_dict("records") for line in _of_allocation(row)),
        *_of_need(need, sole),
    ]
    table = pd.DataFrame(lines, columns=_COLUMNS)
    return table.astype({"value": "Float64", "unknown": "Int64", "due": "datetime64[s]"})


def _line(part: str, figure: str, value: object, unknown: object = 0, **about: object) -> dict[str, object]:
    usual = {"part": part, "area_id": "", "of": "", "due": None, "figure": figure, "value": value, "unknown": unknown}
    return {**usual, **about}


def _of_portfolio(row: Row) -> Iterator[dict[str, object]]:
    of = say(f"totals_by.{row['by']}")
    if row["by"] != "all":
        of = f"{of}: {_word(row['value'], PORTFOLIO_TOTALS.column('value'))}"
    yield _line("portfolio", "locations", row["locations"], of=of)
    for kind in _TOTALS:
        yield _line("portfolio", kind, row[kind], row[f"{kind}_unknown"], of=of)


def _of_allocation(row: Row) -> Iterator[dict[str, object]]:
    of = _in_words(row, ALLOCATION_TOTALS, ("type", "decision"))
    yield _line("allocation", "locations", row["locations"], area_id=row["region_id"], of=of)
    for name, figure in (("places_now", "places_now"), ("places", "places_end")):
        yield _line("allocation", figure, row[name], row["unknown"], area_id=row["region_id"], of=of)


def _in_words(row: Row, table: Table, names: Collection[str]) -> str:
    columns = [table.column(name) for name in names]
    return "; ".join(f"{column.heading}: {_word(row[column.name], column)}" for column in columns)


def _word(value: object, column: Column) -> str:
    return shown(value or None, column, missing=say("unknown.word"))


def _of_need(need: pd.DataFrame, sole: str) -> Iterator[dict[str, object]]:
    rows = need_in_force(need)
    if rows.empty:
        return
    area = rows["region_id"].replace("", None).fillna(rows["province"].replace("", None)).fillna(sole)
    band = {
        "need_min": rows["places_min"].fillna(rows["places_max"]),
        "need_max": rows["places_max"].fillna(rows["places_min"]),
    }
    keys = ["area_id", "bucket", "scenario", "due"]
    grouped = rows.assign(area_id=area, **band).groupby(keys)[list(band)]
    for row in grouped.sum(min_count=1).reset_index().to_dict("records"):
        bucket = shown(row["bucket"], NEED.column("bucket"))
        of = f"{bucket} ({row['scenario']})" if row["scenario"] else bucket
        for figure in band:
            yield _line("need", figure, row[figure], area_id=row["area_id"], of=of, due=row["due"])


def figure_changes(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """List the figures that differ.

    Parameters
    ----------
    old, new
        From `figures_of`.

    Returns
    -------
    table
        The columns of `geo.tables.versions.FIGURE_CHANGES`. ``difference`` is missing as soon as a side is missing or
        a part of it is unknown: the difference of two lower bounds is not known.
    """
    both = old.merge(new, on=KEY, how="outer", suffixes=("_old", "_new"))
    for side in ("old", "new"):
        empty = both["part"].isin(_ADDED_UP) & both[f"unknown_{side}"].isna()
        both[f"value_{side}"] = both[f"value_{side}"].mask(empty, 0)
        both[f"unknown_{side}"] = both[f"unknown_{side}"].fillna(0)
    lost = (both["unknown_old"] > 0) | (both["unknown_new"] > 0)
    table = both.rename(columns={"value_old": "old", "value_new": "new"}).assign(
        difference=(both["value_new"] - both["value_old"]).mask(lost)
    )
    equal = same_values(table["old"], table["new"]) & (table["unknown_old"] == table["unknown_new"])
    listed = table[~equal]
    ranked = listed.assign(_rank=listed["part"].map({name: place for place, name in enumerate(PARTS)}))
    ordered = ranked.sort_values(["_rank", *KEY[1:]], na_position="first", ignore_index=True)
    return ordered[list(FIGURE_CHANGES.names)]
