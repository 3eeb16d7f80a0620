"""The error tree holds to its drawing, and every class travels between processes."""

import pickle
import re

import pytest

import geo.errors as tree
from geo.errors import Fault, FaultsError, GeoError, Message, Note, SourceError

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


def test_a_message_is_told_in_the_language_of_the_reader_also_after_a_journey() -> None:
    error = SourceError(Message.of("osm.empty", path="a.osm.pbf"))
    for one in (error, pickle.loads(pickle.dumps(error))):  # noqa: S301
        assert one.sentence("nl").startswith("het OpenStreetMap-bestand a.osm.pbf is leeg")
        assert one.sentence("en").startswith("the OpenStreetMap file a.osm.pbf is empty")
    assert SourceError("plain text").sentence("nl") == "plain text"


def test_notes_travel_with_the_faults_but_are_none() -> None:
    fault, note = Fault("a.csv", 3, "naam", "empty_file"), Note("a.csv", 2, "naam", "mended_shape")
    error = pickle.loads(pickle.dumps(FaultsError(note, fault)))  # noqa: S301
    assert (error.faults, error.notes) == ((fault,), (note,))
    assert error.sentence("en") == str(fault.sentence("en"))
    assert "mended" in error.notes[0].sentence("en")


def test_a_fault_of_the_plan_names_its_key_and_what_was_meant() -> None:
    fault = Fault("plan.toml", 0, "input.need.crs", "unknown_crs", (("value", "RD"), ("hint", "EPSG:28992")))
    assert fault.sentence("nl") == (
        "plan.toml, sleutel input.need.crs: `RD` is geen coördinatenstelsel. Bedoelt u `EPSG:28992`? "
        "Schrijf bijvoorbeeld EPSG:28992."
    )
