"""The table of distances from every place of one list to every place of another."""

from geo.tables.columns import Column, Table

STATUSES = ("ok", "unreachable", "beyond_limit")
"""What can come of looking for a way."""

MATRIX = Table(
    name="matrix",
    title="Afstanden tussen plaatsen",
    key=("origin_id", "destination_id"),
    columns=(
        Column(name="origin_id", heading="van", kind="id", required=True, doc="Where the distance is from."),
        Column(name="destination_id", heading="naar", kind="id", required=True, doc="Where it leads to."),
        Column(
            name="distance_m", heading="afstand", kind="metres", unit="m",
            doc="Length of the best path: both legs and the network between; empty where there is none.",
        ),
        Column(
            name="minutes", heading="reistijd", kind="minutes", unit="min",
            doc="Time along that path at the speeds of the mode; empty where there is none.",
        ),
        Column(
            name="status", heading="uitkomst", kind="choice", required=True, choices=STATUSES, words="outcome",
            doc="Whether there is a distance, and if not, why.",
        ),
    ),
)  # fmt: skip
