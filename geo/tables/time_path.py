"""The tables of what becomes of ending agreements and of the latest days to decide (chapters 2 and 7)."""

from geo.tables.columns import Column, Table

AGREED, OPTIONS, EXTENDED = "agreed", "options", "extended"
VARIANTS = (AGREED, OPTIONS, EXTENDED)
"""What may become of an agreement that ends: nothing, its own extension, or an extension to the end of the horizon."""
VARIANT_STATUSES = ("enough", "short", "untestable")
"""What can come of testing every day of a quarter."""
TERM_CLASSES = ("up_to_6", "up_to_12", "up_to_24", "up_to_60", "over_60", "indefinite", "unknown")
"""How long agreements still run, in months; each class includes its last day."""
STEPS = ("council", "signing", "permit", "notice", "extension")
"""What must be done before an opening or an ending."""
STEP_STATUSES = ("in_time", "late", "too_late", "open", "passed", "short_term")
"""Whether a step has a milestone, and whether that is in time; or that the agreement is too short to have a day."""

VARIANT_SUPPLY = Table(
    name="variants",
    title="Aanbod zonder en met verlenging",
    key=("area_id", "quarter", "variant"),
    columns=(
        Column(name="area_id", heading="provincie", kind="id"),
        Column(name="quarter", heading="kwartaal", kind="quarter"),
        Column(name="variant", heading="variant", kind="choice", choices=VARIANTS, words="variant"),
        Column(
            name="supply_min", heading="aanbod min", kind="places", at_least="unknown_locations",
            doc="On the last day, flexible places at their minimum.",
        ),
        Column(
            name="supply_max", heading="aanbod max", kind="places", at_least="unknown_locations",
            doc="On the last day, flexible places at their maximum.",
        ),
        Column(name="unknown_locations", heading="locaties onbekend", kind="count", doc="On the last day."),
        Column(name="need_min", heading="behoefte min", kind="places"),
        Column(name="need_max", heading="behoefte max", kind="places"),
        Column(
            name="balance_min", heading="saldo min", kind="balance", at_least="unknown_locations",
            doc="Supply_min less need_max.",
        ),
        Column(
            name="balance_max", heading="saldo max", kind="balance", at_least="unknown_locations",
            doc="Supply_max less need_min.",
        ),
        Column(
            name="shortage", heading="diepste tekort", kind="places", at_most="unknown_days",
            doc="Of all days with a known need, need_min less supply_max; empty where there is no such day.",
        ),
        Column(name="shortage_from", heading="eerste dag diepste tekort", kind="date", doc="Empty without a shortage."),
        Column(
            name="short_days", heading="dagen tekort", kind="days", at_most="unknown_days",
            doc="Days with a known need on which the supply at most is less; empty where there is no such day.",
        ),
        Column(
            name="unknown_days", heading="dagen met onbekende plekken", kind="days",
            doc="Days with a known need on which locations with unknown places may be there.",
        ),
        Column(
            name="need_unknown_days", heading="dagen zonder bekende behoefte", kind="days",
            doc="Days of the quarter on which nothing can be said of a shortage.",
        ),
        Column(
            name="status", heading="uitkomst van dag tot dag", kind="choice", choices=VARIANT_STATUSES,
            words="variant_status",
            doc="Short if any day is so for certain, else untestable if any day is, else enough.",
        ),
    ),
)  # fmt: skip

EXPIRY = Table(
    name="expiry",
    title="Looptijd van de overeenkomsten",
    key=("term",),
    columns=(
        Column(name="term", heading="resterende looptijd", kind="choice", choices=TERM_CLASSES, words="term_class"),
        Column(name="locations", heading="locaties", kind="count"),
        Column(name="regular", heading="reguliere plekken", kind="places", at_least="regular_unknown"),
        Column(name="regular_unknown", heading="regulier onbekend", kind="count"),
        Column(name="emergency", heading="plekken noodopvang", kind="places", at_least="emergency_unknown"),
        Column(name="emergency_unknown", heading="noodopvang onbekend", kind="count"),
    ),
)

BACK_PLANNING = Table(
    name="back_planning",
    title="Uiterste dagen voor besluiten",
    key=("location_id", "event", "step"),
    columns=(
        Column(name="location_id", heading="nr", kind="id"),
        Column(name="name", heading="locatie"),
        Column(name="event", heading="gebeurtenis", kind="choice", choices=("open", "end", "lapse"), words="event"),
        Column(name="day", heading="dag", kind="date", doc="First day of the agreement, or its last one."),
        Column(name="step", heading="stap", kind="choice", choices=STEPS, words="step"),
        Column(name="aim", heading="streefdag", kind="date", doc="Day by which nothing is pressed for time."),
        Column(
            name="latest", heading="uiterste dag", kind="date",
            doc="Empty for an agreement that began after it; so is the aim.",
        ),
        Column(name="assumed", heading="aanname", kind="yes_no", doc="Whether the days follow from a usual lead time."),
        Column(name="milestone", heading="mijlpaal"),
        Column(name="milestone_date", heading="datum mijlpaal", kind="date"),
        Column(
            name="passed", heading="uiterste dag voorbij", kind="yes_no",
            doc="Whether the latest day came before the reference date.",
        ),
        Column(name="status", heading="stand", kind="choice", choices=STEP_STATUSES, words="step_status"),
    ),
)  # fmt: skip
