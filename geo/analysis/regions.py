"""Regions, which count every municipality once, and partnerships, which may overlap (chapter 3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo.analysis.partnerships import crosses, unseen
from geo.analysis.portfolio import is_regular
from geo.tables.regions import PARTNERSHIPS_TABLE, REGIONS_TABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """What keeps regions from counting every municipality once."""

    gaps: tuple[str, ...]
    """Municipalities of the province in no region."""
    doubles: tuple[str, ...]
    """Municipalities in more than one region."""
    outsiders: tuple[str, ...]
    """Municipalities of another province in a region."""
    invalid: tuple[str, ...]
    """Codes that no municipality has."""


def partition(regions: pd.DataFrame, municipalities: pd.DataFrame, *, provinces: Sequence[str]) -> Partition:
    """Test whether regions divide the municipalities of the provinces.

    Parameters
    ----------
    regions
        ``region_id, municipality_code``.
    municipalities
        ``code, province_code`` on the reference date, neighbours included.
    provinces
        Codes of the plan's provinces.
    """
    own = set(municipalities.loc[municipalities["province_code"].isin(provinces), "code"])
    every = set(municipalities["code"])
    pairs = regions[["region_id", "municipality_code"]].drop_duplicates()
    given = set(pairs["municipality_code"])
    doubles = set(pairs.loc[pairs["municipality_code"].duplicated(), "municipality_code"])
    return Partition(
        gaps=tuple(sorted(own - given)),
        doubles=tuple(sorted(doubles)),
        outsiders=tuple(sorted((given & every) - own)),
        invalid=tuple(sorted(given - every)),
    )


def region_table(regions: pd.DataFrame, municipalities: pd.DataFrame, portfolio: pd.DataFrame) -> pd.DataFrame:
    """List the regions with members, inhabitants and regular places (Tabel 3.2).

    Parameters
    ----------
    regions
        ``region_id, region_name, municipality_code``.
    municipalities
        ``code, name, inhabitants``.
    portfolio
        From `geo.analysis.portfolio.portfolio`.

    Returns
    -------
    table
        The columns of `geo.tables.regions.REGIONS_TABLE`, sorted by id.
    """
    rows = [
        {"region_id": name, "region_name": members["region_name"].iloc[0]}
        | _members(members["municipality_code"], municipalities, portfolio, {})
        for name, members in regions.groupby("region_id")
    ]
    return _typed(pd.DataFrame(rows, columns=list(REGIONS_TABLE.names)))


def partnership_table(
    partnerships: pd.DataFrame,
    members: pd.DataFrame,
    *,
    municipalities: pd.DataFrame,
    portfolio: pd.DataFrame,
    agreements: pd.DataFrame | None = None,
    contacts: pd.DataFrame | None = None,
    outside: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """List the partnerships with members, lead and agreements (Tabel 3.1).

    Parameters
    ----------
    partnerships, members, agreements, contacts
        As read. Persons and mailboxes of contacts are left out.
    municipalities
        ``code, name, inhabitants, province_code``, neighbours included.
    portfolio
        From `geo.analysis.portfolio.portfolio`.
    outside
        Name of the province of each municipality, by code, that does not lie in the plan's own; it is set behind it.
        What it has of locations the plan does not know: it counts as an unknown part of the places.

    Returns
    -------
    table
        The columns of `geo.tables.regions.PARTNERSHIPS_TABLE`, sorted by id; ``cross_province`` where members lie in
        more than one province, missing where that is not known.
    """
    of = municipalities.drop_duplicates("code").set_index("code")["province_code"]
    away = outside or {}
    own = set(of[~of.index.isin(list(away))].dropna())
    texts = _texts(agreements, ("text",))
    people = _texts(contacts, ("function", "organisation"))
    rows = []
    for row in partnerships.to_dict("records"):
        codes = members.loc[members["partnership_id"] == row["partnership_id"], "municipality_code"].drop_duplicates()
        homes = codes.map(of)
        counted = _members(codes, municipalities, portfolio, away)
        extra = {
            "cross_province": crosses(homes),
            "agreements": texts.get(row["partnership_id"]),
            "contact": people.get(row["partnership_id"]),
            "unknown": counted["unknown"] + int(unseen(homes, own).sum()),
        }
        rows.append(row | counted | extra)
    return _typed(pd.DataFrame(rows, columns=list(PARTNERSHIPS_TABLE.names)))


def _texts(frame: pd.DataFrame | None, columns: tuple[str, ...]) -> dict[str, str]:
    if frame is None or frame.empty:
        return {}
    lines = frame[list(columns)].fillna("").agg(", ".join, axis=1).str.strip(", ")
    return {str(name): "; ".join(some) for name, some in lines.groupby(frame["partnership_id"])}


def _members(
    codes: pd.Series, municipalities: pd.DataFrame, portfolio: pd.DataFrame, outside: Mapping[str, str]
) -> dict[str, Any]:
    rows = municipalities[municipalities["code"].isin(codes)].sort_values("code")
    unknown = set(codes) - set(rows["code"])
    regular = portfolio[portfolio["municipality_code"].isin(codes) & is_regular(portfolio)]
    complete = not unknown and bool(rows["inhabitants"].notna().all())
    return {
        "members": (*map(_placed_name, rows["name"], rows["code"].map(outside)), *sorted(unknown)),
        "inhabitants": int(rows["inhabitants"].sum()) if complete else None,
        "places": int(regular["places"].fillna(0).sum()),
        "unknown": int(regular["places"].isna().sum()),
    }


def _placed_name(name: str, province: object) -> str:
    return f"{name} ({province})" if isinstance(province, str) else name


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    typed = table.astype(dict.fromkeys(("inhabitants", "places", "unknown"), "Int64"))
    return typed.sort_values(str(table.columns[0]), ignore_index=True)
