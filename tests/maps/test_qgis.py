"""Looks, project and layouts for QGIS, as text: names, colours, sizes, scales and places; QGIS itself is in `tasks.py`."""

import base64
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from pyproj import CRS
from shapely import Point, box

from geo.maps import style
from geo.maps.qgis import write_geopackage
from geo.maps.qgis_areas import catchments_look, coverage_look, ground_lines_look, per_inhabitants_look, provinces_look
from geo.maps.qgis_chapters import (
    flexible_look,
    flexible_notes,
    reserve_look,
    sizes_of_scale,
    verdicts_look,
    years_look,
)
from geo.maps.qgis_layout import Theme
from geo.maps.qgis_marks import allocation_look, facilities_look, portfolio_look, sizes_of
from geo.maps.qgis_project import Group, Project, ProjectLayer, project_xml, write_project
from geo.maps.qgis_style import Look, merged, qml_of
from geo.maps.qgis_symbols import mark_layers
from geo.maps.qgis_xml import decimal_number, literal, phrase, plain, told, whole_number
from geo.maps.size_scale import SizeScale
from geo.maps.style import CURRENT_TYPES, MarkStyle
from tests.maps.builders import IMPRINT

RD = CRS.from_epsg(28992)
BOUNDS = (150_000.0, 480_000.0, 170_000.0, 500_000.0)
HOSTILE = """<b>"O'Neil" & [% eval('x') %]\x07</b>"""
PORTFOLIO = pd.DataFrame(
    {
        "location_id": ["A", "B", "C", "D"],
        "name": ["Een", HOSTILE, "Drie", "Vier"],
        "current_type": ["azc", "noodopvang", "azc", "klooster"],
        "places": pd.array([800, 200, None, 100], dtype="Int64"),
        "capacity": pd.array([800, 200, 180, 100], dtype="Int64"),
    }
)
ALLOCATION = pd.DataFrame(
    {
        "location_id": ["A", "B", "C", "D"],
        "type": ["gvl", "regionaal", None, "satelliet"],
        "decision": ["omvormen", "nieuw", "beeindigen", "voortzetten"],
        "places_now": pd.array([800, 0, 300, 90], dtype="Int64"),
        "places": pd.array([650, 300, 0, None], dtype="Int64"),
    }
)


def categories(look: Look) -> dict[str, str]:
    return {one.attrib["value"]: one.attrib["label"] for one in look.renderer.iter("category")}


def symbol_of(look: Look, value: str) -> Element:
    (at,) = [one.attrib["symbol"] for one in look.renderer.iter("category") if one.attrib["value"] == value]
    return next(one for one in look.renderer.findall("symbols/symbol") if one.attrib["name"] == at)


def settings(layer: Element) -> dict[str, str]:
    return {one.attrib["name"]: one.attrib.get("value", "") for one in layer.findall("Option/Option")}


def pictures(layers: Iterator[Element] | list[Element]) -> list[str]:
    names = [settings(layer)["name"] for layer in layers if layer.attrib["class"] == "SvgMarker"]
    return [base64.b64decode(name.removeprefix("base64:")).decode() for name in names]


def area_of(picture: str) -> float:
    """Reckon the area of the path of a picture, whose corners are written out, by the shoelace formula."""
    (path,) = re.findall(r' d="M([^"MZ]*)Z"', picture)
    corners = np.array([[float(one) for one in corner.split()] for corner in path.split("L")])
    x, y = corners.T
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)


def test_equal_places_are_equal_areas_whatever_the_shape() -> None:
    areas = {}
    for kind, mark in CURRENT_TYPES.items():
        drawn = pictures(mark_layers(mark))
        areas[kind] = area_of(drawn[1])
    assert areas == pytest.approx(dict.fromkeys(areas, 1.0), abs=2e-3)


def test_a_mark_has_a_white_halo_and_a_dark_keyline_of_the_widths_of_the_sheets() -> None:
    halo, body = (settings(layer) for layer in mark_layers(MarkStyle(shape="circle", colour="#0072b2")))
    assert (halo["color"], halo["outline_color"], halo["outline_width"]) == (
        "255,255,255,255",
        "255,255,255,255",
        "0.88",
    )
    assert (body["color"], body["outline_color"], body["outline_width"]) == ("0,114,178,255", "29,29,27,255", "0.22")


@pytest.mark.parametrize(("fill", "count"), [("full", 2), ("open", 4), ("half", 4), ("crossed", 3), ("unknown", 5)])
def test_each_fill_is_drawn_its_own_way(fill: style.Fill, count: int) -> None:
    drawn = pictures(mark_layers(MarkStyle(shape="square", colour="#0072b2", fill=fill)))
    assert len(drawn) == count
    if fill == "half":
        assert area_of(drawn[2]) == pytest.approx(0.5, abs=1e-3)


def test_the_portfolio_is_told_apart_by_type_and_unknown_places_are_marks_of_their_own() -> None:
    look = portfolio_look(PORTFOLIO)
    assert categories(look) == {
        "azc": "Asielzoekerscentrum (azc)",
        "azc?": "Asielzoekerscentrum (azc), aantal onbekend",
        "noodopvang": "Noodopvang",
        "klooster": "klooster",
    }
    assert len(symbol_of(look, "azc").findall("layer")) == 2
    assert len(symbol_of(look, "azc?").findall("layer")) == 5


def test_the_area_of_marks_grows_with_places() -> None:
    sizes = sizes_of([800, 200, None, 10])
    assert sizes.per_place == pytest.approx(0.05)  # the 0,05 mm² a place of the sheets, up to 62 mm²
    assert (sizes.smallest, sizes.unknown) == (3.2, 16.0)
    assert sizes_of([10_000]).per_place == pytest.approx(62 / 10_000)
    assert sizes_of([None, 0]).per_place == 0
    (found,) = {
        one.attrib["value"]
        for one in portfolio_look(PORTFOLIO).renderer.iter("Option")
        if one.get("name") == "expression"
    }
    assert found == '2.4 * sqrt((CASE WHEN "places" IS NULL THEN 16 ELSE max(3.2, 0.05 * "places") END))'


def test_the_allocation_is_told_apart_by_type_and_decision() -> None:
    look = allocation_look(ALLOCATION)
    assert categories(look) == {
        "gvl|omvormen": "GVL: omvormen",
        "satelliet|?": "Satelliet: vervolg of aantal plekken onbekend",
        "regionaal|nieuw": "ROL: nieuw",
        "|beeindigen": "Beëindigen",
    }
    assert look.labels is not None
    assert "eindigt; nu " in look.labels.expression


def sizes_in(look: Look) -> set[str]:
    """Give the expressions that size what is drawn."""
    found = look.renderer.iter("Option")
    return {one.attrib["value"] for one in found if one.get("name") == "expression" and "sqrt" in one.attrib["value"]}


def test_a_flexible_mark_is_split_in_its_least_and_most_places() -> None:
    rows = pd.DataFrame(
        {
            "flexible_form": ["uitwisselbaar", "volgtijdelijk", None, "eigen vorm"],
            "places_min": pd.array([120, 0, None, 10], dtype="Int64"),
            "places_max": pd.array([300, 100, None, 20], dtype="Int64"),
            "switch_days": pd.array([90, 1, None, 3], dtype="Int64"),
        }
    )
    look = flexible_look(rows)
    assert categories(look) == {
        "uitwisselbaar|": "Uitwisselbaar", "volgtijdelijk|": "Volgtijdelijk", "eigen vorm|": "Andere vorm: eigen vorm",
        "|lost": "Vorm onbekend: maximum onbekend",
    }  # fmt: skip
    whole, core = pictures(symbol_of(look, "uitwisselbaar|").findall("layer"))[1:]
    assert area_of(whole) == area_of(core)
    assert any('min(1, coalesce("places_min", 0) / "places_max")' in one for one in sizes_in(look))
    assert look.heading == "Vorm"
    assert [note.split(":")[0] for note in flexible_notes(rows)] == ["Heel teken", "Zonder kern"]


def test_reserve_has_a_shape_and_number_per_rung_and_a_fill_per_state() -> None:
    rows = pd.DataFrame(
        {
            "rung": pd.array([2, 2, None, 4], dtype="Int64"),
            "available": ["beschikbaar", "te maken", None, None],
            "places": pd.array([200, 80, 10, None], dtype="Int64"),
        }
    )
    look = reserve_look(rows)
    assert categories(look) == {
        "2|beschikbaar": "Trede 2: reserve op bestaande locaties: beschikbaar",
        "2|te maken": "Trede 2: reserve op bestaande locaties: te maken",
        "4|lost": "Trede 4: noodopvang: aantal plekken onbekend",
        "0|": "Trede onbekend: onbekend of beschikbaar",
    }
    signs = [settings(one)["chr"] for one in symbol_of(look, "2|beschikbaar").iter("layer") if "chr" in settings(one)]
    assert signs == ["2"]


def test_the_end_of_a_year_is_told_apart_by_type_and_event_on_the_scale_of_all_years() -> None:
    rows = pd.DataFrame(
        {
            "type": ["gvl", "", "regionaal", "gvl"],
            "event": ["", "end", "unknown", "grow"],
            "places": pd.array([1240, 0, None, 100], dtype="Int64"),
            "places_before": pd.array([None, 300, None, None], dtype="Int64"),
        }
    )
    look = years_look(rows, sizes_of_scale(SizeScale(most=1240, crowd=4)))
    assert categories(look) == {
        "gvl|": "GVL", "gvl|grow": "GVL: groeit", "regionaal|unknown": "ROL: aantal plekken of looptijd onbekend",
        "|end": "Nog zonder type: eindigt; zo groot als ervoor",
    }  # fmt: skip
    assert sizes_of_scale(SizeScale(most=1240, crowd=4)).per_place == pytest.approx(0.05)
    assert sizes_of_scale(SizeScale(most=0, crowd=0)).smallest == 3.2
    assert "M-0.26 0L0.26 0M0 -0.26L0 0.26" in pictures(symbol_of(look, "gvl|grow").findall("layer"))[-1], "a plus"
    assert look.labels is not None
    assert "eindigt; was " in look.labels.expression


def test_candidates_have_a_fill_per_verdict_and_their_rank_in_the_mark() -> None:
    look = verdicts_look(16)
    assert categories(look) == {"yes": "Nader onderzoek nodig", "untestable": "Niet toetsbaar", "no": "Valt af"}
    written = {
        verdict: [one.attrib["class"] for one in symbol_of(look, verdict).findall("layer")].count("FontMarker")
        for verdict in categories(look)
    }
    assert written == {"yes": 1, "untestable": 1, "no": 0}
    assert look.labels is not None
    assert "'rang '" in look.labels.expression, "a rank that has no room in the mark stands in the text"


def test_squares_that_touch_are_drawn_as_one() -> None:
    look = merged(coverage_look())
    assert look.renderer.attrib["type"] == "mergedFeatureRenderer"
    assert look.rows == coverage_look().rows


def test_coverage_has_the_colours_and_hatches_of_the_sheets() -> None:
    look = coverage_look()
    assert categories(look) == {
        "short": "Tekort", "within": "Binnen bandbreedte", "above": "Boven bandbreedte", "untestable": "Niet toetsbaar",
    }  # fmt: skip
    fills = {
        value: [layer.attrib["class"] for layer in symbol_of(look, value).findall("layer")]
        for value in categories(look)
    }
    assert fills == {
        "short": ["SimpleFill", "LinePatternFill"],
        "within": ["SimpleFill"],
        "above": ["SimpleFill", "PointPatternFill"],
        "untestable": ["SimpleFill", "LinePatternFill", "LinePatternFill"],
    }
    assert settings(symbol_of(look, "short").findall("layer")[0])["color"] == "255,193,132,255"
    assert look.opacity == style.OVERLAY


def test_numbers_per_municipality_have_round_classes_none_and_unknown() -> None:
    look = per_inhabitants_look([11.6, 23.3, 49.7, 23.2, 37.0, 0.0])
    assert list(categories(look).values()) == [
        "30 of meer", "20 tot 30", "Minder dan 20", "Geen opvang", "Niet te bepalen (n.t.b.)",
    ]  # fmt: skip
    assert look.labels is not None
    assert "'255,255,255,255'" in look.labels.ink, "white on the darkest shade"
    assert list(categories(per_inhabitants_look([]))) == ["0", "unknown"]
    assert next(iter(categories(per_inhabitants_look([5.0, 5.0])).values())) == "5,0"


def test_a_little_reception_is_in_a_class_as_on_the_sheets() -> None:
    look = per_inhabitants_look([0.02, 0.25, 0.25])
    assert list(categories(look).values())[:2] == ["0,2 of meer", "Minder dan 0,2"]
    value = look.renderer.attrib["attr"]
    assert "\"per_1000\" = 0 THEN '0'" in value, "a little above 0 is not nothing"
    assert '"per_1000" > 0 AND "per_1000" < 0.05 THEN 0.1' in value
    assert look.labels is not None
    assert "'< 0,1'" in look.labels.expression


def test_facilities_catchments_and_roads_are_called_as_on_the_sheets() -> None:
    assert list(categories(facilities_look(["gp", "supermarket", "library"])).values()) == [
        "Zorg", "Winkel", "Overige voorziening",
    ]  # fmt: skip
    assert categories(catchments_look([2000.0, 1000.0])) == {
        "1000": "1,0 km lopen over de weg", "2000": "2,0 km lopen over de weg",
    }  # fmt: skip
    roads = ground_lines_look(["primary", "main", "rail"], overview=True)
    assert list(categories(roads).values()) == ["Doorgaande weg", "Autosnelweg of autoweg", "Spoorweg"]
    levels = [
        [layer.attrib["pass"] for layer in one.findall("layer")] for one in roads.renderer.findall("symbols/symbol")
    ]
    assert levels == [["0", "1"], ["2", "3"], ["4", "5"]]


def test_numbers_in_expressions_are_dutch_whatever_the_reader_has_set() -> None:
    assert "format_number" not in whole_number('"places"') + decimal_number('"per_1000"')
    assert whole_number('"places"').endswith(r"""'(\\d)(?=(\\d{3})+$)', '\\1.')""")
    assert phrase("maps.places", places="x") == "x || ' plekken'"
    assert phrase("maps.places_unknown") == "'aantal onbekend'"


def test_hostile_text_stays_text() -> None:
    assert plain(HOSTILE) == HOSTILE.replace("\x07", "")
    assert "[%" not in told(HOSTILE)
    assert literal("a'b\\c\nd") == r"'a''b\\c\nd'"


def sites() -> gpd.GeoDataFrame:
    points = [Point(152_000 + 4_000 * at, 490_000) for at in range(len(PORTFOLIO))]
    return gpd.GeoDataFrame(PORTFOLIO, geometry=points, crs=RD)


@cache
def project() -> Project:
    look = replace(portfolio_look(PORTFOLIO), aliases={"name": HOSTILE})
    marks = ProjectLayer(table="portfolio", title=HOSTILE, look=look)
    few = replace(marks, title="Weinig", subset='"places" > 100', closer_than=60_000)
    border = ProjectLayer(table="provinces", title="Provinciegrens", look=provinces_look())
    theme = Theme(
        name=f"Kaart 2 {HOSTILE}", number="Kaart 2", title=HOSTILE, subtitle="peildatum", layers=(marks.key, border.key),
        sizes=((600, 30.0), (250, 12.5)), smallest=64,
    )  # fmt: skip
    own = {"name": "Locatieblad", "number": "Locatieblad [% 1 %]", "title": "[% 2 %]"}
    sheet = replace(theme, each=marks.key, middle=(160_000.0, 490_000.0), sizes=(), **own)  # type: ignore[arg-type]
    groups = (Group(title="2 Portefeuille", layers=(marks, few)), Group(title="Ondergrond", layers=(border,)))
    imprint = replace(IMPRINT, title=HOSTILE)
    return Project(imprint=imprint, crs=RD, bounds=BOUNDS, groups=groups, themes=(theme, sheet))


@cache
def drawn() -> Element:
    return fromstring(project_xml(project()))


def test_the_package_carries_looks_titles_and_dutch_names_of_fields(tmp_path: Path) -> None:
    look = replace(portfolio_look(PORTFOLIO), aliases={"name": "locatie"})
    path = write_geopackage(
        {"portfolio": sites()},
        tmp_path / "plan.gpkg",
        styles={"portfolio": qml_of(look)},
        titles={"portfolio": HOSTILE},
    )
    with closing(sqlite3.connect(path)) as package:
        rows = package.execute(
            "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles"
        ).fetchall()
        titles = package.execute("SELECT description FROM gpkg_contents WHERE table_name = 'portfolio'").fetchall()
        registered = package.execute("SELECT table_name, data_type FROM gpkg_contents ORDER BY 1").fetchall()
    assert registered == [("layer_styles", "attributes"), ("portfolio", "features")]
    assert titles == [(HOSTILE,)]
    ((name, column, default, qml),) = rows
    assert (name, column, default) == ("portfolio", "geom", 1)
    root = fromstring(qml)
    assert root.attrib["styleCategories"] == "Symbology|Labeling|Fields"
    assert [one.attrib for one in root.findall("aliases/alias")] == [{"field": "name", "name": "locatie"}]
    (text,) = root.findall("labeling/settings/text-style")
    assert text.attrib["fontFamily"] == "Source Sans Pro"
    assert [one.attrib["name"] for one in text.findall("families/family")][-1] == "DejaVu Sans"


def test_layers_are_whole_in_the_tree_and_lie_beside_the_project() -> None:
    layers = drawn().findall("projectlayers/maplayer")
    keys = [one.findtext("id") or "" for one in layers]
    assert len(set(keys)) == len(keys) == 3
    assert min(map(len, keys)) > 10, "QGIS throws away a layer with a shorter id"
    assert [one.attrib["id"] for one in drawn().findall("layer-tree-group//layer-tree-layer")] == keys
    sources = [one.findtext("datasource") for one in layers]
    assert sources == [
        "./plan.gpkg|layername=portfolio", './plan.gpkg|layername=portfolio|subset="places" > 100',
        "./plan.gpkg|layername=provinces",
    ]  # fmt: skip
    assert {one.findtext("srs/spatialrefsys/authid") for one in layers} == {"EPSG:28992"}
    assert [one.attrib["minScale"] for one in layers] == ["100000000", "60000", "100000000"]


def test_the_project_has_its_reference_system_and_hostile_names_stay_names() -> None:
    assert drawn().findtext("projectCrs/spatialrefsys/authid") == "EPSG:28992"
    assert int(drawn().findtext("projectCrs/spatialrefsys/srsid") or 0) > 0
    assert drawn().findtext("properties/SpatialRefSys/ProjectionsEnabled") == "1"
    assert drawn().findtext("title") == told(HOSTILE)
    assert drawn().findtext("projectlayers/maplayer/layername") == told(HOSTILE)
    groups = [one.attrib["name"] for one in drawn().findall("layer-tree-group/layer-tree-group")]
    assert groups == ["2 Portefeuille", "Ondergrond"]
    texts = [one.attrib["labelText"] for one in drawn().iter("LayoutItem") if "labelText" in one.attrib]
    assert told(HOSTILE) in texts
    assert not [text for text in texts if "[%" in text and "eval" in text]


def test_a_theme_shows_what_its_map_shows() -> None:
    first, second = drawn().findall("visibility-presets/visibility-preset")
    assert first.attrib["name"] == told(f"Kaart 2 {HOSTILE}")
    assert second.attrib["name"] == "Locatieblad"
    assert [one.attrib["id"] for one in first.findall("layer")] == list(project().themes[0].layers)
    assert {
        one.attrib["followPresetName"] for one in drawn().iter("LayoutItem") if "followPresetName" in one.attrib
    } == {
        first.attrib["name"],
        "Locatieblad",
    }


def test_each_map_has_a_layout_on_both_papers_at_an_exact_round_scale() -> None:
    layouts = drawn().findall("Layouts/Layout")
    assert [one.attrib["name"][-4:] for one in layouts] == ["(A4)", "(A3)", "(A4)", "(A3)"]
    scales, pages = [], []
    for layout in layouts:
        (sheet,) = [one for one in layout.iter("LayoutItem") if one.attrib["type"] == "65639"]
        extent = {name: float(value) for name, value in next(sheet.iter("Extent")).attrib.items()}
        width, height, _ = sheet.attrib["size"].split(",")
        across = (extent["xmax"] - extent["xmin"]) / float(width) * 1000
        assert (extent["ymax"] - extent["ymin"]) / float(height) * 1000 == pytest.approx(across, rel=1e-9)
        scales.append(across)
        pages += [one.attrib["size"] for one in layout.findall("PageCollection/LayoutItem")]
    # 20 km and 2 x 5 mm of room in what the legends leave of A4, then in what A3 has: 1 : 125.000 and 1 : 100.000
    assert scales == pytest.approx([125_000, 100_000, 25_000, 25_000], rel=1e-9)
    assert pages == ["210.0000,297.0000,mm", "420.0000,297.0000,mm"] * 2


def test_a_layout_has_edition_sources_scale_bar_north_and_a_legend_of_what_is_shown() -> None:
    layout = drawn().findall("Layouts/Layout")[0]
    texts = [one.attrib["labelText"] for one in layout.iter("LayoutItem") if "labelText" in one.attrib]
    assert {"VERTROUWELIJK", "CONCEPT", "FICTIEF VOORBEELD", "RD-noorden", "600 plekken\n250 plekken"} <= set(texts)
    assert [text for text in texts if text.startswith("Wegen: verzonnen wegennet, peildatum 31-08-2020.")]
    kinds = [one.attrib["type"] for one in layout.findall("LayoutItem")]
    assert {"65640", "65646"} <= set(kinds), "north arrow and scale bar"
    legends = [one for one in layout.findall("LayoutItem") if one.attrib["type"] == "65642"]
    assert [one.attrib["legendFilterByMap"] for one in legends] == ["1", "1"]
    explained = [{layer.attrib["id"] for layer in one.iter("layer-tree-layer")} for one in legends]
    assert explained == [{key} for key in project().themes[0].layers]


def test_a_sheet_per_location_has_a_page_for_each_row() -> None:
    atlas = [one.attrib for one in drawn().findall("Layouts/Layout/Atlas")]
    assert [one["enabled"] for one in atlas] == ["0", "0", "1", "1"]
    assert atlas[2]["coverageLayer"] == project().themes[0].layers[0]


def test_a_layout_ends_with_the_disclaimer_of_the_province() -> None:
    house = replace(IMPRINT.house, disclaimer="Aan deze kaart ontleent niemand rechten.")
    ours = replace(project(), imprint=replace(IMPRINT, house=house))
    texts = [one.attrib.get("labelText", "") for one in fromstring(project_xml(ours)).iter("LayoutItem")]
    assert sum(text.endswith("\nAan deze kaart ontleent niemand rechten.") for text in texts) == 4


def test_an_open_edition_is_not_marked_confidential() -> None:
    ours = replace(project(), imprint=replace(IMPRINT, edition="openbaar", fictional=False, status="definitief"))
    texts = {one.attrib.get("labelText") for one in fromstring(project_xml(ours)).iter("LayoutItem")}
    assert not texts & {"VERTROUWELIJK", "CONCEPT", "FICTIEF VOORBEELD"}


def test_the_project_is_the_same_bytes_every_time(tmp_path: Path) -> None:
    first = write_project(project(), tmp_path / "a.qgz").read_bytes()
    assert first == write_project(project(), tmp_path / "b.qgz").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.qgz") as archive:
        (about,) = archive.infolist()
        assert (about.filename, about.date_time) == ("plan.qgs", (1980, 1, 1, 0, 0, 0))
        assert archive.read(about).decode().startswith("<!DOCTYPE qgis")


def test_a_province_of_one_point_and_an_unnamed_system_still_have_layouts() -> None:
    local = CRS.from_proj4("+proj=sterea +lat_0=52 +lon_0=5 +ellps=bessel +units=m")
    ours = replace(project(), crs=local, bounds=(0.0, 0.0, 0.0, 0.0))
    root = fromstring(project_xml(ours))
    assert len(root.findall("Layouts/Layout")) == 4
    assert root.findtext("projectCrs/spatialrefsys/authid") in {None, ""}
    assert box(*BOUNDS).area == 400e6
