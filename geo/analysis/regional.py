"""Regional reception and the municipalities where its residents are to live: how far, and for how many (chapter 3).

A regional location is meant to lie close to the municipality of final housing. Source: Uitvoeringsagenda
flexibilisering asielketen (2020).
"""

from collections.abc import Iterable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.analysis.coverage import in_area
from geo.analysis.need import Area
from geo.analysis.obligations import obligations_of
from geo.analysis.supply import amounts_on
from geo.figures import Figure
from geo.quarters import MONTHS_PER_HALF
from geo.tables.choices import ENDED
from geo.tables.regions import REGIONAL_DISTANCES, REGIONAL_INDICATION, REGIONAL_REACH

SHORT_STAY_MONTHS = 3.5
"""Norm of COA for the stay between permit and house."""
LONG_STAY_MONTHS = 8.0
"""Stay in practice: more than twice as long, in Noord-Brabant (omroepbrabant.nl/nieuws/3446121)."""
_STAYS = (SHORT_STAY_MONTHS, LONG_STAY_MONTHS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """What was found of a way from a location to a municipality."""

    location_id: str
    """Where it begins."""
    municipality_code: str
    """Where it ends."""
    distance_m: float | None
    """Length in metres; None where there is no way."""
    minutes: float | None
    """Time along it."""
    outside: bool = False
    """Whether the beginning or the end lies beyond the edge of the map."""


def regional_pairs(locations: pd.DataFrame, regions: pd.DataFrame) -> pd.DataFrame:
    """Pair every regional location that is not to end with the municipalities of its region.

    Parameters
    ----------
    locations
        ``location_id, name, type, decision, region_id``.
    regions
        ``region_id, municipality_code``.

    Returns
    -------
    pairs
        ``location_id, name, region_id, municipality_code``, sorted; a location without region has none.
    """
    staying = locations[(locations["type"] == "regionaal") & (locations["decision"].fillna("") != ENDED)]
    sites = pd.DataFrame(staying[["location_id", "name", "region_id"]]).dropna(subset=["region_id"])
    members = regions[["region_id", "municipality_code"]].dropna().drop_duplicates()
    pairs = sites.merge(members, on="region_id")
    return pairs.sort_values(["location_id", "municipality_code"], ignore_index=True)


def housing_targets(
    municipalities: gpd.GeoDataFrame, town_halls: gpd.GeoSeries, population: gpd.GeoDataFrame | None
) -> gpd.GeoDataFrame:
    """Choose where in each municipality a journey ends.

    Parameters
    ----------
    municipalities
        ``code`` and geometry, in metres.
    town_halls
        Town halls, in the same system.
    population
        ``people`` and polygons, in the same system; None without.

    Returns
    -------
    targets
        ``municipality_code, target`` and geometry, sorted by code: every town hall inside (``town_hall``); without
        one the mean place of the inhabitants (``population``); without these a point inside (``middle``).
    """
    towns = municipalities[["code", "geometry"]].sort_values("code")
    halls = _inside(gpd.GeoDataFrame(geometry=town_halls.to_numpy(), crs=towns.crs), towns)
    people = _mean_places(population, towns)
    codes, kinds, shapes = [], [], []
    for code, area in zip(towns["code"], towns.geometry, strict=True):
        own = list(halls.geometry[halls["code"] == code])
        kind = "town_hall" if own else "population" if code in people else "middle"
        found = own or [people.get(code) or area.representative_point()]
        codes += [code] * len(found)
        kinds += [kind] * len(found)
        shapes += found
    return gpd.GeoDataFrame({"municipality_code": codes, "target": kinds}, geometry=shapes, crs=towns.crs)


def _inside(places: gpd.GeoDataFrame, towns: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give each place the code of the municipality that a point of it lies in."""
    points = gpd.GeoDataFrame(geometry=places.representative_point(), crs=towns.crs)
    joined = gpd.sjoin(points, towns, how="left", predicate="covered_by")
    first = joined[~joined.index.duplicated()].sort_index()
    return gpd.GeoDataFrame(places.assign(code=first["code"]), crs=towns.crs)


def _mean_places(population: gpd.GeoDataFrame | None, towns: gpd.GeoDataFrame) -> dict[str, object]:
    """Give the mean place of the inhabitants of each municipality that has any; areas without a number are left out."""
    if population is None:
        return {}
    known = population[population["people"].fillna(0) > 0]
    centres = gpd.GeoDataFrame({"people": known["people"]}, geometry=known.geometry.centroid).reset_index(drop=True)
    placed = _inside(centres.set_crs(towns.crs, allow_override=True), towns).dropna(subset=["code"])
    x, y, weight = placed.geometry.x, placed.geometry.y, placed["people"].astype("float64")
    sums = pd.DataFrame({"x": x * weight, "y": y * weight, "people": weight}).groupby(placed["code"]).sum()
    points = gpd.points_from_xy(sums["x"] / sums["people"], sums["y"] / sums["people"])
    return dict(zip(sums.index, points, strict=True))


def regional_distances(
    pairs: pd.DataFrame, journeys: Iterable[Journey], *, targets: pd.DataFrame, names: pd.DataFrame
) -> pd.DataFrame:
    """Write how far each regional location is from the municipalities of its region.

    Parameters
    ----------
    pairs
        From `regional_pairs`.
    journeys
        What was found of each pair; one that is absent was not reachable.
    targets
        From `housing_targets`.
    names
        ``code, name`` of municipalities.

    Returns
    -------
    table
        The columns of `REGIONAL_DISTANCES`, in the order of the pairs.
    """
    found = {(one.location_id, one.municipality_code): one for one in journeys}
    keys = list(zip(pairs["location_id"], pairs["municipality_code"], strict=True))
    absent = [found.get(key) or Journey(location_id=key[0], municipality_code=key[1], distance_m=None, minutes=None)
              for key in keys]  # fmt: skip
    kinds = targets.drop_duplicates("municipality_code").set_index("municipality_code")["target"]
    table = pairs.assign(
        municipality=pairs["municipality_code"].map(names.set_index("code")["name"]),
        target=pairs["municipality_code"].map(kinds),
        distance_m=pd.array([one.distance_m for one in absent], dtype="Float64"),
        minutes=pd.array([one.minutes for one in absent], dtype="Float64"),
        status=["ok" if one.distance_m is not None else "outside" if one.outside else "unreachable" for one in absent],
    )
    return table[list(REGIONAL_DISTANCES.names)]


def regional_reach(distances: pd.DataFrame, municipalities: pd.DataFrame) -> pd.DataFrame:
    """Sum up per regional location how far the municipalities of its region are.

    Parameters
    ----------
    distances
        From `regional_distances`.
    municipalities
        ``code, inhabitants``.

    Returns
    -------
    table
        The columns of `REGIONAL_REACH`, sorted by location. The greatest distance is missing where one is not known;
        the mean by inhabitants also where the number of one municipality is not, or where nobody lives in any.
    """
    people = municipalities.set_index("code")["inhabitants"]
    rows = []
    for (site, name, region), some in distances.groupby(["location_id", "name", "region_id"]):
        known = some["distance_m"].notna().all()
        last = some.sort_values(["distance_m", "municipality_code"], ascending=[False, True]).iloc[0]
        rows.append(
            {
                "location_id": site,
                "name": name,
                "region_id": region,
                "municipalities": len(some),
                "farthest": last["municipality"] if known else None,
                "max_m": last["distance_m"] if known else None,
                "mean_m": _weighted(some["distance_m"], some["municipality_code"].map(people)),
            }
        )
    table = pd.DataFrame(rows, columns=list(REGIONAL_REACH.names))
    return table.astype({"municipalities": "Int64", "max_m": "Float64", "mean_m": "Float64"})


def housing_figures(distances: pd.DataFrame, municipalities: pd.DataFrame) -> dict[str, Figure]:
    """Give the indicator of the second goal: from regional reception to where its residents are to live.

    Parameters
    ----------
    distances
        From `regional_distances`.
    municipalities
        ``code, inhabitants``.

    Returns
    -------
    figures
        ``housing_mean_m`` over all pairs by inhabitants and ``housing_max_m``, in metres; None where one pair or number
        is not known.
    """
    people = distances["municipality_code"].map(municipalities.set_index("code")["inhabitants"])
    whole = len(distances) > 0 and bool(distances["distance_m"].notna().all())
    source = f"{REGIONAL_DISTANCES.name}.distance_m"
    return {
        "housing_mean_m": Figure(value=_weighted(distances["distance_m"], people), unit="m", source=source),
        "housing_max_m": Figure(value=float(distances["distance_m"].max()) if whole else None, unit="m", source=source),
    }


def _weighted(distance_m: pd.Series, people: pd.Series) -> float | None:
    if distance_m.isna().any() or people.isna().any() or not people.sum() > 0:
        return None
    return float(np.average(distance_m.astype("float64"), weights=people.astype("float64")))


def regional_indication(
    regions: pd.DataFrame,
    obligations: pd.DataFrame,
    supply: pd.DataFrame,
    *,
    reference_date: pd.Timestamp,
    last: pd.Timestamp,
) -> pd.DataFrame:
    """Set what the obligation would ask of regional reception beside its places (Tabel 3.6).

    Obligation of the half year / 6 x months of stay: a sensitivity, not a need, which the LRT alone gives.

    Parameters
    ----------
    regions
        ``region_id, region_name, municipality_code``.
    obligations
        As read; may be empty.
    supply
        From `geo.analysis.supply.supply_steps`.
    reference_date
        Chooses the half year.
    last
        Day of the places.

    Returns
    -------
    table
        The columns of `REGIONAL_INDICATION`, sorted by region. The obligation is missing where one municipality of the
        region has none given.
    """
    rows = []
    day = np.array([last.date()], dtype="datetime64[D]")
    for key, some in regions.groupby("region_id"):
        owed = obligations_of(obligations, some["municipality_code"].drop_duplicates(), reference_date)
        known = bool(owed["obligation"].notna().all())
        total = int(owed["obligation"].sum()) if known else None
        stays = [None if total is None else total / MONTHS_PER_HALF * months for months in _STAYS]
        held = amounts_on(in_area(supply, Area(area_id=str(key), level="region")), "regionaal", day)
        half_years = owed["half_year"].dropna()
        rows.append(
            {
                "region_id": key,
                "region_name": some["region_name"].iloc[0],
                "half_year": half_years.iloc[0] if len(half_years) else None,
                "obligation": total,
                "places_short": stays[0],
                "places_long": stays[1],
                "places": int(held.high[0]),
                "unknown": int(held.unknown[0]),
            }
        )
    table = pd.DataFrame(rows, columns=list(REGIONAL_INDICATION.names))
    kinds = dict.fromkeys(("obligation", "places", "unknown"), "Int64")
    return table.astype(kinds | dict.fromkeys(("places_short", "places_long"), "Float64"))
