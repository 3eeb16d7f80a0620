"""The explorer reckons as Python does: scores, ranks, ties, who drops out, and the weights that it gives back."""

import dataclasses
import re
import tomllib
from collections.abc import Callable
from decimal import Decimal
from itertools import product

import numpy as np
import pytest
from weighted_ranking import ranks, weighted_sums

from benchmarks.candidates_explorer import SLIDER_MS
from geo.maps.explorer import ExplorerContent, explorer_page
from geo.plan_candidates import Candidates
from tests.maps.conftest import Visit
from tests.maps.explorer_example import CRITERIA, HARD, RULES, WEIGHTS, content, dropped, ids, score_rows, values
from tests.maps.explorer_pages import Row, move, names, rows

Opener = Callable[..., Visit]
MANY = 40
"""Sites of the tests of numbers."""


def wanted(
    page: ExplorerContent, scores: dict[str, list[float | None]], weights: tuple[float, ...], out: set[str]
) -> list[Row]:
    """The ranking, reckoned by exact fractions."""
    named = dict(zip(page.candidates["candidate_id"], page.candidates["name"], strict=True))
    sums = weighted_sums(scores, weights)
    place = ranks(sums, out)
    return [Row(named[key], rank, float(sums[key] or 0)) for key, rank in place.items()]


def same(found: list[Row], expected: list[Row]) -> int:
    """Hold a ranking against the one that it should be; give how many scores were compared."""
    assert [(row.name, row.rank) for row in found] == [(row.name, row.rank) for row in expected]
    for row, other in zip(found, expected, strict=True):
        assert abs(row.score - other.score) <= 1e-9, row.name
    return len(found)


@pytest.mark.browser
@pytest.mark.parametrize("left_out", [False, True])
def test_the_ranking_follows_the_sliders_as_python_reckons_it(opened: Opener, left_out: bool) -> None:
    page = content(MANY, left_out=left_out)
    scores = score_rows(values(MANY), MANY, left_out=left_out)
    out = dropped(page.verdicts, HARD)
    found = opened(page)
    compared = same(rows(found), wanted(page, scores, WEIGHTS, out))
    draw = np.random.default_rng(2020)
    weightings = [tuple(map(int, draw.integers(0, 101, len(CRITERIA)))) for _ in range(150)]
    weightings += [tuple(100 * (at == other) for other in range(len(CRITERIA))) for at in range(len(CRITERIA))]
    weightings += [(1,) * len(CRITERIA), (100,) * len(CRITERIA), (0, 0, 0, 0, 1, 1), (100, 1, 0, 0, 0, 0)]
    for points in weightings:
        move(found, points)
        compared += same(rows(found), wanted(page, scores, points, out))
    ranked = MANY - len(out) - len([key for key in scores if None in scores[key] and key not in out])
    assert compared == (1 + len(weightings)) * ranked
    assert len(weightings) == 160
    assert ranked >= 15


@pytest.mark.browser
def test_the_weights_of_the_plan_give_the_ranking_of_the_plan(opened: Opener) -> None:
    page = content(MANY)
    table = page.ranking.merge(page.candidates[["candidate_id", "name"]]).dropna(subset="rank")
    by_plan = [
        Row(row["name"], int(row["rank"]), row["score"])
        for row in table.sort_values(["rank", "candidate_id"]).to_dict("records")
    ]
    assert same(rows(opened(page)), by_plan) == len(table) > 15


@pytest.mark.browser
def test_equal_sites_share_the_lower_rank_and_stand_in_the_order_of_their_ids(opened: Opener) -> None:
    page = content()
    names_of = dict(zip(page.candidates["candidate_id"], page.candidates["name"], strict=True))
    found = opened(page)
    for points in ((25, 20, 15, 20, 10, 10), (0, 0, 100, 0, 0, 0), (7, 11, 13, 17, 19, 23)):
        move(found, points)
        listed = rows(found)
        at = [row.name for row in listed].index(names_of["K011"])
        assert listed[at + 1].name == names_of["K012"]
        assert listed[at].rank == listed[at + 1].rank
        assert [row.rank for row in listed if row.rank == listed[at].rank + 1] == []


@pytest.mark.browser
def test_scores_that_differ_by_rounding_alone_are_equal(opened: Opener) -> None:
    page = content()
    nearly = {"K001": 0.5, "K005": 0.5 + 7e-13, "K008": 0.5 + 1.4e-12, "K009": 0.5 - 1e-9}
    told = page.scores["candidate_id"].map(nearly).fillna(0.25)
    found = opened(dataclasses.replace(page, scores=page.scores.assign(score=told)))
    names_of = dict(zip(page.candidates["candidate_id"], page.candidates["name"], strict=True))
    # The first and last of three differ more than that, the middle one differs from neither.
    expected = [("K005", 1), ("K008", 1), ("K001", 2), ("K009", 4)]
    assert [(row.name, row.rank) for row in rows(found)][:4] == [(names_of[key], rank) for key, rank in expected]


@pytest.mark.browser
def test_without_criteria_there_is_no_ranking(opened: Opener) -> None:
    page = content()
    found = opened(dataclasses.replace(page, criteria=page.criteria.iloc[:0], scores=page.scores.iloc[:0]))
    assert rows(found) == []
    told = "Er zijn geen criteria om de locaties op te rangschikken."
    assert found.page.locator(".panel > .hint").text_content() == told
    assert told in found.page.locator(".others .reasons").all_text_contents()
    assert found.trouble() == []


@pytest.mark.browser
def test_a_row_that_was_opened_and_closed_follows_as_before(opened: Opener) -> None:
    page = content()
    out = dropped(page.verdicts, HARD)
    found = opened(page)
    for at in range(3):
        found.page.locator(".ranking button.show").nth(at).click()
    found.page.locator(".ranking .current button.show").click()
    found.page.locator(".ranking .tick input").nth(1).check()
    for points in ((90, 1, 2, 3, 4, 5), (0, 0, 1, 0, 0, 50)):
        move(found, points)
        assert same(rows(found), wanted(page, score_rows(values(12), 12), points, out)) == 7
        bars = found.page.locator(".ranking .head .bar").evaluate_all(
            "(all) => all.map((one) => parseFloat(one.style.backgroundSize))"
        )
        assert bars == pytest.approx([100 * row.score for row in rows(found)], abs=1e-3)


@pytest.mark.browser
def test_every_choice_of_rules_drops_those_that_fail_them_and_no_other(opened: Opener) -> None:
    page = content(MANY)
    scores = score_rows(values(MANY), MANY)
    named = dict(zip(page.candidates["candidate_id"], page.candidates["name"], strict=True))
    found = opened(page)
    found.page.locator(".rules summary").click()
    compared = 0
    for choice in product([True, False], repeat=len(RULES)):
        for at, on in enumerate(choice):
            found.page.locator(f"#rule-{at}").set_checked(on)
        out = dropped(page.verdicts, [rule for (rule, *_), on in zip(RULES, choice, strict=True) if on])
        assert names(found, "Vallen af") == [named[key] for key in ids(MANY) if key in out]
        compared += same(rows(found), wanted(page, scores, WEIGHTS, out)) + len(out)
        sure = found.page.locator(".ranking tbody td.sure").first.text_content()
        assert (sure == "–") == (choice != tuple(rule[2] for rule in RULES))
    assert compared == 2 ** len(RULES) * MANY


@pytest.mark.browser
def test_the_weights_go_back_to_the_plan_as_the_text_that_it_reads(opened: Opener) -> None:
    found = opened(dataclasses.replace(content(), left_out=("zonder feit",)), width=1366)
    of_plan = {row[0]: {"fact": row[2], "worst": row[7], "best": row[8]} for row in CRITERIA}
    of_plan["zonder feit"] = {"fact": "nergens", "worst": 0, "best": 1}
    box = found.page.get_by_label("Gewichten als TOML")
    draw = np.random.default_rng(7)
    every = [[25, 20, 15, 20, 10, 10], [0, 0, 0, 0, 0, 100], [0, 0, 0, 0, 1, 100]]
    every += [list(map(int, draw.integers(0, 101, len(CRITERIA)))) for _ in range(40)]
    for points in every:
        move(found, points)
        read = tomllib.loads(box.input_value())
        assert list(read) == ["candidates"]
        assert list(read["candidates"]) == ["weights"]
        weights = read["candidates"]["weights"]
        assert list(weights) == list(of_plan)
        assert all(isinstance(weight, float) for weight in weights.values())
        written = [line.split(" = ")[1] for line in box.input_value().splitlines() if " = " in line]
        assert sum(map(Decimal, written)) == 1
        assert all(re.fullmatch(r"[01]\.\d{1,6}", text) for text in written)
        assert list(weights.values()) == pytest.approx([*(point / sum(points) for point in points), 0.0], abs=1e-6)
        assert [weight == 0 for weight in weights.values()] == [*(point == 0 for point in points), True]
        assert Candidates.model_validate({"criteria": of_plan, "weights": weights}).weights == weights
    with found.page.expect_download() as waiting:
        found.page.get_by_role("link", name="Download").click()
    assert waiting.value.suggested_filename == "gewichten.toml"
    assert waiting.value.path().read_text(encoding="utf-8") == box.input_value()
    assert found.trouble() == []


@pytest.mark.browser
def test_the_weights_go_to_the_clipboard(opened: Opener) -> None:
    found = opened(content())
    found.page.get_by_role("button", name="Kopieer").click()
    told = found.page.locator(".export [role=status]")
    told.filter(has_text="klembord").wait_for()
    box = found.page.get_by_label("Gewichten als TOML")
    kept = box.input_value()
    found.page.get_by_role("searchbox").focus()
    found.page.keyboard.press("Control+v")
    pasted = found.page.get_by_role("searchbox").input_value()
    assert pasted.split() == kept.split()
    found.page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); document.execCommand = () => false; }"
    )
    found.page.get_by_role("button", name="Kopieer").click()
    told.filter(has_text="Ctrl+C").wait_for()
    assert (
        found.ask(
            "() => { const box = document.activeElement; return box.value.slice(box.selectionStart, box.selectionEnd); }"
        )
        == kept
    )


@pytest.mark.browser
def test_without_any_weight_there_is_no_ranking_and_the_page_says_why(opened: Opener) -> None:
    found = opened(content())
    move(found, [0] * len(CRITERIA))
    page = found.page
    assert rows(found) == []
    assert (
        page.locator(".panel > .hint").text_content() == "Alle gewichten zijn nul: zonder gewicht is er geen rangorde."
    )
    assert len(names(found, "Niet in de rangorde")) + len(names(found, "Vallen af")) == 12
    assert tomllib.loads(page.get_by_label("Gewichten als TOML").input_value()) == {}
    page.locator("#standing [role=status]", has_text="Alle gewichten zijn nul").wait_for()
    move(found, [1] * len(CRITERIA))
    assert len(rows(found)) > 3
    assert names(found, "Niet in de rangorde") == []
    assert found.trouble() == []


@pytest.mark.browser
def test_where_all_drop_out_the_page_says_so_and_why_of_each(opened: Opener) -> None:
    page = content()
    verdicts = page.verdicts.assign(verdict="fails", margin=-200.0, value=3200.0, bound=3000.0)

    found = opened(dataclasses.replace(page, verdicts=verdicts))
    assert rows(found) == []
    assert (found.page.locator(".panel > .hint").text_content() or "").startswith("Alle locaties vallen af")
    reasons = found.page.locator(".others tbody .reasons").all_text_contents()
    assert len(reasons) == 12
    assert all("Supermarkt op loopafstand: 200 m te ver" in reason for reason in reasons)
    for at in range(len(HARD)):
        found.page.locator(f"#rule-{at}").uncheck()
    assert len(rows(found)) == 12


@pytest.mark.browser
def test_a_page_without_candidates_says_so(opened: Opener) -> None:
    page = content()

    tables = ("candidates", "candidate_facts", "verdicts", "scores", "ranking", "pairs")
    empty = dataclasses.replace(page, **{name: getattr(page, name).iloc[:0] for name in tables})
    found = opened(empty)
    assert found.page.locator(".panel > .hint").text_content() == "Er zijn geen kandidaatlocaties."
    assert found.trouble() == []


@pytest.mark.browser
def test_five_hundred_candidates_fit_in_the_file_and_answer_a_slider(
    opened: Opener, record_property: Callable[[str, object], None]
) -> None:
    page = content(500)
    assert len(explorer_page(page).encode()) <= 6_000_000
    found = opened(page, width=1366, height=768)
    times = found.ask(SLIDER_MS, 31)
    record_property("slider_ms", f"{min(times):.1f} at least, {np.median(times):.1f} in the middle")
    print(f"slider_ms: {min(times):.1f} at least, {np.median(times):.1f} in the middle of {len(times)}")
    found.page.get_by_role("button", name="Toon de hele rangorde").click()
    out = dropped(page.verdicts, HARD)
    assert same(rows(found), wanted_now(found, page, out)) == 500 - len(out)
    assert found.trouble() == []


def wanted_now(found: Visit, page: ExplorerContent, out: set[str]) -> list[Row]:
    """The ranking by the points at which the sliders stand."""
    points = found.ask("() => [...document.querySelectorAll('.weights input')].map((slider) => Number(slider.value))")
    return wanted(page, score_rows(values(500), 500), tuple(points), out)
