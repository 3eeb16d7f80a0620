"""What the checks say of the judgement of candidates."""

import pandas as pd

from geo.analysis.checks import check_plan
from geo.findings import Finding
from tests.analysis.frames import locations
from tests.analysis.judged import judged, judgements, with_judged
from tests.analysis.plans import SOUND, given, total

CODES = {
    "no_candidate_left", "candidates_dropped", "candidates_untestable", "criterion_without_spread",
    "criterion_values_missing", "first_unsure", "methods_differ",
}  # fmt: skip


def found(**changes: object) -> list[Finding]:
    return [one for one in check_plan(with_judged(judged(**changes))) if one.code in CODES]  # type: ignore[arg-type]


def told(**changes: object) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.code, one.ids) for one in found(**changes)]


def test_a_sure_ranking_in_which_all_are_left_is_not_remarked_on() -> None:
    assert told() == []


def test_a_plan_without_candidates_says_nothing_of_them() -> None:
    plan = given(locations(SOUND), total())
    assert [one.code for one in check_plan(plan) if one.code in CODES] == []


def test_those_that_drop_out_are_named_and_counted() -> None:
    (one,) = found(eligible=("yes", "yes", "no"))
    assert (one.code, one.ids, one.severity) == ("candidates_dropped", ("K3",), "info")
    assert one.sentence() == (
        "De knock-outregels van het profiel standaard sluiten 1 van de 3 kandidaatlocaties uit: Drie (K3)."
    )


def test_it_is_worse_when_none_is_left_and_nothing_is_said_of_ranks_then() -> None:
    assert told(eligible=("no", "no", "no"), first_share=(0.0, 0.0, 0.0)) == [("no_candidate_left", ("K1", "K2", "K3"))]
    (one,) = found(eligible=("no", "no", "no"), first_share=(0.0, 0.0, 0.0))
    assert one.sentence() == "Geen van de kandidaatlocaties (3) doorstaat de knock-outregels van het profiel standaard."


def test_a_rule_that_cannot_be_tested_is_told_of_those_that_are_still_in_it() -> None:
    (one,) = found(eligible=("yes", "untestable", "yes"))
    assert (one.code, one.ids, one.severity) == ("candidates_untestable", ("K2",), "niet toetsbaar")
    assert one.sentence() == "De knock-outregel 'halte op loopafstand' is niet toetsbaar voor Twee (K2)."


def test_a_criterion_that_tells_nothing_apart_is_named_whatever_its_score() -> None:
    assert told(scores=(0.5, 0.5, 0.5)) == [("criterion_without_spread", ())]
    assert told(scores=(0.5, 0.5, 0.6)) == []
    assert told(eligible=("yes", "yes", "no"), scores=(0.5, 0.5, 0.6)) == [
        ("candidates_dropped", ("K3",)),
        ("criterion_without_spread", ()),
    ]


def test_what_stands_in_for_a_missing_value_gives_spread_as_any_score_does() -> None:
    missing = [("criterion_values_missing", ("K2",))]
    assert told(scores=(1.0, 0.0, 1.0), missing=(False, True, False)) == missing
    alike = told(scores=(1.0, 1.0, 1.0), missing=(False, True, False))
    assert alike == [*missing, ("criterion_without_spread", ())]
    (one,) = (one for one in found(missing=(False, True, False)) if one.code == "criterion_values_missing")
    assert one.sentence() == (
        "Voor het criterium 'rust' ontbreekt de waarde van Twee (K2); daar geldt de regel voor ontbrekende waarden."
    )
    assert "'Invloed van onzekere feiten'" in one.remedy()


def test_missing_values_of_ranked_candidates_alone_are_told() -> None:
    assert told(missing=(False, True, False)) == [("criterion_values_missing", ("K2",))]
    assert told(eligible=("yes", "yes", "no"), missing=(False, False, True)) == [("candidates_dropped", ("K3",))]


def test_the_first_is_unsure_below_half_of_the_weightings_and_not_at_half() -> None:
    (one,) = found(first_share=(0.49, 0.2, 0.31))
    assert (one.code, one.ids) == ("first_unsure", ("K1",))
    assert one.sentence() == (
        "Een (K1) staat eerste, maar is dat bij slechts 49% van alle wegingen; daarna is Drie (K3) het vaakst eerste."
    )
    assert told(first_share=(0.5, 0.2, 0.3)) == []


def test_another_first_by_topsis_is_told() -> None:
    (one,) = found(topsis=(2, 1, 3))
    assert (one.code, one.ids) == ("methods_differ", ("K1", "K2"))
    assert told(topsis=(1, 3, 2)) == []


def test_the_broken_plans_break_every_one_of_these_rules() -> None:
    plans = judgements().values()
    assert {one.code for plan in plans for one in check_plan(plan)} >= CODES


def test_an_empty_ranking_says_nothing() -> None:
    empty = judged()
    bare = pd.DataFrame(columns=list(empty.ranking.columns))
    nothing = with_judged(
        type(empty)(names={}, verdicts=empty.verdicts, criteria=empty.criteria, scores=empty.scores, ranking=bare)
    )
    assert [one.code for one in check_plan(nothing) if one.code in CODES] == []
