"""``plan.toml`` as a frozen, typed plan.

With its sections and `geo.plan_values` the only room that knows pydantic. Every fault of the plan is reported
at once, an unknown key with the key that was probably meant; what the plan says
of its files is kept even then, so that their faults can be reported beside.
"""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BaseModel, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from geo.errors import Fault, FaultsError
from geo.plan_candidates import Candidates, Finder, Layers, further_faults
from geo.plan_faults import plan_fault
from geo.plan_files import parts_of
from geo.plan_inputs import Files, InputFile, PlanFiles
from geo.plan_sections import About, Maps, Section, Spreidingswet, Transit
from geo.plan_text import read_toml
from geo.plan_values import (
    CATEGORY_KEYS,
    DISTINCT,
    MODE_KEYS,
    MODE_WORD,
    SOME,
    WEIGHT_WORD,
    Categories,
    Category,
    Limits,
    Metres,
    Minutes,
    wrong,
)
from geo.quarters import Quarter, quarters_between
from geo.sources.profiles import is_own_profile
from geo.tables.facility_categories import CATEGORY_IDS
from geo.tables.fact_names import fact_names

ModeName = Literal["walk", "bike", "car", "cbs_car"]
_Mode = Annotated[ModeName, MODE_WORD]
_LIMITS_M: dict[ModeName, float] = {"walk": 5_000.0, "bike": 15_000.0, "car": 50_000.0, "cbs_car": 50_000.0}
_LIMITS_MINUTES: dict[ModeName, float] = dict.fromkeys(_LIMITS_M, 60.0)


class Distances(Section):
    """Which distances are computed."""

    modes: Annotated[tuple[_Mode, ...], SOME, DISTINCT] = ("walk", "bike", "car")
    """Modes of travel."""
    nearest: int = Field(default=3, ge=1, le=100)
    """How many facilities per category."""
    weight: Annotated[Literal["distance", "time"], WEIGHT_WORD] = "distance"
    """Whether the shortest way counts, and the nearest facility by it, or the quickest."""
    limit_m: Annotated[dict[_Mode, Metres], MODE_KEYS] = Field(default_factory=lambda: dict(_LIMITS_M))
    """Farthest distance per mode, in metres, where the shortest way counts."""
    limit_minutes: Annotated[dict[_Mode, Minutes], MODE_KEYS] = Field(default_factory=lambda: dict(_LIMITS_MINUTES))
    """Longest time per mode, in minutes, where the quickest way counts."""
    categories: Categories = CATEGORY_IDS
    """Categories of facilities."""
    far_snap_m: Metres = 250.0
    """Leg from which a place is far from the network."""
    max_snap_m: Metres = 1_000.0
    """Leg beyond which a place is unreachable."""
    replace: Annotated[dict[Category, InputFile], CATEGORY_KEYS] = Field(default_factory=dict)
    """Official lists that replace a category of the extract."""

    @model_validator(mode="after")
    def _limits_of_weight(self) -> Self:
        other = "limit_minutes" if self.weight == "distance" else "limit_m"
        if other in self.model_fields_set:
            raise wrong("limit_of_weight", limit=other, weight=self.weight)
        return self

    def limit(self, mode: ModeName) -> float:
        """Give the limit of a mode: metres, or minutes where the quickest way counts."""
        by_time = {**_LIMITS_MINUTES, **self.limit_minutes}
        return self.farthest_m(mode) if self.weight == "distance" else by_time[mode]

    def farthest_m(self, mode: ModeName) -> float:
        """Give the farthest distance of a mode, in metres, whatever counts."""
        return {**_LIMITS_M, **self.limit_m}[mode]


class Reach(Section):
    """For which distances the share of inhabitants is computed."""

    mode: _Mode = "walk"
    """Mode of travel."""
    limits_m: Limits = (1_000.0, 3_000.0, 5_000.0)
    """Distances in metres."""
    categories: Categories = ("gp", "primary_school", "supermarket", "bus_stop")
    """Categories of facilities."""


class Plan(Section):
    """A plan: who, when, which files and which distances."""

    plan: About
    input: Files
    distances: Distances = Distances()
    reach: Reach = Reach()
    maps: Maps = Maps()
    transit: Transit = Transit()
    spreidingswet: Spreidingswet | None = None
    layers: Layers = Field(default_factory=dict)
    candidates: Candidates = Candidates()
    finder: Finder | None = None
    folder: Path = Field(exclude=True)
    """Folder of ``plan.toml``."""

    @model_validator(mode="after")
    def _quarters_within(self) -> Self:
        strange = [name for name in self.maps.quarters if Quarter.parse(name) not in self.quarters]
        if strange:
            first, last = self.plan.horizon
            raise wrong("quarter_outside", place="maps.quarters", value=", ".join(strange), first=first, last=last)
        return self

    @model_validator(mode="after")
    def _days_within(self) -> Self:
        if self.spreidingswet is not None:
            self.spreidingswet.require_within(self.plan.horizon)
        return self

    @model_validator(mode="after")
    def _logo_prints(self) -> Self:
        self.maps.require_logo(self.folder)
        return self

    @cached_property
    def named_files(self) -> PlanFiles:
        """What the plan says of its files."""
        given = {name: self.given(name) for name in Files.model_fields}
        return PlanFiles(
            folder=self.folder,
            crs=self.plan.crs,
            provinces=self.plan.province,
            inputs={name: file for name, file in given.items() if file is not None},
            replaced=self.distances.replace,
            areas=None if self.finder is None else self.finder.areas,
            search_m=None if self.finder is None else self.finder.search_m,
            layers=self.layers,
            profiles=self.profiles,
            criteria=self.candidates.asked_facts(),
            columns=self.candidates.columns,
            facts=fact_names(
                modes=self.distances.modes,
                categories=self.distances.categories,
                catchments_m=self.candidates.catchments_m,
                layers=tuple(self.layers),
            ),
            transit_day=self.transit.day(self.plan.reference_date),
        )

    @property
    def profiles(self) -> dict[str, str]:
        """The profiles of rules, a name or a path, by the key that names them; of the finder where it has its own."""
        finder = "" if self.finder is None else self.finder.profile
        return {"candidates.profile": self.candidates.profile, **({"finder.profile": finder} if finder else {})}

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

    def streets(self, stage: str = "extract") -> Path:
        """Give the place of the extract with the streets.

        Parameters
        ----------
        stage
            Stage that needs it.

        Raises
        ------
        FaultsError
            If the plan has no streets; it may do without for all that is arithmetic.
        """
        if self.input.osm is None:
            raise FaultsError(Fault("plan.toml", 0, "input.osm", "streets_needed", (("stage", stage),)))
        return self.path(self.input.osm)

    def files(self, names: tuple[str, ...]) -> dict[str, Path]:
        """List the files of some inputs by name.

        A folder counts with its Markdown files, that of a timetable with its text files, a file geodatabase with all
        of its files, a shapefile with its sisters.
        """
        return {
            name + suffix: path
            for name, file in self._listed(names).items()
            for suffix, path in parts_of(self.path(file), texts="*.txt" if name == "gtfs" else "*.md")
        }

    def _listed(self, names: tuple[str, ...]) -> dict[str, InputFile]:
        """List the files of some inputs; official lists and layers have a file for each name of the user's own."""
        areas, profiles = None if self.finder is None else self.finder.areas, self.profiles
        several: dict[str, Mapping[str, InputFile]] = {
            "replace": {f"replace.{key}": file for key, file in self.distances.replace.items()},
            "layers": {f"layers.{key}": file for key, file in self.layers.items()},
            "finder": {} if areas is None else {"finder.areas": areas},
            "logo": {"maps.logo": InputFile(path=self.maps.logo)} if self.maps.logo else {},
            "profiles": {key: InputFile(path=name) for key, name in profiles.items() if is_own_profile(name)},
        }
        given = {name: self.given(name) for name in names if name not in several}
        own = {key: file for name in names if name in several for key, file in several[name].items()}
        return {name: file for name, file in given.items() if file is not None} | own

    def section(self, name: str) -> Any:
        """Give a section as plain values."""
        return self.model_dump(mode="json")[name]

    def reading(self, names: tuple[str, ...]) -> dict[str, Any]:
        """Tell how some inputs are read: path, sheet, row of the headings, layer, reference system and columns."""
        told = set(InputFile.model_fields) - {"source", "reference_date"}
        return {name: file.model_dump(mode="json", include=told) for name, file in self._listed(names).items()}

    def sections(self) -> tuple[str, ...]:
        """List the names of the sections."""
        return (
            "plan",
            "input",
            "distances",
            "reach",
            "maps",
            "transit",
            "spreidingswet",
            "layers",
            "candidates",
            "finder",
        )


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
    path, values, faults = read_toml(place)
    try:
        plan = Plan.model_validate({**values, "folder": path.parent.resolve()})
    except ValidationError as error:
        found = [*faults, *(_fault(path.name, one) for one in error.errors())]
        found += [_own_fault(path.name, place, wrong) for place, wrong in further_faults(values)]
        raise FaultsError(*dict.fromkeys(found)) from error
    if faults:
        raise FaultsError(*faults)
    return plan


def _fault(file: str, error: ErrorDetails) -> Fault:
    values = {**error.get("ctx", {}), "input": error["input"]}
    place = tuple(str(part) for part in error["loc"]) or tuple(str(values.pop("place", "")).split("."))
    return plan_fault(file, place, error["type"], values, _names_at(place[:-1]))


def _own_fault(file: str, place: tuple[str, ...], error: PydanticCustomError) -> Fault:
    return plan_fault(file, place, error.type, error.context or {}, ())


def _names_at(location: tuple[str, ...]) -> tuple[str, ...]:
    """List the keys that may stand below a place of the plan."""
    kind: Any = Plan
    for part in location:
        kind = _kind_below(kind, part)
        if kind is None:
            return ()
    return tuple(name for name in kind.model_fields if kind is not Plan or name != "folder")


def _kind_below(kind: type[BaseModel], part: str) -> type[BaseModel] | None:
    """Give the section that stands under a key; in a table with keys of one's own, the sections of that table."""
    found = kind.model_fields.get(part)
    waiting = [kind] if found is None else [found.annotation]
    while waiting:
        one: Any = waiting.pop()
        if isinstance(one, type) and issubclass(one, BaseModel):
            return one
        waiting.extend(get_args(one))
    return None
