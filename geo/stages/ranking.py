"""Stage: judge the candidate sites by criteria, rank those that fail no hard rule, and tell how sure the ranking is."""

import numpy as np
import pandas as pd

from geo.analysis.candidates.certainty import certainty, with_certainty
from geo.analysis.candidates.criteria import scores
from geo.analysis.candidates.facts import Facts, facts_of
from geo.analysis.candidates.ranked import criteria_table, ranked, ranking
from geo.stages.candidate_criteria import chosen_criteria
from geo.stages.stage import Made, Stage, Work
from geo.tables.ranking import CRITERIA, ELIGIBILITIES, RANKING, SCORES


def _run(work: Work) -> Made:
    if work.inputs().candidates.empty:
        return Made()
    asked = work.plan.candidates
    facts = facts_of(work.frame("candidate_facts"), work.frame("facts"))
    listed = {fact.id: fact for fact in facts.facts}
    chosen = chosen_criteria(asked, listed, streets=work.streets == "used")
    eligibility = _eligibility(facts)
    scored = scores(facts, chosen.criteria, asked.missing)
    inside = ranked(scored, eligibility["eligible"])
    sure = certainty(scored, inside, weightings=asked.weightings, seed=asked.seed)
    order = with_certainty(ranking(scored, eligibility), sure)[list(RANKING.names)]
    return Made(
        results={"criteria_left_out": chosen.left_out},
        tables=(
            (CRITERIA, criteria_table(scored, inside, listed)),
            (SCORES, scored.table()),
            (RANKING, order),
            *sure.tables(),
        ),
    )


def _eligibility(facts: Facts) -> pd.DataFrame:
    """Let every candidate through: there are no rules."""
    none = [() for _ in facts.ids]
    return pd.DataFrame(
        {
            "candidate_id": pd.Series(facts.ids, dtype="str"),
            "eligible": pd.Series(np.full(len(facts.ids), ELIGIBILITIES[0]), dtype="str"),
            "failed_rules": pd.Series(none, dtype="object"),
            "untested_rules": pd.Series(none, dtype="object"),
        }
    )


STAGE = Stage(
    name="ranking",
    needs=("candidate_facts",),
    reads=("candidates",),
    sections=("plan", "candidates"),
    run=_run,
)
