"""Checks that the topics which the format asks for are agreed per location (chapters 4 and 5)."""

from collections.abc import Iterator

import pandas as pd

from geo.analysis.agreements import ASKED, DESCRIBED, FLEXIBLE, LOCATION, agreements_of
from geo.analysis.checks.given import CheckInput
from geo.analysis.checks.rules import breach
from geo.analysis.flexible import is_flexible
from geo.findings import Finding
from geo.tables.choices import ENDED

_CODES = {LOCATION: "agreements_missing", FLEXIBLE: "flexible_agreements_missing"}


def agreements(given: CheckInput) -> Iterator[Finding]:
    """List per location the topics on which nothing is agreed."""
    staying = given.locations[given.locations["decision"].fillna("") != ENDED]
    asked = {LOCATION: staying[staying["type"].isin(DESCRIBED)], FLEXIBLE: staying[is_flexible(staying)]}
    if given.location_agreements is None:
        ids = sorted({str(name) for rows in asked.values() for name in rows["location_id"]})
        if ids:
            yield breach("agreements_not_given", ids, locations=len(ids), names=given.locations_named(ids))
        return
    for chapter, rows in asked.items():
        agreed = agreements_of(given.location_agreements, chapter)
        for row in rows.to_dict("records"):
            topics = _missing(row["location_id"], agreed, ASKED[chapter])
            topics = [topic for topic in topics if not (topic == "groups" and len(row["target_groups"] or ()))]
            if topics:
                yield breach(_CODES[chapter], [row["location_id"]], name=str(row["name"]), topics=tuple(topics))


def _missing(name: str, agreed: pd.DataFrame, topics: tuple[str, ...]) -> list[str]:
    told = agreed[agreed.index == name]
    return [topic for topic in topics if told[topic].isna().all()]
