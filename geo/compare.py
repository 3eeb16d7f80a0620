"""Sets two versions of a plan side by side, or one plan under two forecasts; nothing is written into a workspace."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from geo.analysis.versions import COMPARED, Version, compare, figures_of, quarter_figures
from geo.arithmetic import worked_out
from geo.compared import Compared, Label
from geo.errors import Fault, FaultsError, Message, UsageError
from geo.findings import from_frame
from geo.imprint import Imprint
from geo.plan import Plan
from geo.sources.inputs import Inputs
from geo.stages.areas import areas_of_plan, reference_day
from geo.stages.check import load_sound_plan, read_inputs
from geo.stages.imprint import imprint_of
from geo.stages.stage import Work
from geo.tables.versions import RESULTS_COMPARED, SETTINGS

_PLAN = "plan.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    label: Label
    plan: Plan
    inputs: Inputs


def compare_versions(old: str, new: str, plan: Path) -> Compared:
    """Compare two workspaces, or two forecasts of one plan.

    Parameters
    ----------
    old, new
        Both a workspace (its folder, or its ``plan.toml``), or both the id of a forecast.
    plan
        Workspace of the forecasts; of no use where `old` and `new` are workspaces.

    Returns
    -------
    compared
        What differs. Computed in memory from the input alone, without streets: what a run would find about distances
        is not compared.

    Raises
    ------
    UsageError
        If both are the same, one is a workspace and the other is not, or a forecast does not exist.
    FaultsError
        With every fault of every file of both.
    """
    places = [_is_place(one) for one in (old, new)]
    if places[0] != places[1]:
        place, other = (old, new) if places[0] else (new, old)
        raise UsageError(Message.of("usage.compare_mixed", place=place, other=other))
    sides = _workspaces(Path(old), Path(new)) if all(places) else _forecasts(old, new, plan)
    versions = [_version(side) for side in sides]
    areas = [area for side in sides for area in areas_of_plan(side.inputs)]
    return Compared(
        old=sides[0].label,
        new=sides[1].label,
        comparison=compare(versions[0], versions[1]),
        areas={area.area_id: area.name for area in areas},
        provinces=frozenset(area.area_id for area in areas if area.level == "province"),
        imprint=_imprint(*sides),
    )


def _is_place(word: str) -> bool:
    """Tell whether a word is a workspace: a path, or a folder that holds a plan."""
    path = Path(word)
    return path.name == _PLAN or len(path.parts) != 1 or path.is_absolute() or word == ".." or (path / _PLAN).is_file()


def _workspaces(old: Path, new: Path) -> tuple[_Side, _Side]:
    if _folder(old) == _folder(new):
        raise UsageError(Message.of("usage.compare_same", value=old))
    names = [_folder(place).name for place in (old, new)]
    if names[0] == names[1]:
        names = [place.as_posix() for place in (old, new)]
    sides, faults = [], []
    for place, name in zip((old, new), names, strict=True):
        try:
            plan = load_sound_plan(place)
            about = plan.plan
            label = Label(name=name, day=about.reference_date, version=about.version)
            sides.append(_Side(label=label, plan=plan, inputs=read_inputs(plan)))
        except FaultsError as error:
            faults += [_within(fault, place) for fault in (*error.faults, *error.notes)]
    if faults:
        raise FaultsError(*faults)
    return sides[0], sides[1]


def _folder(place: Path) -> Path:
    return (place.parent if place.name == _PLAN else place).resolve()


def _within(fault: Fault, place: Path) -> Fault:
    """Name the file of a fault with the workspace that it is of."""
    folder = place.parent if place.name == _PLAN else place
    return replace(fault, file=(folder / fault.file).as_posix())


def _forecasts(old: str, new: str, place: Path) -> tuple[_Side, _Side]:
    if old == new:
        raise UsageError(Message.of("usage.compare_same", value=old))
    plan = load_sound_plan(place)
    inputs = read_inputs(plan)
    known = inputs.table("need").groupby("forecast_id")["forecast_date"].max()
    for name in (old, new):
        if name not in known.index:
            raise UsageError(Message.of("usage.compare_forecast", value=name, known=", ".join(known.index) or "-"))
    return _forecast(old, known, plan, inputs), _forecast(new, known, plan, inputs)


def _forecast(name: str, known: "pd.Series[pd.Timestamp]", plan: Plan, inputs: Inputs) -> _Side:
    """Put one forecast in force: the need then has no other."""
    need = inputs.table("need")
    alone = need[need["forecast_id"] == name].reset_index(drop=True)
    label = Label(name=name, day=known[name].date())
    return _Side(label=label, plan=plan, inputs=replace(inputs, tables={**inputs.tables, "need": alone}))


def _version(side: _Side) -> Version:
    plan, inputs = side.plan, side.inputs
    work, need = worked_out(plan, inputs, "checks", "forecasts"), inputs.table("need")
    return Version(
        tables=_tables(side),
        results=_results(work),
        figures=figures_of(
            work.frame("context_figures"),
            work.frame("portfolio_totals"),
            work.frame("allocation_totals"),
            need,
            sole=inputs.province_codes[0] if len(inputs.province_codes) == 1 else "",
        ),
        findings=from_frame(work.frame("findings")),
        quarters=quarter_figures(
            work.frame("supply"),
            need,
            areas=areas_of_plan(inputs),
            quarters=plan.quarters,
            reference_date=reference_day(plan),
        ),
        texts=inputs.texts,
    )


def _results(work: Work) -> dict[str, pd.DataFrame]:
    """Give the tables of the plan; one that is made only where its input is given may be missing."""
    found = {}
    for table in RESULTS_COMPARED:
        with suppress(KeyError):
            found[table.name] = work.frame(table.name)
    return found


def _tables(side: _Side) -> dict[str, pd.DataFrame]:
    """Give what is set side by side row by row; of two forecasts the need is compared as figures, not as rows."""
    inputs, settings = side.inputs, _flat(side.plan.model_dump(mode="json", exclude={"input"}))
    own: dict[str, pd.DataFrame] = {
        SETTINGS.name: pd.DataFrame(list(settings), columns=list(SETTINGS.names)),
        "locations": inputs.locations,
        "candidates": inputs.candidates,
    }
    skipped = () if side.label.version else ("need",)
    return {name: own[name] if name in own else inputs.table(name) for name in COMPARED if name not in skipped}


def _flat(settings: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, str]]:
    for key, value in settings.items():
        name = f"{within}.{key}".lstrip(".")
        if isinstance(value, Mapping):
            yield from _flat(value, name)
        elif value is not None:
            yield name, ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _imprint(old: _Side, new: _Side) -> Imprint:
    """Give the particulars of the new version; confidential as soon as one row of either is not open."""
    before, after = (imprint_of(side.plan, side.inputs, None) for side in (old, new))
    closed = "vertrouwelijk" in (before.edition, after.edition)
    return replace(
        after, edition="vertrouwelijk" if closed else "openbaar", fictional=before.fictional or after.fictional
    )
