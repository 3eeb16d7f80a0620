"""Where each fact of candidate sites comes from, and of which day it is."""

from collections.abc import Mapping

import pandas as pd

from geo.analysis.candidates.measures import Origin
from geo.analysis.need import need_in_force
from geo.plan import Plan
from geo.plan_inputs import InputFile
from geo.sources.inputs import Inputs
from geo.stages.imprint import credit_of, day_of
from geo.stages.stage import Work

_FILES = ("osm", "candidates", "locations", "population", "gtfs", "boundaries", "need")


def origins_of(work: Work) -> Mapping[str, Origin]:
    """Give the source and the day of each input, by its name in the plan, and of each category of facilities.

    The need is of the forecast in force. The timetable is of the day that is counted. A list of sites whose day the
    plan does not give is of the day that all of its rows give.
    """
    plan, inputs = work.plan, work.inputs()
    moment = work.extract().timestamp if work.streets == "used" else ""
    given = {name: _origin(plan, name, moment) for name in _FILES}
    given["candidates"] = _dated(given["candidates"], inputs.candidates)
    given["locations"] = _dated(given["locations"], inputs.locations)
    given["gtfs"] = Origin(source=given["gtfs"].source, day=plan.transit.day(plan.plan.reference_date))
    given["need"] = _need(given["need"], inputs)
    lists = {
        name: Origin(source=credit_of(name, file, plan), day=file.reference_date)
        for name, file in plan.distances.replace.items()
    }
    return given | {name: lists.get(name, given["osm"]) for name in plan.distances.categories}


def _origin(plan: Plan, name: str, moment: str) -> Origin:
    file: InputFile | None = getattr(plan.input, name)
    return Origin() if file is None else Origin(source=credit_of(name, file, plan), day=day_of(name, file, moment))


def _dated(origin: Origin, sites: pd.DataFrame) -> Origin:
    days = set(sites["source_date"].dropna())
    if origin.day is not None or len(days) != 1:
        return origin
    return Origin(source=origin.source, day=days.pop().date())


def _need(origin: Origin, inputs: Inputs) -> Origin:
    rows = need_in_force(inputs.table("need"))
    if rows.empty:
        return origin
    sources = sorted(set(rows["source"].dropna())) or [origin.source]
    days = rows["forecast_date"].dropna()
    return Origin(source=", ".join(sources), day=days.iloc[0].date() if len(days) else origin.day)
