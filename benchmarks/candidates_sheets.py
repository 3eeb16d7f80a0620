"""The fact sheets of the candidates of the built-in province: seconds a sheet, picture and PDF and the atlas included.

    python -m benchmarks.candidates_sheets [--runs 5]

Every run is held to the bytes of the first one. The last line is one JSON object.
"""

import argparse
import hashlib
import json
import platform
import shutil
import statistics
import tempfile
from importlib.metadata import version
from pathlib import Path

from geo.pipeline import Event, run
from geo.plan import load_plan

ROOT = Path(__file__).parents[1]
STAGE = "candidate_sheets"


def _drawn(workspace: Path) -> tuple[float, dict[str, str]]:
    """Draw all sheets anew; give seconds a sheet and the digest of each file."""
    (workspace / "data" / "processed" / ".cache" / f"{STAGE}.json").unlink(missing_ok=True)
    done: list[Event] = []
    report = run(load_plan(workspace), stages=[STAGE], listen=done.append)
    files = [path for path in report.files if path.name.startswith("kandida")]
    seconds = next(event.seconds for event in done if event.stage == STAGE and event.state == "done")
    sheets = sum(path.suffix == ".png" for path in files)
    return seconds / sheets, {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _timed(runs: int) -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder)
        shutil.copy(ROOT / "plan.toml", workspace)
        shutil.copytree(ROOT / "data" / "raw", workspace / "data" / "raw")
        _, expected = _drawn(workspace)
        times = []
        for _ in range(runs):
            seconds, found = _drawn(workspace)
            assert found == expected
            times.append(seconds)
        return times


def measure(runs: int) -> dict[str, float]:
    """Give the least seconds a sheet.

    Parameters
    ----------
    runs
        How often all sheets are drawn after the first time.
    """
    return {"sheet_seconds": min(_timed(runs))}


def main() -> None:
    """Time the sheets and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    times = _timed(parser.parse_args().runs)
    print(f"Python {platform.python_version()}, matplotlib {version('matplotlib')}, pikepdf {version('pikepdf')}")
    print(f"a sheet: min {min(times):.2f} s, median {statistics.median(times):.2f} s, {len(times)} runs")
    print(json.dumps({"sheet_seconds": round(min(times), 3)}))


if __name__ == "__main__":
    main()
