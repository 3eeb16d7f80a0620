"""The part of chapter 4 about candidate sites, from the tables of the judgement to sentences and rows."""

import math
from types import SimpleNamespace
from typing import Any

import pandas as pd

from geo.report.chapters.candidates import blocks
from geo.report.content import Fact, Heading, TableBlock
from geo.report.grids import grids
from geo.report.results import Judgement
from geo.stages.results_candidates import judgement
from geo.tables.facts import CANDIDATE_FACTS, FACTS
from geo.tables.ranking import CRITERIA, RANKING, TOPPLING, VERDICTS

STOP = {"fact": "walk_bus_stop_m", "title": "afstand tot een halte", "kind": "metres", "group": "access", "unit": "m"}
RULE = {"profile": "standaard", "rule": "halte", "title": "halte op loopafstand", "hard": True, "bound": 500.0}


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
        {"candidate_id": "K2", "eligible": "no"},
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
    return {
        "verdicts": pd.DataFrame(ruled).reindex(columns=list(VERDICTS.names)),
        "candidate_facts": pd.DataFrame(facts).reindex(columns=list(CANDIDATE_FACTS.names)),
        "facts": pd.DataFrame([STOP]).reindex(columns=list(FACTS.names)),
        "ranking": pd.DataFrame(ranking).reindex(columns=list(RANKING.names)),
        "criteria": pd.DataFrame(criteria).reindex(columns=list(CRITERIA.names)),
        "toppling": pd.DataFrame(toppling).reindex(columns=list(TOPPLING.names)),
    }


def work(*, streets: bool = True, **changes: pd.DataFrame) -> Any:
    made = {**frames(), **changes}
    sites = pd.DataFrame({"location_id": ["K1", "K2", "K3"], "name": ["Een", "Twee", None]})
    return SimpleNamespace(
        inputs=lambda: SimpleNamespace(candidates=sites),
        frame=made.__getitem__,
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
        "Van 3 kandidaatlocaties vallen er 1 af op een knock-outregel van het profiel standaard; van 1 is een knock-outregel niet toetsbaar.",
        "K3 staat eerste, en is dat bij 62% van alle wegingen.",
    ]


def test_the_tables_give_names_ranks_margins_and_what_would_change_the_first() -> None:
    tables = [block for block in blocks(found()) if isinstance(block, TableBlock)]
    assert [block.number for block in tables] == ["4.6a", "4.6b", "4.6c", "4.6d"]
    assert cells(tables[0]) == [
        ("K3", "niet toetsbaar", "0,800", "1", "1–2", "61,6%"),
        ("Een (K1)", "nader onderzoek nodig", "0,712", "2", "1–2", "38,4%"),
        ("Twee (K2)", "valt af", "–", "–", "–", "–"),
    ]
    assert cells(tables[1]) == [
        ("Twee (K2)", "halte op loopafstand", "buiten de norm", "700 m", "500 m", "200 m te ver"),
        (
            "K3",
            "halte op loopafstand",
            "niet toetsbaar",
            "geen voorziening gevonden",
            "500 m",
            "niet toetsbaar: geen voorziening gevonden",
        ),
    ]
    assert cells(tables[2]) == [("halte dichtbij", "0 bij 1 km, 1 bij 0 m", "100,0%")]
    assert cells(tables[3]) == [("Een (K1)", "12,5%", "halte dichtbij 45%")]


def test_a_fact_that_the_plan_does_not_have_cannot_be_tested() -> None:
    lost = frames()["verdicts"].assign(fact="walk_nowhere_m", verdict="untestable")
    tables = [block for block in blocks(found(verdicts=lost)) if isinstance(block, TableBlock)]
    assert {row[3:] for row in cells(tables[1])} == {("–", "–", "niet toetsbaar")}


def test_nothing_is_said_of_a_first_where_all_drop_out() -> None:
    gone = frames()["ranking"].assign(eligible="no", rank=None, first_share=None, score=None)
    one = found(ranking=gone)
    assert (one.first, one.counts) == ("", {"yes": 0, "no": 3, "untestable": 0})
    assert [block.label for block in blocks(one) if isinstance(block, Fact)] == ["candidates"]


def test_without_candidates_or_streets_there_is_no_such_part() -> None:
    assert blocks(None) == ()
    assert judgement(work(streets=False)) is None
