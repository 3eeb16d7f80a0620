"""The error tree holds to its drawing, and every class travels between processes."""

import pickle
import re

import pytest

import geo.errors as tree
from geo.errors import Fault, FaultsError, GeoError

CLASSES = sorted(
    (value for value in vars(tree).values() if isinstance(value, type) and issubclass(value, GeoError)),
    key=lambda value: value.__name__,
)


def test_the_drawing_names_every_class_with_its_builtin() -> None:
    drawn = dict(re.findall(r"(\w+Error)\s+\((\w+)\)", tree.__doc__ or ""))
    assert set(re.findall(r"(\w+Error)\b(?!\))", tree.__doc__ or "")) - set(drawn.values()) == {
        c.__name__ for c in CLASSES
    }
    builtins = {"ValueError": ValueError, "OSError": OSError, "ImportError": ImportError, "RuntimeError": RuntimeError}
    for name, builtin in drawn.items():
        assert issubclass(getattr(tree, name), builtins[builtin])


@pytest.mark.parametrize("kind", CLASSES)
def test_every_class_has_an_exit_code_and_can_be_pickled(kind: type[GeoError]) -> None:
    assert kind.exit_code in {2, 3, 4, 5}
    assert str(pickle.loads(pickle.dumps(kind("wat er mis is")))) == str(kind("wat er mis is"))  # noqa: S301
    assert "__init__" not in vars(kind)


def test_faults_are_sorted_by_place() -> None:
    late, early = Fault("b.csv", 3, "naam", "empty_file"), Fault("a.csv", 9, "", "empty_file")
    assert FaultsError(late, early).faults == (early, late)


def test_a_fault_names_its_place() -> None:
    fault = Fault("data/raw/locations.csv", 4, "capaciteit", "empty_file")
    assert fault.place("nl") == "data/raw/locations.csv, rij 4, kolom capaciteit"
    assert fault.place("en") == "data/raw/locations.csv, row 4, column capaciteit"
