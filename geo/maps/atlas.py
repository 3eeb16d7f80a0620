"""The map appendix: a list of sheets, then every sheet at its exact scale, followed by its content as a table.

Typst sets the words, and its checks for accessible PDFs (PDF/UA-1) hold for all of them. Where a sheet comes it sets an
empty figure that says what the map shows; the drawing is then laid below it as it is, so that its scale stays exact.
"""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pikepdf

from geo.errors import SourceError
from geo.figures import format_date, format_number
from geo.imprint import Imprint
from geo.maps.sheets import SheetInfo
from geo.plain_text import plain
from geo.typesetting import printable, typeset
from geo.words import say

_WORDS = ("contents", "number", "title", "scale", "paper", "page", "on_page", "of", "back", "no_rows")
_NARROW, _WIDEST, _PORTRAIT = 24, 60, 140
"""Signs of a column that is never broken, signs beyond which a column does not grow, signs beside each other on A4."""
_CELL = 3
"""Room between two columns, in signs."""
_FIGURE = re.compile(r"[≥≤±+−-]?( ?[+−])?\s?\d[\d.]*(,\d+)?( ?[%]| km| m| tot .*|–.*)?([;(].*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """A sheet of the appendix."""

    chapter: str
    """Title of the chapter that it stands in."""
    info: SheetInfo
    """What it is."""
    pdf: Path
    """The sheet, on a page of its own."""


def write_atlas(plates: Sequence[Plate], path: Path, *, imprint: Imprint) -> None:
    """Write the appendix as an accessible PDF, the same bytes every time.

    Parameters
    ----------
    plates
        The sheets in their order; those of a chapter follow each other.
    path
        File to write; its folder exists.
    imprint
        Who made the plan, of what, when and in which edition.

    Raises
    ------
    MissingToolError
        If typst is not installed.
    SourceError
        If typst refuses the appendix.
    """
    with TemporaryDirectory(prefix="geo-") as name, ExitStack() as opened:
        folder = Path(name)
        template = (files("geo.maps") / "assets" / "atlas.typ").read_text(encoding="utf-8")
        (folder / "atlas.typ").write_text(template, encoding="utf-8")
        (folder / "atlas.json").write_text(json.dumps(_content(plates, imprint)), encoding="utf-8")
        bare = folder / "atlas.pdf"
        bare.write_bytes(typeset(folder / "atlas.typ", day=imprint.reference_date, standards=("ua-1",)))
        whole = opened.enter_context(pikepdf.open(bare))
        for place, (page, plate) in enumerate(zip(_map_pages(whole, len(plates)), plates, strict=True)):
            _lay(whole, page, opened.enter_context(pikepdf.open(plate.pdf)), f"/Plate{place}")
        whole.Root.PageMode = pikepdf.Name.UseOutlines
        whole.save(path, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _map_pages(whole: pikepdf.Pdf, count: int) -> list[pikepdf.Page]:
    """Find the pages that sheets come on, by the bookmarks that lead there."""
    with whole.open_outline() as outline:
        chapters = [item for item in outline.root if item.children]
        found = [pikepdf.Page(_target(whole, item)) for chapter in chapters for item in chapter.children]
    if len(found) != count:
        msg = f"the appendix has {len(found)} pages for {count} sheets"
        raise SourceError(msg)
    return found


def _target(whole: pikepdf.Pdf, item: pikepdf.OutlineItem) -> Any:
    """Give the page that a bookmark leads to, itself or by name."""
    goal: Any = item.destination if item.action is None else item.action.D
    if isinstance(goal, pikepdf.String | pikepdf.Name):
        goal = pikepdf.NameTree(whole.Root.Names.Dests)[str(goal)]
        goal = goal.D if isinstance(goal, pikepdf.Dictionary) else goal
    return goal[0]


def _lay(whole: pikepdf.Pdf, page: pikepdf.Page, sheet: pikepdf.Pdf, name: str) -> None:
    """Lay a sheet below what stands on a page, point on point; its figure tells it to who cannot see it."""
    resources: Any = page.resources.copy()  # pages may share what they are drawn with
    resources.XObject = resources.XObject.copy() if "/XObject" in resources else pikepdf.Dictionary()
    resources.XObject[name] = whole.copy_foreign(sheet.pages[0].as_form_xobject())
    page.obj.Resources = resources
    page.contents_add(f"/Artifact BMC q {name} Do Q EMC\n".encode(), prepend=True)


def _content(plates: Sequence[Plate], imprint: Imprint) -> dict[str, object]:
    confidential = imprint.edition == "vertrouwelijk"
    date = format_date(imprint.reference_date)
    about = [say("atlas.about_one") if len(plates) == 1 else say("atlas.about", count=format_number(len(plates)))]
    about += [say("atlas.fictional")] if imprint.fictional else []
    return {
        "title": _told(say("maps.appendix", title=imprint.title)),
        "prt": _told(imprint.prt),
        "version": _told(say("atlas.version", version=imprint.version, status=imprint.status, date=date)),
        "mark": say("edition.mark") if confidential else "",
        "about": " ".join(about),
        "words": {word: say(f"atlas.{word}") for word in _WORDS},
        "chapters": list(_chapters(plates)),
    }


def _chapters(plates: Sequence[Plate]) -> Iterator[dict[str, object]]:
    for title in dict.fromkeys(plate.chapter for plate in plates):
        own = [(place, plate) for place, plate in enumerate(plates) if plate.chapter == title]
        sheets = [_sheet(plate, f"plate-{place}", first=plate is own[0][1]) for place, plate in own]
        yield {"title": _told(title), "sheets": sheets}


def _sheet(plate: Plate, name: str, *, first: bool) -> dict[str, object]:
    info = plate.info
    scale = say("unknown.not_applicable") if info.scale == 0 else f"1 : {format_number(info.scale)}"
    return {
        "name": name,
        "first": first,
        "number": _told(info.number),
        "title": _told(info.title) or _told(info.number),
        "headline": _told(info.headline),
        "scale": scale,
        "paper": info.size.name,
        "width": info.size.width_mm,
        "height": info.size.height_mm,
        "alt": _told(info.alt_text) or _told(info.headline),
        "table": say("atlas.table", headline=_told(info.headline)),
        **_table(info.table),
    }


def _table(frame: pd.DataFrame) -> dict[str, object]:
    headings = [_told(name) for name in frame.columns]
    rows = [["" if pd.isna(cell) else _told(cell) for cell in row] for row in frame.itertuples(index=False)]
    columns = [[row[place] for row in rows] for place in range(len(headings))]
    longest = [max(map(len, [heading, *cells])) for heading, cells in zip(headings, columns, strict=True)]
    return {
        "headings": headings,
        "rows": rows,
        "columns": [0 if wide <= _NARROW else min(wide, _WIDEST) for wide in longest],
        "aligned": [_of_figures(cells) for cells in columns],
        "lies": sum(min(wide, _WIDEST) + _CELL for wide in longest) > _PORTRAIT,
    }


def _of_figures(cells: Sequence[str]) -> bool:
    """Tell whether most of what stands in a column is a number, which belongs to the right."""
    nothing = {"", say("unknown.word"), say("unknown.not_applicable")}
    told = [cell for cell in cells if cell not in nothing]
    return bool(told) and 2 * sum(_FIGURE.fullmatch(cell) is not None for cell in told) > len(told)


def _told(text: object) -> str:
    return printable(plain(str(text)))
