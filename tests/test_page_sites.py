"""The interactive page tells of each candidate what came of the hard rules, and its rank."""

import pandas as pd

import geo.stages as rooms
from geo.maps.page_cells import cell_text
from geo.stages import page
from geo.stages.page_sites import candidate_facts, judged

ROWS = pd.DataFrame({"location_id": ["K3", "K1", "K2", "K4"], "name": ["c", "a", "b", "d"]}, index=[7, 5, 6, 2])
TABLE = pd.DataFrame(
    {
        "candidate_id": ["K1", "K2", "K3"],
        "eligible": ["yes", "no", "untestable"],
        "rank": pd.array([1234, None, 2], dtype="Int64"),
    }
)


def test_each_candidate_gets_its_own_outcome_and_rank() -> None:
    found = judged(ROWS, TABLE)
    assert list(found["location_id"]) == list(ROWS["location_id"])
    assert list(found["rank"]) == ["2", "1.234", "", ""]
    assert list(found["eligible"])[:3] == ["untestable", "yes", "no"]
    assert pd.isna(found["eligible"].iloc[3])


def test_outcome_and_rank_are_told_in_words_under_their_headings() -> None:
    columns = {column.name: column for column in candidate_facts()}
    outcome = columns["eligible"]
    assert (outcome.heading, columns["rank"].heading) == ("uitkomst", "rang")
    told = [cell_text(value, outcome) for value in judged(ROWS, TABLE)["eligible"]]
    assert told == ["niet toetsbaar", "nader onderzoek nodig", "valt af", "onbekend"]
    assert cell_text("", columns["rank"]) == "–"


def test_the_stage_runs_after_the_ranking() -> None:
    order = [stage.name for stage in rooms.STAGES]
    assert "ranking" in page.STAGE.needs
    assert order.index("ranking") < order.index("page")
