"""``docs/profielen.md`` is what its maker writes, and what it shows can be copied as it is."""

import re
import tomllib
from pathlib import Path

import pytest

from geo.sources.profiles import read_profile, shipped_profile, shipped_profiles
from geo.sources.raw import FileSpec
from geo.tables.fact_names import fact_names
from geo.tables.profiles import Test as Ask
from scripts.profielen import PAGE, asked, page, words

WHERE = {"vervoer": "walk", "voorziening": "gp", "laag": "flood", "afstand": "1000"}


def test_the_page_in_the_repository_is_what_its_maker_writes() -> None:
    assert PAGE.read_bytes() == page().encode(), "run `python -m scripts.profielen`"


@pytest.mark.parametrize("name", shipped_profiles())
def test_every_rule_stands_in_the_table_of_its_profile(name: str) -> None:
    profile = shipped_profile(name)
    part = page().partition(f"### {profile.title} (`{name}`)")[2].partition("\n### ")[0]
    rows = [line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("| ")][2:]
    assert [(row[0], row[3]) for row in rows] == [(rule.title, rule.source) for rule in profile.rules]
    assert f"Datum: {profile.date}. Bron: {profile.source}." in part
    assert [re.findall(r"`(\w+)`", row[2]) for row in rows] == [
        [one.fact for one in rule.parts] for rule in profile.rules
    ]


@pytest.mark.parametrize(
    ("test", "text"),
    [
        (Ask(fact="walk_gp_m", at_most=2000), "`walk_gp_m` ≤ 2,0 km"),
        (Ask(fact="walk_gp_m", at_most=1000, good_at_most=500), "`walk_gp_m` groen ≤ 500 m, rood > 1,0 km"),
        (Ask(fact="agreement_months", at_least=24, good_at_least=60), "`agreement_months` groen ≥ 60 maanden, rood < 24 maanden"),
        (Ask(fact="flood_inside_share", good_at_most=0.1), "`flood_inside_share` groen ≤ 10,0%, verder oranje"),
        (Ask(fact="open_water_distance_m"), "`open_water_distance_m`"),
        (
            Ask(fact="floor_area_m2", at_least=1500, at_most=4500, also=(Ask(fact="eigenaar_exploiteert", at_least=1),)),
            "`floor_area_m2` 1.500 tot en met 4.500 m² en `eigenaar_exploiteert` ja",
        ),
        (
            Ask(fact="capacity", at_least=50, good_at_least=300, good_at_most=600, at_most=1500),
            "`capacity` groen 300 tot en met 600 plekken, rood onder 50 en boven 1.500 plekken",
        ),
    ],
)  # fmt: skip
def test_what_a_test_asks_is_written_out(test: Ask, text: str) -> None:
    assert asked(test) == text


def test_the_example_is_a_sound_profile(tmp_path: Path) -> None:
    path = tmp_path / "eigen.toml"
    path.write_text(words()["read_code"], encoding="utf-8")
    known = fact_names(modes=("walk", "car"), categories=("gp", "bus_stop"))
    found = read_profile(FileSpec(path=path, shown="eigen.toml"), known=known)
    assert (found.faults, found.notes) == ((), ())
    assert found.profile is not None
    assert [len(rule.parts) for rule in found.profile.rules] == [2, 2]
    assert set(tomllib.loads(words()["choose_code"])) == {"candidates", "finder"}


def test_all_facts_of_a_plan_are_explained() -> None:
    told = {name.format(**WHERE) for name in words()["facts_of"]}
    known = fact_names(modes=("walk",), categories=("gp",), catchments_m=(1000.0,), layers=("flood",))
    assert told == set(known)


def test_the_page_is_dutch_and_promises_nothing() -> None:
    text = page()
    assert "geschikt" not in text
    assert not re.search(r"\b(None|nan|inf|True|False)\b", text)
