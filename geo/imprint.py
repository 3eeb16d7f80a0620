"""Who made a plan, of what, when and in which edition: what every map and document says of itself."""

import math
import re
import struct
from dataclasses import dataclass
from datetime import date
from typing import Literal

from geo.contrast import contrast

EditionName = Literal["vertrouwelijk", "openbaar"]
LOGO_MM = (52.0, 10.5)
"""Width and height that a logo has at most on a sheet."""
LOGO_DPI = 300
"""Dots an inch that a logo has at least at that size."""
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_PNG, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source that a map or table names."""

    what: str
    """What comes from it, in Dutch, for example ``Wegen en voorzieningen``."""
    credit: str
    """Maker and licence, for example ``© OpenStreetMap-bijdragers (ODbL)``."""
    reference_date: date | None
    """Date that the data describe; None where unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What a province puts on every sheet of its own."""

    logo: bytes = b""
    """A PNG, as it is in its file; empty for none."""
    colour: str = ""
    """Colour of numbers and rules, as ``#rrggbb``; empty for that of the sheets."""
    disclaimer: str = ""
    """Text at the foot; empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """Particulars that stand on every sheet, page and document."""

    title: str
    """Name of the plan, for example ``Provinciaal plan Markerwaard``."""
    province: str
    """Name of the province, or names joined by `` en ``."""
    prt: str
    """Name of the Provinciale Regietafel that makes the plan."""
    reference_date: date
    """Date on which the portfolio is described (*peildatum*)."""
    version: str
    """Version of the plan, for example ``0.1``."""
    status: Literal["concept", "definitief"]
    """Status of the plan."""
    edition: EditionName
    """``vertrouwelijk`` as soon as one row behind it is not open."""
    fictional: bool
    """True for an invented plan; every sheet then says so."""
    sources: tuple[Source, ...]
    """Sources of the layers, in the order in which they are named."""
    house: House = House()
    """Logo, colour and disclaimer of the province."""


def white_contrast(colour: str) -> float | None:
    """Give the contrast with white of a colour such as ``#005a93``, by WCAG 2.1; None for what is no colour."""
    return contrast(colour, "#ffffff") if _HEX.fullmatch(colour) else None


def png_size(content: bytes) -> tuple[int, int] | None:
    """Give width and height of a PNG in dots; None for what is no whole PNG."""
    if not content.startswith(_PNG) or not content.rstrip(b"\0\n\r ").endswith(_PNG_END):
        return None
    width, height = struct.unpack(">II", content[16:24])
    return (width, height) if width and height else None


def least_logo(size: tuple[int, int]) -> tuple[int, int] | None:
    """Give the width and height in dots that a logo of this shape must have; None where it has them."""
    width, height = size
    wide, high = LOGO_MM
    least = min(wide, high * width / height) / 25.4 * LOGO_DPI
    return None if width >= least - 0.5 else (math.ceil(least), math.ceil(least * height / width))
