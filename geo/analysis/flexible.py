"""Flexible forms of reception: asylum seekers beside or in turn with other groups (chapter 5)."""

import pandas as pd

from geo.tables.transition import FLEXIBLE

TOPICS = {"management": "eigendom", "services": "diensten"}
"""Columns of the table, with the word by which their topic is known in the agreements."""


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
    told = {name: rows["location_id"].map(_texts(agreements, word)) for name, word in TOPICS.items()}
    room = rows["places_max"] - rows["places_min"]
    table = rows.assign(other_places=room, **told)
    return table[list(FLEXIBLE.names)].sort_values("location_id", ignore_index=True)


def _texts(agreements: pd.DataFrame | None, word: str) -> dict[str, str]:
    if agreements is None or agreements.empty:
        return {}
    five = pd.to_numeric(agreements["chapter"], errors="coerce") == 5  # noqa: PLR2004 (the chapter of flexible forms)
    topic = agreements["topic"].fillna("").str.lower().str.startswith(word)
    rows = agreements[five & topic].dropna(subset=["text"])
    return {str(name): "; ".join(some) for name, some in rows.groupby("location_id")["text"]}
