"""The contender of the benchmark: every location on every day, in matrices of locations by days.

Plain loops write what a location offers; sums over the matrices give each area and bucket. It shares no code with the
package, and does without the increments, the causes and the remedies.
"""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.arithmetic_plan import FIRST, LAST, PROVINCE, REGIONS, SCENARIOS, MadeUp

BUCKETS = ("totaal", "regionaal", "gvl_satelliet", "amv")
TYPES = {"regionaal": 1, "gvl": 2, "satelliet": 3}
OF_BUCKET = {"regionaal": (1,), "gvl_satelliet": (2, 3)}
DAYS = int((LAST - FIRST).astype(int)) + 1
UNKNOWN = -1
"""What stands for a number of places that is not known."""
Matrix = NDArray[Any]
Days = dict[str, NDArray[Any]]


class Country:
    """What every location offers on every day; a row a location, a column a day."""

    def __init__(self, plan: MadeUp) -> None:
        """Write the matrices."""
        count = len(plan.locations)
        self.low = np.zeros((count, DAYS), dtype=np.int32)
        self.high = np.zeros((count, DAYS), dtype=np.int32)
        self.type = np.zeros((count, DAYS), dtype=np.int8)
        self.possible = np.zeros((count, 1), dtype=np.int8)
        self.stands = np.zeros((count, DAYS), dtype=bool)
        self.emergency = np.zeros((count, DAYS), dtype=bool)
        self.undated = np.zeros((count, 1), dtype=bool)
        steps: dict[str, list[Any]] = {}
        for step in plan.steps.rename(columns={"from": "since"}).sort_values("since").itertuples(index=False):
            steps.setdefault(step.location_id, []).append(step)
        for number, site in enumerate(plan.locations.itertuples(index=False)):
            self._write(number, site, steps.get(site.location_id, []))
        sites = plan.locations
        self.amv = sites["amv_places"].fillna(UNKNOWN).to_numpy(dtype=np.int32)[:, np.newaxis]
        self.certain = sites["certainty"].isin(["bestaand", "vastgesteld"]).to_numpy()[:, np.newaxis]
        self.region = sites["region_id"].to_numpy(dtype=object)

    def _write(self, number: int, site: Any, steps: list[Any]) -> None:
        begin = 0 if pd.isna(site.agreement_start) else max(0, _position(site.agreement_start))
        end = DAYS if pd.isna(site.agreement_end) else max(0, _position(site.agreement_end) + 1)
        endless = site.agreement_term == "onbepaald" and site.decision != "beeindigen"
        self.undated[number] = pd.isna(site.agreement_start) or (pd.isna(site.agreement_end) and not endless)
        self.stands[number, begin:end] = True
        emergency = site.current_type != "azc"
        ranged = not pd.isna(site.places_max)
        low, high = (site.places_min, site.places_max) if ranged else (site.capacity, site.capacity)
        future = TYPES.get(site.type, 0)
        promised = any(step.type == site.type for step in steps)
        holds = site.decision in {"nieuw", "voortzetten"}
        kind = future if holds and not promised else 0
        self.possible[number] = future if not holds and not promised else 0
        for step in (None, *steps):
            at = 0 if step is None else max(0, _position(step.since))
            if step is not None:
                if step.type:
                    kind = TYPES.get(step.type, 0)
                    emergency = emergency and not kind
                if not pd.isna(step.places) or not step.type:
                    low = high = step.places
            self.low[number, at:] = UNKNOWN if pd.isna(low) else low
            self.high[number, at:] = UNKNOWN if pd.isna(high) else high
            self.type[number, at:] = kind
            self.emergency[number, at:] = emergency

    def offers(self, bucket: str) -> Days:
        """Give what each location adds to a bucket on each day."""
        counts = self.stands & (~self.emergency | (self.possible > 0))
        unknown = self.undated | self.emergency | (self.high == UNKNOWN)
        low, high = self.low, self.high
        if bucket in OF_BUCKET:
            waits = (self.type == 0) & np.isin(self.possible, OF_BUCKET[bucket])
            counts &= np.isin(self.type, OF_BUCKET[bucket]) | waits
            unknown |= waits
        if bucket == "amv":
            bounded = np.where(high == UNKNOWN, self.amv, np.minimum(self.amv, high))
            low = high = np.where(self.amv == UNKNOWN, high, bounded)
            unknown = (unknown | (self.amv == UNKNOWN)) & (high != 0)
        known, loose = counts & ~unknown, counts & unknown
        return {
            "supply_min": np.where(known, low, 0),
            "supply_max": np.where(known, high, 0),
            "supply_certain": np.where(known & self.certain, low, 0),
            "unknown_locations": loose,
            "slack_min": np.where(loose & (low > 0), low, 0),
            "slack_max": np.where(loose & (high > 0), high, 0),
            "boundless": loose & (high == UNKNOWN),
        }


def _position(day: pd.Timestamp) -> int:
    return int((np.datetime64(day.date()) - FIRST).astype(int))


def by_day(plan: MadeUp) -> dict[tuple[str, str, str], Days]:
    """Give supply, need, verdict and shortage of every day, by area, bucket and scenario."""
    country, found = Country(plan), {}
    for bucket in BUCKETS:
        offers = country.offers(bucket)
        for area in (PROVINCE, *REGIONS):
            mine = slice(None) if area == PROVINCE else country.region == area
            have = {name: matrix[mine].sum(axis=0, dtype=np.int64) for name, matrix in offers.items()}
            for scenario in SCENARIOS:
                low, high = _need(plan, area, bucket, scenario)
                found[area, bucket, scenario] = have | _verdict(have, low, high) | {"need_min": low}
    return found


def _need(plan: MadeUp, area: str, bucket: str, scenario: str) -> tuple[NDArray[Any], NDArray[Any]]:
    low, high = np.full(DAYS, np.nan), np.full(DAYS, np.nan)
    region = "" if area == PROVINCE else area
    rows = plan.need[(plan.need["bucket"] == bucket) & (plan.need["region_id"] == region)]
    for row in rows[rows["scenario"] == scenario].sort_values("due").itertuples(index=False):
        at = _position(row.due)
        low[at:], high[at:] = row.places_min, row.places_max
    return low, high


def _verdict(have: Days, low: NDArray[Any], high: NDArray[Any]) -> Days:
    bounded = have["boundless"] == 0
    above = have["supply_min"] > high
    short = bounded & (have["supply_max"] + have["slack_max"] < low)
    within = bounded & ~above & (have["supply_max"] >= low) & (have["supply_min"] + have["slack_min"] <= high)
    status = np.select([above, short, within], ["above", "short", "within"], "untestable")
    return {"status": status.astype(object), "short": np.where(short, low - have["supply_max"], 0)}
