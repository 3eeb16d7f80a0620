"""Stage: every check, and the list of actions that follows (chapter 8)."""

from geo.analysis.actions import action_list
from geo.analysis.checks import CheckInput, check_plan
from geo.analysis.regions import partition
from geo.findings import as_frame
from geo.stages.areas import areas_of_plan, last_day, reference_day
from geo.stages.stage import Made, Stage, Work
from geo.tables.findings import ACTION_LIST, FINDINGS


def _run(work: Work) -> Made:
    plan, inputs = work.plan, work.inputs()
    regions = inputs.table_if_given("regions")
    split = None if regions is None else partition(regions, inputs.municipalities, provinces=inputs.province_codes)
    findings = check_plan(
        CheckInput(
            locations=inputs.locations,
            supply=work.frame("supply"),
            need=inputs.table("need"),
            coverage=work.frame("coverage"),
            shortages=work.frame("shortage"),
            dips=work.frame("dips"),
            areas=areas_of_plan(inputs),
            reference_date=reference_day(plan),
            last=last_day(plan),
            municipalities=inputs.own_municipalities,
            partition=split,
            partnerships=work.frame("partnership_overview"),
            reserve=work.frame("reserve_ladder"),
            national=inputs.table_if_given("national"),
            voluntary=inputs.table_if_given("voluntary"),
            actions=inputs.table_if_given("actions"),
        )
    )
    actions = action_list(inputs.table_if_given("actions"), findings)
    return Made(tables=((FINDINGS, as_frame(findings)), (ACTION_LIST, actions)))


STAGE = Stage(
    name="checks",
    needs=("portfolio", "coverage", "filling"),
    reads=("locations", "need", "regions", "boundaries", "national", "voluntary", "actions", "addresses", "osm"),
    run=_run,
)
