"""Stage: judge the candidate sites by rules and criteria, rank them, and tell how sure the ranking is."""

from geo.analysis.candidates.certainty import certainty, with_certainty
from geo.analysis.candidates.criteria import scores
from geo.analysis.candidates.facts import facts_of
from geo.analysis.candidates.ranked import criteria_table, ranked, ranking
from geo.analysis.candidates.verdicts import eligibility, verdicts
from geo.stages.candidate_criteria import chosen_criteria
from geo.stages.stage import Made, Stage, Work
from geo.tables.ranking import CRITERIA, RANKING, SCORES, VERDICTS


def _run(work: Work) -> Made:
    if work.inputs().candidates.empty:
        return Made()
    asked = work.plan.candidates
    facts = facts_of(work.frame("candidate_facts"), work.frame("facts"))
    listed = {fact.id: fact for fact in facts.facts}
    chosen = chosen_criteria(asked, listed)
    judged = verdicts(facts, work.inputs().profile)
    passed = eligibility(judged)
    scored = scores(facts, chosen.criteria, asked.missing)
    inside = ranked(scored, passed["eligible"])
    sure = certainty(scored, inside, weightings=asked.weightings, seed=asked.seed)
    order = with_certainty(ranking(scored, passed), sure)[list(RANKING.names)]
    return Made(
        results={"criteria_left_out": chosen.left_out},
        tables=(
            (CRITERIA, criteria_table(scored, inside, listed)),
            (VERDICTS, judged),
            (SCORES, scored.table()),
            (RANKING, order),
            *sure.tables(),
        ),
    )


STAGE = Stage(
    name="ranking",
    needs=("candidate_facts",),
    reads=("candidates", "profiles"),
    sections=("plan", "candidates"),
    run=_run,
)
