"""``docs/bevindingen.md`` is what its maker writes, and every rule stands in it with an example that reads well."""

import re
from itertools import pairwise

import pytest

from geo.analysis.checks import RULES
from geo.words import say
from scripts.bevindingen import PAGE, example, page, wanted, words


@pytest.mark.parametrize("code", RULES)
def test_every_value_of_a_finding_has_an_example(code: str) -> None:
    lacking = set(wanted(code)) - set(words()["examples"]) - set(words()["example"].get(code, {}))
    assert not lacking, f"give {lacking} an example below [examples] in scripts/bevindingen.toml"


def test_the_page_in_the_repository_is_what_its_maker_writes() -> None:
    assert PAGE.read_bytes() == page().encode(), "run `python -m scripts.bevindingen`"


def test_no_example_is_of_something_that_is_gone() -> None:
    assert set(words()["example"]) <= set(RULES)
    for code, values in words()["example"].items():
        assert set(values) <= set(wanted(code)), code
    assert set(words()["examples"]) <= {name for code in RULES for name in wanted(code)}


def test_every_rule_stands_below_its_chapter_the_most_serious_first() -> None:
    parts = re.split(r"^## ", page(), flags=re.MULTILINE)[1:]
    told = {part.splitlines()[0]: re.findall(r"^### (\w+)$", part, re.MULTILINE) for part in parts}
    assert list(told) == [say(f"report.chapter.{chapter}") for chapter in range(1, 9)]
    for chapter, codes in enumerate(told.values(), start=1):
        assert sorted(codes) == sorted(code for code, rule in RULES.items() if rule.chapter == chapter)
        severities = [["rood", "oranje", "niet toetsbaar", "blauw", "info"].index(RULES[one].severity) for one in codes]
        assert all(first <= second for first, second in pairwise(severities))


@pytest.mark.parametrize("code", RULES)
def test_an_example_is_a_whole_sentence_without_places_to_fill_in(code: str) -> None:
    for lang in ("nl", "en"):
        for text in (example(RULES[code]).sentence(lang), example(RULES[code]).remedy(lang)):
            assert not re.search(r"[{}]|\(\)|  |\bNone\b|\bnan\b", text), text
            assert text.endswith((".", "?")), text


def test_the_lines_are_short() -> None:
    assert max(map(len, page().splitlines())) <= 120
