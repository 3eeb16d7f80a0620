"""Every rule can be broken, says in words what it asks, and when it cannot be tested."""

import re
import string

import pytest

from geo.analysis.checks import RULES, check_plan
from geo.plan import Files
from geo.words import LANGUAGES, catalogue, known, say
from tests.analysis.broken import plans

WORDS = re.compile(r"finding\.(\w+)\.(rule|untested)")


@pytest.fixture(scope="module")
def broken() -> set[str]:
    return {finding.code for asked in plans().values() for finding in check_plan(asked)}


@pytest.mark.parametrize("code", RULES)
def test_every_rule_is_broken_by_one_of_the_plans(broken: set[str], code: str) -> None:
    assert code in broken, f"let one of the plans of tests/analysis/broken.py break {code!r}"


def test_no_finding_is_without_a_rule(broken: set[str]) -> None:
    assert broken <= set(RULES)


@pytest.mark.parametrize("code", RULES)
def test_every_rule_says_in_words_what_it_asks(code: str) -> None:
    place = f"[finding.{code}] in geo/words/rules.toml"
    assert known(f"finding.{code}.rule"), f"add `rule` (nl and en), the condition in one sentence, below {place}"
    if RULES[code].severity != "niet toetsbaar":
        assert known(f"finding.{code}.untested"), f"add `untested` (nl and en), what makes it untestable, below {place}"


def test_no_words_are_of_a_rule_that_is_gone() -> None:
    said = {found[1] for key in catalogue() if (found := WORDS.fullmatch(key))}
    assert said <= set(RULES)


@pytest.mark.parametrize("code", RULES)
def test_a_rule_in_words_names_exactly_its_limits(code: str) -> None:
    asked = {name for _, name, _, _ in string.Formatter().parse(say(f"finding.{code}.rule")) if name}
    assert asked == {name for name, _ in RULES[code].limits}
    assert not any("{" in RULES[code].sentence(lang) for lang in LANGUAGES)


@pytest.mark.parametrize("key", [key for key in catalogue() if WORDS.fullmatch(key)])
def test_what_a_rule_refers_to_is_there(key: str) -> None:
    """Names in backquotes are codes, inputs of the plan or commands."""
    named = {lang: set(re.findall(r"`([\w ]+)`", say(key, lang))) for lang in LANGUAGES}
    assert named["nl"] == named["en"]
    assert {name for name in named["nl"] if not name.startswith("geo ")} <= {*RULES, *Files.model_fields}


def test_the_limits_are_told() -> None:
    assert RULES["expiring"].sentence() == (
        "De overeenkomst loopt na de peildatum nog 24 maanden of langer, de laatste dag meegeteld; verlopen "
        "overeenkomsten vallen onder `expired`."
    )
    assert "at most 7.0 km from" in RULES["hub_far"].sentence("en")
    assert RULES["decision_late"].sentence("en").endswith("falls at least 6 months before the opening.")
