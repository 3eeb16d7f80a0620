"""The table of current supply against the need at the end of the horizon."""

from geo.tables.columns import Column, Table

CONFRONTATION = Table(
    name="confrontation",
    title="Huidig aanbod en behoefte",
    key=("area_id", "bucket"),
    columns=(
        Column(name="area_id", heading="provincie", kind="id", required=True),
        Column(name="bucket", heading="soort behoefte", kind="choice", words="bucket", required=True),
        Column(
            name="now", heading="huidig", kind="places", at_least="unknown_locations", doc="On the reference date."
        ),
        Column(
            name="ending", heading="loopt af", kind="places", at_least="unknown_locations",
            doc="Ends, shrinks or changes type by the last day.",
        ),
        Column(
            name="growing", heading="groeit of krijgt type", kind="places", at_least="unknown_locations",
            doc="Of the current locations.",
        ),
        Column(
            name="staying", heading="blijft", kind="places", at_least="unknown_locations",
            doc="Current, less ending and with growing.",
        ),
        Column(name="unknown_locations", heading="locaties onbekend", kind="count"),
        Column(name="need_min", heading="behoefte min", kind="places"),
        Column(name="need_max", heading="behoefte max", kind="places"),
        Column(name="short_min", heading="tekort min", kind="places", at_most="unknown_locations"),
        Column(name="short_max", heading="tekort max", kind="places", at_most="unknown_locations"),
    ),
)  # fmt: skip

QUARTER_GRID_FIRST = (
    Column(name="name", heading="locatie"),
    Column(name="type", heading="type", words="type_short"),
)
"""The columns before the quarters in the table of locations by quarter (Tabel 7.1)."""
