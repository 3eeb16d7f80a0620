"""Stage: streets and facilities of the extract."""

from geo.sources.extract import read_extract
from geo.stages.stage import Made, Stage, Work


def _run(work: Work) -> Made:
    return Made(results={"extract": read_extract(work.plan.streets())})


STAGE = Stage(name="extract", reads=("osm",), sections=(), of_streets=True, run=_run)
