"""The quarters of a page: what is told beside the slider, and during which quarters a mark or a row is shown."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import geopandas as gpd
import pandas as pd

from geo.figures import (
    format_at_least,
    format_list,
    format_number,
    format_quarter,
    format_quarter_short,
    format_quarter_span,
    format_range,
)
from geo.maps.page_cells import is_missing, plain_text
from geo.maps.page_content import AreaTotal, PageContent, PageLayer, PageQuarter
from geo.maps.place_mark import places_words
from geo.quarters import Quarter
from geo.tables.transition import EVENTS
from geo.words import known, say

Span = tuple[int, int]
"""Numbers of the first and the last quarter during which something is shown."""
Told = TypeVar("Told")
_QUIET = ("", "unknown")
"""Events that are no change: nothing happens, or what is there is unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SumText:
    """The places of a province in a quarter, in words."""

    area: str
    """Name of the province; empty where there is one."""
    places: str
    """Places, with *ten minste* where some are unknown."""
    unknown: str
    """Locations of which the places are unknown; empty where there are none."""
    need: str
    """The need, as a bandwidth."""
    verdict: str
    """What comes of it."""
    status: str
    """The same as a word of the style sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterText:
    """What is told beside the slider of a quarter."""

    name: str
    """Name, as ``4e kwartaal 2021``."""
    short: str
    """Name as a heading, ``2021-IV``."""
    year: str
    """Year, of the first quarter of each year alone."""
    said: str
    """What the slider says of itself to who cannot see it."""
    sums: tuple[SumText, ...]
    """A sum per province."""
    events: tuple[tuple[str, str], ...]
    """What happens, with the locations to which."""


def shapes_of(layer: PageLayer) -> gpd.GeoDataFrame:
    """Give a row per shape of a layer, also of one that has a row per shape and quarter."""
    if not layer.key:
        return layer.frame
    return gpd.GeoDataFrame(layer.frame.drop_duplicates(layer.key).reset_index(drop=True))


def shape_numbers(layer: PageLayer) -> list[int]:
    """Give the number of the shape of each row, in the order of `shapes_of`."""
    if not layer.key:
        return list(range(len(layer.frame)))
    return [int(number) for number in pd.factorize(layer.frame[layer.key])[0]]


def quarter_numbers(quarters: Iterable[PageQuarter]) -> dict[str, int]:
    """Give the number that the slider has for each quarter, by how the layers write it."""
    return {str(one.quarter): number for number, one in enumerate(quarters)}


def first_shown(content: PageContent) -> int:
    """Give the number of the quarter of the reference date, or of the end of the horizon that is nearest to it."""
    today = Quarter.of(content.imprint.reference_date)
    reached = [number for number, one in enumerate(content.quarters) if one.quarter <= today]
    return reached[-1] if reached else 0


def spans(told: Mapping[int, Told], none: Told, count: int) -> Iterator[tuple[Span, Told]]:
    """Join quarters that follow each other and tell the same.

    Parameters
    ----------
    told
        What is told, by number of the quarter.
    none
        What is told in the other quarters.
    count
        How many quarters there are.
    """
    first = 0
    for number in range(1, count + 1):
        if number == count or told.get(number, none) != told.get(first, none):
            yield (first, number - 1), told.get(first, none)
            first = number


def span_text(span: Span, quarters: tuple[PageQuarter, ...]) -> str:
    """Write a span as ``2020-I t/m 2021-II``, or as one quarter."""
    first, last = (quarters[number].quarter for number in span)
    return format_quarter_span(first, last)


def quarter_texts(content: PageContent) -> list[QuarterText]:
    """Tell each quarter: its totals, and what happens to which locations."""
    names = {
        str(key): str(name)
        for sites in content.sites
        for key, name in zip(sites.frame["location_id"], sites.frame["name"], strict=True)
    }
    happened = _happened(content.layers, names)
    return [
        QuarterText(
            name=format_quarter(one.quarter),
            short=format_quarter_short(one.quarter),
            year=str(one.quarter.year) if one.quarter.number == 1 else "",
            said=f"{format_quarter(one.quarter)}: {format_list([_said(total) for total in one.totals])}",
            sums=tuple(_sum_text(total) for total in one.totals),
            events=tuple(
                (say(f"event.{event}"), ", ".join(told))
                for event in EVENTS
                if (told := happened.get((str(one.quarter), event)))
            ),
        )
        for one in content.quarters
    ]


def _happened(layers: tuple[PageLayer, ...], names: Mapping[str, str]) -> dict[tuple[str, str], list[str]]:
    """Name the locations per quarter and event."""
    found: dict[tuple[str, str], list[str]] = {}
    for layer in layers:
        if layer.kind == "transition":
            for record in layer.frame.drop(columns=layer.frame.geometry.name).to_dict("records"):
                event = plain_text(record["event"])
                if event not in _QUIET:
                    name = names[str(record["location_id"])]
                    found.setdefault((str(record["quarter"]), event), []).append(_changed(name, event, record))
    return found


def _changed(name: str, event: str, record: Mapping[Hashable, Any]) -> str:
    """Tell what a location has become; of one that ended its name is enough."""
    if event == "end":
        return name
    word = f"type_short.{plain_text(record['type'])}"
    kind = [say(word)] if event in ("open", "convert") and known(word) else []
    places = None if is_missing(record["capacity"]) else int(record["capacity"])
    return f"{name} ({', '.join([*kind, places_words(places)])})"


def _said(total: AreaTotal) -> str:
    places = _places(total)
    return say("page.time.said", area=total.area, places=places) if total.area else places


def _places(total: AreaTotal) -> str:
    told = places_words(total.places)
    return say("page.time.least", places=told) if total.unknown and total.places is not None else told


def _sum_text(total: AreaTotal) -> SumText:
    one = "one" if total.unknown == 1 else "more"
    bound = total.places is None or not total.unknown
    places = say("maps.places", places=format_at_least(total.places, unknown=total.unknown))
    return SumText(
        area=total.area,
        places=say("maps.places_unknown") if total.places is None else places,
        unknown="" if bound else say(f"page.time.unknown_{one}", count=format_number(total.unknown)),
        need=_need(total),
        verdict=say(f"balance.{total.status}"),
        status=total.status,
    )


def _need(total: AreaTotal) -> str:
    if total.need_min is None and total.need_max is None:
        return say("page.time.no_need")
    return say("page.time.need", need=format_range(total.need_min, total.need_max))
