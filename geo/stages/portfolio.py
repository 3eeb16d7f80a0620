"""Stage: the locations that stand on the reference date, and what they add up to (chapters 1 and 2)."""

import pandas as pd

from geo.analysis.portfolio import context_figures, municipality_table, portfolio, portfolio_totals
from geo.stages.areas import reference_day
from geo.stages.stage import Made, Stage, Work
from geo.tables.portfolio import MUNICIPALITIES, PORTFOLIO, PORTFOLIO_TOTALS


def _run(work: Work) -> Made:
    inputs = work.inputs()
    rows = portfolio(inputs.locations, inputs.table("capacity_steps"), reference_date=reference_day(work.plan))
    own = inputs.own_municipalities
    figures = context_figures(rows, inputs.locations, own)
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
            (MUNICIPALITIES, municipality_table(rows, own)),
        ),
    )


STAGE = Stage(
    name="portfolio", reads=("locations", "capacity_steps", "boundaries", "regions", "addresses", "osm"), run=_run
)
