"""Stage: every check, and the list of actions that follows (chapter 8)."""

from dataclasses import replace

import pandas as pd
import shapely

from geo.analysis.actions import action_list
from geo.analysis.checks import CheckInput, Judged, check_plan
from geo.analysis.demand import without_number
from geo.findings import as_frame, in_sentences
from geo.sources.inputs import Inputs
from geo.stages.areas import areas_of_plan, last_day, reference_day
from geo.stages.checked_regions import cooperation_of, split_of
from geo.stages.counted import counted_in
from geo.stages.hubs import hub_mode
from geo.stages.networks import edge_of, sites_of
from geo.stages.stage import Made, Stage, Work
from geo.tables.findings import ACTION_LIST, FINDINGS


def _run(work: Work) -> Made:
    findings = check_plan(_with_context(_given(work), work))
    actions = action_list(work.inputs().table_if_given("actions"), findings)
    return Made(
        tables=((FINDINGS, as_frame(findings)), (ACTION_LIST, actions)), told={FINDINGS.name: in_sentences(findings)}
    )


def _given(work: Work) -> CheckInput:
    """Gather what the checks look at."""
    plan, inputs = work.plan, work.inputs()
    return CheckInput(
        locations=inputs.locations,
        candidates=inputs.candidates,
        supply=work.frame("supply"),
        need=inputs.table("need"),
        coverage=work.frame("coverage"),
        shortages=work.frame("shortage"),
        dips=work.frame("dips"),
        areas=areas_of_plan(inputs),
        reference_date=reference_day(plan),
        last=last_day(plan),
        streets=work.streets,
        outside=_outside(work),
        snaps=work.frame_of_streets("snaps"),
        municipalities=inputs.own_municipalities,
        municipality_names=dict(zip(inputs.municipalities["code"], inputs.municipalities["name"], strict=True)),
        areas_without_number=_without_number(inputs),
        partition=split_of(inputs),
        partnerships=work.frame("partnership_overview"),
        cooperation=cooperation_of(work),
        hub_distances=work.frame_of_streets("hub_distances"),
        hub_mode=hub_mode(plan),
        location_agreements=inputs.table_if_given("location_agreements"),
        reserve=work.frame("reserve_ladder"),
        texts=tuple(name for name, text in inputs.texts.items() if text.strip()),
        national=inputs.table_if_given("national"),
        milestones=inputs.table_if_given("milestones"),
        voluntary=inputs.table_if_given("voluntary"),
        actions=inputs.table_if_given("actions"),
        spreidingswet=None if plan.spreidingswet is None else work.frame("spreidingswet"),
        province_names=dict(zip(inputs.provinces["code"], inputs.provinces["name"], strict=True)),
    )


def _with_context(given: CheckInput, work: Work) -> CheckInput:
    """Add what the checks of chapter 1 and of our own division of the need look at."""
    plan, inputs = work.plan, work.inputs()
    return replace(
        given,
        first=pd.Timestamp(plan.quarters[0].first_day),
        inhabitants_date=_inhabitants_date(work),
        ses=inputs.table_if_given("ses_woa"),
        measures=inputs.table_if_given("measures"),
        opportunities=inputs.table_if_given("opportunities"),
        obligations=work.frame("obligation_progress") if "obligations" in inputs.given else None,
        counted=counted_in(work),
        province_inhabitants={
            str(code): int(people)
            for code, people in zip(inputs.own_provinces["code"], inputs.own_provinces["inhabitants"], strict=True)
            if pd.notna(people) and people > 0
        },
        judged=_judged(work),
    )


def _judged(work: Work) -> Judged | None:
    """Give what became of the candidates; None without any, or without the streets that most rules ask for."""
    candidates = work.inputs().candidates
    if candidates.empty or work.streets != "used":
        return None
    return Judged(
        names={
            str(key): str(name)
            for key, name in zip(candidates["location_id"], candidates["name"].fillna(""), strict=True)
        },
        verdicts=work.frame("verdicts"),
        criteria=work.frame("criteria"),
        scores=work.frame("scores"),
        ranking=work.frame("ranking"),
    )


def _inhabitants_date(work: Work) -> pd.Timestamp | None:
    """Give the day of the boundaries, which hold the inhabitants."""
    day = work.plan.input.boundaries.reference_date
    return None if day is None else pd.Timestamp(day)


def _outside(work: Work) -> pd.DataFrame | None:
    """Give the locations and candidates outside the edge of the data, with a place; None without streets."""
    if work.streets != "used":
        return None
    sites = sites_of(work.inputs(), ["location_id", "name", "geometry"])
    placed = sites.geometry.notna() & ~sites.geometry.is_empty
    return pd.DataFrame(sites[placed & ~sites.intersects(edge_of(work.extract(), sites.crs))])


def _without_number(inputs: Inputs) -> int:
    """Count the population areas of the provinces of which nobody gave the number of people."""
    if inputs.population is None:
        return 0
    lost = without_number(inputs.population)
    return int(lost.intersects(shapely.union_all(inputs.own_provinces.geometry.to_numpy())).sum())


STAGE = Stage(
    name="checks",
    needs=("portfolio", "coverage", "filling", "ranking"),
    uses=("extract", "hubs", "regional_distances", "snaps"),
    reads=(
        "locations", "candidates", "need", "regions", "boundaries", "location_agreements", "population", "texts",
        "national", "milestones", "voluntary", "actions", "partnership_members", "contacts", "addresses", "osm",
        "ses_woa", "measures", "opportunities", "obligations",
    ),
    sections=("plan", "distances", "input", "spreidingswet"),
    run=_run,
)  # fmt: skip
