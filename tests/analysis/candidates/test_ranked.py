"""The tables of the ranking and of the criteria: who is in, who is out, and what is told of each."""

import five_sites
import numpy as np
import pandas as pd
import pytest

from geo.analysis.candidates.criteria import scores
from geo.analysis.candidates.ranked import criteria_table, ranked, ranking
from geo.tables.ranking import CRITERIA, RANKING
from tests.analysis.candidates import five

LATER = {"rank_low", "rank_high", "first_share", "rank_if_best", "rank_if_worst"}
"""What other weights than the plan's tell."""
ALL_IN = five.eligible(*["yes"] * 5)


def numbers(column: pd.Series) -> list[float | None]:
    return [None if pd.isna(one) else float(one) for one in column]


def test_five_sites_that_pass_all_rules_are_ranked() -> None:
    table = ranking(five.scored(), ALL_IN)
    assert set(table.columns) == set(RANKING.names) - LATER
    assert table["candidate_id"].tolist() == list(five_sites.IDS)
    assert table["score"].tolist() == pytest.approx(five_sites.SUMS)
    assert table["rank"].tolist() == list(five_sites.RANKS)
    assert table["pareto"].tolist() == list(five_sites.PARETO)
    assert table["topsis_rank"].tolist() == [2, 1, 3, 4, 5]
    assert table["missing"].tolist() == [0, 1, 0, 0, 0]
    assert {name: str(table[name].dtype) for name in ("rank", "topsis_rank", "pareto", "missing", "eligible")} == {
        "rank": "Int64",
        "topsis_rank": "Int64",
        "pareto": "boolean",
        "missing": "int64",
        "eligible": "str",
    }


def test_what_fails_a_hard_rule_has_a_score_but_no_rank_and_what_cannot_be_tested_has_both() -> None:
    table = ranking(five.scored(), five.eligible("yes", "untestable", "no", "yes", "yes"))
    assert table["score"].tolist() == pytest.approx(five_sites.SUMS)
    assert numbers(table["rank"]) == [2, 1, None, 3, 4]
    assert numbers(table["topsis_rank"])[2] is None
    assert numbers(table["pareto"]) == [1, 1, None, 1, 1], "K4 was outdone by K3 alone"
    assert table["failed_rules"].tolist() == [(), (), ("halte",), (), ()]


def test_who_lacks_a_value_is_left_out_where_the_rule_says_so() -> None:
    scored = scores(five.facts(), five.CRITERIA, "left_out")
    assert ranked(scored, ALL_IN["eligible"]).tolist() == [True, False, True, True, True]
    table = ranking(scored, ALL_IN)
    assert numbers(table["rank"]) == [2, None, 1, 3, 4]
    assert numbers(table["score"])[1] is None
    assert table["missing"].tolist() == [0, 1, 0, 0, 0]


@pytest.mark.parametrize("left", [0, 1])
def test_all_rejected_or_one_left_is_no_trouble(left: int) -> None:
    eligible = five.eligible(*["yes"] * left, *["no"] * (5 - left))
    table = ranking(five.scored(), eligible)
    assert numbers(table["rank"]) == [1.0] * left + [None] * (5 - left)
    assert numbers(table["topsis_rank"]) == [1.0] * left + [None] * (5 - left)
    assert numbers(table["pareto"]) == [1.0] * left + [None] * (5 - left)
    inside = ranked(five.scored(), eligible["eligible"])
    kinds = {fact.id: fact for fact in five.facts().facts}
    assert criteria_table(five.scored(), inside, kinds)["spread"].isna().all()


def test_without_candidates_or_criteria_the_tables_are_empty_or_without_ranks() -> None:
    scored = five.scored().only(np.zeros(5, dtype=bool))
    assert len(ranking(scored, ALL_IN.iloc[:0])) == 0
    bare = scores(five.facts(), (), "worst")
    table = ranking(bare, ALL_IN)
    assert numbers(table["score"]) == numbers(table["rank"]) == numbers(table["pareto"]) == [None] * 5
    empty = criteria_table(bare, ranked(bare, ALL_IN["eligible"]), {})
    assert (len(empty), tuple(empty.columns)) == (0, CRITERIA.names)


def test_equal_candidates_share_a_rank_and_keep_the_order_of_their_ids() -> None:
    alike = five.scored()
    alike.score[:] = alike.score[2].copy()
    table = ranking(alike, ALL_IN)
    assert table["rank"].tolist() == table["topsis_rank"].tolist() == [1] * 5
    assert table["pareto"].all()
    assert table["candidate_id"].tolist() == sorted(five_sites.IDS)


def test_the_criteria_are_told_with_their_values_in_words_and_their_spread() -> None:
    kinds = {fact.id: fact for fact in five.facts().facts}
    table = criteria_table(five.scored(), ranked(five.scored(), ALL_IN["eligible"]), kinds)
    assert tuple(table.columns) == CRITERIA.names
    assert table["criterion"].tolist() == list(five_sites.CRITERIA)
    assert table["weight"].tolist() == list(five_sites.WEIGHTS)
    assert table["spread"].tolist() == pytest.approx([1, 0.6, 0.5, 1])
    assert table["value"].tolist() == [
        "0 bij 3,0 km, 1 bij 500 m, ertussen naar evenredigheid",
        "1 van 300 plekken tot en met 600 plekken, aflopend naar 0 bij 50 plekken en bij 1.500 plekken",
        "onder 7 m²: 0; vanaf 7 m²: 0,5; vanaf 10 m²: 1",
        "0 bij 24 maanden, 1 bij 60 maanden, ertussen naar evenredigheid",
    ]


def test_the_spread_is_that_of_the_ranked_alone() -> None:
    kinds = {fact.id: fact for fact in five.facts().facts}
    inside = np.array([False, False, True, True, False])
    spread = criteria_table(five.scored(), inside, kinds)["spread"].tolist()
    assert spread == pytest.approx([0, 0.5, 0.5, 0.25])
