"""Stage: the register of forecasts, and the need divided as an indication of our own (chapter 2)."""

from geo.analysis.apportionment import apportionment, apportionment_rounding
from geo.analysis.forecasts import forecasts
from geo.stages.areas import provinces_of_plan, reference_day
from geo.stages.stage import Made, Stage, Work
from geo.tables.apportionment import APPORTIONMENT, APPORTIONMENT_ROUNDING
from geo.tables.forecasts import FORECASTS


def _run(work: Work) -> Made:
    plan, inputs = work.plan, work.inputs()
    need, provinces, own = inputs.table("need"), provinces_of_plan(inputs), inputs.own_municipalities
    regions, ses = inputs.table("regions"), inputs.table_if_given("ses_woa")
    listed = forecasts(
        need, work.frame("supply"), provinces=provinces, quarters=plan.quarters, reference_date=reference_day(plan)
    )
    return Made(
        tables=(
            (FORECASTS, listed),
            (APPORTIONMENT, apportionment(need, own, provinces=provinces, regions=regions, ses=ses)),
            (APPORTIONMENT_ROUNDING, apportionment_rounding(need, own, provinces=provinces, regions=regions, ses=ses)),
        )
    )


STAGE = Stage(name="forecasts", needs=("coverage",), reads=("need", "regions", "boundaries", "ses_woa"), run=_run)
