"""The table of places against the task of the Spreidingswet (chapter 4)."""

from geo.tables.columns import Column, Table

STATUSES = ("met", "intended", "unstated", "short", "untestable")
"""What can come of setting places against the task: guaranteed, with intentions alone, by unknown decisions, short."""
PART_STATUSES = ("met", "short", "untestable")
"""The same of durable places and of places for unaccompanied minors."""

SPREIDINGSWET = Table(
    name="spreidingswet",
    title="Opgave van de Spreidingswet",
    key=("area_id", "date"),
    columns=(
        Column(name="area_id", heading="gebied", kind="id", doc="Province, or region where the task is given for it."),
        Column(name="date", heading="peildatum", kind="date", doc="A reference date of the plan's section."),
        Column(name="task", heading="opgave", kind="places", doc="Lower end of the need `totaal` in force on the day."),
        Column(name="existing", heading="bestaand", kind="places", doc="Flexible places at their maximum."),
        Column(name="adopted", heading="vastgesteld", kind="places", doc="Flexible places at their maximum."),
        Column(name="intended", heading="voornemen", kind="places", doc="Flexible places at their maximum."),
        Column(name="search", heading="zoeklocatie", kind="places", doc="Flexible places at their maximum."),
        Column(
            name="unstated", heading="status onbekend", kind="places",
            doc="Places of locations whose state of decision is unknown, flexible ones at their maximum.",
        ),
        Column(
            name="total", heading="totaal", kind="places", at_least="unknown_locations",
            doc="Sum of the five: regular places, without emergency reception and reserve.",
        ),
        Column(
            name="share", heading="van de opgave", kind="share", decimals=1, at_least="unknown_locations",
            doc="total / task.",
        ),
        Column(
            name="guaranteed", heading="gegarandeerd", kind="places", at_least="guaranteed_unknown",
            doc="Existing and adopted, flexible places at their minimum.",
        ),
        Column(
            name="guaranteed_share", heading="gegarandeerd van de opgave", kind="share", decimals=1,
            at_least="guaranteed_unknown", doc="guaranteed / task.",
        ),
        Column(
            name="balance", heading="saldo", kind="balance", at_least="unknown_locations", doc="Total less task.",
        ),
        Column(name="status", heading="uitkomst", kind="choice", choices=STATUSES, words="dispersal"),
        Column(
            name="durable", heading="duurzaam naar looptijd", kind="places", at_least="durable_unknown",
            doc="Places that are there long enough in a row, counted from the day they begin to the last day inclusive,"
            " of locations with enough of them; flexible ones at their minimum.",
        ),
        Column(
            name="durable_share", heading="duurzaam van de opgave", kind="share", decimals=1,
            at_least="durable_unknown", doc="durable / task.",
        ),
        Column(name="durable_status", heading="duurzaam genoeg", kind="choice", choices=PART_STATUSES, words="enough"),
        Column(
            name="durable_ahead", heading="duurzaam vanaf peildatum", kind="places", at_least="ahead_unknown",
            doc="The same, counted from the reference date itself.",
        ),
        Column(name="amv_task", heading="opgave amv", kind="places", doc="Lower end of the need `amv` on the day."),
        Column(
            name="amv_places", heading="plekken amv", kind="places", at_least="amv_unknown", doc="Part of total.",
        ),
        Column(name="amv_balance", heading="saldo amv", kind="balance", at_least="amv_unknown"),
        Column(name="amv_status", heading="amv genoeg", kind="choice", choices=PART_STATUSES, words="enough"),
        Column(name="unknown_locations", heading="locaties onbekend", kind="count", doc="Their places add nothing."),
        Column(
            name="guaranteed_unknown", heading="locaties met onbekende status of plekken", kind="count",
            doc="Locations that may add to what is guaranteed.",
        ),
        Column(
            name="durable_unknown", heading="locaties onbekend duurzaam", kind="count",
            doc="Locations that may hold more durable places: a term or capacity is unknown, now or in the same run.",
        ),
        Column(
            name="ahead_unknown", heading="locaties onbekend duurzaam vanaf peildatum", kind="count",
            doc="The same, counted from the reference date.",
        ),
        Column(name="amv_unknown", heading="locaties amv onbekend", kind="count"),
    ),
)  # fmt: skip
