"""What a fact sheet says: read from the tables, in words, and chosen by rule where not all fits."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.maps.candidate_bars import standing_words
from geo.maps.candidate_blocks import FactsBlock, RulesBlock
from geo.maps.candidate_columns import facts_that_fit, fitted_columns, whole_columns
from geo.maps.candidate_content import (
    CandidateContent,
    FactLine,
    RuleLine,
    ScoreLine,
    chosen_facts,
    chosen_rules,
    chosen_scores,
)
from geo.maps.candidate_facts import FactKinds
from geo.maps.candidate_rows import CandidateTables, candidate_contents, publications
from geo.maps.paper import Letter
from geo.tables.facts import GROUPS
from geo.tables.profiles import VERDICT_WORDS
from tests.maps.candidate_example import candidates, contents, tables

IDS = ["K01", "K02", "K03"]


def _hand_made() -> CandidateTables:
    """Three sites and two facts by hand: K01 is 3,2 km from a shop, K02 0,4 km, K03 farther than was looked."""
    facts = pd.DataFrame(
        {
            "fact": ["walk_supermarket_m", "capacity"],
            "title": ["supermarkt, lopend", "Capaciteit"],
            "kind": ["metres", "places"],
            "group": ["access", "site"],
            "unit": ["", ""],
            "source": ["wegennet", ""],
            "reference_date": pd.to_datetime(["2020-08-31", None]),
        }
    )
    values = pd.DataFrame(
        [
            ("K01", "walk_supermarket_m", 3200.0, 3200.0, 3200.0, "ok", "Kruidenier"),
            ("K01", "capacity", np.nan, np.nan, np.nan, "unknown", ""),
            ("K02", "walk_supermarket_m", 400.0, 400.0, 400.0, "ok", ""),
            ("K02", "capacity", 300.0, 300.0, 300.0, "ok", ""),
            ("K03", "walk_supermarket_m", np.nan, 5000.0, np.nan, "beyond_limit", ""),
            ("K03", "capacity", 80.0, 80.0, 80.0, "ok", ""),
        ],
        columns=["candidate_id", "fact", "value", "low", "high", "status", "note"],
    )
    verdicts = pd.DataFrame(
        [
            ("K01", "shop", True, "fails", "walk_supermarket_m", 3200.0, 3000.0, -200.0, False),
            ("K01", "size", True, "untestable", "capacity", np.nan, 50.0, np.nan, False),
            ("K02", "shop", True, "meets", "walk_supermarket_m", 400.0, 3000.0, 2600.0, False),
            ("K02", "size", True, "meets", "capacity", 300.0, 50.0, 250.0, False),
            ("K03", "shop", True, "fails", "walk_supermarket_m", 5000.0, 3000.0, -2000.0, True),
            ("K03", "size", True, "meets", "capacity", 80.0, 50.0, 30.0, False),
        ],
        columns=["candidate_id", "rule", "hard", "verdict", "fact", "value", "bound", "margin", "at_least_margin"],
    ).assign(
        profile="Toetsprofiel, 2020", basis="Gids (2016): ten hoogste 3 km; groen is eigen keuze", alternative=pd.NA
    )
    verdicts["also_short"] = verdicts["also_untested"] = pd.Series([()] * len(verdicts), dtype="object")
    verdicts["title"] = verdicts["rule"].map({"shop": "Winkel op 3 km", "size": "Ten minste 50 plekken"})
    criteria = pd.DataFrame(
        {"criterion": ["near"], "title": ["Dichtbij"], "fact": ["walk_supermarket_m"], "weight": [1.0]}
    )
    scores = pd.DataFrame(
        {"candidate_id": IDS, "criterion": "near", "value": [3200.0, 400.0, np.nan], "score": [0.2, 0.9, 0.0]}
    ).assign(score_low=[0.2, 0.9, 0.0], score_high=[0.2, 0.9, 0.0], part=[0.2, 0.9, 0.0], missing=[False, False, True])
    ranking = pd.DataFrame(
        {"candidate_id": IDS, "eligible": ["no", "yes", "no"], "score": [0.2, 0.9, 0.0], "rank": [None, 1, None]}
    ).astype({"rank": "Int64"})
    ranking = ranking.assign(
        rank_low=ranking["rank"], rank_high=ranking["rank"], first_share=[None, 1.0, None], pareto=[None, True, None],
        topsis_rank=ranking["rank"], rank_if_best=ranking["rank"], rank_if_worst=ranking["rank"],
    )  # fmt: skip
    empty = tables([], facts=(), rules=(), criteria=())
    return CandidateTables(
        facts=facts, candidate_facts=values, criteria=criteria, verdicts=verdicts, scores=scores, ranking=ranking,
        toppling=empty.toppling, swings=empty.swings, sensitivity=empty.sensitivity,
    )  # fmt: skip


def _read() -> dict[str, CandidateContent]:
    return {content.candidate_id: content for content in candidate_contents(candidates(3), _hand_made())}


def test_the_best_ranked_comes_first_and_the_unranked_by_id() -> None:
    assert list(_read()) == ["K02", "K01", "K03"]


def test_a_site_that_falls_out_is_told_on_which_rule_and_by_how_much() -> None:
    found = _read()
    assert found["K01"].screened() == "Valt af op: Winkel op 3 km (200 m te ver)"
    assert found["K03"].screened() == "Valt af op: Winkel op 3 km (meer dan 2,0 km te ver)"
    assert found["K02"].screened() == "Nader onderzoek nodig"
    assert {content.profile for content in found.values()} == {"Toetsprofiel, 2020"}


def test_a_rule_that_cannot_be_tested_is_named_with_what_is_unknown() -> None:
    made = _hand_made()
    made.verdicts.loc[made.verdicts["verdict"] == "fails", "verdict"] = "meets"
    made.ranking["eligible"] = ["untestable", "yes", "yes"]
    found = {content.candidate_id: content for content in candidate_contents(candidates(3), made)}
    assert found["K01"].screened() == "Niet toetsbaar: Ten minste 50 plekken"
    assert found["K01"].changes == ("Onbekend of onzeker, en nodig voor een knock-outregel: Capaciteit.",)
    assert found["K01"].rules[1].reason == "niet toetsbaar"
    assert found["K01"].rules[1].value == "onbekend"


def test_facts_are_written_with_source_and_day() -> None:
    found = _read()
    assert [(fact.title, fact.text, fact.source) for fact in found["K01"].facts] == [
        ("Supermarkt, lopend", "3,2 km", "wegennet, 31-08-2020"), ("Capaciteit", "onbekend", ""),
    ]  # fmt: skip
    assert [fact.known for fact in found["K01"].facts] == [True, False]
    assert found["K01"].facts[0].note == "Kruidenier"
    assert found["K03"].facts[0].text == "verder dan 5,0 km"
    assert all(fact.turn == 0 for fact in found["K01"].facts)


def test_the_place_is_told_only_of_what_is_ranked() -> None:
    found = _read()
    assert found["K02"].standing.words == (
        "bij elke weging rang 1", "bij 100,0% van de gelote wegingen eerste", "volgens TOPSIS (andere rekenwijze) rang 1",
        "door geen ander op alle criteria overtroffen",
    )  # fmt: skip
    assert (found["K02"].standing.rank, found["K02"].standing.count) == (1, 1)
    assert found["K01"].standing.words == ("Niet in de rangorde: valt af op een knock-outregel.",)


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.0, "bij geen van de gelote wegingen eerste"),
        (0.0004, "bij minder dan 0,1% van de gelote wegingen eerste"),
        (0.0005, "bij 0,1% van de gelote wegingen eerste"),
        (0.125, "bij 12,5% van de gelote wegingen eerste"),
    ],
)
def test_a_share_that_would_read_as_none_is_not_none(share: float, said: str) -> None:
    made = _hand_made()
    made.ranking["first_share"] = share
    assert candidate_contents(candidates(3), made)[0].standing.words[1] == said


def test_a_site_without_a_row_anywhere_still_has_a_sheet() -> None:
    (*_, last) = candidate_contents(candidates(4), _hand_made())
    assert last.candidate_id == "K04"
    assert (last.facts, last.rules, last.scores, last.standing.rank) == ((), (), (), None)
    assert last.screened() == "Niet toetsbaar"


def test_what_is_missing_of_the_site_itself_is_unknown() -> None:
    bare = candidates(3).assign(municipality=None, type=None, capacity=pd.array([pd.NA] * 3, dtype="Int64"), open=None)
    made = _hand_made()
    made.candidate_facts.loc[made.candidate_facts["fact"] == "capacity", ["value", "low", "high"]] = np.nan
    content = candidate_contents(bare, made)[0]
    assert content.about == ("gemeente onbekend", "type onbekend", "capaciteit onbekend")
    assert not content.open


def test_the_heading_has_the_places_of_the_facts() -> None:
    """Of flexible places the list has no capacity, but the facts have the most; heading and facts tell the same."""
    flexible = candidates(3).assign(capacity=pd.array([pd.NA] * 3, dtype="Int64"))
    about = {one.candidate_id: one.about[2] for one in candidate_contents(flexible, _hand_made())}
    assert about == {"K01": "capaciteit onbekend", "K02": "300 plekken", "K03": "80 plekken"}


def test_one_near_miss_is_told_and_several_are_counted() -> None:
    found = _read()
    assert found["K01"].changes[-1] == (
        "Van de knock-outregels staat alleen deze in de weg: Winkel op 3 km (200 m te ver)."
    )
    made = _hand_made()
    made.verdicts.loc[made.verdicts["candidate_id"] == "K01", "verdict"] = "fails"
    content = {one.candidate_id: one for one in candidate_contents(candidates(3), made)}["K01"]
    assert content.changes == ("Er staan 2 knock-outregels in de weg; geen weging verandert dat.",)


MOVES = {
    "toppling": pd.DataFrame(
        {"winner_id": "K02", "rival_id": ["K01", "K03"], "possible": [True, False], "change": [0.125, np.nan], "weights": ""}
    ),
    "swings": pd.DataFrame(
        {"criterion": ["near", "near"], "rival_id": ["K01", "K03"], "weight": [1.0, 1.0], "weight_then": [0.4, 0.1]}
    ),
    "sensitivity": pd.DataFrame(
        {
            "candidate_id": ["K01", "K03"], "criterion": "near", "rank_best": [1, 3], "rank_worst": [2, 3],
            "winner_changes": [True, False],
        }
    ),
}  # fmt: skip


def test_what_would_change_the_ranking_is_told_of_winner_and_rivals() -> None:
    made = _hand_made()
    made.verdicts["verdict"] = "meets"
    made.ranking["rank"] = pd.array([2, 1, 3], dtype="Int64")
    found = {
        content.candidate_id: content.changes for content in candidate_contents(candidates(3), replace(made, **MOVES))
    }
    assert found["K02"] == ("Verschuift 12,5% van het gewicht, dan komt Veld 1 (K01) op gelijke hoogte.",)
    assert found["K01"] == (
        "Evenaart nummer 1, Veld 2 (K02), als 12,5% van het gewicht verschuift.",
        "Of als alleen ‘Dichtbij’ 40,0% weegt in plaats van 100,0%.",
        "Uitzoeken loont: ‘Dichtbij’ (onzeker) kan rang 1 tot en met 2 geven en een ander nummer 1.",
    )
    assert found["K03"] == ("Geen weging binnen de grenzen maakt deze kandidaat eerste.",)
    alone = {**MOVES, "swings": MOVES["swings"].assign(weight_then=1.0)}
    assert not any("alleen" in said for said in candidate_contents(candidates(3), replace(made, **alone))[1].changes)
    never = {**MOVES, "toppling": MOVES["toppling"].assign(possible=False)}
    stays = candidate_contents(candidates(3), replace(made, **never))[0]
    assert stays.changes == ("Geen weging binnen de grenzen brengt een ander op de eerste plaats.",)


FACT = st.builds(
    FactLine,
    title=st.text(max_size=90),
    text=st.text(max_size=60),
    group=st.sampled_from(GROUPS),
    note=st.text(max_size=20),
    source=st.sampled_from(["", "a", "b, 01-01-2020"]),
    flag=st.sampled_from(["", "alleen via veer"]),
    known=st.booleans(),
    turn=st.sampled_from([0, 1, 2, 3]),
)
RULE = st.builds(
    RuleLine,
    title=st.text(max_size=90),
    verdict=st.sampled_from(VERDICT_WORDS),
    hard=st.booleans(),
    reason=st.text(max_size=40),
    value=st.text(max_size=40),
    others=st.integers(0, 3),
    sources=st.lists(st.sampled_from("abc"), max_size=3, unique=True).map(tuple),
)


@given(st.lists(FACT, max_size=40), st.integers(0, 45))
def test_the_facts_whose_turn_it_is_are_told_first_and_in_the_order_of_the_groups(
    facts: list[FactLine], most: int
) -> None:
    chosen = chosen_facts(facts, most)
    assert len(chosen) == min(most, len(facts))
    assert [GROUPS.index(fact.group) for fact in chosen] == sorted(GROUPS.index(fact.group) for fact in chosen)
    left = list(facts)
    for fact in chosen:
        left.remove(fact)
    if left and chosen:
        assert max(fact.turn for fact in chosen) <= min(fact.turn for fact in left)


@given(st.lists(FACT, max_size=40), st.integers(0, 45), st.data())
def test_what_is_known_has_no_part_in_which_facts_are_told(
    facts: list[FactLine], most: int, data: st.DataObject
) -> None:
    known = data.draw(st.lists(st.booleans(), min_size=len(facts), max_size=len(facts)))
    named = [replace(fact, title=f"{at}") for at, fact in enumerate(facts)]
    other = [replace(fact, known=one, text="x", note="") for fact, one in zip(named, known, strict=True)]
    assert [fact.title for fact in chosen_facts(named, most)] == [fact.title for fact in chosen_facts(other, most)]


def test_no_group_crowds_out_another() -> None:
    facts = [FactLine(title=f"{group} {at}", text="1", group=group) for group in GROUPS for at in range(20)]
    chosen = chosen_facts(facts, 16)
    assert [fact.title for fact in chosen] == [f"{group} {at}" for group in GROUPS for at in range(2)]


@given(st.lists(RULE, max_size=25), st.integers(0, 30))
def test_the_gravest_rules_are_told_in_the_order_of_the_profile(rules: list[RuleLine], most: int) -> None:
    chosen = chosen_rules(rules, most)
    assert len(chosen) == min(most, len(rules))
    rest = iter(rules)
    assert all(any(rule == other for other in rest) for rule in chosen), "in another order"
    left = list(rules)
    for rule in chosen:
        left.remove(rule)
    if left and chosen:
        assert max(rule.gravity for rule in chosen) <= min(rule.gravity for rule in left)


def test_the_weightiest_criteria_are_told() -> None:
    scores = [
        ScoreLine(title=str(at), weight=weight, score=0.5, low=0.5, high=0.5, part=0.1, missing=False)
        for at, weight in enumerate((0.1, 0.4, 0.2, 0.3))
    ]
    assert [score.title for score in chosen_scores(scores, 2)] == ["1", "3"]
    assert [score.title for score in chosen_scores(scores, 9)] == ["0", "1", "2", "3"]


@pytest.mark.parametrize("room", [240.0, 160.0, 130.0, 110.0])
@pytest.mark.parametrize("seed", [1, 3])
def test_columns_fit_their_room(room: float, seed: int) -> None:
    for content in contents(seed=seed):
        columns = fitted_columns(content, room)
        assert columns.height <= room
        if whole_columns(content).height <= room:
            assert columns == whole_columns(content)


@settings(deadline=None)
@given(st.lists(FACT, min_size=1, max_size=40))
def test_more_facts_never_take_less_room(facts: list[FactLine]) -> None:
    heights = [FactsBlock.of(facts, most).height for most in range(1, len(facts))]
    assert heights == sorted(heights)
    assert FactsBlock.of(facts, len(facts)).rest == 0


def test_rules_without_a_bound_that_are_left_out_are_said_to_be_so() -> None:
    rules = [
        RuleLine(title=str(at), verdict=verdict, hard=False, reason="", value="1")
        for at, verdict in enumerate(("meets", "reported", "fails", "reported"))
    ]
    only, both = RulesBlock.of(rules, 2), RulesBlock.of(rules, 1)
    assert (only.rest, only.bounded) == (2, False)
    assert (both.rest, both.bounded) == (3, True)
    assert [rule.title for rule in both.rules] == ["2"]


def test_more_rules_than_fit_the_band_are_counted() -> None:
    content = replace(contents()[0], screening="no", screened_on=("a", "b", "c"))
    assert content.screened() == "Valt af op: a; b; c"
    assert content.screened(2) == "Valt af op: a; b; … en 1 andere, zie plan.xlsx"


def _turns(names: list[tuple[str, str]], asked: set[str], needed: set[str]) -> dict[str, int]:
    frame = pd.DataFrame(names, columns=["fact", "group"]).assign(title="x", kind="number", unit="", source="")
    return dict(FactKinds.of(frame, asked, needed).turns)


def test_own_columns_costs_and_a_fact_of_each_layer_come_before_the_way_and_the_minutes() -> None:
    found = _turns(
        [
            ("walk_gp_m", "access"), ("walk_gp_minutes", "access"), ("walk_far_minutes", "access"),
            ("walk_gp_unlit_share", "route"), ("people_500_m", "people"), ("people_900_m", "people"),
            ("capacity", "site"), ("agreement_months", "agreement"), ("cost_opening_per_place", "agreement"),
            ("cost_year_per_place", "agreement"), ("flood_mean", "layers"), ("flood_max", "layers"),
            ("noise_mean", "layers"), ("noise_max", "layers"), ("nature_distance_m", "layers"),
            ("nature_inside_share", "layers"), ("open_water_width_m", "layers"), ("draagvlak", "own"),
        ],
        {"noise_mean", "walk_gp_m", "agreement_months", "elsewhere"},
        {"walk_gp_m"},
    )  # fmt: skip
    assert [fact for fact, turn in found.items() if turn == 0] == [
        "walk_gp_m", "people_500_m", "capacity", "cost_opening_per_place", "cost_year_per_place", "flood_max", "noise_mean",
        "nature_inside_share", "open_water_width_m", "draagvlak",
    ]  # fmt: skip
    assert [fact for fact, turn in found.items() if turn == 1] == ["agreement_months"]
    assert [fact for fact, turn in found.items() if turn == 3] == ["walk_gp_minutes", "walk_gp_unlit_share"]


def test_all_candidates_tell_the_same_facts_whatever_is_known_of_each() -> None:
    everyone = contents(8, unknown=0.5, seed=5)
    assert len({sum(fact.known for fact in content.facts) for content in everyone}) > 3
    most = min(facts_that_fit(content, 150.0) for content in everyone)
    told = {tuple(fact.title for fact in chosen_facts(content.facts, most)) for content in everyone}
    assert len(told) == 1
    must = {fact.title for fact in everyone[0].facts if fact.turn == 0}
    assert must >= {"Draagvlak", "Bouwrijp", "Kosten van opening per plek", "Jaarlijkse kosten per plek"}
    assert must <= set(told.pop())
    for content in everyone:
        assert fitted_columns(content, 150.0, most).height <= 150.0
        blocks = [block for block in fitted_columns(content, 150.0, most).left if isinstance(block, FactsBlock)]
        assert [len(block.facts) for block in blocks] == [most]


def test_a_ferry_is_told_with_the_distance_and_not_in_the_note() -> None:
    made = _hand_made()
    made.candidate_facts["note"] = ["Kruidenier; alleen via veer", "", "alleen via veer", "", "", ""]
    found = {content.candidate_id: content.facts[0] for content in candidate_contents(candidates(3), made)}
    assert (found["K01"].said, found["K01"].note) == ("3,2 km, alleen via veer", "Kruidenier")
    assert (found["K02"].said, found["K02"].note) == ("400 m, alleen via veer", "")
    assert (found["K03"].said, found["K03"].flag) == ("verder dan 5,0 km", "")


@pytest.mark.parametrize(
    ("basis", "sources"),
    [
        ("COA, Vastgoed (jaar onbekend): ten hoogste 500 m; oranje tot 1 km is eigen keuze", ("COA, Vastgoed (jaar onbekend)", "eigen keuze")),
        ("EASO (2016), indicator 1.2: 2 km; COA, Vastgoed: 3 km; kleiner bij uitzondering", ("EASO (2016), indicator 1.2", "COA, Vastgoed")),
        ("eigen keuze: binnen de zone is nader onderzoek nodig; geen toets aan de wet", ("eigen keuze",)),
        ("geen norm gevonden; alleen vermeld", ("geen norm gevonden",)),
        ("Beleidsnota 2019", ("Beleidsnota 2019",)),
        ("COA, https://www.coa.nl/nl/vastgoed", ("COA, https://www.coa.nl/nl/vastgoed",)),
        ("", ()),
    ],
)  # fmt: skip
def test_where_a_bound_stands_is_named_without_what_it_says(basis: str, sources: tuple[str, ...]) -> None:
    assert publications(basis) == sources


def test_each_rule_has_letters_for_its_sources_in_the_foot_of_the_facts() -> None:
    rules = [
        RuleLine(title=str(at), verdict="meets", hard=False, reason="", sources=sources)
        for at, sources in enumerate((("Gids", "eigen keuze"), ("Wet",), ("Gids",)))
    ]
    block = RulesBlock.of(rules, 3, sourced=True)
    assert block.foot == ("(a) Gids", "(b) eigen keuze", "(c) Wet")
    assert RulesBlock.of(rules, 3).foot == ("(a) eigen keuze", "waar de grenzen staan: zie plan.xlsx")
    assert RulesBlock.of([replace(rules[1], sources=())], 1).foot == ()
    many = [replace(rules[0], sources=tuple(f"bron {at}" for at in range(28)))]
    assert RulesBlock.of(many, 1, sourced=True).foot[25:] == ("(z) bron 25", "(aa) bron 26", "(ab) bron 27")


@pytest.mark.parametrize(("metres", "told"), [(3010.0, "3.010 m"), (2990.0, "2.990 m"), (3200.0, "3,2 km")])
def test_a_fact_that_misses_a_bound_by_a_hair_does_not_read_as_that_bound(metres: float, told: str) -> None:
    made = _hand_made()
    values = made.candidate_facts
    values.loc[(values["candidate_id"] == "K01") & (values["fact"] == "walk_supermarket_m"), "value"] = metres
    rows = candidate_contents(candidates(3), made)
    facts = next(content for content in rows if content.candidate_id == "K01").facts
    assert [fact.text for fact in facts if "supermarkt" in fact.title.lower()] == [told]


def test_a_rule_of_which_more_parts_fail_is_not_said_to_be_all_that_stands_in_the_way() -> None:
    made = _hand_made()
    made.verdicts["also_short"] = pd.Series([("capacity",), *[()] * 5], dtype="object")
    made.verdicts.loc[0, "alternative"] = 3
    found = {content.candidate_id: content for content in candidate_contents(candidates(3), made)}["K01"]
    why = "alternatief 3: 200 m te ver; ook buiten de grens: Capaciteit"
    assert found.screened() == f"Valt af op: Winkel op 3 km ({why})"
    assert found.changes[-1] == (
        f"Van de knock-outregels staat deze in de weg, op meer dan één onderdeel: Winkel op 3 km ({why})."
    )


def test_a_place_that_hangs_on_what_is_unknown_is_told_with_its_span() -> None:
    made = _hand_made()
    made.verdicts.loc[made.verdicts["verdict"] == "fails", "verdict"] = "meets"
    made.ranking["eligible"] = ["untestable", "yes", "yes"]
    made.ranking["rank"] = pd.array([2, 1, 3], dtype="Int64")
    made.ranking["rank_if_best"] = pd.array([1, 1, 2], dtype="Int64")
    made.ranking["rank_if_worst"] = pd.array([3, 1, 3], dtype="Int64")
    found = {content.candidate_id: content for content in candidate_contents(candidates(3), made)}
    assert [found[name].standing.unknown for name in IDS] == [1, 0, 1]
    assert standing_words(found["K01"].standing).startswith(
        "Rang 2 van 3, onder voorbehoud: 1 waarde onbekend of onzeker"
    )
    assert found["K01"].changes[1] == (
        "Valt al het onbekende het best uit: rang 1; het slechtst: valt af op een knock-outregel."
    )
    assert found["K03"].changes == ("Valt al het onbekende het best uit: rang 2; het slechtst: rang 3.",)
    assert standing_words(found["K02"].standing).startswith("Rang 1 van 3")
    assert found["K02"].changes == ()
    made.ranking["rank_if_best"] = made.ranking["rank_if_worst"] = made.ranking["rank"]
    same = {content.candidate_id: content for content in candidate_contents(candidates(3), made)}
    assert same["K03"].changes == ("Hoe het onbekende ook uitvalt: rang 3.",)


@pytest.mark.parametrize("what", ["784 m", "3 km", "1.350 m²", "€ 12.000", "45 min", "110 plekken"])
@given(st.integers(20, 60))
def test_a_number_and_its_unit_are_not_parted(what: str, width: int) -> None:
    letter = Letter(size_pt=7.0)
    lines = letter.wrap(" ".join(["woord", what, "te", what] * 5), float(width))
    assert sum(line.count(what) for line in lines) == 10
