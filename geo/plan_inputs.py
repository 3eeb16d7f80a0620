"""What a plan says of its files: under ``[input]``, and as far as it can be understood of a faulty plan.

With `geo.plan`, its sections and `geo.plan_values` the only room that knows pydantic.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pydantic import Field, model_validator

from geo.crs import RD_NEW
from geo.plan_sections import Section
from geo.plan_values import Crs


class InputFile(Section):
    """One input file."""

    path: str
    """Path from the plan's folder."""
    sheet: str | None = None
    """Sheet of a workbook."""
    header_row: int | None = Field(default=None, ge=1)
    """Row of the headings."""
    layer: str | None = None
    """Layer of a GeoPackage."""
    crs: Crs | None = None
    """Reference system where the file does not say it."""
    columns: dict[str, str] = Field(default_factory=dict)
    """Own names of columns, by ours."""
    source: str = ""
    """Maker and licence, as maps and documents name it."""
    reference_date: date | None = None
    """Day that the data describe."""

    @model_validator(mode="before")
    @classmethod
    def _path_alone(cls, value: object) -> object:
        return {"path": value} if isinstance(value, str) else value


class Files(Section):
    """The input files by name."""

    boundaries: InputFile
    locations: InputFile
    osm: InputFile | None = None
    need: InputFile | None = None
    candidates: InputFile | None = None
    capacity_steps: InputFile | None = None
    location_agreements: InputFile | None = None
    regions: InputFile | None = None
    partnerships: InputFile | None = None
    partnership_members: InputFile | None = None
    partnership_agreements: InputFile | None = None
    contacts: InputFile | None = None
    voluntary: InputFile | None = None
    obligations: InputFile | None = None
    ses_woa: InputFile | None = None
    measures: InputFile | None = None
    opportunities: InputFile | None = None
    reserve: InputFile | None = None
    milestones: InputFile | None = None
    national: InputFile | None = None
    actions: InputFile | None = None
    population: InputFile | None = None
    addresses: InputFile | None = None
    country: InputFile | None = None
    texts: InputFile | None = None
    gtfs: InputFile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFiles:
    """What a plan says of its files; of a faulty plan, as far as it can be understood."""

    folder: Path
    """Folder of ``plan.toml``."""
    crs: str = RD_NEW.to_string()
    """Metric reference system to work in."""
    provinces: tuple[str, ...] = ()
    """Codes or names of the provinces."""
    inputs: Mapping[str, InputFile] = field(default_factory=dict)
    """The files under ``[input]``, by name."""
    replaced: Mapping[str, InputFile] = field(default_factory=dict)
    """The official lists, by the category that they replace."""
    layers: Mapping[str, InputFile] = field(default_factory=dict)
    """The layers that candidates are held against, by the name that the plan gives them."""
    areas: InputFile | None = None
    """The areas among which is searched, under ``[finder]``."""
    search_m: int | None = None
    """Side of the squares over the province among which is searched, or of the cells of the raster of those areas, in
    metres; None where nothing is searched."""
    transit_day: date | None = None
    """Day of the timetable of public transport; None where it cannot be understood."""
    profiles: Mapping[str, str] = field(default_factory=dict)
    """The profiles of rules, a name or a path, by the key that names them: ``candidates.profile``."""
    criteria: tuple[tuple[str, str], ...] = ()
    """The facts that criteria value, each with the key that names it."""
    columns: tuple[str, ...] = ()
    """Columns of the user's own in the list of candidates that the plan names."""
    facts: tuple[str, ...] = ()
    """Facts that rules may ask for, but for the columns of the user's own; none where that cannot be understood."""
    unclear: frozenset[str] = frozenset()
    """Names of the files under ``[input]`` that are given, but not so that they can be read."""

    def path(self, file: InputFile) -> Path:
        """Give the place of an input file."""
        return self.folder / file.path
