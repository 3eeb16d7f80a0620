"""Stage: the locations that stand on the reference date, and what they add up to (chapters 1 and 2)."""

import pandas as pd

from geo.analysis.context_facts import context_facts, partnership_share
from geo.analysis.expiry import expiry
from geo.analysis.obligations import obligation_progress
from geo.analysis.partnerships import members_placed
from geo.analysis.portfolio import context_figures, municipality_table, portfolio, portfolio_totals
from geo.analysis.supply import supply_steps
from geo.figures import Figure
from geo.sources.inputs import Inputs
from geo.stages.areas import last_day, reference_day
from geo.stages.stage import Made, Stage, Work
from geo.tables.columns import Table
from geo.tables.portfolio import CONTEXT_FACTS, MUNICIPALITIES, OBLIGATION_PROGRESS, PORTFOLIO, PORTFOLIO_TOTALS
from geo.tables.time_path import EXPIRY


def _run(work: Work) -> Made:
    inputs = work.inputs()
    steps, today = inputs.table("capacity_steps"), reference_day(work.plan)
    rows = portfolio(inputs.locations, steps, reference_date=today)
    own, owed = inputs.own_municipalities, inputs.table_if_given("obligations")
    figures = context_figures(rows, inputs.locations, own, steps=steps, last=last_day(work.plan))
    figures |= _partnerships(inputs, last_day(work.plan))
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
            (EXPIRY, expiry(rows, reference_date=today)),
            (MUNICIPALITIES, municipality_table(rows, own, owed, reference_date=today)),
            (CONTEXT_FACTS, context_facts(figures)),
            *_obligations(inputs, today),
        ),
    )


def _partnerships(inputs: Inputs, last: pd.Timestamp) -> dict[str, Figure]:
    """Give the share of partnerships with a regional location; nothing where no partnerships were given."""
    if "partnership_members" not in inputs.given:
        return {}
    supply = supply_steps(inputs.locations, inputs.table("capacity_steps"))
    members = members_placed(inputs.table("partnership_members"), inputs.municipalities)
    share = partnership_share(members, inputs.locations, supply, last=last, own=inputs.province_codes)
    return {"partnerships_with_regional": share}


def _obligations(inputs: Inputs, today: pd.Timestamp) -> tuple[tuple[Table, pd.DataFrame], ...]:
    """Tell who is on schedule; nothing where no obligations were given."""
    owed, provinces = inputs.table_if_given("obligations"), inputs.own_provinces
    if owed is None:
        return ()
    names = dict(zip(provinces["code"], provinces["name"], strict=True))
    table = obligation_progress(owed, inputs.own_municipalities, provinces=names, reference_date=today)
    return ((OBLIGATION_PROGRESS, table),)


STAGE = Stage(
    name="portfolio",
    reads=(
        "locations", "capacity_steps", "boundaries", "regions", "obligations", "partnership_members", "addresses",
        "osm",
    ),
    run=_run,
)  # fmt: skip
