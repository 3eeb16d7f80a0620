"""Where the tests find real data, and what they must not do."""

import os
from pathlib import Path

import pytest

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
