"""Stage: the facilities of the extract beside the official lists of the same categories."""

import pandas as pd

from geo.analysis.completeness import completeness, two_sources
from geo.analysis.distances import distances
from geo.stages.networks import ORIGIN_COLUMNS, distance_options, facilities_for, sites_of, surroundings
from geo.stages.stage import Made, Stage, Work
from geo.tables.completeness import COMPLETENESS, TWO_SOURCES


def _run(work: Work) -> Made:
    inputs, extract, asked = work.inputs(), work.extract(), work.plan.distances
    replaced = [name for name in asked.categories if name in inputs.replaced]
    every = inputs.facility_lists
    by_list = work.frame("distances")
    sites = two_sources(by_list[by_list["category"].isin(replaced)], _by_map(work, replaced))
    table = completeness(
        {name: every[every["category"] == name] for name in replaced},
        extract.facilities,
        sites,
        categories=asked.categories,
        mode=asked.modes[0],
        boundary=extract.boundary,
    )
    return Made(tables=((COMPLETENESS, table), (TWO_SOURCES, sites)))


def _by_map(work: Work, replaced: list[str]) -> pd.DataFrame:
    """Compute the distances that there would be if the facilities of the extract counted."""
    plan, extract = work.plan, work.extract()
    origins, around = sites_of(work.inputs(), ORIGIN_COLUMNS), surroundings(extract, work.inputs())
    parts = []
    for mode in plan.distances.modes if replaced else ():
        network = work.network(mode)
        options = distance_options(plan, mode)
        parts.append(
            distances(
                origins,
                facilities_for(mode, extract.facilities, work.inputs()),
                network,
                categories=replaced,
                options=options,
                surroundings=around,
            )
        )
    return pd.concat([work.frame("distances").iloc[:0], *parts], ignore_index=True)


STAGE = Stage(
    name="completeness",
    needs=("extract", "distances"),
    reads=("locations", "candidates", "replace", "boundaries", "addresses", "country"),
    sections=("plan", "distances"),
    run=_run,
)
