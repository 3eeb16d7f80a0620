"""How long agreements still run: the classes with their first and last days, and Noord-Brabant in February 2024."""

import pandas as pd
import pytest

from geo.analysis.expiry import expiry, term_classes
from geo.analysis.portfolio import portfolio, portfolio_totals
from geo.tables.time_path import EXPIRY, TERM_CLASSES
from tests.analysis.frames import locations

TODAY = pd.Timestamp("2020-09-01")


@pytest.mark.parametrize(
    ("row", "term"),
    [
        ({"agreement_end": "2020-09-01"}, "up_to_6"),
        ({"agreement_end": "2021-02-28"}, "up_to_6"),  # its last day is the last of six whole months
        ({"agreement_end": "2021-03-01"}, "up_to_12"),
        ({"agreement_end": "2021-08-31"}, "up_to_12"),
        ({"agreement_end": "2021-09-01"}, "up_to_24"),
        ({"agreement_end": "2022-08-31"}, "up_to_24"),
        ({"agreement_end": "2022-09-01"}, "up_to_60"),
        ({"agreement_end": "2025-08-31"}, "up_to_60"),
        ({"agreement_end": "2025-09-01"}, "over_60"),
        ({"agreement_end": None, "agreement_term": "onbepaald"}, "indefinite"),
        ({"agreement_end": None, "agreement_term": "onbekend"}, "unknown"),
        ({"agreement_end": None, "agreement_term": "bepaald"}, "unknown"),
        ({"agreement_end": None, "agreement_term": "onbepaald", "decision": "beeindigen"}, "unknown"),
        ({"agreement_end": "2021-03-01", "agreement_start": None}, "up_to_12"),
    ],
)
def test_a_term_belongs_to_the_class_that_its_last_day_falls_in(row: dict[str, object], term: str) -> None:
    rows = portfolio(locations({"location_id": "A", "capacity": 100, **row}), reference_date=TODAY)
    assert term_classes(rows, TODAY).tolist() == [term]
    table = expiry(rows, reference_date=TODAY).set_index("term")
    assert table["locations"].sum() == table.loc[term, "locations"] == 1


def test_what_is_unknown_is_counted_and_emergency_stands_apart() -> None:
    sites = locations(
        {"location_id": "A", "capacity": None, "agreement_end": "2020-12-31"},
        {"location_id": "B", "capacity": 300, "agreement_end": "2020-12-31"},
        {"location_id": "N", "capacity": 80, "agreement_end": "2020-12-31", "current_type": "crisisnoodopvang"},
        {"location_id": "U", "capacity": 70, "agreement_end": None},
        {"location_id": "Z", "capacity": 900, "agreement_start": "2020-09-02"},  # not there yet
    )
    table = expiry(portfolio(sites, reference_date=TODAY), reference_date=TODAY)
    assert tuple(table.columns) == EXPIRY.names
    assert table["term"].tolist() == list(TERM_CLASSES)
    rows = table.set_index("term")
    assert rows.loc["up_to_6"].tolist() == [3, 300, 1, 80, 0]
    assert rows.loc["unknown"].tolist() == [1, 0, 1, 0, 0]
    assert rows.drop(["up_to_6", "unknown"]).to_numpy().sum() == 0


def shared(total: int, parts: int) -> list[int]:
    """Divide people over locations; only their sums are known."""
    return [total // parts + (number < total % parts) for number in range(parts)]


def test_noord_brabant_in_february_2024_loses_2210_places_without_extension() -> None:
    # 46 locations: 11 azc with 4.044, 23 noodopvang with 2.144, 12 crisisnoodopvang with 942; 1 + 17 + 9 = 27 end in
    # 2024, together 2.210 (Omroep Brabant, 23-2-2024). How these divide over the kinds is not told: 300 + 1.360 + 550.
    kinds = {"azc": (4044, 11, 300, 1), "noodopvang": (2144, 23, 1360, 17), "crisisnoodopvang": (942, 12, 550, 9)}
    rows = []
    for kind, (total, count, ending, ends) in kinds.items():
        going = [(places, "2024-12-31") for places in shared(ending, ends)]
        staying = [(places, "2027-12-31") for places in shared(total - ending, count - ends)]
        rows += [
            {"location_id": f"{kind}{number}", "capacity": places, "current_type": kind, "agreement_end": end}
            for number, (places, end) in enumerate(going + staying)
        ]
    day = pd.Timestamp("2024-02-23")
    found = portfolio(locations(*rows), reference_date=day)
    totals = portfolio_totals(found).set_index("value")
    assert totals.loc["azc", ["locations", "regular"]].tolist() == [11, 4044]
    assert totals.loc["noodopvang", ["locations", "emergency"]].tolist() == [23, 2144]
    assert totals.loc["crisisnoodopvang", ["locations", "emergency"]].tolist() == [12, 942]
    whole = totals.loc[""]
    assert (whole["locations"], whole["regular"] + whole["emergency"]) == (46, 7130)
    table = expiry(found, reference_date=day).set_index("term")
    gone = table.loc[["up_to_6", "up_to_12"]].sum()
    assert (gone["locations"], gone["regular"], gone["regular"] + gone["emergency"]) == (27, 300, 2210)
