"""The public door: what ``import geo`` gives, and what its description promises."""

import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

import geo

PROMISED = re.findall(r"^ +from (geo[\w.]+) import (.+)$", geo.__doc__ or "", re.MULTILINE)


def test_the_door_gives_exactly_what_it_names(tmp_path: Path) -> None:
    code = "import geo; print(*(name for name in vars(geo) if not name.startswith('_')))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert sorted(done.stdout.split()) == geo.__all__
    assert sorted(geo.__all__) == list(geo.__all__)
    assert all(hasattr(geo, name) for name in geo.__all__)


def test_the_root_of_all_errors_stands_in_the_door() -> None:
    assert geo.GeoError is geo.errors.GeoError


@pytest.mark.parametrize(("module", "names"), PROMISED)
def test_what_the_description_promises_can_be_imported_and_is_described(module: str, names: str) -> None:
    room = importlib.import_module(module)
    for name in names.split(", "):
        assert getattr(room, name).__doc__, name


def test_the_description_names_every_room_that_scripts_use() -> None:
    assert len(PROMISED) >= 12
    examples = Path(geo.__file__).parents[1] / "examples"
    used = {
        found
        for path in examples.glob("*.py")
        for found in re.findall(r"^from (geo[\w.]+) import", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert used <= {module for module, _ in PROMISED}


def test_the_package_is_typed() -> None:
    assert (Path(geo.__file__).parent / "py.typed").is_file()
