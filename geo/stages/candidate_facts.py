"""Stage: everything that is known of each candidate site, with its source and how sure it is."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.analysis.candidates.access import (
    Stand,
    category_names,
    departure_measure,
    distance_measures,
    quality_measures,
)
from geo.analysis.candidates.declared import agreement_measures, as_offered, offer_of, own_measures, site_measures
from geo.analysis.candidates.facts import Facts, Texts
from geo.analysis.candidates.measures import Measure, Origin, together
from geo.analysis.candidates.region import Ending, balance_measures, municipality_measures
from geo.analysis.need import main_scenario
from geo.fact_words import fact_text, quantity
from geo.network.snap import Snaps, snap
from geo.plan import ModeName
from geo.stages.areas import region_names
from geo.stages.candidate_ways import looked_with, nowhere, reception_measures, reception_of, stand_of
from geo.stages.fact_sources import origins_of
from geo.stages.layer_facts import layer_measures
from geo.stages.own_columns import own_columns
from geo.stages.people_around import people_around
from geo.stages.stage import Made, Stage, Work
from geo.tables.departures import DEPARTURES
from geo.tables.distances import DISTANCES
from geo.tables.facts import CANDIDATE_FACTS, FACTS, Fact
from geo.tables.route_quality import ROUTE_QUALITY


def _run(work: Work) -> Made:
    candidates = work.inputs().candidates
    if candidates.empty:
        return Made()
    facts = facts_of_candidates(work, candidates)
    tables = ((FACTS, facts.catalogue()), (CANDIDATE_FACTS, facts.table()))
    return Made(tables=tables, told={CANDIDATE_FACTS.name: in_words(facts)})


def facts_of_candidates(work: Work, candidates: gpd.GeoDataFrame) -> Facts:
    """Give what is known of candidates.

    Parameters
    ----------
    work
        The plan and the results of earlier stages.
    candidates
        Candidates in the metric system of the plan, sorted by id.
    """
    stood = _stand(work, candidates)
    measures = [*_access(work, stood), *_people(work, stood), *_declared(stood), *_region(work, stood)]
    measures += layer_measures(work, candidates)
    own = own_columns(candidates, taken={one.fact.id for one in measures})
    return together(stood.ids, [*measures, *own_measures(own, origin=stood.origins["candidates"])])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stood:
    """Candidates, and where they stand on the network on which one walks."""

    ids: Texts
    sites: gpd.GeoDataFrame
    feet: Snaps | None
    walk: Stand
    origins: Mapping[str, Origin]


def _stand(work: Work, candidates: gpd.GeoDataFrame) -> _Stood:
    ids, origins = candidates["location_id"].to_numpy(dtype=object), origins_of(work)
    if work.streets != "used":
        return _Stood(ids=ids, sites=candidates, feet=None, walk=nowhere(len(ids)), origins=origins)
    feet, walk = _feet(work, candidates, "walk")
    return _Stood(ids=ids, sites=candidates, feet=feet, walk=walk, origins=origins)


def _feet(work: Work, candidates: gpd.GeoDataFrame, mode: ModeName) -> tuple[Snaps, Stand]:
    network = work.network(mode)
    feet = snap(network, candidates.geometry, max_snap_m=work.plan.distances.max_snap_m)
    return feet, stand_of(feet, work.extract().boundary, network)


def _stand_of(work: Work, stood: _Stood, mode: ModeName) -> Stand:
    """Tell where candidates stand on the network of a mode: a motorway is no street for who walks."""
    return stood.walk if mode == "walk" or stood.feet is None else _feet(work, stood.sites, mode)[1]


def _access(work: Work, stood: _Stood) -> Iterator[Measure]:
    asked, origins = work.plan.distances, stood.origins
    names, streets = category_names(asked.categories), work.streets == "used"
    table = _of_streets(work, "distances", DISTANCES.names)
    stands = {mode: _stand_of(work, stood, mode) for mode in asked.modes}
    for mode, stand in stands.items():
        looked = looked_with(work.plan, mode, work.network(mode) if streets else None)
        yield from distance_measures(table, stood.ids, looked=looked, names=names, stand=stand, origins=origins)
    has_timetable = streets and work.inputs().gtfs is not None
    departures = work.frame(DEPARTURES.name) if has_timetable else None
    yield departure_measure(departures, stood.ids, origin=origins["gtfs"])
    reception = reception_of(work)
    for mode, stand in stands.items():
        network = work.network(mode) if streets else None
        yield from reception_measures(
            stood.sites, reception, network, stand=stand, mode=mode, plan=work.plan, origin=origins["locations"]
        )
    if "walk" in asked.modes:
        quality = _of_streets(work, "route_quality", ROUTE_QUALITY.names)
        yield from quality_measures(quality, stood.ids, names=names, origin=origins["osm"])


def _of_streets(work: Work, name: str, columns: tuple[str, ...]) -> pd.DataFrame:
    """Give a table that is made of streets; without rows where there are none."""
    frame = work.frame_of_streets(name)
    return pd.DataFrame(columns=list(columns)) if frame is None else frame


def _people(work: Work, stood: _Stood) -> Iterator[Measure]:
    return people_around(
        work,
        stood.sites.geometry,
        stood.feet,
        limits_m=work.plan.candidates.catchments_m,
        edge_m=stood.walk.edge_m,
        origin=stood.origins["population"],
    )


def _declared(stood: _Stood) -> Iterator[Measure]:
    offered, origin = as_offered(stood.sites), stood.origins["candidates"]
    offer = offer_of(offered)
    yield from site_measures(stood.sites, offer, origin=origin)
    yield from agreement_measures(offered, offer, origin=origin)


def _region(work: Work, stood: _Stood) -> Iterator[Measure]:
    inputs, plan, offered = work.inputs(), work.plan, as_offered(stood.sites)
    towns = work.frame("municipalities")
    yield from municipality_measures(stood.sites, offer_of(offered), towns, origin=stood.origins["boundaries"])
    ending = Ending(
        coverage=work.frame("coverage"),
        quarter=plan.quarters[-1],
        scenario=main_scenario(inputs.table("need")),
        names=region_names(inputs),
    )
    yield from balance_measures(offered, ending, origin=stood.origins["need"])


def in_words(facts: Facts) -> pd.DataFrame:
    """Write the facts as people read them: titles for names, and values and bounds in their units.

    A surplus has no plus sign: at the start of a cell a spreadsheet would reckon with it.
    """
    table, kinds = facts.table(), np.tile(np.array(facts.facts, dtype=object), len(facts.ids))
    values = zip(table["value"], table["low"], table["status"], kinds, strict=True)
    told = [
        fact_text(value, kind=fact.kind, unit=fact.unit, status=status, low=low).removeprefix("+")
        for value, low, status, fact in values
    ]
    bounds = {
        name: [_bound(value, fact) for value, fact in zip(table[name], kinds, strict=True)] for name in ("low", "high")
    }
    return table.assign(fact=[fact.title for fact in kinds], value=told, **bounds)


def _bound(value: float, fact: Fact) -> str:
    return quantity(value, kind=fact.kind, unit=fact.unit).removeprefix("+") if math.isfinite(value) else ""


STAGE = Stage(
    name="candidate_facts",
    needs=("portfolio", "coverage"),
    uses=("extract", "distances", "departures", "route_quality", "landscape"),
    reads=(
        "candidates", "locations", "population", "need", "regions", "boundaries", "replace", "addresses", "country",
        "gtfs", "osm", "layers", "profiles",
    ),
    sections=("plan", "distances", "candidates", "transit", "input", "layers"),
    run=_run,
)  # fmt: skip
