"""What there is to tell of each regional and satellite location that does not end (from Tabel 4.3c)."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo.analysis.roles import described, open_topics
from geo.figures import UNKNOWN, format_km, format_list, format_number, named
from geo.tables.columns import Table
from geo.tables.factsheets import FACTSHEETS, PARTIES, ROLE_MATRIX
from geo.tables.inputs import LOCATIONS
from geo.tables.portfolio import PORTFOLIO
from geo.tables.render import shown
from geo.tables.transition import ALLOCATION_OVERVIEW
from geo.words import known, say

CATEGORIES = ("bus_stop", "supermarket", "primary_school", "gp", "pharmacy", "secondary_school", "train_station")
"""Facilities of which the nearest stands on a factsheet, where the plan asks for them."""
_OVERVIEW = ("municipality", "region", "type", "decision", "certainty", "places_now", "places")
_GIVEN = ("ownership", "contract_form", "site_area_m2", "floor_area_m2")
_LACKING = ("certainty", "places", "agreement", "ownership", "site_area_m2", "floor_area_m2", "hub")
"""Items that are a gap where nobody knows them."""
_FLAGS = ("border", "ferry", "far_snap", "foreign")
Row = Mapping[Hashable, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The tables that the factsheets are drawn from."""

    locations: pd.DataFrame
    """The locations, as read."""
    overview: pd.DataFrame
    """From `geo.analysis.allocation_table.allocation_overview`."""
    portfolio: pd.DataFrame
    """From `geo.analysis.portfolio.portfolio`: what stands on the reference date is told as there."""
    floor: pd.DataFrame
    """From `geo.analysis.floor.floor_per_place`, on the index of the locations."""
    distances: pd.DataFrame | None
    """The table ``distances``; None where the streets were not read."""
    mode: str
    """Mode of the distances that are told."""
    limit: str
    """Limit of that mode in words."""
    roles: pd.DataFrame
    """From `geo.analysis.roles.role_matrix`."""
    regions: Mapping[str, str]
    """Name by id of the counting regions."""


@dataclass(frozen=True, slots=True)
class _Line:
    item: str
    label: str
    value: str
    source: str


def factsheets(facts: Facts) -> pd.DataFrame:
    """Describe each regional and satellite location that does not end.

    Returns
    -------
    table
        The columns of `geo.tables.factsheets.FACTSHEETS`, by location in the order of a factsheet; each value is
        written for people and is the one of the table that ``source`` names. What nobody knows is ``onbekend``, and
        the last line lists it with the topics on which nothing is agreed.
    """
    rows = [
        {"location_id": site["location_id"], "name": site["name"]}
        | {name: getattr(line, name) for name in ("item", "label", "value", "source")}
        for site in described(facts.locations).to_dict("records")
        for line in _sheet(facts, site)
    ]
    return pd.DataFrame(rows, columns=list(FACTSHEETS.names)).astype("str")


def _sheet(facts: Facts, site: Row) -> list[_Line]:
    lines = [*_overview(facts, site), *_capacity(facts, site), *_agreement(site), *_given(facts, site)]
    lines += [_hub(facts, site), *_distances(facts, site), *_topics(facts, site)]
    return [*lines, _gaps(facts, site, lines)]


def _line(item: str, value: str, source: str, *, label: str = "") -> _Line:
    return _Line(item, label or say(f"factsheet.{item}"), value, source)


def _cell(row: Row, name: str, table: Table) -> str:
    return shown(row.get(name), table.column(name), missing=UNKNOWN)


def _only(frame: pd.DataFrame, name: str) -> Row:
    found = frame[frame["location_id"] == name].to_dict("records")
    return found[0] if found else {}


def _overview(facts: Facts, site: Row) -> Iterator[_Line]:
    row, source = _only(facts.overview, site["location_id"]), ALLOCATION_OVERVIEW.name
    for name in _OVERVIEW:
        if name == "region":
            region = row.get("region_id")
            value = UNKNOWN if pd.isna(region) else named(facts.regions.get(str(region), ""), str(region))
            yield _line("region", value, f"{source}.region_id")
        else:
            yield _line(name, _cell(row, name, ALLOCATION_OVERVIEW), f"{source}.{name}")


def _capacity(facts: Facts, site: Row) -> Iterator[_Line]:
    """Tell capacity, amv and reserve as the portfolio does, of what is not there yet as on its first day."""
    standing = _only(facts.portfolio, site["location_id"])
    whole: Row = {"capacity": _floor(facts, site)["places"]}
    yield _line(
        "capacity", _cell(whole, "capacity", PORTFOLIO), f"{(PORTFOLIO if standing else LOCATIONS).name}.capacity"
    )
    row, table = (standing, PORTFOLIO) if standing else (site, LOCATIONS)
    for name in ("amv_places", "reserve_capacity"):
        yield _line(name, _cell(row, name, table), f"{table.name}.{name}")
    if _only(facts.overview, site["location_id"]).get("flexible"):
        ends = [_cell(site, name, LOCATIONS) for name in ("places_min", "places_max")]
        yield _line("flexible", "–".join(ends), "flexible.places_min")


def _agreement(site: Row) -> Iterator[_Line]:
    begin, end = (_cell(site, name, LOCATIONS) for name in ("agreement_start", "agreement_end"))
    endless = bool(pd.isna(site["agreement_end"])) and site["agreement_term"] == "onbepaald"
    both: str = say("factsheet_part.endless" if endless else "factsheet_part.term", start=begin, end=end)
    yield _line("agreement", UNKNOWN if begin == end == UNKNOWN and not endless else both, "locations.agreement_end")


def _given(facts: Facts, site: Row) -> Iterator[_Line]:
    for name in _GIVEN:
        yield _line(name, _cell(site, name, LOCATIONS), f"locations.{name}")
    floor = _floor(facts, site)
    m2 = floor["m2"]
    told: str = UNKNOWN if pd.isna(m2) else f"{format_number(float(m2), 1)} m²"
    if floor["at_most"]:
        told = say("factsheet_part.at_most", value=told)
    standing = bool(_only(facts.portfolio, site["location_id"]))
    source = "portfolio.floor_m2_per_place" if standing else "locations.floor_area_m2"
    yield _line("floor_m2_per_place", told, source)
    on_site = shown(site["facilities_on_site"], LOCATIONS.column("facilities_on_site"), missing=UNKNOWN)
    yield _line("facilities_on_site", on_site, "locations.facilities_on_site")


def _floor(facts: Facts, site: Row) -> Row:
    mine = facts.locations["location_id"] == site["location_id"]
    found: Row = facts.floor[mine].to_dict("records")[0]
    return found


def _hub(facts: Facts, site: Row) -> _Line:
    row = _only(facts.overview, site["location_id"])
    hub = row.get("hub_id")
    if pd.isna(hub):
        wanted = site["type"] == "satelliet"
        return _line("hub", UNKNOWN if wanted else say("unknown.not_applicable"), "allocation_overview.hub_id")
    name = _only(facts.locations, hub).get("name")
    distance = row["hub_distance_m"]
    why: str = say("balance.untestable") if facts.distances is None else say("status.unreachable")
    far: str = why if pd.isna(distance) else format_km(float(distance))
    return _line("hub", f"{hub} {name or ''}".strip() + f", {far}", "allocation_overview.hub_distance_m")


def _distances(facts: Facts, site: Row) -> Iterator[_Line]:
    rows = facts.distances
    if rows is None:
        yield _line("distances", say("balance.untestable"), "distances.distance_m")
        return
    mine = rows[(rows["origin_id"] == site["location_id"]) & (rows["mode"] == facts.mode) & (rows["rank"] == 1)]
    found = {row["category"]: row for row in mine.to_dict("records")}
    for category in CATEGORIES:
        if category in found:
            row = found[category]
            status = str(row["status"])
            value = (
                format_km(float(row["distance_m"])) if status == "ok" else say(f"status.{status}", limit=facts.limit)
            )
            flags = [say(f"flag.{flag}") for flag in _FLAGS if row.get(flag) is True]
            label = say("factsheet_part.distance", category=say(f"category.{category}"), mode=say(f"mode.{facts.mode}"))
            yield _line(f"distance_{category}", "; ".join([value, *flags]), "distances.distance_m", label=label)


def _topics(facts: Facts, site: Row) -> Iterator[_Line]:
    rows = facts.roles[facts.roles["location_id"] == site["location_id"]]
    for row in rows.to_dict("records"):
        parties = [
            f"{ROLE_MATRIX.column(party).heading}: {row[party]}" for party in PARTIES if isinstance(row[party], str)
        ]
        said = "; ".join(parties) or say("factsheet_part.nothing")
        told = f"{said}; {row['status']}" if isinstance(row["status"], str) else said
        topic = str(row["topic"])
        yield _line(f"topic_{topic}", told, "role_matrix", label=say(f"topic.{topic}"))


def _gaps(facts: Facts, site: Row, lines: Sequence[_Line]) -> _Line:
    topics = open_topics(facts.roles).get(str(site["location_id"]), ())
    lacking = [line.label for line in lines if line.item in _LACKING and UNKNOWN in line.value]
    lacking += [say(f"topic.{topic}") for topic in topics if known(f"topic.{topic}")]
    return _line("gaps", format_list(lacking) or say("factsheet_part.none"), "findings")
