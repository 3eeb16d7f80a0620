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

_KEYS = ("area_id", "quarter", "need_min", "need_unknown_days")
_ONE_ROW = ("area_id", "quarter")
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

    The days on which the need is unknown have a column where there are any.

    Parameters
    ----------
    shown
        The table ``variants``, with or without the column ``area_id``.
    options
        Whether the variant with extension options is shown.
    """
    needless = bool(shown.frame["need_unknown_days"].gt(0).any())
    names = [name for name in _KEYS if name in shown.frame and (needless or name != "need_unknown_days")]
    keys = [name for name in _ONE_ROW if name in shown.frame]
    wide = shown.frame[names].drop_duplicates(keys).set_index(keys)
    variants = [variant for variant in VARIANTS if options or variant != OPTIONS]
    for variant in variants:
        rows = shown.frame[shown.frame["variant"] == variant].set_index(keys)
        told = rows.assign(shortage=_or_untested(rows))
        wide = wide.assign(**{f"{variant}_{name}": told[column] for name, column in _KEPT.items()})
    columns = [shown.table.column(name) for name in names]
    columns += [column for variant in variants for column in _columns(variant)]
    table = Table(name=_TITLE, title=shown.table.title, columns=tuple(columns))
    return Shown(table=table, frame=wide.reset_index())


def _or_untested(rows: pd.DataFrame) -> pd.Series:
    """Give no number where the need is known on no day, and no nought where what is unknown may hide a shortage."""
    told = rows["shortage"].gt(0) | (rows["shortage"].notna() & (rows["status"] != "untestable"))
    return rows["shortage"].astype("object").where(told.fillna(value=False), say("variant_status.untestable"))


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
    if rows["shortage"].isna().all():
        return Paragraph(text=say("report.scaling.untested", area=area))
    each = {variant: rows[rows["variant"] == variant] for variant in VARIANTS}
    told = {variant: _in_words(some) for variant, some in each.items()}
    tested = {variant: str(int((some["status"] != "untestable").sum())) for variant, some in each.items()}
    hidden = bool((rows["status"] == "untestable").any())
    rest = say("report.scaling.tested", quarters=rows["quarter"].nunique(), **tested) if hidden else ""
    figures = tuple(sorted((variant, figure) for variant, some in each.items() for figure in _figures(some)))
    return Fact(label="deepest", text=say("report.scaling.deepest", area=area, tested=rest, **told), figures=figures)


def _figures(rows: pd.DataFrame) -> Iterator[Figure]:
    """Give the number that the sentence says of a variant; none where it says that it cannot be tested."""
    deepest = rows["shortage"].max()
    if deepest > 0 or (rows["status"] != "untestable").all():
        yield Figure(value=int(deepest), unit=say("report.unit.emergency"), source="variants.shortage")


def _in_words(rows: pd.DataFrame) -> str:
    """Write the deepest shortage of a variant; that there is none is said where every quarter was tested alone."""
    known = rows.dropna(subset=["shortage"])
    deepest = known.iloc[int(known["shortage"].to_numpy(dtype="int64").argmax())]
    places, tested = int(deepest["shortage"]), rows["status"] != "untestable"
    if not places:
        if tested.all():
            return say("report.scaling.none")
        return say("report.scaling.not_found" if tested.any() else "variant_status.untestable")
    number = counted("places", places)
    bound = say("report.at_most", number=number) if deepest["unknown_days"] else number
    return say("report.scaling.since", places=bound, day=format_date(deepest["shortage_from"]))
