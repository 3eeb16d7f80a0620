"""Flexible forms of reception: asylum seekers beside or in turn with other groups (chapter 5)."""

import pandas as pd

from geo.analysis.agreements import FLEXIBLE as CHAPTER
from geo.analysis.agreements import agreements_of
from geo.tables.transition import FLEXIBLE

_TOPICS = {"management": "ownership", "services": "services"}
"""Columns of the table, with their topic."""


def is_flexible(locations: pd.DataFrame) -> pd.Series:
    """Tell which locations have a flexible form or a range of places."""
    return locations["flexible_form"].fillna("").ne("") | locations["places_max"].notna()


def flexible_table(locations: pd.DataFrame, agreements: pd.DataFrame | None = None) -> pd.DataFrame:
    """List the flexible locations with the range of their places (Tabel 5.1).

    Parameters
    ----------
    locations
        The locations, as read.
    agreements
        ``location_id, chapter, topic, party, role, text``; those of chapter 5 are used.

    Returns
    -------
    table
        The columns of `geo.tables.transition.FLEXIBLE`, sorted by id; empty agreements are missing.
    """
    rows = pd.DataFrame(locations[is_flexible(locations)])
    agreed = agreements_of(agreements, CHAPTER)
    told = {name: rows["location_id"].map(agreed[topic]) for name, topic in _TOPICS.items()}
    room = rows["places_max"] - rows["places_min"]
    table = rows.assign(other_places=room, **told)
    return table[list(FLEXIBLE.names)].sort_values("location_id", ignore_index=True)
