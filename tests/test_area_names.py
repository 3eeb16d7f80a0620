"""How the tables name their provinces and regions, and the groups of a total."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
import toy_workspace

from geo.plan import load_plan
from geo.quarters import Quarter
from geo.report.content import TableBlock
from geo.report.grids import grids
from geo.report.results import Shown
from geo.sources.inputs import Inputs
from geo.stages import results
from geo.stages.check import read_inputs
from geo.tables.portfolio import PORTFOLIO_TOTALS
from geo.tables.transition import OUTCOMES

QUARTERS = (Quarter(2020, 4),)


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    return read_inputs(load_plan(toy_workspace.make(tmp_path_factory.mktemp("toy"))))


def two(inputs: Inputs) -> Inputs:
    """Give the plan a second province, without municipalities."""
    other = inputs.provinces.assign(code="PV91", name="Buurland")
    return replace(inputs, provinces=pd.concat([inputs.provinces, other]), province_codes=("PV90", "PV91"))


def work(inputs: Inputs, **frames: pd.DataFrame) -> Any:
    return SimpleNamespace(inputs=lambda: inputs, frame=frames.__getitem__, plan=SimpleNamespace(quarters=QUARTERS))


def totals(*areas: str) -> pd.DataFrame:
    numbers = dict.fromkeys(("total", "need_min", "need_max", "balance", "voluntary", "certain"), 10)
    rows = [
        {"area_id": area, "quarter": "2020-Q4", **numbers, "unknown_locations": at} for at, area in enumerate(areas)
    ]
    return pd.DataFrame(rows)


def quarters(given: Inputs, *areas: str) -> list[list[object]]:
    moved = pd.DataFrame({"location_id": ["T1"], "quarter": ["2020-Q4"], "type": ["gvl"], "places": [400]})
    shown = results._quarters(work(given, transition=moved, quarter_totals=totals(*areas)), bounds=True)
    return shown.frame[["name", "2020-Q4"]].to_numpy().tolist()


def test_the_totals_of_one_province_do_not_name_it(inputs: Inputs) -> None:
    assert quarters(inputs, "PV90") == [
        ["T1 azc Markt", 400],
        ["Totaal (flexibele plekken op hun maximum)", "10"],
        ["Locaties onbekend", 0],
        ["Behoefte min", 10],
        ["Behoefte max", 10],
        ["Saldo tegen behoefte min (flexibele plekken op hun maximum)", "+10"],
        ["w.v. vrijwillig", 10],
        ["w.v. bestaand en vastgesteld (flexibele plekken op hun minimum)", "10"],
    ]


def test_the_totals_of_two_provinces_each_name_their_own(inputs: Inputs) -> None:
    rows = quarters(two(inputs), "PV90", "PV91")
    # the second has a location of which the places are unknown, the first has none
    assert [row for row in rows if str(row[0]).startswith("Totaal")] == [
        ["Totaal Toets (flexibele plekken op hun maximum)", "10"],
        ["Totaal Buurland (flexibele plekken op hun maximum)", "≥ 10"],
    ]
    assert [row for row in rows if str(row[0]).startswith("Saldo")][1][1] == "≥ +10"
    assert rows[-1] == ["w.v. vrijwillig in alle provincies samen", 10]


def test_a_table_names_its_province_only_where_there_are_more(inputs: Inputs) -> None:
    frame = pd.DataFrame({"area_id": ["PV90", "PV91"], "bucket": ["totaal", "totaal"]})
    one = results._confrontation(work(inputs, confrontation=frame.head(1)))
    both = results._confrontation(work(two(inputs), confrontation=frame))
    assert "area_id" not in one.frame
    assert both.frame["area_id"].tolist() == ["Toets (PV90)", "Buurland (PV91)"]


def test_provinces_stand_below_their_regions(inputs: Inputs) -> None:
    frame = pd.DataFrame({"quarter": ["2020-Q4"] * 3, "region_id": ["PV90", "R1", "R1"], "bucket": ["a", "b", "a"]})
    shown = results._coverage(work(inputs, coverage=frame))
    assert shown.frame[["region_id", "bucket"]].to_numpy().tolist() == [
        ["Toetsland (R1)", "b"], ["Toetsland (R1)", "a"], ["Toets (PV90)", "a"],
    ]  # fmt: skip


def test_a_group_without_type_or_certainty_is_unknown_and_the_whole_is_no_group(inputs: Inputs) -> None:
    numbers = dict.fromkeys(PORTFOLIO_TOTALS.names[2:], 1)
    frame = pd.DataFrame(
        [
            {"by": by, "value": value, **numbers, "emergency_unknown": 0}
            for by, value in (("current_type", ""), ("current_type", "azc"), ("certainty", "voornemen"), ("all", ""))
        ]
    )
    given = work(inputs, portfolio_totals=frame)
    shown = results._portfolio_totals(given)
    cells = _cells(shown)
    assert [row[:2] for row in cells] == [
        ("type opvang", "onbekend"), ("type opvang", "azc"), ("status besluitvorming", "bestuurlijk voornemen"),
        ("totaal", ""),
    ]  # fmt: skip
    # locations, regular, emergency, reserve and amv: a bound where a part is unknown
    assert cells[0][2:] == ("1", "≥ 1", "1", "≥ 1", "≥ 1")


def test_an_outcome_stands_in_words_where_there_is_no_rung(inputs: Inputs) -> None:
    numbers = dict.fromkeys(("need_min", "need_max", "supply", "reserve", "balance", "balance_reserve"), 5)
    rungs = pd.array([0, 2, pd.NA, pd.NA], dtype="Int64")
    frame = pd.DataFrame({"change": 0.1, "quarter": "2020-Q4", **numbers, "rung": rungs, "outcome": list(OUTCOMES)})
    given = work(inputs, scenarios=frame.assign(area_id="PV90", unknown_locations=[0, 1, 0, 1]))
    cells = _cells(results._scenarios(given))
    assert [row[-2] for row in cells] == ["niet nodig", "ten hoogste 2", "niet gedekt", "niet toetsbaar"]
    assert cells[1][4:8] == ("≥ 5", "5", "≥ +5", "≥ +5")


def _cells(shown: Shown) -> tuple[tuple[str, ...], ...]:
    (grid,) = grids(TableBlock(number="", caption="", table=shown.table, frame=shown.frame))
    return grid.rows
