"""What pandoc leaves out of a DOCX: contents that show at once, whole rows, headers on every page, fixed bytes."""

import io
import re
import zipfile
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from geo.plain_text import plain
from geo.report.chapters.around import edition
from geo.report.content import Content
from geo.words import say

_HEADER = re.compile(r"<w:(?:header|footer)Reference [^>]*/>")
_SECTION = re.compile(r"<w:sectPr(?: [^>]*)?>")
_TABLE = re.compile(r"<w:tbl>.*?</w:tbl>", re.DOTALL)
_ROW = re.compile(r"<w:tr>(<w:trPr>)?")
_TOC_END = re.compile(r'(<w:fldChar w:fldCharType="separate" ?/>)(<w:fldChar w:fldCharType="end" ?/></w:r></w:p>)')


def finished(docx: bytes, content: Content) -> bytes:
    """Finish a DOCX that pandoc made.

    Parameters
    ----------
    docx
        The file as pandoc wrote it, with the reference document of this package.
    content
        What the plan says; its chapters fill the list of contents.

    Returns
    -------
    docx
        The file with a filled list of contents, rows that do not break over pages, and headers in every section.
    """
    made = io.BytesIO()
    stamp = datetime(content.imprint.reference_date.year, 1, 1, tzinfo=UTC).timetuple()[:6]
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, date_time=stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, _part(name, source.read(name), content))
    return made.getvalue()


def _part(name: str, data: bytes, content: Content) -> bytes:
    if name == "word/document.xml":
        return _document(data.decode(), content).encode()
    if re.fullmatch(r"word/(header|footer)\d*\.xml", name):
        return _filled(data.decode(), content).encode()
    return data


def _filled(xml: str, content: Content) -> str:
    fictional = f" · {say('edition.fictional')}" if content.imprint.fictional else ""
    values = {"GEOTITLE": content.imprint.title, "GEOMARK": f"{edition(content.imprint)}{fictional}"}
    for key, value in values.items():
        xml = xml.replace(key, escape(plain(value)))
    return xml


def _document(xml: str, content: Content) -> str:
    references = "".join(dict.fromkeys(_HEADER.findall(xml)))
    xml = _SECTION.sub(lambda found: found[0] + references, _HEADER.sub("", xml))
    xml = _TABLE.sub(lambda found: found[0].replace('w:val="Compact"', 'w:val="TableText"'), xml)
    xml = _ROW.sub("<w:tr><w:trPr><w:cantSplit/>", _closed_rows(xml))
    return _TOC_END.sub(lambda found: f"{found[1]}</w:r></w:p>{_contents(content)}<w:p><w:r>{found[2]}", xml, count=1)


def _closed_rows(xml: str) -> str:
    return re.sub(r"<w:tr>(?!<w:trPr>)", "<w:tr><w:trPr></w:trPr>", xml)


def _contents(content: Content) -> str:
    line = (
        '<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr><w:hyperlink w:anchor="{anchor}">'
        '<w:r><w:t xml:space="preserve">{title}</w:t></w:r></w:hyperlink></w:p>'
    )
    return "".join(
        line.format(anchor=chapter.ident, title=escape(plain(chapter.title))) for chapter in content.chapters
    )
