"""The fact sheet of a candidate on paper: exact scale, all that is known, nothing on top of anything else."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from pyproj import CRS

from geo.errors import CrsError, InputError
from geo.maps import style
from geo.maps.binding import bind
from geo.maps.candidate_blocks import VERDICT_MARKS
from geo.maps.candidate_maps import LEAST_MAP, LOCATOR_H, LOCATOR_W, SCALES
from geo.maps.frame import PROVINCE_SCALES
from geo.maps.ground import ground_within
from geo.maps.locator import prepare_locator
from geo.maps.sheet_files import sheet_bytes
from geo.maps.sheets import Sheet
from geo.words import catalogue
from tests.maps.builders import (
    IMPRINT,
    MARGIN_MM,
    MM,
    OPEN,
    PAGE_MM,
    SIDE,
    Printed,
    facility,
    fill_of,
    region,
    site,
    stroke_of,
    town,
)
from tests.maps.candidate_example import FACTS, RULES, contents, draw_candidate, island
from tests.maps.crowded import country

LONG = "Voormalig Rijksopleidingscentrum ‘De Oude Zeevaartschool’ aan de Noorderdijkweg"
HOSTILE = "<script>alert('x')</script> & \"q\" =SUM(A1) 😀 $x$ {id} \\n\tb"
MANY_RULES = tuple(
    (f"r{at}", f"Regel {at}: {RULES[at % 8][1].lower()}", RULES[at % 8][2], RULES[at % 8][3], RULES[at % 8][4])
    for at in range(20)
)
MANY_FACTS = (*FACTS, *((f"x{at}", f"Ander feit {at}", "number", "own", "", "bron") for at in range(60)))

CASES: dict[str, Callable[[], Sheet]] = {
    "plain": lambda: draw_candidate(contents()[0]),
    "excluded": lambda: draw_candidate(contents()[-1]),
    "long": lambda: draw_candidate(contents(names=[LONG] * 5)[0]),
    "wide": lambda: draw_candidate(contents(names=["W" * 80] * 5)[0]),
    "hostile": lambda: draw_candidate(contents(names=[HOSTILE] * 5)[0]),
    "rules": lambda: draw_candidate(contents(rules=MANY_RULES, names=[LONG] * 5)[-1]),
    "facts": lambda: draw_candidate(contents(facts=MANY_FACTS, names=[LONG] * 5)[0]),
    "unknown": lambda: draw_candidate(contents(unknown=1.0)[0]),
    "island": lambda: draw_candidate(contents()[0], at=island()),
    "nowhere": lambda: draw_candidate(contents()[0], placed=False),
    "one": lambda: draw_candidate(contents(1, unknown=0.0, seed=2)[0]),
    "bare": lambda: draw_candidate(contents(facts=(), rules=(), criteria=())[0]),
    "crowd": lambda: draw_candidate(contents(300)[100]),
}
EVERY_CASE = pytest.mark.parametrize("case", CASES)
WITH_MAPS = pytest.mark.parametrize("case", [case for case in CASES if case != "nowhere"])


@cache
def page(case: str) -> Printed:
    return Printed(CASES[case]())


def _frames(printed: Printed) -> list[tuple[float, float, float, float]]:
    """Boxes of the two maps, the small one first: what has a dark line and no fill."""
    shapes = [*printed.page.rects, *printed.page.curves]
    found = [shape for shape in shapes if stroke_of(shape) == style.INK and not fill_of(shape)]
    boxes = {tuple(round(float(shape[side]) * MM, 3) for side in ("x0", "top", "x1", "bottom")) for shape in found}
    large = [box for box in boxes if box[2] - box[0] > 50 and box[3] - box[1] > 40]
    return sorted(large)  # type: ignore[arg-type]


@EVERY_CASE
def test_the_page_is_a4_and_all_text_stands_within_its_margins(case: str) -> None:
    assert (float(page(case).page.width) * MM, float(page(case).page.height) * MM) == pytest.approx(PAGE_MM, abs=1e-3)
    inks = page(case).inks()
    assert len(inks) > 200
    for left, top, right, bottom in inks:
        assert left >= MARGIN_MM - 0.05
        assert right <= PAGE_MM[0] - MARGIN_MM + 0.05
        assert top >= 8.0
        assert bottom <= 290.0


@EVERY_CASE
def test_no_text_stands_on_other_text(case: str) -> None:
    words = [word for word in page(case).page.extract_words(keep_blank_chars=True) if word["upright"]]
    boxes = [
        (w["x0"], w["top"] + 0.28 * w["height"], w["x1"], w["bottom"] - 0.28 * w["height"], w["text"]) for w in words
    ]
    clashes = [
        (one[4], other[4])
        for at, one in enumerate(boxes)
        for other in boxes[at + 1 :]
        if one[0] < other[2] - 0.3 and other[0] < one[2] - 0.3 and one[1] < other[3] and other[1] < one[3]
    ]
    assert len(boxes) > 30
    assert clashes == []


@EVERY_CASE
def test_nothing_but_the_foot_stands_at_the_foot(case: str) -> None:
    printed = page(case)
    above = [box for box in printed.inks() if box[1] < printed.foot_top]
    assert max(bottom for *_, bottom in above) <= printed.foot_top + 0.4
    foot = printed.page.crop((0, printed.foot_top / MM, printed.page.width, printed.page.height)).extract_text()
    assert foot.startswith("Wegen: verzonnen wegennet")
    assert foot.endswith("peildatum 01-09-2020")


@EVERY_CASE
def test_the_only_letter_is_embedded_source_sans(case: str) -> None:
    names = {char["fontname"] for char in page(case).page.chars}
    assert all(re.fullmatch(r"[A-Z]{6}\+SourceSansPro-(Regular|Semibold|It)", name) for name in names)
    with pikepdf.open(io.BytesIO(page(case).data)) as pdf:
        for font in pdf.pages[0].resources.Font.values():
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            assert "/FontFile2" in inner.FontDescriptor
            assert "/ToUnicode" in font
        assert not pdf.pages[0].get_images()


@WITH_MAPS
def test_both_maps_have_a_round_scale_that_is_exact_on_paper(case: str) -> None:
    printed = page(case)
    small, large = _frames(printed)
    assert large[2] == pytest.approx(PAGE_MM[0] - MARGIN_MM, abs=1e-2)
    assert large[3] - large[1] >= LEAST_MAP - 0.01
    assert printed.sheet.info.scale in SCALES
    assert f"Schaal 1 : {printed.sheet.info.scale:,} (A4)".replace(",", ".") in printed.text
    said = re.search(r"Ligging, 1 : ([\d.]+)", printed.text)
    assert said
    scale = int(said[1].replace(".", ""))
    assert scale in PROVINCE_SCALES
    halves = [box for box in printed.boxes(style.LAND) if box[2] <= small[2]]
    assert [box[2] - box[0] for box in halves] == pytest.approx([SIDE / 2 / scale * 1000] * 2, abs=1e-3)


def test_the_town_itself_has_its_exact_size_on_paper() -> None:
    built = max(page("plain").boxes(style.BUILT), key=lambda box: box[2] - box[0])
    assert built[2] - built[0] == pytest.approx(1600 / page("plain").sheet.info.scale * 1000, abs=1e-3)


def test_the_scale_bar_is_exact_on_paper() -> None:
    printed, (_, large) = page("plain"), _frames(page("plain"))
    parts = [
        box
        for fill in (style.INK, style.PAPER)
        for box in printed.boxes(fill)
        if box[3] - box[1] == pytest.approx(1.5, abs=1e-3) and box[1] > large[3]
    ]
    assert [box[2] - box[0] for box in parts] == pytest.approx([250 / printed.sheet.info.scale * 1000] * 4, abs=1e-3)
    assert min(box[0] for box in parts) == pytest.approx(large[0] + 1, abs=1e-2)


def test_each_catchment_is_drawn_and_explained() -> None:
    printed = page("plain")
    shapes = [*printed.page.curves, *printed.page.lines, *printed.page.rects]
    (_, large) = _frames(printed)
    lines = [shape for shape in shapes if stroke_of(shape) == style.CATCHMENT and shape["x0"] * MM >= large[0]]
    assert len(lines) == 2
    assert "1,0 km lopen over de weg" in printed.said
    assert "2,0 km lopen over de weg" in printed.said


def test_a_candidate_without_streets_has_no_catchment_and_says_so() -> None:
    assert "Geen loopgebied" in page("island").said
    assert "lopen over de weg" not in page("island").said
    assert "zonder loopgebied" in page("island").sheet.info.alt_text


def test_a_candidate_without_a_place_has_no_map_and_says_so() -> None:
    assert "De plaats van deze kandidaat is niet bekend" in page("nowhere").text
    assert _frames(page("nowhere")) == []
    assert page("nowhere").sheet.info.scale == 0
    assert "Toets aan de regels" in page("nowhere").text


def test_what_is_near_is_on_the_map_where_the_scale_allows_and_named_where_not() -> None:
    near = [facility("supermarket", 1, 4200.0, (3500.0, 0.0)), facility("hospital", 1, 9000.0, (3900.0, 3900.0))]
    far = Printed(draw_candidate(at=site(near)))
    assert "Buiten het kaartbeeld: supermarkt, ziekenhuis." in far.text
    beside = Printed(draw_candidate(at=site(near[:1])))
    assert "Buiten het kaartbeeld" not in beside.text
    assert "S1" in beside.words
    assert "Supermarkt (S1)" in beside.said


@EVERY_CASE
def test_a_sheet_says_who_where_what_and_against_which_profile(case: str) -> None:
    text = page(case).said
    assert re.search(r"Kandidaat K\d+", text)
    assert "Gemeente Westmaar · Regionale opvanglocatie (ROL)" in text
    assert "VERTROUWELIJK" in text
    assert "FICTIEF VOORBEELD" in text
    profile = "Niet aan een profiel getoetst" if case == "bare" else "Getoetst aan: standaardprofiel, 1 september 2020"
    assert profile in text
    assert re.search(r"Nader onderzoek nodig|Valt af op: |Niet toetsbaar", text)
    assert "geschikt" not in text.lower()


@pytest.mark.parametrize("name", [LONG, "W" * 80, "kort", "een naam van meer woorden dan op een regel passen " * 3])
def test_a_name_is_whole_on_one_line_or_two(name: str) -> None:
    text = Printed(draw_candidate(contents(names=[name.strip()] * 5)[0])).said
    assert "".join(name.split()) in "".join(text.split())


def test_a_hostile_name_is_only_text() -> None:
    said = page("hostile").said
    assert "<script>alert('x')</script> & \"q\" =SUM(A1) ? $x$ {id} \\n b" in said
    assert page("hostile").sheet.info.title == HOSTILE
    with pikepdf.open(io.BytesIO(page("hostile").data)) as pdf:
        assert len(pdf.pages[0].get("/Annots", [])) == 0
        assert "/JavaScript" not in str(pdf.Root.keys())


def _rows(case: str, part: str) -> list[tuple[str, str]]:
    table = page(case).sheet.info.table
    rows = table[table["Onderdeel"] == part]
    return list(zip(rows["Omschrijving"], rows["Uitkomst"], strict=True))


@pytest.mark.parametrize(("case", "part", "count"), [("facts", "Feiten", 95), ("rules", "Toets aan de regels", 20)])
def test_what_finds_no_room_is_counted_and_the_table_has_it_all(case: str, part: str, count: int) -> None:
    said, rows = page(case).said, _rows(case, part)
    assert len(rows) == count
    # Ids are alike at their beginnings, so a title counts only where another does not begin with it.
    told = [title for title, _ in rows if re.search(rf"{re.escape(title)}(?!\d)", said)]
    left = [int(found) for found in re.findall(r"… en (\d+) (?:andere|zonder grens), zie ", said)]
    assert len(rows) - len(told) in left
    assert 12 <= len(told) < count


def test_where_there_is_room_all_is_told() -> None:
    for part in ("Feiten", "Toets aan de regels"):
        rows = _rows("nowhere", part)
        assert rows
        for title, outcome in rows:
            assert title in page("nowhere").said
            if part == "Feiten":
                assert outcome in page("nowhere").said
    assert "andere, zie plan.xlsx" not in page("nowhere").said


def test_an_unknown_score_is_hatched_with_a_line_over_what_is_possible() -> None:
    printed = page("unknown")
    hatched = [shape for shape in printed.page.rects + printed.page.curves if fill_of(shape) == "hatch"]
    assert len(hatched) == 8
    assert "Gearceerd: waarde onbekend" in printed.said
    assert "Streep: van de laagste tot de hoogste score" in printed.said
    sure = Printed(draw_candidate(contents(unknown=0.0)[0]))
    assert "Gearceerd" not in sure.said or any(score.missing for score in contents(unknown=0.0)[0].scores)


def test_a_score_bar_is_as_long_as_its_score() -> None:
    content = contents(unknown=0.0)[0]
    printed = Printed(draw_candidate(content))
    bars = [box for box in printed.boxes(style.ACCENT) if box[3] - box[1] == pytest.approx(1.9, abs=1e-3)]
    scores = [score.score for score in content.scores if score.score and not score.missing]
    assert [box[2] - box[0] for box in sorted(bars, key=lambda box: box[1])] == pytest.approx(
        [32.0 * score for score in scores if score is not None], abs=1e-3
    )
    assert len(scores) >= 5


def test_the_rank_stands_among_all_ranks_with_its_interval() -> None:
    content = contents()[1]
    printed, standing = Printed(draw_candidate(content)), content.standing
    assert standing.rank == 2
    assert standing.low is not None
    assert standing.high is not None
    (bar,) = printed.boxes(style.SKY)
    step = (92.5 - 6.0) / (standing.count - 1)
    middle = (bar[0] + bar[2]) / 2 - (200.0 - 92.5 + 3.0)
    assert middle / step + 1 == pytest.approx((standing.low + standing.high) / 2, abs=1e-3)
    assert f"Rang 2 van {standing.count}" in printed.text
    assert "12,5% van de gelote wegingen eerste" in printed.text


def test_the_marks_of_verdicts_differ_in_shape() -> None:
    assert len({(mark.shape, mark.fill) for mark in VERDICT_MARKS.values()}) == len(VERDICT_MARKS) == 4


@EVERY_CASE
def test_no_english_word_stands_on_a_sheet(case: str) -> None:
    said = {lang: " ".join(each[lang] for each in catalogue().values()) for lang in ("nl", "en")}
    words = [set(re.findall(r"[a-zà-ÿ]+", re.sub(r"{.*?}|`.*?`", "", said[lang]).lower())) for lang in ("nl", "en")]
    english = (words[1] - words[0]) | {"nan", "none", "null", "inf", "true", "false", "nat"} - words[0]
    found = set(re.findall(r"[a-zà-ÿ]+", page(case).said.replace("RD New", "").replace(HOSTILE[:40], "").lower()))
    assert sorted((found & english) - {"script", "alert", "id"}) == []


def test_a_closed_candidate_is_refused_in_the_open_edition_only() -> None:
    closed = replace(contents()[0], open=False)
    with pytest.raises(InputError, match="not open"):
        draw_candidate(closed, imprint=OPEN)
    name = f"kandidaat-{closed.candidate_id.lower()}"
    assert draw_candidate(closed, imprint=IMPRINT).info.name == f"{name}-vertrouwelijk"
    opened = Printed(draw_candidate(imprint=OPEN))
    assert opened.sheet.info.name == f"{name}-openbaar"
    assert "VERTROUWELIJK" not in opened.said


def test_a_base_map_in_degrees_is_refused() -> None:
    with pytest.raises(CrsError, match="metric"):
        draw_candidate(basemap=replace(town(), crs=CRS.from_epsg(4326)))


def test_the_same_sheets_give_the_same_bytes_twice_with_a_bookmark_each(tmp_path: Path) -> None:
    titles = ["1. K01 Veld", "<script> & (2)"]
    for name in ("one", "other"):
        made = [sheet_bytes(draw_candidate(content)) for content in contents()[:2]]
        pages = [tmp_path / f"{name}-{place}.pdf" for place in range(2)]
        for path, files in zip(pages, made, strict=True):
            path.write_bytes(files["pdf"])
        (tmp_path / f"{name}.png").write_bytes(made[0]["png"])
        bind(zip(titles, pages, strict=True), tmp_path / f"{name}.pdf", title="Kandidaatlocaties")
    for ending in ("png", "pdf"):
        assert (tmp_path / f"one.{ending}").read_bytes() == (tmp_path / f"other.{ending}").read_bytes()
    with pikepdf.open(tmp_path / "one.pdf") as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == titles
        assert [pdf.pages.index(item.destination[0]) for item in outline.root] == [0, 1]
        assert not {"/CreationDate", "/Producer"} & set(pdf.docinfo.keys())
    with Image.open(tmp_path / "one.png") as picture:
        assert picture.size == tuple(round(side / 25.4 * 300) for side in PAGE_MM)
        assert picture.text["Description"] == draw_candidate(contents()[0]).info.alt_text


@EVERY_CASE
def test_the_alternative_text_tells_the_whole_sheet(case: str) -> None:
    info = page(case).sheet.info
    assert info.alt_text.startswith(f"Informatieblad van {info.title} ({info.number.split()[1]}). ")
    for title, outcome in [*_rows(case, "Feiten"), *_rows(case, "Toets aan de regels")]:
        assert f"{title}: {outcome}" in info.alt_text
    assert "{" not in info.alt_text.replace("{id}", "")


def test_the_map_of_the_province_takes_its_towns_and_stations_along() -> None:
    """Cut for the corner of the paper and moved, it shows what a map that is cut for that place shows."""
    small = prepare_locator(region(country()), LOCATOR_W, LOCATOR_H)
    moved = small.at(20.0, 60.0)
    there = ground_within(moved.frame, region(country()))
    assert [each.name for each in moved.ground.settlements] == [each.name for each in there.settlements] != []
    spots, goals = (
        [*(each.spot for each in ground.settlements), *ground.stations.values()] for ground in (moved.ground, there)
    )
    assert spots == [pytest.approx(goal) for goal in goals]
    assert all(20.0 < x < 20.0 + LOCATOR_W and 60.0 < y < 60.0 + LOCATOR_H for x, y in spots)
