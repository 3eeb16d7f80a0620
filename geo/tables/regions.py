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
        Column(
            name="members", heading="gemeenten", kind="list",
            doc="One that lies outside the plan's provinces has its own behind it in brackets.",
        ),
        Column(name="inhabitants", heading="inwoners", kind="count", doc="Empty where one member's are unknown."),
        Column(
            name="places", heading="opvangplekken nu", kind="places", at_least="unknown",
            doc="Regular places that are known.",
        ),
        Column(
            name="unknown", heading="delen onbekend", kind="count",
            doc="Locations whose places add nothing, and members in another or an unknown province, whose locations "
            "the plan does not know.",
        ),
        Column(name="lead_prt", heading="PRT (trekker)"),
        Column(
            name="cross_province", heading="provinciegrensoverschrijdend", kind="yes_no",
            doc="Whether members lie in more than one province; empty where a member's is not known. The national "
            "border is no provincial one.",
        ),
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

PARTNERSHIP_SHARES = Table(
    name="partnership_shares",
    title="Aandelen per provincie",
    key=("partnership_id", "province_code"),
    columns=(
        Column(name="partnership_id", heading="verband-id", kind="id"),
        Column(name="name", heading="samenwerkingsverband"),
        Column(name="province_code", heading="provinciecode", kind="id", doc="Empty where nobody knows it."),
        Column(name="province", heading="provincie"),
        Column(name="members", heading="gemeenten", kind="list"),
        Column(name="inhabitants", heading="inwoners", kind="count", doc="Empty where one member's are unknown."),
        Column(
            name="share", heading="aandeel inwoners", kind="share",
            doc="Of the inhabitants of the partnership; empty where some are unknown or it has none.",
        ),
        Column(
            name="places", heading="opvangplekken nu", kind="places", at_least="unknown",
            doc="Regular places that are known; empty for a province whose locations are not in this plan.",
        ),
        Column(name="unknown", heading="locaties onbekend", kind="count", doc="Those whose places add nothing."),
        Column(
            name="counts_in", heading="telt bij",
            doc="The one PRT in which all places of the partnership count: its lead; empty where that is not clear.",
        ),
    ),
)  # fmt: skip

TARGETS = ("town_hall", "population", "middle")
"""Where in a municipality a journey ends: at its town hall, else where its inhabitants live on average, else within."""

REGIONAL_DISTANCES = Table(
    name="regional_distances",
    title="Regionale opvang naar gemeente",
    key=("location_id", "municipality_code"),
    columns=(
        Column(name="location_id", heading="locatie-id", kind="id", required=True, doc="Where the journey begins."),
        Column(name="name", heading="locatie", required=True),
        Column(name="region_id", heading="regio", kind="id", required=True, doc="Region of the location."),
        Column(name="municipality_code", heading="gemeentecode", kind="id", required=True, doc="Member of it."),
        Column(name="municipality", heading="gemeente"),
        Column(name="target", heading="gemeten tot", kind="choice", choices=TARGETS, words="regional_target"),
        Column(
            name="distance_m", heading="afstand", kind="metres", unit="m",
            doc="Shortest path with both legs, to the nearest of several town halls; empty where there is none.",
        ),
        Column(name="minutes", heading="reistijd", kind="minutes", unit="min", doc="Time along that path."),
        Column(
            name="status", heading="uitkomst", kind="choice", required=True,
            choices=("ok", "unreachable", "outside"), words="regional_outcome",
            doc="Whether there is a distance, and if not, why; `outside` is beyond the edge of the map.",
        ),
    ),
)  # fmt: skip

REGIONAL_REACH = Table(
    name="regional_reach",
    title="Regionale opvang per locatie",
    key=("location_id",),
    columns=(
        Column(name="location_id", heading="locatie-id", kind="id", required=True),
        Column(name="name", heading="locatie", required=True),
        Column(name="region_id", heading="regio", kind="id", required=True),
        Column(name="municipalities", heading="aantal gemeenten", kind="count", required=True),
        Column(name="farthest", heading="verste gemeente", doc="Empty where a distance is not known."),
        Column(name="max_m", heading="ten hoogste", kind="metres", unit="m", doc="Empty where one is not known."),
        Column(
            name="mean_m", heading="gemiddeld naar inwoners", kind="metres", unit="m",
            doc="Weighted by the inhabitants of the municipalities; empty where a distance or number is not known.",
        ),
    ),
)  # fmt: skip

REGIONAL_INDICATION = Table(
    name="regional_indication",
    title="Indicatie uit de taakstelling",
    key=("region_id",),
    columns=(
        Column(name="region_id", heading="regio-id", kind="id"),
        Column(name="region_name", heading="regio"),
        Column(name="half_year", heading="halfjaar", doc="Half year of the obligation."),
        Column(
            name="obligation", heading="taakstelling", kind="places",
            doc="Permit holders to house in the half year; empty where one municipality's is not known.",
        ),
        Column(
            name="places_short", heading="indicatie bij 3,5 maanden verblijf", kind="places",
            doc="Obligation / 6 x 3.5 months of stay, the norm of COA. A sensitivity, not a need.",
        ),
        Column(
            name="places_long", heading="indicatie bij 8 maanden verblijf", kind="places",
            doc="Obligation / 6 x 8 months, the stay in practice. A sensitivity, not a need.",
        ),
        Column(
            name="places", heading="plekken regionaal aan het eind", kind="places", at_least="unknown",
            doc="Places of type `regionaal` on the last day of the horizon, flexible ones in full use.",
        ),
        Column(name="unknown", heading="locaties onbekend", kind="count", doc="Those whose places add nothing."),
    ),
)  # fmt: skip
