"""Who made a plan, of what, when and in which edition: what every map and document says of itself."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

EditionName = Literal["vertrouwelijk", "openbaar"]


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
