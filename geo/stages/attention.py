"""Stage: points of attention that follow from the data (chapter 1)."""

from geo.analysis.attention import attention
from geo.stages.areas import reference_day
from geo.stages.stage import Made, Stage, Work
from geo.tables.portfolio import ATTENTION


def _run(work: Work) -> Made:
    own, standing, found = work.inputs().own_municipalities, work.frame("standing"), work.frame("distances")
    return Made(tables=((ATTENTION, attention(own, standing, found, reference_date=reference_day(work.plan))),))


STAGE = Stage(name="attention", needs=("portfolio", "distances"), reads=("boundaries",), run=_run)
