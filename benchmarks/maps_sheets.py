"""The sheets of the built-in province, drawn as a run draws them: seconds and memory of all processes together.

    python -m benchmarks.maps_sheets [--runs 3] [--cores 2]

First all sheets are drawn one by one by a process that may use a single core; those that the press draws on several
must be the same bytes. The time is that of the stages: sheets as PDF, SVG and PNG, the map appendix, and the fact
sheets of the candidates. Memory is the proportional share (PSS) of each process of the tree, sampled ten times a
second; where the system does not tell that, its resident memory. Texts on each other are counted by the letters as
they are printed in the PDFs. The last line is one JSON object.
"""

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import psutil

from benchmarks.main_job import ROOT, children, results, table
from geo.pipeline import run
from geo.plan import load_plan
from tests.oracles.text_overlaps import overlaps

STAGES = ("maps", "candidate_sheets")
SAMPLE_SECONDS = 0.1
_PROGRAM = """
import json, os, sys
from pathlib import Path
from geo.pipeline import run
from geo.plan import load_plan
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:int(sys.argv[2])])
done = {}
report = run(load_plan(Path(sys.argv[1])), stages=sys.argv[3:],
             listen=lambda event: done.update({event.stage: event.seconds}) if event.state == "done" else None)
print(json.dumps({name: done[name] for name in sys.argv[3:]}))
"""


@dataclass(frozen=True, slots=True)
class Drawing:
    """One time that all sheets were drawn."""

    seconds: dict[str, float]
    """Of each stage."""
    peak_mb: float
    """Of all processes together."""
    files: dict[str, object]
    """Digest of each file."""


def prepared(folder: Path) -> Path:
    """Copy the built-in plan and make all that comes before its sheets."""
    workspace = folder / "workspace"
    shutil.copytree(ROOT / "data" / "raw", workspace / "data" / "raw")
    shutil.copy(ROOT / "plan.toml", workspace / "plan.toml")
    plan = load_plan(workspace)
    run(plan, stages=("catchments", "filling", "finder", "ranking"))
    return workspace


def drawn(workspace: Path, cores: int) -> Drawing:
    """Draw all sheets anew in a process of its own, which may use some cores."""
    for stage in STAGES:
        (workspace / "data" / "processed" / ".cache" / f"{stage}.json").unlink(missing_ok=True)
    command = (sys.executable, "-c", _PROGRAM, str(workspace), str(cores), *STAGES)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = psutil.Popen(command, cwd=ROOT, stdout=said, stderr=sys.stderr, env=os.environ)
        peak = 0
        while process.poll() is None:
            peak = max(peak, sum(map(_bytes, (process, *children(process)))))
            time.sleep(SAMPLE_SECONDS)
        if process.returncode:
            sys.exit(process.returncode)
        said.seek(0)
        seconds: dict[str, float] = json.loads(said.read().splitlines()[-1])
    files = {name: digest for name, digest in results(workspace).items() if name.startswith("maps/")}
    return Drawing(seconds, peak / 1e6, files)


def _bytes(process: psutil.Process) -> int:
    try:
        told = process.memory_full_info()
    except psutil.Error:
        return 0
    return int(getattr(told, "pss", told.rss))


def sheets_of(drawing: Drawing) -> tuple[str, ...]:
    """List the PDFs of sheets, without those that hold many."""
    names = (Path(name).name for name in drawing.files if name.endswith(".pdf"))
    whole = ("kaartenbijlage-", "kandidaten-", "provinciaal-plan-")
    return tuple(sorted(name for name in names if not name.startswith(whole)))


def on_each_other(paths: Iterable[Path]) -> list[str]:
    """Tell which texts lie on each other, on which sheet."""
    return [f"{path.name}: {first!r} and {second!r}" for path in paths for _, first, second in overlaps(path)]


def main() -> None:
    """Compare, time, count and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--cores", type=int, default=2)
    given = parser.parse_args()
    print(f"Python {platform.python_version()}, matplotlib {version('matplotlib')}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory(prefix="geo-benchmark-") as folder:
        workspace = prepared(Path(folder))
        alone = drawn(workspace, 1)
        together = [drawn(workspace, given.cores) for _ in range(given.runs)]
        assert all(drawing.files == alone.files for drawing in together), "the press drew other bytes"
        names = sheets_of(alone)
        found = on_each_other(workspace / "maps" / name for name in names)
    for stage in STAGES:
        table(f"{stage}, one by one", [alone.seconds[stage]], "s")
        table(f"{stage}, on {given.cores} cores", [drawing.seconds[stage] for drawing in together], "s")
    table("memory, one by one", [alone.peak_mb], "MB")
    table(f"memory, on {given.cores} cores", [drawing.peak_mb for drawing in together], "MB")
    print("\n".join(["texts on each other:", *found] if found else ["no texts on each other"]))
    print(
        json.dumps(
            {
                "sheets": len(names),
                "sheets_seconds": round(min(sum(drawing.seconds.values()) for drawing in together), 1),
                "sheets_peak_mb": round(max(drawing.peak_mb for drawing in together)),
                "label_overlaps": len(found),
            }
        )
    )


if __name__ == "__main__":
    main()
