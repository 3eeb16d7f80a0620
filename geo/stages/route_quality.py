"""Stage: how safe the walk from every location and candidate to its nearest facilities is."""

from geo.analysis.route_quality import route_quality
from geo.stages.networks import distance_options, facilities_in_force, sites_of
from geo.stages.stage import Made, Stage, Work
from geo.tables.route_quality import ROUTE_QUALITY


def _run(work: Work) -> Made:
    extract, inputs = work.extract(), work.inputs()
    table = route_quality(
        work.frame("distances"),
        sites_of(inputs, ["location_id", "geometry"]),
        facilities_in_force(extract, inputs),
        work.network("walk"),
        way_tags=extract.streets.way_tags,
        options=distance_options(work.plan, "walk"),
    )
    return Made(tables=((ROUTE_QUALITY, table),))


STAGE = Stage(
    name="route_quality",
    needs=("extract", "distances"),
    reads=("locations", "candidates", "replace", "boundaries", "addresses"),
    sections=("plan", "distances"),
    run=_run,
)
