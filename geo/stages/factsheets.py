"""Stage: roles and facts of every location that the plan describes (chapter 4)."""

import pandas as pd

from geo.analysis.factsheets import Facts, factsheets
from geo.analysis.floor import floor_per_place
from geo.analysis.roles import Surroundings, companions, role_matrix
from geo.plan import Plan
from geo.stages.areas import reference_day
from geo.stages.networks import limit_words
from geo.stages.stage import Made, Stage, Work
from geo.tables.factsheets import FACTSHEETS, ROLE_MATRIX


def _run(work: Work) -> Made:
    inputs, mode = work.inputs(), _mode(work.plan)
    regions = inputs.table("regions")
    together = companions((regions, "region_id"), (inputs.table("partnership_members"), "partnership_id"))
    around = Surroundings(
        municipalities=dict(zip(inputs.municipalities["code"], inputs.municipalities["name"], strict=True)),
        provinces=tuple(inputs.own_provinces["name"]),
        together=together,
    )
    sites = pd.DataFrame(inputs.locations)
    roles = role_matrix(sites, inputs.table_if_given("location_agreements"), around)
    facts = Facts(
        locations=sites,
        overview=work.frame("allocation_overview"),
        portfolio=work.frame("standing"),
        floor=floor_per_place(sites, work.frame("supply"), reference_date=reference_day(work.plan)),
        distances=work.frame_of_streets("distances"),
        mode=mode,
        limit=limit_words(work.plan).get(mode, ""),
        roles=roles,
        regions=dict(zip(regions["region_id"], regions["region_name"].fillna(""), strict=True)),
    )
    return Made(tables=((ROLE_MATRIX, roles), (FACTSHEETS, factsheets(facts))))


def _mode(plan: Plan) -> str:
    """Choose walking, by which people get about; else the first mode of the plan."""
    return "walk" if "walk" in plan.distances.modes else plan.distances.modes[0]


STAGE = Stage(
    name="factsheets",
    needs=("portfolio", "coverage", "filling"),
    uses=("distances",),
    reads=("locations", "location_agreements", "regions", "partnership_members", "boundaries", "addresses", "osm"),
    sections=("plan", "distances"),
    run=_run,
)
