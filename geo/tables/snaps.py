"""The table of how places meet the network: the audit of every foot."""

import pandas as pd

from geo.tables.choices import MODE_NAMES
from geo.tables.columns import Column, Table

STATUSES = ("unreachable", "over_water", "far", "skipped", "other_component", "ok")
"""What can be remarked of a foot, what deserves a look first going first; ``ok`` where there is nothing to remark."""

SNAPS = Table(
    name="snaps",
    title="Aansluiting op het wegennet",
    key=("place_id", "kind", "category", "mode"),
    columns=(
        Column(
            name="rank", heading="volgorde", kind="count", required=True,
            doc="What deserves a look first: by the gravest remark, then the longest leg, then the id.",
        ),
        Column(name="place_id", heading="nummer", kind="id", required=True, doc="Location, candidate or facility."),
        Column(
            name="kind", heading="soort plaats", kind="choice", required=True,
            choices=("location", "candidate", "facility"), words="place_kind", doc="What the place is.",
        ),
        Column(
            name="category", heading="categorie voorziening", words="category",
            doc="Category of a facility; empty for a location or candidate.",
        ),
        Column(name="name", heading="naam", doc="Name of the place, as its source gives it."),
        Column(
            name="mode", heading="vervoerwijze", kind="choice", required=True, choices=MODE_NAMES,
            words="mode", doc="How one travels.",
        ),
        Column(
            name="status", heading="opmerking", kind="list", required=True, choices=STATUSES, words="snap",
            doc="Every remark that holds, the gravest first.",
        ),
        Column(
            name="leg_m", heading="afstand tot wegennet", kind="metres", unit="m",
            doc="Straight leg to the foot; of an unreachable place to where its foot would be, empty if nowhere.",
        ),
        Column(name="street", heading="straat", doc="Name, number or class of the street of the foot."),
        Column(name="way_id", heading="wegnummer OSM", kind="id", doc="OSM id of the way of the foot."),
        Column(
            name="component_km", heading="lengte samenhangend deel", kind="number", unit="km",
            doc="Length of the strongly connected part of the network that the foot lies on.",
        ),
        Column(
            name="nearest_m", heading="afstand tot dichtstbijzijnde straat", kind="metres", unit="m",
            doc="Straight leg to the nearest street of the mode, whatever its component.",
        ),
        Column(
            name="nearest_way_id", heading="wegnummer OSM dichtstbijzijnde straat", kind="id",
            doc="OSM id of the way of that street.",
        ),
    ),
)  # fmt: skip


def remarked(snaps: pd.DataFrame) -> pd.Series:
    """Tell in which rows of the table there is something to remark."""
    return snaps["status"].map(lambda status: tuple(status) != ("ok",)).astype(bool)
