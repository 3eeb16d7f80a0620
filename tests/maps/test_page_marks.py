"""The marks of a page, its legend, and what folium is given."""

import dataclasses
import itertools
import re

import folium
import pandas as pd
import pytest

from geo.maps import style
from geo.maps.interactive import interactive_page
from geo.maps.page_content import LayerKind
from geo.maps.page_folium import category_key, draw_map
from geo.maps.page_marks import SIZES, event_mark, mark_size, mark_svg, mark_width, site_mark, site_style
from geo.maps.page_tables import chapters
from geo.maps.shapes import Shape
from geo.maps.style import MarkStyle
from geo.tables.facility_categories import CATEGORY_IDS
from tests.maps.page_example import content

REFS = {"G1": "site-0", "G2": "site-1", "G3": "site-2", "GK1": "site-3"}


# ---- marks


def test_the_area_of_a_mark_grows_with_the_places() -> None:
    assert (mark_size(1000) / mark_size(250)) ** 2 == pytest.approx(4, rel=0.02)
    assert mark_size(0) == mark_size(SIZES[0])
    assert mark_size(10_000) == mark_size(1_600)
    assert mark_size(float("nan")) == mark_size(None) == mark_size(pd.NA)  # type: ignore[arg-type]
    assert [mark_size(places) for places in SIZES] == sorted(mark_size(places) for places in SIZES)


@pytest.mark.parametrize("kind", ["portfolio", "allocation", "candidates"])
def test_marks_are_those_of_the_sheets(kind: LayerKind) -> None:
    record = {"type": "satelliet", "decision": "nieuw", "capacity": 300}
    wanted = {
        "portfolio": style.CURRENT_TYPES["satelliet"],
        "allocation": dataclasses.replace(style.FUTURE_TYPES["satelliet"], fill="open"),
        "candidates": MarkStyle(shape="triangle", colour=style.CONFIDENTIAL, fill="open"),
    }
    assert site_style(kind, record) == wanted[kind]


def test_types_fills_and_signs_are_those_of_the_sheets_in_every_combination() -> None:
    for name, look in style.CURRENT_TYPES.items():
        assert site_style("portfolio", {"type": name, "capacity": 300}) == look
        unknown = dataclasses.replace(look, fill="unknown")
        assert site_style("portfolio", {"type": name, "capacity": None}) == unknown
    for (name, look), (event, fill) in itertools.product(style.FUTURE_TYPES.items(), style.EVENT_FILLS.items()):
        record = {"type": name, "capacity": 300, "event": event}
        assert site_style("transition", record) == dataclasses.replace(look, fill=fill)
    for (name, look), (decision, fill) in itertools.product(style.FUTURE_TYPES.items(), style.DECISION_FILLS.items()):
        plain = style.FUTURE_TYPES[""] if decision == "beeindigen" else look
        record = {"type": name, "capacity": 300, "decision": decision}
        assert site_style("allocation", record) == dataclasses.replace(plain, fill=fill)
    for event, sign in style.EVENT_SIGNS.items():
        (drawn,) = re.findall(r'd="([^"]+)" class="sign pale"', event_mark(event, 11.0))
        assert drawn.count("M") == {"+": 2, "−": 1}[sign]


def test_every_decision_has_a_mark_of_its_own() -> None:
    decisions = [*style.DECISION_FILLS, "iets anders"]
    records = [{"type": "gvl", "decision": decision, "capacity": 300} for decision in decisions]
    drawn = [site_mark("allocation", record) for record in records]
    assert len(set(drawn)) == len(style.DECISION_FILLS)
    assert drawn[-1] == drawn[decisions.index("")]


def test_unknown_places_have_a_question_mark_whatever_the_fill() -> None:
    sign = re.compile(r'class="sign"')
    for decision, capacity in itertools.product(("voortzetten", "nieuw"), (300, None)):
        drawn = site_mark("allocation", {"type": "gvl", "decision": decision, "capacity": capacity})
        assert bool(sign.search(drawn)) == (capacity is None)


def test_a_type_that_is_not_known_has_a_mark_and_its_text_stays_outside() -> None:
    text = '"><script>'
    record = {"type": text, "decision": text, "capacity": 100}
    for kind in ("portfolio", "allocation", "candidates"):
        drawn = site_mark(kind, record)
        assert drawn.startswith("<svg ")
        assert "script" not in drawn


@pytest.mark.parametrize("shape", ["circle", "square", "triangle", "diamond", "hexagon", "plus", "star"])
@pytest.mark.parametrize("fill", ["full", "open", "half", "crossed", "unknown"])
def test_every_shape_and_fill_fits_its_box(shape: Shape, fill: style.Fill) -> None:
    drawn = mark_svg(MarkStyle(shape=shape, colour="#0072b2", fill=fill), 20)
    low, _, side, _ = map(float, re.findall(r'viewBox="([^"]+)"', drawn)[0].split())
    assert low == -side / 2
    assert f'width="{mark_width(20)}"' in drawn
    for path in re.findall(r' d="([^"]+)"', drawn):
        numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+", path.split("A")[0])]
        assert max(map(abs, numbers)) <= side / 2


# ---- layers


def test_folium_is_given_no_text_of_others() -> None:
    page = content()
    chart = draw_map(page.layers, REFS, [[52.4, 5.0], [52.5, 5.2]])
    for word in ("Gouwzee", "Praktijk", "Noord", "Locaties nu", "Oude veiling"):
        assert word not in chart.html + chart.script
    assert '"ref": "site-0"' in chart.script
    assert len(chart.layers) == len(page.layers)


def test_an_unknown_library_of_folium_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    own = [*folium.Map.default_js, ("nieuw", "https://cdn.example/nieuw.js")]
    monkeypatch.setattr(folium.Map, "default_js", own)
    with pytest.raises(ValueError, match=r"cdn\.example"):
        draw_map(content().layers, REFS, [[52.4, 5.0], [52.5, 5.2]])


def test_every_category_has_letters_and_another_a_dot() -> None:
    assert len({category_key(name) for name in CATEGORY_IDS}) == len(CATEGORY_IDS)
    assert category_key("<b>") == "·"


def test_the_legend_tells_only_what_occurs() -> None:
    blocks = {block.name: block for _, listed in chapters(content().layers) for block in listed}
    assert [entry.text for entry in blocks["Locaties nu"].entries] == [
        "Asielzoekerscentrum (azc)",
        "Gezinslocatie (gl)",
    ]
    told = [entry.text for entry in blocks["Locaties straks"].entries]
    assert "Voortzetten" not in told
    assert {"Omvormen", "Nieuw", "Beëindigen", "Aantal plekken of looptijd onbekend"} <= set(told)
    assert "Satellietlocatie" not in told
    assert [entry.text for entry in blocks["Dekking totaal"].entries] == [
        "tekort", "binnen bandbreedte", "boven bandbreedte", "niet toetsbaar",
    ]  # fmt: skip
    assert [(entry.key, entry.text) for entry in blocks["Voorzieningen"].entries] == [("H", "huisarts")]


def test_layers_stand_by_chapter_under_the_titles_of_the_plan() -> None:
    titles = [title for title, _ in chapters(content().layers)]
    assert titles == [
        "2 Huidige en toekomstig benodigde opvangcapaciteit",
        "3 Regionale samenwerking en regio-indeling",
        "4 Regionale invulling opvangbehoefte",
    ]


def test_a_page_without_layers_or_base_map_is_still_a_page() -> None:
    page = content()
    empty = dataclasses.replace(page, layers=(), landscape=page.landscape.iloc[:0])
    assert "azc Gouwzee" in interactive_page(empty)
    hollow = tuple(dataclasses.replace(layer, frame=layer.frame.iloc[:0]) for layer in page.layers)
    assert "azc Gouwzee" in interactive_page(dataclasses.replace(page, layers=hollow))
