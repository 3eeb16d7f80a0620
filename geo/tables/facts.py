"""What is known of a candidate site: which facts there are, and the table that holds them."""

from dataclasses import dataclass
from datetime import date

from geo.tables.columns import Column, Kind, Table

(
    KNOWN, ON_SITE, BORDER, AT_MOST, AT_LEAST, PARTLY, BEYOND, UNREACHABLE, INDEFINITE, NONE, UNKNOWN,
) = FACT_STATUSES = (
    "ok", "on_site", "border", "at_most", "at_least", "partly", "beyond_limit", "unreachable", "indefinite", "none",
    "unknown",
)  # fmt: skip
"""How sure a fact is. ``border``: found, but something nearer may lie outside the map, so that the value is the most it
can be; ``at_most``: so it is too where something nearer may be of the kind; ``at_least``: the value is the part that is
known, and there may be more; ``partly``: the value is that of the part that is known, and the whole may have less or
more; ``beyond_limit``: farther than was looked; ``unreachable``: there is no path; ``indefinite``: without end;
``none``: the data hold nothing of the kind; ``unknown``: not given, or not known well enough for one value."""
ENDLESS = (UNREACHABLE, INDEFINITE)
"""Statuses of a fact that is larger than any number: it has no value, and both bounds are infinite."""

GROUPS = ("access", "route", "people", "site", "agreement", "region", "layers", "own")
"""What facts are about, in the order in which people read them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact that every candidate has, known or unknown."""

    id: str
    """Name, as rules and criteria in the plan call it: ``walk_supermarket_m``."""
    title: str
    """What it is, in Dutch, as people read it."""
    kind: Kind
    """How its value is written."""
    group: str
    """What it is about: one of `GROUPS`."""
    unit: str = ""
    """Unit of the value."""
    source: str = ""
    """Where it comes from, in Dutch."""
    reference_date: date | None = None
    """Day that the source describes; None where it does not say."""


FACTS = Table(
    name="facts",
    title="Feiten over kandidaatlocaties",
    key=("fact",),
    columns=(
        Column(name="fact", heading="feit", kind="id", required=True, doc="Name, as the plan's rules call it."),
        Column(name="title", heading="omschrijving", required=True, doc="What it is."),
        Column(name="kind", heading="soort waarde", required=True, words="value_kind", doc="How its value is written."),
        Column(
            name="group", heading="onderwerp", kind="choice", required=True, choices=GROUPS, words="fact_group",
            doc="What it is about.",
        ),
        Column(name="unit", heading="eenheid", doc="Unit of the value."),
        Column(name="source", heading="bron", doc="Where it comes from."),
        Column(name="reference_date", heading="peildatum", kind="date", doc="Day that the source describes."),
    ),
)  # fmt: skip

CANDIDATE_FACTS = Table(
    name="candidate_facts",
    title="Feiten per kandidaatlocatie",
    key=("candidate_id", "fact"),
    columns=(
        Column(name="candidate_id", heading="kandidaat", kind="id", required=True, doc="Candidate site."),
        Column(name="fact", heading="feit", kind="id", required=True, doc="Fact of the table of facts."),
        Column(
            name="value", heading="waarde", kind="number",
            doc="The value in the unit of the fact, 0 or 1 where it is no or yes; empty where there is none.",
        ),
        Column(
            name="low", heading="ten minste", kind="number",
            doc="The true value is at least this; empty where nothing is known of it.",
        ),
        Column(
            name="high", heading="ten hoogste", kind="number",
            doc="The true value is at most this; empty where nothing is known of it.",
        ),
        Column(
            name="status", heading="zekerheid", kind="choice", required=True, choices=FACT_STATUSES,
            words="fact_status", doc="How sure it is, or why there is no value.",
        ),
        Column(name="note", heading="toelichting", doc="What the value is of, such as the facility found."),
    ),
)  # fmt: skip
