"""The steps one by one: how far the supermarket is from each location, and whether supply covers need.

    python examples/markerwaard_distances.py [WORKSPACE]

Nothing is written; the figures are those of ``geo run``. Without a workspace it reads Markerwaard.
"""

import sys
from pathlib import Path

from geo.analysis.coverage import coverage
from geo.analysis.distances import DistanceOptions, Surroundings, distances
from geo.analysis.supply import supply_steps
from geo.crs import read_crs
from geo.network.build import build
from geo.plan import load_plan
from geo.sources.extract import read_extract
from geo.stages.areas import areas_of_plan, reference_day
from geo.stages.check import read_inputs

MARKERWAARD = Path(__file__).parents[1]


def main(workspace: Path) -> None:
    """Read, build, measure, compare."""
    plan = load_plan(workspace)
    inputs = read_inputs(plan)
    extract = read_extract(plan.streets())

    network = build(extract.streets, "walk", crs=read_crs(plan.plan.crs))
    supermarkets = distances(
        inputs.locations,
        extract.facilities,
        network,
        categories=["supermarket"],
        options=DistanceOptions(nearest=1, limit_m=plan.distances.limit("walk")),
        surroundings=Surroundings(boundary=extract.boundary),
    )
    print("The nearest supermarket on foot:")
    print(
        supermarkets[["origin_id", "facility_name", "distance_m", "minutes", "status"]].round(1).to_string(index=False)
    )

    supply = supply_steps(inputs.locations, inputs.table("capacity_steps"))
    verdicts = coverage(
        supply,
        inputs.table("need"),
        areas=areas_of_plan(inputs),
        quarters=plan.quarters,
        reference_date=reference_day(plan),
    )
    last = verdicts[verdicts["quarter"] == str(plan.quarters[-1])]
    print(f"\nSupply against need at the end of {plan.quarters[-1]}:")
    print(
        last[["region_id", "bucket", "supply_min", "supply_max", "need_min", "need_max", "status"]].to_string(
            index=False
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else MARKERWAARD)
