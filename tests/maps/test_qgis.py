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
from geo.maps.qgis_layout import Theme
from geo.maps.qgis_marks import allocation_look, facilities_look, portfolio_look, sizes_of, transition_look
from geo.maps.qgis_project import Group, Project, ProjectLayer, project_xml, write_project
from geo.maps.qgis_style import Look, qml_of
from geo.maps.qgis_symbols import mark_layers
from geo.maps.qgis_xml import decimal_number, literal, phrase, plain, told, whole_number
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
        "satelliet|?": "satelliet: vervolg of aantal plekken onbekend",
        "regionaal|nieuw": "ROL: nieuw",
        "|beeindigen": "Beëindigen",
    }
    assert look.labels is not None
    assert "eindigt; nu " in look.labels.expression


def test_the_transition_is_sized_by_its_busiest_quarter() -> None:
    rows = pd.DataFrame(
        {
            "quarter": ["2020-Q4"] * 3 + ["2021-Q4"] * 2,
            "type": ["gvl", "", "regionaal", "gvl", "gvl"],
            "places": pd.array([1240, 0, None, 100, 100], dtype="Int64"),
        }
    )
    assert set(categories(transition_look(rows))) == {"gvl", "", "regionaal?"}
    assert "0.05 *" in str([one.attrib for one in transition_look(rows).renderer.iter("Option")])


def test_coverage_has_the_colours_and_hatches_of_the_sheets() -> None:
    look = coverage_look()
    assert categories(look) == {
        "short": "tekort", "within": "binnen bandbreedte", "above": "boven bandbreedte", "untestable": "niet toetsbaar",
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
    assert settings(symbol_of(look, "short").findall("layer")[0])["color"] == "243,180,138,255"
    assert look.opacity == style.OVERLAY


def test_numbers_per_municipality_have_round_classes_none_and_unknown() -> None:
    look = per_inhabitants_look([11.6, 23.3, 49.7, 23.2, 37.0, 0.0])
    words = list(categories(look).values())
    assert words[0] == "geen opvang"
    assert words[-1] == "niet te bepalen (n.t.b.)"
    assert words[1].startswith("minder dan ")
    assert words[-2].endswith(" of meer")
    assert list(categories(per_inhabitants_look([]))) == ["0", "unknown"]
    assert list(categories(per_inhabitants_look([5.0, 5.0])).values())[1] == "5,0"


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
    # 20 km and 2 x 5 mm of room in 150 mm, then in what A3 has: 1 : 150.000 and 1 : 100.000
    assert scales == pytest.approx([150_000, 100_000, 25_000, 25_000], rel=1e-9)
    assert pages == ["210.0000,297.0000,mm", "420.0000,297.0000,mm"] * 2


def test_a_layout_has_edition_sources_scale_bar_north_and_a_legend_of_what_is_shown() -> None:
    layout = drawn().findall("Layouts/Layout")[0]
    texts = [one.attrib["labelText"] for one in layout.iter("LayoutItem") if "labelText" in one.attrib]
    assert {"VERTROUWELIJK", "CONCEPT", "FICTIEF VOORBEELD", "RD-noorden", "600 plekken"} <= set(texts)
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
