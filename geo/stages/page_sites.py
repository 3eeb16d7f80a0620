"""The sites of the interactive page: the locations and the candidates, with what is told of each."""

from dataclasses import replace

import geopandas as gpd
import pandas as pd

from geo.figures import format_date, format_km, format_number, format_quarter_short
from geo.maps.page_content import SiteList
from geo.stages.stage import Work
from geo.tables.columns import Column
from geo.tables.inputs import CANDIDATES
from geo.tables.portfolio import PORTFOLIO
from geo.tables.ranking import RANKING
from geo.tables.transition import ALLOCATION_OVERVIEW
from geo.words import say

_CLOSED = "vertrouwelijk"
"""What an empty disclosure means."""


def site_lists(work: Work) -> tuple[SiteList, ...]:
    """List the locations, and the candidates apart.

    Parameters
    ----------
    work
        What the stages made.
    """
    locations = SiteList(title=say("page.locations"), frame=_locations(work), facts=_location_facts(work))
    if work.inputs().candidates.empty:
        return (locations,) if len(locations.frame) else ()
    rows = judged(_described(work, work.inputs().candidates), work.frame("ranking"))
    candidates = SiteList(title=say("page.candidates"), frame=rows, facts=candidate_facts())
    return tuple(sites for sites in (locations, candidates) if len(sites.frame))


def judged(rows: pd.DataFrame, ranking: pd.DataFrame) -> pd.DataFrame:
    """Add what came of the hard rules and the rank.

    Parameters
    ----------
    rows
        The candidates, with their ``location_id``.
    ranking
        The table `geo.tables.ranking.RANKING`.

    Returns
    -------
    frame
        The rows with ``eligible``, and with ``rank`` as text: empty for who has none, of whom nothing is unknown.
    """
    found = ranking.set_index("candidate_id").reindex(rows["location_id"]).set_axis(rows.index)
    ranks = ["" if pd.isna(rank) else format_number(float(rank)) for rank in found["rank"]]
    return rows.assign(eligible=found["eligible"], rank=ranks)


def _locations(work: Work) -> pd.DataFrame:
    """Describe the locations: places and reserve of the reference date, places of the end of the horizon."""
    rows = _described(work, work.inputs().locations)
    now, later = (_by_location(work.frame(name), rows) for name in ("standing", "allocation_overview"))
    stands = rows["location_id"].isin(work.frame("standing")["location_id"])
    return rows.assign(
        places_now=now["places"].mask(~stands, 0),
        reserve_capacity=now["reserve_capacity"].where(stands, rows["reserve_capacity"]),
        places=later["places"],
        hub=_hubs(rows, later["hub_distance_m"]),
    )


def _by_location(frame: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    return frame.set_index("location_id").reindex(rows["location_id"]).set_axis(rows.index)


def _described(work: Work, rows: gpd.GeoDataFrame) -> pd.DataFrame:
    """Leave out the shapes; add the name of the region and what an empty disclosure means."""
    regions = work.frame("region_overview")
    names = dict(zip(regions["region_id"], regions["region_name"], strict=True))
    plain = pd.DataFrame(rows.drop(columns=rows.geometry.name))
    return plain.assign(region_name=rows["region_id"].map(names), disclosure=rows["disclosure"].fillna(_CLOSED))


def _hubs(rows: pd.DataFrame, distance_m: pd.Series) -> list[str]:
    """Name the main location of each satellite, with the way to it where there is one."""
    names = dict(zip(rows["location_id"], rows["name"], strict=True))
    hubs = [names.get(hub, "") for hub in rows["hub_id"]]
    return [
        f"{hub} ({format_km(float(metres))})" if hub and pd.notna(metres) else hub
        for hub, metres in zip(hubs, distance_m, strict=True)
    ]


def _location_facts(work: Work) -> tuple[Column, ...]:
    today, last = format_date(work.plan.plan.reference_date), format_quarter_short(work.plan.quarters[-1])
    overview = ALLOCATION_OVERVIEW.column
    return (
        PORTFOLIO.column("municipality"),
        Column(name="region_name", heading=say("page.fact.region")),
        PORTFOLIO.column("current_type"),
        Column(name="places_now", heading=say("page.fact.places_now", date=today), kind="places"),
        overview("type"),
        Column(name="places", heading=say("page.fact.places", quarter=last), kind="places"),
        overview("decision"),
        overview("certainty"),
        PORTFOLIO.column("reserve_capacity"),
        PORTFOLIO.column("amv_places"),
        CANDIDATES.column("agreement_start"),
        PORTFOLIO.column("agreement_end"),
        PORTFOLIO.column("ownership"),
        PORTFOLIO.column("facilities_on_site"),
        Column(name="hub", heading=overview("hub_id").heading),
        CANDIDATES.column("disclosure"),
    )


def candidate_facts() -> tuple[Column, ...]:
    """Give the columns that are told of a candidate."""
    return (
        PORTFOLIO.column("municipality"),
        Column(name="region_name", heading=say("page.fact.region")),
        replace(RANKING.column("eligible"), heading=say("page.fact.outcome")),
        Column(name="rank", heading=RANKING.column("rank").heading),
        ALLOCATION_OVERVIEW.column("type"),
        PORTFOLIO.column("capacity"),
        CANDIDATES.column("available_from"),
        CANDIDATES.column("available_until"),
        PORTFOLIO.column("site_area_m2"),
        PORTFOLIO.column("floor_area_m2"),
        PORTFOLIO.column("ownership"),
        Column(name="cost_opening", heading=say("page.fact.cost_opening"), kind="money"),
        Column(name="cost_year", heading=say("page.fact.cost_year"), kind="money"),
        CANDIDATES.column("disclosure"),
    )
