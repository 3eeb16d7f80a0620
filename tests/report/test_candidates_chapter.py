"""The part of chapter 4 about candidate sites, from the tables of the judgement to sentences and rows."""

import math
from types import SimpleNamespace
from typing import Any

import pandas as pd

from geo.findings import Finding
from geo.report.chapters.candidates import blocks
from geo.report.content import Bullets, Fact, Heading, Paragraph, TableBlock
from geo.report.grids import grids
from geo.report.results import Judgement
from geo.stages.results_candidates import judgement
from geo.tables.facts import CANDIDATE_FACTS, FACTS
from geo.tables.ranking import CRITERIA, RANKING, TOPPLING, VERDICTS

STOP = {"fact": "walk_bus_stop_m", "title": "afstand tot een halte", "kind": "metres", "group": "access", "unit": "m"}
RULE = {"profile": "standaard", "rule": "halte", "title": "halte op loopafstand", "hard": True, "bound": 500.0}
RULE |= {"basis": "COA, Vastgoed: 500 m"}
MONTHS = {
    "profile": "standaard",
    "rule": "looptijd",
    "title": "24 maanden",
    "hard": False,
    "bound": 24.0,
    "basis": "eigen keuze",
}
LEFT = (
    "Aan het profiel standaard getoetst: 3 kandidaatlocaties. Afgevallen op een knock-outregel: 1; "
    "op een knock-outregel niet toetsbaar: 1."
)


def frames() -> dict[str, pd.DataFrame]:
    verdicts = [
        {"candidate_id": "K1", "verdict": "meets", "fact": "walk_bus_stop_m", "value": 300.0, "margin": 200.0},
        {"candidate_id": "K2", "verdict": "fails", "fact": "walk_bus_stop_m", "value": 700.0, "margin": -200.0},
        {
            "candidate_id": "K3",
            "verdict": "untestable",
            "fact": "walk_bus_stop_m",
            "value": math.nan,
            "margin": math.nan,
        },
    ]
    facts = [
        {"candidate_id": key, "fact": "walk_bus_stop_m", "value": value, "status": status}
        for key, value, status in (("K1", 300.0, "ok"), ("K2", 700.0, "ok"), ("K3", math.nan, "none"))
    ]
    ranking = [
        {
            "candidate_id": "K1",
            "eligible": "yes",
            "score": 0.71249,
            "rank": 2,
            "rank_low": 1,
            "rank_high": 2,
            "first_share": 0.384,
        },
        {"candidate_id": "K2", "eligible": "no", "score": 0.9},
        {
            "candidate_id": "K3",
            "eligible": "untestable",
            "score": 0.8,
            "rank": 1,
            "rank_low": 1,
            "rank_high": 2,
            "first_share": 0.616,
        },
    ]
    criteria = [
        {
            "criterion": "ov",
            "title": "halte dichtbij",
            "fact": "walk_bus_stop_m",
            "value": "0 bij 1 km, 1 bij 0 m",
            "weight": 1.0,
        }
    ]
    toppling = [
        {"winner_id": "K3", "rival_id": "K1", "possible": True, "change": 0.125, "weights": "halte dichtbij 45%"},
        {"winner_id": "K3", "rival_id": "K2", "possible": False, "change": math.nan, "weights": None},
    ]
    ruled = [{**RULE, "at_least_margin": False, **row} for row in verdicts]
    soft = [("K1", "fails"), ("K2", "meets"), ("K3", "untestable")]
    ruled += [{**MONTHS, "at_least_margin": False, "candidate_id": key, "verdict": word} for key, word in soft]
    return {
        "verdicts": pd.DataFrame(ruled).reindex(columns=list(VERDICTS.names)),
        "candidate_facts": pd.DataFrame(facts).reindex(columns=list(CANDIDATE_FACTS.names)),
        "facts": pd.DataFrame([STOP]).reindex(columns=list(FACTS.names)),
        "ranking": pd.DataFrame(ranking).reindex(columns=list(RANKING.names)),
        "criteria": pd.DataFrame(criteria).reindex(columns=list(CRITERIA.names)),
        "criteria_left_out": pd.DataFrame({"title": ["basisschool", "looptijd"]}),
        "toppling": pd.DataFrame(toppling).reindex(columns=list(TOPPLING.names)),
    }


def work(*, streets: bool = True, **changes: pd.DataFrame) -> Any:
    made = {**frames(), **changes}
    sites = pd.DataFrame({"location_id": ["K1", "K2", "K3"], "name": ["Een", "Twee", None]})
    return SimpleNamespace(
        inputs=lambda: SimpleNamespace(candidates=sites),
        frame=made.__getitem__,
        plan=SimpleNamespace(candidates=SimpleNamespace(weightings=100_000)),
        imprint=lambda: SimpleNamespace(edition="openbaar"),
        frame_of_streets=lambda name: made[name] if streets else None,
    )


def found(**changes: pd.DataFrame) -> Judgement:
    one = judgement(work(**changes))
    assert one is not None
    return one


def cells(block: object) -> list[tuple[str, ...]]:
    assert isinstance(block, TableBlock)
    return [tuple(row) for row in grids(block)[0].rows]


def test_the_chapter_counts_who_is_left_and_says_how_sure_the_first_is() -> None:
    told = [block.text for block in blocks(found()) if isinstance(block, Heading | Fact)]
    assert told == [
        "4.5 Kandidaatlocaties",
        LEFT,
        "K3 staat eerste, en is dat bij 61,6% van alle wegingen.",
    ]


def test_the_tables_give_names_ranks_margins_and_what_would_change_the_first() -> None:
    tables = [block for block in blocks(found()) if isinstance(block, TableBlock)]
    assert [block.number for block in tables] == ["4.5a", "4.5b", "4.5c", "4.5d"]
    assert cells(tables[0]) == [
        ("K3", "niet toetsbaar", "0,800", "1", "1–2", "61,6%", "0"),
        ("Een (K1)", "nader onderzoek nodig", "0,712", "2", "1–2", "38,4%", "1"),
        ("Twee (K2)", "valt af", "–", "–", "–", "–", "0"),
    ]
    assert cells(tables[1]) == [
        (
            "Twee (K2)",
            "halte op loopafstand",
            "buiten de norm",
            "700 m",
            "500 m",
            "200 m te ver",
            "COA, Vastgoed: 500 m",
        ),
        (
            "K3",
            "halte op loopafstand",
            "niet toetsbaar",
            "geen voorziening gevonden",
            "500 m",
            "niet toetsbaar: geen voorziening gevonden",
            "COA, Vastgoed: 500 m",
        ),
    ]
    assert cells(tables[2]) == [("halte dichtbij", "0 bij 1 km, 1 bij 0 m", "100,0%")]
    assert cells(tables[3]) == [("Een (K1)", "12,5%", "halte dichtbij 45%")]


def test_a_fact_that_the_plan_does_not_have_cannot_be_tested() -> None:
    lost = frames()["verdicts"].assign(fact="walk_nowhere_m", verdict="untestable")
    tables = [block for block in blocks(found(verdicts=lost)) if isinstance(block, TableBlock)]
    assert {row[3:6] for row in cells(tables[1])} == {("–", "–", "niet toetsbaar")}


def test_a_small_margin_is_marked_and_value_and_bound_never_read_the_same() -> None:
    made = frames()
    near = made["verdicts"].assign(bound=3_000.0, value=3_005.1, margin=-5.1)
    tables = [block for block in blocks(found(verdicts=near)) if isinstance(block, TableBlock)]
    (row,) = (row for row in cells(tables[1]) if row[2] == "buiten de norm")
    assert row[3:6] == ("3.005 m", "3.000 m", "5 m te ver (kleine marge)")
    assert tables[1].note == (
        "Welke regels een knock-out zijn, is een keuze van het profiel; de bron zegt waar de grens vandaan komt. "
        "Kleine marge, minder dan 5% van de grens: meting ter plaatse kan lonen."
    )
    far = [block for block in blocks(found()) if isinstance(block, TableBlock)]
    assert "kleine marge" not in far[1].note.casefold()


def test_where_only_a_bound_of_the_value_is_known_it_is_told_apart_too() -> None:
    made = frames()
    beyond = made["verdicts"].assign(bound=3_000.0, value=math.nan, margin=-4.0, at_least_margin=True)
    known = made["candidate_facts"].assign(status="beyond_limit", value=math.nan, low=3_004.0)
    told = found(verdicts=beyond, candidate_facts=known)
    (row, *_) = cells([block for block in blocks(told) if isinstance(block, TableBlock)][1])
    assert row[3:6] == ("verder dan 3.004 m", "3.000 m", "meer dan 4 m te ver")


def test_the_notes_say_what_the_numbers_mean_and_where_more_is() -> None:
    made = blocks(found())
    notes = [block.note for block in made if isinstance(block, TableBlock)]
    assert "bij 100.000 gelote wegingen" in notes[0]
    assert "niets over de kans dat de locatie er komt" in notes[0]
    assert notes[3].startswith("Na die verschuiving is de score van beide gelijk")
    last = made[-1]
    assert isinstance(last, Paragraph)
    for name in ("kandidaten-openbaar.pdf", "kandidaatlocaties-openbaar.html", "plan.xlsx"):
        assert name in last.text, name


def finding(code: str, **said: str | float) -> Finding:
    return Finding(
        code=code, severity="oranje", chapter=4, ids=(), parameters=tuple(sorted(said.items())), source="Profiel"
    )


def test_how_unsure_the_order_is_stands_with_it_and_the_first_is_told_once() -> None:
    rule = finding("candidates_untestable", asked="halte", names="K3")
    unsure = finding("first_unsure", name="K3", other_name="Een (K1)", share=0.38)
    made = blocks(found(), (rule, finding("candidates_dropped"), unsure))
    assert [block.items for block in made if isinstance(block, Bullets)] == [
        (
            "K3 staat eerste, maar is dat bij slechts 38% van alle wegingen; daarna is Een (K1) het vaakst eerste.",
            "De knock-outregel 'halte' is niet toetsbaar voor K3.",
        )
    ]
    assert [block.label for block in made if isinstance(block, Fact)] == ["candidates"]
    assert not any(isinstance(block, Bullets) for block in blocks(found(), ()))


def test_without_rules_no_column_counts_them() -> None:
    bare = found(verdicts=frames()["verdicts"].iloc[:0])
    assert "other" not in bare.ranking.table.names
    assert "other" in found().ranking.table.names


def test_nothing_is_said_of_a_first_where_all_drop_out() -> None:
    gone = frames()["ranking"].assign(eligible="no", rank=None, first_share=None, score=None)
    one = found(ranking=gone)
    assert (one.first, one.counts) == ("", {"yes": 0, "no": 3, "untestable": 0})
    assert [block.label for block in blocks(one) if isinstance(block, Fact)] == ["candidates"]


def test_without_candidates_or_streets_there_is_no_such_part() -> None:
    assert blocks(None) == ()
    assert judgement(work(streets=False)) is None


def test_criteria_that_do_not_count_are_named() -> None:
    notes = {block.number: block.note for block in blocks(found()) if isinstance(block, TableBlock)}
    assert notes["4.5c"] == "Niet meegeteld, omdat dit plan het feit ervan niet heeft: basisschool en looptijd."
    whole = found(criteria_left_out=pd.DataFrame({"title": []}))
    assert {block.note for block in blocks(whole) if isinstance(block, TableBlock) and block.number == "4.5c"} == {""}
