"""The interactive map of Kampen, on real data: how large it is, and how soon it is there.

    python -m benchmarks.maps_interactive [--runs 5]

The page is that of a whole run on the extract of Kampen in ``GEO_SHARED``; it is opened from disk in Chromium, without
network, in a new profile each time, until it says that it is ready. It must have a mark for each location of the plan
that lies on the map before it is timed. The last line is one JSON object, empty where there are no real data.
"""

import argparse
import json
import os
import platform
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.main_job import ROOT, table
from geo.pipeline import run
from geo.plan import load_plan
from tasks import find_browser
from tests import kampen_workspace

MOST_SECONDS = 30.0


def written(folder: Path, shared: Path) -> Path:
    """Make the page."""
    workspace = kampen_workspace.make(folder / "kampen", shared)
    report = run(load_plan(workspace), stages=("page",))
    return next(path for path in report.files if path.name.startswith("kaart-") and path.suffix == ".html")


def opened(browser: Browser, path: Path) -> tuple[Page, float]:
    """Open the page in a new profile; give the seconds until it is ready."""
    page = browser.new_context(viewport={"width": 1366, "height": 768}, offline=True).new_page()
    began = time.perf_counter()
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready]", timeout=MOST_SECONDS * 1000)
    return page, time.perf_counter() - began


def check(page: Page) -> None:
    """Hold what the page tells against the list that it was made of."""
    text = page.content()
    lacking = [row[1] for row in kampen_workspace.LOCATIONS if str(row[1]) not in text]
    assert lacking == [], f"the page does not name {lacking}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    shared = Path(os.environ.get("GEO_SHARED", ROOT.parent / "shared" / "data"))
    if not (shared / "kampen" / "kampen.osm.pbf").is_file():
        print(f"left out: no real data at {shared}; set GEO_SHARED to their folder")
        print(json.dumps({}))
        return
    with tempfile.TemporaryDirectory(prefix="geo-benchmark-") as folder, sync_playwright() as playwright:
        path = written(Path(folder), shared)
        browser = playwright.chromium.launch(executable_path=find_browser() or playwright.chromium.executable_path)
        check(opened(browser, path)[0])
        seconds = [opened(browser, path)[1] for _ in range(runs)]
        browser.close()
        megabytes = path.stat().st_size / 1e6
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    table("until the page is ready", seconds, "s")
    table("size of the file", [megabytes], "MB")
    ready = round(statistics.median(seconds), 2)
    print(json.dumps({"interactive_mb": round(megabytes, 2), "interactive_ready_seconds": ready}))


if __name__ == "__main__":
    main()
