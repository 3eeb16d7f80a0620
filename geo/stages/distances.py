"""Stage: network distances from every location and candidate to the nearest facilities."""

import pandas as pd

from geo.analysis.distances import distances
from geo.stages.networks import (
    ORIGIN_COLUMNS,
    distance_options,
    facilities_for,
    facilities_in_force,
    sites_of,
    surroundings,
)
from geo.stages.stage import Made, Stage, Work
from geo.tables.distances import DISTANCES


def _run(work: Work) -> Made:
    extract, inputs, asked = work.extract(), work.inputs(), work.plan.distances
    origins = sites_of(inputs, ORIGIN_COLUMNS)
    facilities, around = facilities_in_force(extract, inputs), surroundings(extract, inputs)
    parts = []
    for done, mode in enumerate(asked.modes, start=1):
        network = work.network(mode)
        some = facilities_for(mode, facilities, inputs)
        options = distance_options(work.plan, mode)
        parts.append(
            distances(origins, some, network, categories=asked.categories, options=options, surroundings=around)
        )
        work.advance(done, len(asked.modes))
    table = pd.concat(parts, ignore_index=True).sort_values(list(DISTANCES.key), ignore_index=True)
    return Made(tables=((DISTANCES, table),))


STAGE = Stage(
    name="distances",
    needs=("extract",),
    reads=("locations", "candidates", "replace", "boundaries", "addresses", "country"),
    sections=("plan", "distances"),
    run=_run,
)
