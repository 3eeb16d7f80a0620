"""Writes ``docs/bevindingen.md``: every finding, with its rule, source, an example, the remedy and when it is untestable.

Run it from the repository: ``python -m scripts.bevindingen``. Rules come from `geo.analysis.checks` and the word
catalogue; what else the page says, and the values of the examples, stand in ``bevindingen.toml`` beside this file.
"""

import string
import textwrap
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from geo.analysis.checks import RULES
from geo.findings import SEVERITIES, TOGETHER, Finding, Rule, Value, found, severity_word
from geo.words import say

PAGE = Path(__file__).parents[1] / "docs" / "bevindingen.md"
_WIDTH = 120


@cache
def words() -> dict[str, Any]:
    """Read what the page says beside the rules."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def page() -> str:
    """Write the whole page, in Markdown."""
    chapters = sorted({rule.chapter for rule in RULES.values()})
    blocks = [
        "# De bevindingen van een plan",
        *map(_wrapped, words()["intro"]),
        "\n".join(f"- **{severity_word(one)}**: {words()['severities'][one]}." for one in SEVERITIES),
        *(block for chapter in chapters for block in _chapter(chapter)),
    ]
    return "\n\n".join(blocks) + "\n"


def wanted(code: str) -> list[str]:
    """List the values that the sentence and the remedy of a finding ask for."""
    said = (say(key) for key in (f"finding.{code}", f"finding.{code}.remedy"))
    names = {name for text in said for _, name, _, _ in string.Formatter().parse(text) if name}
    return sorted({value for name in names for value in TOGETHER.get(name, (name,))})


def example(rule: Rule) -> Finding:
    """Make a finding of a rule as it might be found.

    Raises
    ------
    KeyError
        If ``bevindingen.toml`` has no example of a value that the sentence asks for.
    """
    values = {name: _value(rule.code, name) for name in wanted(rule.code)}
    ids = values.pop("ids", ())
    return found(rule, ids=ids if isinstance(ids, tuple) else (), parameters=values)


def _value(code: str, name: str) -> Value:
    said = words()
    own = said["example"].get(code, {})
    value: Any = own[name] if name in own else said["examples"][name]
    return tuple(value) if isinstance(value, list) else value


def _chapter(chapter: int) -> Iterator[str]:
    yield f"## {say(f'report.chapter.{chapter}')}"
    for severity in SEVERITIES:
        for rule in RULES.values():
            if (rule.chapter, rule.severity) == (chapter, severity):
                yield f"### {rule.code}"
                yield "\n".join(_entry(rule))


def _entry(rule: Rule) -> Iterator[str]:
    one = example(rule)
    gap = "; staat ook op de volledigheidspagina, als iets dat ontbreekt" if rule.gap else ""
    parts = {
        "Ernst": f"{severity_word(rule.severity)}{gap}.",
        "Regel": rule.sentence(),
        "Bron": f"{rule.source}.",
        "Voorbeeld": f"*{one.sentence()}*",
        "Wat te doen": one.remedy(),
    }
    if rule.severity != "niet toetsbaar":
        parts["Niet toetsbaar"] = rule.untested()
    for word, text in parts.items():
        yield _wrapped(f"**{word}**: {text}", first="- ", rest="  ")


def _wrapped(text: str, *, first: str = "", rest: str = "") -> str:
    return textwrap.fill(
        text, _WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_bytes(page().encode())
