"""The stage that ranks candidates, end to end: its tables agree, and odd plans give clear answers."""

from pathlib import Path

import candidate_ranking as oracle
import numpy as np
import openpyxl
import pandas as pd
import pytest
import toy_workspace

from geo.errors import FaultsError
from geo.pipeline import run
from geo.plan import load_plan
from geo.stages.check import load_sound_plan, read_inputs
from geo.store import sha256

TABLES = (
    "criteria", "verdicts", "scores", "ranking", "rank_shares", "pairs", "toppling", "swings", "sensitivity",
)  # fmt: skip
HEAD = ("nr", "Naam", "Lengtegraad", "Breedtegraad", "capaciteit", "bvo", "draagvlak", "openbaarheid")
SITES: tuple[tuple[str, str, float, float, object, object, object], ...] = (
    ("K1", "=SOM(A1)", 120.0, 10.0, 400, 4_000, 1),
    ("K2", "<script>alert(1)</script>", 650.0, 210.0, 150, 1_200, 3),
    ("K3", 'Het "Oude" 🏫', 300.0, 420.0, 900, None, 2),
    ("K4", "Buiten", 700.0, 610.0, None, 2_000, 5),
)
"""Id, name, metres east and north, places, floor area and a column of the user's own."""
CRITERIA = """
[candidates]
weights = { winkel = 0.5, omvang = 0.3, steun = 0.2 }
weightings = 2000

[candidates.criteria.winkel]
fact = "walk_supermarket_m"
worst = 1000
best = 0

[candidates.criteria.omvang]
fact = "capacity"
value = "streefwaarde"
target = [300, 600]
zero = [50, 1500]

[candidates.criteria.steun]
fact = "draagvlak"
value = "trapsgewijs"
steps = [[0, 0], [2, 0.5], [4, 1]]
"""
HARD = """
[profile]
id = "streng"
title = "Streng"
date = "2020"
source = "eigen keuze"

[[rule]]
id = "draagvlak"
title = "Draagvlak"
source = "eigen keuze"
hard = true

[[rule.test]]
fact = "draagvlak"
at_least = {least}
"""


def workspace(folder: Path, criteria: str = CRITERIA, sites: tuple[tuple[object, ...], ...] = SITES) -> Path:
    made = toy_workspace.make(folder)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "kandidaten"
    sheet.append(HEAD)
    for name, told, east, north, *rest in sites:
        sheet.append([name, told, *toy_workspace.lon_lat(float(str(east)), float(str(north))), *rest, "openbaar"])
        sheet.cell(sheet.max_row, 2).data_type = "s"  # text, whatever it begins with
    book.save(made / "data" / "raw" / "candidates.xlsx")
    plan = made / "plan.toml"
    plan.write_text(plan.read_text(encoding="utf-8") + criteria, encoding="utf-8")
    return made


def ranked(folder: Path) -> dict[str, pd.DataFrame]:
    run(load_plan(folder), stages=("ranking",))
    return {name: pd.read_parquet(folder / "data" / "processed" / f"{name}.parquet") for name in TABLES}


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, pd.DataFrame]]:
    folder = workspace(tmp_path_factory.mktemp("ranking") / "toy")
    return folder, ranked(folder)


def test_the_tables_agree_with_each_other_and_with_plain_loops(done: tuple[Path, dict[str, pd.DataFrame]]) -> None:
    _, tables = done
    ranking, criteria = tables["ranking"], tables["criteria"]
    scores = tables["scores"].set_index(["candidate_id", "criterion"])["score"]
    matrix = scores.unstack()[list(criteria["criterion"])]  # noqa: PD010 (each pair stands once)
    assert list(ranking["candidate_id"]) == list(matrix.index) == ["K1", "K2", "K3", "K4"]
    assert criteria["weight"].tolist() == [0.5, 0.3, 0.2]
    rows, weights = matrix.to_numpy().tolist(), criteria["weight"].tolist()
    sums = oracle.sums(rows, weights)
    assert ranking["score"].tolist() == pytest.approx([float(one) for one in sums])
    inside = ranking["eligible"].ne("no").tolist()
    kept = [at for at, one in enumerate(inside) if one]
    assert len(kept) >= 2
    assert ranking.loc[kept, "rank"].tolist() == oracle.ranks([sums[at] for at in kept])
    efficient, pairs = oracle.pareto([rows[at] for at in kept])
    assert ranking.loc[kept, "pareto"].tolist() == efficient
    assert pairs == len(kept) * (len(kept) - 1)
    parts = tables["scores"].groupby("candidate_id")["part"].sum()
    assert parts.tolist() == pytest.approx(ranking["score"].tolist())


def test_a_missing_value_is_worst_and_told(done: tuple[Path, dict[str, pd.DataFrame]]) -> None:
    _, tables = done
    scores = tables["scores"].set_index(["candidate_id", "criterion"])
    assert scores["missing"].sum() == 1
    assert scores.loc[("K4", "omvang"), ["score", "score_low", "score_high"]].tolist() == [0, 0, 1]
    assert tables["ranking"].set_index("candidate_id")["missing"].tolist() == [0, 0, 0, 1]
    assert scores.loc[("K2", "steun"), "score"] == 0.5


def test_how_sure_the_ranking_is_agrees_with_it(done: tuple[Path, dict[str, pd.DataFrame]]) -> None:
    _, tables = done
    ranking = tables["ranking"].dropna(subset=["rank"])
    assert (ranking["rank_low"] <= ranking["rank"]).all()
    assert (ranking["rank"] <= ranking["rank_high"]).all()
    shares = tables["rank_shares"]
    first = shares[shares["rank"] == 1].set_index("candidate_id")["share"]
    assert first.tolist() == ranking["first_share"].tolist()
    assert shares.groupby("candidate_id")["share"].sum().tolist() == pytest.approx([1.0] * len(ranking))
    winner = ranking.sort_values(["rank", "candidate_id"])["candidate_id"].iloc[0]
    assert set(tables["toppling"]["winner_id"]) == {winner}
    assert set(tables["toppling"]["rival_id"]) == set(ranking["candidate_id"]) - {winner}
    assert tables["sensitivity"][["candidate_id", "criterion"]].to_numpy().tolist() == [["K4", "omvang"]]
    for better, worse in zip(tables["pairs"]["better_id"], tables["pairs"]["worse_id"], strict=True):
        ranks = ranking.set_index("candidate_id")["rank"]
        assert ranks[better] <= ranks[worse]


def test_a_second_run_gives_the_same_bytes(done: tuple[Path, dict[str, pd.DataFrame]], tmp_path: Path) -> None:
    folder, _ = done
    again = workspace(tmp_path / "toy")
    ranked(again)
    names = [f"{name}.{ending}" for name in TABLES for ending in ("csv", "parquet")]
    assert len(names) == 18
    ours, theirs = ([sha256(one / "data" / "processed" / name) for name in names] for one in (folder, again))
    assert ours == theirs


def test_text_of_the_user_is_no_formula_in_the_csv(done: tuple[Path, dict[str, pd.DataFrame]]) -> None:
    folder, _ = done
    made = (folder / "data" / "processed" / "criteria.csv").read_text(encoding="utf-8-sig")
    assert "winkel;" in made
    assert "0 bij 1,0 km, 1 bij 0 m" in made
    header = (folder / "data" / "processed" / "ranking.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert header.startswith("kandidaat;knock-outregels;valt af op;niet toetsbaar;score;rang;")


def test_where_all_fail_a_hard_rule_nobody_is_ranked(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "toy", CRITERIA.replace("weightings", 'profile = "streng.toml"\nweightings'))
    (folder / "streng.toml").write_text(HARD.format(least=9), encoding="utf-8")
    tables = ranked(folder)
    assert tables["ranking"]["eligible"].tolist() == ["no"] * 4
    assert [list(one) for one in tables["ranking"]["failed_rules"]] == [["draagvlak"]] * 4
    for name in ("rank", "rank_low", "rank_high", "first_share", "pareto", "topsis_rank"):
        assert tables["ranking"][name].isna().all(), name
    assert tables["ranking"]["score"].notna().all()
    assert {name: len(tables[name]) for name in TABLES[4:]} == dict.fromkeys(TABLES[4:], 0)
    assert tables["criteria"]["spread"].isna().all()


def test_where_one_is_left_it_is_first_by_every_weighting(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "toy", CRITERIA.replace("weightings", 'profile = "streng.toml"\nweightings'))
    (folder / "streng.toml").write_text(HARD.format(least=5), encoding="utf-8")
    tables = ranked(folder)
    row = tables["ranking"].set_index("candidate_id").loc["K4"]
    assert [row[name] for name in ("rank", "rank_low", "rank_high", "first_share", "topsis_rank")] == [1] * 5
    assert tables["ranking"]["rank"].notna().sum() == 1
    assert len(tables["toppling"]) == len(tables["pairs"]) == len(tables["swings"]) == 0


def test_a_plan_without_candidates_makes_none_of_it(tmp_path: Path) -> None:
    folder = toy_workspace.make(tmp_path / "toy")
    plan = folder / "plan.toml"
    lines = plan.read_text(encoding="utf-8").splitlines(keepends=True)
    plan.write_text("".join(line for line in lines if not line.startswith("candidates = ")), encoding="utf-8")
    run(load_plan(folder), stages=("ranking",))
    assert not {path.stem for path in (folder / "data" / "processed").glob("*.parquet")} & set(TABLES)


def places(folder: Path) -> list[tuple[str, str, str]]:
    with pytest.raises(FaultsError) as caught:
        read_inputs(load_sound_plan(folder))
    return [(one.column, one.code, dict(one.parameters).get("hint", "")) for one in caught.value.faults]


def test_every_unknown_fact_is_told_with_what_was_meant_before_anything_is_made(tmp_path: Path) -> None:
    wrong = CRITERIA.replace("walk_supermarket_m", "walk_supermarkt_m").replace('"draagvlak"', '"draagvak"')
    assert places(workspace(tmp_path / "toy", wrong)) == [
        ("candidates.criteria.steun.fact", "profile_unknown_fact", "draagvlak"),
        ("candidates.criteria.winkel.fact", "profile_unknown_fact", "walk_supermarket_m"),
    ]


def test_a_criterion_of_a_column_without_numbers_is_a_fault(tmp_path: Path) -> None:
    told = tuple((*site[:-1], "goed" if site[-1] == 5 else "slecht") for site in SITES)
    assert places(workspace(tmp_path / "toy", CRITERIA, told)) == [
        ("candidates.criteria.steun.fact", "criterion_no_numbers", "")
    ]


def test_a_criterion_of_what_this_plan_does_not_compute_does_not_count_and_that_is_noted(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "toy", CRITERIA.replace("walk_supermarket_m", "walk_library_m"))
    notes = {(one.column, one.code) for one in read_inputs(load_plan(folder)).notes}
    assert ("candidates.criteria.winkel.fact", "criterion_fact_absent") in notes
    tables = ranked(folder)
    assert tables["criteria"]["criterion"].tolist() == ["omvang", "steun"]
    assert tables["criteria"]["weight"].tolist() == pytest.approx([0.6, 0.4])


def test_the_criteria_of_the_package_count_as_far_as_their_facts_are_computed(tmp_path: Path) -> None:
    folder = workspace(tmp_path / "toy", "")
    assert "criterion_fact_absent" not in {one.code for one in read_inputs(load_plan(folder)).notes}
    criteria = ranked(folder)["criteria"]
    assert list(criteria["criterion"]) == [
        "bushalte", "supermarkt", "huisarts", "capaciteit", "vloeroppervlak", "looptijd",
    ]  # fmt: skip
    assert criteria["weight"].tolist() == pytest.approx(np.full(6, 1 / 6))
