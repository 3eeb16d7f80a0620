"""Stage: water, green, towns and roads for the base map."""

from geo.sources.landscape import read_landscape
from geo.stages.stage import Made, Stage, Work


def _run(work: Work) -> Made:
    return Made(results={"landscape": read_landscape(work.plan.streets())})


STAGE = Stage(name="landscape", reads=("osm",), sections=(), of_streets=True, run=_run)
