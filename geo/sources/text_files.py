"""Reads text: what it is encoded in, and which sign parts its columns."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from geo.sources.cells import plain

_DELIMITERS = ";\t,"
"""Signs that part columns, the likeliest first."""
_SAMPLE_ROWS = 25
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The text of a file."""

    text: str
    """The whole text."""
    before: str | None = None
    """What stands before the first sign that is not UTF-8; None where all is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """The rows of a CSV."""

    rows: tuple[tuple[str, ...], ...]
    """Cells of every row, as a spreadsheet shows them: empty rows count, line breaks in a cell do not."""
    delimiter: str
    """The sign that parts the columns."""


def is_text(content: bytes) -> bool:
    """Tell whether the content is text, and not a workbook under another name."""
    return not content.startswith((_ZIP, _OLE)) and (_is_utf16(content) or b"\x00" not in content)


def decode(content: bytes) -> Decoded:
    """Decode text that should be UTF-8; what is not is read as Windows-1252, as Dutch spreadsheets write it.

    Parameters
    ----------
    content
        Bytes of the file, with or without a byte order mark.

    Returns
    -------
    decoded
        The text, always; signs that have no meaning at all are replaced.
    """
    if _is_utf16(content):
        return Decoded(text=content.decode("utf-16", errors="replace"), before="")
    try:
        return Decoded(text=content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", errors="replace")
    lenient = content.decode("utf-8-sig", errors="replace")
    broken = lenient.count("\ufffd")
    mostly_right = sum(sign > "\x7f" for sign in lenient) > 2 * broken
    return Decoded(text=lenient if mostly_right else content.decode("cp1252", errors="replace"), before=before)


def _is_utf16(content: bytes) -> bool:
    return content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def split_lines(text: str, known: set[str]) -> Lines:
    """Part text into rows and columns by the sign that fits its first rows best.

    Parameters
    ----------
    text
        Text of a CSV.
    known
        Headings that may be expected, as `plain` writes them. The sign under which most of them stand in one row wins,
        so that commas in a title do not count; else the sign that gives most rows the same number of columns.
    """
    delimiter = max(_DELIMITERS, key=lambda sign: _fit(text, sign, known))
    return Lines(rows=tuple(map(tuple, _reader(text, delimiter))), delimiter=delimiter)


def rows_before(before: str, delimiter: str) -> int:
    """Give the row, as a spreadsheet counts, in which some text ends."""
    return sum(1 for _ in _reader(f"{before}x", delimiter))


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _fit(text: str, delimiter: str, known: set[str]) -> tuple[int, int, int]:
    sample = list(islice(_reader(text, delimiter), _SAMPLE_ROWS))
    headings = max((sum(plain(cell) in known for cell in row) for row in sample), default=0)
    widths = Counter(len(row) for row in sample if len(row) > 1)
    width, rows = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return headings, rows, width
