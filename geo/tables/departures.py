"""The table of departures of public transport near locations and candidates."""

from geo.tables.columns import Column, Table

DEPARTURES = Table(
    name="departures",
    title="Vertrekken van openbaar vervoer",
    key=("location_id",),
    columns=(
        Column(name="location_id", heading="locatie", kind="id", required=True, doc="Location or candidate."),
        Column(name="date", heading="dag", kind="date", required=True, doc="Day of the timetable."),
        Column(name="from", heading="van", required=True, doc="Beginning of the hours that count."),
        Column(name="until", heading="tot", required=True, doc="Their end; what departs then is not counted."),
        Column(
            name="reach_m", heading="loopafstand", kind="metres", unit="m", required=True,
            doc="How far a stop may lie over the streets, legs included.",
        ),
        Column(
            name="status", heading="uitkomst", kind="choice", required=True, choices=("ok", "none", "unreachable"),
            words="stop_outcome",
            doc="Whether a stop is in reach; `unreachable`: no street is near, so that nothing is known.",
        ),
        Column(
            name="stops", heading="haltes binnen loopafstand", kind="count",
            doc="Stops in reach, with or without service; platforms of one station are one.",
        ),
        Column(
            name="departures", heading="vertrekken", kind="count",
            doc="Runs on which one may board at a stop in reach in those hours; one that calls at several counts once.",
        ),
        Column(name="per_hour", heading="vertrekken per uur", kind="number", doc="Departures / hours."),
        Column(name="lines", heading="lijnen", kind="count", doc="Different lines of those departures."),
        Column(
            name="first", heading="eerste vertrek", doc="First departure of the calendar day at a stop in reach."
        ),
        Column(name="last", heading="laatste vertrek", doc="Last departure of that day."),
        Column(
            name="nearest_id", heading="nummer dichtstbijzijnde halte", kind="id",
            doc="Nearest stop from which anything departs that day, in reach or not; empty beyond the walking limit.",
        ),
        Column(name="nearest_name", heading="dichtstbijzijnde halte met vertrekken", doc="Its name."),
        Column(
            name="nearest_m", heading="afstand tot die halte", kind="metres", unit="m", doc="Distance on foot to it."
        ),
        Column(
            name="border", heading="mogelijk meer buiten kaartgebied", kind="yes_no", required=True,
            doc="The edge of the extract is nearer than the reach, so that stops beyond it are not counted.",
        ),
    ),
)  # fmt: skip
