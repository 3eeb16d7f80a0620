"""The tables of the current portfolio and of the context (chapters 1 and 2)."""

from geo.tables.columns import Column, Table

PORTFOLIO = Table(
    name="portfolio",
    title="Huidige opvangportefeuille",
    key=("location_id",),
    columns=(
        Column(name="location_id", heading="nr", kind="id", required=True),
        Column(name="name", heading="locatie"),
        Column(name="municipality", heading="gemeente"),
        Column(name="current_type", heading="type opvang"),
        Column(name="facilities_on_site", heading="voorzieningen op locatie", kind="list", words="category"),
        Column(
            name="capacity", heading="capaciteit", kind="places",
            doc="Regular or emergency places, never reserve; flexible ones in full use.",
        ),
        Column(name="places_min", heading="telt mee, minimaal", kind="places", doc="Flexible places at their minimum."),
        Column(
            name="places", heading="telt mee", kind="places",
            doc="What the totals count; empty where start, end or capacity is unknown.",
        ),
        Column(name="reserve_capacity", heading="reserve", kind="places"),
        Column(name="amv_places", heading="w.v. amv", kind="places", doc="Within the capacity."),
        Column(name="agreement_end", heading="overeenkomst t/m", kind="date"),
        Column(name="agreement_term", heading="looptijd"),
        Column(
            name="months_left", heading="resterend (mnd)", kind="months",
            doc="Whole months to the last day, which is included.",
        ),
        Column(name="floor_area_m2", heading="bvo", kind="area_m2", unit="m²"),
        Column(name="site_area_m2", heading="terrein", kind="area_m2", unit="m²"),
        Column(
            name="floor_m2_per_place", heading="bvo per plek", kind="number", unit="m²", at_most="floor_at_most",
            doc="Over capacity and reserve.",
        ),
        Column(
            name="floor_at_most", heading="bvo per plek ten hoogste", kind="yes_no",
            doc="Whether the reserve is unknown, so that there may be less a place.",
        ),
        Column(name="ownership", heading="eigendom"),
        Column(name="certainty", heading="status besluitvorming", words="certainty"),
    ),
)  # fmt: skip

PORTFOLIO_TOTALS = Table(
    name="portfolio_totals",
    title="Totalen huidige portefeuille",
    key=("by", "value"),
    columns=(
        Column(name="by", heading="onderverdeling", words="totals_by", doc="`current_type`, `certainty` or `all`."),
        Column(name="value", heading="waarde", words="certainty"),
        Column(name="locations", heading="locaties", kind="count"),
        Column(name="regular", heading="regulier", kind="places", at_least="regular_unknown"),
        Column(name="regular_unknown", heading="regulier onbekend", kind="count"),
        Column(name="emergency", heading="noodopvang", kind="places", at_least="emergency_unknown"),
        Column(name="emergency_unknown", heading="noodopvang onbekend", kind="count"),
        Column(name="reserve", heading="reserve", kind="places", at_least="reserve_unknown"),
        Column(name="reserve_unknown", heading="reserve onbekend", kind="count"),
        Column(name="amv", heading="w.v. amv", kind="places", at_least="amv_unknown"),
        Column(name="amv_unknown", heading="amv onbekend", kind="count"),
    ),
)

MUNICIPALITIES = Table(
    name="municipalities",
    title="Opvang per gemeente",
    key=("code",),
    columns=(
        Column(name="code", heading="gemeentecode", kind="id"),
        Column(name="name", heading="gemeente"),
        Column(name="inhabitants", heading="inwoners", kind="count"),
        Column(
            name="places", heading="opvangplekken nu", kind="places", at_least="unknown",
            doc="Regular places; what is unknown is apart.",
        ),
        Column(name="unknown", heading="locaties onbekend", kind="count"),
        Column(name="per_1000", heading="per 1.000 inwoners", kind="number"),
        Column(name="half_year", heading="halfjaar", doc="Of the three columns that follow."),
        Column(name="obligation", heading="taakstelling", kind="count", doc="Permit holders to house."),
        Column(name="arrears", heading="achterstand/voorsprong", kind="balance", doc="Above 0 behind, below 0 ahead."),
        Column(name="corrected", heading="gecorrigeerde taakstelling", kind="count", doc="Obligation plus arrears."),
    ),
)  # fmt: skip

SCHEDULES = ("met", "behind", "untestable")
"""What can come of setting what was realised against the part of a half year that has passed."""

OBLIGATION_PROGRESS = Table(
    name="obligation_progress",
    title="Huisvesting vergunninghouders",
    key=("level", "code"),
    columns=(
        Column(
            name="level", heading="soort gebied", kind="choice", choices=("municipality", "province"),
            words="obligation_level",
        ),
        Column(name="code", heading="code", kind="id"),
        Column(name="name", heading="gebied"),
        Column(name="half_year", heading="halfjaar", doc="Empty where the municipality gave none."),
        Column(
            name="obligation", heading="taakstelling", kind="count", at_least="unknown", doc="Permit holders to house."
        ),
        Column(name="arrears", heading="achterstand/voorsprong", kind="balance", doc="Above 0 behind, below 0 ahead."),
        Column(name="corrected", heading="gecorrigeerde taakstelling", kind="count", doc="Obligation plus arrears."),
        Column(name="realised", heading="gerealiseerd", kind="count", at_least="unknown"),
        Column(name="share", heading="aandeel gerealiseerd", kind="share", doc="Of the corrected obligation."),
        Column(
            name="expected", heading="aandeel volgens schema", kind="share",
            doc="Whole months of the half year that have passed, out of six.",
        ),
        Column(name="status", heading="op schema", kind="choice", choices=SCHEDULES, words="schedule"),
        Column(name="unknown", heading="gemeenten onbekend", kind="count", doc="Of which a number is unknown."),
    ),
)  # fmt: skip

CONTEXT_FACTS = Table(
    name="context_facts",
    title="Kerncijfers",
    key=("name",),
    columns=(
        Column(name="name", heading="gegeven", words="context_fact"),
        Column(name="value", heading="waarde", kind="number", doc="What is known; a share is between 0 and 1."),
        Column(name="unknown", heading="delen onbekend", kind="count", doc="The value is then at least as large."),
        Column(name="source", heading="bron", doc="Table and column that it comes from."),
    ),
)

ATTENTION = Table(
    name="attention",
    title="Aandachtspunten uit gegevens",
    key=("kind", "subject_id"),
    columns=(
        Column(
            name="kind", heading="aandachtspunt", kind="choice", choices=("no_reception", "expiring", "unreachable"),
            words="attention",
        ),
        Column(name="subject_id", heading="nr", kind="id", doc="Municipality or location."),
        Column(name="name", heading="gebied"),
        Column(name="note", heading="toelichting"),
        Column(name="source", heading="bron", doc="Table that it comes from."),
    ),
)  # fmt: skip

OBLIGATION_COLUMNS = ("half_year", "obligation", "arrears", "corrected")
"""Columns of `MUNICIPALITIES` that are there where obligations were given."""
