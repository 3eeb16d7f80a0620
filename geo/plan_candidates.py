"""The sections of a plan about candidate sites: layers to hold them against, criteria and weights, and the finder.

With `geo.plan`, its other sections and `geo.plan_values` the only room that knows pydantic.
"""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from geo.plan_criteria import (
    MISSING_WORD,
    Bounds,
    CriterionSection,
    Found,
    Number,
    criteria_faults,
    unknown_criteria,
    usual_criteria,
    weight_faults,
)
from geo.plan_inputs import InputFile
from geo.plan_sections import Section
from geo.plan_values import DISTINCT, Limits, all_wrong, name_of, understood, wrong
from geo.sources.rasters import ENDINGS
from geo.tables.finder import AREA_IS

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_OWN_LAYERS = ("open_water",)
"""Layers that the package has itself; facts are called after them."""


def _layer_name(value: str) -> str:
    """Refuse a name of which no name of a fact can be made, or that is taken."""
    if _NAME.fullmatch(value) is None:
        raise wrong("layer_name", value=value)
    if value in _OWN_LAYERS:
        raise wrong("layer_name_taken", value=value)
    return value


class LayerFile(InputFile):
    """A raster or a layer of areas that candidates are held against."""

    title: str = ""
    """Name for people, in Dutch; the name in the plan by default."""
    unit: str = ""
    """Unit of the cells of a raster."""
    above: Number | None = None
    """Value above which the share of a site is told; of a raster alone."""
    nodata: Number | None = None
    """Value of cells without data, beside the one that the file says; of a raster alone."""
    rule: Literal["fraction", "centre"] = "fraction"
    """Whether a cell counts by the part of it in a site, or whole where its middle lies there; of a raster alone."""

    @property
    def is_raster(self) -> bool:
        """Whether the file is a raster, by its name."""
        return _is_raster(self.path)

    @model_validator(mode="after")
    def _options_of_raster(self) -> "LayerFile":
        for found in _layer_faults(self.path, dict.fromkeys(self.model_fields_set)):
            raise found
        return self


def _is_raster(path: str) -> bool:
    return Path(path).suffix.lower() in ENDINGS


def _layer_faults(path: str, said: Mapping[str, object]) -> Iterator[PydanticCustomError]:
    strange = [name for name in ("unit", "above", "nodata", "rule") if name in said]
    if strange and not _is_raster(path):
        yield wrong("only_of_raster", keys=", ".join(strange), path=path)


Layers = dict[Annotated[str, AfterValidator(_layer_name)], LayerFile]
"""The layers by name; the names of their facts begin with it."""


class Candidates(Section):
    """How candidates are judged."""

    profile: str = "standaard"
    """A profile that the package has, or the path of one of the plan's own."""
    missing: Annotated[Literal["worst", "middle", "left_out"], MISSING_WORD] = "worst"
    """What an unknown value counts as."""
    criteria: dict[str, CriterionSection] = Field(default_factory=dict)
    """The criteria by name; those of the package by default."""
    weights: dict[str, float] = Field(default_factory=dict)
    """Weight of each criterion, together 1; all the same by default."""
    weight_bounds: dict[str, Bounds] = Field(default_factory=dict)
    """Least and most weight that is looked at; 0 and 1 by default."""
    weightings: int = Field(default=100_000, ge=100, le=1_000_000)
    """How many weightings are drawn."""
    seed: int = Field(default=20200901, ge=0)
    """Seed of the draw."""
    columns: Annotated[tuple[str, ...], DISTINCT] = ()
    """Columns of the user's own that become facts, beside those that a criterion or a rule of the profile names."""
    catchments_m: Annotated[Limits, DISTINCT] = (1_000.0, 2_000.0)
    """Walking distances within which inhabitants are counted, in metres."""

    @model_validator(mode="after")
    def _criteria_and_weights(self) -> Self:
        names = tuple(self.criteria or usual_criteria())
        found = [*criteria_faults(self.criteria), *weight_faults(names, self.weights, self.weight_bounds)]
        if found:
            raise all_wrong(found, type(self).__name__)
        return self

    def asked_facts(self) -> tuple[tuple[str, str], ...]:
        """List the facts that the plan's own criteria value, each with the key that names it.

        Those of the package fit any plan: where their fact is not there, the document and the explorer say so.
        """
        return tuple((f"candidates.criteria.{name}.fact", one.fact) for name, one in self.criteria.items())


class Finder(Section):
    """Where to look for sites that nobody has offered yet."""

    areas: InputFile | None = None
    """Areas to choose from, such as parcels or buildings; else squares over the province."""
    area_is: Annotated[Literal["site", "floor"], BeforeValidator(partial(name_of, column=AREA_IS))] = "site"
    """What the size of an area is: that of the site, or the ground floor of a building; of the plan's own areas."""
    min_area_m2: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    """Smaller areas are left out; of the plan's own areas."""
    cell_m: int = Field(default=25, ge=5, le=10_000)
    """Side of the cells of the raster of the plan's own areas, in metres; that of squares has their own."""
    grid_m: int = Field(default=250, ge=10, le=10_000)
    """Side of the squares, in metres."""
    profile: str = ""
    """Profile of rules; that of ``[candidates]`` by default."""

    @model_validator(mode="after")
    def _one_choice(self) -> "Finder":
        for found in _finder_faults(dict.fromkeys(self.model_fields_set)):
            raise found
        return self

    @property
    def search_m(self) -> int:
        """Side of the squares, or of the cells of the raster of the plan's own areas, in metres."""
        return self.grid_m if self.areas is None else self.cell_m


def _finder_faults(said: Mapping[str, object]) -> Iterator[PydanticCustomError]:
    strange = sorted({"area_is", "cell_m", "min_area_m2"} & set(said))
    if "areas" in said and "grid_m" in said:
        yield wrong("finder_two_sources")
    if "areas" not in said and strange:
        yield wrong("finder_of_areas", keys=", ".join(strange))


def section_of(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Give a table below another as the file has it; an empty one where there is none, or something else."""
    return values[name] if isinstance(values.get(name), dict) else {}


def further_faults(values: Mapping[str, Any]) -> Iterator[Found]:
    """List what else is wrong with the sections of a plan about candidates of which some part cannot be understood.

    A section of which each part can be understood is judged as a whole when it is made; this judges what is left of
    the others, so that all is told at once.

    Parameters
    ----------
    values
        The plan as its file has it.

    Returns
    -------
    found
        Places in the plan and faults, those of sound parts among them.
    """
    for name, layer in section_of(values, "layers").items():
        if isinstance(layer, dict) and isinstance(layer.get("path"), str):
            yield from ((("layers", name), found) for found in _layer_faults(layer["path"], layer))
    yield from ((("candidates", *place), found) for place, found in _judged(section_of(values, "candidates")))
    yield from ((("finder",), found) for found in _finder_faults(section_of(values, "finder")))


def _judged(said: Mapping[str, Any]) -> Iterator[Found]:
    """Judge the criteria, weights and bounds that can be understood; where the criteria are none, nothing."""
    if not isinstance(said.get("criteria", {}), dict):
        return
    criteria, weights, bounds = (section_of(said, name) for name in ("criteria", "weights", "weight_bounds"))
    names = tuple(criteria or usual_criteria())
    heavy, within = _sound(float, weights), _sound(Bounds, bounds)
    unclear = (set(weights) if isinstance(said.get("weights", {}), dict) else set(names)) - set(heavy)
    yield from criteria_faults(_sound(CriterionSection, criteria))
    yield from unknown_criteria("weights", sorted(unclear), names)
    yield from unknown_criteria("weight_bounds", sorted(set(bounds) - set(within)), names)
    yield from weight_faults(names, heavy, within, unclear=unclear)


def _sound(kind: Any, said: Mapping[str, object]) -> dict[str, Any]:
    read = {name: understood(kind, value) for name, value in said.items()}
    return {name: value for name, value in read.items() if value is not None}


def asked_of(said: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """List the facts that the criteria of a faulty section value, each with the key of the plan that names it."""
    criteria = section_of(said, "criteria")
    if not criteria:
        return ()
    asked = {name: section_of(criteria, name).get("fact") for name in criteria}
    return tuple((f"candidates.criteria.{name}.fact", fact) for name, fact in asked.items() if isinstance(fact, str))


def catchments_of(said: Mapping[str, Any]) -> tuple[float, ...] | None:
    """Give the walking distances of a faulty section; None where they cannot be understood."""
    found = understood(Candidates, {name: said[name] for name in ("catchments_m",) if name in said})
    return None if found is None else found.catchments_m


def search_side(values: Mapping[str, Any]) -> int | None:
    """Give the side of the squares or cells of a faulty section of the finder; None where it cannot be understood."""
    if not isinstance(values.get("finder"), dict):
        return None
    said = values["finder"]
    asked = ("areas", "cell_m") if "areas" in said else ("grid_m",)
    found = understood(Finder, {name: said[name] for name in asked if name in said})
    return None if found is None else found.search_m
