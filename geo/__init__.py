"""Geospatial toolkit for the provincial plan on the reception of asylum seekers.

Everything that the command does is a few lines of Python with the same words. Only what is light comes with
``import geo``; the rest is imported from its own room, so that nothing is loaded that is not used.

``geo init``, ``geo check`` and ``geo run``::

    from geo.workspace import make_workspace
    from geo.plan import Plan, load_plan
    from geo.stages.check import read_inputs
    from geo.pipeline import Event, RunReport, run

``geo distances``::

    from geo.oneoff import Request, distances_to_file

``geo compare``::

    from geo.compare import compare_versions
    from geo.compare_files import write_files

The steps one by one; see ``examples/``::

    from geo.crs import read_crs
    from geo.sources.extract import read_extract
    from geo.network.build import Network, build
    from geo.network.snap import snap
    from geo.network.route import nearest
    from geo.analysis.distances import DistanceOptions, Surroundings, distances
    from geo.sources.raw import FileSpec
    from geo.sources.transit import Timetable, read_timetable
    from geo.analysis.departures import DepartureOptions, departures
    from geo.analysis.supply import supply_steps
    from geo.analysis.coverage import coverage
    from geo.stages.areas import areas_of_plan, reference_day
    from geo.findings import Finding
    from geo.figures import Figure
    from geo.quarters import Quarter

Every error that a user can do something about is a `GeoError`.
"""

from geo import errors, words
from geo.errors import GeoError

__all__ = ["GeoError", "errors", "words"]
