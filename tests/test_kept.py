"""Networks that are kept: the same to the bit when read, and made again, with a word about it, when of no use."""

import multiprocessing
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest
import toy_workspace
from numpy.typing import NDArray

from geo import kept
from geo.errors import Message, OutputLockedError
from geo.explain import explain, explained
from geo.extract import Streets
from geo.kept import Networks, load_value, save_value
from geo.network.build import Network, build
from geo.network.route import nearest
from geo.network.snap import snap
from geo.network.sweep import _search
from geo.pipeline import run
from geo.plan import load_plan
from geo.summary import summary
from tests.toytowns import CRS, RESIDENTIAL, grid, places, town, two_islands

GIVEN = frozenset({"mode", "crs"})


def arrays_of(value: Any, prefix: str = "") -> Iterator[tuple[str, NDArray[Any]]]:
    """Walk over the arrays of a dataclass and of those in it, rules and reference system left out."""
    for field in fields(value):
        part = getattr(value, field.name)
        if field.name in GIVEN and not prefix:
            continue
        if is_dataclass(part):
            yield from arrays_of(part, f"{prefix}{field.name}.")
        else:
            yield prefix + field.name, part


def same(one: Network, other: Network) -> int:
    """Insist on the same arrays of the same types; give how many there are."""
    pairs = list(zip(arrays_of(one), arrays_of(other), strict=True))
    for (name, ours), (other_name, theirs) in pairs:
        assert (name, ours.dtype, ours.shape) == (other_name, theirs.dtype, theirs.shape)
        assert ours.tobytes() == theirs.tobytes(), name
    assert (one.mode, one.crs) == (other.mode, other.crs)
    return len(pairs)


class Kept:
    """A folder of networks, and what is told of them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.told, self.built = folder, list[str](), 0

    def of(self, streets: Streets, mode: str = "car", *, key: str = "one", crs: pyproj.CRS = CRS) -> Network:
        def given() -> Streets:
            self.built += 1
            return streets

        def tell(message: Message) -> None:
            self.told.append(message.key)

        return Networks(folder=self.folder, key=key, crs=crs, streets=given, tell=tell).of(mode)

    @property
    def files(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


@pytest.fixture
def kept_in(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "networks")


def turning_town() -> Streets:
    """Make a crossing of four streets, one of which may not be entered from another."""
    spots = {1: (0.0, 0.0), 2: (300.0, 0.0), 3: (600.0, 0.0), 4: (300.0, 300.0), 5: (300.0, -300.0)}
    ways = [(number, [2, end], RESIDENTIAL) for number, end in enumerate((1, 3, 4, 5), start=1)]
    return town(spots, ways, turns=[(1, 2, 3, "no_left_turn")])


def test_what_is_read_is_what_was_built_to_the_bit(kept_in: Kept) -> None:
    for number, streets in enumerate((grid(), two_islands(ferry={}), turning_town())):
        for mode in ("walk", "bike", "car", "cbs_car"):
            built = kept_in.of(streets, mode, key=str(number))
            read = kept_in.of(streets, mode, key=str(number))
            assert same(built, read) == same(built, build(streets, mode, crs=CRS)) > 30
    assert len(kept_in.of(turning_town(), "car", key="2").links.copy_of) > 0, "the turn that is forbidden"
    assert kept_in.built == 12


def test_a_network_that_is_kept_answers_alike_without_compiling_anew(kept_in: Kept) -> None:
    streets = grid()
    answers, variants = [], []
    for _ in range(2):
        network = kept_in.of(streets)
        feet = snap(network, places((20.0, 0.0), (180.0, 150.0)))
        answers.append(nearest(network, feet, feet, k=2).total_mm.tolist())
        variants.append(len(_search.signatures))
    assert answers[0] == answers[1]
    assert variants[0] == variants[1]
    assert kept_in.built == 1
    # Arrays that may not be written have another type to the compiler; these may, and nothing goes back to the file.
    length_mm = network.length_mm
    length_mm[:] = 0
    assert same(kept_in.of(streets), build(streets, "car", crs=CRS)) > 30


def test_one_that_is_kept_is_not_built_again_and_nothing_is_told(kept_in: Kept) -> None:
    for _ in range(3):
        kept_in.of(grid())
    assert (kept_in.built, kept_in.told, kept_in.files) == (1, [], ["car.network"])


@pytest.mark.parametrize("change", [{"key": "two"}, {"crs": pyproj.CRS.from_epsg(32632)}])
def test_another_extract_other_rules_or_another_system_make_it_anew(kept_in: Kept, change: dict[str, Any]) -> None:
    kept_in.of(grid())
    other = kept_in.of(two_islands(), **change)
    assert kept_in.told == ["terminal.network_stale"]
    assert same(other, kept_in.of(two_islands(), **change)) > 30
    assert (kept_in.built, kept_in.told, kept_in.files) == (2, ["terminal.network_stale"], ["car.network"])


def flip(place: int) -> Callable[[bytes], bytes]:
    return lambda content: content[:place] + bytes([content[place] ^ 1]) + content[place:][1:]


@pytest.mark.parametrize(
    "damage",
    [
        lambda _content: b"", lambda _content: b"half", lambda content: content[:40], lambda content: content[:-1],
        lambda content: content[: len(content) // 2], lambda content: content + b"more", flip(0), flip(70), flip(-900),
        flip(-1), lambda content: content.replace(b"length_mm", b"lengte_mm"), lambda content: b"\0" * len(content),
    ],
)  # fmt: skip
def test_one_that_is_damaged_is_made_again_and_said_so(kept_in: Kept, damage: Callable[[bytes], bytes]) -> None:
    kept_in.of(grid())
    path = kept_in.folder / "car.network"
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    assert same(kept_in.of(grid()), build(grid(), "car", crs=CRS)) > 30
    assert kept_in.told == ["terminal.network_damaged"]
    assert path.read_bytes() == whole
    kept_in.of(grid())
    assert (kept_in.built, len(kept_in.told)) == (2, 1)


@dataclass(frozen=True)
class Inner:
    """Has one array."""

    second: NDArray[np.int32]


@dataclass(frozen=True)
class Before:
    """Has an array and another dataclass."""

    name: str
    first: NDArray[np.float64]
    inner: Inner


@dataclass(frozen=True)
class After:
    """Has one array more."""

    name: str
    first: NDArray[np.float64]
    inner: Inner
    third: NDArray[np.bool_]


def test_fields_are_found_wherever_they_are_and_none_may_be_missing(tmp_path: Path) -> None:
    path, value = tmp_path / "a", Before("x", np.array([[1.5, -0.0], [np.nan, np.inf]]).T, Inner(np.empty(0, np.int32)))
    save_value(value, path, "key", {"name": "x"})
    found = load_value(Before, path, "key", {"name": "x"})
    assert isinstance(found, Before)
    np.testing.assert_array_equal(found.first, value.first)
    assert np.signbit(found.first[1, 0])
    assert (found.inner.second.dtype, found.inner.second.shape) == (np.dtype("int32"), (0,))
    assert load_value(After, path, "key", {"name": "x"}) == "damaged"
    assert load_value(Before, path, "other", {"name": "x"}) == "stale"
    with pytest.raises(TypeError, match="`name` is neither an array of numbers nor a dataclass"):
        save_value(value, path, "key", {})
    with pytest.raises(TypeError, match=r"`inner\.second` is neither"):
        save_value(Before("x", np.zeros(1), Inner(np.array(["a", None]))), path, "key", {"name": "x"})


def test_one_that_another_program_holds_is_used_but_not_kept(kept_in: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object) -> None:
        raise OutputLockedError(Message.of("terminal.locked", path="car.network"))

    monkeypatch.setattr(kept, "save_value", refuse)
    assert same(kept_in.of(grid()), build(grid(), "car", crs=CRS)) > 30
    assert kept_in.told == ["terminal.network_held"]


def ask(folder: Path, times: int) -> list[str]:
    """Ask for a network time and again while others do, each with a key of its own now and then."""
    own = Kept(folder)
    for number in range(times):
        key = "one" if number % 3 else str(multiprocessing.current_process().pid)
        same(own.of(grid(), key=key), build(grid(), "car", crs=CRS))
    return own.told


def test_runs_at_once_never_see_half_a_file(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        told = pool.starmap(ask, [(tmp_path, 25)] * 2)
    assert {key for each in told for key in each} == {"terminal.network_stale"}
    assert [path.name for path in tmp_path.iterdir()] == ["car.network"]


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    return toy_workspace.finished(tmp_path / "toy")


def test_a_run_keeps_its_networks_and_tells_when_one_is_made_again(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, builds = toy / "data" / "processed" / ".cache" / "networks", list[str]()
    paths = sorted(folder.iterdir())
    assert {"walk.network", "car.network"} <= {path.name for path in paths}

    def counted(streets: Streets, mode: str, **options: Any) -> Network:
        builds.append(mode)
        return build(streets, mode, **options)

    monkeypatch.setattr(kept, "build", counted)
    tables = {path.name: path.read_bytes() for path in (toy / "data" / "processed").glob("distances.*")}
    remake(toy, "distances")
    assert builds == []
    for path in paths:
        path.write_bytes(path.read_bytes()[:-5])
    report = remake(toy, "distances")
    assert sorted(builds) == sorted({"walk", "car", *builds}), "each mode of the plan once"
    assert [message.key for message in report.noticed] == ["terminal.network_damaged"] * len(builds)
    lines = summary(report, here=toy, lang="nl")
    assert len([line for line in lines if line.endswith(".network` was beschadigd en is opnieuw gemaakt.")]) == len(
        builds
    )
    assert {path.name: path.read_bytes() for path in (toy / "data" / "processed").glob("distances.*")} == tables


def remake(toy: Path, stage: str) -> Any:
    (toy / "data" / "processed" / ".cache" / f"{stage}.json").unlink()
    report = run(load_plan(toy), stages=(stage,))
    assert report.ran == (stage,)
    return report


def test_an_explanation_takes_the_network_of_the_run_and_makes_what_it_lacks(toy: Path) -> None:
    plan = load_plan(toy)
    first = explained(explain(plan, "T1", "gp", "walk"))
    path = toy / "data" / "processed" / ".cache" / "networks" / "walk.network"
    path.write_bytes(b"")
    found = explain(plan, "T1", "gp", "walk")
    told = f"`{path}` was beschadigd en is opnieuw gemaakt."
    assert [line for line in explained(found) if line != told] == first
    assert told in explained(found)
    assert explained(explain(plan, "T1", "gp", "walk")) == first
    shutil.rmtree(path.parents[1])
    assert explained(explain(plan, "T1", "gp", "walk")) == first, "in a workspace that nothing was run in"
