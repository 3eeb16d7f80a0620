"""The agreements of a location by topic (chapters 4 and 5)."""

from collections.abc import Mapping

import pandas as pd

DESCRIBED = ("regionaal", "satelliet")
"""Types of which the format asks a description of the set-up."""
LOCATION, FLEXIBLE = 4, 5
"""Chapters that hold agreements: those of every location, and those of flexible forms."""
ASKED: Mapping[int, tuple[str, ...]] = {
    LOCATION: ("ownership", "services", "finance"), FLEXIBLE: ("groups", "ownership", "services"),
}  # fmt: skip
"""Topics that the format asks for, by chapter; their words are ``topic.<name>``."""
_MARKS: Mapping[str, tuple[str, ...]] = {
    "ownership": ("eigendom", "beheer", "ownership", "management"),
    "services": ("dienst", "activiteit", "service", "activit"),
    "finance": ("financ",),
    "groups": ("doelgroep", "target group"),
}
"""What a topic is known by in the table."""


def agreements_of(agreements: pd.DataFrame | None, chapter: int) -> pd.DataFrame:
    """Join what was agreed per location and topic.

    Parameters
    ----------
    agreements
        ``location_id, chapter, topic, text``, as read; a row without text agrees nothing.
    chapter
        `LOCATION` or `FLEXIBLE`.

    Returns
    -------
    texts
        By location id, a column per topic of `ASKED`; missing where nothing was agreed.
    """
    topics = list(ASKED[chapter])
    if agreements is None or agreements.empty:
        return pd.DataFrame(columns=topics, dtype="object")
    found = by_topic(agreements.dropna(subset=["text"]), chapter)
    texts = {topic: some.groupby("location_id")["text"].agg("; ".join) for topic, some in found.items()}
    return pd.DataFrame(texts, columns=topics)


def by_topic(agreements: pd.DataFrame, chapter: int) -> dict[str, pd.DataFrame]:
    """Part the agreements of a chapter over the topics of `ASKED`; one about two topics is in both."""
    rows = agreements[pd.to_numeric(agreements["chapter"], errors="coerce") == chapter]
    words = rows["topic"].fillna("").str.casefold()
    about = {topic: [any(mark in word for mark in _MARKS[topic]) for word in words] for topic in ASKED[chapter]}
    return {topic: rows[pd.Series(told, rows.index, dtype="bool")] for topic, told in about.items()}
