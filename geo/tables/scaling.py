"""The tables of what the reserve covers when the need rises, and of what goes first when it falls (chapter 6)."""

from geo.tables.columns import Column, Table

GROWTH_OUTCOMES = ("covers", "no_need", "untestable")
"""What can come of asking how much growth is covered."""
DOWN_STEPS = ("crisis", "emergency", "temporary", "flexible", "lapse")
"""What goes when the need falls, first things first: the ladder of the handelingsperspectief, backwards."""
FALL_OUTCOMES = ("covered", "uncovered", "untestable")
"""Whether the rows that can go take up a fall of the need."""

BREAK_EVEN = Table(
    name="break_even",
    title="Groei die de reserve dekt",
    key=("area_id", "quarter", "rung"),
    columns=(
        Column(name="area_id", heading="provincie", kind="id"),
        Column(name="quarter", heading="kwartaal", kind="quarter"),
        Column(name="rung", heading="tot en met trede", kind="count", doc="0 is the supply alone."),
        Column(name="need_min", heading="behoefte min", kind="places"),
        Column(
            name="supply", heading="aanbod", kind="places", at_least="unknown_locations",
            doc="On the last day, flexible places at their maximum.",
        ),
        Column(
            name="reserve", heading="reserve tot en met trede", kind="places", at_least="unknown_reserve",
            doc="Of what stands, and of other areas; from the reference date on, after the days that it takes.",
        ),
        Column(
            name="growth_percent", heading="gedekte groei van de behoefte (%)", kind="balance", at_least="unknown",
            doc="Whole percents, rounded down; below 0 where the need itself is not covered.",
        ),
        Column(
            name="days", heading="inzetbaar binnen (dagen)", kind="days",
            doc="The longest of the rows used; empty where one of them is unknown.",
        ),
        Column(name="unknown_locations", heading="locaties onbekend", kind="count"),
        Column(
            name="unknown_reserve", heading="reserve onbekend", kind="count",
            doc="Rows without places or without a rung.",
        ),
        Column(name="unknown", heading="onbekende delen", kind="count", doc="Locations and rows of reserve together."),
        Column(
            name="outcome", heading="uitkomst", kind="choice", choices=GROWTH_OUTCOMES, words="growth",
            doc="`no_need`: none is needed, so every growth is covered.",
        ),
    ),
)  # fmt: skip

SCALE_DOWN = Table(
    name="scale_down",
    title="Volgorde van afschalen",
    key=("area_id", "order"),
    columns=(
        Column(name="area_id", heading="provincie", kind="id"),
        Column(name="order", heading="volgorde", kind="count"),
        Column(name="step", heading="stap", kind="choice", choices=DOWN_STEPS, words="down_step"),
        Column(name="location_id", heading="nr", kind="id"),
        Column(name="name", heading="locatie"),
        Column(name="places", heading="plekken", kind="places"),
        Column(
            name="available", heading="vrij vanaf", kind="date",
            doc="First day on which the places may be gone; empty: unknown.",
        ),
        Column(name="switch_days", heading="omschakeltijd (dgn)", kind="days", doc="Of flexible places."),
        Column(name="notice_date", heading="uiterste opzegdatum", kind="date"),
        Column(
            name="cumulative", heading="plekken samen", kind="places", at_least="unknown",
            doc="Empty for what answers no fall: emergency reception, and what is to end in the horizon already.",
        ),
        Column(
            name="fall_percent", heading="vangt daling van de behoefte op (%)", kind="count", at_least="unknown",
            doc="Cumulative places as a part of the need, whole percents rounded down.",
        ),
        Column(
            name="unknown", heading="locaties onbekend", kind="count",
            doc="Of the rows that count, up to and including this one.",
        ),
    ),
)  # fmt: skip

FALLS = Table(
    name="falls",
    title="Afschalen bij lagere behoefte",
    key=("area_id", "fall"),
    columns=(
        Column(name="area_id", heading="provincie", kind="id"),
        Column(name="fall", heading="verandering van de behoefte", kind="share", doc="Below 0: the need falls."),
        Column(
            name="need_min", heading="behoefte min", kind="places",
            doc="On the first day from the reference date on which it is known.",
        ),
        Column(name="places", heading="plekken minder nodig", kind="places", doc="Whole places, rounded down."),
        Column(
            name="order", heading="volstaat t/m volgorde", kind="count",
            doc="First row of scale_down, of those that count, with which the known places are enough.",
        ),
        Column(name="outcome", heading="uitkomst", kind="choice", choices=FALL_OUTCOMES, words="fall"),
    ),
)  # fmt: skip
