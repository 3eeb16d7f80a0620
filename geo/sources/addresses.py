"""Address points of an extract, and finding one by postcode and house number.

In the Netherlands the addresses of OpenStreetMap come from the BAG register: a
node per address. Looking one up needs no connection, so that nobody outside
learns which site is being studied.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pandas as pd
from osmium.osm import Node, Way

from geo.crs import geodesic_m
from geo.sources.pbf import Tags, degrees, polygon_of, refs_of, scan, tags_of

ADDRESS_COLUMNS = ("postcode", "house_number", "street", "city", "lon", "lat", "source_id")
"""Columns of an address frame."""

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
        outline a point inside), `source_id` (``n1``, ``w2``). A list of numbers gives
        a row each. Sorted by postcode, number and id.

    Raises
    ------
    SourceError
        If the file is missing, empty or damaged.
    """
    rows: list[tuple[str, str, str, str, float, float, str]] = []
    for thing in scan(path, ("addr:housenumber",)):
        if isinstance(thing, Node):
            rows += _rows(tags_of(thing), (thing.lon, thing.lat), f"n{thing.id}")
        elif isinstance(thing, Way) and (place := _inside(thing)) is not None:
            rows += _rows(tags_of(thing), place, f"w{thing.id}")
    rows.sort(key=lambda row: (row[0], _split(row[1]), row[6]))
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
    coded = addresses[addresses["postcode"] != ""]
    numbers = coded["house_number"].map(plain_house_number).astype("str")
    hits = coded[(coded["postcode"] == code) & (numbers == number)]
    if len(hits):
        return AddressAnswer(hits=_places(hits), suggestions=())
    return AddressAnswer(hits=hits, suggestions=_nearly(coded["postcode"], numbers, code, number))


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


def _nearly(postcodes: pd.Series, numbers: pd.Series, code: str, number: str) -> tuple[str, ...]:
    near = {(code, other) for other in numbers[postcodes == code]}
    if not near:
        same_number = postcodes[numbers == number]
        near = {(other, number) for other in same_number if _one_apart(other, code)}
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


def _inside(way: Way) -> tuple[float, float] | None:
    refs = refs_of(way.nodes)
    shape = polygon_of(refs) if way.is_closed() else None
    if shape is None:
        return degrees(refs)[0] if refs else None
    point = shape.representative_point()
    return point.x, point.y


def _rows(tags: Tags, place: tuple[float, float], source_id: str) -> list[tuple[str, str, str, str, float, float, str]]:
    code = plain_postcode(tags.get("addr:postcode", ""))
    street = tags.get("addr:street") or tags.get("addr:place", "")
    numbers = [part.strip() for part in re.split(r"[;,]", tags["addr:housenumber"])]
    return [(code, number, street, tags.get("addr:city", ""), *place, source_id) for number in numbers if number]
