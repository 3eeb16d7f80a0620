"""Stage: supply against need by the day and by the quarter (chapters 2, 4 and 7)."""

import pandas as pd

from geo.analysis.confrontation import confrontation
from geo.analysis.coverage import coverage
from geo.analysis.shortages import dips, in_words, shortages
from geo.analysis.supply import supply_steps
from geo.analysis.transition import quarter_totals, transition
from geo.analysis.variants import variant_table
from geo.stages.areas import areas_of_plan, last_day, provinces_of_plan, reference_day
from geo.stages.stage import Made, Stage, Work
from geo.tables.confrontation import CONFRONTATION
from geo.tables.coverage import COVERAGE, SHORTAGE
from geo.tables.time_path import VARIANT_SUPPLY
from geo.tables.transition import QUARTER_TOTALS, TRANSITION


def _run(work: Work) -> Made:
    plan, inputs = work.plan, work.inputs()
    need, quarters, today = inputs.table("need"), plan.quarters, reference_day(plan)
    supply = supply_steps(inputs.locations, inputs.table("capacity_steps"))
    areas, provinces = areas_of_plan(inputs), provinces_of_plan(inputs)
    first, last = pd.Timestamp(quarters[0].first_day), last_day(plan)
    short = [
        shortages(supply, need, area=area, first=first, last=last, reference_date=today).assign(area_id=area.area_id)
        for area in provinces
    ]
    down = [dips(supply, area=area, first=first, last=last, reference_date=today, need=need) for area in provinces]
    totals = [
        quarter_totals(supply, need, area=area, quarters=quarters, voluntary=inputs.table_if_given("voluntary")).assign(
            area_id=area.area_id
        )
        for area in provinces
    ]
    variants = [
        variant_table(supply, need, inputs.locations, area=area, quarters=quarters, reference_date=today)
        for area in provinces
    ]
    confronted = confrontation(supply, need, areas=provinces, reference_date=today, last=last)
    covered = coverage(supply, need, areas=areas, quarters=quarters, reference_date=today)
    shortage = pd.concat(short, ignore_index=True)
    names = dict(zip(inputs.locations["location_id"], inputs.locations["name"], strict=True))
    return Made(
        told={SHORTAGE.name: in_words(shortage, names)},
        results={"supply": supply, "dips": pd.concat(down, ignore_index=True)},
        tables=(
            (CONFRONTATION, confronted),
            (COVERAGE, covered),
            (SHORTAGE, shortage),
            (TRANSITION, transition(supply, quarters)),
            (QUARTER_TOTALS, pd.concat(totals, ignore_index=True)),
            (VARIANT_SUPPLY, pd.concat(variants, ignore_index=True)),
        ),
    )


STAGE = Stage(
    name="coverage",
    reads=("locations", "capacity_steps", "need", "regions", "boundaries", "voluntary", "addresses", "osm"),
    run=_run,
)
