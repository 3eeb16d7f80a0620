"""The sheet of all candidates: what came of the knock-out rules is the fill, the rank stands in the mark."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.figures import format_date, format_number, format_range
from geo.imprint import Imprint
from geo.maps import style
from geo.maps.composition import Page
from geo.maps.layout import Heading, TableBlock, TableColumn, key_column
from geo.maps.legend import Item, Section
from geo.maps.paper import sign_fits
from geo.maps.place_mark import PlaceMark, places_words, point_of, text_cell, whole
from geo.maps.provincial import marked_sheet
from geo.maps.region import Region
from geo.maps.sheets import Sheet, sheet_name
from geo.words import say

_MARK_MM2, QUIET_MM2 = 15.0, 3.6
_ROOMY = 24
"""With more candidates their marks get smaller."""
_DASH = "–"


def candidates_sheet(
    candidates: gpd.GeoDataFrame, locations: gpd.GeoDataFrame, region: Region, *, imprint: Imprint, number: str
) -> Sheet:
    """Draw all candidates with their verdict and rank, and in grey the locations that there are.

    Parameters
    ----------
    candidates
        Candidates in a metric reference system, in the order of the table: `candidate_id`, `name`, `municipality`,
        `places`, `eligible`, `rank`, `rank_low`, `rank_high`, `open`, `geometry`.
    locations
        Locations of the plan: `location_id`, `name`, `open`, `geometry`.
    region, imprint, number
        As for `geo.maps.portfolio.portfolio_sheet`.

    Raises
    ------
    InputError
        If the edition is open and a row is not.
    CrsError
        If the candidates have no reference system.
    """
    rows = candidates.to_dict("records")
    area = verdict_area(len(rows))
    marks = tuple(_mark(row, area) for row in rows)
    quiet = tuple(_quiet(row) for row in locations.to_dict("records"))
    label = say("maps.number", number=number)
    said = _said(rows)
    state = say("maps.state", date=format_date(imprint.reference_date))
    listed = "; ".join(_listed(row) for row in rows)
    both = gpd.GeoDataFrame(pd.concat([candidates[["open", "geometry"]], locations[["open", "geometry"]]]))
    return marked_sheet(
        Page(
            heading=Heading(
                number=label,
                title=say("maps.candidates.title", province=imprint.province),
                subtitle=f"{said} · {state}",
            ),
            table=_table(rows),
            sections=(_legend(marks, existing=any(mark.xy is not None for mark in quiet)),),
        ),
        (*marks, *quiet),
        both,
        region,
        imprint=imprint,
        name=sheet_name(label, say("maps.candidates.file"), imprint, region.paper),
        alt_text=say("maps.candidates.alt", province=imprint.province, count=said, listed=listed),
    )


def verdict_area(count: int) -> float:
    """Give the area of the mark of a candidate, in mm²; many candidates have smaller ones."""
    return _MARK_MM2 * float(np.sqrt(min(1.0, _ROOMY / max(count, 1))))


def _mark(row: dict[str, object], area_mm2: float) -> PlaceMark:
    rank, places = whole(row["rank"]), whole(row["places"])
    sign = "" if rank is None else format_number(rank)
    mark = replace(style.VERDICT_MARKS[str(row["eligible"])], sign=sign)
    told = places_words(places)
    if sign and not sign_fits(mark, area_mm2):
        told = say("maps.candidates.ranked", rank=sign, places=told)
    return PlaceMark(
        key=str(row["candidate_id"]),
        name=text_cell(row["name"]),
        xy=point_of(row["geometry"]),  # type: ignore[arg-type]
        places=places,
        style=mark,
        told=told,
        area_mm2=area_mm2,
    )


def _quiet(row: dict[str, object]) -> PlaceMark:
    return PlaceMark(
        key=str(row["location_id"]),
        name=text_cell(row["name"]),
        xy=point_of(row["geometry"]),  # type: ignore[arg-type]
        places=None,
        style=style.QUIET,
        area_mm2=QUIET_MM2,
        quiet=True,
    )


def _verdict(row: dict[str, object]) -> str:
    return say(f"eligible.{row['eligible']}")


def _said(rows: list[dict[str, object]]) -> str:
    """Count the candidates, in all and by verdict."""
    counts = {one: sum(row["eligible"] == one for row in rows) for one in style.VERDICT_MARKS}
    parts = [
        say("maps.candidates.part", count=format_number(count), verdict=say(f"eligible.{one}"))
        for one, count in counts.items()
        if count
    ]
    key = "maps.candidates.said_one" if len(rows) == 1 else "maps.candidates.said"
    return say(key, count=format_number(len(rows)), parts=", ".join(parts))


def _listed(row: dict[str, object]) -> str:
    rank, said = whole(row["rank"]), {"name": text_cell(row["name"]), "verdict": _verdict(row)}
    if rank is None:
        return say("maps.candidates.listed", **said)
    return say("maps.candidates.listed_rank", **said, rank=format_number(rank))


def _legend(marks: tuple[PlaceMark, ...], *, existing: bool) -> Section:
    shown = {mark.style.fill for mark in marks}
    items = [
        Item(symbol=mark, text=say(f"eligible.{one}").capitalize())
        for one, mark in style.VERDICT_MARKS.items()
        if mark.fill in shown
    ]
    if any(mark.style.sign for mark in marks):
        items.append(Item(symbol=None, text=say("maps.candidates.rank_in")))
    if existing:
        items.append(Item(symbol=style.QUIET, text=say("maps.candidates.existing")))
    return Section(title=say("maps.candidates.verdicts"), items=tuple(items))


def _table(rows: list[dict[str, object]]) -> TableBlock:
    columns = (
        TableColumn(heading=say("maps.candidates.column.rank"), width=11),
        TableColumn(heading=say("maps.candidates.column.span"), width=15),
        key_column([str(row["candidate_id"]) for row in rows]),
        TableColumn(heading=say("maps.candidates.column.name"), width=37),
        TableColumn(heading=say("maps.column.municipality"), width=21),
        TableColumn(heading=say("maps.column.places"), width=13, right=True),
        TableColumn(heading=say("maps.candidates.column.outcome"), width=32, indent=3),
    )
    cells = [
        (_rank(row["rank"]), _span(row), str(row["candidate_id"]), text_cell(row["name"]),
         text_cell(row["municipality"]), format_number(whole(row["places"])), _verdict(row))
        for row in rows
    ]  # fmt: skip
    return TableBlock(
        title=say("maps.candidates.table"), columns=columns, rows=tuple(cells), note=say("maps.candidates.note")
    )


def _rank(rank: object) -> str:
    number = whole(rank)
    return _DASH if number is None else format_number(number)


def _span(row: dict[str, object]) -> str:
    low, high = whole(row["rank_low"]), whole(row["rank_high"])
    return _DASH if low is None or high is None else format_range(low, high)
