"""Partnerships of municipalities: their provinces, their lead, and whether they hang together (chapter 3).

A partnership across the provincial border is possible where it is clear via which provincial table (PRT) it runs; its
places count in that one alone. Source: Format provinciaal plan flexibilisering asielketen (2020), chapter 3.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.analysis.portfolio import is_regular
from geo.tables.regions import PARTNERSHIP_SHARES

SLIVER_M = 10.0
"""Gaps and overlaps of borders up to so wide, metres, are not there in reality."""
LEAST_BORDER_M = 100.0
"""Municipalities that share less border than this, metres, touch in a point."""
_PREFIX = re.compile(r"^(provinciale regietafel|regietafel|prt|provincie)\b", re.IGNORECASE)
_SEVERAL = re.compile(r"[,;/+&]|\ben\b", re.IGNORECASE)
_FOREIGN = re.compile(r"(?!NL-)[A-Z]{2}-.+")
_PERSONAL = re.compile(r"[a-z]+(-[a-z]+)*(\.[a-z])*(\.(van|de|der|den|ten|ter|te|het|el))*\.[a-z-]{2,}\d*")
_PARTS = re.compile(r"[a-z]+")
_FUNCTIONS = (
    "aanmelding", "afdeling", "algemeen", "asiel", "azc", "beleid", "bestuur", "bureau", "coa", "college", "contact",
    "coordinatie", "gebied", "gemeente", "griffie", "huisvesting", "info", "integratie", "loket", "migratie", "noreply",
    "opvang", "post", "programma", "project", "provincie", "prt", "raad", "regie", "regio", "samenleving", "secretaris",
    "secretariaat", "sociaal", "spreiding", "statushouder", "statushouders", "team", "veiligheid", "vergunninghouder",
    "vergunninghouders", "vluchteling", "vluchtelingen", "wonen", "zorg",
)  # fmt: skip
"""Words by which a mailbox belongs to an office rather than to a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cooperation:
    """What the checks of chapter 3 look at beside the tables of regions and partnerships."""

    members: pd.DataFrame
    """``partnership_id, municipality_code, province_code`` of every member, as `members_placed` gives them."""
    provinces: Mapping[str, str] = field(default_factory=dict)
    """Code of each province by every name and code that it is known by."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Name of each province by its code."""
    own: tuple[str, ...] = ()
    """Codes of the plan's provinces."""
    boundary_codes: tuple[str, ...] = ()
    """Codes of the boundaries that the plan reckons with: its own municipalities and those of regions and members."""
    parts: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    """From `loose_parts`."""
    contacts: pd.DataFrame | None = None
    """Contact points, as read; None where they were not given."""
    regions: pd.DataFrame | None = None
    """From `geo.analysis.regions.region_table`; None where there are no regions."""
    distances: pd.DataFrame | None = None
    """From `geo.analysis.regional.regional_distances`; None where nobody looked."""
    reach: pd.DataFrame | None = None
    """From `geo.analysis.regional.regional_reach`."""


def members_placed(members: pd.DataFrame, municipalities: pd.DataFrame) -> pd.DataFrame:
    """Give the province of every member of a partnership.

    Parameters
    ----------
    members
        ``partnership_id, municipality_code``, as read.
    municipalities
        ``code, province_code``, neighbours included.

    Returns
    -------
    members
        ``partnership_id, municipality_code, province_code``, each once, sorted; the province is missing where nobody
        knows it.
    """
    pairs = members[["partnership_id", "municipality_code"]].dropna().drop_duplicates()
    of = municipalities.drop_duplicates("code").set_index("code")["province_code"]
    placed = pairs.assign(province_code=pairs["municipality_code"].map(of).astype("object"))
    return placed.sort_values(["partnership_id", "municipality_code"], ignore_index=True)


def is_foreign(province_code: object) -> bool:
    """Tell whether an area has a code of another country (ISO 3166-2, such as ``DE-NW``) instead of a province's."""
    return isinstance(province_code, str) and _FOREIGN.fullmatch(province_code) is not None


def unseen(province_codes: pd.Series, own: Collection[str]) -> pd.Series:
    """Tell of members whether they may have locations that the plan does not know.

    Those in another province have, and those of which nobody knows the province; another country has none of COA.

    Parameters
    ----------
    province_codes
        Province of each member; missing where nobody knows it.
    own
        Codes of the plan's provinces.
    """
    return ~province_codes.isin(own) & ~province_codes.map(is_foreign).astype("bool")


def crosses(province_codes: pd.Series) -> bool | None:
    """Tell whether members lie in more than one province; None where that depends on one that nobody knows.

    Another country is no other province: the national border is not a provincial one.
    """
    known = {code for code in province_codes.dropna() if not is_foreign(code)}
    if len(known) > 1:
        return True
    return None if province_codes.isna().any() and len(known) + province_codes.isna().sum() > 1 else False


def leads_of(written: object, provinces: Mapping[str, str]) -> tuple[str, ...]:
    """Read which provincial tables lead a partnership.

    Parameters
    ----------
    written
        As people write it: ``PV90``, ``Markerwaard``, ``PRT Markerwaard``, ``Provinciale Regietafel Markerwaard``;
        several joined by a comma, ``/`` or ``en``. Missing for none.
    provinces
        Code of each province by name and by code.

    Returns
    -------
    leads
        Codes of the provinces, each once; what is no province as it is written.
    """
    if not isinstance(written, str):
        return ()
    known = {_bare(name): code for name, code in provinces.items()}
    whole = known.get(_bare(written))
    parts = [written] if whole else _SEVERAL.split(written)
    return tuple(dict.fromkeys(known.get(_bare(part), part.strip()) for part in parts if part.strip()))


def lead_words(written: object, provinces: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Write who leads a partnership for people, as ``PRT Flevoland``; what is no province as it was written.

    Parameters
    ----------
    written, provinces
        As in `leads_of`.
    names
        Name of each province by its code.
    """
    if not isinstance(written, str):
        return ""
    leads = leads_of(written, provinces)
    known = leads and all(lead in names for lead in leads)
    return " en ".join(f"PRT {names[lead]}" for lead in leads) if known else written.strip()


def _bare(name: str) -> str:
    kept = _PREFIX.sub("", name.strip())
    return "".join(sign for sign in (kept or name).casefold() if sign.isalnum())


def looks_personal(mailbox: object) -> bool:
    """Tell whether a mailbox looks like that of a person: ``voornaam.achternaam@`` or ``v.achternaam@``.

    An initial is of a person, whatever follows. Else it is of an office where a part is a word of `_FUNCTIONS`, or the
    first part begins with one: family names such as Postma and Raadgever begin with them too, first names do not.
    """
    if not isinstance(mailbox, str) or "@" not in mailbox:
        return False
    local = mailbox.strip().partition("@")[0].casefold()
    if _PERSONAL.fullmatch(local) is None:
        return False
    first, *rest = _PARTS.findall(local)
    office = first.startswith(_FUNCTIONS) or any(part in _FUNCTIONS for part in rest)
    return len(first) == 1 or not office


def share_table(
    partnerships: pd.DataFrame,
    members: pd.DataFrame,
    *,
    municipalities: pd.DataFrame,
    portfolio: pd.DataFrame,
    provinces: Mapping[str, str],
    names: Mapping[str, str],
    own: Sequence[str],
) -> pd.DataFrame:
    """Divide every cross-province partnership over its provinces (Tabel 3.4).

    Parameters
    ----------
    partnerships
        From `geo.analysis.regions.partnership_table`.
    members
        From `members_placed`.
    municipalities
        ``code, name, inhabitants``, neighbours included.
    portfolio
        From `geo.analysis.portfolio.portfolio`.
    provinces, names
        As in `Cooperation`.
    own
        Codes of the plan's provinces: of others the plan does not know the locations.

    Returns
    -------
    table
        The columns of `PARTNERSHIP_SHARES`, sorted by partnership and province.
    """
    rows = []
    crossing = partnerships[partnerships["cross_province"].fillna(value=False).astype(bool)]
    for row in crossing.to_dict("records"):
        some = members[members["partnership_id"] == row["partnership_id"]].fillna({"province_code": ""})
        leads = leads_of(row["lead_prt"], provinces)
        clear = len(leads) == 1 and leads[0] in names
        whole = municipalities[municipalities["code"].isin(some["municipality_code"])]["inhabitants"]
        total = int(whole.sum()) if len(whole) == len(some) and whole.notna().all() else 0
        for code, group in some.groupby("province_code"):
            part = _part(group["municipality_code"], municipalities, portfolio, known=code in own)
            people = part["inhabitants"]
            rows.append(
                {
                    "partnership_id": row["partnership_id"],
                    "name": row["name"],
                    "province_code": code,
                    "province": names.get(str(code), code),
                    "share": people / total if total and isinstance(people, int) else None,
                    "counts_in": lead_words(row["lead_prt"], provinces, names) if clear else None,
                    **part,
                }
            )
    table = pd.DataFrame(rows, columns=list(PARTNERSHIP_SHARES.names))
    kinds = dict.fromkeys(("inhabitants", "places", "unknown"), "Int64") | {"share": "Float64"}
    return table.astype(kinds).sort_values(["partnership_id", "province_code"], ignore_index=True)


def _part(codes: pd.Series, municipalities: pd.DataFrame, portfolio: pd.DataFrame, *, known: bool) -> dict[str, object]:
    towns = municipalities[municipalities["code"].isin(codes)].sort_values("code")
    lost = sorted(set(codes) - set(towns["code"]))
    regular = portfolio[portfolio["municipality_code"].isin(codes) & is_regular(portfolio)]
    complete = not lost and bool(towns["inhabitants"].notna().all())
    return {
        "members": (*towns["name"], *lost),
        "inhabitants": int(towns["inhabitants"].sum()) if complete else None,
        "places": int(regular["places"].fillna(0).sum()) if known else None,
        "unknown": int(regular["places"].isna().sum()) if known else None,
    }


def loose_parts(members: pd.DataFrame, municipalities: gpd.GeoDataFrame) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Find the partnerships whose municipalities do not hang together.

    Parameters
    ----------
    members
        From `members_placed`.
    municipalities
        ``code`` and geometry, in metres.

    Returns
    -------
    parts
        By partnership, codes of the municipalities of each part, the largest part first; without those that are one.
        Two hang together where they share at least `LEAST_BORDER_M` of border, gaps up to `SLIVER_M` overlooked.
    """
    shapes = dict(zip(municipalities["code"], municipalities.geometry, strict=True))
    used = sorted({str(code) for code in members["municipality_code"]} & set(shapes))
    beside = _beside(used, np.array([shapes[code] for code in used], dtype=object))
    found = {}
    for name, group in members.groupby("partnership_id"):
        parts = _joined([code for code in group["municipality_code"] if code in shapes], beside)
        if len(parts) > 1:
            found[str(name)] = parts
    return found


def _beside(codes: list[str], shapes: NDArray[np.object_]) -> set[tuple[str, str]]:
    """Give the pairs of municipalities that share a border, in both orders."""
    wide = shapely.buffer(shapes, SLIVER_M)
    first, second = shapely.STRtree(shapes).query(wide, predicate="intersects")
    pairs = set()
    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        shared = shapely.length(shapely.intersection(shapely.boundary(shapes[other]), wide[one]))
        if one != other and shared >= LEAST_BORDER_M:
            pairs |= {(codes[one], codes[other]), (codes[other], codes[one])}
    return pairs


def _joined(codes: list[str], beside: set[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    rest, parts = sorted(codes), []
    while rest:
        part = [rest.pop(0)]
        for code in part:  # grows while it is walked
            near = [other for other in rest if (code, other) in beside]
            rest = [other for other in rest if other not in near]
            part += near
        parts.append(tuple(sorted(part)))
    return tuple(sorted(parts, key=lambda part: (-len(part), part)))
