"""Stage: the locations that stand on the reference date, and what they add up to (chapters 1 and 2)."""

import pandas as pd

from geo.analysis.portfolio import context_figures, municipality_table, portfolio, portfolio_totals
from geo.stages.areas import last_day, reference_day
from geo.stages.stage import Made, Stage, Work
from geo.tables.portfolio import MUNICIPALITIES, PORTFOLIO, PORTFOLIO_TOTALS


def _run(work: Work) -> Made:
    inputs = work.inputs()
    steps, today = inputs.table("capacity_steps"), reference_day(work.plan)
    rows = portfolio(inputs.locations, steps, reference_date=today)
    own, owed = inputs.own_municipalities, inputs.table_if_given("obligations")
    figures = context_figures(rows, inputs.locations, own, steps=steps, last=last_day(work.plan))
    facts = pd.DataFrame(
        [(name, one.value, one.unit, one.unknown, one.source) for name, one in figures.items()],
        columns=["name", "value", "unit", "unknown", "source"],
    ).astype({"value": "float64"})
    plain = pd.DataFrame(rows)[[*PORTFOLIO.names]]
    return Made(
        results={"context_figures": facts, "standing": pd.DataFrame(rows).drop(columns="geometry")},
        tables=(
            (PORTFOLIO, plain),
            (PORTFOLIO_TOTALS, portfolio_totals(rows)),
            (MUNICIPALITIES, municipality_table(rows, own, owed, reference_date=today)),
        ),
    )


STAGE = Stage(
    name="portfolio",
    reads=("locations", "capacity_steps", "boundaries", "regions", "obligations", "addresses", "osm"),
    run=_run,
)
