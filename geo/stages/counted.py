"""Gathers every table in which the same places are counted, to hold them against each other."""

import pandas as pd

from geo.analysis.invariants import Counted
from geo.analysis.need import main_scenario
from geo.figures import Figure
from geo.stages.areas import areas_of_plan, reference_day
from geo.stages.stage import Work


def counted_in(work: Work) -> Counted:
    """Give the tables of the chapters as the stages made them."""
    inputs = work.inputs()
    facts = {
        str(row["name"]): Figure(value=None if pd.isna(row["value"]) else row["value"], unknown=int(row["unknown"]))
        for row in work.frame("context_figures").to_dict("records")
    }
    return Counted(
        locations=inputs.locations,
        areas=areas_of_plan(inputs),
        reference_date=reference_day(work.plan),
        scenario=main_scenario(inputs.table("need")),
        supply=work.frame("supply"),
        portfolio=work.frame("standing"),
        portfolio_totals=work.frame("portfolio_totals"),
        municipalities=work.frame("municipalities"),
        context=facts,
        confrontation=work.frame("confrontation"),
        coverage=work.frame("coverage"),
        transition=work.frame("transition"),
        quarter_totals=work.frame("quarter_totals"),
        overview=work.frame("allocation_overview"),
        allocation_totals=work.frame("allocation_totals"),
        flexible=work.frame("flexible"),
        reserve=work.frame("reserve_ladder"),
    )
