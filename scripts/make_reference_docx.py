"""Makes geo/report/assets/reference.docx, the styles of the plan in Word, from pandoc's own."""

import io
import subprocess
import zipfile
from pathlib import Path

import pypandoc
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

TARGET = Path(__file__).parents[1] / "geo" / "report" / "assets" / "reference.docx"
DEEP = RGBColor(0x15, 0x42, 0x73)
FONT = "Calibri"
SIZES = {"Title": 28, "Heading 1": 19, "Heading 2": 14, "Heading 3": 12, "Heading 4": 11, "Normal": 10.5}


def main() -> None:
    """Write the reference document."""
    default = subprocess.run(
        [pypandoc.get_pandoc_path(), "--print-default-data-file", "reference.docx"], capture_output=True, check=True
    ).stdout
    document = Document(io.BytesIO(default))
    style_texts(document)
    style_tables(document)
    style_page(document)
    buffer = io.BytesIO()
    document.save(buffer)
    TARGET.write_bytes(fixed(buffer.getvalue()))
    print(f"wrote {TARGET}")


def font(style, *, size=None, colour=None, bold=None, italic=None) -> None:
    """Set the font of a style, free of the theme."""
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    if fonts is not None:
        properties.remove(fonts)
    style.font.name = FONT
    if size:
        style.font.size = Pt(size)
    if colour is not None:
        for old in properties.findall(qn("w:color")):
            properties.remove(old)
        style.font.color.rgb = colour
    if bold is not None:
        style.font.bold = bold
    if italic is not None:
        style.font.italic = italic


def style_texts(document) -> None:
    """Set headings, texts and captions."""
    for name, size in SIZES.items():
        heading = name.startswith(("Heading", "Title"))
        font(document.styles[name], size=size, colour=DEEP if heading else None, bold=heading or None)
    document.styles["Heading 1"].paragraph_format.page_break_before = True
    for name in ("Body Text", "First Paragraph", "Subtitle", "Author", "TOC Heading"):
        font(document.styles[name])
    font(document.styles["TOC Heading"], size=16, colour=DEEP, bold=True)
    for name in ("Table Caption", "Image Caption"):
        font(document.styles[name], size=9, colour=DEEP, bold=True, italic=False)
        document.styles[name].paragraph_format.keep_with_next = name == "Table Caption"
    font(document.styles["Compact"])
    own = (
        ("Table Text", 8, False, False),
        ("Table Note", 8, False, False),
        ("Toelichting", 10.5, False, True),
        ("Nog in te vullen", 10.5, True, False),
    )
    for name, size, bold, italic in own:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Body Text"]
        if name == "Table Text":
            style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(1)
        font(style, size=size, bold=bold or None, italic=italic or None)
    shade(document.styles["Nog in te vullen"].element.get_or_add_pPr(), "FFF3CD")
    contents = document.styles.add_style("TOC 1", WD_STYLE_TYPE.PARAGRAPH)
    contents.base_style = document.styles["Normal"]
    contents.paragraph_format.space_after = Pt(4)


def shade(properties, colour: str) -> None:
    """Fill the background."""
    fill = OxmlElement("w:shd")
    fill.set(qn("w:val"), "clear")
    fill.set(qn("w:fill"), colour)
    properties.append(fill)


def style_tables(document) -> None:
    """Draw thin lines and a shaded heading in every table."""
    style = document.styles["Table"].element
    properties = style.find(qn("w:tblPr"))
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "B9C4D0")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    cells = properties.find(qn("w:tblCellMar"))
    properties.insert(list(properties).index(cells), borders)
    for side in ("left", "right"):
        cells.find(qn(f"w:{side}")).set(qn("w:w"), "55")
    for first in style.findall(qn("w:tblStylePr")):
        style.remove(first)
    first = OxmlElement("w:tblStylePr")
    first.set(qn("w:type"), "firstRow")
    text = OxmlElement("w:rPr")
    text.append(OxmlElement("w:b"))
    cell = OxmlElement("w:tcPr")
    shade(cell, "E4EBF3")
    first.append(text)
    first.append(cell)
    style.append(first)


def style_page(document) -> None:
    """Set A4, margins, and a header and footer with places for the plan's own words."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    header.text, footer.text = "GEOTITLE · GEOMARK", ""
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = footer.add_run()
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run.element.append(element)
    for paragraph in (header, footer):
        for run in paragraph.runs:
            run.font.name, run.font.size = FONT, Pt(8)
    document.core_properties.author = ""
    document.core_properties.title = ""


def fixed(docx: bytes) -> bytes:
    """Give every entry the same date."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, date_time=(2020, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return made.getvalue()


if __name__ == "__main__":
    main()
