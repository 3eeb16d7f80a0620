"""The table of distances from locations to facilities."""

from geo.tables.choices import MODE_NAMES
from geo.tables.columns import Column, Table

STATUSES = ("ok", "on_site", "none", "unreachable", "beyond_limit")
"""What can come of looking for a facility."""

DISTANCES = Table(
    name="distances",
    title="Afstanden tot voorzieningen",
    key=("origin_id", "mode", "category", "rank"),
    columns=(
        Column(name="origin_id", heading="locatie", kind="id", required=True, doc="Where the distance is from."),
        Column(
            name="mode", heading="vervoerwijze", kind="choice", required=True, choices=MODE_NAMES,
            words="mode", doc="How one travels.",
        ),
        Column(name="category", heading="categorie voorziening", required=True, words="category", doc="Category."),
        Column(
            name="rank", heading="rangnummer", kind="count", required=True,
            doc="1 for the nearest facility of the category, 2 for the next.",
        ),
        Column(name="facility_id", heading="nummer voorziening", kind="id", doc="The facility found, or nothing."),
        Column(name="facility_name", heading="naam voorziening", doc="Name of the facility, as its source gives it."),
        Column(
            name="distance_m", heading="afstand", kind="metres", unit="m",
            doc="Shortest path: both legs and the network between; empty where there is none.",
        ),
        Column(
            name="minutes", heading="reistijd", kind="minutes", unit="min",
            doc="Time along that path at the speeds of the mode.",
        ),
        Column(
            name="access_m", heading="afstand tot wegennet bij locatie", kind="metres", unit="m",
            doc="Straight leg from the place to the network.",
        ),
        Column(
            name="network_m", heading="afstand over wegennet", kind="metres", unit="m", doc="Length over the network."
        ),
        Column(
            name="egress_m", heading="afstand tot wegennet bij voorziening", kind="metres", unit="m",
            doc="Straight leg from the network to the facility.",
        ),
        Column(
            name="straight_m", heading="hemelsbreed", kind="metres", unit="m",
            doc="Geodesic distance in a straight line.",
        ),
        Column(
            name="status", heading="uitkomst", kind="choice", required=True, choices=STATUSES, words="outcome",
            doc="Whether there is a distance, and if not, why.",
        ),
        Column(
            name="border", heading="mogelijk dichterbij buiten kaartgebied", kind="yes_no", required=True,
            doc="The edge of the extract is nearer than what was found, or than the limit where nothing was.",
        ),
        Column(
            name="ferry", heading="alleen via veer", kind="yes_no", required=True, doc="No path goes without a ferry."
        ),
        Column(
            name="far_snap", heading="ver van wegennet", kind="yes_no", required=True,
            doc="One of the legs is longer than 250 m, or the limit that the plan sets.",
        ),
        Column(
            name="foreign", heading="buitenland", kind="yes_no", required=True,
            doc="The facility lies across the national border.",
        ),
    ),
)  # fmt: skip
