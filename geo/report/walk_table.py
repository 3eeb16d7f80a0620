"""The quality of walks as people read it: a row a location and facility."""

from collections.abc import Mapping

import pandas as pd

from geo.report.results import Shown
from geo.tables.route_quality import PARTS, ROUTE_QUALITY

CATEGORIES = ("gp", "primary_school")
"""Categories to which the document tells what the walk is like: the health care and the school of EUAA standard 1.2."""
_COLUMNS = ("origin_id", "category", "distance_m", *(f"{part}_share" for part in PARTS))


def walk_table(quality: pd.DataFrame, names: Mapping[str, str]) -> Shown:
    """Turn the table of the quality of walks into one for people.

    Parameters
    ----------
    quality
        The table ``route_quality``; only places that are walked to are shown.
    names
        Name per location, in order; places without a name here are left out.
    """
    chosen = quality["category"].isin(CATEGORIES) & quality["origin_id"].isin(list(names)) & (quality["network_m"] > 0)
    place = {origin: number for number, origin in enumerate(names)}
    rows = quality[chosen].sort_values("origin_id", key=lambda ids: ids.map(place), kind="stable")
    return Shown(table=ROUTE_QUALITY.only(*_COLUMNS), frame=rows.assign(origin_id=rows["origin_id"].map(dict(names))))
