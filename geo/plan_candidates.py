"""The sections of a plan about candidate sites: layers to hold them against, criteria and weights, and the finder.

With `geo.plan`, its other sections and `geo.plan_values` the only room that knows pydantic.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

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


class LayerFile(InputFile):
    """A raster or a layer of areas that candidates are held against."""

    title: str = ""
    """Name for people, in Dutch; the name in the plan by default."""
    unit: str = ""
    """Unit of the cells of a raster."""
    above: Number | None = None
    """Value above which the share of a site is told; of a raster alone."""
    rule: Literal["fraction", "centre"] = "fraction"
    """Whether a cell counts by the part of it that lies in a site, or whole where its middle does."""


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
