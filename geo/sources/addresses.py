"""Address points of an extract, and finding one by postcode and house number or by BAG id.

In the Netherlands the addresses of OpenStreetMap come from the BAG register: a
node per address, without its id; buildings carry theirs (`ref:bag`, often without
the zero at the beginning). Looking one up needs no connection, so that nobody
outside learns which site is being studied.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pandas as pd
from osmium.osm import Area, Node, Way

from geo.crs import geodesic_m
from geo.sources.osm_blocks import Tags
from geo.sources.pbf import OsmObject, area_of, degrees, polygon_of, refs_of, scan, tags_of

ADDRESS_COLUMNS = ("postcode", "house_number", "street", "city", "lon", "lat", "source_id", "bag_id")
"""Columns of an address frame."""

_Row = tuple[str, str, str, str, float, float, str, str]
_BAG_KEYS = ("ref:bag", "ref:bagid")
_BAG_DIGITS = 16
_MOST_SUGGESTIONS = 5
_SAME_PLACE_M = 50.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressAnswer:
    """What was found for a postcode and a house number."""

    hits: pd.DataFrame
    """Every place that fits, columns `ADDRESS_COLUMNS`; one row is an answer, more are a choice."""
    suggestions: tuple[str, ...]
    """Addresses that are nearly it, such as ``8261AB 12A``; empty where there are hits."""


def read_addresses(path: Path) -> pd.DataFrame:
    """Read the address points of an extract.

    Parameters
    ----------
    path
        An `.osm.pbf`.

    Returns
    -------
    addresses
        `postcode` (``8261AB``; empty where untagged), `house_number` with letter and
        addition as tagged, `street`, `city`, `lon` and `lat` (degrees on WGS84, of an
        outline a point inside), `source_id` (``n1``, ``w2``), `bag_id` (16 digits; empty
        where untagged). A list of numbers gives a row each. Sorted by postcode, number
        and id.

    Raises
    ------
    SourceError
        If the file is missing, empty or damaged.
    """
    rows: list[_Row] = []
    for thing in scan(path, ("addr:housenumber",)):
        place = _place(thing)
        if place is not None:
            rows += _rows(tags_of(thing), place, _source_id(thing))
    rows.sort(key=lambda row: (row[0], _split(row[1]), row[6]))
    return _frame(rows)


def read_bag_objects(path: Path, bag_ids: frozenset[str]) -> pd.DataFrame:
    """Read the objects of an extract that carry one of some BAG ids: buildings, as a rule.

    Parameters
    ----------
    path
        An `.osm.pbf`.
    bag_ids
        Ids of 16 digits.

    Returns
    -------
    objects
        `ADDRESS_COLUMNS`, a row per object and id; address columns are empty where
        untagged. Sorted by BAG id and object.

    Raises
    ------
    SourceError
        If the file is missing, empty or damaged.
    """
    rows: list[_Row] = []
    for thing in scan(path, _BAG_KEYS, areas=True):
        tags = tags_of(thing)
        wanted = [bag for bag in _bag_ids(tags) if bag in bag_ids]
        place = _place(thing) if wanted else None
        if place is not None:
            rows += [(*_address(tags), tags.get("addr:city", ""), *place, _source_id(thing), bag) for bag in wanted]
    rows.sort(key=lambda row: (row[7], row[6]))
    return _frame(rows)


def _frame(rows: list[_Row]) -> pd.DataFrame:
    texts = {name: "str" for name in ADDRESS_COLUMNS if name not in {"lon", "lat"}}
    frame = pd.DataFrame(rows, columns=list(ADDRESS_COLUMNS))
    return frame.astype(texts | {"lon": "float64", "lat": "float64"})


def find_address(addresses: pd.DataFrame, postcode: str, house_number: str) -> AddressAnswer:
    """Find an address by postcode and house number, however they are written.

    Parameters
    ----------
    addresses
        A frame of `read_addresses`, or another with its columns.
    postcode
        For example ``8261 AB``.
    house_number
        Number with letter and addition, for example ``12a``, ``12-A`` or ``12 bis``.

    Returns
    -------
    answer
        All addresses that fit; a second point of the same address within 50 m, such
        as the shop in it, is not a second hit. Where none fits: the nearest numbers of
        that postcode, else that number in postcodes that differ in one character; five
        at most.
    """
    code, number = plain_postcode(postcode), plain_house_number(house_number)
    street = addresses[(addresses["postcode"] == code) & (code != "")]
    numbers = street["house_number"].map(plain_house_number).astype("str")
    hits = street[numbers == number]
    if len(hits):
        return AddressAnswer(hits=_places(hits), suggestions=())
    near = {(code, other) for other in numbers} or _in_like_postcodes(addresses, code, number)
    return AddressAnswer(hits=hits, suggestions=_nearest(near, number))


def find_bag(addresses: pd.DataFrame, bag_id: str) -> pd.DataFrame:
    """Find the places that carry a BAG id; several points of one within 50 m are one.

    Parameters
    ----------
    addresses
        A frame of `read_addresses` or `read_bag_objects`, or another with its columns.
    bag_id
        16 digits.
    """
    return _places(addresses[addresses["bag_id"] == bag_id])


def _places(hits: pd.DataFrame) -> pd.DataFrame:
    kept: list[int] = []
    for row in range(len(hits)):
        one = hits.iloc[[row] * len(kept)]
        others = hits.iloc[kept]
        metres = geodesic_m(one["lon"], one["lat"], others["lon"], others["lat"])
        same = (one["street"].to_numpy() == others["street"].to_numpy()) & (metres <= _SAME_PLACE_M)
        if not same.any():
            kept.append(row)
    return hits.iloc[kept].reset_index(drop=True)


def _in_like_postcodes(addresses: pd.DataFrame, code: str, number: str) -> set[tuple[str, str]]:
    alike = [other for other in addresses["postcode"].unique() if _one_apart(other, code)]
    rows = addresses[addresses["postcode"].isin(alike)]
    same = rows.loc[rows["house_number"].map(plain_house_number).astype("str") == number, "postcode"]
    return {(other, number) for other in same}


def _nearest(near: set[tuple[str, str]], number: str) -> tuple[str, ...]:
    wanted = _split(number)[0]
    ordered = sorted(near, key=lambda pair: (abs(_split(pair[1])[0] - wanted), _split(pair[1]), pair[0]))
    return tuple(" ".join(pair) for pair in ordered[:_MOST_SUGGESTIONS])


def plain_postcode(text: str) -> str:
    """Write a postcode without spaces and in capitals."""
    return re.sub(r"\s", "", text).upper()


def plain_house_number(text: str) -> str:
    """Write a house number so that ``12a``, ``12 A`` and ``12-a`` are the same, and ``12-2`` is not ``122``."""
    parts = re.findall(r"\d+|[A-Z]+", text.upper())
    if not parts:
        return text.strip().upper()
    plain: str = parts[0]
    for before, after in pairwise(parts):
        plain += f"-{after}" if before.isdigit() and after.isdigit() else after
    return plain


def _split(number: str) -> tuple[int, str]:
    digits = re.match(r"\s*(\d+)", number)
    return (int(digits[1]), number[digits.end() :]) if digits else (0, number)


def _one_apart(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _place(thing: OsmObject) -> tuple[float, float] | None:
    if isinstance(thing, Node):
        return thing.lon, thing.lat
    if isinstance(thing, Way):
        refs = refs_of(thing.nodes)
        shape = polygon_of(refs) if thing.is_closed() else None
        if shape is None:
            return degrees(refs)[0] if refs else None
    elif isinstance(thing, Area) and not thing.from_way():
        shape = area_of(thing)
    else:
        return None
    point = None if shape is None else shape.representative_point()
    return None if point is None else (point.x, point.y)


def _source_id(thing: OsmObject) -> str:
    return f"r{thing.orig_id()}" if isinstance(thing, Area) else f"{type(thing).__name__[0].lower()}{thing.id}"


def _bag_ids(tags: Tags) -> tuple[str, ...]:
    """Read the BAG ids, and put back the zero at the beginning that OpenStreetMap often lacks."""
    parts = [part.strip() for key in _BAG_KEYS for part in tags.get(key, "").split(";")]
    return tuple(part.zfill(_BAG_DIGITS) for part in parts if part.isdigit() and len(part) >= _BAG_DIGITS - 1)


def _address(tags: Tags) -> tuple[str, str, str]:
    code = plain_postcode(tags.get("addr:postcode", ""))
    return code, tags.get("addr:housenumber", ""), tags.get("addr:street") or tags.get("addr:place", "")


def _rows(tags: Tags, place: tuple[float, float], source_id: str) -> list[_Row]:
    code, listed, street = _address(tags)
    bag_id = next(iter(_bag_ids(tags)), "")
    numbers = [part.strip() for part in re.split(r"[;,]", listed)]
    return [
        (code, number, street, tags.get("addr:city", ""), *place, source_id, bag_id) for number in numbers if number
    ]
