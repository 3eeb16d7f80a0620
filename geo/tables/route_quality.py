"""The table of how safe the walk to the nearest facility is (EUAA standard 1.2)."""

from geo.tables.columns import Column, Table
from geo.tables.distances import STATUSES

ROUTE_QUALITY = Table(
    name="route_quality",
    title="Kwaliteit van de looproute",
    key=("origin_id", "category"),
    columns=(
        Column(name="origin_id", heading="locatie", kind="id", required=True, doc="Where the walk begins."),
        Column(name="category", heading="categorie voorziening", required=True, words="category", doc="Category."),
        Column(name="facility_id", heading="nummer voorziening", kind="id", doc="The nearest facility, or nothing."),
        Column(
            name="distance_m", heading="loopafstand", kind="metres", unit="m",
            doc="Distance to it on foot, as in the table of distances.",
        ),
        Column(
            name="network_m", heading="looproute over wegennet", kind="metres", unit="m",
            doc="Length of the walk over the network; the parts and shares are of this.",
        ),
        Column(
            name="exposed_m", heading="langs snel of druk verkeer zonder pad", kind="metres", unit="m",
            doc="Along roads of 60 km/h or more or of a through class that surely have no path for walkers.",
        ),
        Column(
            name="exposed_unknown_m", heading="mogelijk langs snel of druk verkeer zonder pad", kind="metres", unit="m",
            doc="Along roads of which the map does not tell the speed or whether they have a path.",
        ),
        Column(name="unlit_m", heading="onverlicht", kind="metres", unit="m", doc="Along ways that are not lit."),
        Column(
            name="lit_unknown_m", heading="verlichting onbekend", kind="metres", unit="m",
            doc="Along ways of which the map does not tell whether they are lit.",
        ),
        Column(
            name="exposed_share", heading="aandeel langs snel of druk verkeer zonder pad", kind="share",
            doc="exposed_m / network_m; empty where nothing is walked over the network.",
        ),
        Column(
            name="exposed_unknown_share", heading="aandeel mogelijk langs snel of druk verkeer zonder pad",
            kind="share", doc="exposed_unknown_m / network_m.",
        ),
        Column(name="unlit_share", heading="aandeel onverlicht", kind="share", doc="unlit_m / network_m."),
        Column(
            name="lit_unknown_share", heading="aandeel verlichting onbekend", kind="share",
            doc="lit_unknown_m / network_m.",
        ),
        Column(
            name="status", heading="uitkomst", kind="choice", required=True, choices=STATUSES, words="outcome",
            doc="Whether there is a walk, and if not, why.",
        ),
    ),
)  # fmt: skip
PARTS = ("exposed", "exposed_unknown", "unlit", "lit_unknown")
"""Parts of a walk, each with a column in metres and one with its share."""
