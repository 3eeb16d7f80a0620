"""Stage: departures of public transport near every location and candidate; nothing without a timetable."""

import geopandas as gpd
import pandas as pd

from geo.analysis.departures import DepartureOptions, departures
from geo.analysis.distances import Surroundings
from geo.plan import Plan
from geo.sources.transit import read_timetable
from geo.stages.networks import sites_of
from geo.stages.stage import Made, Stage, Work
from geo.tables.departures import DEPARTURES


def _run(work: Work) -> Made:
    table = departures_near(work, sites_of(work.inputs(), ["location_id", "geometry"]))
    return Made() if table is None else Made(tables=((DEPARTURES, table),))


def departures_near(work: Work, sites: gpd.GeoDataFrame) -> pd.DataFrame | None:
    """Count the departures near places on the day and in the hours of the plan; None without a timetable.

    Parameters
    ----------
    work
        The plan, its timetable and the streets.
    sites
        ``location_id`` and geometry, in any declared reference system.
    """
    extract, file = work.extract(), work.inputs().gtfs
    if file is None:
        return None
    options = _options(work.plan)
    timetable = read_timetable(file, day=options.day, area=extract.boundary)
    return departures(
        sites,
        (timetable.stops, timetable.calls),
        work.network("walk"),
        options=options,
        surroundings=Surroundings(boundary=extract.boundary),
    )


def _options(plan: Plan) -> DepartureOptions:
    asked = plan.transit
    from_s, until_s = asked.hours_s
    return DepartureOptions(
        day=asked.day(plan.plan.reference_date),
        from_s=from_s,
        until_s=until_s,
        reach_m=asked.reach_m,
        limit_m=plan.distances.farthest_m("walk"),
        max_snap_m=plan.distances.max_snap_m,
    )


STAGE = Stage(
    name="departures",
    needs=("extract",),
    reads=("gtfs", "locations", "candidates", "boundaries", "addresses"),
    sections=("plan", "distances", "transit"),
    run=_run,
)
