"""What the workbook shows of candidates: side by side, in the order of the ranks, with units beside values."""

import math
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pandas as pd
import pytest

from geo.report.results import Shown
from geo.report.workbook import write_workbook
from geo.stages.results_facts import fact_tables, unit_words, with_unit
from geo.stages.results_ranking import ranking_tables
from geo.tables.facts import CANDIDATE_FACTS, FACTS
from geo.tables.ranking import (
    CRITERIA,
    PAIRS,
    RANK_SHARES,
    RANKING,
    SCORES,
    SENSITIVITY,
    SWINGS,
    TOPPLING,
    VERDICTS,
)
from tests.report.example import IMPRINT

KINDS = [
    ("walk_gp_m", "afstand tot huisarts", "metres", "access", "m"),
    ("walk_library_m", "afstand tot bibliotheek", "metres", "access", "m"),
    ("floor_area_per_place_m2", "bvo per plek", "area_m2", "site", "m²"),
    ("site_area_m2", "terrein", "area_m2", "site", "m²"),
    ("nature_inside_share", "natuur: deel erin", "share", "layers", ""),
    ("bouwrijp", "bouwrijp", "yes_no", "own", ""),
]
VALUES = {
    "K1": (437.0, 900.0, 9.5, 4_000.0, 0.25, 1.0),
    "K2": (math.nan, 900.0, 12.0, 5_000.0, 0.0, 0.0),
    "K3": (0.0, 900.0, math.nan, 6_000.0, math.nan, math.nan),
}
RANKS = {"K1": 2, "K2": None, "K3": 1}


def frames() -> dict[str, pd.DataFrame]:
    facts = pd.DataFrame(KINDS, columns=["fact", "title", "kind", "group", "unit"])
    known = [
        {"candidate_id": key, "fact": kind[0], "value": value, "status": "ok"}
        for key, row in VALUES.items()
        for kind, value in zip(KINDS, row, strict=True)
    ]
    ranking = pd.DataFrame({"candidate_id": list(RANKS), "eligible": ["yes", "no", "untestable"]})
    ranking["rank"] = pd.array(list(RANKS.values()), dtype="Int64")
    rule = {"profile": "standaard", "rule": "huisarts", "hard": True, "at_least_margin": False, "basis": "EASO"}
    verdicts = [
        {**rule, "candidate_id": "K1", "verdict": "meets", "fact": "walk_gp_m", "value": 437.0, "bound": 2_000.0},
        {**rule, "candidate_id": "K2", "verdict": "untestable", "fact": None, "value": math.nan},
    ]
    empty = {table.name: pd.DataFrame(columns=list(table.names)) for table in EMPTY}
    return {
        **empty,
        "facts": facts.reindex(columns=list(FACTS.names)),
        "candidate_facts": pd.DataFrame(known).reindex(columns=list(CANDIDATE_FACTS.names)),
        "ranking": ranking.reindex(columns=list(RANKING.names)),
        "verdicts": pd.DataFrame(verdicts).reindex(columns=list(VERDICTS.names)),
        "criteria": pd.DataFrame({"criterion": ["terrein"], "fact": ["site_area_m2"]}).reindex(
            columns=list(CRITERIA.names)
        ),
    }


EMPTY = (SCORES, RANK_SHARES, PAIRS, TOPPLING, SWINGS, SENSITIVITY)


def work(**changes: pd.DataFrame) -> Any:
    made = {**frames(), **changes}
    sites = pd.DataFrame(
        {"location_id": list(RANKS), "name": ["Een", "Twee", None], "municipality": ["Stad", "Dorp", "Stad"]}
    )
    profile = SimpleNamespace(facts=("walk_gp_m", "floor_area_per_place_m2", "not_made_m"))
    inputs = SimpleNamespace(candidates=sites, profile=profile)
    return SimpleNamespace(inputs=lambda: inputs, frame=made.__getitem__)


def side_by_side(**changes: pd.DataFrame) -> Shown:
    return ranking_tables(work(**changes))[0]


def test_candidates_stand_side_by_side_by_rank_with_what_is_asked_and_what_somebody_gave() -> None:
    shown = side_by_side()
    assert shown.table.title == "Kandidaten naast elkaar"
    assert list(shown.frame["candidate_id"]) == ["K3", "Een (K1)", "Twee (K2)"]
    assert list(shown.frame["municipality"]) == ["Stad", "Stad", "Dorp"]
    # the library is asked for by no rule and no criterion; layers and own columns stand there whether asked for or not
    asked = ["walk_gp_m", "floor_area_per_place_m2", "site_area_m2", "nature_inside_share", "bouwrijp"]
    assert list(shown.table.names) == ["candidate_id", "municipality", "eligible", "rank", "score", *asked]
    compared = 0
    for at, key in enumerate(("K3", "K1", "K2")):
        wanted = dict(zip((kind[0] for kind in KINDS), VALUES[key], strict=True))
        for fact in asked:
            assert shown.frame[fact].iloc[at] == pytest.approx(wanted[fact], nan_ok=True), (key, fact)
            compared += 1
    assert compared == 15


def test_the_sheet_has_real_numbers_and_units_and_an_empty_cell_where_nothing_is_known(tmp_path: Path) -> None:
    write_workbook([side_by_side()], tmp_path / "plan.xlsx", imprint=IMPRINT)
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    rows = list(book["Kandidaten naast elkaar"].values)
    assert rows[0] == (
        "Kandidaat", "Gemeente", "Uitkomst", "Rang", "Score", "Afstand tot huisarts (m)", "Bvo per plek (m²)",
        "Terrein (m²)", "Natuur: deel erin", "Bouwrijp",
    )  # fmt: skip
    assert rows[1:] == [
        ("K3", "Stad", "niet toetsbaar", 1, None, 0, None, 6000, None, None),
        ("Een (K1)", "Stad", "nader onderzoek nodig", 2, None, 437, 9.5, 4000, 0.25, "ja"),
        ("Twee (K2)", "Dorp", "valt af", None, None, None, 12, 5000, 0, "nee"),
    ]
    sheet = book["Kandidaten naast elkaar"]
    assert [sheet.cell(3, place).number_format for place in (6, 7, 8, 9)] == ["#,##0", "#,##0.0", "#,##0", "0.0%"]
    told = [row[1] for row in book.worksheets[0].values if row[0] == "Blad"]
    assert told == ["Kandidaten naast elkaar: een rij per kandidaat met alle gevraagde feiten, om op te filteren"]


def test_the_ranking_stands_in_its_order_and_units_beside_the_values_of_the_rules() -> None:
    tables = {shown.table.name: shown for shown in ranking_tables(work())}
    assert list(tables["ranking"].frame["candidate_id"]) == ["K3", "Een (K1)", "Twee (K2)"]
    verdicts = tables["verdicts"]
    assert list(verdicts.frame["unit"]) == ["m", ""]
    names = verdicts.table.names
    assert names[names.index("unit") + 1] == "value"
    assert len(names) == len(VERDICTS.names) + 1


def test_facts_have_their_unit_their_title_and_a_kind_in_words() -> None:
    facts, known = fact_tables(work())
    rows = known.frame[["candidate_id", "fact", "unit"]].drop_duplicates("fact").to_dict("list")
    assert rows == {
        "candidate_id": ["Een (K1)"] * 6,
        "fact": [kind[1] for kind in KINDS],
        "unit": ["m", "m", "m²", "m²", "aandeel van 1", "1 = ja, 0 = nee"],
    }
    assert set(known.frame["candidate_id"]) == {"Een (K1)", "Twee (K2)", "K3"}
    assert facts.table.column("kind").words == "value_kind"


def test_a_fact_that_is_not_there_has_no_unit_and_no_column() -> None:
    units = unit_words(frames()["facts"])
    shown = Shown(table=CANDIDATE_FACTS, frame=pd.DataFrame({"fact": ["walk_gp_m", "lost", None]}))
    assert list(with_unit(shown, "fact", units, before="value").frame["unit"]) == ["m", "", ""]
    bare = side_by_side(candidate_facts=frames()["candidate_facts"].iloc[:0])
    assert bare.frame["walk_gp_m"].isna().all()


def test_without_candidates_or_a_ranking_there_is_no_such_sheet() -> None:
    nobody = work()
    nobody.inputs().candidates = nobody.inputs().candidates.iloc[:0]
    assert (ranking_tables(nobody), fact_tables(nobody)) == ((), ())
    unranked = ranking_tables(work(ranking=frames()["ranking"].iloc[:0]))
    assert "side_by_side" not in {shown.table.name for shown in unranked}
