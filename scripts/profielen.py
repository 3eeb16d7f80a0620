"""Writes ``docs/profielen.md``: how profiles of rules are read and made, and those of the package as tables.

Run it from the repository: ``python -m scripts.profielen``. The tables come from the files in ``geo/profiles`` and the
words of verdicts from the word catalogue; what else the page says stands in ``profielen.toml`` beside this file.
"""

import math
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from geo.fact_words import quantity
from geo.sources.profiles import shipped_profile, shipped_profiles
from geo.tables.columns import Kind
from geo.tables.profiles import VERDICT_WORDS, Profile, Rule, Test
from geo.tables.ranking import ELIGIBILITIES
from geo.words import say

PAGE = Path(__file__).parents[1] / "docs" / "profielen.md"
_ENDINGS: tuple[tuple[str, Kind], ...] = (
    ("_m", "metres"),
    ("_minutes", "minutes"),
    ("_m2", "area_m2"),
    ("_share", "share"),
)


@cache
def words() -> dict[str, Any]:
    """Read what the page says beside the profiles."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def page() -> str:
    """Write the whole page, in Markdown."""
    said, texts = words(), words()["texts"]
    verdicts = [(say(f"verdict.{one}"), said["verdict"][one]) for one in VERDICT_WORDS]
    eligible = [(say(f"eligible.{one}"), said["eligible"][one]) for one in ELIGIBILITIES]
    blocks = [
        "# Profielen voor kandidaatlocaties",
        said["intro"],
        said["choose"],
        _code(said["choose_code"]),
        said["read"],
        _code(said["read_code"]),
        "\n".join(f"- {one}" for one in said["reading"]),
        said["verdicts"],
        _table(("Uitkomst van een regel", "Betekenis"), verdicts),
        _table(("Uitkomst van een kandidaat", "Betekenis"), eligible),
        texts["margin"],
        texts["make"],
        texts["facts"],
        _table(("Feit", "Betekenis"), [(f"`{name}`", text) for name, text in said["facts_of"].items()]),
        texts["own_facts"],
        texts["shipped"],
        texts["shipped_note"],
        *(block for name in shipped_profiles() for block in _profile(shipped_profile(name))),
    ]
    return "\n\n".join(block.strip() for block in blocks) + "\n"


def asked(test: Test) -> str:
    """Write what an alternative asks, with what must hold together with it."""
    return " en ".join(f"`{part.fact}` {_bounds(part)}".strip() for part in test.parts)


def _bounds(test: Test) -> str:
    if not test.has_bound:
        return ""
    if test.green == test.red:
        return _within(test.fact, *test.green)
    beyond = _beyond(test.fact, *test.red)
    return f"groen {_within(test.fact, *test.green)}, {f'rood {beyond}' if beyond else 'verder oranje'}"


def _within(fact: str, low: float, high: float) -> str:
    if math.isfinite(low) and math.isfinite(high):
        return f"{_bare(fact, low, high)} tot en met {_number(fact, high)}"
    if math.isfinite(low):
        return _number(fact, low) if kind_of(fact) == "yes_no" else f"≥ {_number(fact, low)}"
    return f"≤ {_number(fact, high)}"


def _beyond(fact: str, low: float, high: float) -> str:
    if math.isfinite(low) and math.isfinite(high):
        return f"onder {_bare(fact, low, high)} en boven {_number(fact, high)}"
    if math.isfinite(low):
        return f"< {_number(fact, low)}"
    return f"> {_number(fact, high)}" if math.isfinite(high) else ""


def _number(fact: str, value: float) -> str:
    return quantity(value, kind=kind_of(fact))


def _bare(fact: str, value: float, other: float) -> str:
    """Write a number without its unit where another with the same unit follows."""
    number, unit = (_number(fact, one).partition(" ") for one in (value, other))
    return number[0] if number[2] == unit[2] else " ".join((number[0], number[2]))


def kind_of(fact: str) -> Kind:
    """Tell how a value of a fact is written, by its name."""
    own: Kind | None = words()["kinds"].get(fact)
    return own or next((kind for ending, kind in _ENDINGS if fact.endswith(ending)), "number")


def _profile(profile: Profile) -> Iterator[str]:
    yield f"### {profile.title} (`{profile.id}`)"
    yield f"Datum: {profile.date}. Bron: {profile.source}."
    rows = [(rule.title, _sort(rule), "<br>of ".join(map(asked, rule.tests)), rule.source) for rule in profile.rules]
    yield _table(("Regel", "Soort", "Toets", "Bron"), rows)


def _sort(rule: Rule) -> str:
    if rule.reported:
        return "alleen vermeld"
    return "knock-out" if rule.hard else "aandacht"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _code(text: str) -> str:
    return f"```toml\n{text.strip()}\n```"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_bytes(page().encode())
