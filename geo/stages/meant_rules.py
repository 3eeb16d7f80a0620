"""Cells that can be read but not be meant: hubs that go round, a half year that is none, a rung that is not there."""

from collections.abc import Iterator, Mapping

import pandas as pd

from geo.analysis.break_even import RUNGS
from geo.analysis.obligations import half_year_of
from geo.errors import Fault
from geo.sources.read_tables import ReadTable

_ENDED = "beeindigen"


def hub_faults(sites: Mapping[str, ReadTable]) -> Iterator[Fault]:
    """Find locations that are their own hub, and circles of hubs, each told once at its lowest id.

    Parameters
    ----------
    sites
        Locations and candidates, as read. What is to end is left aside: its hub counts no more.
    """
    rows = {
        str(site["location_id"]): (read, row, site)
        for read in sites.values()
        for row, site in enumerate(read.frame[["location_id", "hub_id", "decision"]].to_dict("records"))
        if pd.notna(site["location_id"])
    }
    hub_of = {
        key: str(site["hub_id"])
        for key, (_, _, site) in rows.items()
        if pd.notna(site["hub_id"]) and site["decision"] != _ENDED
    }
    for circle in circles(hub_of):
        read, row, _ = rows[circle[0]]
        if len(circle) == 1:
            yield read.fault(row, "hub_id", "hub_itself", value=circle[0])
        else:
            yield read.fault(row, "hub_id", "hub_cycle", circle=" → ".join([*circle, circle[0]]))


def circles(hub_of: Mapping[str, str]) -> list[tuple[str, ...]]:
    """List the circles in which locations are each other's hub, each once and from its lowest id on.

    Parameters
    ----------
    hub_of
        Id of the hub by the id of the location; a location that is its own hub is a circle of one.
    """
    found: list[tuple[str, ...]] = []
    for start in sorted(hub_of):
        circle, one = [start], hub_of[start]
        while one in hub_of and one not in circle:
            circle.append(one)
            one = hub_of[one]
        if one == start and start == min(circle):
            found.append(tuple(circle))
    return found


def half_year_faults(obligations: ReadTable) -> Iterator[Fault]:
    """Find half years that cannot be read: their rows would count nowhere."""
    for row, text in enumerate(obligations.frame["half_year"]):
        if pd.notna(text) and half_year_of(text) is None:
            yield obligations.fault(row, "half_year", "half_year", value=str(text))


def rung_faults(reserve: ReadTable) -> Iterator[Fault]:
    """Find rungs that the ladder does not have."""
    for row, rung in enumerate(reserve.frame["rung"]):
        if pd.notna(rung) and rung not in RUNGS:
            yield reserve.fault(row, "rung", "rung_unknown", value=str(rung), first=str(RUNGS[0]), last=str(RUNGS[-1]))
