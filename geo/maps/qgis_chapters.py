"""How QGIS draws the locations of chapters 5, 6 and 7 and the candidates: marks and words of their sheets."""

from dataclasses import replace

import pandas as pd

from geo.maps import style
from geo.maps.candidate_verdicts import verdict_area
from geo.maps.paper import sign_fits
from geo.maps.place_mark import PlaceMark, text_cell, whole
from geo.maps.qgis_marks import NAME, SPLIT, Sizes, beside, future_kind, sized_look, sizes_of
from geo.maps.qgis_style import Kind, Labels, Look, by_value
from geo.maps.qgis_symbols import LEGEND_PART, mark_layers
from geo.maps.qgis_xml import either, field, joined, literal, phrase, whole_number
from geo.maps.reserve import rung_words, state_word
from geo.maps.size_scale import SizeScale
from geo.maps.style import MarkStyle
from geo.words import say

_LOST = "lost"
"""Value of a row whose places are unknown."""
_EVENTS = ("", "open", "convert", "grow", "shrink", "end", "unknown")
_MOST_DIGITS = 4


def _kind(value: str, words: tuple[str, str], mark: MarkStyle, area: str, core: str = "") -> Kind:
    label = say("qgis.type_and_decision", type=words[0], decision=words[1].lower()) if words[1] else words[0]
    return Kind(value=value, label=label, layers=tuple(mark_layers(mark, area=area, core=core)))


def flexible_look(rows: pd.DataFrame) -> Look:
    """Give the look of flexible locations: the whole mark is the most places, its core the least.

    Parameters
    ----------
    rows
        `flexible_form`, `places_min`, `places_max`, `switch_days`.
    """
    low, high, days = field("places_min"), field("places_max"), field("switch_days")
    area = sizes_of(rows["places_max"]).area(high)
    core = either([(f"coalesce({high}, 0) > 0", f"min(1, coalesce({low}, 0) / {high})")], "0")
    lost = either([(f"{high} IS NULL", literal(_LOST))], "''")
    value = joined([f"coalesce({field('flexible_form')}, '')", literal(SPLIT), lost])
    known = {
        (text_cell(form), whole(most) is None)
        for form, most in zip(rows["flexible_form"], rows["places_max"], strict=True)
    }
    order = [*style.FLEXIBLE_FORMS]
    listed = sorted(known, key=lambda one: (one[1], not one[0], order.index(one[0]) if one[0] in order else 99, *one))
    kinds = []
    for form, unknown in listed:
        mark = style.FLEXIBLE_FORMS.get(form, style.OTHER_FORM) if form else style.FORMLESS
        shown = replace(mark, fill="unknown") if unknown else replace(mark, part=LEGEND_PART)
        words = _form_words(form), say("maps.flexible.unknown") if unknown else ""
        kinds.append(_kind(f"{form}{SPLIT}{_LOST if unknown else ''}", words, shown, area, core))
    told = either([(f"{days} IS NULL", _told(low, high))], _switched(low, high, days))
    look = sized_look(by_value("marker", value, kinds, first=area), area, told)
    return replace(look, heading=say("maps.flexible.forms"))


def _form_words(form: str) -> str:
    if not form:
        return say("maps.flexible.formless")
    known = form in style.FLEXIBLE_FORMS
    return say(f"maps.flexible.form.{form}") if known else say("maps.flexible.other", forms=form)


def _range(low: str, high: str) -> str:
    """Write the least and the most places as the sheets do."""
    ends = [either([(f"{end} IS NULL", literal(say("unknown.word")))], whole_number(end)) for end in (low, high)]
    both = joined([ends[0], literal("–"), ends[1]])
    unknown = f"{low} IS NULL AND {high} IS NULL"
    return either([(unknown, literal(say("unknown.word"))), (f"{low} = {high}", whole_number(high))], both)


def _told(low: str, high: str) -> str:
    return phrase("maps.flexible.told", range=_range(low, high))


def _switched(low: str, high: str, days: str) -> str:
    said = either(
        [(f"{days} = 1", phrase("maps.flexible.one_day"))], phrase("maps.flexible.days", count=whole_number(days))
    )
    return phrase("maps.flexible.switched", range=_range(low, high), days=said)


def flexible_notes(rows: pd.DataFrame) -> tuple[str, ...]:
    """Say what the core of a mark is."""
    least, most = rows["places_min"].fillna(0), rows["places_max"]
    said = {"both": (least > 0) & most.notna(), "no_minimum": (least == 0) & most.notna()}
    return tuple(say(f"maps.flexible.{key}") for key, there in said.items() if there.any())


def reserve_look(rows: pd.DataFrame) -> Look:
    """Give the look of the reserve at locations: shape and number by `rung`, fill by `available`, `places`."""
    count, rung, state = field("places"), f"coalesce({field('rung')}, 0)", f"coalesce({field('available')}, '')"
    area = sizes_of(rows["places"]).area(count)
    lost = either([(f"{count} IS NULL", literal(_LOST))], state)
    value = joined([f"to_string({rung})", literal(SPLIT), lost])
    known = {
        (whole(row["rung"]) or 0, _LOST if whole(row["places"]) is None else text_cell(row["available"]))
        for row in rows.to_dict("records")
    }
    order = [*style.AVAILABLE_FILLS, _LOST]
    kinds = []
    for number, told in sorted(known, key=lambda one: (one[0] == 0, one[0], order.index(one[1]))):
        mark = style.RUNGS.get(number, style.OTHER_RUNG)
        shown = replace(mark, fill="unknown" if told == _LOST else style.AVAILABLE_FILLS[told])
        words = say("maps.reserve.unknown_places") if told == _LOST else _state(told)
        kinds.append(_kind(f"{number}{SPLIT}{told}", (rung_words(number), words), shown, area))
    said = either(
        [(f"{count} IS NULL", phrase("maps.places_unknown"))], phrase("maps.places", places=whole_number(count))
    )
    of_rung = either([(f"{rung} = 0", literal(say("maps.reserve.no_rung")))], f"to_string({rung})")
    told = phrase("maps.reserve.told", rung=of_rung, places=said)
    look = sized_look(by_value("marker", value, kinds, first=area), area, told)
    return replace(look, heading=say("maps.reserve.rungs"))


def _state(state: str) -> str:
    return state_word(state) if state else say("maps.reserve.legend.unknown")


def sizes_of_scale(scale: SizeScale) -> Sizes:
    """Give how large marks are on a scale that sheets share."""
    most = scale.most or 1
    plain = MarkStyle(shape="circle", colour=style.GREY)
    counts = (most, 0, None)
    marks = [PlaceMark(key=str(places), name="", xy=None, places=places, style=plain) for places in counts]
    areas = {one.places: one.area_mm2 or 0.0 for one in scale.sized(marks)}
    return Sizes(per_place=areas[most] / most, smallest=areas[0], unknown=areas[None])


def years_look(rows: pd.DataFrame, sizes: Sizes) -> Look:
    """Give the look of the locations at the end of each year: `type`, `event`, `places`, `places_before`.

    Parameters
    ----------
    rows
        The locations of all years.
    sizes
        How large marks are on all of their maps.
    """
    event, before = f"coalesce({field('event')}, '')", field("places_before")
    ended = f"{event} = 'end'"
    count = either([(ended, f"coalesce({before}, 0)")], field("places"))
    area = sizes.area(count)
    kind = f"coalesce({field('type')}, '')"
    known = {(future_kind(row["type"], "", 0)[0], text_cell(row["event"])) for row in rows.to_dict("records")}
    order = list(style.FUTURE_TYPES)
    kinds = [
        _kind(f"{of}{SPLIT}{what}", (say(f"maps.year.type.{of or 'none'}"), _event(what)), _event_mark(of, what), area)
        for of, what in sorted(known, key=lambda one: (order.index(one[0]), _EVENTS.index(one[1])))
    ]
    told = either(
        [
            (f"{ended} AND coalesce({before}, 0) > 0", phrase("maps.year.ended", places=whole_number(before))),
            (ended, phrase("maps.year.ended_bare")),
            (f"{count} IS NULL", phrase("maps.places_unknown")),
        ],
        phrase("maps.places", places=whole_number(count)),
    )
    look = sized_look(by_value("marker", joined([kind, literal(SPLIT), event]), kinds, first=area), area, told)
    return replace(look, heading=say("maps.year.types"))


def _event(event: str) -> str:
    return say(f"maps.year.{event}") if event else ""


def _event_mark(kind: str, event: str) -> MarkStyle:
    sign = style.EVENT_SIGNS.get(event, "")
    return replace(style.FUTURE_TYPES[kind], fill=style.EVENT_FILLS.get(event, "full"), sign=sign)


def verdicts_look(count: int) -> Look:
    """Give the look of some candidates: fill by what came of the rules (`eligible`), in it the `rank`.

    A rank that is too long for its mark stands in the text, as on the sheet.
    """
    area, rank, places = verdict_area(count), field("rank"), field("places")
    digits = _most_digits(area)
    sign = either([(f"{rank} IS NULL OR length(to_string({rank})) > {digits}", "''")], f"to_string({rank})")
    verdict = f"coalesce({field('eligible')}, 'untestable')"
    kinds = [
        Kind(
            value=of,
            label=say(f"eligible.{of}").capitalize(),
            layers=tuple(mark_layers(mark, area=f"{area:g}", sign=sign)),
        )
        for of, mark in style.VERDICT_MARKS.items()
    ]
    many = either(
        [(f"{places} IS NULL", phrase("maps.places_unknown"))], phrase("maps.places", places=whole_number(places))
    )
    ranked = phrase("maps.candidates.ranked", rank=f"to_string({rank})", places=many)
    told = either([(f"{rank} IS NOT NULL AND length(to_string({rank})) > {digits}", ranked)], many)
    text = joined([field("location_id"), "' '", f"coalesce({field('name')}, '')", literal("\n"), told])
    return Look(
        geometry="marker",
        renderer=by_value("marker", verdict, kinds),
        labels=Labels(expression=text, letter=NAME, distance=beside(f"{area:g}")),
        heading=say("maps.candidates.verdicts"),
    )


def _most_digits(area_mm2: float) -> int:
    mark = style.VERDICT_MARKS["yes"]
    return max(
        (count for count in range(_MOST_DIGITS) if sign_fits(replace(mark, sign="8" * count), area_mm2)), default=0
    )
