"""The legends of portfolio and allocation tell how many locations of a type there are, and their places."""

import pandas as pd

from geo.figures import Figure
from geo.maps.allocation import allocation_sheet
from geo.maps.portfolio import portfolio_sheet
from tests.maps.builders import CURRENT, FUTURE, IMPRINT, QUARTER, Printed, future, locations, printed, region

TOTAL = Figure(value=1400, unit="plekken")


def test_the_portfolio_tells_locations_and_places_per_type() -> None:
    by_type = {"azc": Figure(value=1100, unit="plekken"), "pol": Figure(value=0, unit="plekken", unknown=1)}
    rows = locations(*CURRENT)
    page = Printed(portfolio_sheet(rows, region(), imprint=IMPRINT, number="2", total=TOTAL, by_type=by_type))
    assert "Asielzoekerscentrum (azc): 1 locatie · 1.100 plekken" in page.said
    assert "Procesopvanglocatie (pol): 1 locatie · ≥ 0 plekken; 1 onbekend" in page.said
    assert "Noodopvang:" not in page.said  # nobody told its places
    assert "locatie ·" not in printed("portfolio").said


def test_the_allocation_counts_per_type_those_that_its_heading_counts() -> None:
    by_type = {
        "gvl": Figure(value=1100, unit="plekken"), "satelliet": Figure(value=120, unit="plekken"),
        "regionaal": Figure(value=400, unit="plekken", unknown=1), "": Figure(value=0, unit="plekken"),
    }  # fmt: skip
    page = Printed(
        allocation_sheet(
            future(*FUTURE), region(), imprint=IMPRINT, number="4a", quarter=QUARTER, total=TOTAL, by_type=by_type
        )
    )
    assert "(GVL): 2 locaties · 1.100 plekken" in page.said
    assert "Satellietlocatie: 1 locatie · 120 plekken" in page.said
    assert "(ROL): 2 locaties · ≥ 400 plekken; 1 onbekend" in page.said
    assert "Geen type na de transitie:" not in page.said  # the only one of it ends
    assert "5 locaties met samen" in page.said


def test_a_location_that_is_gone_by_then_though_it_continues_says_until_when() -> None:
    rows = future(("L1", "sat Luwte", "satelliet", "voortzetten", 20, 0, "", (5000.0, 5000.0)), FUTURE[2])
    dated = rows.assign(agreement_end=pd.to_datetime(["2022-12-31", None]))
    page = Printed(allocation_sheet(dated, region(), imprint=IMPRINT, number="4a", quarter=QUARTER, total=TOTAL))
    assert "L1 sat Luwte 0 plekken; overeenkomst t/m 31-12-2022" in page.said
    assert "L5 rol De Beemd 400 plekken" in page.said
