"""Where the tests find real data, and what they must not do."""

import os
import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from geo.pipeline import run
from geo.plan import load_plan

ROOT = Path(__file__).parents[1]


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
