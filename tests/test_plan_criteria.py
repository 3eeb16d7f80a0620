"""The criteria and weights of a plan: what it may say, and every fault of it at once."""

import math
import re
from pathlib import Path

import pytest

from geo.errors import Fault, FaultsError
from geo.plan import Plan, load_plan
from geo.plan_criteria import OWN_CHOICE, usual_criteria
from geo.words import LANGUAGES, say

PLAN = """\
[plan]
province = "PV24"
prt = "PRT Markerwaard"
reference_date = 2020-09-01

[input]
boundaries = "b.gpkg"
locations = "l.csv"
"""
TWO = """
[candidates.criteria.winkel]
fact = "walk_supermarket_m"
worst = 3000
best = 500

[candidates.criteria.omvang]
fact = "capacity"
title = "Omvang"
value = "streefwaarde"
target = [300, 600]
zero = [50, 1500]
"""


def load(folder: Path, text: str) -> Plan:
    (folder / "plan.toml").write_text(PLAN + text, encoding="utf-8")
    return load_plan(folder)


def faults(folder: Path, text: str) -> tuple[Fault, ...]:
    with pytest.raises(FaultsError) as caught:
        load(folder, text)
    return caught.value.faults


def places(folder: Path, text: str) -> list[tuple[str, str]]:
    return sorted((fault.column, fault.code) for fault in faults(folder, text))


def test_criteria_have_their_choices_in_dutch_and_their_weights_add_to_one(tmp_path: Path) -> None:
    text = f"[candidates]\nmissing = 'midden'\nweights = {{ winkel = 0.75, omvang = 0.25 }}\n{TWO}"
    candidates = load(tmp_path, text).candidates
    assert candidates.missing == "middle"
    assert list(candidates.criteria) == ["winkel", "omvang"]
    assert candidates.criteria["omvang"].value == "target"
    assert candidates.criteria["winkel"].value == "linear"
    assert candidates.criteria["winkel"].source == OWN_CHOICE


@pytest.mark.parametrize("rule", ["weglaten", "left_out", "Leave out"])
def test_the_rule_for_missing_values_may_be_told_in_both_languages(tmp_path: Path, rule: str) -> None:
    assert load(tmp_path, f"[candidates]\nmissing = '{rule}'\n").candidates.missing == "left_out"


def test_a_suggestion_is_the_dutch_word_where_the_plan_is_dutch(tmp_path: Path) -> None:
    (missing,) = faults(tmp_path, "[candidates]\nmissing = 'middel'\n")
    assert missing.sentence() == (
        "plan.toml, sleutel candidates.missing: `middel` is geen van: slechtste (worst); midden (middle); weglaten "
        "(left_out). Bedoelt u `midden`? Kies een van deze woorden."
    )


def test_the_size_of_areas_may_be_told_in_dutch_and_the_words_are_listed(tmp_path: Path) -> None:
    searched = "[finder]\nareas = 'p.gpkg'\narea_is = '{}'\n"
    for word, meant in (("terrein", "site"), ("gebouw", "floor"), ("floor", "floor")):
        finder = load(tmp_path, searched.format(word)).finder
        assert finder is not None
        assert finder.area_is == meant
    (strange,) = faults(tmp_path, searched.format("terein"))
    assert "terrein (site); gebouw (floor). Bedoelt u `terrein`?" in strange.sentence()


def test_the_package_has_criteria_with_a_source_each() -> None:
    usual = usual_criteria()
    assert {name: criterion.fact for name, criterion in usual.items()} == {
        "bushalte": "walk_bus_stop_m",
        "supermarkt": "walk_supermarket_m",
        "basisschool": "walk_primary_school_m",
        "huisarts": "walk_gp_m",
        "capaciteit": "capacity",
        "vloeroppervlak": "floor_area_per_place_m2",
        "looptijd": "agreement_months",
    }
    assert all(OWN_CHOICE in criterion.source and criterion.title for criterion in usual.values())
    assert usual["capaciteit"].target == (300, 600)
    assert usual["capaciteit"].zero == (50, 1500)
    ends = {name: (one.worst, one.best) for name, one in usual.items() if one.value == "linear"}
    assert ends == {
        "bushalte": (1000, 500),
        "supermarkt": (3000, 1500),
        "basisschool": (3000, 2000),
        "huisarts": (3000, 2000),
        "vloeroppervlak": (7, 10),
        "looptijd": (24, 60),
    }


def test_the_criteria_of_the_package_may_be_weighed_without_naming_them(tmp_path: Path) -> None:
    names = list(usual_criteria())
    weights = ", ".join(f"{name} = {0.4 if name == 'looptijd' else 0.1}" for name in names)
    assert load(tmp_path, f"[candidates]\nweights = {{ {weights} }}\n").candidates.weights["looptijd"] == 0.4
    assert places(tmp_path, f"[candidates]\nweights = {{ {weights.replace('looptijd', 'loptijd')} }}\n") == [
        ("candidates.weights", "criterion_without_weight"),
        ("candidates.weights.loptijd", "unknown_criterion"),
    ]


@pytest.mark.parametrize("weights", [(0.33, 0.33, 0.33), (0.333, 0.333, 0.333), (0.34, 0.33, 0.34)])
def test_weights_may_be_rounded(tmp_path: Path, weights: tuple[float, ...]) -> None:
    third = "[candidates.criteria.vloer]\nfact = 'floor_area_m2'\nworst = 0\nbest = 1\n"
    told = ", ".join(f"{name} = {weight}" for name, weight in zip(("winkel", "omvang", "vloer"), weights, strict=True))
    assert (
        math.fsum(load(tmp_path, f"[candidates]\nweights = {{ {told} }}\n{TWO}{third}").candidates.weights.values())
        != 1
    )


WRONG_WEIGHTS = [
    ("weights = { winkel = 0, omvang = 0 }", [("weights", "weights_zero")]),
    ("weights = { winkel = 0.4, omvang = 0.4 }", [("weights", "weights_sum")]),
    ("weights = { winkel = 60, omvang = 40 }", [("weights", "weights_sum")]),
    ("weights = { winkel = 1.2, omvang = -0.2 }", [("weights.omvang", "weight_negative")]),
    ("weights = { winkel = nan, omvang = 1 }", [("weights.winkel", "weight_no_number")]),
    ("weights = { winkel = inf, omvang = -inf }", [("weights.omvang", "weight_no_number"), ("weights.winkel", "weight_no_number")]),
    ("weights = { winkel = 1 }", [("weights", "criterion_without_weight")]),
    ("weights = { winkel = 0.5, omvang = 0.3, omvangg = 0.2 }", [("weights", "weights_sum"), ("weights.omvangg", "unknown_criterion")]),
    ("weight_bounds = { winkels = [0, 1] }", [("weight_bounds.winkels", "unknown_criterion")]),
    ("weight_bounds = { winkel = [0.6, 0.4] }", [("weight_bounds.winkel", "weight_bounds_backwards")]),
    ("weight_bounds = { winkel = [0.5, 1], omvang = [0.51, 1] }", [("weight_bounds", "weight_bounds_too_high"), ("weight_bounds.omvang", "weight_outside_bounds")]),
    ("weight_bounds = { winkel = [0, 0.5], omvang = [0, 0.4] }", [("weight_bounds", "weight_bounds_too_low"), ("weight_bounds.omvang", "weight_outside_bounds")]),
    ("weights = { winkel = 0.7, omvang = 0.3 }\nweight_bounds = { winkel = [0, 0.6] }", [("weight_bounds.winkel", "weight_outside_bounds")]),
    ("weight_bounds = { winkel = [0.6, 0.9] }", [("weight_bounds.winkel", "weight_outside_bounds")]),
    ("weight_bounds = { winkel = [-0.1, 1.1] }", [("weight_bounds.winkel.0", "must_be_at_least"), ("weight_bounds.winkel.1", "must_be_at_most")]),
    ("weights = { winkel = 'zwaar' }", [("weights", "criterion_without_weight"), ("weights.winkel", "must_be_number")]),
    ("missing = 'best'", [("missing", "no_option")]),
]  # fmt: skip


@pytest.mark.parametrize(("said", "expected"), WRONG_WEIGHTS)
def test_every_wrong_weight_has_a_fault_of_its_own(tmp_path: Path, said: str, expected: list[tuple[str, str]]) -> None:
    assert places(tmp_path, f"[candidates]\n{said}\n{TWO}") == [
        (f"candidates.{place}", code) for place, code in expected
    ]


WRONG_VALUES = [
    ("worst = 3000", [("best", "criterion_without_end")]),
    ("value = 'trapsgewijs'", [("steps", "criterion_without_end")]),
    ("value = 'target'", [("target", "criterion_without_end"), ("zero", "criterion_without_end")]),
    ("worst = 1\nbest = 1", [("best", "criterion_equal_ends")]),
    ("worst = 1\nbest = 2\nsteps = [[0, 0], [1, 1]]", [("steps", "criterion_strange_end")]),
    ("value = 'stepped'\nsteps = [[5, 0.5]]", [("steps", "criterion_one_step")]),
    ("value = 'stepped'\nsteps = [[5, 0.5], [5, 1]]", [("steps", "criterion_steps_order")]),
    ("value = 'stepped'\nsteps = [[5, 0.5], [4, 1]]", [("steps", "criterion_steps_order")]),
    ("value = 'stepped'\nsteps = [[5, 0.5], [6, 1.1]]", [("steps.1.1", "must_be_at_most")]),
    ("value = 'target'\ntarget = [300, 600]\nzero = [300, 600]", [("zero", "criterion_target_order")]),
    ("value = 'target'\ntarget = [600, 300]\nzero = [50, 1500]", [("zero", "criterion_target_order")]),
    ("worst = nan\nbest = 1", [("worst", "must_be_number")]),
    ("value = 'lineaire'\nworst = 0\nbest = 1", [("value", "no_option")]),
    ("wrost = 1\nbest = 2", [("wrost", "unknown_key_near")]),
]  # fmt: skip


@pytest.mark.parametrize(("said", "expected"), WRONG_VALUES)
def test_every_wrong_value_function_has_a_fault_of_its_own(
    tmp_path: Path, said: str, expected: list[tuple[str, str]]
) -> None:
    text = f"[candidates.criteria.vloer]\nfact = 'floor_area_m2'\n{said}\n"
    assert places(tmp_path, text) == [(f"candidates.criteria.vloer.{place}", code) for place, code in expected]


@pytest.mark.parametrize(("said", "expected"), [*WRONG_WEIGHTS, *WRONG_VALUES])
def test_every_fault_is_said_in_both_languages(tmp_path: Path, said: str, expected: list[tuple[str, str]]) -> None:
    of_weights = (said, expected) in WRONG_WEIGHTS
    text = f"[candidates]\n{said}\n{TWO}" if of_weights else f"[candidates.criteria.v]\nfact = 'capacity'\n{said}\n"
    for fault in faults(tmp_path, text):
        told = {lang: fault.sentence(lang) for lang in LANGUAGES}
        assert len(set(told.values())) == len(LANGUAGES)
        assert not any("{" in one or "}" in one for one in told.values())


def test_all_faults_of_criteria_and_weights_are_told_at_once_with_their_remedy(tmp_path: Path) -> None:
    text = f"""\
[candidates]
weights = {{ winkel = -1, omvangg = 0.5, vloer = 0.5 }}
weight_bounds = {{ vloer = [0.6, 0.2], winkel = [0.1, 1], looptijd = [0, 1] }}
{TWO.replace("best = 500", "")}
[candidates.criteria.vloer]
fact = "floor_area_m2"
worst = 10
best = 10
"""
    found = faults(tmp_path, text)
    assert [(fault.column, fault.code) for fault in found] == [
        ("candidates.criteria.vloer.best", "criterion_equal_ends"),
        ("candidates.criteria.winkel.best", "criterion_without_end"),
        ("candidates.weight_bounds.looptijd", "unknown_criterion"),
        ("candidates.weight_bounds.vloer", "weight_bounds_backwards"),
        ("candidates.weights", "criterion_without_weight"),
        ("candidates.weights.omvangg", "unknown_criterion"),
        ("candidates.weights.winkel", "weight_negative"),
    ]
    assert {fault.file for fault in found} == {"plan.toml"}
    assert found[5].sentence() == (
        "plan.toml, sleutel candidates.weights.omvangg: `omvangg` is geen criterium van dit plan. "
        "Bedoelt u `omvang`? De criteria zijn: winkel, omvang, vloer."
    )


def test_weights_with_another_sum_are_told_as_they_would_be(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, f"[candidates]\nweights = {{ winkel = 60, omvang = 40 }}\n{TWO}")
    assert fault.sentence() == (
        "plan.toml, sleutel candidates.weights: de gewichten zijn samen 100, geen 1. "
        "Bent u geen criterium vergeten, deel ze dan door hun som: winkel = 0.6, omvang = 0.4."
    )


def test_every_fault_about_criteria_is_met_by_a_test() -> None:
    source = (Path(__file__).parents[1] / "geo" / "plan_criteria.py").read_text(encoding="utf-8")
    codes = set(re.findall(r'wrong\("(\w+)"', source))
    met = {code for _, expected in [*WRONG_WEIGHTS, *WRONG_VALUES] for _, code in expected}
    assert len(codes) == 16
    assert codes <= met
    assert all(say(f"fault.{code}.remedy", lang) for code in codes for lang in LANGUAGES)
