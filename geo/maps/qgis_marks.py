"""How QGIS draws locations: size by places, shape and colour by type, fill by decision, as the sheets do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

import pandas as pd

from geo.maps import style
from geo.maps.paper import Letter
from geo.maps.place_mark import PlaceMark, mark_areas, size_steps, smallest_places, text_cell, whole
from geo.maps.portfolio import current_style
from geo.maps.qgis_style import Kind, Labels, Look, all_alike, by_value
from geo.maps.qgis_symbols import LEGEND_MM2, mark_layers
from geo.maps.qgis_xml import day, either, field, joined, literal, phrase, whole_number
from geo.maps.search_scene import MARK_MM2, MARKS
from geo.maps.style import MarkStyle
from geo.tables.choices import ENDED
from geo.words import known, say

NAME = Letter(size_pt=style.LABEL_PT, weight="semibold", halo=style.PAPER)
_SMALL = Letter(size_pt=style.SMALL_PT, halo=style.PAPER)
UNKNOWN = "?"
"""Sign behind a value whose places are unknown."""
SPLIT = "|"
_REACH, _ROOM_MM = 0.72, 0.6
"""How far a mark of area 1 reaches from its middle, and room between mark and text."""
_FACILITY_MM2 = 3.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How large marks are."""

    per_place: float
    """Area of a mark for each place, in mm²."""
    smallest: float
    """Area of the smallest mark."""
    unknown: float
    """Area of a mark whose places are unknown."""

    def area(self, places: str) -> str:
        """Give the area of a mark, in an expression."""
        grown = f"max({self.smallest:g}, {self.per_place:.6g} * {places})"
        return either([(f"{places} IS NULL", f"{self.unknown:g}")], grown)


def sizes_of(places: Iterable[object]) -> Sizes:
    """Reckon how large the marks of some places are on the sheets."""
    marks = marks_of(places)
    areas = mark_areas(marks)
    most = max(marks, key=lambda mark: mark.places or 0, default=_mark("none", 0))
    fixed = mark_areas([_mark("least", 0), _mark("unknown", None)])
    per_place = areas[most.key] / most.places if most.places else 0.0
    return Sizes(per_place=per_place, smallest=fixed["least"], unknown=fixed["unknown"])


def _mark(key: str, places: object) -> PlaceMark:
    return PlaceMark(
        key=key, name="", xy=None, places=whole(places), style=MarkStyle(shape="circle", colour=style.GREY)
    )


def portfolio_look(rows: pd.DataFrame, *, places: str = "places") -> Look:
    """Give the look of the locations of the reference date: `current_type`, `places`, `capacity`.

    Parameters
    ----------
    rows
        The locations.
    places
        Column with the places that size tells.
    """
    count, kind = field(places), f"coalesce({field('current_type')}, '')"
    area = sizes_of(rows[places]).area(count)
    unknown = either([(f"{count} IS NULL", literal(UNKNOWN))], "''")
    told = either(
        [
            (f"{count} IS NOT NULL", phrase("maps.places", places=whole_number(count))),
            (
                f"{field('capacity')} IS NOT NULL",
                phrase("maps.places_uncounted", places=whole_number(field("capacity"))),
            ),
        ],
        phrase("maps.places_unknown"),
    )
    found = _pairs(rows["current_type"], rows[places])
    kinds = [_current(name, area, unknown=lost) for name, lost in found]
    return sized_look(by_value("marker", joined([kind, unknown]), kinds, first=area), area, told)


def _pairs(types: Iterable[object], places: Iterable[object]) -> list[tuple[str, bool]]:
    """List the types that are there, known places first, in the order of the legends."""
    order = list(style.CURRENT_TYPES)
    pairs = {(text_cell(kind), whole(count) is None) for kind, count in zip(types, places, strict=True)}
    return sorted(pairs, key=lambda pair: (not pair[0], order.index(pair[0]) if pair[0] in order else 99, *pair))


def _current(kind: str, area: str, *, unknown: bool) -> Kind:
    mark = current_style(kind)
    shown = replace(mark, fill="unknown") if unknown else mark
    name = say(f"maps.type.{kind}") if kind in style.CURRENT_TYPES else kind or say("maps.type.unknown")
    label = say("qgis.places_unknown", what=name) if unknown else name
    value = f"{kind}{UNKNOWN}" if unknown else kind
    return Kind(value=value, label=label, layers=tuple(mark_layers(shown, area=area)))


def allocation_look(rows: pd.DataFrame) -> Look:
    """Give the look of the filling: what ends is as large as it is now.

    Parameters
    ----------
    rows
        `type`, `decision`, `places_now`, `places`; QGIS reads `agreement_end` too.
    """
    ends = f"coalesce({field('decision')}, '') = {literal(ENDED)}"
    count = either([(ends, field("places_now"))], field("places"))
    shown = [row["places_now"] if row["decision"] == ENDED else row["places"] for row in rows.to_dict("records")]
    area = sizes_of(shown).area(count)
    kind = either([(ends, "''")], f"coalesce({field('type')}, '')")
    fill = either([(f"{count} IS NULL", literal(UNKNOWN))], f"coalesce({field('decision')}, '')")
    number, until = whole_number(count), field("agreement_end")
    told = either(
        [
            (f"{count} IS NULL", phrase("maps.places_unknown")),
            (f"{ends} AND {count} = 0", phrase("maps.ends_emergency")),
            (ends, phrase("maps.ends", places=number)),
            (f"{count} = 0 AND {until} IS NOT NULL", phrase("maps.lapsed", date=day(until))),
        ],
        phrase("maps.places", places=number),
    )
    records = zip(rows.to_dict("records"), shown, strict=True)
    pairs = {future_kind(row["type"], row["decision"], places) for row, places in records}
    order = list(style.FUTURE_TYPES), [*style.DECISION_FILLS, UNKNOWN]
    listed = sorted(pairs, key=lambda pair: tuple(known.index(one) for known, one in zip(order, pair, strict=True)))
    kinds = [_allocated(kind, decision, area) for kind, decision in listed]
    look = sized_look(by_value("marker", joined([kind, literal(SPLIT), fill]), kinds, first=area), area, told)
    return replace(look, heading=say("maps.legend.type"))


def future_kind(kind: object, decision: object, places: object) -> tuple[str, str]:
    """Give the type that a mark shows, and the decision or the sign that its places are unknown."""
    chosen = text_cell(decision)
    future = "" if chosen == ENDED else text_cell(kind)
    return (
        future if future in style.FUTURE_TYPES else "",
        UNKNOWN if whole(places) is None else chosen if chosen in style.DECISION_FILLS else "",
    )


def _allocated(kind: str, decision: str, area: str) -> Kind:
    fill = style.DECISION_FILLS.get(decision, "unknown")
    mark = replace(style.FUTURE_TYPES[kind], fill=fill)
    name = say(f"maps.year.type.{kind or 'none'}")
    words = say(f"maps.decision.{decision if decision not in {'', UNKNOWN} else 'unknown'}")
    label = words if decision == ENDED else say("qgis.type_and_decision", type=name, decision=words.lower())
    return Kind(value=f"{kind}{SPLIT}{decision}", label=label, layers=tuple(mark_layers(mark, area=area)))


def sized_look(renderer: Element, area: str, told: str) -> Look:
    """Give the look of locations whose marks are as large as an expression tells, with number, name and more."""
    text = joined([field("location_id"), "' '", field("name"), literal("\n"), told])
    labels = Labels(expression=text, letter=NAME, distance=beside(area))
    return Look(geometry="marker", renderer=renderer, labels=labels)


def beside(area: str) -> str:
    """Give how far from the middle of a mark of some area its text stands, in an expression."""
    return f"{_REACH:g} * sqrt({area}) + {_ROOM_MM:g}"


def _fixed(value: str, label: str, mark: MarkStyle, area_mm2: float = MARK_MM2) -> Kind:
    return Kind(value=value, label=label, layers=tuple(mark_layers(mark, area_mm2=area_mm2)))


def searched_look(kind: str) -> Look:
    """Give the look of locations or candidates beside the land that was searched: all alike, each with its number."""
    return Look(
        geometry="marker",
        renderer=all_alike("marker", mark_layers(MARKS[kind], area_mm2=MARK_MM2)),
        labels=Labels(expression=field("location_id"), letter=NAME, distance=beside(f"{MARK_MM2:g}")),
        titled=False,
    )


def quiet_look(mark: MarkStyle, area_mm2: float) -> Look:
    """Give the look of locations that are there too, on a map that is about something else: texts keep off them."""
    return Look(
        geometry="marker",
        renderer=all_alike("marker", mark_layers(mark, area_mm2=area_mm2)),
        labels=Labels(expression="", letter=_SMALL),
        titled=False,
    )


def sites_look(rows: pd.DataFrame) -> Look:
    """Give the look of all locations, each with its number, by `current_type`."""
    kinds = [
        Kind(
            value=name,
            label=_current(name, "", unknown=False).label if name else say("qgis.no_current_type"),
            layers=tuple(mark_layers(current_style(name))),
        )
        for name, _ in _pairs(rows["current_type"], [0] * len(rows))
    ]
    return Look(
        geometry="marker",
        renderer=by_value("marker", f"coalesce({field('current_type')}, '')", kinds),
        labels=Labels(expression=field("location_id"), letter=NAME, distance=beside(f"{LEGEND_MM2:g}")),
    )


def facilities_look(categories: Sequence[str]) -> Look:
    """Give the look of facilities by their group, from `category`."""
    there = {style.GROUP_OF.get(name, "other") for name in categories}
    of_group = {
        group: [literal(name) for name, own in style.GROUP_OF.items() if own == group]
        for group in style.FACILITY_GROUPS
    }
    cases = [
        (f"{field('category')} IN ({', '.join(names)})", literal(group)) for group, names in of_group.items() if names
    ]
    kinds = [
        _fixed(group, say(f"maps.group.{group}"), mark, _FACILITY_MM2)
        for group, mark in style.FACILITY_GROUPS.items()
        if group in there
    ]
    text = f"coalesce(nullif({field('name')}, ''), {field('category_nl')})"
    return Look(
        geometry="marker",
        renderer=by_value("marker", either(cases, literal("other")), kinds),
        labels=Labels(expression=text, letter=_SMALL, distance=beside(f"{_FACILITY_MM2:g}"), every=False),
    )


def aliases_of(columns: Iterable[str], headings: dict[str, str]) -> dict[str, str]:
    """Name fields for people: by their heading in the tables, or by words of their own."""
    own = {name: say(f"qgis.field.{name}") for name in columns if known(f"qgis.field.{name}")}
    return {name: own.get(name) or headings[name] for name in columns if name in own or name in headings}


def legend_sizes(places: Iterable[object]) -> tuple[tuple[tuple[int, float], ...], int | None]:
    """Choose the nested marks of a legend, and the most places that the smallest mark stands for."""
    marks = marks_of(places)
    return size_steps(marks), smallest_places(marks)


def marks_of(places: Iterable[object]) -> list[PlaceMark]:
    """Give a mark for each number of places, to measure."""
    return [_mark(str(at), value) for at, value in enumerate(places)]
