"""The main job: the demo cold and warm, the answer time of the help, and reading Kampen.

    python -m benchmarks.main_job [--runs 5]

Cold means: a fresh copy of the workspace without results and an empty cache of
compiled code. Warm means the same command again. Peak memory is of the whole
process tree, sampled fifty times a second. The last line is one JSON object.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import osmium
import psutil

ROOT = Path(__file__).parents[1]
SAMPLE_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of a command."""

    seconds: float
    peak_mb: float


def measure(command: Sequence[str], folder: Path, **environment: str) -> Measured:
    """Run a command and measure its time and the peak of its process tree."""
    began = time.perf_counter()
    process = psutil.Popen(
        command, cwd=folder, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    peak = before = 0
    while process.poll() is None:
        now = tree_bytes(process)
        # Right after a fork the pages of both are one: what lasts a single sample is no peak.
        peak, before = max(peak, min(before, now)), now
        time.sleep(SAMPLE_SECONDS)
    seconds = time.perf_counter() - began
    if process.returncode:
        sys.exit(process.stdout.read().decode())
    return Measured(seconds, peak / 1e6)


def tree_bytes(process: psutil.Process) -> int:
    """Add the resident memory of a process and all its descendants."""
    total = 0
    for member in (process, *children(process)):
        try:
            total += member.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total


def children(process: psutil.Process) -> list[psutil.Process]:
    """List the descendants of a process that are still there."""
    try:
        return process.children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def fresh_workspace(folder: Path) -> Path:
    """Copy the built-in plan without its results."""
    workspace = folder / "workspace"
    shutil.copytree(ROOT / "data" / "raw", workspace / "data" / "raw")
    shutil.copy(ROOT / "plan.toml", workspace / "plan.toml")
    return workspace


def demo(runs: int) -> tuple[list[Measured], list[Measured], Path]:
    """Run the demo cold and warm, each in a folder of its own; the results of both must be the same files."""
    cold, warm = [], []
    folder = Path(tempfile.mkdtemp(prefix="geo-benchmark-"))
    workspace = folder
    for number in range(runs):
        workspace = fresh_workspace(folder / str(number))
        compiled = str(folder / f"compiled-{number}")
        command = (sys.executable, "-m", "geo", "run", "--plan", str(workspace))
        cold.append(measure(command, ROOT, NUMBA_CACHE_DIR=compiled))
        before = results(workspace)
        warm.append(measure(command, ROOT, NUMBA_CACHE_DIR=compiled))
        assert results(workspace) == before, "the second run changed a file"
    return cold, warm, workspace


def results(workspace: Path) -> dict[str, object]:
    """Read the digests of the files that a run made."""
    return json.loads((workspace / "data" / "processed" / "run.json").read_text(encoding="utf-8"))["files"]


def help_ratio(runs: int) -> float:
    """Compare ``geo --help`` with a Python that does nothing, in turns."""
    ratios = []
    for _ in range(runs):
        nothing = measure((sys.executable, "-c", "pass"), ROOT).seconds
        ratios.append(measure((sys.executable, "-m", "geo", "--help"), ROOT).seconds / nothing)
    return statistics.median(ratios)


def kampen(runs: int) -> list[float]:
    """Read streets and facilities of the real extract of Kampen."""
    folder = Path(os.environ.get("GEO_SHARED", ROOT.parent / "shared" / "data"))
    pbf = folder / "kampen" / "kampen.osm.pbf"
    code = (
        f"from pathlib import Path; from geo.sources.extract import read_extract; e = read_extract(Path({str(pbf)!r}))"
    )
    check = f"; assert len(e.streets.way_id) == {count_ways(pbf)} and len(e.facilities) > 100"
    return [measure((sys.executable, "-c", code + check), ROOT).seconds for _ in range(runs)]


def count_ways(pbf: Path) -> int:
    """Count the streets and ferries of an extract by another road: every such way of two nodes or more."""
    ways = osmium.FileProcessor(str(pbf), osmium.osm.WAY)
    return sum("highway" in way.tags or way.tags.get("route") == "ferry" for way in ways if len(way.nodes) > 1)


def table(name: str, values: Sequence[float], unit: str) -> None:
    """Print the minimum and the median of a row."""
    print(f"{name:<34} min {min(values):9.2f}   median {statistics.median(values):9.2f} {unit}")


def where_the_time_goes(workspace: Path) -> None:
    """Print the seconds of each stage of the last cold run."""
    run = json.loads((workspace / "data" / "processed" / "run.json").read_text(encoding="utf-8"))
    for name, stage in run["stages"].items():
        print(f"    {name:<30} {stage['seconds']:9.2f} s")


def main() -> None:
    """Measure, print a table and end with JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    cold, warm, workspace = demo(runs)
    help_versus = help_ratio(2 * runs)
    read = kampen(runs)
    table("demo, cold", [m.seconds for m in cold], "s")
    table("demo, warm", [m.seconds for m in warm], "s")
    table("demo, peak of the process tree", [m.peak_mb for m in cold], "MB")
    table("reading Kampen, whole process", read, "s")
    print(f"geo --help is {help_versus:.1f} times `python -c pass`")
    where_the_time_goes(workspace)
    print(
        json.dumps(
            {
                "demo_cold_seconds": round(statistics.median(m.seconds for m in cold), 2),
                "demo_warm_seconds": round(statistics.median(m.seconds for m in warm), 2),
                "demo_peak_mb": round(max(m.peak_mb for m in cold)),
                "help_vs_python": round(help_versus, 1),
                "kampen_read_seconds": round(statistics.median(read), 2),
            }
        )
    )


if __name__ == "__main__":
    main()
