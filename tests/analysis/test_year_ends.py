"""The portfolio at the end of each year: what stands, what ended, and what changed on the way, by hand."""

import pandas as pd

from geo.analysis.year_ends import year_end, years_of
from geo.quarters import Quarter, quarters_between

NA = pd.NA
ROWS = (
    # quarter, location, type, places, event
    ("2021-Q4", "A", "", 300, ""),
    ("2022-Q1", "A", "", 300, ""),
    ("2022-Q2", "A", "gvl", 350, "convert"),
    ("2022-Q3", "A", "gvl", 320, "shrink"),
    ("2022-Q4", "A", "gvl", 320, ""),
    ("2021-Q4", "B", "regionaal", 80, ""),
    ("2022-Q1", "B", "regionaal", 120, "grow"),
    ("2022-Q2", "B", "regionaal", 0, "end"),
    ("2022-Q3", "C", "satelliet", 60, "open"),
    ("2022-Q4", "C", "satelliet", 60, ""),
    ("2022-Q4", "D", "regionaal", NA, "unknown"),
    ("2022-Q1", "E", "", 0, "end"),
    ("2022-Q1", "F", "gvl", 500, ""),
    ("2022-Q2", "F", "gvl", 520, "grow"),
    ("2022-Q3", "F", "gvl", 510, "shrink"),
    ("2022-Q4", "F", "gvl", 510, ""),
)


def _transition() -> pd.DataFrame:
    frame = pd.DataFrame(ROWS, columns=["quarter", "location_id", "type", "places", "event"])
    return frame.astype({"places": "Int64"})


def _year(year: int) -> pd.DataFrame:
    quarters = quarters_between(Quarter(year, 1), Quarter(year, 4))
    return year_end(_transition(), quarters).set_index("location_id")


def test_a_location_stands_with_the_places_and_type_of_the_last_day() -> None:
    found = _year(2022)
    assert list(found.index) == ["A", "B", "C", "D", "E", "F"]
    assert found.loc["A", ["type", "places"]].tolist() == ["gvl", 320]
    assert pd.isna(found.loc["D", "places"])
    assert int(found["places"].sum()) == 320 + 60 + 510


def test_what_tells_most_of_a_year_is_its_event_and_all_changes_are_listed() -> None:
    found = _year(2022)
    assert found["event"].to_dict() == {
        "A": "convert",
        "B": "end",
        "C": "open",
        "D": "unknown",
        "E": "end",
        "F": "shrink",
    }
    assert found.loc["A", "changes"] == (("convert", "2022-Q2"), ("shrink", "2022-Q3"))
    assert found.loc["B", "changes"] == (("grow", "2022-Q1"), ("end", "2022-Q2"))
    assert found.loc["D", "changes"] == ()


def test_what_ended_remembers_what_it_had_even_from_the_year_before() -> None:
    found = _year(2022)
    assert found.loc["B", "places_before"] == 120
    assert pd.isna(found.loc["E", "places_before"])
    assert found.loc["A", ["places_before"]].isna().all()


def test_what_ended_in_one_year_is_gone_in_the_next_and_a_quiet_year_has_no_events() -> None:
    found = _year(2021)
    assert found["event"].to_dict() == {"A": "", "B": ""}
    assert _year(2023).empty


def test_a_horizon_may_begin_and_end_within_a_year() -> None:
    years = years_of(quarters_between(Quarter(2020, 3), Quarter(2022, 1)))
    assert [(str(part[0]), str(part[-1])) for part in years] == [
        ("2020-Q3", "2020-Q4"), ("2021-Q1", "2021-Q4"), ("2022-Q1", "2022-Q1"),
    ]  # fmt: skip
