"""The sections of a plan about candidate sites: layers to hold them against, criteria and weights, and the finder.

With `geo.plan`, its other sections and `geo.plan_values` the only room that knows pydantic.
"""

import re
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from geo.plan_criteria import (
    MISSING_WORD,
    Bounds,
    CriterionSection,
    Number,
    criteria_faults,
    usual_criteria,
    weight_faults,
)
from geo.plan_inputs import InputFile
from geo.plan_sections import Section
from geo.plan_values import DISTINCT, Limits, all_wrong, wrong
from geo.sources.rasters import ENDINGS

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
        return Path(self.path).suffix.lower() in ENDINGS

    @model_validator(mode="after")
    def _options_of_raster(self) -> "LayerFile":
        strange = [name for name in ("unit", "above", "nodata", "rule") if name in self.model_fields_set]
        if strange and not self.is_raster:
            raise wrong("only_of_raster", keys=", ".join(strange), path=self.path)
        return self


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
        """List the facts that the criteria value, each with the key of the plan that names it."""
        if not self.criteria:
            return tuple(("candidates.criteria", one.fact) for one in usual_criteria().values())
        return tuple((f"candidates.criteria.{name}.fact", one.fact) for name, one in self.criteria.items())


class Finder(Section):
    """Where to look for sites that nobody has offered yet."""

    areas: InputFile | None = None
    """Areas to choose from, such as parcels or buildings; else squares over the province."""
    area_is: Literal["site", "floor"] = "site"
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
        if self.areas is not None and "grid_m" in self.model_fields_set:
            raise wrong("finder_two_sources")
        strange = sorted({"area_is", "cell_m", "min_area_m2"} & self.model_fields_set)
        if self.areas is None and strange:
            raise wrong("finder_of_areas", keys=", ".join(strange))
        return self

    @property
    def search_m(self) -> int:
        """Side of the squares, or of the cells of the raster of the plan's own areas, in metres."""
        return self.grid_m if self.areas is None else self.cell_m
