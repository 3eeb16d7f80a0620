"""Gathers what the document and the workbook show of terms, extensions, up-scaling and down-scaling, and lead times."""

from collections.abc import Callable

import pandas as pd

from geo.report.results import Scaling, Shown
from geo.stages.stage import Work
from geo.tables.scaling import BREAK_EVEN, FALLS, SCALE_DOWN
from geo.tables.time_path import BACK_PLANNING, EXPIRY, VARIANT_SUPPLY

OneArea = Callable[[Work, pd.DataFrame], pd.DataFrame]
"""Names the provinces of a table, or leaves out which one it is where there is one."""


def scaling(work: Work, one_area: OneArea) -> Scaling:
    """Give the tables of this part.

    Parameters
    ----------
    work
        What the stages made.
    one_area
        Names the provinces.
    """
    named = {
        table.name: Shown(table=table, frame=one_area(work, work.frame(table.name)))
        for table in (VARIANT_SUPPLY, BREAK_EVEN, SCALE_DOWN, FALLS)
    }
    return Scaling(
        expiry=Shown(table=EXPIRY, frame=work.frame(EXPIRY.name)),
        variants=named[VARIANT_SUPPLY.name],
        break_even=named[BREAK_EVEN.name],
        scale_down=named[SCALE_DOWN.name],
        falls=named[FALLS.name],
        # the status says in words whether the day has passed
        back_planning=Shown(table=BACK_PLANNING.without("passed"), frame=work.frame(BACK_PLANNING.name)),
    )
