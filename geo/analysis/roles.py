"""Who has which role at a location: the matrix of topics and parties (Tabel 4.3a)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from geo.analysis.agreements import ASKED, DESCRIBED, LOCATION, by_topic
from geo.tables.choices import ENDED
from geo.tables.factsheets import PARTIES, ROLE_MATRIX
from geo.words import say

_MARKS: Mapping[str, tuple[str, ...]] = {
    "coa": (r"\bcoa\b", "centraal orgaan opvang"),
    "refugee_council": ("vluchtelingenwerk",),
    "province": (r"^provincie\b", "gedeputeerde staten", "commissaris van de koning"),
    "host": ("^gastgemeente", "^gemeente$"),
    "region": ("^regiogemeente", "^omliggende gemeente"),
    "owner": ("corporatie", "woonstichting", "woningstichting", "woningbouw", "vastgoed", "particulier", "eigenaar"),
}
"""What a party is known by, in the order in which is looked; after that its role, then its being the owner."""
_OWNING = ("eigenaar", "verhuurder", "verpachter")
_JOINED = re.compile(r"\s*(?:[,;/]|\ben\b)\s*")
_FIXED = ("coa", "refugee_council")
"""Columns of one party, of which the name needs no telling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The governments around the locations."""

    municipalities: Mapping[str, str]
    """Name by code, neighbours included."""
    provinces: tuple[str, ...]
    """Names of the provinces of the plan."""
    together: Mapping[str, frozenset[str]]
    """By code of a municipality those that share a region or a partnership with it, from `companions`."""


def companions(*groupings: tuple[pd.DataFrame, str]) -> dict[str, frozenset[str]]:
    """List which municipalities work together.

    Parameters
    ----------
    groupings
        Tables with ``municipality_code``, each with the column that says which belong together.

    Returns
    -------
    together
        By code the codes of the others.
    """
    found: dict[str, set[str]] = {}
    for table, column in groupings:
        for _, rows in table.groupby(column):
            codes = {str(code) for code in rows["municipality_code"].dropna()}
            for code in codes:
                found.setdefault(code, set()).update(codes - {code})
    return {code: frozenset(others) for code, others in found.items()}


def described(locations: pd.DataFrame) -> pd.DataFrame:
    """Keep the locations of which the format asks a description: regional and satellite, not to end."""
    asked = locations["type"].isin(DESCRIBED) & (locations["decision"].fillna("") != ENDED)
    return locations[asked].sort_values("location_id")


def role_matrix(locations: pd.DataFrame, agreements: pd.DataFrame | None, around: Surroundings) -> pd.DataFrame:
    """Set the parties of each topic side by side (Tabel 4.3a).

    Parameters
    ----------
    locations
        The locations, as read, with ``municipality_code``.
    agreements
        ``location_id, chapter, topic, party, role, text, status``, as read; those of chapter 4 are used.
    around
        The governments around.

    Returns
    -------
    table
        The columns of `geo.tables.factsheets.ROLE_MATRIX`: a row per topic of every location of `described`, and of
        others that have agreements and do not end. A cell says which role; with a name where several parties could be
        meant. Empty where a party has none; ``agreed`` is false where no agreement on the topic has a text.
    """
    topics = by_topic(agreements, LOCATION) if agreements is not None and len(agreements) else {}
    told = {str(one) for rows in topics.values() for one in rows["location_id"]}
    staying = locations[locations["decision"].fillna("") != ENDED]
    shown = locations["location_id"].isin(described(locations)["location_id"]) | locations["location_id"].isin(
        told & set(staying["location_id"])
    )
    rows = [
        _row(site, topic, topics.get(topic), around)
        for site in locations[shown].sort_values("location_id").to_dict("records")
        for topic in ASKED[LOCATION]
    ]
    texts = dict.fromkeys((*PARTIES, "status"), "str") | {"agreed": "bool"}
    return pd.DataFrame(rows, columns=list(ROLE_MATRIX.names)).astype(texts)


def _row(
    site: Mapping[object, object], topic: str, agreed: pd.DataFrame | None, around: Surroundings
) -> dict[str, object]:
    mine = None if agreed is None else agreed[agreed["location_id"] == site["location_id"]]
    cells: dict[str, list[str]] = {party: [] for party in PARTIES}
    for record in () if mine is None else mine.to_dict("records"):
        party, role = _text(record["party"]), _text(record["role"])
        for column, name in parties_in(party, role, site, around):
            cells[column].append(_cell(column, name, role, agreed=pd.notna(record["text"])))
    return {
        **{name: site[name] for name in ("location_id", "name")},
        "topic": topic,
        **{party: "; ".join(dict.fromkeys(said)) or None for party, said in cells.items()},
        "status": None if mine is None else ", ".join(dict.fromkeys(mine["status"].dropna())) or None,
        "agreed": mine is not None and bool(mine["text"].notna().any()),
    }


def _text(value: object) -> str:
    return str(value).strip() if isinstance(value, str) else ""


def _cell(column: str, name: str, role: str, *, agreed: bool) -> str:
    named = "" if column in _FIXED else name
    said = f"{named} ({role})" if named and role else named or role or name or say("roles.nobody")
    return said if agreed else say("roles.without_text", said=said)


def parties_in(text: str, role: str, site: Mapping[object, object], around: Surroundings) -> list[tuple[str, str]]:
    """Tell which parties a text names: the column of each in the matrix, with its name.

    Parameters
    ----------
    text
        As given: ``COA``, ``gemeente Kampen``, ``COA en gemeente Kampen``.
    role
        Its role; by that an owner is known.
    site
        The location: ``municipality_code``, ``ownership``.
    around
        The governments around; the name of a municipality goes before that of a province.
    """
    whole = _party(text, role, site, around)
    parts = [part for part in _JOINED.split(text) if part]
    found = [_party(part, role, site, around) for part in parts]
    known = [party for party in found if party != "other"]
    named = _codes(text, around)  # some names of municipalities hold an `en`
    if len(parts) < 2 or named or not known or (whole == "owner" and len(known) < len(found)):  # noqa: PLR2004 (one is no list)
        return [(whole, text)]
    return list(zip(found, parts, strict=True))


def _codes(text: str, around: Surroundings) -> set[str]:
    """Give the codes of the municipalities that a text may name."""
    bare = text.casefold().removeprefix("gemeente ").strip()
    return {code for code, name in around.municipalities.items() if bare in (name.casefold(), code.casefold())}


def _party(text: str, role: str, site: Mapping[object, object], around: Surroundings) -> str:
    plain = text.casefold()
    own, codes = _text(site.get("municipality_code")), _codes(text, around)
    if own in codes:
        return "host"
    if codes & around.together.get(own, frozenset()):
        return "region"
    if not codes and plain in {name.casefold() for name in around.provinces}:
        return "province"
    known = next((party for party, marks in _MARKS.items() if _matches(plain, marks)), None)
    if known is not None:
        return known
    by_role = next((party for party in ("host", "region") if _matches(role.casefold(), _MARKS[party])), None)
    if by_role is not None:
        return by_role
    owning = _matches(role.casefold(), _OWNING) or (plain and plain == _text(site.get("ownership")).casefold())
    return "owner" if owning and not codes else "other"


def _matches(text: str, marks: Iterable[str]) -> bool:
    return any(re.search(mark, text) for mark in marks)


def open_topics(matrix: pd.DataFrame) -> dict[str, Sequence[str]]:
    """Give per location the topics on which nothing is agreed."""
    lacking = matrix[~matrix["agreed"].astype("bool")]
    return {str(name): list(rows["topic"]) for name, rows in lacking.groupby("location_id")}
