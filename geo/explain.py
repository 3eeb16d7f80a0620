"""Why a distance is what it is: one journey, street by street, with its map."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.analysis.distances import DistanceOptions, distances
from geo.crs import project, read_crs
from geo.errors import Message, UsageError
from geo.extract import Extract
from geo.figures import format_date, format_metres, format_number, format_share
from geo.kept import networks_in
from geo.maps.basemap import prepare_basemap
from geo.maps.route import Journey, route_sheet
from geo.maps.sheet_files import sheet_bytes
from geo.network.build import Network
from geo.network.path import Path as Way
from geo.network.path import find_path
from geo.network.quality import WalkQuality, walk_quality
from geo.network.route import nearest
from geo.network.snap import Snaps, snap
from geo.pipeline import run
from geo.plan import ModeName, Plan
from geo.sources.asked import asked_category, asked_mode
from geo.sources.inputs import Inputs
from geo.stages.check import read_inputs
from geo.stages.imprint import SHOWN, imprint_of, with_sources_of
from geo.stages.networks import (
    distance_options,
    edge_of,
    facilities_for,
    facilities_in_force,
    limit_words,
    sites_of,
    street_name,
    surroundings,
)
from geo.stages.stage import Outputs
from geo.store import load_extract, load_frame, write_bytes
from geo.words import LANGUAGES, say

_FLAGS = ("border", "ferry", "far_snap", "foreign")


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One journey, or the reason why there is none."""

    name: str
    """Name of the location or candidate."""
    limits: Mapping[str, str]
    """Farthest distance or longest time looked at, in words, by language."""
    timestamp: str
    """Moment of the data, ISO 8601; empty where the extract does not say."""
    row: pd.Series
    """The row of the table ``distances``: facility, distance, legs, straight line, status and flags."""
    streets: pd.DataFrame
    """``street, length_m, way_ids`` in the order of travel; empty where nothing is travelled."""
    feet: tuple[tuple[float, float, int], ...]
    """Longitude and latitude of the feet of location and facility, with the OSM id of their way; without a journey that
    of the location alone, and none where no street is near enough."""
    longest_leg_m: float
    """Longest leg, metres: beyond it there is no foot."""
    quality: WalkQuality | None
    """What the walk is like; None where there is no walk."""
    files: tuple[Path, ...]
    """The map; none where there is no journey."""
    noticed: tuple[Message, ...] = ()
    """What of the cache was of no use any more and was made again, and why."""


def explain(plan: Plan, location: str, category: str, mode: str) -> Explanation:
    """Explain the distance from a location to the nearest facility of a category, and draw the way.

    Parameters
    ----------
    plan
        The plan, from `geo.plan.load_plan`.
    location
        Id of a location or candidate.
    category, mode
        As programs or people call them.

    Raises
    ------
    UsageError
        If there is no such location, category or mode.
    FaultsError
        With every fault of the input.
    """
    kind, travel = asked_category(category), cast("ModeName", asked_mode(mode))
    report, inputs = run(plan, stages=("extract", "landscape")), read_inputs(plan)
    outputs, noticed = report.outputs, list(report.noticed)
    cache, crs = outputs.processed / ".cache", read_crs(plan.plan.crs)
    extract, site = load_extract(cache / "extract"), _site(inputs, location)
    around = surroundings(extract, inputs)
    facilities = facilities_for(travel, facilities_in_force(extract, inputs), inputs)
    facilities = facilities[facilities["category"] == kind].sort_values("facility_id", kind="stable")
    network = networks_in(cache, crs, lambda: extract.streets, noticed.append).of(travel, inputs.country)
    options = distance_options(plan, travel)
    table = distances(site, facilities, network, categories=[kind], options=options, surroundings=around)
    asked = _Asked(site, table.iloc[0], network, extract, inputs, outputs)
    travelled = _travel(asked, facilities, options) if asked.row["status"] == "ok" else None
    streets = _streets(asked, travelled.way) if travelled else pd.DataFrame(columns=["street", "length_m", "way_ids"])
    return Explanation(
        name=str(site["name"].iloc[0]),
        limits={lang: limit_words(plan, lang)[travel] for lang in LANGUAGES},
        timestamp=extract.timestamp,
        row=asked.row,
        streets=streets,
        feet=travelled.feet if travelled else _standing(asked, options),
        longest_leg_m=options.max_snap_m,
        quality=_quality(asked, travelled.way) if travelled and travel == "walk" else None,
        files=_drawn(plan, asked, travelled, streets) if travelled else (),
        noticed=tuple(noticed),
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a journey is sought in."""

    site: gpd.GeoDataFrame
    row: pd.Series
    network: Network
    extract: Extract
    inputs: Inputs
    outputs: Outputs


@dataclass(frozen=True, slots=True)
class _Travelled:
    """A journey over the network."""

    way: Way
    feet: tuple[tuple[float, float, int], ...]
    points: NDArray[np.float64]
    """Longitude and latitude of the location, its foot, the foot of the facility, and the facility."""


def _site(inputs: Inputs, location: str) -> gpd.GeoDataFrame:
    sites = sites_of(inputs, ["location_id", "name", "open", "facilities_on_site", "geometry"])
    own = sites[sites["location_id"].str.casefold() == location.strip().casefold()]
    if own.empty:
        raise UsageError(Message.of("usage.location", value=location, known=", ".join(sites["location_id"])))
    return own


def _travel(asked: _Asked, facilities: gpd.GeoDataFrame, options: DistanceOptions) -> _Travelled:
    network, frames = asked.network, (asked.site, facilities)
    origins, goals = (snap(network, frame.geometry, max_snap_m=options.max_snap_m) for frame in frames)
    found = nearest(network, origins, goals, k=1, weight=options.weight)
    here, there = int(found.origin_point[0]), int(found.target_point[0])
    way = find_path(network, origins, goals, (here, there), weight=options.weight)
    if way is None:
        msg = "a journey that was found has no way"
        raise AssertionError(msg)
    feet = [_foot(origins, here), _foot(goals, there)]
    points = [(origins.lon[here], origins.lat[here]), feet[0][:2], feet[1][:2], (goals.lon[there], goals.lat[there])]
    return _Travelled(way, tuple(feet), np.array(points))


def _standing(asked: _Asked, options: DistanceOptions) -> tuple[tuple[float, float, int], ...]:
    """Give the foot of the location with the shortest leg; nothing where it has none."""
    snaps = snap(asked.network, asked.site.geometry, max_snap_m=options.max_snap_m)
    near = np.flatnonzero(snaps.segment >= 0)
    return (_foot(snaps, int(near[snaps.leg_m[near].argmin()])),) if len(near) else ()


def _foot(snaps: Snaps, point: int) -> tuple[float, float, int]:
    return float(snaps.foot_lon[point]), float(snaps.foot_lat[point]), int(snaps.way_id[point])


def _streets(asked: _Asked, way: Way) -> pd.DataFrame:
    """Gather the parts of a way by street, in the order of travel."""
    network = asked.network
    tags = asked.extract.streets.way_tags.iloc[network.way[way.segment]]
    names = [street_name(*row) for row in zip(tags["name"], tags["ref"], tags["highway"], strict=True)]
    parts = pd.DataFrame({"street": names, "length_m": way.metres(network), "way": network.way_id[way.segment]})
    run_of = (parts["street"] != parts["street"].shift()).cumsum()
    rows = [
        (str(part["street"].iloc[0]), float(part["length_m"].sum()), tuple(dict.fromkeys(part["way"].tolist())))
        for _, part in parts.groupby(run_of)
    ]
    return pd.DataFrame(rows, columns=["street", "length_m", "way_ids"])


def _quality(asked: _Asked, way: Way) -> WalkQuality:
    return walk_quality(asked.network, asked.extract.streets.way_tags, [way])


def _drawn(plan: Plan, asked: _Asked, travelled: _Travelled, streets: pd.DataFrame) -> tuple[Path, ...]:
    """Write the map of the journey, as the files of a sheet."""
    crs = read_crs(plan.plan.crs)
    x, y = project(travelled.points[:, 0], travelled.points[:, 1], crs)
    line = travelled.way.coordinates(asked.network)
    track = np.column_stack(project(line[:, 0], line[:, 1], crs)) if len(line) else np.empty((0, 2))
    spots = list(zip(x.tolist(), y.tolist(), strict=True))
    row = asked.row
    access, egress = say("explain.access"), say("explain.egress")
    steps = [(access, row["access_m"]), *zip(streets["street"], streets["length_m"], strict=True)]
    steps += [(egress, row["egress_m"]), (say("explain.sum"), row["distance_m"])]
    journey = Journey(
        location_id=str(row["origin_id"]),
        name=str(asked.site["name"].iloc[0]),
        facility=_facility(row),
        key=" ".join(_words(row).values()),
        told=_told(row),
        open=bool(asked.site["open"].iloc[0]),
        ends=(spots[0], spots[3]),
        way=shapely.LineString(track) if len(track) > 1 else shapely.LineString(),
        legs=shapely.MultiLineString([spots[:2], spots[2:]]),
        rows=tuple((what, format_metres(float(length))) for what, length in steps),
    )
    landscape = gpd.GeoDataFrame(load_frame(asked.outputs.processed / ".cache" / "landscape.parquet"))
    basemap = prepare_basemap(landscape, crs=crs, extent=edge_of(asked.extract, crs))
    of_plan = imprint_of(plan, asked.inputs, asked.extract)
    imprint = with_sources_of(of_plan, SHOWN["route"], [str(row["category"])])
    sheet = route_sheet(journey, basemap, imprint=imprint)
    return tuple(
        write_bytes(asked.outputs.maps / f"{sheet.info.name}.{ending}", content)
        for ending, content in sheet_bytes(sheet).items()
    )


def _facility(row: pd.Series, lang: str = "nl") -> str:
    """Name the facility, or say what it is where it has no name."""
    return str(row["facility_name"]) or say(f"category.{row['category']}", lang)


def _words(row: pd.Series, lang: str = "nl") -> dict[str, str]:
    return {"category": say(f"category.{row['category']}", lang), "mode": say(f"mode.{row['mode']}", lang)}


def _told(row: pd.Series, lang: str = "nl") -> str:
    """Tell category, mode, distance and time in one line."""
    return say(
        "explain.told", lang, **_words(row, lang),
        distance=format_metres(row["distance_m"], lang=lang), minutes=format_number(row["minutes"], lang=lang),
        straight=format_metres(row["straight_m"], lang=lang),
    )  # fmt: skip


def explained(found: Explanation, lang: str = "nl") -> list[str]:
    """Tell an explanation in lines for the terminal.

    Parameters
    ----------
    found
        From `explain`.
    lang
        ``nl`` or ``en``.
    """
    row = found.row
    head = f"{row['origin_id']} {found.name} → "
    if row["status"] != "ok":
        why = say(f"status.{row['status']}", lang, limit=found.limits[lang])
        return [
            head + say("explain.none", lang, why=why, **_words(row, lang)),
            *(f"  {text}" for text in _feet(found, lang)),
            *_flags(row, lang),
            *_dated(found, lang),
        ]
    lines = [head + f"{_facility(row, lang)} ({row['facility_id']})", f"  {_told(row, lang)}"]
    lines += [f"  {_metres(length, lang)}  {what}" for length, what in _parts(found, lang)]
    lines += [f"  {_metres(float(row['distance_m']), lang)}  {say('explain.sum', lang)}"]
    lines += [f"  {text}" for text in [*_qualities(found, lang), *_feet(found, lang)]]
    return [*lines, *_flags(row, lang), *_dated(found, lang), *(f"  {path}" for path in found.files)]


def _feet(found: Explanation, lang: str) -> list[str]:
    """Tell where location and facility meet the streets, or that the location does not."""
    if not found.feet and found.row["status"] in {"unreachable", "beyond_limit", "none"}:
        return [say("explain.no_foot", lang, limit=format_metres(found.longest_leg_m, lang=lang))]
    return [
        say(f"explain.foot_of_{whose}", lang, lon=f"{lon:.6f}", lat=f"{lat:.6f}", way=way)
        for whose, (lon, lat, way) in zip(("location", "facility"), found.feet, strict=False)
    ]


def _parts(found: Explanation, lang: str) -> Iterator[tuple[float, str]]:
    yield float(found.row["access_m"]), say("explain.access", lang)
    for street, length, ways in zip(*(found.streets[name] for name in found.streets.columns), strict=True):
        yield length, say("explain.street", lang, street=street, ways=", ".join(map(str, ways)))
    yield float(found.row["egress_m"]), say("explain.egress", lang)


def _qualities(found: Explanation, lang: str) -> Iterator[str]:
    """Tell how much of a walk is exposed and how much is unlit, and of how much that is unknown."""
    if found.quality is None:
        return
    whole_mm = int(found.quality.length_mm[0])
    for key, names in (("exposed", ("exposed", "exposed_unknown")), ("unlit", ("unlit", "lit_unknown"))):
        sizes_mm = [int(getattr(found.quality, f"{name}_mm")[0]) for name in names]
        sure, unknown = (_with_share(size_mm, whole_mm, lang) for size_mm in sizes_mm)
        yield say(f"explain.{key}", lang, sure=sure, unknown=unknown)


def _with_share(part_mm: int, whole_mm: int, lang: str) -> str:
    """Write a part of a walk in metres, with its share where there is something to walk."""
    length = format_metres(part_mm / 1000, lang=lang)
    return f"{length} ({format_share(part_mm / whole_mm)})" if whole_mm else length


def _metres(length_m: float, lang: str) -> str:
    """Write a length in tenths of a metre, set to the right."""
    return f"{format_number(length_m, 1, lang=lang):>9} m"


def _flags(row: pd.Series, lang: str) -> list[str]:
    return [say("explain.flag", lang, flag=say(f"flag.{name}", lang)) for name in _FLAGS if row[name]]


def _dated(found: Explanation, lang: str) -> list[str]:
    noticed = [message.sentence(lang) for message in found.noticed]
    if not found.timestamp:
        return noticed
    day = format_date(date.fromisoformat(found.timestamp[:10]), lang=lang)
    return [say("explain.dated", lang, date=day), *noticed]
