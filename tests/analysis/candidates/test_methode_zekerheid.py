"""The worked example of ``docs/methode-zekerheid.md``: every figure of it is what the rooms give, to the last digit."""

import re
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from conftest import ROOT

from geo.analysis.candidates.pairs import pairs
from geo.analysis.candidates.sensitivity import sensitivity
from geo.analysis.candidates.smaa import smaa
from geo.analysis.candidates.toppling import swings, toppling
from geo.figures import format_number, format_share
from tests import five_sites
from tests.analysis.candidates.pair_limits import limits
from tests.oracles import weight_simplex as oracle

PAGE = (ROOT / "docs" / "methode-zekerheid.md").read_text(encoding="utf-8")
IDS, CRITERIA = np.array(five_sites.IDS, dtype=object), np.array(five_sites.CRITERIA, dtype=object)
SCORES, WEIGHTS, BOUNDS = (np.array(part) for part in (five_sites.SCORES, five_sites.WEIGHTS, five_sites.BOUNDS))
FREE = np.tile([0.0, 1.0], (4, 1))
EXACT = oracle.exact(five_sites.SCORES)
YES = {True: "ja", False: "nee"}


def part(heading: str) -> str:
    """Give the text below a heading, up to the next."""
    found = re.search(rf"^#+ {re.escape(heading)}$(.*?)(?=^#|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None, heading
    return found.group(1)


def rows(heading: str) -> list[list[str]]:
    """Give the cells of the one table below a heading, without its first line."""
    lines = [line for line in part(heading).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def number(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


def worth(text: str) -> Fraction:
    """Reckon a sum of products and quotients as the page writes it."""
    total = Fraction(0)
    for sign, term in re.findall(r"(^|[+−])\s*([^+−]+)", text):
        factors = re.split(r"\s*([×/])\s*", term.strip())
        value = number(factors[0])
        for by, factor in zip(factors[1::2], factors[2::2], strict=True):
            value = value * number(factor) if by == "×" else value / number(factor)
        total += -value if sign == "−" else value
    return total


@cache
def exact_shares(bounded: bool) -> list[list[Fraction]]:
    return oracle.rank_shares(EXACT, oracle.exact((BOUNDS if bounded else FREE).tolist()))


def test_the_sites_are_those_of_the_worked_example() -> None:
    weights, bounds, *sites = rows("Uitgewerkt voorbeeld")
    assert [float(number(cell)) for cell in weights[1:]] == [*five_sites.WEIGHTS, 1.0]
    assert [tuple(float(number(one)) for one in cell.split("-")) for cell in bounds[1:5]] == list(five_sites.BOUNDS)
    assert tuple(row[0] for row in sites) == five_sites.IDS
    assert tuple(tuple(float(number(cell)) for cell in row[1:5]) for row in sites) == five_sites.SCORES
    assert [row[5] for row in sites] == [format_number(total, 3) for total in five_sites.SUMS]


@pytest.mark.parametrize(("heading", "bounded"), [("Rangen zonder grenzen", False), ("Rangen binnen de grenzen", True)])
def test_ranks_and_shares_of_first_places(heading: str, bounded: bool) -> None:
    found = smaa(SCORES, BOUNDS if bounded else FREE, weightings=100_000, seed=20200901)
    shares = exact_shares(bounded)
    assert rows(heading) == [
        [
            name,
            f"{found.rank_low[at]}-{found.rank_high[at]}",
            str(shares[at][0]),
            format_share(float(shares[at][0]), 3),
            format_share(found.first_share[at], 3),
        ]
        for at, name in enumerate(five_sites.IDS)
    ]
    assert sum(row[0] for row in shares) == 1
    for at in range(5):
        given = [rank for rank, share in enumerate(shares[at], start=1) if share]
        assert (given[0], given[-1]) == (found.rank_low[at], found.rank_high[at])


def test_the_share_that_is_worked_by_hand() -> None:
    assert "5/13 × 1/3 = 5/39, of 12,82%" in part("Rangen zonder grenzen")
    assert exact_shares(bounded=False)[4][0] == Fraction(5, 13) * Fraction(1, 3)
    assert Fraction("0.25") / Fraction("0.65") == Fraction(5, 13)
    assert "7 op de 16.425 wegingen, ofwel 0,043%" in part("Rangen binnen de grenzen")
    assert exact_shares(bounded=True)[1][4] == Fraction(7, 16425)
    assert format_share(7 / 16425, 3) == "0,043%"
    assert exact_shares(bounded=True)[3][2] == 0, "the fourth is never third within the bounds"


def test_pairs_and_hard_limits_of_ranks() -> None:
    table = pairs(IDS, SCORES, BOUNDS)
    written = rows("Paren")
    assert [row[:2] for row in written] == table[["better_id", "worse_id"]].to_numpy().tolist()
    for row, lead in zip(written, table["least_lead"], strict=True):
        formula, _, result = row[3].rpartition(" = ")
        weights = [float(number(one.split()[1])) for one in row[2].split("; ")]
        assert [one.split()[0] for one in row[2].split("; ")] == list(five_sites.CRITERIA)
        assert sum(weights) == pytest.approx(1)
        assert all(low <= at <= high for at, (low, high) in zip(weights, five_sites.BOUNDS, strict=True))
        better, worse = (SCORES[five_sites.IDS.index(name)] for name in row[:2])
        assert float(worth(formula)) == pytest.approx(lead, abs=1e-15)
        assert (better - worse) @ np.array(weights) == pytest.approx(lead, abs=1e-15)
        assert result == format_number(lead, 3)
    low, high = limits(table, five_sites.IDS)
    told = dict(re.findall(r"(K\d) (\d-\d)", re.sub(r"\s+", " ", part("Paren"))))
    assert told == {name: f"{low[at]}-{high[at]}" for at, name in enumerate(five_sites.IDS)}
    assert pairs(IDS, SCORES, FREE).to_numpy().tolist() == [["K3", "K4", 0.0]]


def test_shifts_of_weight() -> None:
    table = toppling(IDS, SCORES, CRITERIA, WEIGHTS, FREE).set_index("rival_id")
    written = rows("Verschuiving")
    assert [row[0] for row in written] == list(table.index)
    for name, behind, moves, change, weights in written:
        assert behind == format_number(five_sites.SUMS[2] - five_sites.SUMS[five_sites.IDS.index(name)], 3)
        reckoned = sum(worth(move.split(": ")[1]) for move in moves.split("; "))
        assert float(reckoned) == pytest.approx(table.loc[name, "change"], abs=1e-15)
        assert (change, weights) == (format_share(table.loc[name, "change"], 3), table.loc[name, "weights"])
    within = toppling(IDS, SCORES, CRITERIA, WEIGHTS, BOUNDS).set_index("rival_id")
    assert within.index[~within["possible"]].tolist() == ["K4", "K5"]
    assert within.loc[["K1", "K2"]].equals(table.loc[["K1", "K2"]])


def test_one_weight_at_a_time() -> None:
    table = swings(IDS, SCORES, CRITERIA, WEIGHTS, FREE)
    inside = swings(IDS, SCORES, CRITERIA, WEIGHTS, BOUNDS)
    kept = set(zip(inside["criterion"], inside["rival_id"], strict=True))
    written = rows("Eén gewicht")
    assert len(written) == len(table)
    for row, found in zip(written, table.itertuples(index=False), strict=True):
        fraction = row[3].split(" = ")[0]
        assert float(Fraction(fraction)) == pytest.approx(found.weight_then, abs=1e-15)
        assert row == [
            found.criterion, format_share(found.weight, 1), found.rival_id,
            f"{fraction} = {format_share(found.weight_then, 3)}", YES[(found.criterion, found.rival_id) in kept],
        ]  # fmt: skip


def test_uncertain_facts() -> None:
    low, high = np.array(five_sites.SCORES_LOW), np.array(five_sites.SCORES_HIGH)
    table = sensitivity(IDS, SCORES, low, high, CRITERIA, WEIGHTS)
    expected = []
    for row in table.itertuples(index=False):
        at = five_sites.IDS.index(row.candidate_id), five_sites.CRITERIA.index(row.criterion)
        scores = [format_number(part[at], 1) for part in (SCORES, high)]
        ends = [str(row.rank_best), str(row.rank_worst), YES[row.winner_changes]]
        expected.append([row.candidate_id, row.criterion, *scores, *ends])
    assert rows("Onzekere feiten") == expected
    assert format_number(five_sites.SUMS[1] + 0.1, 3) == "0,820"
