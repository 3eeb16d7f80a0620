"""The eight chapters, their figures, and what the three forms of the document hold."""

import dataclasses
import re
import zipfile
from pathlib import Path

import pandas as pd
import pdfplumber
import pikepdf
import pytest
from openpyxl import load_workbook

from geo.errors import SourceError
from geo.report.build import build_content
from geo.report.content import Content, TableBlock
from geo.report.document import write_docx, write_html, write_pdf
from geo.report.grids import grids
from geo.report.markdown import markdown
from geo.report.results import ReportInput
from geo.report.workbook import write_workbook
from geo.tables.columns import Column, Table
from tests.report.example import IMPRINT, portfolio, results

TITLES = (
    "1 Bestuurlijke en maatschappelijke context",
    "2 Huidige en toekomstig benodigde opvangcapaciteit",
    "3 Regionale samenwerking en regio-indeling",
    "4 Regionale invulling opvangbehoefte",
    "5 Invulling flexibele opvangvormen",
    "6 Opties voor (onverwacht) hoge of lage capaciteitsbehoefte",
    "7 Transitie en tijdspad",
    "8 Overige afspraken en uitwerkingen",
)


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return build_content(results(tmp_path), imprint=IMPRINT)


def test_the_chapters_are_those_of_the_format(content: Content) -> None:
    assert tuple(chapter.title for chapter in content.chapters[1:9]) == TITLES


def test_unknown_places_make_a_lower_bound(content: Content) -> None:
    # 800 + 300 known, one location unknown; reserve 100 + 0 + 0
    text = next(fact.text for fact in content.facts if fact.label == "portfolio")
    assert "≥ 1.100 reguliere opvangplekken; 1 onbekend" in text
    assert "op 3 locaties" in text
    assert "100 reserveplekken" in text


def test_ending_agreements_are_those_with_a_known_end(content: Content) -> None:
    # MW01 ends 31-12-2021 (800 places), MW03 30-06-2022 (unknown places); MW02 is indefinite
    text = next(fact.text for fact in content.facts if fact.label == "ending")
    assert text.startswith("Van 2 locaties")
    assert "≥ 800 reguliere opvangplekken; 1 onbekend" in text


def test_what_nobody_gave_stands_in_place_and_on_the_completeness_page(content: Content) -> None:
    source = markdown(content)
    page = content.chapters[9]
    assert page.title == "Volledigheid van dit plan"
    assert {gap.where for gap in content.to_fill} >= {TITLES[1], TITLES[3], TITLES[4]}
    assert source.count(r"\[NOG IN TE VULLEN\:") == len(content.to_fill)
    listed = page.blocks[2].items
    assert len(listed) == len(content.to_fill)


def test_a_plan_without_results_is_all_to_fill(tmp_path: Path) -> None:
    bare = build_content(ReportInput(), imprint=IMPRINT)
    write_pdf(bare, tmp_path / "plan.pdf")
    assert len(bare.to_fill) >= 20


def test_distances_read_in_kilometres_and_words(content: Content) -> None:
    source = markdown(content)
    row = next(line for line in source.splitlines() if line.startswith("| Azc Gouwzee | 0"))
    assert row == r"| Azc Gouwzee | 0\,9 km | op locatie |"
    assert r"| Satelliet Wijdenes\-Oost | n\.b\. | 2\,4 km \* |" in source
    assert r"| Pol De Gouw | \> 5\,0 km | geen |" in source
    assert r"n\.b\.\: niet bereikbaar\; geen\: geen voorziening gevonden\; \> 5\,0 km\: verder dan 5\,0 km" in source


def test_walks_to_doctor_and_school_read_as_shares_with_the_unknown_apart(content: Content) -> None:
    (shown,) = [block for block in content.chapters[2].blocks if getattr(block, "number", "") == "2.2c"]
    (grid,) = grids(shown)
    assert grid.headings[:3] == ("Locatie", "Categorie voorziening", "Loopafstand")
    assert grid.rows == (
        ("Azc Gouwzee", "huisarts", "0,9 km", "25%", "10%", "0%", "88%"),
        ("Satelliet Wijdenes-Oost", "basisschool", "2,4 km", "0%", "100%", "33%", "0%"),
    )
    assert grid.note.startswith("Aandelen van de lengte over het wegennet.")


def test_captions_carry_the_numbers_of_the_format_in_all_forms(content: Content, tmp_path: Path) -> None:
    write_html(content, tmp_path / "plan.html")
    write_docx(content, tmp_path / "plan.docx")
    page = (tmp_path / "plan.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "plan.docx") as file:
        document = file.read("word/document.xml").decode()
    for caption in ("Tabel 2.1a Huidige locaties", "Tabel 2.2a", "Tabel 7.1 Opvangplekken", "Tabel 8.1"):
        assert f"<caption>{caption}" in page
        assert f'w:val="{caption}' in document


def test_no_english_and_no_programming_words(content: Content) -> None:
    words = set(re.findall(r"[A-Za-z]+", markdown(content)))
    assert not words & {"nan", "NaT", "None", "NA", "True", "False", "walk", "bike", "unreachable", "untestable"}


def test_html_is_one_accessible_page(content: Content, tmp_path: Path) -> None:
    write_html(content, tmp_path / "plan.html")
    page = (tmp_path / "plan.html").read_text(encoding="utf-8")
    assert '<html lang="nl-NL">' in page
    assert page.count("<main") == 1
    assert page.count('tabindex="0"') == page.count("<table")
    assert re.findall(r'(?:src|href)="(?!data:|#)[^"]*"', page) == []
    assert all('scope="col"' in head for head in re.findall(r"<th[ >][^>]*>?", page))
    assert 'alt="Kaart met drie locaties; de grootste is Azc Gouwzee met 800 plekken"' in page


def test_docx_repeats_headings_and_turns_pages(content: Content, tmp_path: Path) -> None:
    write_docx(content, tmp_path / "plan.docx")
    with zipfile.ZipFile(tmp_path / "plan.docx") as file:
        document = file.read("word/document.xml").decode()
        header = "".join(file.read(name).decode() for name in file.namelist() if "header" in name)
    tables = document.count("<w:tbl>") - document.count('w:val="FigureTable"')
    assert document.count("w:tblHeader") >= tables
    assert 'w:orient="landscape"' in document
    assert 'descr="Kaart met drie locaties' in document
    assert "VERTROUWELIJK · fictief voorbeeld" in header
    assert document.count("headerReference") >= document.count("<w:sectPr")
    assert '<w:hyperlink w:anchor="hoofdstuk-7">' in document


def test_pdf_is_tagged_for_readers_and_archives(content: Content, tmp_path: Path) -> None:
    write_pdf(content, tmp_path / "plan.pdf")
    with pikepdf.open(tmp_path / "plan.pdf") as pdf:
        assert str(pdf.Root.Lang) == "nl-NL"
        assert bool(pdf.Root.MarkInfo.Marked)
        metadata = pdf.Root.Metadata.read_bytes().decode()
        elements = list(structure(pdf.Root.StructTreeRoot.K))
        fonts = {str(font.BaseFont) for page in pdf.pages for font in page.resources.get("/Font", {}).values()}
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    figures = [alt for kind, alt, _ in elements if kind == "/Figure"]
    assert figures == ["Kaart met drie locaties; de grootste is Azc Gouwzee met 800 plekken"]
    heads = [scope for kind, _, scope in elements if kind == "/TH"]
    assert heads
    assert all(heads)
    assert all("SourceSansPro" in font for font in fonts)


def structure(node: pikepdf.Object) -> list[tuple[str, str, bool]]:
    if isinstance(node, pikepdf.Array):
        return [found for part in node for found in structure(part)]
    if not isinstance(node, pikepdf.Dictionary):
        return []
    own = [(str(node.S), str(node.get("/Alt", "")), "/Scope" in repr(node.get("/A")))] if "/S" in node else []
    return own + (structure(node.K) if "/K" in node else [])


def test_two_runs_give_the_same_bytes(content: Content, tmp_path: Path) -> None:
    for name, write in (("docx", write_docx), ("html", write_html), ("pdf", write_pdf)):
        first, second = tmp_path / f"a.{name}", tmp_path / f"b.{name}"
        write(content, first)
        write(content, second)
        assert first.read_bytes() == second.read_bytes()
    for name in ("a", "b"):
        write_workbook([portfolio()], tmp_path / f"{name}.xlsx", imprint=IMPRINT)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_sheet_that_is_too_long_ends_with_where_the_rest_is(tmp_path: Path) -> None:
    for most, last in ((2, "… en 1 andere rijen; ze staan alle in portfolio.csv"), (3, "MW03")):
        write_workbook([portfolio()], tmp_path / "plan.xlsx", imprint=IMPRINT, most_rows=most)
        rows = list(load_workbook(tmp_path / "plan.xlsx").worksheets[1].values)
        assert (len(rows), rows[-1][0]) == (4, last)


def test_a_picture_without_words_is_refused(tmp_path: Path) -> None:
    given = results(tmp_path)
    silent = dataclasses.replace(given, sheets=(dataclasses.replace(given.sheets[0], alt="", title=""),))
    with pytest.raises(SourceError, match="alternative text"):
        write_pdf(build_content(silent, imprint=IMPRINT), tmp_path / "plan.pdf")


def test_emergency_reception_stands_apart(tmp_path: Path) -> None:
    given = results(tmp_path)
    frame = given.portfolio.frame.assign(
        current_type=["azc", "noodopvang", "pol"], reserve_capacity=pd.array([None] * 3, dtype="Int64")
    )
    apart = dataclasses.replace(given, portfolio=dataclasses.replace(given.portfolio, frame=frame))
    facts = {fact.label: fact.text for fact in build_content(apart, imprint=IMPRINT).facts}
    # 800 regular places and one unknown remain; the 300 of MW02 are emergency places
    assert "op 2 locaties ≥ 800 reguliere opvangplekken; 1 onbekend" in facts["portfolio"]
    assert facts["emergency"].endswith("op 1 locatie 300 plekken.")
    listed = next(
        block
        for chapter in build_content(apart, imprint=IMPRINT).chapters
        for block in chapter.blocks
        if isinstance(block, TableBlock) and block.number == "2.1a"
    ).frame
    # the row of emergency reception has no number that counts as regular, and no reserve is asked of it
    assert listed["reserve_capacity"].fillna(-1).tolist() == [-1, "n.v.t.", -1]


def test_a_chapter_that_begins_with_a_turned_table_opens_on_its_page(content: Content, tmp_path: Path) -> None:
    write_pdf(content, tmp_path / "plan.pdf")
    with pdfplumber.open(tmp_path / "plan.pdf") as made:
        texts = [(page.width > page.height, page.extract_text()) for page in made.pages]
    opened = [
        (turned, "Tabel 7.1 " in text) for turned, text in texts if re.search(r"^7 Transitie en tijdspad$", text, re.M)
    ]
    assert opened == [(True, True)]


def test_a_text_does_not_touch_the_number_before_it(content: Content, tmp_path: Path) -> None:
    columns = (
        Column(name="bound", heading="grens", kind="count"),
        Column(name="margin", heading="marge"),
        Column(name="also", heading="ook"),
    )
    frame = pd.DataFrame({"bound": [500] * 4, "margin": ["uitkomst"] * 4, "also": ["slot"] * 4})
    table = Table(name="t", title="T", columns=columns)
    block = TableBlock(number="4.5b", caption="Naast elkaar", table=table, frame=frame)
    chapter = dataclasses.replace(content.chapters[0], blocks=(block,))
    write_pdf(dataclasses.replace(content, chapters=(chapter,)), tmp_path / "plan.pdf")
    with pdfplumber.open(tmp_path / "plan.pdf") as made:
        words = [word for page in made.pages for word in page.extract_words()]
    places = [(at, word) for at, word in enumerate(words) if word["text"] == "uitkomst"]
    gaps = [word["x0"] - words[at - 1]["x1"] for at, word in places]
    assert len(gaps) == 4
    assert min(gaps) > 7  # twice 2 pt within the cells, and 4 pt between
