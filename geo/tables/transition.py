"""The tables of the filling, flexible forms, reserve and transition (chapters 4 to 7)."""

from geo.tables.columns import Column, Table

EVENTS = ("open", "grow", "shrink", "convert", "end", "unknown", "")
"""What can happen to a location in a quarter."""
OUTCOMES = ("enough", "covered", "uncovered", "untestable")
"""What can come of setting a higher or lower need against supply and reserve."""

ALLOCATION_OVERVIEW = Table(
    name="allocation_overview",
    title="Invulling met locaties",
    key=("location_id",),
    columns=(
        Column(name="location_id", heading="nr", kind="id"),
        Column(name="name", heading="locatie"),
        Column(name="municipality", heading="gemeente"),
        Column(name="region_id", heading="regio", kind="id"),
        Column(name="type", heading="type locatie", words="type_short"),
        Column(name="decision", heading="vervolg", words="decision"),
        Column(name="certainty", heading="status besluitvorming", words="certainty"),
        Column(name="places_now", heading="plekken nu", kind="places", doc="On the reference date."),
        Column(name="places", heading="plekken eind", kind="places", doc="On the last day of the horizon, at most."),
        Column(name="agreement_end", heading="overeenkomst t/m", kind="date"),
        Column(name="flexible", heading="flexibel", kind="yes_no"),
        Column(name="hub_id", heading="hoofdlocatie", kind="id"),
        Column(name="hub_distance_m", heading="afstand tot hoofdlocatie", kind="metres", unit="m"),
    ),
)

ALLOCATION_TOTALS = Table(
    name="allocation_totals",
    title="Totalen naar vervolg",
    key=("region_id", "type", "decision"),
    columns=(
        Column(name="region_id", heading="regio", kind="id"),
        Column(name="type", heading="type locatie", words="type_short"),
        Column(name="decision", heading="vervolg", words="decision"),
        Column(name="locations", heading="locaties", kind="count"),
        Column(name="places_now", heading="plekken nu", kind="places", at_least="unknown"),
        Column(name="places", heading="plekken eind", kind="places", at_least="unknown"),
        Column(name="unknown", heading="locaties met onbekende plekken", kind="count"),
    ),
)

FLEXIBLE = Table(
    name="flexible",
    title="Flexibele opvangvormen",
    key=("location_id",),
    columns=(
        Column(name="location_id", heading="nr", kind="id"),
        Column(name="name", heading="locatie"),
        Column(name="flexible_form", heading="vorm"),
        Column(name="target_groups", heading="doelgroepen", kind="list"),
        Column(name="places_min", heading="plekken asiel min", kind="places"),
        Column(name="places_max", heading="plekken asiel max", kind="places"),
        Column(
            name="other_places", heading="overige plekken", kind="places", doc="Room that asylum leaves at its minimum."
        ),
        Column(name="switch_days", heading="omschakeltijd (dgn)", kind="days"),
        Column(name="management", heading="eigendom en beheer"),
        Column(name="services", heading="diensten en activiteiten"),
        Column(name="certainty", heading="status besluitvorming", words="certainty"),
    ),
)

RESERVE_LADDER = Table(
    name="reserve_ladder",
    title="Reservecapaciteit per trede",
    columns=(
        Column(name="rung", heading="trede", kind="count"),
        Column(name="location_id", heading="nr", kind="id"),
        Column(name="name", heading="locatie of gebied"),
        Column(name="kind", heading="soort reserve"),
        Column(name="places", heading="plekken", kind="places"),
        Column(name="available", heading="beschikbaar of te maken"),
        Column(name="days", heading="inzetbaar binnen (dagen)", kind="days"),
        Column(name="conditions", heading="voorwaarden"),
        Column(name="agreement_needed", heading="overeenkomst nodig", kind="yes_no"),
    ),
)

SCENARIOS = Table(
    name="scenarios",
    title="Hogere en lagere behoefte",
    key=("area_id", "change", "quarter"),
    columns=(
        Column(name="area_id", heading="provincie", kind="id"),
        Column(name="change", heading="verandering van de behoefte", kind="share"),
        Column(name="quarter", heading="kwartaal", kind="quarter"),
        Column(name="need_min", heading="behoefte min", kind="places"),
        Column(name="need_max", heading="behoefte max", kind="places"),
        Column(
            name="supply", heading="aanbod", kind="places", at_least="unknown_locations",
            doc="Flexible places at their maximum.",
        ),
        Column(
            name="reserve", heading="bekende reserve", kind="places",
            doc="Known reserve of what stands, and of other areas, after the days that it takes.",
        ),
        Column(
            name="balance", heading="saldo", kind="balance", at_least="unknown_locations",
            doc="Supply less need_min, without reserve.",
        ),
        Column(
            name="balance_reserve", heading="saldo met bekende reserve", kind="balance", at_least="unknown_locations",
            doc="The same with reserve.",
        ),
        Column(
            name="rung", heading="tot en met trede", kind="count", at_most="unknown_locations",
            doc="Rung up to which the reserve is needed at most, 0 where none is; empty if not covered or untestable.",
        ),
        Column(
            name="outcome", heading="uitkomst met reserve", kind="choice", choices=OUTCOMES, words="scenario",
            doc="Whether supply is enough, supply with reserve, neither, or whether that cannot be told.",
        ),
        Column(name="unknown_locations", heading="locaties onbekend", kind="count"),
    ),
)  # fmt: skip

TRANSITION = Table(
    name="transition",
    title="Ontwikkeling per kwartaal",
    key=("quarter", "location_id"),
    columns=(
        Column(name="quarter", heading="kwartaal", kind="quarter", required=True),
        Column(name="location_id", heading="nr", kind="id", required=True),
        Column(name="type", heading="type locatie", words="type_short", doc="Empty before the day it has a type."),
        Column(name="places", heading="plekken", kind="places", doc="On the last day, in full use; empty: unknown."),
        Column(
            name="event", heading="gebeurtenis", kind="choice", choices=EVENTS, words="event",
            doc="What changed since the last day of the quarter before.",
        ),
    ),
)  # fmt: skip

QUARTER_TOTALS = Table(
    name="quarter_totals",
    title="Totalen per kwartaal",
    key=("area_id", "quarter"),
    columns=(
        Column(name="area_id", heading="provincie", kind="id"),
        Column(name="quarter", heading="kwartaal", kind="quarter"),
        Column(name="gvl", heading="GVL", kind="places"),
        Column(name="satelliet", heading="satelliet", kind="places"),
        Column(name="regionaal", heading="ROL", kind="places"),
        Column(name="untyped", heading="nog zonder type", kind="places"),
        Column(
            name="total", heading="totaal", kind="places", at_least="unknown_locations",
            doc="Flexible places at their maximum.",
        ),
        Column(name="unknown_locations", heading="locaties onbekend", kind="count"),
        Column(name="need_min", heading="behoefte min", kind="places"),
        Column(name="need_max", heading="behoefte max", kind="places"),
        Column(
            name="balance", heading="saldo", kind="balance", at_least="unknown_locations", doc="Total less need_min."
        ),
        Column(name="voluntary", heading="w.v. vrijwillig", kind="places"),
        Column(
            name="certain", heading="w.v. bestaand en vastgesteld", kind="places", at_least="unknown_locations",
            doc="Flexible places at their minimum.",
        ),
    ),
)  # fmt: skip
