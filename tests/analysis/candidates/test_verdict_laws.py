"""Laws of verdicts, and the same verdicts by trying every world that the facts allow."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.candidates.judging import LEVELS, judge
from geo.analysis.candidates.verdicts import verdicts
from geo.tables.profiles import Rule
from geo.tables.profiles import Test as Ask
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
    profile,
    rule,
    sure,
)
from tests.oracles.rule_worlds import verdict, worlds

FACTS = ("a", "b", "c", "d")
SCALE = range(7)
CELLS: list[Cell] = [
    HERE, CUT_OFF, NO_SUCH, NOT_GIVEN,
    *map(sure, SCALE), *map(beyond, SCALE),
    *(at_border(value, low) for value in SCALE for low in range(value)),
    *(between(low, high) for high in SCALE for low in range(high)),
]  # fmt: skip

CHECKED = settings(max_examples=150, deadline=None, derandomize=True)

cells = st.sampled_from(CELLS)
numbers = st.sampled_from(SCALE)


def _bounded(fact: str, draw: tuple[int | None, int | None, int | None, int | None]) -> Ask:
    least, good_least, good_most, most = draw
    return Ask(fact=fact, at_least=least, good_at_least=good_least, good_at_most=good_most, at_most=most)


def _fitting(bounds: list[int], shown: list[bool]) -> tuple[int | None, ...]:
    """Sort four numbers into bounds that do not contradict each other; some are left out, but never all."""
    kept = shown if any(shown) else [False, False, False, True]
    return tuple(bound if keep else None for bound, keep in zip(sorted(bounds), kept, strict=True))


@st.composite
def asks(draw: st.DrawFn, facts: tuple[str, ...] = FACTS) -> Ask:
    bounds = [draw(numbers) for _ in range(4)]
    return _bounded(draw(st.sampled_from(facts)), _fitting(bounds, [draw(st.booleans()) for _ in range(4)]))


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    tests = draw(st.lists(asks(), min_size=1, max_size=3))
    return rule(*(replace(test, also=tuple(draw(st.lists(asks(), max_size=2)))) for test in tests))


def level(of: Rule, cells_of: dict[str, Cell]) -> int:
    return int(judge(of, facts_of_cells({name: [cell] for name, cell in cells_of.items()})).level[0])


every_fact = st.fixed_dictionaries(dict.fromkeys(FACTS, cells))


@CHECKED
@given(rules(), every_fact, asks())
def test_another_alternative_never_makes_it_worse(of: Rule, known: dict[str, Cell], more: Ask) -> None:
    assert level(replace(of, tests=(*of.tests, more)), known) >= level(of, known)


@CHECKED
@given(rules(), every_fact, asks())
def test_another_thing_that_must_hold_never_makes_it_better(of: Rule, known: dict[str, Cell], more: Ask) -> None:
    first = of.tests[0]
    stricter = replace(of, tests=(replace(first, also=(*first.also, more)), *of.tests[1:]))
    assert level(stricter, known) <= level(of, known)


@CHECKED
@given(rules(), every_fact, numbers)
def test_a_looser_bound_never_makes_it_worse(of: Rule, known: dict[str, Cell], by: int) -> None:
    first = of.tests[0]
    wider = replace(
        first,
        at_most=None if first.at_most is None else first.at_most + by,
        at_least=None if first.at_least is None else first.at_least - by,
        good_at_most=None if first.good_at_most is None else first.good_at_most + by,
        good_at_least=None if first.good_at_least is None else first.good_at_least - by,
    )
    assert level(replace(of, tests=(wider, *of.tests[1:])), known) >= level(of, known)


@pytest.mark.parametrize(("good", "most"), [(good, most) for most in SCALE for good in range(most + 1)])
def test_a_worse_value_never_has_a_better_verdict(good: int, most: int) -> None:
    of = rule(Ask(fact="a", good_at_most=good, at_most=most))
    found = judge(of, facts_of_cells({"a": CELLS})).level
    worse = [(at, than) for at, one in enumerate(CELLS) for than, other in enumerate(CELLS) if one[1] >= other[2]]
    assert len(worse) == 790
    assert all(found[at] <= found[than] for at, than in worse)


@CHECKED
@given(rules(), every_fact, every_fact)
def test_to_know_more_never_overturns_what_was_certain(
    of: Rule, known: dict[str, Cell], wider: dict[str, Cell]
) -> None:
    hull = {name: _hull(known[name], wider[name]) for name in FACTS}
    vague, sharp = LEVELS[level(of, hull)], LEVELS[level(of, known)]
    if vague in {"fails", "meets"}:
        assert sharp == vague
    if vague == "attention":
        assert sharp in {"attention", "meets"}


def _hull(one: Cell, other: Cell) -> Cell:
    return float("nan"), min(one[1], other[1]), max(one[2], other[2]), "unknown"


@CHECKED
@given(rules(), every_fact)
def test_the_sign_of_a_margin_agrees_with_the_verdict(of: Rule, known: dict[str, Cell]) -> None:
    table = verdicts(facts_of_cells({name: [cell] for name, cell in known.items()}), profile(of))
    (row,) = table.to_dict("records")
    if row["verdict"] == "meets":
        assert not row["margin"] < 0
        assert not row["at_least_margin"]
    if row["verdict"] == "fails":
        assert not row["margin"] > 0
        assert row["margin"] != 0 or row["at_least_margin"], "on the bound it meets"
    if row["verdict"] == "attention":
        assert not row["margin"] >= 0


def _as_part(test: Ask) -> dict[str, object]:
    least, most = test.red
    good_least, good_most = test.green
    return {"fact": test.fact, "least": least, "most": most, "good_least": good_least, "good_most": good_most}


def _chance_rule(chance: random.Random, facts: list[str]) -> Rule:
    """Make a rule over these facts, each asked once, by chance."""
    tests: list[Ask] = []
    for fact in facts:
        bounds = [chance.choice(SCALE) for _ in range(4)]
        ask = _bounded(fact, _fitting(bounds, [chance.random() < 0.6 for _ in range(4)]))  # type: ignore[arg-type]
        if tests and chance.random() < 0.4:
            tests[-1] = replace(tests[-1], also=(*tests[-1].also, ask))
        else:
            tests.append(ask)
    return rule(*tests)


def _in_worlds(of: Rule, known: dict[str, Cell]) -> set[int]:
    parts = [[_as_part(part) for part in test.parts] for test in of.tests]
    return worlds(parts, {name: (cell[1], cell[2], cell[3] == "beyond_limit") for name, cell in known.items()})


@pytest.mark.parametrize("seed", range(4))
def test_verdicts_are_those_of_every_world(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    compared = dict.fromkeys(("meets", "attention", "fails", "untestable"), 0)
    for _ in range(120):
        of = _chance_rule(chance, chance.sample(FACTS, chance.randint(1, 4)))
        sites = [{name: chance.choice(CELLS) for name in FACTS} for _ in range(25)]
        facts = facts_of_cells({name: [site[name] for site in sites] for name in FACTS})
        ours = verdicts(facts, profile(of))["verdict"].tolist()
        theirs = [verdict(_in_worlds(of, site)) for site in sites]
        assert ours == theirs, of
        for word in theirs:
            compared[word] += 1
    assert sum(compared.values()) == 3_000
    assert min(compared.values()) > 100


def test_where_a_fact_is_asked_twice_a_verdict_still_says_no_more_than_is_certain() -> None:
    chance, certain, unsure = random.Random(11), 0, 0  # noqa: S311
    for _ in range(300):
        of = _chance_rule(chance, [chance.choice(FACTS[:2]) for _ in range(chance.randint(2, 4))])
        for _ in range(10):
            site = {name: chance.choice(CELLS) for name in FACTS}
            word, found = LEVELS[level(of, site)], _in_worlds(of, site)
            assert word in {"untestable", verdict(found)} or (word, verdict(found)) == ("attention", "meets")
            certain, unsure = certain + (word == verdict(found)), unsure + (word != verdict(found))
    assert (certain + unsure, unsure > 0) == (3_000, True)
    assert certain > 2_800
