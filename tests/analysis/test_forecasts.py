"""The register of forecasts: order, difference, and what each would mean; by hand."""

import pandas as pd
import pytest

from geo.analysis.forecasts import forecasts
from geo.analysis.need import Area
from geo.analysis.supply import supply_steps
from geo.quarters import Quarter, quarters_between
from geo.tables.forecasts import FORECASTS
from tests.analysis.frames import locations, need
from tests.analysis.plans import REFERENCE

PROVINCE = Area(area_id="PV1", level="province")
QUARTERS = quarters_between(Quarter(2020, 1), Quarter(2021, 4))
SITES = locations(
    {"location_id": "A", "capacity": 300},
    {"location_id": "B", "capacity": 100, "agreement_end": "2021-06-30"},
)
OLD = {"forecast_id": "MPP-1", "forecast_date": "2020-03-01", "bucket": "totaal"}
NEW = {"forecast_id": "MPP-2", "forecast_date": "2020-09-02", "bucket": "totaal"}


def listed(*rows: dict[str, object], sites: pd.DataFrame = SITES) -> pd.DataFrame:
    table = forecasts(
        need(*rows), supply_steps(sites), provinces=[PROVINCE], quarters=QUARTERS, reference_date=REFERENCE
    )
    assert tuple(table.columns) == FORECASTS.names
    return table.set_index(["forecast_id", "bucket"])


def test_each_forecast_with_its_difference_and_consequence() -> None:
    table = listed(
        {**NEW, "due": "2020-01-01", "places_min": 350, "places_max": 380},
        {**OLD, "due": "2020-01-01", "places_min": 250, "places_max": 260},
    )
    old, new = table.loc[("MPP-1", "totaal")], table.loc[("MPP-2", "totaal")]
    assert table.index.tolist() == [("MPP-1", "totaal"), ("MPP-2", "totaal")]
    assert (bool(old["in_force"]), bool(new["in_force"])) == (False, True)
    # six whole months on 1-9-2020; the other is of a day later
    assert (old["months"], new["months"]) == (6, -1)
    # at the end A alone stands: 300 - 250 = +50, and 300 - 350 = -50
    assert (old["balance"], new["balance"]) == (50, -50)
    assert new[["change_min", "change_max", "balance_change"]].tolist() == [100, 120, -100]
    assert old[["change_min", "change_max", "balance_change"]].isna().all()
    # 400 until 30-6-2021, which is the last day of the second quarter; then 300
    assert (old["outcome"], new["outcome"], new["first_short"]) == ("none", "short", "2021-Q3")
    assert pd.isna(old["first_short"])
    assert (old["untestable"], new["untestable"]) == (0, 0)


def test_quarters_before_the_first_due_date_are_not_in_order() -> None:
    row = listed({**NEW, "due": "2021-12-31", "places_min": 100}).loc[("MPP-2", "totaal")]
    assert (row["outcome"], row["untestable"]) == ("untestable", 7)


def test_an_unknown_location_is_counted_and_leaves_the_verdict_open() -> None:
    sites = locations({"location_id": "A", "capacity": None})
    row = listed({**NEW, "due": "2020-01-01", "places_min": 100}, sites=sites).loc[("MPP-2", "totaal")]
    assert (row["outcome"], row["untestable"], row["unknown_locations"], row["balance"]) == ("untestable", 8, 1, -100)


@pytest.mark.parametrize(
    ("least", "outcome", "untestable"),
    [
        (300, "none", 0),  # A alone suffices; U could only make it above the bandwidth
        (301, "untestable", 8),  # with U it may be enough
        (451, "short", 0),  # 300 + 150 is not enough either
    ],
)
def test_a_quarter_is_in_order_where_known_places_suffice(least: int, outcome: str, untestable: int) -> None:
    sites = locations(
        {"location_id": "A", "capacity": 300}, {"location_id": "U", "capacity": 150, "agreement_end": None}
    )
    asked = {**NEW, "due": "2020-01-01", "places_min": least, "places_max": max(least, 310)}
    row = listed(asked, sites=sites).loc[("MPP-2", "totaal")]
    assert (row["outcome"], row["untestable"], row["unknown_locations"]) == (outcome, untestable, 1)


def test_a_bucket_that_the_forecast_before_does_not_ask_has_no_difference() -> None:
    table = listed(
        {**OLD, "due": "2020-01-01", "places_min": 250},
        {**NEW, "bucket": "regionaal", "due": "2020-01-01", "places_min": 100},
        {**NEW, "bucket": "gvl_satelliet", "due": "2020-01-01", "places_min": 200},
    )
    assert pd.isna(table.loc[("MPP-2", "regionaal"), "change_min"])
    # the total of the newest is the sum of its parts, 300, which is 50 more
    assert table.loc[("MPP-2", "totaal"), ["need_min", "change_min"]].tolist() == [300, 50]
    # A and B are regional: none for a GVL or satellite
    assert table.loc[("MPP-2", "gvl_satelliet"), ["balance", "first_short"]].tolist() == [-200, "2020-Q1"]


def test_each_forecast_has_its_own_main_scenario() -> None:
    table = listed(
        *(
            {**NEW, "due": "2020-01-01", "places_min": places, "scenario": scenario}
            for scenario, places in (("hoog", 900), ("midden", 350), ("laag", 10))
        ),
        {**OLD, "due": "2020-01-01", "places_min": 250},
    )
    assert table["need_min"].tolist() == [250, 350]
    assert table["scenario"].fillna("").tolist() == ["", "midden"]


def test_three_forecasts_are_ordered_by_date_and_then_by_id_whatever_the_order_of_rows() -> None:
    rows = [
        {"forecast_id": name, "forecast_date": day, "bucket": "totaal", "due": "2020-01-01", "places_min": places}
        for name, day, places in (("B", "2020-01-01", 10), ("A", "2020-01-01", 20), ("C", "2019-01-01", 40))
    ]
    table = listed(*rows)
    assert table.index.get_level_values("forecast_id").tolist() == ["C", "A", "B"]
    assert table["change_min"].fillna(0).tolist() == [0, -20, -10]
    pd.testing.assert_frame_equal(listed(*reversed(rows)), table)


def test_without_a_forecast_there_is_nothing_to_register() -> None:
    assert listed().empty
