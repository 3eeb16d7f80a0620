"""What a stage is, and what it is given to work with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geo.analysis.checks import Streets
from geo.errors import Message
from geo.extract import Extract
from geo.imprint import Imprint
from geo.network.build import Network
from geo.tables.columns import Table

if TYPE_CHECKING:
    from geo.plan import Plan
    from geo.sources.inputs import Inputs

Result = pd.DataFrame | Extract


@dataclass(frozen=True, slots=True, kw_only=True)
class Outputs:
    """Folders that a run writes in."""

    processed: Path
    """Tables and layers."""
    maps: Path
    """Maps and documents for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a stage may use."""

    plan: "Plan"
    """The plan."""
    outputs: Outputs
    """Where to write."""
    inputs: Callable[[], "Inputs"]
    """Gives the input tables, read once, when first asked for."""
    result: Callable[[str], Result]
    """Gives a result of an earlier stage by name."""
    network: Callable[[str], Network]
    """Gives the street network of a mode in the plan's reference system; a result of the stage ``extract``."""
    imprint: Callable[[], Imprint]
    """Gives the particulars that stand on every sheet."""
    advance: Callable[[int, int], None] = field(default=lambda _done, _total: None)
    """Tells how many parts of a long stage are done."""
    streets: Streets = "used"
    """Whether the stages that need streets run before; not where the plan has none."""

    def frame(self, name: str) -> pd.DataFrame:
        """Give a result that is a frame."""
        found = self.result(name)
        if isinstance(found, Extract):
            msg = f"the result {name!r} is an extract, not a frame"
            raise TypeError(msg)
        return found

    def frame_of_streets(self, name: str) -> pd.DataFrame | None:
        """Give a frame that a stage makes of streets; None where those stages did not run."""
        return self.frame(name) if self.streets == "used" else None

    def extract(self) -> Extract:
        """Give the streets and facilities."""
        found = self.result("extract")
        if not isinstance(found, Extract):
            msg = "the result 'extract' is not an extract"
            raise TypeError(msg)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a stage made."""

    results: Mapping[str, Result] = field(default_factory=dict)
    """Results for later stages, by name."""
    tables: tuple[tuple[Table, pd.DataFrame], ...] = ()
    """Tables for people and programs; also results for later stages, by the name of the table."""
    told: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    """Rows as the CSV tells them, by the name of the table, where these are not words for people yet."""
    files: tuple[Path, ...] = ()
    """Files for people and programs."""
    missing: tuple[Message, ...] = ()
    """What could not be made here and why; the stage is then done again next time."""
    noticed: tuple[Message, ...] = ()
    """What went otherwise than usual, but made no difference to what was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A step of the run."""

    name: str
    """Name, as the command takes it."""
    needs: tuple[str, ...] = ()
    """Stages whose results it cannot do without."""
    uses: tuple[str, ...] = ()
    """Stages that need streets and whose results it uses where they ran."""
    reads: tuple[str, ...] = ()
    """Inputs of the plan that it uses, as they are called under ``[input]``."""
    sections: tuple[str, ...] = ("plan",)
    """Sections of ``plan.toml`` that it depends on."""
    of_streets: bool = False
    """Whether it reads the streets; without these it cannot run, and neither can what needs it."""
    run: Callable[[Work], Made]
    """Does the work."""

    def after(self, *, streets: bool = True) -> tuple[str, ...]:
        """List the stages that come before it, with or without streets."""
        return (*self.needs, *self.uses) if streets else self.needs
