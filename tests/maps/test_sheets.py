"""The four kinds of sheets on paper: exact scale, text that is text, the same bytes, and who may see them."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pyproj import CRS

from geo.crs import RD_NEW
from geo.errors import CrsError, InputError
from geo.figures import Figure
from geo.maps import style
from geo.maps.frame import PROVINCE_SCALES, TOWN_SCALES, MapFrame
from geo.maps.paper import Paper
from geo.maps.sheets import Sheet, SheetInfo, write_pdf
from geo.maps.strip import draw_strip
from geo.words import catalogue, say
from tests.maps.builders import (
    CURRENT,
    FUTURE,
    IMPRINT,
    LYING,
    MARGIN_MM,
    MM,
    OPEN,
    PAGE_MM,
    REGIONS,
    SHEETS,
    SIDE,
    Printed,
    draw_allocation,
    draw_coverage,
    draw_location,
    draw_portfolio,
    fill_of,
    future,
    locations,
    printed,
    site,
    stroke_of,
)

INK, PAPER = "#1d1d1b", "#ffffff"
EVERY_SHEET = pytest.mark.parametrize("kind", [*SHEETS, *LYING])
SAID_METRES = re.compile(r"1 cm op papier is ([\d.,]+) (k?m)")


def _segments(page: Printed) -> list[float]:
    """Lengths in millimetres of the parts of the scale bar: what is 1,5 mm high and black or white."""
    parts = [
        box for fill in (INK, PAPER) for box in page.boxes(fill) if box[3] - box[1] == pytest.approx(1.5, abs=1e-3)
    ]
    return [right - left for left, _, right, _ in parts]


def _sheet_of(paper: Paper) -> Sheet:
    info = SheetInfo(number="", title="", name="", alt_text="", table=locations(), scale=0, unplaced=())
    return Sheet(info=info, figure=paper.figure)


@EVERY_SHEET
def test_the_page_is_exactly_its_size(kind: str) -> None:
    page = printed(kind).page
    wanted = (420.0, 297.0) if kind.endswith("A3") else PAGE_MM
    assert (float(page.width) * MM, float(page.height) * MM) == pytest.approx(wanted, abs=1e-3)


@EVERY_SHEET
def test_the_scale_bar_is_exact_on_paper(kind: str) -> None:
    page = printed(kind)
    marks = re.search(r"0 ([\d,. ]+?) ?(k?m) ", page.text[page.text.index(" 0 ") + 1 :])
    assert marks
    last = float(marks[1].split()[-1].replace(".", "").replace(",", ".")) * (1000 if marks[2] == "km" else 1)
    parts = _segments(page)
    assert len(parts) == 4
    assert parts == pytest.approx([last / 4 / page.sheet.info.scale * 1000] * 4, abs=1e-3)


@EVERY_SHEET
def test_the_scale_in_words_is_that_of_the_map(kind: str) -> None:
    page = printed(kind)
    thousands = f"{page.sheet.info.scale:,}".replace(",", ".")
    said = SAID_METRES.search(page.text)
    assert f"Schaal 1 : {thousands} ({kind[-2:] if kind.endswith('A3') else 'A4'})" in page.text
    assert said
    metres = float(said[1].replace(".", "").replace(",", ".")) * (1000 if said[2] == "km" else 1)
    assert metres == page.sheet.info.scale / 100


@pytest.mark.parametrize("kind", ["portfolio", "portfolio A3"])
def test_the_province_itself_has_its_exact_size_on_paper(kind: str) -> None:
    page = printed(kind)
    side_mm = SIDE / page.sheet.info.scale * 1000
    halves = [box for box in page.boxes("#e2e1dc") if box[2] - box[0] > 20]
    assert len(halves) == 2
    for left, top, right, bottom in halves:
        assert right - left == pytest.approx(side_mm / 2, abs=1e-3)
        assert bottom - top == pytest.approx(side_mm, abs=1e-3)


@pytest.mark.parametrize("kind", ["location", "location A3"])
def test_the_town_itself_has_its_exact_size_on_paper(kind: str) -> None:
    page = printed(kind)
    built = max(page.boxes("#f1e9e1"), key=lambda box: box[2] - box[0])
    assert built[2] - built[0] == pytest.approx(1600 / page.sheet.info.scale * 1000, abs=1e-3)


@EVERY_SHEET
def test_the_map_begins_at_the_margin_below_the_heading_and_is_large(kind: str) -> None:
    page = printed(kind)
    left, top, right, bottom = page.map_box
    assert (left, top) == pytest.approx((MARGIN_MM, 29.0), abs=1e-3)
    assert bottom - top >= (200.0 if kind.endswith("A3") else 96.0)
    assert right - left >= (240.0 if kind.endswith("A3") else 95.0)


@pytest.mark.parametrize("scales", [PROVINCE_SCALES[:11], PROVINCE_SCALES[11:], TOWN_SCALES])
def test_the_scale_bar_is_exact_at_every_scale(scales: tuple[int, ...]) -> None:
    paper = Paper()
    for row, scale in enumerate(scales):
        frame = MapFrame(left=10, top=0, width=190, height=1, scale=scale, centre=(150_000.0, 480_000.0))
        draw_strip(paper, frame, 20.0 + 14 * row, RD_NEW)
    page = Printed(_sheet_of(paper))
    bars = sorted((box for fill in (INK, PAPER) for box in page.boxes(fill) if box[0] < 60), key=lambda box: box[1])
    parts = [box[2] - box[0] for box in bars if box[3] - box[1] == pytest.approx(1.5, abs=1e-3)]
    labels = re.findall(r"^0 .*? ?([\d,.]+) ?(k?m)$", page.page.crop((0, 0, 250, 840)).extract_text(), re.MULTILINE)
    assert len(parts) == 4 * len(scales)
    assert len(labels) == len(scales)
    for row, (scale, (last, unit)) in enumerate(zip(scales, labels, strict=True)):
        metres = float(last.replace(".", "").replace(",", ".")) * (1000 if unit == "km" else 1)
        assert len(last) <= 5
        assert parts[4 * row : 4 * row + 4] == pytest.approx([metres / 4 / scale * 1000] * 4, abs=1e-3)
        assert metres / scale * 1000 <= 46.0 + 1e-6


def test_north_is_called_after_the_reference_system() -> None:
    paper = Paper()
    frame = MapFrame(left=10, top=0, width=190, height=1, scale=25_000, centre=(0.0, 0.0))
    draw_strip(paper, frame, 20.0, CRS.from_epsg(32632))
    assert "kaartnoorden" in Printed(_sheet_of(paper)).text
    assert "RD-noorden" in printed("portfolio").text


@EVERY_SHEET
def test_every_cell_of_the_table_is_text_on_the_page(kind: str) -> None:
    page = printed(kind)
    table = page.sheet.info.table
    cells = {word for row in [list(table.columns), *table.to_numpy().tolist()] for cell in row for word in cell.split()}
    assert cells
    assert cells <= set(page.words)


@EVERY_SHEET
def test_every_letter_that_was_set_is_in_the_file(kind: str) -> None:
    found = [char["text"] for char in printed(kind).page.chars if char["text"] != " "]
    assert sorted("".join(found)) == sorted(printed(kind).said.replace(" ", ""))


def test_every_name_is_text_on_the_map_and_in_the_table() -> None:
    for kind, names in (
        ("portfolio", [row[1] for row in CURRENT]),
        ("allocation", [row[1] for row in FUTURE]),
        ("coverage", list(REGIONS)),
    ):
        for name in names:
            assert printed(kind).text.count(name) == 2, (kind, name)


@EVERY_SHEET
def test_a_halo_does_not_double_the_letters_over_it(kind: str) -> None:
    seen = [(c["text"], round(c["x0"], 2), round(c["top"], 2)) for c in printed(kind).page.chars if c["text"] != " "]
    assert len(seen) == len(set(seen))


@EVERY_SHEET
def test_the_only_letter_is_embedded_source_sans(kind: str) -> None:
    page = printed(kind)
    names = {char["fontname"] for char in page.page.chars}
    assert all(re.fullmatch(r"[A-Z]{6}\+SourceSansPro-(Regular|Semibold|It)", name) for name in names)
    with pikepdf.open(io.BytesIO(page.data)) as pdf:
        fonts = pdf.pages[0].resources.Font
        for font in fonts.values():
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            assert "/FontFile2" in inner.FontDescriptor
            assert "/ToUnicode" in font


@EVERY_SHEET
def test_all_text_stands_within_the_margins_and_above_the_foot_of_the_page(kind: str) -> None:
    width = printed(kind).sheet.info.size.width_mm
    for left, top, right, bottom in printed(kind).inks():
        assert left >= MARGIN_MM - 0.05
        assert right <= width - MARGIN_MM + 0.05
        assert top >= 8.0
        assert bottom <= 290.0


def test_sheets_are_the_pages_of_one_file_with_a_title_and_no_date(tmp_path: Path) -> None:
    write_pdf([printed(kind).sheet for kind in ("portfolio", "coverage")], tmp_path / "all.pdf", title="Kaartenbijlage")
    with pikepdf.open(tmp_path / "all.pdf") as pdf:
        assert len(pdf.pages) == 2
        assert str(pdf.docinfo["/Title"]) == "Kaartenbijlage"
        assert not {"/CreationDate", "/Producer"} & set(pdf.docinfo.keys())


CLOSED = [
    pytest.param(lambda imprint: draw_portfolio(locations(*CURRENT, opened=False), imprint=imprint), id="portfolio"),
    pytest.param(lambda imprint: draw_allocation(future(*FUTURE).assign(open=[True] * 5 + [False]), imprint=imprint), id="allocation"),
    pytest.param(lambda imprint: draw_location(site(open=False), imprint=imprint), id="location"),
]  # fmt: skip


@pytest.mark.parametrize("draw", CLOSED)
def test_a_closed_row_is_refused_in_the_open_edition_only(draw: object) -> None:
    with pytest.raises(InputError, match="not open"):
        draw(OPEN)  # type: ignore[operator]
    assert draw(IMPRINT).info.name.endswith("-vertrouwelijk")  # type: ignore[operator]


def test_a_row_that_does_not_say_whether_it_is_open_is_closed() -> None:
    unsaid = locations(*CURRENT).assign(open=[True, None, True])
    with pytest.raises(InputError, match="not open"):
        draw_portfolio(unsaid, imprint=OPEN)


def test_coverage_names_no_location_and_so_may_be_in_the_open_edition() -> None:
    page = Printed(draw_coverage(imprint=OPEN))
    assert page.sheet.info.name == "kaart-4b-dekking-per-regio-openbaar"
    assert not any(row[0] in page.said.split() for row in (*CURRENT, *FUTURE))


def test_the_marks_of_a_sheet_stand_on_it_when_due_and_not_otherwise() -> None:
    for word in ("VERTROUWELIJK", "CONCEPT", "FICTIEF VOORBEELD"):
        assert word in printed("portfolio").text
    final = Printed(draw_portfolio(imprint=replace(OPEN, status="definitief", fictional=False)))
    assert not re.search("VERTROUWELIJK|CONCEPT|FICTIEF", final.said)
    assert "(definitief)" in final.said
    assert final.sheet.info.name == "kaart-2-huidige-portefeuille-openbaar"


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        ({"edition": "vertrouwelijk", "status": "definitief", "fictional": False}, "VERTROUWELIJK"),
        ({"edition": "openbaar", "status": "concept", "fictional": False}, "CONCEPT"),
        ({"edition": "openbaar", "status": "definitief", "fictional": True}, "FICTIEF VOORBEELD"),
    ],
)
def test_each_mark_comes_for_its_own_reason(changes: dict[str, object], due: str) -> None:
    page = Printed(draw_coverage(imprint=replace(IMPRINT, **changes)))  # type: ignore[arg-type]
    assert re.findall("VERTROUWELIJK|CONCEPT|FICTIEF VOORBEELD", page.said) == [due]


@EVERY_SHEET
def test_sources_system_and_maker_stand_at_the_foot(kind: str) -> None:
    text = printed(kind).text
    assert "Wegen: verzonnen wegennet, peildatum 31-08-2020." in text
    assert "Grenzen: verzonnen grenzen, peildatum onbekend." in text
    assert "Stelsel: RD New (EPSG:28992)." in text
    assert "versie 0.1 (concept) · peildatum 01-09-2020" in text


@EVERY_SHEET
def test_no_english_word_stands_on_a_sheet(kind: str) -> None:
    said = {lang: " ".join(each[lang] for each in catalogue().values()) for lang in ("nl", "en")}
    words = [set(re.findall(r"[a-zà-ÿ]+", re.sub(r"{.*?}|`.*?`", "", said[lang]).lower())) for lang in ("nl", "en")]
    english = (words[1] - words[0]) | {"nan", "none", "null", "inf", "true", "false", "nat", "na"} - words[0]
    found = set(re.findall(r"[a-zà-ÿ]+", printed(kind).text.replace("RD New", "").lower()))
    assert {"the", "places", "unknown"} <= english
    assert sorted(found & english) == []
    assert "{" not in printed(kind).text


@EVERY_SHEET
def test_numbers_are_written_the_dutch_way(kind: str) -> None:
    numbers = [word.strip("(),;:+−≥*") for word in printed(kind).words if re.search(r"\d[.,]\d", word)]
    assert numbers
    for number in numbers:
        assert number == IMPRINT.version or re.fullmatch(r"\d{1,3}(\.\d{3})*(,\d+)?\D*", number), number


def test_rows_without_a_reference_system_are_refused() -> None:
    with pytest.raises(CrsError, match="no reference system"):
        draw_portfolio(locations(*CURRENT).set_crs(None, allow_override=True))


def test_a_total_is_printed_as_it_was_given() -> None:
    page = Printed(draw_portfolio(total=Figure(value=98_765, unit="plekken", unknown=2)))
    assert page.said.count("≥ 98.765") == 2
    assert "regulier ≥ 98.765 plekken; 2 onbekend" in page.said
    assert page.sheet.info.table.iloc[-1].tolist() == ["", "Totaal regulier", "", "", "≥ 98.765; 2 onbekend"]


def test_a_title_that_is_too_long_is_cut_and_shows_it() -> None:
    long = "Tijdelijke gemeentelijke opvang " * 8
    page = Printed(draw_location(site(name=long.strip())))
    title = page.text[page.text.index("Tijdelijke") : page.text.index("Gemeente Westmaar")]
    assert re.fullmatch(r"(Tijdelijke|gemeentelijke|opvang| )+… ", title)
    assert max(right for _, _, right, _ in page.inks()) <= PAGE_MM[0] - MARGIN_MM + 0.05


@EVERY_SHEET
def test_nothing_is_drawn_beyond_the_page(kind: str) -> None:
    page = printed(kind)
    marks = [shape for shape in (*page.page.rects, *page.page.curves) if fill_of(shape)]
    assert marks
    for shape in marks:
        assert shape["x1"] * MM <= page.sheet.info.size.width_mm + 0.01
        assert shape["bottom"] * MM <= PAGE_MM[1] + 0.01


@pytest.mark.parametrize("kind", SHEETS)
def test_the_larger_paper_says_the_same_but_for_its_scale(kind: str) -> None:
    small, large = (set(printed(name).said.split()) for name in (kind, f"{kind} A3"))
    ground = set(say("maps.layer.waterway").split())  # a larger scale may hold no water of the smaller one
    other = (small ^ large) - ground
    assert all(re.fullmatch(r"[\d.,]+|\(A\d\)|k?m;?", word) for word in other), other


@EVERY_SHEET
def test_the_legend_shows_the_colours_of_the_marks_on_the_map_and_no_others(kind: str) -> None:
    page = printed(kind)
    left, top, right, bottom = page.map_box
    colours = (style.BLUE, style.VERMILION, style.GREEN, style.ORANGE, style.SKY, style.CATCHMENT)
    shown: dict[bool, set[str]] = {True: set(), False: set()}
    for shape in (*page.page.rects, *page.page.curves, *page.page.lines):
        x, y = (shape["x0"] + shape["x1"]) / 2 * MM, (shape["top"] + shape["bottom"]) / 2 * MM
        shown[left <= x <= right and top <= y <= bottom] |= {fill_of(shape), stroke_of(shape)} & set(colours)
    assert shown[True] == shown[False]
    assert shown[True] or kind.startswith("coverage")


def test_a_plan_without_locations_has_no_heading_over_nothing() -> None:
    empty = Printed(draw_portfolio(locations(), total=Figure(value=0, unit="plekken")))
    assert empty.said.count("Opvanglocaties") == 1, "over the table alone"
    assert "0 locaties, regulier 0 plekken" in empty.said
    nothing = Printed(draw_allocation(future()))
    assert "Type na de transitie" not in nothing.said
    assert nothing.said.count("Vervolg") == 1, "the column of the table alone"
