"""The press: results in order, errors as they were raised, no process left, and no script run twice."""

import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import psutil
import pytest
from conftest import ROOT

from geo.errors import InputError, SourceError
from geo.maps import press
from geo.maps.press import opened, processes_for
from tests.maps import press_tasks


def test_results_come_in_the_order_of_the_tasks_and_progress_as_they_come() -> None:
    told: list[tuple[int, int]] = []
    with opened(100, 2) as at_work:
        results = at_work.run(
            [partial(press_tasks.add, number) for number in range(6)], lambda *done: told.append(done)
        )
        again = at_work.run([partial(press_tasks.add, 7)])
    assert [total for total, _ in results] == [100, 101, 102, 103, 104, 105]
    assert [total for total, _ in again] == [107]
    assert told == [(done, 6) for done in range(1, 7)]
    processes = {process for _, process in results}
    assert len(processes) == 2
    assert os.getpid() not in processes
    assert not any(psutil.pid_exists(process) for process in processes)


def test_few_tasks_are_done_in_the_process_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "_cores", lambda: 16)
    assert [processes_for(count) for count in (0, 1, 4, 5, 40)] == [1, 1, 1, 2, 2]
    monkeypatch.setattr(press, "_cores", lambda: 1)
    assert processes_for(40) == 1
    with opened(1, 1) as at_work:
        assert at_work.run([partial(press_tasks.add, 1)]) == ((2, os.getpid()),)


@pytest.mark.parametrize("processes", [1, 2])
def test_an_error_comes_back_as_it_was_raised(processes: int) -> None:
    with pytest.raises(InputError) as caught, opened(3, processes) as at_work:
        at_work.run([partial(press_tasks.refuse, number) for number in range(9)])
    assert caught.value.sentence("en") == "`kaart` cannot be read: 3."
    assert "a note" in caught.value.__notes__
    assert not _children()


def test_an_unforeseen_error_says_where_it_was_raised() -> None:
    with pytest.raises(ZeroDivisionError, match="unforeseen") as caught, opened(3, 2) as at_work:
        at_work.run([press_tasks.stumble] * 3)
    assert "in stumble" in "".join(caught.value.__notes__)


def test_a_process_that_dies_is_told_with_its_last_words() -> None:
    with pytest.raises(SourceError, match=r"code 9; out of memory") as caught, opened(0, 2) as at_work:
        at_work.run([press_tasks.die] * 3)
    assert "genoeg geheugen" in caught.value.sentence("nl")
    assert not _children()


@pytest.mark.skipif(sys.platform != "linux", reason="processes split on Linux alone")
@pytest.mark.parametrize(("split", "code"), [(True, "-"), (False, "9")])
def test_when_one_process_dies_the_other_is_ended(split: bool, code: str, tmp_path: Path) -> None:
    lives = tmp_path / "lives"
    with pytest.raises(SourceError, match=rf"code {code}; out of memory"), opened(0, 2) as at_work:
        at_work.run([partial(press_tasks.die_if, split, os.getpid(), lives)] * 2)
    assert not _children()
    process = int(lives.read_text(encoding="ascii") or 0) if lives.exists() else 0  # it may not have come so far
    assert not process or not psutil.pid_exists(process) or psutil.Process(process).status() == psutil.STATUS_ZOMBIE


def test_what_cannot_be_sent_is_told() -> None:
    with pytest.raises((AttributeError, TypeError), match="pickle"), opened(0, 2) as at_work:
        at_work.run([lambda ground: ground] * 3)
    assert not _children()


def test_an_interrupt_ends_the_processes(tmp_path: Path) -> None:
    def interrupt(*_done: int) -> None:
        raise KeyboardInterrupt

    tasks = [partial(press_tasks.linger, tmp_path / "lives"), partial(press_tasks.add, 1)]
    with pytest.raises(KeyboardInterrupt), opened(0, 2) as at_work:
        at_work.run(tasks, interrupt)
    assert not _children()


@pytest.mark.parametrize("reason", ["may not", "no python", "ends at once"])
def test_where_no_process_may_start_the_work_is_done_here_and_that_is_said(
    reason: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if reason == "may not":

        def refused(*_command: object, **_options: object) -> None:
            raise PermissionError(1, "not permitted")

        monkeypatch.setattr(subprocess, "Popen", refused)
    elif reason == "no python":
        monkeypatch.setattr(sys, "executable", "/usr/bin/qgis")
    else:
        (tmp_path / "geo").mkdir()
        monkeypatch.setattr(press, "surroundings", lambda: {"PYTHONPATH": str(tmp_path)})
        monkeypatch.setattr(press, "_PROGRAM", "raise SystemExit('blocked by policy')")
    with opened(5, 2) as at_work:
        results = at_work.run([partial(press_tasks.add, number) for number in range(4)])
    assert [total for total, _ in results] == [5, 6, 7, 8]
    assert {process for _, process in results} == {os.getpid()}
    (remark,) = at_work.remarks
    assert {"may not": "not permitted", "no python": "qgis", "ends at once": "blocked by policy"}[reason] in str(remark)
    assert "na elkaar getekend" in remark.sentence("nl")


def test_a_process_loads_what_drawing_needs_and_no_analysis() -> None:
    with opened(0, 2) as at_work:
        names = at_work.run([press_tasks.loaded] * 3)[0]
    assert "geo.maps.press_worker" in names
    rooms = {name.split(".")[1] for name in names if name.startswith("geo.")}
    assert not rooms & {"stages", "analysis", "network", "sources", "pipeline", "store", "report"}


SCRIPT = """\
from functools import partial
from pathlib import Path
from geo.maps.press import opened
from tests.maps.press_tasks import add

with Path("ran.txt").open("a") as file:
    file.write("once\\n")
with opened(1, 2) as press:
    print(sum(total for total, _ in press.run([partial(add, number) for number in range(5)])))
"""
"""Without ``if __name__ == "__main__"``: with the usual ways of Python each process would run it again."""


def test_a_script_without_a_guard_runs_once(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(SCRIPT, encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "script.py"], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert told.stdout == "15\n"
    assert (tmp_path / "ran.txt").read_text(encoding="utf-8") == "once\n"


def _children() -> list[psutil.Process]:
    """List the processes of this one that are left after a moment."""
    for _ in range(50):
        left = [
            child for child in psutil.Process().children(recursive=True) if "press_worker" in " ".join(child.cmdline())
        ]
        if not left:
            return []
        time.sleep(0.1)
    return left
