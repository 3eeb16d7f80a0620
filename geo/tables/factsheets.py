"""The tables that describe each location: roles, facts, and the way from the portfolio to the filling (chapter 4)."""

from geo.tables.columns import Column, Table

ALLOCATION_PARTS = Table(
    name="allocation_parts",
    title="Van portefeuille naar invulling",
    key=("by", "value"),
    columns=(
        Column(name="by", heading="onderverdeling", words="totals_by", doc="`type`, `region_id` or `all`."),
        Column(name="value", heading="waarde", words="type_short"),
        Column(name="portfolio", heading="portefeuille", kind="places", at_least="unknown_now", doc="Of chapter 2."),
        Column(
            name="continued", heading="w.v. voortzetten", kind="places", at_least="unknown_continued", doc="Places now."
        ),
        Column(
            name="converted", heading="w.v. omvormen", kind="places", at_least="unknown_converted", doc="Places now."
        ),
        Column(name="ended", heading="w.v. beëindigen", kind="places", at_least="unknown_ended", doc="Places now."),
        Column(
            name="undecided", heading="w.v. zonder vervolg", kind="places", at_least="unknown_undecided",
            doc="Places now, without a decision or called new though they stand already.",
        ),
        Column(name="difference", heading="verschil", kind="balance", doc="Portfolio less its parts, which is 0."),
        Column(
            name="new", heading="nieuw, eind", kind="places", at_least="unknown_new",
            doc="Places at the end of what is new.",
        ),
        Column(
            name="staying", heading="bestaand, eind", kind="places", at_least="unknown_staying",
            doc="Places at the end of all else.",
        ),
        Column(name="end", heading="plekken eind", kind="places", at_least="unknown_end"),
        Column(name="unknown_now", heading="onbekend nu", kind="count"),
        Column(name="unknown_end", heading="onbekend eind", kind="count"),
        Column(name="unknown_continued", heading="onbekend voortzetten", kind="count"),
        Column(name="unknown_converted", heading="onbekend omvormen", kind="count"),
        Column(name="unknown_ended", heading="onbekend beëindigen", kind="count"),
        Column(name="unknown_undecided", heading="onbekend zonder vervolg", kind="count"),
        Column(name="unknown_new", heading="onbekend nieuw", kind="count"),
        Column(name="unknown_staying", heading="onbekend bestaand", kind="count"),
    ),
)  # fmt: skip

PARTIES = ("coa", "host", "region", "province", "owner", "refugee_council", "other")
"""Columns of parties in the matrix of roles."""

ROLE_MATRIX = Table(
    name="role_matrix",
    title="Rollen per locatie",
    key=("location_id", "topic"),
    columns=(
        Column(name="location_id", heading="nr", kind="id", required=True),
        Column(name="name", heading="locatie"),
        Column(name="topic", heading="onderwerp", words="topic"),
        Column(name="coa", heading="COA", doc="Role of COA; empty where it has none."),
        Column(name="host", heading="gastgemeente", doc="Role of the municipality in which the location lies."),
        Column(name="region", heading="regiogemeenten", doc="Others of its region or of a partnership with it."),
        Column(name="province", heading="provincie"),
        Column(name="owner", heading="corporatie of eigenaar"),
        Column(name="refugee_council", heading="VluchtelingenWerk"),
        Column(name="other", heading="overig"),
        Column(name="status", heading="status", doc="As given; several where the agreements differ."),
        Column(name="agreed", heading="afgesproken", kind="yes_no", doc="Whether any agreement has a text."),
    ),
)

FACTSHEETS = Table(
    name="factsheets",
    title="Factsheets",
    key=("location_id", "item"),
    columns=(
        Column(name="location_id", heading="nr", kind="id", required=True),
        Column(name="name", heading="locatie"),
        Column(name="item", heading="code kenmerk", kind="id", required=True),
        Column(name="label", heading="kenmerk"),
        Column(name="value", heading="waarde", doc="As people read it, the same as in the table that it comes from."),
        Column(name="source", heading="bron", kind="id", doc="Table and column that the value comes from."),
    ),
)
