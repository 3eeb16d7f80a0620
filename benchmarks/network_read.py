"""Reading an extract into street arrays and facilities, against pyrosm and DuckDB.

Each reading is a process of its own, start included; memory is its greatest resident size, sampled fifty times a
second.
"""

import json
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import osmium

from benchmarks.main_job import ROOT, Measured, measure, table
from benchmarks.network_race import Figures, MissingPeer, Setting, how_much, peer, porto_pbf
from benchmarks.network_readers import Answer
from geo.extract import STREET_TAGS

_APART = 10_000_000_000_000
"""By how much ids of neighbouring tiles differ."""
_STEP_DEGREES = 0.45
"""Width and height of a tile."""
Runs = dict[str, list[Measured]]


def reading(setting: Setting) -> Figures:
    """Read Porto, or Porto tiled, with all readers that are there, in turns."""
    readers = ["geo", *_peers()]
    if readers == ["geo"]:
        msg = "neither pyrosm nor DuckDB is there"
        raise MissingPeer(msg)
    with tempfile.TemporaryDirectory(prefix="geo-benchmark-") as folder:
        path = tiled(porto_pbf(), Path(folder) / "tiled.osm.pbf", setting.tiles)
        print(f"reading Porto tiled {setting.tiles} x {setting.tiles}: {path.stat().st_size / 1e6:.1f} MB")
        runs = _read(path, readers, setting.runs)
    for name, each in runs.items():
        table(f"  {name}", [run.seconds for run in each], "s")
        table(f"  {name}, greatest memory", [run.peak_mb for run in each], "MB")
    return _figures(runs)


def _peers() -> Iterator[str]:
    """Give the peers that are there, and say why others are not."""
    for name, modules in (("pyrosm", ("pyrosm",)), ("duckdb", ("duckdb", "duckdb_extensions"))):
        try:
            for module in modules:
                peer(module)
        except MissingPeer as reason:
            print(f"reading, {name}: null, for {reason}")
        else:
            yield name


def _read(path: Path, readers: list[str], count: int) -> Runs:
    """Read in turns; every answer must be that of our own reader."""
    target, runs = path.with_suffix(".json"), {name: [] for name in readers}
    expected: Answer = {}
    for number in range(count):
        for name in readers:
            command = (sys.executable, "-m", "benchmarks.network_readers", name, str(path), str(target), *STREET_TAGS)
            runs[name].append(measure(command, ROOT))
            answer = json.loads(target.read_text(encoding="utf-8"))
            expected = expected or answer
            assert answer == expected, f"{name} reads {answer}, geo {expected}"
        if number == 0:
            print(f"  equal in {', '.join(readers)}: {expected['ways']} ways and {expected['nodes']} nodes, and sums")
    return runs


def _figures(runs: Runs) -> Figures:
    seconds = {name: [run.seconds for run in each] for name, each in runs.items()}
    figures: Figures = {}
    if "pyrosm" in runs:
        memory = {name: statistics.median(run.peak_mb for run in runs[name]) for name in ("geo", "pyrosm")}
        figures["pbf_vs_pyrosm"] = how_much("pyrosm / geo, time", seconds["pyrosm"], seconds["geo"])
        figures["pbf_memory_vs_pyrosm"] = memory["geo"] / memory["pyrosm"]
        print(f"  geo / pyrosm, memory: {figures['pbf_memory_vs_pyrosm']:.2f} by medians")
    if "duckdb" in runs:
        figures["pbf_vs_duckdb"] = how_much("geo / duckdb, time", seconds["geo"], seconds["duckdb"])
    return figures


def tiled(source: Path, target: Path, tiles: int) -> Path:
    """Write the nodes and ways of a file side by side, with ids of their own; one tile is the file itself."""
    if tiles == 1:
        return source
    places = [(tile, *divmod(tile, tiles)) for tile in range(tiles * tiles)]
    with osmium.SimpleWriter(str(target)) as writer:
        for tile, row, column in places:
            for node in osmium.FileProcessor(str(source), osmium.osm.NODE):
                place = (node.lon + column * _STEP_DEGREES, node.lat + row * _STEP_DEGREES)
                writer.add_node(node.replace(id=node.id + tile * _APART, location=place))
        for tile, _, _ in places:
            for way in osmium.FileProcessor(str(source), osmium.osm.WAY):
                refs = [ref.ref + tile * _APART for ref in way.nodes]
                writer.add_way(way.replace(id=way.id + tile * _APART, nodes=refs))
    return target
