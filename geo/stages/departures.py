"""Stage: departures of public transport near every location and candidate; nothing without a timetable."""

from geo.analysis.departures import DepartureOptions, departures
from geo.analysis.distances import Surroundings
from geo.plan import Plan
from geo.sources.transit import read_timetable
from geo.stages.networks import sites_of
from geo.stages.stage import Made, Stage, Work
from geo.tables.departures import DEPARTURES


def _run(work: Work) -> Made:
    plan, extract, file = work.plan, work.extract(), work.inputs().gtfs
    if file is None:
        return Made()
    options = _options(plan)
    timetable = read_timetable(file, day=options.day, area=extract.boundary)
    work.advance(1, 2)
    table = departures(
        sites_of(work.inputs(), ["location_id", "geometry"]),
        (timetable.stops, timetable.calls),
        work.network("walk"),
        options=options,
        surroundings=Surroundings(boundary=extract.boundary),
    )
    work.advance(2, 2)
    return Made(tables=((DEPARTURES, table),))


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
