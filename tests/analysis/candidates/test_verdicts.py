"""What the rules say of candidates, worked out by hand for everything that may be known of a fact."""

import math

import pandas as pd
import pytest

from geo.analysis.candidates.verdicts import eligibility, verdicts
from geo.tables.profiles import Test as Ask
from geo.tables.ranking import VERDICTS
from tests.analysis.candidates.frames import (
    CUT_OFF,
    HERE,
    NO_SUCH,
    NOT_GIVEN,
    Cell,
    at_border,
    between,
    beyond,
    facts_of_cells,
    judged,
    profile,
    rule,
    sure,
)

WITHIN = Ask(fact="walk", at_most=500)
BANDS = Ask(fact="walk", at_most=1000, good_at_most=500)
LEAST = Ask(fact="walk", at_least=1000)
LEAST_BANDS = Ask(fact="walk", at_least=24, good_at_least=60)
BOTH = Ask(fact="walk", at_least=50, good_at_least=300, good_at_most=600, at_most=1500)
ATTENTION_ONLY = Ask(fact="walk", good_at_most=0.1)

Told = tuple[str, float | None, float | None, bool]
"""Verdict, bound, margin, and whether it lies still farther beyond."""


@pytest.mark.parametrize(
    ("test", "cell", "told"),
    [
        # One bound: at most 500.
        (WITHIN, sure(300), ("meets", 500, 200, False)),
        (WITHIN, sure(500), ("meets", 500, 0, False)),
        (WITHIN, sure(500.5), ("fails", 500, -0.5, False)),
        (WITHIN, sure(700), ("fails", 500, -200, False)),
        (WITHIN, HERE, ("meets", 500, 500, False)),
        (WITHIN, at_border(400), ("meets", 500, 100, False)),
        (WITHIN, at_border(500), ("meets", 500, 0, False)),
        (WITHIN, at_border(700), ("untestable", 500, None, False)),
        (WITHIN, at_border(700, low=450), ("untestable", 500, None, False)),
        (WITHIN, at_border(700, low=550), ("fails", 500, -50, True)),
        (WITHIN, at_border(700, low=500), ("untestable", 500, None, False)),
        (WITHIN, beyond(2500), ("fails", 500, -2000, True)),
        (WITHIN, beyond(500), ("fails", 500, 0, True)),
        (WITHIN, beyond(499), ("untestable", 500, None, False)),
        (WITHIN, CUT_OFF, ("fails", 500, None, False)),
        (WITHIN, NO_SUCH, ("untestable", 500, None, False)),
        (WITHIN, NOT_GIVEN, ("untestable", 500, None, False)),
        (WITHIN, between(450, 500), ("meets", 500, 0, False)),
        (WITHIN, between(450, 550), ("untestable", 500, None, False)),
        # Green up to 500, red beyond 1000.
        (BANDS, sure(300), ("meets", 500, 200, False)),
        (BANDS, sure(500), ("meets", 500, 0, False)),
        (BANDS, sure(501), ("attention", 500, -1, False)),
        (BANDS, sure(1000), ("attention", 500, -500, False)),
        (BANDS, sure(1200), ("fails", 1000, -200, False)),
        (BANDS, HERE, ("meets", 500, 500, False)),
        (BANDS, at_border(800), ("attention", 500, -300, False)),
        (BANDS, at_border(1200), ("untestable", 1000, None, False)),
        (BANDS, beyond(700), ("untestable", 1000, None, False)),
        (BANDS, beyond(1000), ("fails", 1000, 0, True)),
        (BANDS, beyond(5000), ("fails", 1000, -4000, True)),
        (BANDS, CUT_OFF, ("fails", 1000, None, False)),
        (BANDS, NO_SUCH, ("untestable", 1000, None, False)),
        (BANDS, NOT_GIVEN, ("untestable", 1000, None, False)),
        # At least 1000: far away is good.
        (LEAST, sure(1000), ("meets", 1000, 0, False)),
        (LEAST, sure(800), ("fails", 1000, -200, False)),
        (LEAST, HERE, ("fails", 1000, -1000, False)),
        (LEAST, at_border(800), ("fails", 1000, -200, True)),
        (LEAST, at_border(1200), ("untestable", 1000, None, False)),
        (LEAST, at_border(1200, low=1100), ("meets", 1000, 100, False)),
        (LEAST, beyond(5000), ("meets", 1000, 4000, False)),
        (LEAST, beyond(1000), ("meets", 1000, 0, False)),
        (LEAST, beyond(999), ("untestable", 1000, None, False)),
        (LEAST, CUT_OFF, ("meets", 1000, None, False)),
        (LEAST, NO_SUCH, ("untestable", 1000, None, False)),
        (LEAST, NOT_GIVEN, ("untestable", 1000, None, False)),
        (LEAST_BANDS, sure(60), ("meets", 60, 0, False)),
        (LEAST_BANDS, sure(59), ("attention", 60, -1, False)),
        (LEAST_BANDS, sure(24), ("attention", 60, -36, False)),
        (LEAST_BANDS, sure(18), ("fails", 24, -6, False)),
        # Both sides.
        (BOTH, sure(450), ("meets", 300, 150, False)),
        (BOTH, sure(500), ("meets", 600, 100, False)),
        (BOTH, sure(299), ("attention", 300, -1, False)),
        (BOTH, sure(700), ("attention", 600, -100, False)),
        (BOTH, sure(50), ("attention", 300, -250, False)),
        (BOTH, sure(49), ("fails", 50, -1, False)),
        (BOTH, sure(1600), ("fails", 1500, -100, False)),
        # No red bound: it never fails, but what is unknown is not known to be good.
        (ATTENTION_ONLY, sure(0.05), ("meets", 0.1, 0.05, False)),
        (ATTENTION_ONLY, sure(0.35), ("attention", 0.1, -0.25, False)),
        (ATTENTION_ONLY, between(0.05, 0.35), ("attention", 0.1, -0.25, False)),
        (ATTENTION_ONLY, NOT_GIVEN, ("untestable", 0.1, None, False)),
    ],
)  # fmt: skip
def test_a_verdict_is_what_surely_follows(test: Ask, cell: Cell, told: Told) -> None:
    row = judged([test], walk=cell)
    margin = told[2]
    assert (row["verdict"], row["bound"], row["at_least_margin"]) == (told[0], told[1], told[3])
    assert row["margin"] == (margin if margin is None else pytest.approx(margin, abs=1e-12))
    assert row["fact"] == "walk"
    assert row["value"] == (None if math.isnan(cell[0]) else cell[0])


STOP = Ask(fact="stop", at_most=500)
WALK = Ask(fact="walk", at_most=2000)


@pytest.mark.parametrize(
    ("walk", "stop", "verdict", "fact", "margin"),
    [
        (sure(1500), sure(700), "meets", "walk", 500),
        (sure(2500), sure(300), "meets", "stop", 200),
        (sure(1500), sure(100), "meets", "stop", 400),  # 80% of the bound is left, of the other 25%
        (HERE, CUT_OFF, "meets", "walk", 2000),
        (HERE, NOT_GIVEN, "meets", "walk", 2000),
        (sure(2100), sure(600), "fails", "walk", -100),  # 5% too far, against 20%
        (sure(4000), sure(600), "fails", "stop", -100),
        (beyond(5000), CUT_OFF, "fails", "walk", -3000),
        (CUT_OFF, beyond(5000), "fails", "stop", -4500),
        (CUT_OFF, CUT_OFF, "fails", "walk", None),
        (sure(2100), NOT_GIVEN, "untestable", "stop", None),
        (sure(2100), at_border(600), "untestable", "stop", None),
        (NOT_GIVEN, NOT_GIVEN, "untestable", "walk", None),
        (NOT_GIVEN, sure(400), "meets", "stop", 100),
    ],
)
def test_of_alternatives_the_best_decides(
    walk: Cell, stop: Cell, verdict: str, fact: str, margin: float | None
) -> None:
    row = judged([WALK, STOP], walk=walk, stop=stop)
    assert (row["verdict"], row["fact"], row["margin"]) == (verdict, fact, margin)


@pytest.mark.parametrize(
    ("test", "cell", "kind"),
    [
        (WITHIN, sure(300), "at_most"), (WITHIN, NOT_GIVEN, "at_most"), (LEAST, sure(800), "at_least"),
        (LEAST, CUT_OFF, "at_least"), (LEAST, NOT_GIVEN, "at_least"), (BOTH, sure(49), "at_least"),
        (BOTH, sure(1600), "at_most"), (BOTH, sure(299), "at_least"), (BOTH, sure(700), "at_most"),
        (BOTH, between(100, 650), "at_least"), (BOTH, between(280, 700), "at_most"), (Ask(fact="walk"), sure(1), None),
        (Ask(fact="walk", good_at_least=5), NOT_GIVEN, "at_least"),
    ],
)  # fmt: skip
def test_it_is_told_whether_the_bound_is_the_least_or_the_most(test: Ask, cell: Cell, kind: str | None) -> None:
    found = judged([test], walk=cell)["bound_is"]
    assert (None if pd.isna(found) else found) == kind


BUILDING = Ask(fact="floor", at_least=3000)
SMALLER = Ask(fact="floor", at_least=1500, at_most=4500, also=(Ask(fact="azc", at_most=7000),))


@pytest.mark.parametrize(
    ("floor", "azc", "verdict", "fact", "margin"),
    [
        (sure(3600), sure(9000), "meets", "floor", 600),
        (sure(2000), sure(6000), "meets", "azc", 1000),
        (sure(2000), sure(7000), "meets", "azc", 0),
        (sure(2000), sure(9000), "fails", "azc", -2000),  # 29% too far, against 33% too small for the other
        (sure(2700), sure(9000), "fails", "floor", -300),
        (sure(1400), sure(6000), "fails", "floor", -100),
        (sure(1400), NOT_GIVEN, "fails", "floor", -100),
        (sure(2000), NOT_GIVEN, "untestable", "azc", None),
        (NOT_GIVEN, sure(6000), "untestable", "floor", None),
        (NOT_GIVEN, sure(9000), "untestable", "floor", None),
    ],
)
def test_what_must_hold_together_is_as_good_as_its_worst_part(
    floor: Cell, azc: Cell, verdict: str, fact: str, margin: float | None
) -> None:
    row = judged([BUILDING, SMALLER], floor=floor, azc=azc)
    assert (row["verdict"], row["fact"], row["margin"]) == (verdict, fact, margin)


def test_the_bound_of_the_part_that_decides_is_told() -> None:
    assert judged([BUILDING, SMALLER], floor=sure(1400), azc=sure(6000))["bound"] == 1500
    assert judged([BUILDING, SMALLER], floor=sure(2700), azc=sure(9000))["bound"] == 3000


def test_the_alternative_after_one_of_several_parts_is_told_by_its_own_fact() -> None:
    row = judged([SMALLER, WALK], floor=sure(1000), azc=sure(6000), walk=sure(1500))
    assert (row["verdict"], row["fact"], row["value"], row["margin"]) == ("meets", "walk", 1500, 500)


def test_a_fact_that_the_plan_does_not_have_is_unknown() -> None:
    row = judged([STOP], walk=sure(100))
    assert (row["verdict"], row["fact"], row["value"]) == ("untestable", "stop", None)
    assert judged([WALK, STOP], walk=sure(100))["verdict"] == "meets"


def test_a_rule_without_bound_is_reported() -> None:
    row = judged([Ask(fact="water")], water=sure(120))
    assert (row["verdict"], row["fact"], row["value"], row["bound"], row["margin"]) == (
        "reported", "water", 120, None, None,
    )  # fmt: skip
    assert judged([Ask(fact="water")], walk=sure(120))["verdict"] == "reported"


PLAN = profile(
    rule(WALK, STOP, name="voorzieningen"),
    rule(BANDS, name="zacht", hard=False),
    rule(Ask(fact="floor", at_least=3000), name="ruimte"),
    rule(Ask(fact="water"), name="water", hard=False),
)
FACTS = facts_of_cells(
    {
        "walk": [sure(400), sure(2500), sure(900), sure(2500)],
        "stop": [sure(400), sure(900), sure(900), sure(900)],
        "floor": [sure(3000), NOT_GIVEN, NOT_GIVEN, sure(1000)],
    }
)  # fmt: skip


def test_the_table_has_a_row_a_candidate_and_rule_in_the_order_of_the_profile() -> None:
    table = verdicts(FACTS, PLAN)
    assert list(table.columns) == list(VERDICTS.names)
    assert list(zip(table["candidate_id"], table["rule"], table["verdict"], strict=True)) == [
        ("K0", "voorzieningen", "meets"), ("K0", "zacht", "meets"), ("K0", "ruimte", "meets"), ("K0", "water", "reported"),
        ("K1", "voorzieningen", "fails"), ("K1", "zacht", "fails"), ("K1", "ruimte", "untestable"), ("K1", "water", "reported"),
        ("K2", "voorzieningen", "meets"), ("K2", "zacht", "attention"), ("K2", "ruimte", "untestable"), ("K2", "water", "reported"),
        ("K3", "voorzieningen", "fails"), ("K3", "zacht", "fails"), ("K3", "ruimte", "fails"), ("K3", "water", "reported"),
    ]  # fmt: skip
    assert set(table["profile"]) == {"Proef (jaar onbekend)"}
    assert set(table["basis"]) == {"domein, tabel 3f"}
    assert table["hard"].tolist() == [True, False, True, False] * 4
    assert table["title"].tolist()[:2] == ["Wat voorzieningen vraagt", "Wat zacht vraagt"]
    pd.testing.assert_frame_equal(table, verdicts(FACTS, PLAN))


def test_who_fails_a_hard_rule_is_out_and_a_soft_one_excludes_nobody() -> None:
    assert eligibility(verdicts(FACTS, PLAN)).to_dict("list") == {
        "candidate_id": ["K0", "K1", "K2", "K3"],
        "eligible": ["yes", "no", "untestable", "no"],
        "failed_rules": [(), ("voorzieningen",), (), ("voorzieningen", "ruimte")],
        "untested_rules": [(), ("ruimte",), ("ruimte",), ()],
    }


def test_a_hard_rule_that_asks_for_attention_is_passed() -> None:
    facts = facts_of_cells({"walk": [sure(900)]})
    assert eligibility(verdicts(facts, profile(rule(BANDS))))["eligible"].tolist() == ["yes"]


def test_where_there_is_no_path_a_rule_fails_without_margin() -> None:
    found = judged([WITHIN], walk=CUT_OFF)
    assert (found["verdict"], found["margin"]) == ("fails", None)


def test_no_candidates_give_no_verdicts() -> None:
    nobody = facts_of_cells({"walk": [sure(1)]})
    empty = type(nobody)(
        ids=nobody.ids[:0], facts=nobody.facts, value=nobody.value[:0], low=nobody.low[:0], high=nobody.high[:0],
        status=nobody.status[:0], note=nobody.note[:0],
    )  # fmt: skip
    table = verdicts(empty, PLAN)
    assert (len(table), list(table.columns)) == (0, list(VERDICTS.names))
    assert len(eligibility(table)) == 0
