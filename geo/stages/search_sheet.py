"""Draws the sheet of the search for sites; the stage `maps` puts it among the others."""

from collections.abc import Iterator
from functools import partial

import geopandas as gpd
import pandas as pd

from geo.crs import read_crs
from geo.figures import format_date, format_metres, format_number
from geo.imprint import Imprint
from geo.maps.search import SearchWords, search_sheet
from geo.plan import Plan
from geo.plan_candidates import Finder
from geo.stages.finder import searched_land
from geo.stages.imprint import with_layers, with_sources_of
from geo.stages.land_facts import facts_asked
from geo.stages.layer_facts import layers_asked
from geo.stages.sheet_job import Draw
from geo.stages.stage import Work
from geo.tables.fact_names import fact_names
from geo.tables.finder import FINDER_SUMMARY
from geo.tables.profiles import Profile
from geo.words import say


def search_drawings(work: Work) -> Iterator[Draw]:
    """Draw what came of the search; nothing where the plan does not search.

    Parameters
    ----------
    work
        The results of the stage `finder`, among others.
    """
    asked = work.plan.finder
    profile = None if asked is None else work.inputs().finder_profile
    if asked is None or profile is None:
        return
    inputs, names = work.inputs(), ["location_id", "open", "geometry"]
    both = [inputs.locations[names].assign(kind="location"), inputs.candidates[names].assign(kind="candidate")]
    places = gpd.GeoDataFrame(pd.concat(both, ignore_index=True), crs=read_crs(work.plan.plan.crs))
    summary = work.frame(FINDER_SUMMARY.name)
    words = SearchWords(
        profile=profile.title,
        profile_dated=profile.named,
        source=profile.source,
        land=_searched(asked),
        notes=_notes(work, asked, profile, set(summary.loc[summary["asked"], "rule"])),
    )
    numbered = asked.areas is not None
    land = searched_land(work)
    imprint = search_imprint(work, profile)
    yield partial(search_sheet, land, summary, places, imprint=imprint, words=words, numbered=numbered)


def search_imprint(work: Work, profile: Profile) -> Imprint:
    """Give what stands on the sheet of the search, with the sources of what it shows and of the facts it asked."""
    facts = facts_asked(profile)
    of_plan = with_sources_of(work.imprint(), _inputs_of(facts), _categories_of(work.plan, facts))
    return with_layers(of_plan, work.plan, layers_asked(work.plan, facts))


def _inputs_of(facts: set[str]) -> set[str]:
    """List the inputs that the sheet shows, or that facts come from."""
    people = {"population"} if any(fact.startswith("people_") for fact in facts) else set()
    timetable = {"gtfs"} if "departures_per_hour" in facts else set()
    return {"osm", "boundaries", "locations", "candidates"} | people | timetable


def _categories_of(plan: Plan, facts: set[str]) -> list[str]:
    """List the categories of facilities to which some distance or time is asked."""
    asked = plan.distances
    ways = {one: fact_names(modes=asked.modes, categories=(one,)) for one in asked.categories}
    return [one for one, names in ways.items() if facts & {name for name in names if f"_{one}_" in name}]


def _searched(asked: Finder) -> str:
    if asked.areas is not None:
        return say("search.areas", file=asked.areas.path.rsplit("/", 1)[-1])
    return say("search.squares", side=format_metres(asked.grid_m))


def _notes(work: Work, asked: Finder, profile: Profile, was_asked: set[str]) -> tuple[str, ...]:
    """Say from where distances are, which rules with a bound were not asked, and which do not exclude."""
    bound = [rule for rule in profile.rules if not rule.reported]
    soft = [rule.title for rule in bound if rule.id in was_asked and not rule.hard]
    left = [rule.title for rule in bound if rule.id not in was_asked]
    notes = [say("search.from_middle" if asked.areas is None else "search.from_outline")]
    notes += [say("search.soft", rules="; ".join(soft))] if soft else []
    notes += [say("search.not_asked", rules="; ".join(left))] if left else []
    return (*notes, *_of_areas(work.inputs().areas, asked))


def _of_areas(areas: gpd.GeoDataFrame | None, asked: Finder) -> list[str]:
    """Say how many of the plan's own areas were too small, and where they come from."""
    if asked.areas is None or areas is None:
        return []
    small, notes = int((areas.geometry.area < asked.min_area_m2).sum()), []
    if small:
        least = f"{format_number(asked.min_area_m2)} m²"
        notes.append(say("search.too_small", least=least, count=format_number(small)))
    if asked.areas.source:
        day = asked.areas.reference_date
        key = "maps.source_undated" if day is None else "maps.source"
        notes.append(say(key, what=say("search.source"), credit=asked.areas.source, date=format_date(day)))
    return notes
