"""What changed between two versions of a plan, or between two forecasts of one plan."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from geo.analysis.versions.figures import figure_changes, figures_of
from geo.analysis.versions.findings import FindingChange, as_frame, finding_changes, in_sentences
from geo.analysis.versions.quarters import quarter_changes, quarter_figures
from geo.analysis.versions.rows import COMPARED, row_changes
from geo.findings import Finding
from geo.tables.versions import TEXT_CHANGES

__all__ = [
    "COMPARED", "Comparison", "FindingChange", "Version", "as_frame", "compare", "figures_of", "in_sentences",
    "quarter_figures",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One side of a comparison."""

    tables: Mapping[str, pd.DataFrame]
    """The input tables of `COMPARED` by name, as read."""
    figures: pd.DataFrame
    """From `figures_of`."""
    findings: tuple[Finding, ...]
    """What the checks found."""
    quarters: pd.DataFrame
    """From `quarter_figures`."""
    texts: Mapping[str, str]
    """Prose by the name of its file without ending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What differs between two versions."""

    rows: pd.DataFrame
    """As `geo.tables.versions.LOCATION_CHANGES`."""
    figures: pd.DataFrame
    """As `geo.tables.versions.FIGURE_CHANGES`."""
    findings: tuple[FindingChange, ...]
    """Findings that are gone, new or other than before, the most serious first."""
    quarters: pd.DataFrame
    """As `geo.tables.versions.QUARTER_CHANGES`."""
    texts: pd.DataFrame
    """As `geo.tables.versions.TEXT_CHANGES`."""
    quarters_alone: tuple[tuple[str, ...], tuple[str, ...]]
    """Quarters that the old version alone has, and the new one: nothing is said of these."""
    areas_alone: tuple[tuple[str, ...], tuple[str, ...]]
    """The same for provinces and regions."""

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        tables = (self.rows, self.figures, self.quarters, self.texts)
        alone = (*self.quarters_alone, *self.areas_alone)
        return not (self.findings or any(len(table) for table in tables) or any(alone))


def compare(old: Version, new: Version) -> Comparison:
    """Say what differs between two versions; the order of the rows of either makes no difference.

    Parameters
    ----------
    old, new
        The versions. With the sides exchanged, new and gone, old and new change places and nothing else does.
    """
    areas_alone = _alone(old.quarters["area_id"], new.quarters["area_id"])
    figures = figure_changes(old.figures, new.figures)
    return Comparison(
        rows=row_changes(old.tables, new.tables),
        figures=figures[~figures["area_id"].isin([*areas_alone[0], *areas_alone[1]])].reset_index(drop=True),
        findings=finding_changes(old.findings, new.findings),
        quarters=quarter_changes(old.quarters, new.quarters),
        texts=_text_changes(old.texts, new.texts),
        quarters_alone=_alone(old.quarters["quarter"], new.quarters["quarter"]),
        areas_alone=areas_alone,
    )


def _alone(old: pd.Series, new: pd.Series) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(sorted(set(old) - set(new))), tuple(sorted(set(new) - set(old)))


def _text_changes(old: Mapping[str, str], new: Mapping[str, str]) -> pd.DataFrame:
    told = {name: "new" if name not in old else "gone" if name not in new else "changed" for name in {**old, **new}}
    rows = [(name, told[name]) for name in sorted(told) if old.get(name) != new.get(name)]
    return pd.DataFrame(rows, columns=list(TEXT_CHANGES.names))
