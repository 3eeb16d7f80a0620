"""What the plan document is made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from geo.figures import Figure
from geo.findings import Finding
from geo.tables.columns import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A table with its rows."""

    table: Table
    """The columns, with Dutch headings."""
    frame: pd.DataFrame
    """The rows; columns that the table does not declare are not shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispersal:
    """Places against the task of the Spreidingswet."""

    whole: Shown
    """Places by state of decision against the task (Tabel 4.4a)."""
    parts: Shown
    """Durable places, and places for unaccompanied minors (Tabel 4.4b)."""
    months: int
    """Months that a durable place is there at least."""
    above: int
    """Durable places that a location has more than, for them to count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A map, with the same content as a table."""

    name: str
    """File name without its ending."""
    title: str
    """Title as on the sheet, for example ``Kaart 2 Huidige opvangportefeuille``."""
    chapter: int
    """Chapter that it belongs to, 1 to 8."""
    path: Path
    """The picture, or the PDF that it is made from."""
    alt: str
    """What it shows, for those who cannot see it."""
    table: Shown | None = None
    """The same content as a table; None where a table of the chapter has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What became of the candidate sites."""

    ranking: Shown
    """Who is left, in the order of the ranks, and how sure that is (Tabel 4.5a)."""
    verdicts: Shown
    """Hard rules that a candidate fails or that cannot be tested, with the margin (Tabel 4.5b)."""
    criteria: Shown
    """Criteria, how they value, and their weights (Tabel 4.5c)."""
    changes: Shown
    """What would put another in the first place (Tabel 4.5d)."""
    profile: str
    """Name of the profile of rules."""
    counts: Mapping[str, int]
    """Candidates by `eligible`, of `geo.tables.ranking.ELIGIBILITIES`."""
    first: str
    """The first of the ranking by name; empty where none has a rank."""
    left_out: tuple[str, ...] = ()
    """Criteria that do not count, because the plan does not have their fact."""
    first_share: float | None
    """Share of all weightings in which it is first."""
    weightings: int
    """Weightings that were drawn."""
    edition: str
    """Edition, as it stands in the names of the files that tell more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Housing:
    """How far regional reception is from the municipalities where its residents are to live."""

    reach: Shown
    """Per location (Tabel 3.5a)."""
    distances: Shown
    """Per location and municipality (Tabel 3.5b)."""
    mode: str
    """Mode of travel."""
    mean_m: float | None
    """Mean over all pairs by inhabitants, metres; None where it is not known."""
    max_m: float | None
    """Greatest of all pairs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaling:
    """Terms and extensions, up-scaling and down-scaling, and lead times; what is None was not computed."""

    expiry: Shown | None = None
    """How long agreements still run (Tabel 2.1c)."""
    break_even: Shown | None = None
    """Growth that each rung covers (Tabel 6.3)."""
    scale_down: Shown | None = None
    """What goes first when the need falls (Tabel 6.4)."""
    falls: Shown | None = None
    """Which rows of it some falls ask for (Tabel 6.5)."""
    variants: Shown | None = None
    """Supply without and with extensions, per quarter and variant (Tabel 7.4)."""
    back_planning: Shown | None = None
    """Latest days to decide (Tabel 7.5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportInput:
    """Results and texts; what is None becomes a place to fill in."""

    portfolio: Shown | None = None
    """Current locations (Tabel 2.1a)."""
    portfolio_totals: Shown | None = None
    """Their places by type and certainty (Tabel 2.1b)."""
    municipalities: Shown | None = None
    """Inhabitants and places per municipality (Tabel 1.1)."""
    facts: Shown | None = None
    """Fact box, with the indicators of both goals of the plan (Tabel 1.0)."""
    obligations: Shown | None = None
    """Who is on schedule with housing permit holders (Tabel 1.5)."""
    attention: Shown | None = None
    """Points of attention that follow from the data (Tabel 1.4)."""
    opportunities: Shown | None = None
    """Opportunities and points of attention (Tabel 1.2)."""
    measures: Shown | None = None
    """Measures (Tabel 1.3)."""
    distances: pd.DataFrame | None = None
    """The table ``distances`` of all places (Tabel 2.2)."""
    weight: str = "distance"
    """``time`` where the quickest way counts instead of the shortest."""
    limits: Mapping[str, str] = field(default_factory=dict)
    """Limit per mode in words, for ``verder dan …``."""
    departures: pd.DataFrame | None = None
    """The table ``departures`` of all places; None without a timetable."""
    route_quality: pd.DataFrame | None = None
    """The table ``route_quality`` of all places (Tabel 2.2)."""
    completeness: Shown | None = None
    """Facilities of the extract beside the official lists, one row a category."""
    reach: Shown | None = None
    """Share of inhabitants in reach of facilities."""
    need: Shown | None = None
    """Need as the LRT gave it (Tabel 2.3)."""
    confrontation: Shown | None = None
    """Supply against need (Tabel 2.4)."""
    forecasts: Shown | None = None
    """Every forecast with its consequence (Tabel 2.5)."""
    own_regions: Shown | None = None
    """The need divided over regions, an indication of our own (Tabel 2.6a)."""
    own_municipalities: Shown | None = None
    """The need divided over municipalities, an indication of our own (Tabel 2.6b)."""
    partnerships: Shown | None = None
    """Partnerships (Tabel 3.1)."""
    regions: Shown | None = None
    """The one counting partition (Tabel 3.2)."""
    contacts: Shown | None = None
    """Contact points (Tabel 3.3)."""
    shares: Shown | None = None
    """Cross-province partnerships by province (Tabel 3.4)."""
    housing: Housing | None = None
    """Distance from regional reception to the municipalities of housing (Tabel 3.5)."""
    indication: Shown | None = None
    """Regional places by the obligation (Tabel 3.6)."""
    coverage: Shown | None = None
    """Supply against need per quarter, region and bucket (Tabel 4.1)."""
    allocation: Shown | None = None
    """Future locations (Tabel 4.2a)."""
    allocation_parts: Shown | None = None
    """What becomes of the portfolio (Tabel 4.2b)."""
    roles: Shown | None = None
    """Who has which role per location and topic (Tabel 4.3a)."""
    factsheets: tuple[Shown, ...] = ()
    """Facts of each described location, some side by side (from Tabel 4.3c)."""
    dispersal: Dispersal | None = None
    """Places against the task of the Spreidingswet (Tabel 4.4); None where the plan does not ask for it."""
    agreements: Shown | None = None
    """Agreements per location, as given (Tabel 4.3b)."""
    judgement: Judgement | None = None
    """What became of the candidate sites (Tabel 4.5); None without candidates or without streets."""
    flexible: Shown | None = None
    """Flexible forms (Tabel 5.1)."""
    reserve: Shown | None = None
    """Reserve capacity (Tabel 6.1)."""
    scenarios: Shown | None = None
    """Higher and lower need (Tabel 6.2)."""
    quarters: Shown | None = None
    """Places per location and quarter (Tabel 7.1)."""
    milestones: Shown | None = None
    """Milestones and decisions (Tabel 7.2)."""
    shortages: Shown | None = None
    """Shortages found by day (Tabel 7.3)."""
    scaling: Scaling = field(default_factory=Scaling)
    """Terms and extensions, up-scaling and down-scaling, and lead times."""
    actions: Shown | None = None
    """Issues still to be worked out (Tabel 8.1)."""
    findings: tuple[Finding, ...] = ()
    """What the checks found."""
    gaps: tuple[Finding, ...] = ()
    """Those of them that say that something is missing from the plan."""
    figures: Mapping[str, Figure] = field(default_factory=dict)
    """Figures that the analysis computed, by name; they go before what is added up here."""
    sheets: tuple[Sheet, ...] = ()
    """Maps, in order."""
    texts: Mapping[int, str] = field(default_factory=dict)
    """Prose per chapter as Markdown, 1 to 8."""
