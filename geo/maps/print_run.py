"""The tasks of the press that draw a sheet: on which ground, on which paper, and as which files."""

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from geo.errors import InputError, Message, SourceError
from geo.imprint import Imprint
from geo.maps.basemap import Basemap
from geo.maps.candidate_content import CandidateContent
from geo.maps.candidate_sheet import candidate_sheet, room_for_facts
from geo.maps.location import location_sheet
from geo.maps.locator import Locator
from geo.maps.paper_size import PaperSize
from geo.maps.region import Region
from geo.maps.sheet_files import picture_bytes, vector_bytes
from geo.maps.sheets import Sheet, SheetInfo
from geo.maps.site import Site

G = TypeVar("G")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A sheet that is drawn and written."""

    info: SheetInfo
    """What it is."""
    files: tuple[Path, ...]
    """Its files, all of the same name but for their ending."""

    @property
    def pdf(self) -> Path:
        """Its vectors."""
        return next(path for path in self.files if path.suffix == ".pdf")


def draw_sheet(draw: Callable[[G], Sheet], folder: Path, ground: G) -> Drawn:
    """Draw a sheet and write its files in a folder of its own, which is made.

    Raises
    ------
    SourceError
        If the disk is full or may not be written.
    """
    vectors, info = _vectors(draw(ground))
    gc.collect()  # the drawing refers to itself, and need not be there beside its picture
    made = {**vectors, "png": picture_bytes(vectors, info)}
    contents = {folder / f"{info.name}.{ending}": content for ending, content in made.items()}
    try:
        folder.mkdir()
        for path, content in contents.items():
            path.write_bytes(content)
    except OSError as error:
        reason = error.strerror or error
        raise SourceError(Message.of("terminal.unwritable", path=folder.parent, reason=reason)) from error
    return Drawn(info=info, files=tuple(contents))


def _vectors(sheet: Sheet) -> tuple[dict[str, bytes], SheetInfo]:
    return vector_bytes(sheet), sheet.info


def on_paper(draw: Callable[..., Sheet], size: PaperSize, region: Region) -> Sheet:
    """Draw a sheet of the plan on a size of paper."""
    return draw(region=replace(region, paper=size))


def location_on(site: Site, *, imprint: Imprint, limits: Mapping[str, str], region: Region) -> Sheet:
    """Draw the sheet of a location."""
    return location_sheet(site, _basemap(region), imprint=imprint, limits=limits, region=region, size=region.paper)


def candidate_on(content: CandidateContent, site: Site | None, imprint: Imprint, facts: int, locator: Locator) -> Sheet:
    """Draw the fact sheet of a candidate."""
    return candidate_sheet(content, site, _basemap(locator.region), locator, imprint=imprint, facts=facts)


def room_on(content: CandidateContent, site: Site | None, imprint: Imprint, locator: Locator) -> int:
    """Count the facts that the sheet of a candidate has room for."""
    return room_for_facts(content, site, _basemap(locator.region), locator, imprint=imprint)


def _basemap(region: Region) -> Basemap:
    if region.basemap is None:
        msg = "a sheet of a place needs a base map"
        raise InputError(msg)
    return region.basemap
