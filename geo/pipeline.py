"""Orders the stages, runs those whose inputs changed and remembers what they made."""

import json
import platform
import re
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import requires, version
from pathlib import Path

import geo.stages as rooms
from geo.crs import read_crs
from geo.earlier import remove_outdated, set_aside
from geo.errors import Message
from geo.extract import Extract
from geo.findings import Finding, from_frame
from geo.imprint import Imprint
from geo.kept import networks_in
from geo.memory import peak_mb, reset_peak
from geo.network.build import Network
from geo.network.modes import MODES
from geo.plan import Plan
from geo.sources.inputs import Inputs
from geo.stages.check import read_inputs
from geo.stages.imprint import edition_of, imprint_of
from geo.stages.order import chosen, planned_of
from geo.stages.outcome import Outcome, outcome_of
from geo.stages.stage import Made, Outputs, Result, Stage, Work
from geo.store import (
    StageRecord,
    fingerprint,
    load_extract,
    load_frame,
    load_record,
    locked,
    save_extract,
    save_frame,
    save_record,
    sha256,
    source_fingerprint,
    write_bytes,
    write_text,
)
from geo.tables.ranking import RANKING
from geo.tables.render import csv_bytes

DISTRIBUTION = "geo-provinciaal-plan"
"""Name under which this package is installed."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened during a run."""

    stage: str
    """Name of the stage."""
    state: str
    """``start``, ``part``, ``done`` or ``kept``."""
    done: int = 0
    """Parts done."""
    total: int = 0
    """Parts in all; 0 where unknown."""
    seconds: float = 0.0
    """How long the stage took, at its end."""


Listener = Callable[[Event], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """What a run made."""

    files: tuple[Path, ...]
    """All files for people and programs of the stages that were wanted, sorted; ``run.json`` among them."""
    ran: tuple[str, ...]
    """Stages that ran."""
    kept: tuple[str, ...]
    """Stages whose results were still right."""
    outputs: Outputs
    """Where the files are."""
    findings: tuple[Finding, ...]
    """What the checks found; empty where the checks did not run."""
    moved_because: tuple[Path, ...]
    """Files open in another program, for which the results went to a dated folder; usually empty."""
    seconds: float
    """How long the run took."""
    missing: tuple[Message, ...] = ()
    """What could not be made here, and why."""
    set_aside: tuple[Path, ...] = ()
    """Where the files are now that were changed by hand and had to be made again."""
    noticed: tuple[Message, ...] = ()
    """What went otherwise than usual, such as a part of the cache that was of no use any more, and why."""
    left_out: tuple[str, ...] = ()
    """Stages that would have run if the plan had streets."""
    confidential: bool = False
    """Whether a location or candidate that the findings or the outcome may name is not open."""
    outcome: Outcome | None = None
    """What became of the candidates; None where there are none, or they were not judged in this run."""


@dataclass
class _Run:
    """The state of one run: results in memory, records on disk."""

    plan: Plan
    outputs: Outputs
    listen: Listener
    hashes: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    records: dict[str, StageRecord] = field(default_factory=dict)
    results: dict[str, Result] = field(default_factory=dict)
    missing: list[Message] = field(default_factory=list)
    set_aside: list[Path] = field(default_factory=list)
    noticed: list[Message] = field(default_factory=list)

    @cached_property
    def inputs(self) -> Inputs:
        return read_inputs(self.plan)

    @cached_property
    def imprint(self) -> Imprint:
        return imprint_of(self.plan, self.inputs, self.result("extract") if self.streets else None)

    @property
    def streets(self) -> bool:
        return self.plan.input.osm is not None

    @property
    def cache(self) -> Path:
        return self.outputs.processed / ".cache"

    def record_path(self, stage: Stage) -> Path:
        return self.cache / f"{stage.name}.json"

    def result(self, name: str) -> Result:
        if name not in self.results:
            table, frame = (folder / f"{name}.parquet" for folder in (self.outputs.processed, self.cache))
            extract = name == "extract"
            self.results[name] = load_extract(self.cache / name) if extract else load_frame(_first(table, frame))
        return self.results[name]

    def key(self, stage: Stage) -> str:
        files = self.plan.files(stage.reads)
        for path in files.values():
            if str(path) not in self.hashes:
                self.hashes[str(path)] = sha256(path)
        options = {section: self.plan.section(section) for section in stage.sections}
        read = {name: self.hashes[str(path)] for name, path in files.items()}
        how = self.plan.reading(stage.reads)
        needed = [self.keys[need] for need in stage.after(streets=self.streets)]
        return fingerprint([stage.name, source_fingerprint(), read, how, options, needed])

    def work(self, stage: Stage) -> Work:
        def advance(done: int, total: int) -> None:
            self.listen(Event(stage.name, "part", done, total))

        def network(mode: str) -> Network:
            crs = read_crs(self.plan.plan.crs)
            kept = networks_in(self.cache, crs, lambda: made.extract().streets, self.noticed.append)
            return kept.of(mode, self.inputs.country if MODES[mode].domestic else None)

        made = Work(
            plan=self.plan,
            outputs=self.outputs,
            inputs=lambda: self.inputs,
            result=self.result,
            network=network,
            imprint=lambda: self.imprint,
            advance=advance,
            streets="used" if self.streets else "not_given",
        )
        return made

    def save(self, made: Made) -> list[Path]:
        kept: list[Path] = []
        for name, result in made.results.items():
            self.results[name] = result
            if isinstance(result, Extract):
                kept.extend(save_extract(result, self.cache / name))
            else:
                kept.append(save_frame(result, self.cache / f"{name}.parquet"))
        for table, frame in made.tables:
            self.results[table.name] = frame
            kept.append(save_frame(frame, self.outputs.processed / f"{table.name}.parquet"))
            told = csv_bytes(made.told.get(table.name, frame), table)
            kept.append(write_bytes(self.outputs.processed / f"{table.name}.csv", told))
        return kept


def _first(path: Path, other: Path) -> Path:
    return path if path.is_file() else other


def run(plan: Plan, *, stages: Iterable[str] = (), listen: Listener = lambda _event: None) -> RunReport:
    """Run the stages whose inputs, parameters or source changed since their results were made.

    Parameters
    ----------
    plan
        The plan, from `geo.plan.load_plan`.
    stages
        Names of the stages that are wanted; the ones they need run too. All by default.
    listen
        Called at the start, during and at the end of each stage.

    Returns
    -------
    report
        What was made and where.

    Raises
    ------
    GeoError
        Whatever is wrong with the inputs, before any file is written.
    """
    began, planned = time.perf_counter(), planned_of(plan, stages := tuple(stages))
    usual = usual_outputs(plan)
    going = _Run(plan=plan, outputs=usual, listen=listen)
    kept = _recall(going, planned)
    held = _held(usual) if len(kept) < len(planned) else ()
    if held:
        going, kept = replace(going, outputs=_dated(usual), records={}), ()
    if len(kept) < len(planned):
        _require_sound_inputs(going)
        (going.outputs.processed / "run.json").unlink(missing_ok=True)
    for stage in planned:
        if stage.name in kept:
            listen(Event(stage.name, "kept"))
        else:
            _run_stage(going, stage)
    files = {plan.folder / name for record in going.records.values() for name in record.files}
    findings, outcome = _findings(going), _outcome(going)
    _recall(going, (stage for stage in rooms.STAGES if stage not in planned))
    mark = _write_run_json(going)
    return RunReport(
        files=tuple(sorted({mark, *(path for path in files if ".cache" not in path.parts)})),
        ran=tuple(stage.name for stage in planned if stage.name not in kept),
        kept=kept,
        outputs=going.outputs,
        findings=findings,
        moved_because=held,
        seconds=round(time.perf_counter() - began, 3),
        missing=tuple(going.missing),
        set_aside=tuple(going.set_aside),
        noticed=tuple(going.noticed),
        left_out=tuple(stage.name for stage in chosen(stages) if stage not in planned),
        confidential=(bool(findings) or outcome is not None) and edition_of(going.inputs) == "vertrouwelijk",
        outcome=outcome,
    )


def _recall(going: _Run, stages: Iterable[Stage]) -> tuple[str, ...]:
    """Remember what is on record of stages whose results are still right; gives their names."""
    recalled = []
    for stage in stages:
        if any(before not in going.keys for before in stage.after(streets=going.streets)):
            continue
        going.keys[stage.name] = going.key(stage)
        record = load_record(going.record_path(stage))
        if record is not None and record.key == going.keys[stage.name] and record.whole(going.plan.folder):
            going.records[stage.name] = record
            recalled.append(stage.name)
    return tuple(recalled)


def usual_outputs(plan: Plan) -> Outputs:
    """Give the folders that a run of a plan writes in, unless a file there is open elsewhere."""
    return Outputs(processed=plan.folder / "data" / "processed", maps=plan.folder / "maps")


def _held(outputs: Outputs) -> tuple[Path, ...]:
    return locked(path for folder in (outputs.processed, outputs.maps) for path in folder.glob("*"))


def _dated(outputs: Outputs) -> Outputs:
    now = f"{datetime.now(tz=UTC).astimezone():%Y-%m-%d-%H%M%S}"
    return replace(outputs, processed=outputs.processed / now, maps=outputs.maps / now)


def _require_sound_inputs(going: _Run) -> None:
    """Read the tables, which tells all their faults, before anything is written."""
    _ = going.inputs


def _run_stage(going: _Run, stage: Stage) -> None:
    going.listen(Event(stage.name, "start"))
    began = time.perf_counter()
    reset_peak()
    before = load_record(going.record_path(stage))
    if before is not None:
        going.set_aside.extend(set_aside(going.plan.folder, before.files))
    made = stage.run(going.work(stage))
    going.noticed.extend(made.noticed)
    paths = [*made.files, *going.save(made)]
    files = {path.relative_to(going.plan.folder).as_posix(): sha256(path) for path in paths}
    seconds = round(time.perf_counter() - began, 3)
    going.records[stage.name] = StageRecord(key=going.keys[stage.name], files=files, seconds=seconds, peak_mb=peak_mb())
    if made.missing:
        going.missing.extend(made.missing)
        going.record_path(stage).unlink(missing_ok=True)
    else:
        save_record(going.records[stage.name], going.record_path(stage))
    if before is not None:
        current = {name for record in going.records.values() for name in record.files}
        remove_outdated(going.plan.folder, before.files, current)
    going.listen(Event(stage.name, "done", seconds=seconds))


def _write_run_json(going: _Run) -> Path:
    """Write last what was run, as the mark that the run is whole."""
    about: Mapping[str, object] = {
        "geo": version(DISTRIBUTION),
        "python": platform.python_version(),
        "platform": sys.platform,
        "libraries": _libraries(),
        "source": source_fingerprint(),
        "inputs": {
            Path(path).relative_to(going.plan.folder).as_posix()
            if Path(path).is_relative_to(going.plan.folder)
            else Path(path).name: digest
            for path, digest in sorted(going.hashes.items())
        },
        "osm_timestamp": _timestamp(going),
        "parameters": {name: going.plan.section(name) for name in going.plan.sections()},
        "stages": {
            name: {"seconds": record.seconds, "peak_mb": record.peak_mb, "files": len(record.files)}
            for name, record in going.records.items()
        },
        "files": {
            name: digest
            for record in going.records.values()
            for name, digest in sorted(record.files.items())
            if ".cache" not in name
        },
    }
    return write_text(going.outputs.processed / "run.json", json.dumps(about, indent=1, ensure_ascii=False))


def _libraries() -> dict[str, str]:
    """Give the version of each library that this package asks for."""
    names = (re.split(r"[^\w.-]", wanted, maxsplit=1)[0] for wanted in requires(DISTRIBUTION) or ())
    return {name: version(name) for name in sorted(names)}


def _timestamp(going: _Run) -> str:
    found = going.result("extract") if "extract" in going.records else None
    return found.timestamp if isinstance(found, Extract) else ""


def _findings(going: _Run) -> tuple[Finding, ...]:
    """Read the findings of the checks, when they are part of this run."""
    if "checks" not in going.records:
        return ()
    frame = going.result("findings")
    if isinstance(frame, Extract):
        return ()
    return from_frame(frame)


def _outcome(going: _Run) -> Outcome | None:
    """Count what became of the candidates, when they were judged in this run."""
    record = going.records.get("ranking")
    judged = record is not None and any(Path(name).stem == RANKING.name for name in record.files)
    ranking = going.result(RANKING.name) if judged else None
    return None if ranking is None or isinstance(ranking, Extract) else outcome_of(ranking, going.inputs.candidates)
