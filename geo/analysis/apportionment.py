"""The need of a province divided over its regions and municipalities: an indication of our own (Tabel 2.6)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from geo.analysis.apportion import Key, apportion, keys_of, rounding, summed
from geo.analysis.need import Area, main_scenario, need_in_force, need_on
from geo.tables.apportionment import APPORTIONMENT, APPORTIONMENT_ROUNDING
from geo.tables.choices import BUCKETS

SIDES = ("min", "max")
_UNKNOWN = {"exact": None, "places": None, "up": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Divided:
    """What is divided: the need of a province for a bucket, at its last due date."""

    area: Area
    """The province."""
    bucket: str
    """The bucket."""
    due: pd.Timestamp
    """Last due date."""
    places: tuple[int, int]
    """Lower and upper end."""


def totals_to_divide(need: pd.DataFrame, provinces: Sequence[Area]) -> tuple[Divided, ...]:
    """List the totals of the provinces by the forecast in force, each at its last due date, in the main scenario.

    Parameters
    ----------
    need
        The need, as read.
    provinces
        Provinces of the plan.
    """
    rows, scenario = need_in_force(need), main_scenario(need)
    given = [bucket for bucket in BUCKETS if len(rows) and (rows["bucket"] == bucket).any()]
    return tuple(
        found
        for area in provinces
        for bucket in given
        if (found := _last_known(need, area, bucket, scenario)) is not None
    )


def _last_known(need: pd.DataFrame, area: Area, bucket: str, scenario: str) -> Divided | None:
    rows = need_in_force(need)
    due = np.unique(rows.loc[rows["bucket"] == bucket, "due"].dropna().to_numpy(dtype="datetime64[D]"))
    low, high = need_on(need, area, bucket, due, scenario=scenario)
    known = np.flatnonzero(~(np.isnan(low) | np.isnan(high)))
    if not known.size:
        return None
    last = int(known[-1])
    return Divided(area=area, bucket=bucket, due=pd.Timestamp(due[last]), places=(int(low[last]), int(high[last])))


def apportionment(
    need: pd.DataFrame,
    municipalities: pd.DataFrame,
    *,
    provinces: Sequence[Area],
    regions: pd.DataFrame,
    ses: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Divide the need of every province over its regions and over its municipalities, by every key.

    Regions and municipalities are each divided by themselves: by rounding the municipalities of a region may add up to
    a little more or less than the region.

    Parameters
    ----------
    need
        The need, as read.
    municipalities
        ``code, name, province_code, inhabitants`` of the provinces.
    provinces
        Provinces of the plan.
    regions
        ``region_id, region_name, municipality_code``; may be empty, and the regions are then left out. Municipalities
        in no region are together one part without a code.
    ses
        As for `geo.analysis.apportion.keys_of`.

    Returns
    -------
    table
        The columns of `geo.tables.apportionment.APPORTIONMENT`. An indication of our own, never the figure of the LRT.
        Missing numbers where a key cannot be tested. What was given for a region stands beside it.
    """
    rows = [row for split in _splits(need, municipalities, provinces, regions, ses) for row in split.rows(need)]
    table = pd.DataFrame(rows, columns=list(APPORTIONMENT.names))
    kinds = dict.fromkeys(("need_min", "need_max", "given_min", "given_max"), "Int64")
    kinds |= dict.fromkeys(("share", "exact_min", "exact_max"), "Float64")
    kinds |= dict.fromkeys(("up_min", "up_max"), "boolean")
    return table.astype(kinds | {"year": "str"}).assign(due=pd.to_datetime(table["due"]).astype("datetime64[s]"))


def apportionment_rounding(
    need: pd.DataFrame,
    municipalities: pd.DataFrame,
    *,
    provinces: Sequence[Area],
    regions: pd.DataFrame,
    ses: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Tell what rounding did to every total that `apportionment` divides.

    Returns
    -------
    table
        The columns of `geo.tables.apportionment.APPORTIONMENT_ROUNDING`; without rows for a key that cannot be tested.
    """
    splits = _splits(need, municipalities, provinces, regions, ses)
    rows = [row for split in splits if split.key.usable for row in split.roundings()]
    table = pd.DataFrame(rows, columns=list(APPORTIONMENT_ROUNDING.names))
    numbers = [
        column.name for column in APPORTIONMENT_ROUNDING.columns if column.kind in ("places", "count", "balance")
    ]
    return table.astype(dict.fromkeys(numbers, "Int64"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Split:
    """One total, divided over one level by one key."""

    asked: Divided
    level: str
    key: Key
    weights: Mapping[str, Fraction]
    names: Mapping[str, str]

    def rows(self, need: pd.DataFrame) -> Iterator[dict[str, object]]:
        usable = self.key.usable
        whole = sum(self.weights.values(), Fraction(0))
        sides = [apportion(total, self.weights) if usable else None for total in self.asked.places]
        for code, name in self.names.items():
            row = {
                "area_id": self.asked.area.area_id, "bucket": self.asked.bucket, "due": self.asked.due,
                "level": self.level, "code": code, "name": name, "key": self.key.name,
                "year": None if self.key.year is None else str(self.key.year),
                "share": float(self.weights[code] / whole) if usable else None,
            }  # fmt: skip
            for side, shares in zip(SIDES, sides, strict=True):
                cells = _UNKNOWN if shares is None else shares.loc[code]
                row |= {f"exact_{side}": cells["exact"], f"need_{side}": cells["places"], f"up_{side}": cells["up"]}
            yield row | self._given(need, code)

    def _given(self, need: pd.DataFrame, code: str) -> dict[str, int | None]:
        if self.level != "region" or not code:
            return {}
        day = np.array([self.asked.due], dtype="datetime64[D]")
        area = Area(area_id=code, level="region")
        band = need_on(need, area, self.asked.bucket, day, scenario=main_scenario(need))
        return {
            f"given_{side}": None if np.isnan(values[0]) else int(values[0])
            for side, values in zip(SIDES, band, strict=True)
        }

    def roundings(self) -> Iterator[dict[str, object]]:
        for side, total in zip(SIDES, self.asked.places, strict=True):
            did = rounding(total, self.weights)
            yield {
                "area_id": self.asked.area.area_id, "bucket": self.asked.bucket, "level": self.level,
                "key": self.key.name, "side": side, "total": total, "parts": len(self.weights),
                "floors": did.floors, "left": did.left, "printed": did.floors + did.left,
                "nearest": did.nearest, "nearest_over": did.nearest_over, "up": did.up, "up_over": did.up_over,
            }  # fmt: skip


def _splits(
    need: pd.DataFrame,
    municipalities: pd.DataFrame,
    provinces: Sequence[Area],
    regions: pd.DataFrame,
    ses: pd.DataFrame | None,
) -> Iterator[_Split]:
    for asked in totals_to_divide(need, provinces):
        mine = municipalities[municipalities["province_code"] == asked.area.area_id].sort_values("code")
        towns = {str(code): str(name) for code, name in zip(mine["code"], mine["name"], strict=True)}
        region_of, region_names = _regions(regions, list(towns))
        keys = keys_of(mine, ses)
        for key in keys if region_names else ():
            weights = summed(key.weights, region_of)
            yield _Split(asked=asked, level="region", key=key, weights=weights, names=region_names)
        for key in keys if towns else ():
            yield _Split(asked=asked, level="municipality", key=key, weights=key.weights, names=towns)


def _regions(regions: pd.DataFrame, towns: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Give the region of every municipality, and the name of every region; without a code who is in none.

    A municipality in several regions counts in the last of them by code; a region without any is left out.
    """
    rows = regions[regions["municipality_code"].isin(towns)].sort_values(["municipality_code", "region_id"])
    region_of = dict(zip(rows["municipality_code"], rows["region_id"], strict=True))
    named = rows[rows["region_id"].isin(region_of.values())].sort_values("region_id").drop_duplicates("region_id")
    names = {
        str(key): str(key) if pd.isna(name) else str(name)
        for key, name in zip(named["region_id"], named["region_name"], strict=True)
    }
    lost = {"": ""} if names and set(towns) - set(region_of) else {}
    return region_of, names | lost
