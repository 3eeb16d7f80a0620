"""Stage: streets and facilities of the extract."""

from geo.sources.extract import read_extract
from geo.stages.stage import Made, Stage, Work


def _run(work: Work) -> Made:
    return Made(results={"extract": read_extract(work.plan.path(work.plan.input.osm))})


STAGE = Stage(name="extract", reads=("osm",), sections=(), run=_run)
