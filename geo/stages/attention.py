"""Stage: points of attention that follow from the data (chapter 1)."""

from geo.analysis.attention import attention
from geo.stages.areas import reference_day
from geo.stages.stage import Made, Stage, Work
from geo.tables.portfolio import ATTENTION


def _run(work: Work) -> Made:
    inputs = work.inputs()
    table = attention(
        inputs.own_municipalities,
        work.frame("standing"),
        inputs.locations,
        work.frame_of_streets("distances"),
        reference_date=reference_day(work.plan),
    )
    return Made(tables=((ATTENTION, table),))


STAGE = Stage(
    name="attention",
    needs=("portfolio",),
    uses=("distances",),
    reads=("boundaries", "locations", "addresses", "osm"),
    run=_run,
)
