"""The obligation to house permit holders: which half year, who is on schedule, and what cannot be told; by hand."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from geo.analysis.checks import check_plan
from geo.analysis.obligations import chosen_half_year, obligation_progress, obligations_of
from geo.quarters import HalfYear
from geo.tables.portfolio import OBLIGATION_PROGRESS
from tests.analysis.frames import locations
from tests.analysis.plans import REFERENCE, SOUND, given, sentences, total

TOWNS = pd.DataFrame({"code": ["GM2", "GM1"], "name": ["Twee", "Een"], "province_code": "PV1"})
PROVINCES = {"PV1": "Toets"}


def owed(*rows: tuple[str, str, int | None, float | None, int | None]) -> pd.DataFrame:
    names = ["municipality_code", "half_year", "obligation", "arrears", "realised"]
    kinds = {"obligation": "Int64", "arrears": "Float64", "realised": "Int64"}
    return pd.DataFrame(rows, columns=names).astype(kinds)


def progress(*rows: tuple[str, str, int | None, float | None, int | None], on: str = "2020-09-01") -> pd.DataFrame:
    day = pd.Timestamp(on)
    return obligation_progress(owed(*rows), TOWNS, provinces=PROVINCES, reference_date=day).set_index("code")


def test_after_two_of_six_months_a_third_should_be_done() -> None:
    table = progress(("GM1", "2020-2", 44, 7.0, 17), ("GM2", "2e halfjaar 2020", 10, 2.0, 3))
    # GM1: 17 of 51 is a third exactly; GM2: 3 of 12 is a quarter; together 20 of 63 is less than a third, 21
    assert table["corrected"].to_dict() == {"GM1": 51, "GM2": 12, "PV1": 63}
    assert table["share"].tolist() == pytest.approx([17 / 51, 3 / 12, 20 / 63])
    assert table["expected"].tolist() == pytest.approx([2 / 6] * 3)
    assert table["status"].to_dict() == {"GM1": "met", "GM2": "behind", "PV1": "behind"}
    assert set(table["half_year"]) == {"2e halfjaar 2020"}
    assert tuple(table.reset_index()[list(OBLIGATION_PROGRESS.names)].columns) == OBLIGATION_PROGRESS.names


@pytest.mark.parametrize(
    ("on", "status"),
    [("2020-07-31", "met"), ("2020-08-31", "met"), ("2020-09-01", "behind"), ("2021-01-01", "behind")],
)
def test_the_months_that_have_passed_are_whole_ones(on: str, status: str) -> None:
    # 2 of 12 is one sixth: enough in the second month, not in the third
    assert progress(("GM1", "2020-2", 12, 0.0, 2), on=on)["status"]["GM1"] == status


def test_who_owes_nothing_is_on_schedule_whatever_was_done() -> None:
    table = progress(("GM1", "2020-2", 4, -4.0, None), ("GM2", "2020-2", 4, -9.0, 0))
    assert table["status"].to_dict() == {"GM1": "met", "GM2": "met", "PV1": "met"}
    assert table["share"].isna().all()


@pytest.mark.parametrize(
    "row",
    [("GM2", "2020-2", None, 0.0, 9), ("GM2", "2020-2", 9, None, 9), ("GM2", "2020-2", 9, 0.0, None)],
)
def test_what_is_unknown_cannot_be_tested_and_is_not_nothing(row: tuple[str, str, Any, Any, Any]) -> None:
    table = progress(("GM1", "2020-2", 30, 0.0, 10), row)
    assert table["status"].to_dict() == {"GM1": "met", "GM2": "untestable", "PV1": "untestable"}
    assert (table["unknown"]["PV1"], table["realised"]["PV1"]) == (1, 10 + (row[4] or 0))


def test_a_total_is_met_where_what_is_known_is_enough() -> None:
    table = progress(("GM1", "2020-2", 30, 0.0, 13), ("GM2", "2020-2", 9, 0.0, None))
    # 13 of 39 is a third already
    assert table["status"]["PV1"] == "met"
    assert table["share"].isna()["PV1"]


def test_one_province_whole_and_another_not() -> None:
    towns = pd.DataFrame({"code": ["GM1", "GM2"], "name": ["Een", "Twee"], "province_code": ["PV1", "PV2"]})
    rows = owed(("GM1", "2020-2", 30, -3.0, 10), ("GM2", "2020-2", 9, None, 2))
    names = {"PV1": "Toets", "PV2": "Buur", "PV3": "Leeg"}
    table = obligation_progress(rows, towns, provinces=names, reference_date=REFERENCE).set_index("code")
    # PV1: 10 of 27 is more than a third; of GM2 the arrears are unknown; of PV3 no municipality is
    assert table["status"].to_dict() == {
        "GM1": "met", "GM2": "untestable", "PV1": "met", "PV2": "untestable", "PV3": "untestable",
    }  # fmt: skip
    totals = table.loc[["PV1", "PV2", "PV3"], ["obligation", "arrears", "corrected", "realised", "unknown"]]
    assert totals.astype(object).where(totals.notna(), None).to_numpy().tolist() == [
        [30, -3, 27, 10, 0], [9, None, None, 2, 1], [None, None, None, None, 0],
    ]  # fmt: skip


def test_a_municipality_without_a_row_is_unknown() -> None:
    table = progress(("GM1", "2020-2", 30, 0.0, 10))
    assert (table["status"]["GM2"], table["unknown"]["PV1"]) == ("untestable", 1)
    assert pd.isna(table["corrected"]["PV1"])


def test_the_half_year_is_the_last_that_has_begun() -> None:
    rows = owed(
        ("GM1", "2020-1", 1, 0.0, 0), ("GM1", "juli t/m december 2020", 2, 0.0, 0), ("GM1", "2021-I", 3, 0.0, 0)
    )  # fmt: skip
    for day, half in (("2020-06-30", (2020, 1)), ("2020-07-01", (2020, 2)), ("2022-01-01", (2021, 1))):
        assert chosen_half_year(rows, pd.Timestamp(day)) == HalfYear(*half)
    # none has begun yet: the last of all, of which nothing can be tested
    assert chosen_half_year(rows, pd.Timestamp("2019-12-31")) == HalfYear(2021, 1)
    assert progress(("GM1", "2021-I", 3, 0.0, 3))["status"]["GM1"] == "untestable"
    assert obligations_of(rows, TOWNS["code"], None)["obligation"].tolist()[1] == 3


def test_a_text_that_is_no_half_year_counts_nowhere() -> None:
    rows = owed(("GM1", "2020", 5, 0.0, 5), ("GM2", "najaar", 5, 0.0, 5))
    assert chosen_half_year(rows, REFERENCE) is None
    table = obligation_progress(rows, TOWNS, provinces=PROVINCES, reference_date=REFERENCE)
    assert set(table["status"]) == {"untestable"}


@pytest.mark.parametrize(
    ("on", "statuses", "reason"),
    [
        ("2019-12-31", {"untestable"}, "het halfjaar is nog niet begonnen"),
        ("2020-07-01", {"behind", "met"}, ""),
        ("2020-12-31", {"behind", "met"}, ""),
        ("2021-01-01", {"untestable"}, "het nieuwste halfjaar is meer dan zes maanden voor de peildatum geëindigd"),
    ],
)
def test_nobody_is_called_behind_by_a_half_year_that_is_long_over(on: str, statuses: set[str], reason: str) -> None:
    table = progress(("GM1", "2020-1", 30, 0.0, 10), ("GM2", "2020-1", 30, 0.0, 30), on=on)
    assert set(table["status"]) == statuses
    plan = replace(given(locations(SOUND), total()), reference_date=pd.Timestamp(on), obligations=table.reset_index())
    assert len(sentences(plan, "obligation_behind")) == len(statuses & {"behind"})
    told = [f"Of 2 gemeenten op schema liggen met de taakstelling is niet toetsbaar, want {reason}: GM1, GM2."]
    assert sentences(plan, "obligation_untestable") == (told if reason else [])


def test_the_total_of_a_province_that_is_behind_is_no_finding_beside_its_municipalities() -> None:
    rows = owed(("GM1", "2020-2", 44, 7.0, 17), ("GM2", "2020-2", 10, 2.0, 3))
    table = obligation_progress(rows, TOWNS, provinces=PROVINCES, reference_date=REFERENCE)
    assert table.set_index("code")["status"].to_dict() == {"GM1": "met", "GM2": "behind", "PV1": "behind"}
    asked = replace(given(locations(SOUND), total()), obligations=table)
    assert [one.ids for one in check_plan(asked) if one.code.startswith("obligation")] == [("GM2",)]


def test_who_is_behind_and_who_cannot_be_tested_are_findings() -> None:
    rows = owed(("GM1", "2020-2", 44, 6.0, 10))
    table = obligation_progress(rows, TOWNS, provinces=PROVINCES, reference_date=REFERENCE)
    asked = replace(given(locations(SOUND), total()), obligations=table, municipality_names={"GM2": "Twee"})
    (said,) = sentences(asked, "obligation_behind")
    assert said == (
        "Een (GM1) loopt achter op de taakstelling van het 2e halfjaar 2020: 10 van 50 vergunninghouders gehuisvest "
        "(20%), volgens schema 33%."
    )
    assert sentences(asked, "obligation_behind", "en") == [
        "Een (GM1) is behind its obligation of H2 2020: 10 of 50 permit holders housed (20%), 33% by schedule."
    ]
    assert sentences(asked, "obligation_untestable") == [
        "Of 1 gemeente op schema liggen met de taakstelling is niet toetsbaar, want een getal ontbreekt: Twee (GM2)."
    ]
    found = {(one.code, one.ids): one.severity for one in check_plan(asked) if one.code.startswith("obligation")}
    assert found == {
        ("obligation_behind", ("GM1",)): "oranje",
        ("obligation_untestable", ("GM2",)): "niet toetsbaar",
    }
