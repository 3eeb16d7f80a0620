"""The sections of a plan about candidate sites: layers to hold them against, criteria and weights, and the finder.

With `geo.plan`, its other sections and `geo.plan_values` the only room that knows pydantic.
"""

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from geo.plan_inputs import InputFile
from geo.plan_sections import Section
from geo.plan_values import DISTINCT, Limits, wrong
from geo.sources.rasters import ENDINGS

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Number = Annotated[float, Field(allow_inf_nan=False)]


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


class CriterionSection(Section):
    """A criterion of the plan."""

    fact: str
    """Fact that it values."""
    title: str = ""
    """What it asks, in Dutch; the title of the fact by default."""
    value: Literal["linear", "stepped", "target"] = "linear"
    """Form of the value function."""
    worst: Number | None = None
    best: Number | None = None
    steps: tuple[tuple[Number, Share], ...] = ()
    target: tuple[Number, Number] | None = None
    zero: tuple[Number, Number] | None = None


class Candidates(Section):
    """How candidates are judged."""

    profile: str = "standaard"
    """A profile that the package has, or the path of one of the plan's own."""
    missing: Literal["worst", "middle", "left_out"] = "worst"
    """What an unknown value counts as."""
    criteria: dict[str, CriterionSection] = Field(default_factory=dict)
    """The criteria by name; those of the package by default."""
    weights: dict[str, float] = Field(default_factory=dict)
    """Weight of each criterion; all the same by default."""
    weight_bounds: dict[str, tuple[Share, Share]] = Field(default_factory=dict)
    """Least and most weight that is looked at."""
    weightings: int = Field(default=100_000, ge=100, le=1_000_000)
    """How many weightings are drawn."""
    seed: int = Field(default=20200901, ge=0)
    """Seed of the draw."""
    catchments_m: Annotated[Limits, DISTINCT] = (1_000.0, 2_000.0)
    """Walking distances within which inhabitants are counted, in metres."""


class Finder(Section):
    """Where to look for sites that nobody has offered yet."""

    areas: InputFile | None = None
    """Areas to choose from, such as parcels or buildings; else a grid."""
    grid_m: float = Field(default=250.0, ge=10, allow_inf_nan=False)
    """Side of the squares of the grid, in metres."""
    profile: str = ""
    """Profile of rules; that of ``[candidates]`` by default."""

    @model_validator(mode="after")
    def _one_choice(self) -> "Finder":
        if self.areas is not None and "grid_m" in self.model_fields_set:
            raise wrong("finder_two_sources")
        return self
