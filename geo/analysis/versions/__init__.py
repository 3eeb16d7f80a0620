"""What changed between two versions of a plan, or between two forecasts of one plan."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pandas as pd

from geo.analysis.versions.figures import figure_changes, figures_of
from geo.analysis.versions.findings import FindingChange, as_frame, finding_changes, in_sentences
from geo.analysis.versions.quarters import quarter_changes, quarter_figures
from geo.analysis.versions.rows import COMPARED, result_changes, row_changes
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
    """The tables of `COMPARED` by name: the input as read, and the settings."""
    results: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    """The tables of `geo.tables.versions.RESULTS_COMPARED` by name."""
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
    """As `geo.tables.versions.INPUT_CHANGES`."""
    figures: pd.DataFrame
    """As `geo.tables.versions.FIGURE_CHANGES`."""
    results: pd.DataFrame
    """As `geo.tables.versions.RESULT_CHANGES`."""
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
    last_quarter: str
    """Last quarter that both have; empty where there is none."""

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        tables = (self.rows, self.figures, self.results, self.quarters, self.texts)
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
    quarters_alone = _alone(old.quarters["quarter"], new.quarters["quarter"])
    figures = figure_changes(old.figures, new.figures)
    sides = [_shared(one.results, {*sum(quarters_alone, ())}, {*sum(areas_alone, ())}) for one in (old, new)]
    return Comparison(
        rows=row_changes(old.tables, new.tables),
        figures=figures[~figures["area_id"].isin([*areas_alone[0], *areas_alone[1]])].reset_index(drop=True),
        results=result_changes(*sides),
        findings=finding_changes(old.findings, new.findings),
        quarters=quarter_changes(old.quarters, new.quarters),
        texts=_text_changes(old.texts, new.texts),
        quarters_alone=quarters_alone,
        areas_alone=areas_alone,
        last_quarter=max({*old.quarters["quarter"]} & {*new.quarters["quarter"]}, default=""),
    )


def _alone(old: pd.Series, new: pd.Series) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(sorted(set(old) - set(new))), tuple(sorted(set(new) - set(old)))


def _shared(
    results: Mapping[str, pd.DataFrame], quarters: Collection[str], areas: Collection[str]
) -> dict[str, pd.DataFrame]:
    """Leave out the rows of quarters and areas that one version alone has."""
    alone = {"quarter": quarters, "area_id": areas, "region_id": areas}
    return {name: frame[~_any_of(frame, alone)] for name, frame in results.items()}


def _any_of(frame: pd.DataFrame, alone: Mapping[str, Collection[str]]) -> "pd.Series[bool]":
    lost = pd.Series(data=False, index=frame.index)
    for column, values in alone.items():
        lost |= frame[column].isin(list(values)) if column in frame else False
    return lost


def _text_changes(old: Mapping[str, str], new: Mapping[str, str]) -> pd.DataFrame:
    told = {name: "new" if name not in old else "gone" if name not in new else "changed" for name in {**old, **new}}
    rows = [(name, told[name]) for name in sorted(told) if old.get(name) != new.get(name)]
    return pd.DataFrame(rows, columns=list(TEXT_CHANGES.names))
