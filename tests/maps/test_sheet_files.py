"""The files of a sheet: exact on paper, the same bytes twice, words that stay words, a picture like the print."""

import base64
import io
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import cache

import numpy as np
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from PIL import Image
from shapely import box

from geo.imprint import House
from geo.maps import style
from geo.maps.outlines import area_path
from geo.maps.paper import Paper
from geo.maps.sheet_files import sheet_bytes
from geo.maps.sheets import Sheet
from tests.maps.builders import (
    IMPRINT,
    LYING,
    MM,
    SHEETS,
    Printed,
    X,
    Y,
    draw_location,
    draw_portfolio,
    fill_of,
    locations,
    printed,
    site,
    stroke_of,
)
from tests.maps.candidate_example import draw_candidate

EVERY_SHEET = pytest.mark.parametrize("kind", [*SHEETS, *LYING])
MAGENTA, LOGO = "#ff00ff", "#12d0a1"
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = ("<script>alert(1)</script>", '\'s-Hertogenbosch & "Co"', "Ærø – ½ € ≥ ²")


@cache
def files(kind: str) -> dict[str, bytes]:
    return sheet_bytes(printed(kind).sheet)


@EVERY_SHEET
def test_two_control_points_of_the_map_lie_as_far_apart_on_paper_as_the_scale_says(kind: str) -> None:
    sheet = printed(kind).sheet
    near = X + 5000.0, Y + 5000.0
    (line,) = sheet.figure.axes[1].plot(
        [near[0], near[0] + 700.0], [near[1], near[1] + 400.0], color=MAGENTA, scalex=False, scaley=False
    )
    try:
        page = Printed(sheet).page
        (found,) = [each for each in (*page.lines, *page.curves) if stroke_of(each) == MAGENTA]
    finally:
        line.remove()
    across, down = (found["x1"] - found["x0"]) * MM, (found["bottom"] - found["top"]) * MM
    assert across == pytest.approx(700_000 / sheet.info.scale, abs=1e-3)
    assert down == pytest.approx(400_000 / sheet.info.scale, abs=1e-3)


def test_the_same_sheet_gives_the_same_files_twice() -> None:
    assert list(files("location")) == ["pdf", "svg", "png"]
    assert sheet_bytes(draw_location()) == files("location")


@pytest.mark.parametrize("kind", ["allocation", "location A3"])
def test_the_words_of_an_svg_are_those_of_the_sheet_each_once(kind: str) -> None:
    root = ET.fromstring(files(kind)["svg"])
    said = [text.text for text in root.iter(f"{SVG}text")]
    assert sorted(" ".join(map(str, said)).split()) == sorted(printed(kind).said.split())
    assert root.find(f"{SVG}title").text == printed(kind).sheet.info.headline  # type: ignore[union-attr]
    assert root.find(f"{SVG}desc").text == printed(kind).sheet.info.alt_text  # type: ignore[union-attr]
    size = printed(kind).sheet.info.size
    assert (root.get("width"), root.get("height")) == (f"{size.width_mm:g}mm", f"{size.height_mm:g}mm")


@pytest.mark.parametrize("kind", ["allocation", "location A3"])
def test_an_svg_asks_for_nothing_from_elsewhere_and_no_name_in_it_stands_twice(kind: str) -> None:
    text = files(kind)["svg"].decode()
    assert set(re.findall(r"https?://[^\"' ]+", text)) == {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert all(target.startswith(("#", "data:")) for target in re.findall(r"href=\"([^\"]*)\"", text))
    assert all(target.startswith(("#", "data:")) for target in re.findall(r"url\(([^)]*)\)", text))
    assert not re.search(r"<script|<!DOCTYPE|<!ENTITY", text)
    names = re.findall(r" id=\"([^\"]*)\"", text)
    assert len(names) == len(set(names))


def test_an_svg_holds_the_letters_of_all_its_words() -> None:
    text = files("portfolio")["svg"].decode()
    faces = re.findall(r"font-weight: (\d+); font-style: (\w+); src: url\(data:font/woff;base64,([^)]*)\)", text)
    signs = {(weight, slope): TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap() for weight, slope, data in faces}
    assert set(signs) == {("400", "normal"), ("600", "normal")}
    for node in ET.fromstring(text).iter(f"{SVG}text"):
        look = str(node.get("style"))
        face = signs["600" if "font-weight: 600" in look else "400", "normal"]
        assert "'Source Sans Pro'" in look
        assert {ord(sign) for sign in str(node.text)} <= set(face)


def test_hostile_names_stay_words_in_an_svg() -> None:
    rows = [(f"L{at}", name, "azc", 100, (3000.0, 3000.0 + 5000 * at)) for at, name in enumerate(HOSTILE)]
    root = ET.fromstring(sheet_bytes(draw_portfolio(locations(*rows)))["svg"])
    said = " ".join(str(text.text) for text in root.iter(f"{SVG}text"))
    assert [name in said and name in str(root.find(f"{SVG}desc").text) for name in HOSTILE] == [True] * 3  # type: ignore[union-attr]
    assert list(root.iter(f"{SVG}script")) == []


@pytest.mark.parametrize("kind", ["allocation", "location A3"])
def test_a_picture_has_300_dots_an_inch_and_says_what_it_shows(kind: str) -> None:
    sheet = printed(kind).sheet
    with Image.open(io.BytesIO(files(kind)["png"])) as picture:
        size = sheet.info.size
        assert picture.size == (round(size.width_mm / 25.4 * 300), round(size.height_mm / 25.4 * 300))
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        assert (picture.text["Title"], picture.text["Description"]) == (sheet.info.headline, sheet.info.alt_text)


def test_a_picture_is_the_print_and_the_colours_of_the_house_are_exact() -> None:
    made = files("allocation")
    page = pypdfium2.PdfDocument(made["pdf"])[0]
    with Image.open(io.BytesIO(made["png"])) as picture:
        both = [
            np.asarray(each.convert("RGB").crop((0, 0, 2480, 1600)))
            for each in (picture, page.render(scale=300 / 72).to_pil())
        ]
    found, wanted = (dots[::3].astype(np.int16) for dots in both)
    assert (np.abs(found - wanted).max(axis=2) > 24).mean() < 1e-3  # blends at the edges of letters alone
    found, wanted = (dots.astype(np.int32) @ np.array([1 << 16, 1 << 8, 1]) for dots in both)
    for colour in (style.INK, style.BLUE, style.VERMILION, style.GREEN, style.LAND, style.CONFIDENTIAL):
        value = int(colour[1:], 16)
        assert (found == value).sum() >= (wanted == value).sum() > 0, colour


@pytest.mark.parametrize("hatch", ["////", "xx", ".."])
def test_a_hatch_without_an_edge_is_seen_in_the_picture_too(hatch: str) -> None:
    paper, share = Paper(), {}
    for left, shown in ((20.0, ""), (110.0, hatch)):
        path = area_path(np.array([box(left, 50.0, left + 60.0, 110.0)], dtype=object))
        paper.add(path, fill="#f3b48a", edge=None, width_mm=0, hatch=shown, order=1.0, alpha=style.OVERLAY)
    made = sheet_bytes(replace(printed("coverage").sheet, figure=paper.figure))
    with Image.open(io.BytesIO(made["png"])) as opened:
        for left in (20.0, 110.0):
            part = opened.convert("L").crop([round(mm / 25.4 * 300) for mm in (left + 2, 52.0, left + 58, 108.0)])
            share[left] = (np.asarray(part) < 165).mean()
    assert share[20.0] == 0.0
    assert share[110.0] > 0.02


def _logo() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (700, 140), LOGO).save(stream, "PNG")
    return stream.getvalue()


HOUSED = replace(
    IMPRINT, house=House(logo=_logo(), colour="#7b1fa2", disclaimer="Aan deze kaart kan niemand rechten ontlenen.")
)


@pytest.mark.parametrize("kind", ["A4", "A3", "kandidaat"])
def test_the_house_of_the_province_stands_on_a_sheet(kind: str) -> None:
    page = Printed(_housed(kind))
    (image,) = page.page.images
    width = page.sheet.info.size.width_mm
    assert image["x1"] * MM == pytest.approx(width - 10.0, abs=1e-2)
    assert (image["x1"] - image["x0"]) * MM == pytest.approx(52.0, abs=1e-2)
    assert (image["bottom"] - image["top"]) * MM == pytest.approx(10.4, abs=1e-2)
    assert image["srcsize"] == (700, 140)
    assert "Aan deze kaart kan niemand rechten ontlenen." in page.text
    violet = [char for char in page.page.chars if fill_of({**char, "fill": True}) == "#7b1fa2"]
    assert "".join(char["text"] for char in violet).startswith(("Kaart 2", "Kandidaat"))
    assert all(right <= image["x0"] * MM for _, top, right, _ in page.inks() if top < image["bottom"] * MM - 1)
    assert "#7b1fa2" in {stroke_of(line) for line in page.page.lines}


def _housed(kind: str) -> Sheet:
    if kind == "kandidaat":
        return draw_candidate(imprint=HOUSED)
    return draw_portfolio(imprint=HOUSED, size=printed("portfolio A3" if kind == "A3" else "portfolio").sheet.info.size)


def test_a_long_title_makes_way_for_the_logo() -> None:
    page = Printed(draw_location(site(name="Tijdelijke gemeentelijke opvang " * 6), imprint=HOUSED))
    (image,) = page.page.images
    assert max(char["x1"] for char in page.page.chars if char["top"] < image["bottom"] - 3) < image["x0"]
