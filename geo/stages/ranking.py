"""Stage: judge the candidate sites by rules and criteria, rank them, and tell how sure the ranking is."""

import pandas as pd

from geo.analysis.candidates.certainty import certainty, with_certainty
from geo.analysis.candidates.criteria import scores
from geo.analysis.candidates.facts import Facts, facts_of
from geo.analysis.candidates.ranked import criteria_table, ranked, ranking
from geo.analysis.candidates.verdicts import eligibility, verdicts
from geo.stages.candidate_criteria import chosen_criteria
from geo.stages.stage import Made, Stage, Work
from geo.tables.profiles import Profile
from geo.tables.ranking import CRITERIA, ELIGIBILITIES, RANKING, SCORES, VERDICTS


def _run(work: Work) -> Made:
    if work.inputs().candidates.empty:
        return Made()
    asked = work.plan.candidates
    facts = facts_of(work.frame("candidate_facts"), work.frame("facts"))
    listed = {fact.id: fact for fact in facts.facts}
    chosen = chosen_criteria(asked, listed)
    judged = _judged(facts, work.inputs().profile)
    passed = _all_pass(facts) if judged is None else eligibility(judged)
    scored = scores(facts, chosen.criteria, asked.missing)
    inside = ranked(scored, passed["eligible"])
    sure = certainty(scored, inside, weightings=asked.weightings, seed=asked.seed)
    order = with_certainty(ranking(scored, passed), sure)[list(RANKING.names)]
    return Made(
        results={"criteria_left_out": chosen.left_out},
        tables=(
            (CRITERIA, criteria_table(scored, inside, listed)),
            *(() if judged is None else ((VERDICTS, judged),)),
            (SCORES, scored.table()),
            (RANKING, order),
            *sure.tables(),
        ),
    )


def _judged(facts: Facts, profile: Profile | None) -> pd.DataFrame | None:
    """Judge the candidates; None where there are no rules to judge them by."""
    return None if profile is None else verdicts(facts, profile)


def _all_pass(facts: Facts) -> pd.DataFrame:
    none = pd.Series([() for _ in facts.ids], dtype="object")
    ids = pd.Series(facts.ids, dtype="str")
    return pd.DataFrame(
        {"candidate_id": ids, "eligible": ELIGIBILITIES[0], "failed_rules": none, "untested_rules": none}
    ).astype({"eligible": "str"})


STAGE = Stage(
    name="ranking",
    needs=("candidate_facts",),
    reads=("candidates", "profiles"),
    sections=("plan", "candidates"),
    run=_run,
)
