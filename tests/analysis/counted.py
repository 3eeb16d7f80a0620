"""Everything in which the places of a small plan are counted."""

import pandas as pd

from geo.analysis.allocation_table import allocation_overview, allocation_totals
from geo.analysis.confrontation import confrontation
from geo.analysis.coverage import coverage
from geo.analysis.flexible import flexible_table
from geo.analysis.invariants import Counted
from geo.analysis.need import Area, main_scenario
from geo.analysis.portfolio import context_figures, municipality_table, portfolio, portfolio_totals
from geo.analysis.reserve import reserve_ladder
from geo.analysis.supply import supply_steps
from geo.analysis.transition import quarter_totals, transition
from geo.quarters import Quarter, quarters_between
from tests.analysis.plans import LAST, REFERENCE

AREAS = (
    Area(area_id="R1", level="region", name="Noord"),
    Area(area_id="R2", level="region", name="Zuid"),
    Area(area_id="PV1", level="province", name="Een", parts=("R1",), sole=False),
    Area(area_id="PV2", level="province", name="Twee", parts=("R2",), sole=False),
)
TOWNS = pd.DataFrame({"code": ["GM1"], "name": ["Een"], "inhabitants": pd.array([1000], dtype="Int64")})
QUARTERS = quarters_between(Quarter(2020, 1), Quarter(2023, 4))


def counted(sites: pd.DataFrame, changes: pd.DataFrame, demand: pd.DataFrame) -> Counted:
    """Count the places of a plan in every table that the stages make."""
    supply, provinces = supply_steps(sites, changes), AREAS[2:]
    listed = portfolio(sites, changes, reference_date=REFERENCE)
    overview = allocation_overview(sites, changes, reference_date=REFERENCE, last=LAST)
    totals = [quarter_totals(supply, demand, area=area, quarters=QUARTERS) for area in provinces]
    return Counted(
        locations=sites,
        areas=AREAS,
        reference_date=REFERENCE,
        scenario=main_scenario(demand),
        supply=supply,
        portfolio=listed,
        portfolio_totals=portfolio_totals(listed),
        municipalities=municipality_table(listed, TOWNS),
        context=context_figures(listed, sites, TOWNS, steps=changes, last=LAST),
        confrontation=confrontation(supply, demand, areas=provinces, reference_date=REFERENCE, last=LAST),
        coverage=coverage(supply, demand, areas=AREAS, quarters=QUARTERS, reference_date=REFERENCE),
        transition=transition(supply, QUARTERS),
        quarter_totals=pd.concat(totals, ignore_index=True),
        overview=overview,
        allocation_totals=allocation_totals(overview),
        flexible=flexible_table(sites),
        reserve=reserve_ladder(None, listed),
    )
