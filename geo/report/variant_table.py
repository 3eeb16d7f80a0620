"""Supply with and without extensions as the plan prints it: a line a quarter (Tabel 7.4), and one sentence."""

from collections.abc import Iterator

import pandas as pd

from geo.figures import Figure, format_date
from geo.findings import counted
from geo.report.content import Block, Fact, Paragraph
from geo.report.results import Shown
from geo.tables.columns import Column, Table
from geo.tables.time_path import AGREED, OPTIONS, VARIANTS
from geo.words import say

_KEYS = ("area_id", "quarter", "need_min")
_KEPT = {"supply": "supply_max", "unknown": "unknown_locations", "shortage": "shortage", "loose": "unknown_days"}
_TITLE = "variants"


def has_options(shown: Shown) -> bool:
    """Tell whether extension options change the supply or the shortage of any quarter."""
    keys = [name for name in _KEYS if name in shown.frame and name != "need_min"]
    agreed, options = (
        shown.frame[shown.frame["variant"] == name].set_index(keys)[list(_KEPT.values())] for name in (AGREED, OPTIONS)
    )
    return not agreed.equals(options.reindex(agreed.index))


def variant_grid(shown: Shown, *, options: bool = True) -> Shown:
    """Set the variants of a quarter beside each other.

    Parameters
    ----------
    shown
        The table ``variants``, with or without the column ``area_id``.
    options
        Whether the variant with extension options is shown.
    """
    keys = [name for name in _KEYS if name in shown.frame]
    wide = shown.frame[keys].drop_duplicates(keys[:-1]).set_index(keys[:-1])
    variants = [variant for variant in VARIANTS if options or variant != OPTIONS]
    for variant in variants:
        rows = shown.frame[shown.frame["variant"] == variant].set_index(keys[:-1])
        told = rows.assign(shortage=_or_untested(rows["shortage"]))
        wide = wide.assign(**{f"{variant}_{name}": told[column] for name, column in _KEPT.items()})
    columns = [shown.table.column(name) for name in keys]
    columns += [column for variant in variants for column in _columns(variant)]
    table = Table(name=_TITLE, title=shown.table.title, columns=tuple(columns))
    return Shown(table=table, frame=wide.reset_index())


def _or_untested(shortage: pd.Series) -> pd.Series:
    """Say why there is no number where the need is known on no day of the quarter."""
    return shortage.astype("object").where(shortage.notna(), say("variant_status.untestable"))


def _columns(variant: str) -> Iterator[Column]:
    word = say(f"variant.{variant}")
    heading = {name: say(f"report.scaling.{name}", variant=word) for name in ("supply", "shortage")}
    yield Column(name=f"{variant}_supply", heading=heading["supply"], kind="places", at_least=f"{variant}_unknown")
    yield Column(name=f"{variant}_shortage", heading=heading["shortage"], kind="places", at_most=f"{variant}_loose")


def deepest_shortages(shown: Shown) -> tuple[Block, ...]:
    """Say per province how deep the shortage becomes without extension, with the options, and with all extended."""
    frame = shown.frame
    if "area_id" not in frame:
        return (_sentence(frame, ""),)
    return tuple(_sentence(rows, f"{area}: ") for area, rows in frame.groupby("area_id", sort=False))


def _sentence(rows: pd.DataFrame, area: str) -> Block:
    known = rows.dropna(subset=["shortage"])
    if known.empty:
        return Paragraph(text=say("report.scaling.untested", area=area))
    told, figures = {}, []
    for variant in VARIANTS:
        some = known[known["variant"] == variant]
        deepest = some.iloc[int(some["shortage"].to_numpy(dtype="int64").argmax())]
        places = int(deepest["shortage"])
        told[variant] = _in_words(places, deepest)
        figures.append((variant, Figure(value=places, unit=say("report.unit.emergency"), source="variants.shortage")))
    return Fact(label="deepest", text=say("report.scaling.deepest", area=area, **told), figures=tuple(sorted(figures)))


def _in_words(places: int, row: pd.Series) -> str:
    if not places:
        return say("report.scaling.none")
    number = counted("places", places)
    bound = say("report.at_most", number=number) if row["unknown_days"] else number
    return say("report.scaling.since", places=bound, day=format_date(row["shortage_from"]))
