"""Stage: water, green, towns and roads for the base map."""

from geo.sources.landscape import read_landscape
from geo.stages.stage import Made, Stage, Work


def _run(work: Work) -> Made:
    return Made(results={"landscape": read_landscape(work.plan.path(work.plan.input.osm))})


STAGE = Stage(name="landscape", reads=("osm",), sections=(), run=_run)
