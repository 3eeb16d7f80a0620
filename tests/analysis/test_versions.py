"""What changed between two versions: rows, figures, findings and the consequence per quarter, worked out by hand."""

from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given as each
from hypothesis import settings
from hypothesis import strategies as st

from geo.analysis.allocation_table import allocation_overview, allocation_totals
from geo.analysis.checks import check_plan
from geo.analysis.portfolio import context_figures, portfolio, portfolio_totals
from geo.analysis.shortages import shortages
from geo.analysis.supply import supply_steps
from geo.analysis.versions import (
    Comparison,
    Version,
    as_frame,
    compare,
    figures_of,
    in_sentences,
    quarter_figures,
)
from geo.analysis.versions.figures import figure_changes
from geo.analysis.versions.findings import finding_changes
from geo.analysis.versions.quarters import quarter_changes
from geo.analysis.versions.rows import COMPARED, result_changes, row_changes
from geo.findings import Finding
from geo.quarters import Quarter, quarters_between
from geo.tables.inputs import INPUT_TABLES
from geo.tables.versions import (
    FIGURE_CHANGES,
    FINDING_CHANGES,
    INPUT_CHANGES,
    MEASURES,
    QUARTER_CHANGES,
    TEXT_CHANGES,
)
from tests.analysis.frames import locations, need, steps
from tests.analysis.plans import PROVINCE, REFERENCE, REGION, given

YEAR = quarters_between(Quarter(2021, 1), Quarter(2021, 4))
TOWNS = pd.DataFrame({"code": ["GM1"], "name": ["Een"], "inhabitants": pd.array([1000], dtype="Int64")})
STAYS = {"location_id": "B", "name": "Bee", "capacity": 200}


def version(
    sites: pd.DataFrame,
    demand: pd.DataFrame,
    *,
    quarters: tuple[Quarter, ...] = YEAR,
    dated: pd.DataFrame | None = None,
    texts: dict[str, str] | None = None,
    checked: bool = True,
) -> Version:
    supply, last = supply_steps(sites, dated), pd.Timestamp(quarters[-1].last_day)
    rows = portfolio(sites, dated, reference_date=REFERENCE)
    facts = context_figures(rows, sites, TOWNS, steps=dated, last=last)
    context = pd.DataFrame({"name": list(facts), "value": [one.value for one in facts.values()]}).assign(
        unknown=[one.unknown for one in facts.values()]
    )
    overview = allocation_overview(sites, dated, reference_date=REFERENCE, last=last)
    return Version(
        tables={"locations": sites, "capacity_steps": steps() if dated is None else dated},
        figures=figures_of(context, portfolio_totals(rows), allocation_totals(overview), demand, sole="PV1"),
        findings=check_plan(given(sites, demand)) if checked else (),
        quarters=quarter_figures(supply, demand, areas=(REGION, PROVINCE), quarters=quarters, reference_date=REFERENCE),
        texts=texts or {},
    )


def asked(least: int = 300, most: int = 320, due: str = "2021-01-01", **more: Any) -> pd.DataFrame:
    return need({"bucket": "totaal", "due": due, "places_min": least, "places_max": most, **more})


def the_pair() -> tuple[Version, Version]:
    """One location gets 50 places more and ends a quarter earlier."""
    before = {"location_id": "A", "name": "Aa", "capacity": 100, "agreement_end": "2021-12-31"}
    after = before | {"capacity": 150, "agreement_end": "2021-09-30"}
    return version(locations(before, STAYS), asked()), version(locations(after, STAYS), asked())


def of_quarters(found: Comparison, area: str, bucket: str, *names: str) -> list[tuple[object, ...]]:
    rows = found.quarters[(found.quarters["area_id"] == area) & (found.quarters["bucket"] == bucket)]
    columns = [f"{name}_{side}" for name in names for side in ("old", "new")]
    return [(quarter, *cells) for quarter, *cells in rows[["quarter", *columns]].itertuples(index=False, name=None)]


def test_a_location_with_50_places_more_that_ends_a_quarter_earlier_is_two_changed_cells() -> None:
    found = compare(*the_pair())
    assert tuple(found.rows.columns) == INPUT_CHANGES.names
    assert found.rows.to_numpy().tolist() == [
        ["locations", "changed", "A", "Aa", "capaciteit", "100", "150", ""],
        ["locations", "changed", "A", "Aa", "overeenkomst t/m", "31-12-2021", "30-09-2021", ""],
    ]


def test_its_consequence_per_quarter_is_as_worked_out_by_hand() -> None:
    found = compare(*the_pair())
    assert tuple(found.quarters.columns) == QUARTER_CHANGES.names
    # 100 + 200 = 300 before; 150 + 200 = 350 and in the fourth quarter 200 after, against 300 to 320.
    assert of_quarters(found, "PV1", "totaal", "supply_min", "supply_max", "balance_min", "balance_max") == [
        *((f"2021-Q{quarter}", 300, 350, 300, 350, -20, 30, 0, 50) for quarter in (1, 2, 3)),
        ("2021-Q4", 300, 200, 300, 200, -20, -120, 0, -100),
    ]
    assert of_quarters(found, "PV1", "totaal", "status", "days_short", "days_untested") == [
        *((f"2021-Q{quarter}", "within", "above", 0, 0, 0, 0) for quarter in (1, 2, 3)),
        ("2021-Q4", "within", "short", 0, 92, 0, 0),
    ]
    # Nobody gave a need of the region, or for regional places: other places, still not to be tested.
    days = {"2021-Q1": 90, "2021-Q2": 91, "2021-Q3": 92, "2021-Q4": 92}
    for area, bucket in (("R1", "totaal"), ("R1", "regionaal"), ("PV1", "regionaal")):
        assert of_quarters(found, area, bucket, "status", "days_short", "days_untested") == [
            (quarter, "untestable", "untestable", 0, 0, count, count) for quarter, count in days.items()
        ]
    assert len(found.quarters) == 16
    assert found.quarters[found.quarters["bucket"] == "gvl_satelliet"].empty


def test_its_figures_have_their_differences() -> None:
    found = compare(*the_pair())
    assert tuple(found.figures.columns) == FIGURE_CHANGES.names
    told = {
        (part, of, figure): (old, new, difference)
        for part, of, figure, old, new, difference in found.figures[
            ["part", "of", "figure", "old", "new", "difference"]
        ].itertuples(index=False, name=None)
    }
    both = "type locatie: ROL; vervolg: voortzetten"
    assert told == {
        ("context", "", "places"): (300, 350, 50),
        ("context", "", "places_per_1000"): (300, 350, 50),
        ("context", "", "regional_places"): (300, 200, -100),
        ("portfolio", "type opvang: azc", "regular"): (300, 350, 50),
        ("portfolio", "status besluitvorming: bestaand", "regular"): (300, 350, 50),
        ("portfolio", "totaal", "regular"): (300, 350, 50),
        ("allocation", both, "places_now"): (300, 350, 50),
        ("allocation", both, "places_end"): (300, 200, -100),
    }


def test_its_findings_are_new_and_the_other_ones_stay_silent() -> None:
    found = compare(*the_pair())
    told = [(one.change, one.latest.code, one.latest.ids) for one in found.findings]
    # Until the end of 2023 B alone is left in both: the shortage begins a quarter earlier, and is as large.
    assert ("changed", "shortage_quarter", ("PV1",)) in told
    assert ("changed", "shortage_days", ("A",)) in told
    assert ("changed", "expiring", ("A",)) in told
    assert ("new", "above_need", ("PV1",)) in told
    assert {change for change, *_ in told} == {"changed", "new"}
    (days,) = [one for one in found.findings if one.latest.code == "shortage_days"]
    assert days.old is not None
    assert days.new is not None
    assert [dict(one.parameters)["first"] for one in (days.old, days.new)] == ["2022-01-01", "2021-10-01"]
    assert not any(one.newly_red for one in found.findings)


def test_a_location_that_is_new_and_one_that_is_gone_are_a_line_each() -> None:
    old = locations({"location_id": "A", "name": "Aa"}, {"location_id": "B", "name": "Bee"})
    new = locations({"location_id": "B", "name": "Bee"}, {"location_id": "C", "name": "Cee"})
    assert row_changes({"locations": old}, {"locations": new}).to_numpy().tolist() == [
        ["locations", "gone", "A", "Aa", "", "", "", ""],
        ["locations", "new", "C", "Cee", "", "", "", ""],
    ]


def placed(*rows: dict[str, Any], at: tuple[tuple[float, float], ...]) -> gpd.GeoDataFrame:
    points = gpd.points_from_xy(*zip(*at, strict=True), crs=28992)
    return gpd.GeoDataFrame(locations(*rows), geometry=points)


def test_another_id_with_the_same_name_and_place_is_perhaps_another_name_for_one_location() -> None:
    here, there = (155000.0, 463000.0), (156000.0, 463000.0)
    old = placed({"location_id": "A", "name": "azc Markt"}, {"location_id": "B", "name": "Bee"}, at=(here, there))
    new = placed({"location_id": "X", "name": "Azc  markt"}, {"location_id": "Y", "name": "Bee"}, at=(here, here))
    told = row_changes({"locations": old}, {"locations": new})[["change", "row_id", "renamed"]]
    assert told.to_numpy().tolist() == [
        ["gone", "A", "X"],
        ["gone", "B", ""],
        ["new", "X", "A"],
        ["new", "Y", ""],
    ]


def test_a_location_that_moved_in_a_layer_without_coordinates_says_so() -> None:
    row = {"location_id": "A", "name": "Aa"}
    old, new = placed(row, at=((155000.0, 463000.0),)), placed(row, at=((155000.0, 463010.0),))
    ((*_, column, before, after, _renamed),) = row_changes({"locations": old}, {"locations": new}).to_numpy().tolist()
    assert column == "plaats"
    # The tower of Amersfoort, and ten metres north of it.
    degrees = [[float(part.replace(",", ".")) for part in told.split()] for told in (before, after)]
    assert degrees == [pytest.approx(place, abs=2e-6) for place in ([52.155173, 5.387204], [52.155263, 5.387204])]
    moved = placed(row | {"x": 155000.25}, at=((155000.0, 463000.0),))
    told = row_changes({"locations": old}, {"locations": moved.assign(x=moved["x"].astype("Float64"))})
    assert told[["column", "old", "new"]].to_numpy().tolist() == [["x", "", "155000,25"]]


def test_steps_are_told_apart_by_their_day() -> None:
    old = steps({"location_id": "A", "from": "2021-01-01", "places": 10})
    new = steps(
        {"location_id": "A", "from": "2021-01-01", "places": 20},
        {"location_id": "A", "from": "2021-07-01", "places": 5},
    )
    assert row_changes({"capacity_steps": old}, {"capacity_steps": new}).iloc[:, :7].to_numpy().tolist() == [
        ["capacity_steps", "new", "A 01-07-2021", "", "", "", ""],
        ["capacity_steps", "changed", "A 01-01-2021", "", "plekken", "10", "20"],
    ]


def table_of(name: str, *rows: tuple[object, ...]) -> pd.DataFrame:
    columns = {
        "reserve": ["location_id", "name", "rung", "kind", "places"],
        "obligations": ["municipality_code", "half_year", "obligation", "arrears"],
        "ses_woa": ["municipality_code", "score", "year"],
        "milestones": ["date", "milestone", "subject_id"],
        "location_agreements": ["location_id", "chapter", "topic", "text"],
        "regions": ["region_id", "region_name", "municipality_code"],
    }
    return pd.DataFrame(list(rows), columns=columns[name])


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (
            "reserve", ("A", "Aa", 2, "paviljoen", 150), ("A", "Aa", 2, "paviljoen", 250),
            [["changed", "A 2", "plekken", "150", "250"]],
        ),
        (
            "obligations", ("GM1", "2020-2", 50, 3), ("GM1", "2020-2", 60, 3),
            [["changed", "GM1 2020-2", "taakstelling", "50", "60"]],
        ),
        ("ses_woa", ("GM1", 0.1, 2019), ("GM1", 0.104, 2019), [["changed", "GM1 2.019", "ses-woa", "0,1", "0,104"]]),
        (
            "milestones", (pd.Timestamp("2021-01-01"), "Besluit", "A"), (pd.Timestamp("2021-02-01"), "Besluit", "A"),
            [["changed", "Besluit A", "datum", "01-01-2021", "01-02-2021"]],
        ),
        (
            "location_agreements", ("A", 1, "zorg", "De huisarts komt."), ("A", 1, "zorg", "De huisarts belt."),
            [["changed", "A 1 zorg", "afspraak", "De huisarts komt.", "De huisarts belt."]],
        ),
        (
            "regions", ("R1", "Een", "GM1"), ("R2", "Een", "GM1"),
            [["gone", "R1 GM1", "", "", ""], ["new", "R2 GM1", "", "", ""]],
        ),
    ],
)  # fmt: skip
def test_a_cell_of_every_table_of_the_input_is_told(
    name: str, old: tuple[object, ...], new: tuple[object, ...], told: list[list[str]]
) -> None:
    found = row_changes({name: table_of(name, old)}, {name: table_of(name, new)})
    assert set(found["list"]) == {name}
    assert found[["change", "row_id", "column", "old", "new"]].to_numpy().tolist() == told


def test_every_table_of_the_input_is_set_side_by_side() -> None:
    assert set(COMPARED) == {*INPUT_TABLES, "settings"}


def test_rows_without_a_key_are_counted_and_paired_only_where_it_is_plain() -> None:
    """Of two equal rows one is gone; a row that could have become either of two is told as gone, these as new."""
    one, other = ("A", "Aa", 2, "paviljoen", 150), ("B", "Bee", 3, "tent", 40)
    found = row_changes({"reserve": table_of("reserve", one, one)}, {"reserve": table_of("reserve", one)})
    whole = "locatie-id A; locatie of gebied Aa; trede 2; soort reserve paviljoen; plekken 150"
    assert found[["change", "row_id", "name", "old", "new"]].to_numpy().tolist() == [["gone", "A 2", "Aa", whole, ""]]
    two = [(*one[:4], places) for places in (160, 170)]
    found = row_changes({"reserve": table_of("reserve", other, one)}, {"reserve": table_of("reserve", *two, other)})
    assert found["change"].tolist() == ["gone", "new", "new"]
    assert row_changes({"reserve": table_of("reserve", one, other)}, {"reserve": table_of("reserve", other, one)}).empty


def test_own_columns_of_candidates_and_settings_are_told() -> None:
    old, new = (
        locations({"location_id": "K"}).assign(draagvlak=share, open=open_)
        for share, open_ in ((0.5, True), (0.75, False))
    )
    found = row_changes({"candidates": old}, {"candidates": new})
    assert found[["list", "column", "old", "new"]].to_numpy().tolist() == [["candidates", "draagvlak", "0,5", "0,75"]]
    old, new = (pd.DataFrame({"setting": ["reach.limits_m"], "value": [value]}) for value in ("500", "600"))
    found = row_changes({"settings": old}, {"settings": new})
    assert found[["row_id", "old", "new"]].to_numpy().tolist() == [["reach.limits_m", "500", "600"]]


def test_a_result_is_told_with_its_bound() -> None:
    names = ["area_id", "bucket", "now", "unknown_locations"]
    old, new = (pd.DataFrame([["PV1", "totaal", 100, unknown]], columns=names) for unknown in (0, 1))
    found = result_changes({"confrontation": old}, {"confrontation": new})
    (now,) = found[found["column"] == "huidig"].to_dict("records")
    assert (now["row_id"], now["old"], now["new"]) == ("PV1 totaal", "100", "≥ 100")


def test_another_forecast_changes_the_need_and_leaves_the_places() -> None:
    sites = locations({"location_id": "A", "capacity": 100}, STAYS)
    later = {"forecast_id": "MPP-2021-1", "forecast_date": "2021-03-01"}
    demand = pd.concat([asked(300, 320), asked(400, 450, due="2021-07-01", **later)], ignore_index=True)
    old = version(sites, demand[demand["forecast_id"] == "MPP-2020-1"])
    found = compare(old, version(sites, demand))
    assert found.rows.empty
    assert found.figures["difference"].isna().all()
    months = found.figures["due"].dt.month
    assert found.figures[["figure", "old", "new"]].fillna(-1).assign(due=months).to_numpy().tolist() == [
        ["need_max", 320, -1, 1],
        ["need_min", 300, -1, 1],
        ["need_max", -1, 450, 7],
        ["need_min", -1, 400, 7],
    ]
    assert of_quarters(found, "PV1", "totaal", "status", "days_short", "days_untested") == [
        ("2021-Q1", "within", "untestable", 0, 0, 0, 90),
        ("2021-Q2", "within", "untestable", 0, 0, 0, 91),
        ("2021-Q3", "within", "short", 0, 92, 0, 0),
        ("2021-Q4", "within", "short", 0, 92, 0, 0),
    ]


def test_a_difference_with_something_unknown_is_unknown() -> None:
    known, lost = {"location_id": "A", "capacity": 100}, {"location_id": "A", "capacity": None}
    found = compare(version(locations(known, STAYS), asked()), version(locations(lost, STAYS), asked()))
    row = found.figures[(found.figures["part"] == "portfolio") & (found.figures["of"] == "totaal")]
    (told,) = row[["figure", "old", "unknown_old", "new", "unknown_new"]].to_numpy().tolist()
    assert told == ["regular", 300, 0, 200, 1]
    assert row["difference"].isna().all()
    # Per 1,000 inhabitants nothing is known any more.
    (per,) = found.figures[found.figures["figure"] == "places_per_1000"].to_dict("records")
    assert per["old"] == 300
    assert pd.isna(per["new"])
    assert pd.isna(per["difference"])


def test_a_group_without_locations_has_none_and_not_an_unknown_number() -> None:
    old = version(locations(STAYS), asked())
    new = version(locations(STAYS, {"location_id": "C", "capacity": 40, "current_type": "gl"}), asked())
    (row,) = [
        row
        for row in compare(old, new).figures.to_dict("records")
        if (row["part"], row["of"], row["figure"]) == ("portfolio", "type opvang: gl", "regular")
    ]
    assert (row["old"], row["new"], row["difference"]) == (0, 40, 40)


def test_increments_of_one_day_are_added_up() -> None:
    twice = need(
        *({"bucket": "extra", "due": "2021-01-01", "places_min": places, "places_max": places} for places in (10, 30))
    )
    once = need({"bucket": "extra", "due": "2021-01-01", "places_min": 40, "places_max": 50})
    empty = pd.DataFrame(columns=["name", "value", "unknown"])
    totals, allocation = (
        portfolio_totals(portfolio(locations(STAYS), reference_date=REFERENCE)),
        allocation_totals(allocation_overview(locations(STAYS), reference_date=REFERENCE, last=REFERENCE)),
    )
    old, new = (figures_of(empty, totals, allocation, one, sole="PV1") for one in (twice, once))
    assert figure_changes(old, new)[["area_id", "of", "figure", "difference"]].to_numpy().tolist() == [
        ["PV1", "extra", "need_max", 10.0]
    ]


def finding(code: str, *ids: str, severity: Any = "rood", **said: Any) -> Finding:
    return Finding(code, severity, 7, ids, tuple(sorted(said.items())), "bron")


def told_of(old: list[Finding], new: list[Finding]) -> list[tuple[str, str]]:
    return [(one.change, one.latest.code) for one in finding_changes(old, new)]


def test_a_finding_of_which_a_number_changed_is_changed() -> None:
    short = finding("shortage_days", "A", bucket="totaal", area="PV1", first="2021-01-01", last="2021-01-31", places=10)
    more = finding("shortage_days", "A", bucket="totaal", area="PV1", first="2021-01-01", last="2021-01-31", places=20)
    other = finding("shortage_days", "A", bucket="amv", area="PV1", first="2021-01-01", last="2021-01-31", places=10)
    assert told_of([short], [more]) == [("changed", "shortage_days")]
    assert told_of([short], [other]) == [("new", "shortage_days"), ("gone", "shortage_days")]
    assert told_of([short], [short]) == []


def test_of_several_shortages_those_that_agree_in_most_go_together() -> None:
    first, second = (
        finding("shortage_days", "A", bucket="totaal", area="PV1", first=day, last=last, places=10)
        for day, last in (("2021-01-01", "2021-01-31"), ("2021-05-01", "2021-05-31"))
    )
    later = finding("shortage_days", "A", bucket="totaal", area="PV1", first="2021-05-01", last="2021-06-30", places=10)
    assert told_of([first, second], [later]) == [("changed", "shortage_days"), ("gone", "shortage_days")]
    (changed, gone) = finding_changes([first, second], [later])
    assert (changed.old, changed.new, gone.old) == (second, later, first)


def test_a_shortage_with_another_cause_on_the_same_days_is_the_same_shortage() -> None:
    by_need = finding("shortage_days", bucket="totaal", area="PV1", first="2021-01-01", last="2021-01-31", places=10)
    by_end = finding("shortage_days", "A", bucket="totaal", area="PV1", first="2021-01-01", last="2021-02-28", places=9)
    assert told_of([by_need], [by_end]) == [("changed", "shortage_days")]


def test_a_finding_about_a_set_of_which_one_stays_is_the_same_finding() -> None:
    old, new = finding("partition_gap", "GM1", "GM2"), finding("partition_gap", "GM2", "GM3")
    assert told_of([old], [new]) == [("changed", "partition_gap")]
    assert told_of([old], [finding("partition_gap", "GM4")]) == [("new", "partition_gap"), ("gone", "partition_gap")]


def test_another_severity_is_said_and_red_only_then_new() -> None:
    old, new = finding("dip", "A", severity="niet toetsbaar"), finding("dip", "A")
    (worse,), (better,) = finding_changes([old], [new]), finding_changes([new], [old])
    assert (worse.change, worse.newly_red) == ("severity", True)
    assert (better.change, better.newly_red) == ("severity", False)
    assert [one.newly_red for one in finding_changes([], [new])] == [True]
    assert [one.newly_red for one in finding_changes([new], [])] == [False]


def test_findings_are_written_as_data_and_as_sentences() -> None:
    found = compare(*the_pair())
    data, told = as_frame(found.findings), in_sentences(found.findings)
    assert tuple(data.columns) == tuple(told.columns) == FINDING_CHANGES.names
    row = told[told["code"] == "shortage_days"].iloc[0]
    assert "1 januari" not in row["parameters_old"]
    assert "01-01-2022" in row["parameters_old"]
    assert "01-10-2021" in row["parameters_new"]
    assert data["parameters_new"].iloc[0].startswith("[[")
    empty = as_frame(())
    assert tuple(empty.columns) == FINDING_CHANGES.names
    assert empty.empty


def test_quarters_of_one_side_alone_are_named_and_left_out() -> None:
    sites = locations(STAYS)
    old = version(sites, asked(), quarters=quarters_between(Quarter(2020, 4), Quarter(2021, 2)))
    found = compare(old, version(sites, asked(100, 110), quarters=YEAR))
    assert found.quarters_alone == (("2020-Q4",), ("2021-Q3", "2021-Q4"))
    assert set(found.quarters["quarter"]) == {"2021-Q1", "2021-Q2"}
    assert found.areas_alone == ((), ())


def test_a_bucket_that_one_side_alone_asks_for_is_told_with_one_side() -> None:
    sites = locations(STAYS | {"amv_places": 10})
    more = pd.concat(
        [asked(), need({"bucket": "amv", "due": "2021-01-01", "places_min": 20, "places_max": 20})], ignore_index=True
    )
    found = compare(version(sites, asked()), version(sites, more))
    rows = found.quarters[found.quarters["bucket"] == "amv"]
    assert rows["status_old"].isna().all()
    assert rows.loc[rows["area_id"] == "PV1", "status_new"].tolist() == ["short"] * 4
    assert rows.loc[rows["area_id"] == "PV1", "days_short_new"].tolist() == [90, 91, 92, 92]


def test_texts_are_named_and_no_more() -> None:
    sites = locations(STAYS)
    old = version(sites, asked(), texts={"01-context": "Eén", "02-nu": "Twee", "03-regio": "Drie"})
    new = version(sites, asked(), texts={"01-context": "Eén", "02-nu": "Anders", "04-opgave": "Vier"})
    found = compare(old, new).texts
    assert tuple(found.columns) == TEXT_CHANGES.names
    assert found.to_numpy().tolist() == [["02-nu", "changed"], ["03-regio", "gone"], ["04-opgave", "new"]]


def test_days_of_shortage_are_those_of_the_table_of_shortages() -> None:
    old, new = the_pair()
    for side, sites in ((old, old.tables["locations"]), (new, new.tables["locations"])):
        first, last = (pd.Timestamp(day) for day in (YEAR[0].first_day, YEAR[-1].last_day))
        table = shortages(supply_steps(sites), asked(), area=PROVINCE, first=first, last=last, reference_date=REFERENCE)
        listed = table[table["bucket"] == "totaal"]
        days = int(((listed["until"] - listed["from"]).dt.days + 1).sum())
        mine = side.quarters[(side.quarters["area_id"] == "PV1") & (side.quarters["bucket"] == "totaal")]
        assert int(mine["days_short"].sum()) == days
    assert days == 92


CELLS = st.fixed_dictionaries(
    {
        "location_id": st.sampled_from("ABCDEF"),
        "name": st.sampled_from(["een", "twee"]),
        "capacity": st.one_of(st.none(), st.integers(0, 300)),
        "type": st.sampled_from(["regionaal", "gvl", None]),
        "agreement_end": st.sampled_from(["2021-03-31", "2021-05-15", "2030-12-31", None]),
        "certainty": st.sampled_from(["bestaand", "voornemen"]),
    }
)
SITES = st.lists(CELLS, min_size=1, max_size=5, unique_by=lambda row: row["location_id"])
ASKED = st.lists(
    st.fixed_dictionaries(
        {
            "bucket": st.sampled_from(["totaal", "regionaal", "amv"]),
            "due": st.sampled_from(["2021-01-01", "2021-04-01"]),
            "places_min": st.integers(0, 300),
            "places_max": st.integers(300, 600),
        }
    ),
    max_size=3,
    unique_by=lambda row: (row["bucket"], row["due"]),
)
VERSIONS = st.tuples(SITES, ASKED)
SAID = st.fixed_dictionaries(
    {
        "bucket": st.sampled_from(["totaal", "amv"]),
        "first": st.sampled_from(["2021-01-01", "2021-02-01"]),
        "places": st.integers(0, 3),
    }
)
FINDINGS = st.lists(
    st.builds(
        lambda code, ids, severity, said: finding(code, *sorted(ids), severity=severity, **said),
        st.sampled_from(["dip", "shortage_days"]),
        st.sets(st.sampled_from("ABC"), max_size=2),
        st.sampled_from(["rood", "oranje"]),
        SAID,
    ),
    max_size=8,
    unique=True,
)


def made(sites: list[dict[str, Any]], demand: list[dict[str, Any]]) -> Version:
    return version(locations(*sites), need(*demand), quarters=YEAR[:2], checked=False)


@settings(max_examples=8, deadline=None)
@each(VERSIONS, st.randoms(use_true_random=False))
def test_a_version_does_not_differ_from_itself_in_another_order(some: Any, random: Any) -> None:
    sites, demand = (list(part) for part in some)
    one = made(sites, demand)
    random.shuffle(sites)
    random.shuffle(demand)
    assert compare(one, made(sites, demand)).empty


@settings(max_examples=8, deadline=None)
@each(VERSIONS, VERSIONS)
def test_the_other_way_round_new_is_gone_and_old_is_new(first: Any, second: Any) -> None:
    one, other = made(*first), made(*second)
    there, back = compare(one, other), compare(other, one)
    assert _sorted(there.rows) == _sorted(_turned(back.rows))
    assert _sorted(there.quarters) == _sorted(_turned(back.quarters))
    figures = _turned(back.figures)
    assert _sorted(there.figures) == _sorted(figures.assign(difference=-figures["difference"]))


@settings(max_examples=200, deadline=None)
@each(FINDINGS, FINDINGS, st.randoms(use_true_random=False))
def test_findings_are_matched_the_same_in_any_order_and_either_way_round(old: Any, new: Any, random: Any) -> None:
    there = finding_changes(old, new)
    assert finding_changes(old, old) == ()
    assert {(one.old, one.new) for one in there} == {(one.new, one.old) for one in finding_changes(new, old)}
    # Every finding is told once, but for those that both sides have.
    told = [side for one in there for side in (one.old, one.new) if side is not None]
    assert len(told) == len(old) + len(new) - 2 * len(set(old) & set(new))
    random.shuffle(old)
    random.shuffle(new)
    assert finding_changes(old, new) == there


def _turned(frame: pd.DataFrame) -> pd.DataFrame:
    names = {name: name.replace("old", "~").replace("new", "old").replace("~", "new") for name in frame.columns}
    turned = frame.rename(columns=names)[list(frame.columns)]
    if "change" not in turned:
        return turned
    gone = turned["change"].map({"new": "gone", "gone": "new"}).fillna(turned["change"])
    changed = turned["change"] == "changed"
    return turned.assign(change=gone, name=turned["name"].where(~changed, ""))


def _sorted(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    if "name" in frame and "change" in frame:  # a changed row bears the name that it has now
        frame = frame.assign(name=frame["name"].where(frame["change"] != "changed", ""))
    return sorted(tuple(map(str, row)) for row in frame.itertuples(index=False, name=None))


def test_every_measure_of_a_quarter_is_there_on_both_sides() -> None:
    old, new = the_pair()
    table = quarter_changes(old.quarters, new.quarters)
    assert {f"{name}_{side}" for name, *_ in MEASURES for side in ("old", "new")} <= set(table.columns)
    assert table["quarter"].is_monotonic_increasing


@pytest.mark.parametrize("side", [0, 1])
def test_a_side_without_rows_is_no_obstacle(side: int) -> None:
    sides: list[dict[str, pd.DataFrame]] = [{}, {}]
    sides[side] = {"locations": locations({"location_id": "A", "name": "Aa"})}
    assert row_changes(*sides)["change"].tolist() == [("gone", "new")[side]]
