"""``plan.toml`` as a frozen, typed plan.

The only room that knows pydantic and TOML. Every fault of the plan is reported
at once, an unknown key with the key that was probably meant.
"""

import difflib
import tomllib
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_core import ErrorDetails

from geo.crs import RD_NEW, read_crs
from geo.errors import CrsError, Fault, FaultsError, InputError
from geo.quarters import Quarter, quarters_between
from geo.tables.facility_categories import CATEGORY_IDS

ModeName = Literal["walk", "bike", "car"]
PLAN_FILE = "plan.toml"
_DEFAULT_LIMITS: dict[ModeName, float] = {"walk": 5_000.0, "bike": 15_000.0, "car": 50_000.0}


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class About(_Section):
    """Who makes the plan, of what and when."""

    province: tuple[str, ...]
    """Codes or names of the provinces."""
    prt: str
    """Name of the Provinciale Regietafel."""
    reference_date: date
    """Day on which the portfolio is described."""
    horizon: tuple[str, str] = ("2020-Q1", "2023-Q4")
    """First and last quarter."""
    title: str = ""
    """Title; ``Provinciaal plan`` and the province by default."""
    version: str = "0.1"
    """Version."""
    status: Literal["concept", "definitief"] = "concept"
    """Status."""
    fictional: bool = False
    """True for an invented plan; every sheet then says so."""
    crs: str = RD_NEW.to_string()
    """Metric reference system to work and draw in."""

    @field_validator("province", mode="before")
    @classmethod
    def _one_or_more(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @field_validator("horizon")
    @classmethod
    def _quarters(cls, value: tuple[str, str]) -> tuple[str, str]:
        try:
            quarters_between(Quarter.parse(value[0]), Quarter.parse(value[1]))
        except InputError as error:
            raise ValueError(str(error)) from error
        return value

    @field_validator("crs")
    @classmethod
    def _metric(cls, value: str) -> str:
        try:
            found = read_crs(value)
        except CrsError as error:
            raise ValueError(str(error)) from error
        if not found.is_projected:
            msg = f"`{value}` is in degrees; choose a metric system such as EPSG:28992"
            raise ValueError(msg)
        return value


class InputFile(_Section):
    """One input file."""

    path: str
    """Path from the plan's folder."""
    sheet: str | None = None
    """Sheet of a workbook."""
    header_row: int | None = Field(default=None, ge=1)
    """Row of the headings."""
    layer: str | None = None
    """Layer of a GeoPackage."""
    crs: str | None = None
    """Reference system where the file does not say it."""
    columns: dict[str, str] = Field(default_factory=dict)
    """Own names of columns, by ours."""
    source: str = ""
    """Maker and licence, as maps and documents name it."""
    reference_date: date | None = None
    """Day that the data describe."""


def _as_file(value: object) -> object:
    return {"path": value} if isinstance(value, str) else value


class Files(_Section):
    """The input files by name."""

    osm: InputFile
    boundaries: InputFile
    locations: InputFile
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
    measures: InputFile | None = None
    opportunities: InputFile | None = None
    reserve: InputFile | None = None
    milestones: InputFile | None = None
    national: InputFile | None = None
    actions: InputFile | None = None
    population: InputFile | None = None
    addresses: InputFile | None = None
    flood: InputFile | None = None
    noise: InputFile | None = None
    nature: InputFile | None = None
    texts: InputFile | None = None

    @field_validator("*", mode="before")
    @classmethod
    def _path_or_table(cls, value: object) -> object:
        return _as_file(value)


class Distances(_Section):
    """Which distances are computed."""

    modes: tuple[ModeName, ...] = ("walk", "bike", "car")
    """Modes of travel."""
    nearest: int = Field(default=3, ge=1, le=100)
    """How many facilities per category."""
    limit_m: dict[ModeName, float] = Field(default_factory=lambda: dict(_DEFAULT_LIMITS))
    """Farthest distance per mode, in metres."""
    categories: tuple[str, ...] = CATEGORY_IDS
    """Categories of facilities."""
    far_snap_m: float = Field(default=250.0, gt=0)
    """Leg from which a place is far from the network."""
    max_snap_m: float = Field(default=1_000.0, gt=0)
    """Leg beyond which a place is unreachable."""
    replace: dict[str, InputFile] = Field(default_factory=dict)
    """Official lists that replace a category of the extract."""

    @field_validator("replace", mode="before")
    @classmethod
    def _paths_or_tables(cls, value: object) -> object:
        return {key: _as_file(entry) for key, entry in value.items()} if isinstance(value, dict) else value

    @field_validator("categories")
    @classmethod
    def _known_categories(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        _require_known(value)
        return value

    @field_validator("replace")
    @classmethod
    def _known_replaced(cls, value: dict[str, InputFile]) -> dict[str, InputFile]:
        _require_known(tuple(value))
        return value

    def limit(self, mode: ModeName) -> float:
        """Give the farthest distance of a mode, in metres."""
        return self.limit_m.get(mode, _DEFAULT_LIMITS[mode])


class Reach(_Section):
    """For which distances the share of inhabitants is computed."""

    mode: ModeName = "walk"
    """Mode of travel."""
    limits_m: tuple[float, ...] = (1_000.0, 3_000.0, 5_000.0)
    """Distances in metres."""
    categories: tuple[str, ...] = ("gp", "primary_school", "supermarket", "bus_stop")
    """Categories of facilities."""

    @field_validator("categories")
    @classmethod
    def _known_categories(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        _require_known(value)
        return value


class Maps(_Section):
    """What the maps show."""

    catchments_m: tuple[float, ...] = (1_000.0, 2_000.0)
    """Walking distances of the catchments, in metres."""
    categories: tuple[str, ...] = ("supermarket", "primary_school", "gp", "bus_stop")
    """Facilities on the location sheets."""
    quarters: tuple[str, ...] = ()
    """Quarters of the coverage sheets; the last of the horizon by default."""

    @field_validator("categories")
    @classmethod
    def _known_categories(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        _require_known(value)
        return value


class Plan(_Section):
    """A plan: who, when, which files and which distances."""

    plan: About
    input: Files
    distances: Distances = Distances()
    reach: Reach = Reach()
    maps: Maps = Maps()
    folder: Path = Field(exclude=True)
    """Folder of ``plan.toml``."""

    @cached_property
    def quarters(self) -> tuple[Quarter, ...]:
        """Quarters of the horizon."""
        first, last = self.plan.horizon
        return quarters_between(Quarter.parse(first), Quarter.parse(last))

    def given(self, name: str) -> InputFile | None:
        """Give an input file by its name; None where the plan has none."""
        found: InputFile | None = getattr(self.input, name)
        return found

    def path(self, file: InputFile) -> Path:
        """Give the place of an input file."""
        return self.folder / file.path

    def files(self, names: tuple[str, ...]) -> dict[str, Path]:
        """List the files of some inputs by name; a folder counts with every Markdown file in it."""
        listed: dict[str, Path] = {}
        for name in names:
            if name == "replace":
                listed |= {f"replace.{key}": self.path(file) for key, file in self.distances.replace.items()}
                continue
            file = self.given(name)
            if file is None:
                continue
            path = self.path(file)
            if path.is_dir():
                listed |= {f"{name}/{text.name}": text for text in sorted(path.glob("*.md"))}
            elif path.is_file():
                listed[name] = path
        return listed

    def section(self, name: str) -> Any:
        """Give a section as plain values."""
        return self.model_dump(mode="json")[name]

    def reading(self, names: tuple[str, ...]) -> dict[str, Any]:
        """Tell how some inputs are read: path, sheet, row of the headings, layer, reference system and columns."""
        given = {name: self.given(name) for name in names if name != "replace"}
        given |= {f"replace.{key}": file for key, file in self.distances.replace.items() if "replace" in names}
        ignored = {"source", "reference_date"}
        return {name: file.model_dump(mode="json", exclude=ignored) for name, file in given.items() if file is not None}

    def sections(self) -> tuple[str, ...]:
        """List the names of the sections."""
        return ("plan", "input", "distances", "reach", "maps")


def _require_known(categories: tuple[str, ...]) -> None:
    for category in categories:
        if category not in CATEGORY_IDS:
            near = difflib.get_close_matches(category, CATEGORY_IDS, n=1)
            hint = f"; did you mean `{near[0]}`?" if near else f"; the categories are {', '.join(CATEGORY_IDS)}"
            msg = f"`{category}` is not a category of facilities{hint}"
            raise ValueError(msg)


def load_plan(place: Path | str) -> Plan:
    """Read a plan.

    Parameters
    ----------
    place
        The workspace, or its ``plan.toml``.

    Raises
    ------
    FaultsError
        With all faults of the file, if it is missing, is not TOML or says what has no meaning.
    """
    path = Path(place)
    path = path / PLAN_FILE if path.is_dir() or not path.suffix else path
    if not path.is_file():
        raise FaultsError(Fault(str(path), 0, "", "missing_plan"))
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FaultsError(Fault(path.name, 0, "", "not_toml", (("error", str(error)),))) from error
    try:
        return Plan(**values, folder=path.parent.resolve())
    except ValidationError as error:
        raise FaultsError(*(_fault(path.name, found) for found in error.errors())) from error


def _fault(file: str, error: ErrorDetails) -> Fault:
    place = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        near = _near_key(tuple(str(part) for part in error["loc"]))
        if near:
            return Fault(file, 0, place, "unknown_key_near", (("near", near),))
        return Fault(file, 0, place, "unknown_key")
    if error["type"] == "missing":
        return Fault(file, 0, place, "missing_key")
    return Fault(file, 0, place, "wrong_value", (("error", error["msg"].removeprefix("Value error, ")),))


def _near_key(location: tuple[str, ...]) -> str:
    model: Any = Plan
    for part in location[:-1]:
        field = model.model_fields.get(part)
        model = field.annotation if field is not None else None
        if not (isinstance(model, type) and issubclass(model, BaseModel)):
            return ""
    names = [name for name in model.model_fields if name != "folder"]
    return next(iter(difflib.get_close_matches(location[-1], names, n=1)), "")
