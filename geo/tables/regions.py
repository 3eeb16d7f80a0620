"""The tables of regions and partnerships (chapter 3)."""

from geo.tables.columns import Column, Table

PARTNERSHIPS_TABLE = Table(
    name="partnership_overview",
    title="Samenwerkingsverbanden",
    key=("partnership_id",),
    columns=(
        Column(name="partnership_id", heading="verband-id", kind="id"),
        Column(name="name", heading="samenwerkingsverband"),
        Column(name="kind", heading="soort"),
        Column(name="members", heading="gemeenten", kind="list"),
        Column(name="inhabitants", heading="inwoners", kind="count", doc="Empty where one member's are unknown."),
        Column(
            name="places", heading="opvangplekken nu", kind="places", at_least="unknown",
            doc="Regular places that are known.",
        ),
        Column(name="unknown", heading="locaties onbekend", kind="count", doc="Those whose places add nothing."),
        Column(name="lead_prt", heading="PRT (trekker)"),
        Column(name="cross_province", heading="provinciegrensoverschrijdend", kind="yes_no"),
        Column(name="agreements", heading="afspraken op hoofdlijnen"),
        Column(name="contact", heading="aanspreekpunt", doc="Function and organisation, never a person."),
    ),
)  # fmt: skip

REGIONS_TABLE = Table(
    name="region_overview",
    title="Regio-indeling",
    key=("region_id",),
    columns=(
        Column(name="region_id", heading="regio-id", kind="id"),
        Column(name="region_name", heading="regio"),
        Column(name="members", heading="gemeenten", kind="list"),
        Column(name="inhabitants", heading="inwoners", kind="count", doc="Empty where one member's are unknown."),
        Column(
            name="places", heading="opvangplekken nu", kind="places", at_least="unknown",
            doc="Regular places that are known.",
        ),
        Column(name="unknown", heading="locaties onbekend", kind="count", doc="Those whose places add nothing."),
    ),
)  # fmt: skip
