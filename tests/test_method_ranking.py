"""``docs/methode-rangorde.md``: every table of the worked example, held against the code and against plain loops."""

import math
import re
import tomllib
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from pathlib import Path

import candidate_ranking as oracle
import five_sites
import numpy as np
import pytest

from geo.analysis.candidates.criteria import scores
from geo.analysis.candidates.crosscheck import topsis
from geo.analysis.candidates.ranking import pareto, ranks, weighted_sum
from geo.plan_candidates import Candidates
from geo.stages.candidate_criteria import chosen_criteria
from tests.analysis.candidates import five

PAGE = (Path(__file__).parents[1] / "docs" / "methode-rangorde.md").read_text(encoding="utf-8")
DASH = "–"


def tables() -> dict[str, dict[str, list[str]]]:
    """Read the tables of the page by the heading above them (the second of a part as ``… 2``): row names and cells."""
    found: dict[str, dict[str, list[str]]] = {}
    for part in re.split(r"^### ", PAGE, flags=re.MULTILINE)[1:]:
        title = part.splitlines()[0]
        for turn, block in enumerate(re.findall(r"(?:^\|.*\n)+", part, re.MULTILINE), start=1):
            rows = [[cell.strip() for cell in line.strip("|\n ").split("|")] for line in block.splitlines()]
            found[title if turn == 1 else f"{title} {turn}"] = {row[0]: row[1:] for row in rows[2:]}
    return found


def number(text: str) -> float:
    return float(text.replace(".", "").replace(",", "."))


def rounded(value: float) -> str:
    """Write a number with four decimals, as the page does."""
    return str(Decimal(repr(value)).quantize(Decimal("0.0001"), ROUND_HALF_UP)).replace(".", ",")


def told(value: float) -> str:
    """Write a number with the decimals that it has."""
    return f"{round(value, 9):g}".replace(".", ",")


def example() -> Candidates:
    (said,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    return Candidates.model_validate(tomllib.loads(said)["candidates"])


def test_the_plan_of_the_page_has_the_criteria_of_the_example() -> None:
    facts = {fact.id: fact for fact in five.facts().facts}
    found = chosen_criteria(example(), facts).criteria
    assert len(found) == 4
    for one, expected in zip(found, five.CRITERIA, strict=True):
        assert (one.id, one.fact, one.value) == (expected.id, expected.fact, expected.value)
        assert (one.weight, one.weight_low, one.weight_high) == pytest.approx(
            (expected.weight, expected.weight_low, expected.weight_high), abs=1e-15
        )
    assert example().missing == "worst"


def test_the_facts_of_the_page_are_those_of_the_example() -> None:
    rows = tables()["De feiten"]
    assert list(rows) == list(five_sites.IDS)
    compared = 0
    for at, cells in enumerate(rows.values()):
        for column, cell in enumerate(cells):
            value, low = five_sites.VALUES[at][column], five_sites.LOWS[at][column]
            high = five_sites.HIGHS[at][column]
            word, bare = re.fullmatch(r"(hoogstens |verder dan |onbekend|)([\d.,]*)", cell).groups()
            expected = {
                "": (value, value, value),
                "hoogstens ": (value, 0.0, value),
                "verder dan ": (math.nan, low, math.inf),
                "onbekend": (math.nan, -math.inf, math.inf),
            }[word]
            assert (value, low, high) == pytest.approx(expected, nan_ok=True)
            assert not bare or number(bare) == (low if word == "verder dan " else value)
            compared += 1
    assert compared == 20


def test_the_scores_of_the_page_are_those_of_the_code_and_of_exact_fractions() -> None:
    page = [[number(cell) for cell in cells] for cells in tables()["De scores"].values()]
    found = scores(five.facts(), five.CRITERIA, example().missing)
    assert np.array(page) == pytest.approx(found.score, abs=1e-15)
    assert page == [list(row) for row in five_sites.SCORES]
    by_hand = [
        lambda value: oracle.linear(value, 3_000, 500),
        lambda value: oracle.target(value, (300, 600), (50, 1_500)),
        lambda value: oracle.stepped(value, ((0, 0), (7, 0.5), (10, 1))),
        lambda value: oracle.linear(value, 24, 60),
    ]
    compared = 0
    for row, values in zip(page, five_sites.VALUES, strict=True):
        for cell, value, score in zip(row, values, by_hand, strict=True):
            if not math.isnan(value):
                assert oracle.exact(cell) == score(value)
                compared += 1
    assert compared == 18, "all but the two without a value"
    assert found.missing.sum() == 1


def test_the_sums_and_ranks_of_the_page_are_exact() -> None:
    rows = tables()["De gewogen som"]
    sums = oracle.sums(five_sites.SCORES, five_sites.WEIGHTS)
    code = weighted_sum(np.array(five_sites.SCORES), np.array(five_sites.WEIGHTS))
    for at, cells in enumerate(rows.values()):
        parts = [w * s for w, s in zip(five_sites.WEIGHTS, five_sites.SCORES[at], strict=True)]
        assert cells[:4] == [told(part) for part in parts]
        assert oracle.exact(number(cells[4])) == sums[at]
        assert cells[4] == told(code[at])
    assert [int(cells[5]) for cells in rows.values()] == oracle.ranks(sums) == ranks(code).tolist()
    assert len(rows) == 5


def test_who_outdoes_whom_on_the_page_is_found_by_comparing_all_pairs() -> None:
    rows = tables()["Wie wordt overtroffen"]
    pairs = 0
    for at, (name, cells) in enumerate(rows.items()):
        others = [place for place in range(5) if place != at]
        better = [
            five_sites.IDS[one] for one in others if oracle.outdoes(five_sites.SCORES[one], five_sites.SCORES[at])
        ]
        pairs += len(others)
        assert name == five_sites.IDS[at]
        assert cells == [", ".join(better) or DASH]
    assert pairs == 20
    assert pareto(np.array(five_sites.SCORES)).tolist() == [cells == [DASH] for cells in rows.values()]


def test_each_step_of_topsis_on_the_page_is_that_of_plain_loops() -> None:
    rows = tables()["TOPSIS, stap voor stap"]
    table = oracle.weighted(five_sites.SCORES, five_sites.WEIGHTS)
    ends = [[pick(column) for column in zip(*table, strict=True)] for pick in (max, min)]
    assert list(rows) == [*five_sites.IDS, "beste", "slechtste"]
    assert list(rows.values()) == [[rounded(value) for value in row] for row in [*table, *ends]]
    lengths = oracle.lengths(five_sites.SCORES)
    for name, length in zip(five_sites.CRITERIA[1:], lengths[1:], strict=True):
        squares = told(round(length**2, 9))
        assert re.search(rf"{name}\s+√{squares} = {rounded(length)}", PAGE), name
    assert "winkel √1,96 = 1,4;" in PAGE


def test_the_end_of_topsis_on_the_page_is_that_of_plain_loops_and_of_the_code() -> None:
    rows = tables()["TOPSIS, stap voor stap 2"]
    near, far = oracle.distances(five_sites.SCORES, five_sites.WEIGHTS)
    value = oracle.closeness(five_sites.SCORES, five_sites.WEIGHTS)
    assert [cells[:3] for cells in rows.values()] == [
        [rounded(one) for one in three] for three in zip(near, far, value, strict=True)
    ]
    code = topsis(np.array(five_sites.SCORES), np.array(five_sites.WEIGHTS))
    assert [cells[2] for cells in rows.values()] == [rounded(one) for one in code.tolist()]
    order = [int(cells[3]) for cells in rows.values()]
    assert order == ranks(code).tolist() == oracle.ranks([oracle.exact(one) for one in value])
    both = list(combinations(zip(five_sites.RANKS, order, strict=True), 2))
    same = sum((one[0] < two[0]) == (one[1] < two[1]) for one, two in both)
    assert f"({same} − {len(both) - same}) / {len(both)} = 0,6" in PAGE


def test_the_page_leaves_how_sure_to_the_other_page() -> None:
    assert "## Hoe zeker" in PAGE
    assert "(methode-zekerheid.md)" in PAGE
    assert "onderzoek nodig" in PAGE
