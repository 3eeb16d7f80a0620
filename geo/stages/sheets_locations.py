"""The sheets of the locations, one each: what is near and how far one walks."""

from collections.abc import Iterator
from functools import partial

from geo.crs import read_crs, to_crs
from geo.maps.marks import point_of
from geo.maps.print_run import location_on
from geo.maps.site import Near, Site, nearby
from geo.stages.networks import facilities_in_force, limit_words
from geo.stages.sheet_job import Draw
from geo.stages.stage import Work


def location_drawings(work: Work) -> Iterator[Draw]:
    """Draw the surroundings of each location whose place is known."""
    limits, imprint = limit_words(work.plan), work.imprint()
    for site in _sites(work):
        yield partial(location_on, site, imprint=imprint, limits=limits)


def _sites(work: Work) -> Iterator[Site]:
    catchments = work.frame("catchments")
    for row in work.inputs().locations.to_dict("records"):
        own = catchments[catchments["location_id"] == row["location_id"]]
        spot = point_of(row["geometry"])
        if spot is not None:
            yield Site(
                location_id=row["location_id"],
                name=row["name"],
                municipality=row["municipality"] if isinstance(row["municipality"], str) else "",
                xy=spot,
                open=bool(row["open"]),
                catchments=dict(zip(own["limit_m"], own["geometry"], strict=True)),
                near=near_site(work, row["location_id"]),
            )


def near_site(work: Work, location_id: str) -> tuple[Near, ...]:
    """Give what is near a location or candidate on foot."""
    distances, crs = work.frame("distances"), read_crs(work.plan.plan.crs)
    own = distances[(distances["origin_id"] == location_id) & (distances["mode"] == "walk")]
    every = facilities_in_force(work.extract(), work.inputs())
    named = every[every["facility_id"].isin(list(own["facility_id"]))]
    return nearby(own, to_crs(named, crs), work.plan.maps.categories)
