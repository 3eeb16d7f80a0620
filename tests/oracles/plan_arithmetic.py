"""The arithmetic of a plan once more, by brute force from the raw files: a loop over days, no frames, nothing of `geo`."""

import csv
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

EMERGENCY = {"noodopvang", "crisisnoodopvang"}
Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    """Read a table as text."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def day(text: str) -> date | None:
    """Read a Dutch date."""
    return datetime.strptime(text, "%d-%m-%Y").date() if text else None


def number(text: str) -> int | None:
    """Read whole places."""
    return int(text.replace(".", "")) if text else None


@dataclass(frozen=True)
class Standing:
    """What a location offers on a day; None is unknown."""

    low: int | None
    high: int | None
    reserve: int | None


def standing(location: Row, steps: list[Row], on: date) -> Standing | None:
    """Give what stands of a location on a day, None if it is not there; an unknown start or end is unknown places."""
    start, end = day(location["Overeenkomst van"]), day(location["Overeenkomst t/m"])
    endless = location["Looptijd"] == "onbepaald" and location["Vervolg"] != "beeindigen"
    if (start and on < start) or (end and on > end):
        return None
    low = high = number(location["Capaciteit"])
    if location["Plekken asiel max"]:
        low, high = number(location["Plekken asiel min"]), number(location["Plekken asiel max"])
    reserve = number(location["Reservecapaciteit"])
    dated = [(day(step["vanaf"]), step) for step in steps if step["locatie-id"] == location["Locatie-ID"]]
    for from_day, step in sorted(((one, two) for one, two in dated if one), key=lambda pair: pair[0]):
        if from_day <= on:
            low = high = number(step["plekken"])
            reserve = number(step["reserve"]) if step["reserve"] else reserve
    if start is None or (end is None and not endless):
        return Standing(None, None, reserve)
    return Standing(low, high, reserve)


@dataclass(frozen=True)
class RawPlan:
    """The raw files of a plan."""

    folder: Path

    @property
    def locations(self) -> list[Row]:
        """Locations in the order of their ids."""
        return sorted(rows(self.folder / "locations.csv"), key=lambda row: row["Locatie-ID"])

    @property
    def steps(self) -> list[Row]:
        """Steps of capacity."""
        return rows(self.folder / "capacity_steps.csv")

    def on(self, when: date, *, emergency: bool = False) -> dict[str, Standing]:
        """Give what stands on a day, by location; regular or emergency."""
        steps = self.steps
        found = {
            row["Locatie-ID"]: standing(row, steps, when)
            for row in self.locations
            if (row["Huidig type"] in EMERGENCY) == emergency
        }
        return {name: one for name, one in found.items() if one is not None}

    def inhabitants(self, province: str) -> tuple[int, int]:
        """Add up the inhabitants of a province, and count its municipalities."""
        with sqlite3.connect(self.folder / "boundaries.gpkg") as file:
            query = "select sum(inwoners), count(*) from gemeenten where provinciecode = ?"
            total, count = file.execute(query, (province,)).fetchone()
        return int(total), int(count)

    def need(self, bucket: str, when: date) -> tuple[int, int] | None:
        """Give the need of the province on a day by the newest forecast; None before the first due date."""
        every = rows(self.folder / "need.csv")
        newest = max(every, key=lambda row: (row["forecast_date"], row["forecast_id"]))["forecast_id"]
        due = [
            (due_day(row["due"]), row)
            for row in every
            if row["forecast_id"] == newest and row["bucket"] == bucket and not row["region_id"]
        ]
        reached = [pair for pair in due if pair[0] <= when]
        if not reached:
            return None
        last = max(reached, key=lambda pair: pair[0])[1]
        return int(last["places_min"]), int(last["places_max"])


def due_day(text: str) -> date:
    """Read a due date: a quarter takes effect on its last day, ``vóór 2024`` on the last day of 2023."""
    if text.startswith("vóór "):
        return date(int(text.removeprefix("vóór ")) - 1, 12, 31)
    year, quarter = text.split("-Q")
    month = 3 * int(quarter)
    first_after = date(int(year) + month // 12, month % 12 + 1, 1)
    return first_after - timedelta(days=1)


def days(first: date, last: date) -> Iterator[date]:
    """Give every day of a period."""
    while first <= last:
        yield first
        first += timedelta(days=1)


def short_days(plan: RawPlan, first: date, last: date) -> list[tuple[date, date, int, int]]:
    """Find the periods in which the regular total is certainly short: first day, last day, places, unknown locations.

    A day cannot be tested where the need is unknown or a location has an unknown number of places; a location that
    may be there with a known capacity could at most add that.
    """
    runs: list[list[object]] = []
    for when in days(first, last):
        short, unknown = _short_on(plan, when)
        if not short:
            continue
        if runs and runs[-1][1] == when - timedelta(days=1) and runs[-1][2:] == [short, unknown]:
            runs[-1][1] = when
        else:
            runs.append([when, when, short, unknown])
    return [(run[0], run[1], run[2], run[3]) for run in runs]  # type: ignore[misc]


def _short_on(plan: RawPlan, when: date) -> tuple[int, int]:
    need = plan.need("totaal", when)
    if need is None:
        return 0, 0
    supply, possible, unknown = 0, 0, 0
    capacity = {row["Locatie-ID"]: number(row["Capaciteit"]) for row in plan.locations}
    for name, one in plan.on(when).items():
        if one.high is not None:
            supply += one.high
        elif capacity[name] is None:
            return 0, 0
        else:
            possible, unknown = possible + (capacity[name] or 0), unknown + 1
    return (max(0, need[0] - supply), unknown) if supply + possible < need[0] else (0, 0)
