"""The map appendix: read back from the PDF, structure by structure and millimetre by millimetre."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pdfplumber
import pikepdf
import pytest

from geo.maps.atlas import Plate, write_atlas
from geo.maps.paper_size import A3
from geo.maps.sheets import Sheet, write_pdf
from tests.maps.builders import IMPRINT, MM, OPEN, draw_allocation, draw_coverage, draw_location, draw_portfolio, site

CHAPTERS = ("2 Huidige capaciteit", "4 Invulling", "4 Invulling", "Locatiebladen")
HOSTILE = (
    "#eval(1+1)",
    "]#pagebreak()[",
    'a "b" \\c',
    "'s-Hertogenbosch",
    "$x$ *y* _z_ @k <l> `m`",
    "regel\n= twee",
    "﷽ 中",
)


@cache
def _sheets() -> tuple[Sheet, ...]:
    sheets = (draw_portfolio(), draw_allocation(), draw_coverage(), draw_location(site(name='#eval(1) ] "o" \'s-G')))
    table = pd.DataFrame(
        [(words, f"{row}.000", pd.NA, "woord " * 30) for row in range(12) for words in HOSTILE],
        columns=["Naam #1", "Plekken", "]", "Toelichting"],
    )
    return (replace(sheets[0], info=replace(sheets[0].info, table=table)), *sheets[1:])


def _written(folder: Path, **changes: Any) -> Path:
    plates = []
    for chapter, sheet in zip(CHAPTERS, _sheets(), strict=True):
        pdf = folder / f"{sheet.info.name}.pdf"
        write_pdf([sheet], pdf, title=sheet.info.headline)
        plates.append(Plate(chapter=chapter, info=sheet.info, pdf=pdf))
    write_atlas(plates, folder / "atlas.pdf", imprint=replace(IMPRINT, **changes))
    return folder / "atlas.pdf"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _written(tmp_path_factory.mktemp("atlas"))


@pytest.fixture(scope="module")
def pages(path: Path) -> Iterator[list[Any]]:
    with pdfplumber.open(path) as pdf:
        yield pdf.pages


@pytest.fixture(scope="module")
def pdf(path: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(path) as found:
        yield found


def _elements(node: Any, kind: str) -> list[pikepdf.Dictionary]:
    """Give the parts of the structure of a kind, in reading order."""
    if isinstance(node, pikepdf.Array):
        return [found for child in node for found in _elements(child, kind)]
    if not isinstance(node, pikepdf.Dictionary):
        return []
    own = [node] if node.get("/S") == kind else []
    return [*own, *_elements(node.get("/K"), kind)]


def _map_pages(pages: list[Any]) -> list[Any]:
    return [page for page in pages if "Schaal 1" in page.extract_text()]


def test_the_document_says_what_it_is(pdf: pikepdf.Pdf) -> None:
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "nl-NL"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as about:
        assert about["dc:title"] == "Kaartenbijlage bij Provinciaal plan Vierkant"
        assert about["pdfuaid:part"] == "1"


def test_every_map_is_a_figure_with_its_words_and_nothing_else_is(pdf: pikepdf.Pdf) -> None:
    figures = _elements(pdf.Root.StructTreeRoot, "/Figure")
    assert [str(figure.Alt) for figure in figures] == [sheet.info.alt_text for sheet in _sheets()]
    for page in pdf.pages:
        content = page.Contents.read_bytes() if not isinstance(page.Contents, pikepdf.Array) else b"".join(
            part.read_bytes() for part in page.Contents
        )  # fmt: skip
        laid = re.findall(rb"/Plate\d+ Do", content)
        assert laid == re.findall(rb"(?<=/Artifact BMC q )/Plate\d+ Do(?= Q EMC)", content)


def test_every_map_is_followed_by_its_table_with_headings_that_repeat(pdf: pikepdf.Pdf, pages: list[Any]) -> None:
    tables = _elements(pdf.Root.StructTreeRoot, "/Table")
    of_maps = tables[-len(_sheets()) :]
    for table, sheet in zip(of_maps, _sheets(), strict=True):
        heads = _elements(table, "/TH")
        assert len(heads) == len(sheet.info.table.columns)
        scopes = [item for head in heads for item in _attributes(head, "/Scope")]
        assert scopes == ["/Column"] * len(heads)
        assert len(_elements(table, "/TD")) == sheet.info.table.size
    repeated = [page for page in pages if "Naam #1 Plekken ]" in page.extract_text()]
    assert len(repeated) > 1
    assert all(f"· {_sheets()[0].info.number}" in page.extract_text().split("VERTROUWELIJK")[0] for page in repeated)
    assert all(page.width > page.height for page in repeated) or all(page.width < page.height for page in repeated)


def _attributes(element: pikepdf.Dictionary, name: str) -> list[str]:
    given = element.get("/A")
    each = list(given) if isinstance(given, pikepdf.Array) else [given]
    return [str(one[name]) for one in each if isinstance(one, pikepdf.Dictionary) and name in one]


def test_bookmarks_lead_to_chapters_maps_and_tables(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        found = [(item.title, [sheet.title for sheet in item.children]) for item in outline.root]
        below = [[table.title for table in sheet.children] for item in outline.root for sheet in item.children]
    headlines = [sheet.info.headline for sheet in _sheets()]
    assert found == [
        ("Kaartenbijlage bij Provinciaal plan Vierkant", []),
        ("Overzicht van de kaarten", []),
        (CHAPTERS[0], headlines[:1]),
        (CHAPTERS[1], headlines[1:3]),
        (CHAPTERS[3], headlines[3:]),
    ]
    assert below == [[f"Tabel bij {headline}"] for headline in headlines]


def test_the_list_names_every_map_with_scale_and_the_page_that_it_is_on(pages: list[Any]) -> None:
    listed = pages[1].extract_text()
    for page in _map_pages(pages):
        number, scale = re.search(
            r"(Kaart \w+|Locatieblad \w+) .*?Schaal (1 : [\d.]+)", page.extract_text(), re.DOTALL
        ).groups()  # type: ignore[union-attr]
        (line,) = [line for line in listed.splitlines() if line.startswith(number)]
        assert line.endswith(f"{scale} A4 {page.page_number}")
    links = {link["page_number"] for link in pages[1].annots}
    assert len(pages[1].annots) >= 2 * len(_sheets())
    assert links == {2}


def test_every_page_has_its_number_and_says_that_it_is_confidential(pages: list[Any]) -> None:
    for page in pages[1:]:
        assert f"VERTROUWELIJK · blad {page.page_number} van {len(pages)}" in page.extract_text()
    assert "VERTROUWELIJK" in pages[0].extract_text()


def test_what_is_set_around_a_map_covers_nothing_of_it(pages: list[Any]) -> None:
    for page, sheet in zip(_map_pages(pages), _sheets(), strict=True):
        alone = min(text.get_position()[1] for text in sheet.figure.axes[0].texts) - 5.0
        around = [char for char in page.chars if char["size"] < 7.01 and char["top"] * MM < alone - 1.0]
        assert around
        assert max(char["bottom"] for char in around) * MM < alone


def test_scale_bars_are_exact_in_the_appendix(pages: list[Any]) -> None:
    for page, sheet in zip(_map_pages(pages), _sheets(), strict=True):
        assert (page.width * MM, page.height * MM) == pytest.approx((210.0, 297.0), abs=1e-3)
        shapes = [shape for shape in (*page.rects, *page.curves) if shape["x1"] * MM < 60]
        parts = [shape["width"] * MM for shape in shapes if abs(shape["height"] * MM - 1.5) < 1e-3]
        metres = sum(parts) * sheet.info.scale / 1000.0
        assert parts == pytest.approx([parts[0]] * 4, abs=1e-3)
        assert metres == pytest.approx(round(metres), abs=1e-3 * sheet.info.scale / 1000)
        said = f"{round(metres)}m" if metres < 1000 else f"{round(metres) / 1000:g}km"
        assert said in re.sub(r"\s", "", page.extract_text())


def test_words_of_maps_can_be_found_and_words_from_data_are_read_literally(pages: list[Any]) -> None:
    text = " ".join(page.extract_text() for page in pages)
    assert "noodopvang Hal" in _map_pages(pages)[0].extract_text()
    said = re.sub(r"\s", "", text)
    for words in HOSTILE[:5]:
        assert re.sub(r"\s", "", words) in said
    assert '#eval(1)]"o"\'s-G' in said
    assert "regel=twee" in said
    assert not {"nan", "None", "<NA>"} & set(text.split())


def test_the_same_bytes_come_twice(path: Path, tmp_path: Path) -> None:
    assert _written(tmp_path).read_bytes() == path.read_bytes()


def test_an_open_edition_and_a_sheet_on_a3_and_one_without_rows(tmp_path: Path) -> None:
    drawn = draw_coverage(imprint=OPEN)
    larger = replace(drawn, info=replace(drawn.info, size=A3, table=drawn.info.table.head(0), scale=0))
    write_pdf([larger], tmp_path / "sheet.pdf", title="Blad")
    plate = Plate(chapter="Regio's", info=larger.info, pdf=tmp_path / "sheet.pdf")
    write_atlas([plate], tmp_path / "atlas.pdf", imprint=replace(OPEN, fictional=False))
    with pdfplumber.open(tmp_path / "atlas.pdf") as pdf:
        text = [page.extract_text() for page in pdf.pages]
        widths = [page.width * MM for page in pdf.pages]
    assert "VERTROUWELIJK" not in " ".join(text)
    assert "bevat één kaart" in text[0]
    assert "n.v.t. A3 3" in text[1]
    assert widths[2] == pytest.approx(420.0, abs=1e-3)
    assert "niets dat in een tabel past" in text[3]
