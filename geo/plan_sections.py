"""The sections of a plan that stand on their own: who makes it, its maps, its public transport, its task by law.

With `geo.plan`, its other sections and `geo.plan_values` the only room that knows pydantic.
"""

import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from geo.crs import RD_NEW
from geo.imprint import least_logo, png_size, white_contrast
from geo.plan_values import (
    DISTINCT,
    SOME,
    Category,
    Clock,
    Limits,
    Metres,
    MetricCrs,
    QuarterText,
    wrong,
)
from geo.quarters import Quarter

_TUESDAY = 1
_LEAST_CONTRAST = 4.5
"""Contrast that text has with its paper at least (WCAG 2.1)."""
_LONGEST_DISCLAIMER = 400


class Section(BaseModel):
    """A part of a plan: frozen, and without keys that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class About(Section):
    """Who makes the plan, of what and when."""

    province: Annotated[tuple[str, ...], SOME, DISTINCT]
    """Codes or names of the provinces."""
    prt: str
    """Name of the Provinciale Regietafel."""
    reference_date: datetime.date
    """Day on which the portfolio is described."""
    horizon: tuple[QuarterText, QuarterText] = ("2020-Q1", "2023-Q4")
    """First and last quarter."""
    title: str = ""
    """Title; ``Provinciaal plan`` and the province by default."""
    version: str = "0.1"
    """Version."""
    status: Literal["concept", "definitief"] = "concept"
    """Status."""
    fictional: bool = False
    """True for an invented plan; every sheet then says so."""
    crs: MetricCrs = RD_NEW.to_string()
    """Metric reference system to work and draw in."""

    @field_validator("province", mode="before")
    @classmethod
    def _one_or_more(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @field_validator("horizon")
    @classmethod
    def _forwards(cls, value: tuple[str, str]) -> tuple[str, str]:
        first, last = value
        if Quarter.parse(last) < Quarter.parse(first):
            raise wrong("horizon_backwards", first=first, last=last)
        return value


def _readable(value: str) -> str:
    """Refuse what is no colour, or is too pale to read on white paper."""
    contrast = white_contrast(value) if value else _LEAST_CONTRAST
    if contrast is None:
        raise wrong("no_colour", value=value)
    if contrast < _LEAST_CONTRAST:
        raise wrong("pale_colour", value=value)
    return value.lower()


def _short(value: str) -> str:
    """Write a text as one line, and refuse one that would take the room of the map."""
    told = " ".join(value.split())
    if len(told) > _LONGEST_DISCLAIMER:
        raise wrong("text_too_long", count=str(len(told)), most=str(_LONGEST_DISCLAIMER))
    return told


class Maps(Section):
    """What the maps show."""

    catchments_m: Annotated[Limits, Field(max_length=3)] = (1_000.0, 2_000.0)
    """Walking distances of the catchments, in metres; three at most, which is how many lines can be told apart."""
    categories: Annotated[tuple[Category, ...], DISTINCT] = (
        "supermarket", "primary_school", "gp", "bus_stop",
    )  # fmt: skip
    """Facilities on the location sheets; none leaves them out."""
    quarters: Annotated[tuple[QuarterText, ...], DISTINCT] = ()
    """Quarters in the table of the coverage sheets, the last of the horizon always; by default the ends of years."""
    sizes: Annotated[tuple[Literal["a4", "a3"], ...], SOME, DISTINCT] = ("a4", "a3")
    """Sizes of paper of the sheets of the province."""
    location_sizes: Annotated[tuple[Literal["a4", "a3"], ...], SOME, DISTINCT] = ("a4",)
    """Sizes of paper of the sheets of the locations."""
    logo: str = ""
    """File with the logo of the province, a PNG, from the folder of the plan; empty for none."""
    colour: Annotated[str, AfterValidator(_readable)] = ""
    """Colour of numbers and rules on the sheets, as ``#rrggbb``; empty for that of the sheets."""
    disclaimer: Annotated[str, AfterValidator(_short)] = ""
    """Text at the foot of every sheet; empty for none."""

    def require_logo(self, folder: Path) -> None:
        """Refuse a logo that is not there, is no PNG, or is too coarse to print."""
        path, said = folder / self.logo, {"place": "maps.logo", "value": self.logo}
        if not self.logo:
            return
        if not path.is_file():
            raise wrong("missing_logo", **said)
        size = png_size(path.read_bytes())
        if size is None:
            raise wrong("logo_no_png", **said)
        least = least_logo(size)
        if least is not None:
            (width, height), (wide, high) = size, least
            raise wrong("coarse_logo", size=f"{width} × {height}", least=f"{wide} × {high}", **said)


class Transit(Section):
    """Which departures of public transport are counted."""

    date: datetime.date | None = None
    """Day of the timetable; by default the first Tuesday on or after the reference date."""
    hours: tuple[Clock, Clock] = ("07:00", "19:00")
    """Beginning and end of the hours that count; a departure at the end itself does not."""
    reach_m: Metres = 500.0
    """How far a stop may lie over the streets, in metres on foot."""

    @field_validator("hours")
    @classmethod
    def _forwards(cls, value: tuple[str, str]) -> tuple[str, str]:
        first, last = value
        if last <= first:
            raise wrong("hours_backwards", first=first, last=last)
        return value

    @property
    def hours_s(self) -> tuple[int, int]:
        """Beginning and end of the hours, in seconds after midnight."""
        first, last = ((3_600 * int(text[:2]) + 60 * int(text[3:])) for text in self.hours)
        return first, last

    def day(self, reference_date: datetime.date) -> datetime.date:
        """Give the day of the timetable."""
        if self.date is not None:
            return self.date
        return reference_date + datetime.timedelta(days=(_TUESDAY - reference_date.weekday()) % 7)


class Spreidingswet(Section):
    """Whether places are set against the task of the Spreidingswet; a plan without this section does not do so."""

    reference_dates: Annotated[tuple[datetime.date, ...], SOME, DISTINCT]
    """Days on which places are set against the task, such as 1 July, the last day to realise it."""
    durable_months: int = Field(default=60, ge=1, le=1_200)
    """Months in a row that a place is available at least to be durable (Stb. 2024, 13, art. 1: five years)."""
    durable_places_above: int = Field(default=100, ge=0)
    """Places that a location has more than for its durable places to count (gemeente.nu on the Spreidingswet: 100)."""

    @field_validator("reference_dates")
    @classmethod
    def _in_order(cls, value: tuple[datetime.date, ...]) -> tuple[datetime.date, ...]:
        return tuple(sorted(value))

    def require_within(self, horizon: tuple[str, str]) -> None:
        """Refuse reference dates outside the horizon."""
        first, last = (Quarter.parse(name) for name in horizon)
        strange = [day for day in self.reference_dates if not first.first_day <= day <= last.last_day]
        if strange:
            listed = ", ".join(f"{day:%d-%m-%Y}" for day in strange)
            place, (start, end) = "spreidingswet.reference_dates", horizon
            raise wrong("day_outside", place=place, value=listed, first=start, last=end)
