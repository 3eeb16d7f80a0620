"""Supply and need once more, by brute force: plain rows, and a loop over days and locations. Nothing of `geo`, no frames.

A row is a dictionary with the columns of the input tables; None is missing. Days are `datetime.date`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

Row = dict[str, Any]
Band = tuple[int, int] | None
TYPES = {"regionaal": ["regionaal"], "gvl_satelliet": ["gvl", "satelliet"]}
PLACED = ["regionaal", "gvl", "satelliet"]
EMERGENCY = ["noodopvang", "crisisnoodopvang"]
OTHER = {"extra": "vervanging", "vervanging": "extra"}
ENDLESS = float("inf")


@dataclass(frozen=True)
class Offer:
    """What is offered on a day, by one location or by many."""

    low: int = 0
    high: int = 0
    certain: int = 0
    unknown: int = 0
    slack_low: int = 0
    slack_high: int = 0
    boundless: int = 0

    def __add__(self, other: "Offer") -> "Offer":
        return Offer(*(one + more for one, more in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True)
class State:
    """How a location stands on a day."""

    since: date | None
    kind: str
    type: str
    possible: str
    low: int | None
    high: int | None
    amv: int | None
    reserve: int | None
    certain: bool
    missing: tuple[str, ...]

    @property
    def uncertain(self) -> bool:
        """Whether nobody knows if or with how many regular places it is there."""
        return bool(self.missing) or self.kind != "regulier"


@dataclass(frozen=True, eq=False)
class Plan:
    """The rows of a plan."""

    locations: list[Row]
    steps: list[Row]
    need: list[Row]
    province: str
    regions: tuple[str, ...]
    reference: date
    _counted: dict[tuple[str, str, date], Offer] = field(default_factory=dict)

    def state(self, location: Row, day: date) -> State | None:
        """Tell how a location stands on a day; None if it does not."""
        start, end = location["agreement_start"], location["agreement_end"]
        if (start and day < start) or (end and day > end):
            return None
        dated = [step for step in self.steps if step["location_id"] == location["location_id"]]
        future = location["type"] if location["type"] in PLACED else ""
        promised = any(step["type"] == future for step in dated)
        holds = location["decision"] in {"nieuw", "voortzetten"}
        kind = location["current_type"] if location["current_type"] in EMERGENCY else "regulier"
        placed, possible = ("", "") if promised else (future, "") if holds else ("", future)
        low, high = location["places_min"], location["places_max"]
        if low is None and high is None:
            low = high = location["capacity"]
        if low is None or high is None:
            low = high = None
        reserve, since = location["reserve_capacity"], start
        for step in sorted(dated, key=lambda one: one["from"]):
            if step["from"] > day:
                break
            since = max(step["from"], start) if start else step["from"]
            if step["type"] in PLACED:
                placed, kind = step["type"], "regulier"
            elif step["type"]:
                placed = ""
            if step["places"] is not None or not step["type"]:
                low = high = step["places"]
            reserve = reserve if step["reserve"] is None else step["reserve"]
        endless = location["agreement_term"] == "onbepaald" and location["decision"] != "beeindigen"
        lacking = {"start": start is None, "end": end is None and not endless, "capacity": high is None}
        amv = location["amv_places"]
        if amv is not None and high is not None and amv > high:
            amv = high
        return State(
            since=since, kind=kind, type=placed, possible=possible, low=low, high=high, amv=amv, reserve=reserve,
            certain=location["certainty"] in {"bestaand", "vastgesteld"},
            missing=tuple(name for name, lacks in lacking.items() if lacks),
        )  # fmt: skip

    def offer(self, location: Row, bucket: str, day: date) -> Offer:
        """Tell what a location adds to a bucket on a day."""
        key = (location["location_id"], bucket, day)
        if key not in self._counted:
            self._counted[key] = self._gained(location, day) if bucket in OTHER else self._offer(location, bucket, day)
        return self._counted[key]

    def _offer(self, location: Row, bucket: str, day: date) -> Offer:
        state = self.state(location, day)
        return Offer() if state is None else _adds(state, bucket)

    def _gained(self, location: Row, day: date) -> Offer:
        """What it has more than on the reference date; nothing is new of what did not change since."""
        state, old = self.state(location, day), self.state(location, self.reference)
        now, had = self.offer(location, "totaal", day), self.offer(location, "totaal", self.reference)
        if state is None or now == Offer():
            return Offer()
        if not now.unknown and not had.unknown:
            return Offer(max(0, now.low - had.low), max(0, now.high - had.high), max(0, now.certain - had.low))
        counted = old is not None and had != Offer()
        exists = location["certainty"] == "bestaand" or location["decision"] in {
            "voortzetten",
            "omvormen",
            "beeindigen",
        }
        exists = exists and location["decision"] != "nieuw" and state.kind == "regulier"
        began = exists or "start" not in state.missing
        if counted and state.since == old.since and began:
            return Offer()
        most = now.slack_high if now.unknown else now.high
        known = bool(state.missing) and "capacity" not in state.missing
        if now.unknown and had.unknown and began and known and state.missing == old.missing:
            most -= had.slack_high
        if now.boundless or most > 0:
            return Offer(0, 0, 0, 1, max(0, most), max(0, most), now.boundless)
        return Offer()

    def of_area(self, area: str) -> list[Row]:
        """List the locations of a region or of the province."""
        column = "province_code" if area == self.province else "region_id"
        return [row for row in self.locations if row[column] == area]

    def supply(self, area: str, bucket: str, day: date) -> Offer:
        """Add up an area."""
        offers = [self.offer(row, bucket, day) for row in self.of_area(area)]
        return sum((offer for offer in offers if offer != Offer()), Offer())

    def asked(self, area: str, bucket: str, scenario: str, day: date) -> Band:
        """Give the need of an area on a day; None where it is unknown."""
        if self._rows(area, bucket, scenario):
            return self._own(area, bucket, scenario, day)
        parts = list(TYPES)
        says_parts = bucket == "totaal" and all(self._rows(area, part, scenario) for part in parts)
        if area == self.province and not says_parts and self.regions:
            says = [
                bool(self._rows(region, bucket, scenario))
                or (bucket == "totaal" and all(self._rows(region, part, scenario) for part in parts))
                for region in self.regions
            ]
            if all(says):
                return _sum(self.asked(region, bucket, scenario, day) for region in self.regions)
        if bucket == "totaal":
            return _sum(self.asked(area, part, scenario, day) for part in parts)
        return None

    def _own(self, area: str, bucket: str, scenario: str, day: date) -> Band:
        due = [row for row in self._rows(area, bucket, scenario) if row["due"] <= day]
        bands = [_band(row) for row in sorted(due, key=lambda row: row["due"])]
        if not bands or (bucket not in OTHER and bands[-1] is None):
            return None
        return _sum(bands) if bucket in OTHER else bands[-1]

    def _rows(self, area: str, bucket: str, scenario: str) -> list[Row]:
        newest = max(((row["forecast_date"], row["forecast_id"]) for row in self.need), default=None)
        mine = [
            row
            for row in self.need
            if (row["forecast_date"], row["forecast_id"]) == newest
            and row["bucket"] == bucket
            and (row["region_id"] or self.province) == area
        ]
        exact = [row for row in mine if (row["scenario"] or "") == scenario]
        return exact or [row for row in mine if not row["scenario"]]

    def facing(self, area: str, bucket: str, scenario: str, day: date) -> tuple[Offer, Band]:
        """Give what counts for a bucket on a day, and the need."""
        have, band = self.supply(area, bucket, day), self.asked(area, bucket, scenario, day)
        if bucket not in OTHER:
            return have, band
        other = self.asked(area, OTHER[bucket], scenario, day)
        return _served(
            have, bucket, band if day > self.reference else None, other
        ), band if day > self.reference else None

    def short(self, area: str, bucket: str, scenario: str, day: date) -> tuple[int, int]:
        """Give the places short on a day, and the locations that could lessen it; 0 and 0 where none certainly is."""
        have, band = self.facing(area, bucket, scenario, day)
        if band is None or verdict(have, band) != "short":
            return 0, 0
        return band[0] - have.high, have.unknown if have.slack_high else 0


def _adds(state: State, bucket: str) -> Offer:
    if state.kind != "regulier" and not state.possible:
        return Offer()
    low, high, unknown = state.low, state.high, state.uncertain
    if bucket in TYPES:
        undated = state.type == "" and state.possible in TYPES[bucket]
        if state.type not in TYPES[bucket] and not undated:
            return Offer()
        unknown = unknown or undated
    if bucket == "amv":
        bound = state.high if state.amv is None else state.amv
        if bound == 0:
            return Offer()
        low = high = bound
        unknown = unknown or state.amv is None
    if unknown:
        return Offer(0, 0, 0, 1, low or 0, high or 0, int(high is None))
    assert low is not None
    assert high is not None
    return Offer(low, high, low if state.certain else 0)


def _served(gained: Offer, bucket: str, own: Band, other: Band) -> Offer:
    """`extra` takes at most what it asks, where there is something to replace; what is left replaces."""

    def serve(low: float, high: float) -> tuple[float, float]:
        if bucket == "vervanging":
            taken = other or (0, 0)
            return max(0, low - taken[1]), max(0, high - taken[0])
        return (low, high) if own is None or other is None else (min(low, own[1]), min(high, own[1]))

    low, high = serve(gained.low, gained.high)
    most_low, most_high = serve(gained.low + gained.slack_low, gained.high + gained.slack_high)
    boundless = gained.boundless
    if boundless and bucket == "extra" and own is not None and other is not None:
        most_low, most_high, boundless = own[1], own[1], 0
    certain, _ = serve(gained.certain, gained.certain)
    numbers = (low, high, certain, gained.unknown, most_low - low, most_high - high, boundless)
    return Offer(*(int(number) for number in numbers))


def verdict(have: Offer, band: Band) -> str:
    """Tell how supply stands to need, whatever the unknown locations add: as many as their bound, or nothing."""
    if band is None:
        return "untestable"
    if have.low > band[1]:
        return "above"
    most_low, most_high = (ENDLESS if have.boundless else part for part in (have.slack_low, have.slack_high))
    if have.high + most_high < band[0]:
        return "short"
    settled = have.high >= band[0] and have.low + most_low <= band[1]
    return "within" if settled else "untestable"


def _band(row: Row) -> Band:
    low, high = row["places_min"], row["places_max"]
    if low is None and high is None:
        return None
    return (high if low is None else low, low if high is None else high)


def _sum(bands: Iterable[Band]) -> Band:
    known = list(bands)
    if any(band is None for band in known):
        return None
    return sum(band[0] for band in known), sum(band[1] for band in known)  # type: ignore[index]


def every_day(first: date, last: date) -> Iterator[date]:
    """Give every day of a period."""
    while first <= last:
        yield first
        first += timedelta(days=1)


def runs(values: dict[date, Any]) -> list[tuple[date, date, Any]]:
    """Join days on end that have one value."""
    found: list[list[Any]] = []
    for day, value in sorted(values.items()):
        if found and found[-1][1] == day - timedelta(days=1) and found[-1][2] == value:
            found[-1][1] = day
        else:
            found.append([day, day, value])
    return [(first, last, value) for first, last, value in found]


@cache
def last_day(year: int, quarter: int) -> date:
    """Give the last day of a quarter."""
    return date(year + quarter // 4, 3 * quarter % 12 + 1, 1) - timedelta(days=1)
