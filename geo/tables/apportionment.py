"""The need divided over regions and municipalities, as an indication of our own (chapter 2)."""

from geo.tables.columns import Column, Table

LEVELS = ("region", "municipality")
"""Over what the need is divided."""

APPORTIONMENT = Table(
    name="apportionment",
    title="Indicatieve eigen berekening",
    key=("area_id", "bucket", "level", "code", "key"),
    columns=(
        Column(name="area_id", heading="provincie", kind="id"),
        Column(name="bucket", heading="soort behoefte", kind="choice", words="bucket"),
        Column(name="due", heading="te realiseren voor", kind="date", doc="Last due date of the bucket."),
        Column(name="level", heading="verdeeld over", kind="choice", choices=LEVELS, words="apportion_level"),
        Column(name="code", heading="code", kind="id"),
        Column(name="name", heading="gebied"),
        Column(
            name="key", heading="verdeelsleutel", kind="choice", words="apportion_key",
            doc="Our own computation, never a figure of the LRT.",
        ),
        Column(name="year", heading="peiljaar SES-WOA", kind="id", doc="Year of the scores."),
        Column(name="share", heading="aandeel", kind="share", doc="Empty where the key cannot be tested."),
        Column(name="exact_min", heading="onafgerond min", kind="number"),
        Column(name="need_min", heading="indicatie min (eigen berekening)", kind="places"),
        Column(name="up_min", heading="min naar boven afgerond", kind="yes_no", doc="Got a place for its remainder."),
        Column(name="exact_max", heading="onafgerond max", kind="number"),
        Column(name="need_max", heading="indicatie max (eigen berekening)", kind="places"),
        Column(name="up_max", heading="max naar boven afgerond", kind="yes_no", doc="Got a place for its remainder."),
        Column(name="given_min", heading="opgave min", kind="places", doc="As given for the region, if it was."),
        Column(name="given_max", heading="opgave max", kind="places", doc="As given for the region, if it was."),
    ),
)  # fmt: skip

APPORTIONMENT_ROUNDING = Table(
    name="apportionment_rounding",
    title="Afronding van eigen berekening",
    key=("area_id", "bucket", "level", "key", "side"),
    columns=(
        Column(name="area_id", heading="provincie", kind="id"),
        Column(name="bucket", heading="soort behoefte", kind="choice", words="bucket"),
        Column(name="level", heading="verdeeld over", kind="choice", choices=LEVELS, words="apportion_level"),
        Column(name="key", heading="verdeelsleutel", kind="choice", words="apportion_key"),
        Column(name="side", heading="grens", kind="choice", choices=("min", "max")),
        Column(name="total", heading="te verdelen", kind="places"),
        Column(name="parts", heading="delen", kind="count"),
        Column(name="floors", heading="som van hele plekken", kind="places"),
        Column(name="left", heading="naar grootste resten", kind="places"),
        Column(name="printed", heading="som van de delen", kind="places", doc="Always what was to be divided."),
        Column(name="nearest", heading="som bij gewoon afronden", kind="places", doc="Each part by itself, halves up."),
        Column(name="nearest_over", heading="verschil bij gewoon afronden", kind="balance"),
        Column(name="up", heading="som bij naar boven afronden", kind="places", doc="Each part by itself."),
        Column(name="up_over", heading="te veel bij naar boven afronden", kind="balance"),
    ),
)

APPORTIONMENT_SHOWN = Table(
    name="apportionment_shown",
    title="Indicatieve eigen berekening",
    columns=(
        Column(name="area_id", heading="provincie", kind="id"),
        Column(name="bucket", heading="soort behoefte", kind="choice", words="bucket"),
        Column(name="due", heading="te realiseren voor", kind="date"),
        Column(name="name", heading="gebied"),
        Column(name="given_min", heading="opgave min", kind="places"),
        Column(name="given_max", heading="opgave max", kind="places"),
        Column(name="inhabitants_min", heading="naar inwoners min", kind="places"),
        Column(name="inhabitants_max", heading="naar inwoners max", kind="places"),
        Column(name="inhabitants_ses_min", heading="met SES-WOA min", kind="places"),
        Column(name="inhabitants_ses_max", heading="met SES-WOA max", kind="places"),
    ),
)
"""The same beside each other: a row an area, the keys as columns."""
