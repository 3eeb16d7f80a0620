"""Stage: regions, future locations, flexible forms, reserve and scenarios (chapters 3 to 6)."""

import pandas as pd

from geo.analysis.allocation_table import allocation_overview, allocation_parts, allocation_totals
from geo.analysis.back_planning import back_planning
from geo.analysis.break_even import break_even
from geo.analysis.flexible import flexible_table
from geo.analysis.partnerships import members_placed, share_table
from geo.analysis.regional import regional_indication
from geo.analysis.regions import partnership_table, region_table
from geo.analysis.reserve import reserve_ladder, scenario_table
from geo.analysis.scale_down import falls, first_need, scale_down
from geo.analysis.spreidingswet import Durability, spreidingswet_table
from geo.sources.inputs import Inputs
from geo.stages.areas import (
    areas_of_plan,
    last_day,
    outsiders,
    province_names,
    provinces_by_name,
    provinces_of_plan,
    reference_day,
)
from geo.stages.stage import Made, Stage, Work
from geo.tables.columns import Table
from geo.tables.factsheets import ALLOCATION_PARTS
from geo.tables.regions import PARTNERSHIP_SHARES, PARTNERSHIPS_TABLE, REGIONAL_INDICATION, REGIONS_TABLE
from geo.tables.scaling import BREAK_EVEN, FALLS, SCALE_DOWN
from geo.tables.spreidingswet import SPREIDINGSWET
from geo.tables.time_path import BACK_PLANNING
from geo.tables.transition import ALLOCATION_OVERVIEW, ALLOCATION_TOTALS, FLEXIBLE, RESERVE_LADDER, SCENARIOS


def _run(work: Work) -> Made:
    plan, inputs = work.plan, work.inputs()
    rows, supply = work.frame("standing"), work.frame("supply")
    overview = allocation_overview(
        inputs.locations,
        inputs.table("capacity_steps"),
        reference_date=reference_day(plan),
        last=last_day(plan),
        hub_distances_m=_hub_distances(work),
    )
    ladder = reserve_ladder(inputs.table_if_given("reserve"), rows)
    scenarios = [
        scenario_table(
            supply,
            inputs.table("need"),
            ladder,
            area=area,
            quarters=plan.quarters,
            reference_date=reference_day(plan),
        )
        for area in provinces_of_plan(inputs)
    ]
    partnerships = _partnerships(inputs, rows)
    return Made(
        tables=(
            (REGIONS_TABLE, region_table(inputs.table("regions"), inputs.municipalities, rows)),
            (PARTNERSHIPS_TABLE, partnerships),
            (PARTNERSHIP_SHARES, _shares(inputs, partnerships, rows)),
            (REGIONAL_INDICATION, _indication(work)),
            (ALLOCATION_OVERVIEW, overview),
            (ALLOCATION_TOTALS, allocation_totals(overview)),
            (ALLOCATION_PARTS, allocation_parts(overview, rows)),
            (FLEXIBLE, flexible_table(inputs.locations, inputs.table_if_given("location_agreements"))),
            (RESERVE_LADDER, ladder),
            (SCENARIOS, pd.concat(scenarios, ignore_index=True)),
            *_spreidingswet(work),
            *_scaling(work, ladder),
            (BACK_PLANNING, _back_planning(work)),
        )
    )


def _spreidingswet(work: Work) -> tuple[tuple[Table, pd.DataFrame], ...]:
    """Set places against the task of the Spreidingswet; without its section there is no table."""
    section, inputs = work.plan.spreidingswet, work.inputs()
    if section is None:
        return ()
    certainty = dict(zip(inputs.locations["location_id"], inputs.locations["certainty"].fillna(""), strict=True))
    made = spreidingswet_table(
        work.frame("supply"),
        inputs.table("need"),
        certainty,
        areas=areas_of_plan(inputs),
        days=[pd.Timestamp(day) for day in section.reference_dates],
        durability=Durability(months=section.durable_months, above=section.durable_places_above),
    )
    return ((SPREIDINGSWET, made),)


def _scaling(work: Work, ladder: pd.DataFrame) -> tuple[tuple[Table, pd.DataFrame], ...]:
    """Tell of every province what the reserve covers when the need rises, and what goes first when it falls."""
    plan, inputs = work.plan, work.inputs()
    supply, need = work.frame("supply"), inputs.table("need")
    up, down, low = [], [], []
    for area in provinces_of_plan(inputs):
        span = {"reference_date": reference_day(plan), "last": last_day(plan)}
        today = span["reference_date"]
        up.append(break_even(supply, need, ladder, area=area, quarters=plan.quarters, reference_date=today))
        down.append(scale_down(supply, inputs.locations, need, area=area, **span))
        low.append(falls(down[-1], first_need(need, area, **span)).assign(area_id=area.area_id)[list(FALLS.names)])
    listed = ((BREAK_EVEN, up), (SCALE_DOWN, down), (FALLS, low))
    return tuple((table, pd.concat(frames, ignore_index=True)) for table, frames in listed)


def _back_planning(work: Work) -> pd.DataFrame:
    plan, inputs = work.plan, work.inputs()
    given = inputs.table_if_given("milestones")
    return back_planning(inputs.locations, given, reference_date=reference_day(plan), last=last_day(plan))


def _hub_distances(work: Work) -> dict[str, float]:
    """Give the distance by road of each satellite or dependance to its hub, where there is a way and streets."""
    hubs = work.frame_of_streets("hub_distances")
    if hubs is None:
        return {}
    found = hubs.dropna(subset=["distance_m"])
    return dict(zip(found["location_id"], found["distance_m"].astype(float), strict=True))


def _partnerships(inputs: Inputs, rows: pd.DataFrame) -> pd.DataFrame:
    return partnership_table(
        inputs.table("partnerships"),
        inputs.table("partnership_members"),
        municipalities=inputs.municipalities,
        portfolio=rows,
        agreements=inputs.table_if_given("partnership_agreements"),
        contacts=inputs.table_if_given("contacts"),
        outside=outsiders(inputs),
    )


def _shares(inputs: Inputs, partnerships: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    return share_table(
        partnerships,
        members_placed(inputs.table("partnership_members"), inputs.municipalities),
        municipalities=inputs.municipalities,
        portfolio=rows,
        provinces=provinces_by_name(inputs),
        names=province_names(inputs),
        own=inputs.province_codes,
    )


def _indication(work: Work) -> pd.DataFrame:
    inputs = work.inputs()
    return regional_indication(
        inputs.table("regions"),
        inputs.table("obligations"),
        work.frame("supply"),
        reference_date=reference_day(work.plan),
        last=last_day(work.plan),
    )


STAGE = Stage(
    name="filling",
    needs=("portfolio", "coverage"),
    uses=("hubs",),
    reads=(
        "locations", "capacity_steps", "need", "regions", "boundaries", "partnerships", "partnership_members",
        "partnership_agreements", "contacts", "location_agreements", "reserve", "obligations", "milestones",
        "addresses", "osm",
    ),
    sections=("plan", "spreidingswet"),
    run=_run,
)  # fmt: skip
