"""The table of supply against need, and the ranges of days on which places are short."""

from geo.tables.columns import Column, Table

BALANCES = ("short", "within", "above", "untestable")
"""What can come of setting supply against need."""
ALWAYS = ("regionaal", "gvl_satelliet", "totaal")
"""Buckets that every plan shows, also where the need for them is unknown."""

COVERAGE = Table(
    name="coverage",
    title="Aanbod en behoefte per kwartaal",
    key=("quarter", "region_id", "bucket", "scenario"),
    columns=(
        Column(name="quarter", heading="kwartaal", kind="quarter", required=True, doc="Figures are of its last day."),
        Column(name="region_id", heading="regio", kind="id", required=True, doc="Region, or the whole province."),
        Column(name="bucket", heading="soort behoefte", kind="choice", words="bucket", doc="What is compared."),
        Column(name="scenario", heading="scenario", doc="Scenario of the forecast; empty where there is one only."),
        Column(
            name="supply_min", heading="aanbod min", kind="places", at_least="unknown_locations",
            doc="Flexible places at their minimum.",
        ),
        Column(
            name="supply_max", heading="aanbod max", kind="places", at_least="unknown_locations",
            doc="Flexible places at their maximum.",
        ),
        Column(
            name="supply_certain", heading="w.v. bestaand en vastgesteld", kind="places", at_least="unknown_locations",
            doc="The part that exists or was adopted.",
        ),
        Column(
            name="unknown_locations", heading="locaties met onbekende plekken", kind="count",
            doc="Locations whose start, end, capacity or day of conversion is not known; they add nothing.",
        ),
        Column(name="need_min", heading="behoefte min", kind="places", doc="Empty before the first due date."),
        Column(name="need_max", heading="behoefte max", kind="places", doc="Empty before the first due date."),
        Column(
            name="balance_min", heading="saldo min", kind="balance", at_least="unknown_locations",
            doc="Supply_min less need_max.",
        ),
        Column(
            name="balance_max", heading="saldo max", kind="balance", at_least="unknown_locations",
            doc="Supply_max less need_min.",
        ),
        Column(name="status", heading="uitkomst", kind="choice", choices=BALANCES, words="balance", doc="The verdict."),
    ),
)  # fmt: skip

SHORTAGE = Table(
    name="shortage",
    title="Tekorten van dag tot dag",
    key=("area_id", "bucket", "from"),
    columns=(
        Column(name="area_id", heading="provincie", kind="id", required=True, doc="Area that is short."),
        Column(name="from", heading="van", kind="date", required=True, doc="First day."),
        Column(name="until", heading="tot en met", kind="date", required=True, doc="Last day, inclusive."),
        Column(name="bucket", heading="soort behoefte", kind="choice", words="bucket", doc="What is short."),
        Column(
            name="places", heading="tekort (plekken)", kind="places", at_most="unknown_locations", required=True,
            doc="How many places, at most.",
        ),
        Column(
            name="unknown_locations", heading="locaties onbekend", kind="count", required=True,
            doc="Locations whose start, end or capacity is not known and that could lessen it.",
        ),
        Column(
            name="cause", heading="oorzaak", required=True,
            doc="`end:ID`, `step:ID`, `need` where need rose, `start` where it began short; joined with `;`.",
        ),
        Column(
            name="remedy", heading="eerste oplossing", required=True,
            doc="`extend:ID:DAY`, `postpone:ID:DAY`, `advance:ID:DAY`, `hasten:ID:DAY`, `add:PLACES`; joined with `;`.",
        ),
    ),
)  # fmt: skip
