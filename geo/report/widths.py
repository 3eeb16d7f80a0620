"""How wide the columns of a table are, and whether it stands upright, on a turned page, or on several."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

PORTRAIT = 126
"""Characters that fit beside one another on an upright page, in the letter of tables."""
LANDSCAPE = 190
"""The same on a turned page."""
_PADDING = 2
_GAP = 2
"""Characters that the space takes between a number and the text after it."""
_LONGEST_WORD = 18
_WIDEST = 56
_NARROWEST = 4
_SHORT_WORD = 5
"""Ids and numbers up to this length are wide for their number of signs, and a broken one is ugly."""
_MOST_LINES = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Columns that stand side by side on one page."""

    columns: tuple[int, ...]
    """Which columns, the first being repeated on every page."""
    widths: tuple[int, ...]
    """Their widths in characters."""
    landscape: bool
    """Whether the page is turned."""


def lay_out(
    headings: Sequence[str], cells: Sequence[Sequence[str]], *, turned: bool = False, right: Sequence[bool] = ()
) -> tuple[Layout, ...]:
    """Choose the widths of columns and the way of the page.

    Parameters
    ----------
    headings
        Heading per column; it may be broken between words.
    cells
        Texts per column.
    turned
        Whether the table is to stand on a turned page in any case.
    right
        Which columns are set to the right; none where it is empty. A text after one of them asks for space between, as
        far as the page has it.

    Returns
    -------
    layouts
        One where the table fits a page: upright if its rows stay low there, else turned. Where it is too wide even
        for a turned page, several.
    """
    every = tuple(range(len(headings)))
    bare = [_least(heading, texts) for heading, texts in zip(headings, cells, strict=True)]
    least = _apart(bare, right, PORTRAIT if sum(bare) <= PORTRAIT and not turned else LANDSCAPE)
    wanted = [max(low, _wanted(texts)) for low, texts in zip(least, cells, strict=True)]
    if not turned and sum(least) <= PORTRAIT:
        widths = _shared(least, wanted, PORTRAIT)
        if _lines(cells, widths) <= _MOST_LINES:
            return (Layout(columns=every, widths=tuple(widths), landscape=False),)
    return tuple(
        Layout(
            columns=tuple(part),
            widths=tuple(_shared([least[at] for at in part], [wanted[at] for at in part], LANDSCAPE)),
            landscape=True,
        )
        for part in _parts(least)
    )


def _apart(least: Sequence[int], right: Sequence[bool], room: int) -> list[int]:
    """Widen the columns of text that follow one of numbers, where there is room for it."""
    after = [before and not own for before, own in zip((False, *right), right, strict=False)] or [False] * len(least)
    wider = [low + _GAP * gap for low, gap in zip(least, after, strict=True)]
    return wider if sum(wider) <= room else list(least)


def _least(heading: str, texts: Sequence[str]) -> int:
    words = [word for text in (heading, *texts) for word in text.replace("-", "- ").replace("/", "/ ").split()]
    longest = min(max(map(len, words), default=0), _LONGEST_WORD)
    return max(_NARROWEST, longest + _PADDING + (longest <= _SHORT_WORD))


def _wanted(texts: Sequence[str]) -> int:
    """Give the width that a column asks for; one of whole sentences asks for more than its fair share."""
    lengths = [len(text) for text in texts]
    usual = ceil(sum(lengths) / max(len(lengths), 1))
    return min(max(lengths, default=0), max(_WIDEST, usual)) + _PADDING


def _shared(least: Sequence[int], wanted: Sequence[int], room: int) -> list[int]:
    """Give every column what it needs, and share what is left among those that want more."""
    lack = [more - low for low, more in zip(least, wanted, strict=True)]
    left = min(max(room - sum(least), 0), sum(lack))
    if not left:
        return list(least)
    return [low + int(left * short / sum(lack)) for low, short in zip(least, lack, strict=True)]


def _lines(cells: Sequence[Sequence[str]], widths: Sequence[int]) -> float:
    """Give the mean number of lines of a row."""
    heights = [lines_of(row, widths) for row in zip(*cells, strict=True)]
    return sum(heights) / len(heights) if heights else 0.0


def lines_of(row: Sequence[str], widths: Sequence[int]) -> int:
    """Estimate of how many lines a row is: as many as its highest cell."""
    return max(ceil(len(text) / (width - _PADDING)) for text, width in zip(row, widths, strict=True))


def _parts(least: Sequence[int]) -> list[list[int]]:
    parts: list[list[int]] = [[]]
    for index, width in enumerate(least):
        if parts[-1] and sum(least[place] for place in parts[-1]) + width > LANDSCAPE:
            parts.append([0])
        parts[-1].append(index)
    return parts
