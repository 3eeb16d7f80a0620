"""Where the tests find real data, what they share, and what they must not do.

Nothing of `geo` is loaded before a fixture needs it: the process that hands out the tests does without.
"""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.once import SHARED_FOLDER, made_once

ROOT = Path(__file__).parents[1]
LONGEST = (
    "test_plan_from_raw.py", "test_kampen_plan.py", "test_pipeline.py", "test_hostile.py", "test_maps_press.py",
    "test_finder_plan.py", "test_candidate_sheet.py", "test_kampen_distances.py", "test_explorer_use.py",
    "test_osm_blocks.py", "test_interactive.py", "test_candidate_sheets.py", "test_spreidingswet_plan.py",
    "test_spreidingswet.py", "test_sheets_marks.py", "test_sheets.py", "test_location.py", "test_kampen_quality.py",
    "test_verdict_laws.py", "test_declared_needs.py",
)  # fmt: skip
"""Files that take longest, begun first, so that no process is left with a long one when the others are done.

The first two make the workspaces that others look at: those of the built-in province and of Kampen.
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files; the order within a file stays."""
    rank = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.name, len(rank)))


def pytest_collection_finish() -> None:
    """Let the search for garbage pass over modules and ten thousand tests, which stay until the end."""
    gc.collect()
    gc.freeze()


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


@pytest.fixture(scope="session", autouse=True)
def _shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Say where the processes of this run of the tests find what one of them made."""
    own = tmp_path_factory.getbasetemp()
    with pytest.MonkeyPatch.context() as during:
        during.setenv(SHARED_FOLDER, str(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own))
        yield


@pytest.fixture(scope="session", autouse=True)
def _one_press() -> Iterator[None]:
    """Draw sheets in the process of the test, which has a core to itself; the tests of the press say otherwise."""
    from geo.maps import press

    with pytest.MonkeyPatch.context() as during:
        during.setattr(press, "_cores", lambda: 1)
        yield


@pytest.fixture(scope="session")
def markerwaard() -> Path:
    """Give the workspace of the built-in province with everything that a whole run makes; one for all processes."""
    return made_once("markerwaard", _whole_markerwaard)


@pytest.fixture(scope="session")
def kampen(shared: Path) -> Path:
    """Give the workspace on the real data of Kampen with everything that a whole run makes; one for all processes."""
    from tests import kampen_workspace

    return made_once("kampen", lambda to: kampen_workspace.make_whole(to, shared))


def _whole_markerwaard(folder: Path) -> None:
    from geo.pipeline import run
    from geo.plan import load_plan

    shutil.copy(ROOT / "plan.toml", folder)
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    run(load_plan(folder))
