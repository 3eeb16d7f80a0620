"""Text from data comes out as itself, in every form of the plan."""

import dataclasses
import html
import io
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from openpyxl import load_workbook

from geo.report.build import build_content
from geo.report.document import write_docx, write_html, write_pdf
from geo.report.workbook import write_workbook
from tests.report.example import IMPRINT, portfolio, results

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](/etc/passwd)",
    "[klik](javascript:alert(1))",
    "{{ 7*7 }} <% x %> << y >> {# z #}",
    "::: landscape",
    "# Kop {.unnumbered}",
    "| cel | cel |",
    "`code`{=typst} ```{=html}",
    '#image("/etc/passwd") #sys.inputs @preview',
    "$x^2$ \\input{/etc/passwd} @cite ~~a~~",
    "=HYPERLINK(\"http://x\";\"y\")",
    "'; DROP TABLE -- & \"citaat\" 'enkel'",
    "- lijst 1. lijst > citaat ---",
    "= kop",
    "+ punt",
    "/ term: x",
    "12. twaalf",
    "GEOTITLE GEOMARK %s {0}",
    "a*b_c**d__e^f^g~h~ <http://x.nl>",
    "[^1]: noot ^[noot]",
)  # fmt: skip


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [(tag, "", ""), *((tag, key, value or "") for key, value in attrs)]


def forbidden(page: str) -> list[tuple[str, str, str]]:
    parser = _Tags()
    parser.feed(page)
    return [
        (tag, key, value)
        for tag, key, value in parser.found
        if tag in {"script", "iframe", "object"}
        or key.startswith("on")
        or (key == "src" and not value.startswith("data:image/png"))
        or (key == "href" and not value.startswith("#"))
    ]


def squeezed(text: str) -> str:
    return re.sub(r"\s+|­|‐", "", text)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_literal_in_html_and_docx(tmp_path: Path, name: str) -> None:
    content = build_content(results(tmp_path, name=name), imprint=dataclasses.replace(IMPRINT, title=name))
    write_html(content, tmp_path / "plan.html")
    write_docx(content, tmp_path / "plan.docx")
    page = (tmp_path / "plan.html").read_text(encoding="utf-8")
    body = page[page.index("<body>") :]
    assert not forbidden(page)
    text = squeezed(html.unescape(re.sub(r"<[^>]*>", "", body)))
    # title, paragraph-free table cells (2.1, 3.1, 3.2, 6.1, 7.2, 8.1, 2.2 twice), caption and its table
    assert text.count(squeezed(name)) >= 8
    with zipfile.ZipFile(tmp_path / "plan.docx") as file:
        document = file.read("word/document.xml").decode()
    words = squeezed(html.unescape(re.sub(r"<[^>]*>", "", document)))
    assert words.count(squeezed(name)) >= 8


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_literal_in_pdf(tmp_path: Path, name: str) -> None:
    content = build_content(results(tmp_path, name=name), imprint=dataclasses.replace(IMPRINT, title=name))
    write_pdf(content, tmp_path / "plan.pdf")
    with pikepdf.open(tmp_path / "plan.pdf") as pdf:
        assert str(pdf.docinfo["/Title"]) == name
    with pdfplumber.open(tmp_path / "plan.pdf") as pdf:
        pages = [squeezed(page.extract_text()) for page in pdf.pages]
    assert squeezed(name) in pages[0]
    # tables 3.1, 6.1, 7.2 and 8.1, where the cell is wide enough for one line
    assert sum(page.count(squeezed(name)) for page in pages[2:]) >= 4 + len(pages[2:])


@pytest.mark.parametrize("name", [*HOSTILE, "#N/A", "+1", "-1", "@SUM(A1)", "\t=1+1", "a\x00b"])
def test_hostile_text_is_no_formula(tmp_path: Path, name: str) -> None:
    write_workbook([portfolio(name)], tmp_path / "plan.xlsx", imprint=IMPRINT)
    sheet = load_workbook(io.BytesIO((tmp_path / "plan.xlsx").read_bytes())).worksheets[1]
    cell = sheet["B2"]
    assert cell.data_type == "s"
    assert cell.value == " ".join(name.replace("\x00", " ").split())
    with zipfile.ZipFile(tmp_path / "plan.xlsx") as file:
        assert not [part for part in file.namelist() if "sheet" in part and b"<f>" in file.read(part)]


def test_signs_that_no_font_has_do_not_stop_the_pdf(tmp_path: Path) -> None:
    content = build_content(results(tmp_path, name="東京 \u202eomgekeerd\u200b ﷽ مرحبا 🏠 é"), imprint=IMPRINT)
    write_pdf(content, tmp_path / "plan.pdf")
    with pdfplumber.open(tmp_path / "plan.pdf") as pdf:
        text = " ".join(page.extract_text() for page in pdf.pages)
    assert "?? omgekeerd" in text
    assert "\u202e" not in text


@pytest.mark.parametrize(
    ("prose", "gone"),
    [
        ("<b onclick=x>vet</b>", "<b onclick"),
        ("[vet]{onclick=alert(1) .x}", 'onclick="'),
        ("![vet](/etc/passwd)", "<img src=\"/etc"),
        ("[vet](javascript:alert(1))", "href=\"javascript"),
        ("```{=html}\n<script>vet</script>\n```", "<script>"),
        ("`<script>vet</script>`{=html}", "<script>"),
        ("::: {onclick=x}\nvet\n:::", 'onclick="'),
        ("# vet {onclick=x}", 'onclick="'),
        ("---\ntitle: ander\n---\n\nvet", "<title>ander"),
        ("\\input{/etc/passwd} vet", "root:x"),
        ("::: landscape\nvet\n:::", 'class="landscape"'),
    ],
)  # fmt: skip
def test_prose_keeps_words_and_loses_the_rest(tmp_path: Path, prose: str, gone: str) -> None:
    given = dataclasses.replace(results(tmp_path), texts={4: prose})
    content = build_content(given, imprint=IMPRINT)
    write_html(content, tmp_path / "plan.html")
    write_pdf(content, tmp_path / "plan.pdf")
    page = (tmp_path / "plan.html").read_text(encoding="utf-8")
    assert gone not in page
    assert "vet" in page[page.index('id="hoofdstuk-4"') : page.index('id="hoofdstuk-5"')]
