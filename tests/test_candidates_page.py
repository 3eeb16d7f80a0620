"""The guide to judging candidates says what a plan may say."""

import re
import tomllib
from pathlib import Path

import pytest

from geo.plan_candidates import Candidates
from geo.sources.profiles import shipped_profiles

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "kandidaten.md").read_text(encoding="utf-8")


def example() -> Candidates:
    (block,) = re.findall(r"```toml\n(.*?)```", PAGE, flags=re.DOTALL)
    return Candidates.model_validate(tomllib.loads(block)["candidates"])


def test_the_example_of_the_page_is_a_plan() -> None:
    said = example()
    assert list(said.criteria) == list(said.weights) == ["halte", "omvang", "draagvlak"]
    assert sum(said.weights.values()) == pytest.approx(1)
    assert {one.value for one in said.criteria.values()} == {"linear", "target", "stepped"}
    assert said.weight_bounds == {"halte": (0.2, 0.6)}


def test_the_page_names_every_key_and_every_profile() -> None:
    keys = set(Candidates.model_fields)
    assert {key for key in keys if f"{key} =" in PAGE or f"candidates.{key}" in PAGE} == keys
    assert {name for name in shipped_profiles() if f'"{name}"' in PAGE or f"`{name}`" in PAGE} == set(
        shipped_profiles()
    )


def test_the_pages_that_it_points_to_are_there() -> None:
    linked = re.findall(r"\]\(([\w-]+\.md)\)", PAGE)
    assert len(linked) >= 7
    assert [name for name in linked if not (ROOT / "docs" / name).is_file()] == []
