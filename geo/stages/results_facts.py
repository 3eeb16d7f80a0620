"""Gathers what the workbook shows of the facts of candidate sites."""

from geo.report.results import Shown
from geo.stages.stage import Work
from geo.tables.facts import CANDIDATE_FACTS, FACTS


def fact_tables(work: Work) -> tuple[Shown, ...]:
    """Give the facts of candidates, under their names and titles; nothing where there are no candidates."""
    candidates = work.inputs().candidates
    if candidates.empty:
        return ()
    facts, known = work.frame(FACTS.name), work.frame(CANDIDATE_FACTS.name)
    names = dict(zip(candidates["location_id"], candidates["location_id"] + " " + candidates["name"], strict=True))
    titles = dict(zip(facts["fact"], facts["title"], strict=True))
    shown = known.assign(candidate_id=known["candidate_id"].map(names), fact=known["fact"].map(titles))
    return (Shown(table=FACTS, frame=facts), Shown(table=CANDIDATE_FACTS, frame=shown))
