"""Where the tests find real data, and what they must not do."""

import os
import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from geo.pipeline import run
from geo.plan import load_plan

ROOT = Path(__file__).parents[1]
LONGEST = (
    "test_plan_from_raw.py", "test_pipeline.py", "test_explorer_use.py", "test_hostile.py", "test_osm_blocks.py",
    "test_spreidingswet.py", "test_verdict_laws.py", "test_chapter_checks.py", "test_cli.py", "test_interactive.py",
    "test_candidate_sheet.py",
)  # fmt: skip
"""Files that take longest, begun first, so that no process is left with a long one when the others are done.

The very first makes the workspace of the built-in province, for which the other processes would wait.
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files; the order within a file stays."""
    rank = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.name, len(rank)))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of real data; its absence skips, but is a failure where it was promised."""
    promised = "GEO_SHARED" in os.environ or os.environ.get("CI") == "true"
    folder = Path(os.environ.get("GEO_SHARED", ROOT.parent / "shared" / "data"))
    if (folder / "README.md").is_file():
        return folder
    if promised:
        pytest.fail(f"the real data are not at {folder}; set GEO_SHARED to their folder")
    pytest.skip(f"no real data at {folder}; set GEO_SHARED to their folder")


@pytest.fixture(scope="session")
def markerwaard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the workspace of the built-in province with everything that a whole run makes; one for all processes."""
    folder = run_folder(tmp_path_factory) / "markerwaard"
    with FileLock(folder.with_suffix(".lock")):
        if not (folder / "data" / "processed" / "run.json").is_file():
            folder.mkdir()
            shutil.copy(ROOT / "plan.toml", folder)
            shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
            run(load_plan(folder))
    return folder


def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder that all processes of this run of the tests share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
