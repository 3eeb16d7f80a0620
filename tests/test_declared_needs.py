"""Every stage declares what it uses: else its results would be kept when what they came from has changed.

One whole run is watched: which inputs, which sections of the plan and which earlier results each stage touches.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
import toy_workspace

import geo.stages as rooms
from geo import pipeline
from geo.pipeline import Event, run
from geo.plan import load_plan
from geo.stages import maps
from geo.stages.check import read_inputs
from geo.stages.sheet_list import sheet_jobs
from geo.stages.stage import Made, Stage, Work

STAGES = {stage.name: stage for stage in rooms.STAGES}
COMES_FROM = {
    "provinces": "boundaries",
    "municipalities": "boundaries",
    "own_provinces": "boundaries",
    "own_municipalities": "boundaries",
    "province_codes": "boundaries",
    "facility_lists": "replace",
    "replaced": "replace",
    "areas": "finder",
    "profile": "profiles",
    "finder_profile": "profiles",
}
"""The input behind each part of the inputs that has another name."""


@dataclass
class Seen:
    """What each stage touched."""

    stage: str = ""
    reads: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    sections: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    results: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    maker: dict[str, str] = field(default_factory=dict)

    def listen(self, event: Event) -> None:
        if event.state == "start":
            self.stage = event.stage

    def read(self, name: str) -> None:
        self.reads[self.stage].add(COMES_FROM.get(name, name))


class Watched:
    """Stands before an object and tells which of its parts are asked for."""

    def __init__(self, inner: object, tell: Callable[[str], None]) -> None:
        self._inner, self._tell = inner, tell

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if name in {"table", "table_if_given"}:
            return lambda table: (self._tell(table), found(table))[1]
        if name == "given" and callable(found):  # of a plan: what it says of a file
            self._tell("input")
            return found
        if name == "given":
            return WatchedNames(found, self._tell)
        # The path of the extract is no parameter: its bytes are in the key.
        if name not in {"files", "path", "streets", "quarters", "folder", "notes"}:
            self._tell(name)
        return found


class WatchedNames:
    """Stands before a set of names and tells which are looked for."""

    def __init__(self, inner: frozenset[str], tell: Callable[[str], None]) -> None:
        self._inner, self._tell = inner, tell

    def __contains__(self, name: str) -> bool:
        self._tell(name)
        return name in self._inner


def watched_stage(stage: Stage, seen: Seen) -> Stage:
    """Give a stage that tells which sections and results it uses, and what it makes."""

    def _run(work: Work) -> Made:
        def result(name: str) -> Any:
            seen.results[stage.name].add(name)
            return work.result(name)

        def network(mode: str) -> Any:
            seen.results[stage.name].add("extract")
            return work.network(mode)

        def imprint() -> Any:
            seen.reads[stage.name] |= {"locations", "candidates", "boundaries"}
            seen.sections[stage.name] |= {"plan", "input", "distances"}
            seen.results[stage.name].add("extract")
            return work.imprint()

        plan = Watched(work.plan, seen.sections[stage.name].add)
        made = stage.run(replace(work, plan=plan, result=result, network=network, imprint=imprint))  # type: ignore[arg-type]
        seen.maker |= dict.fromkeys((*made.results, *(table.name for table, _ in made.tables)), stage.name)
        return made

    return replace(stage, run=_run)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    folder = toy_workspace.make(tmp_path_factory.mktemp("toy"))
    found = Seen()
    with pytest.MonkeyPatch.context() as during:
        during.setattr(rooms, "STAGES", tuple(watched_stage(stage, found) for stage in rooms.STAGES))
        during.setattr(pipeline, "read_inputs", lambda plan: Watched(read_inputs(plan), found.read))
        # All sheets are prepared, which is when a stage looks; drawing them is no business of this test.
        during.setattr(maps, "sheet_jobs", lambda work: list(sheet_jobs(work))[:1])
        run(load_plan(folder), listen=found.listen)
    return found


def behind(stage: Stage) -> Mapping[str, Stage]:
    """Give a stage and all that it needs, directly or not."""
    found = {stage.name: stage}
    for need in stage.after():
        found |= behind(STAGES[need])
    return found


@pytest.mark.parametrize("name", STAGES)
def test_a_stage_reads_no_input_that_it_does_not_declare(seen: Seen, name: str) -> None:
    declared = {read for stage in behind(STAGES[name]).values() for read in stage.reads}
    assert seen.reads[name] - {"texts"} <= declared
    assert seen.reads[name] & {"texts"} <= set(STAGES[name].reads)


@pytest.mark.parametrize("name", STAGES)
def test_a_stage_looks_in_no_section_of_the_plan_that_it_does_not_declare(seen: Seen, name: str) -> None:
    declared = {section for stage in behind(STAGES[name]).values() for section in stage.sections}
    assert seen.sections[name] <= declared


@pytest.mark.parametrize("name", STAGES)
def test_a_stage_uses_only_results_of_stages_that_it_needs(seen: Seen, name: str) -> None:
    assert {seen.maker[result] for result in seen.results[name]} <= set(behind(STAGES[name])) - {name}


@pytest.mark.parametrize("name", STAGES)
def test_places_of_rows_depend_on_everything_that_places_them(name: str) -> None:
    """A row may lie where its address is, so that who reads it reads the addresses, and the extract for want of them."""
    stages = behind(STAGES[name])
    declared = {read for stage in stages.values() for read in stage.reads}
    if declared & {"locations", "candidates", "replace"}:
        assert {"addresses", "osm"} <= declared


def test_the_watch_sees_what_it_should(seen: Seen) -> None:
    assert "need" in seen.reads["coverage"]
    assert seen.sections["reach"] >= {"plan", "reach", "distances"}
    assert "standing" in seen.results["filling"]
    assert seen.maker["distances"] == "distances"
