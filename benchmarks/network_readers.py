"""The readers of streets and facilities, each in a process of its own.

    python -m benchmarks.network_readers geo|pyrosm|duckdb FILE ANSWER TAG...

Streets are every `highway=*` and `route=ferry` way with the tags that `geo` keeps (they are told, to spare the peers
the import), and the places of its nodes. The facilities are what each tool makes of them: categories for `geo`,
`get_pois` for pyrosm, and for DuckDB the bare objects that have one of our keys (less than ours, in its favour). The
answer is JSON: numbers and sums to compare.
"""

import importlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

FACILITY_KEYS = (
    "amenity", "building", "club", "entrance", "healthcare", "isced:level", "landuse", "leisure", "natural", "office",
    "public_transport", "railway", "school", "shop", "station",
)  # fmt: skip
_UNITS = 1e7
Answer = dict[str, int]


def answer(way: Any, node: Any, lon: Any, lat: Any) -> Answer:
    """Give numbers and sums of ways and nodes; the places in units of 1e-7 degree."""
    way, node = np.asarray(way, dtype=np.int64), np.asarray(node, dtype=np.int64)
    lon, lat = (np.rint(np.asarray(axis, dtype=np.float64) * _UNITS).astype(np.int64) for axis in (lon, lat))
    sums = {"way_ids": way, "node_ids": node, "lon": lon, "lat": lat}
    return {"ways": len(way), "nodes": len(node)} | {name: int(values.sum()) for name, values in sums.items()}


def read_geo(path: Path, _tags: Sequence[str]) -> Answer:
    """Read with `geo`."""
    streets, _ = importlib.import_module("geo.sources.extract").read_streets_and_facilities(path)
    return answer(streets.way_id, streets.node_id, streets.node_lon, streets.node_lat)


def read_pyrosm(path: Path, tags: Sequence[str]) -> Answer:
    """Read with pyrosm; its own networks leave out streets, so that the filter says which are wanted."""
    source = importlib.import_module("pyrosm").OSM(str(path))
    wanted = ['["highway"]', '["route"="ferry"]']
    nodes, edges = source.get_network(nodes=True, custom_filter=wanted, tags_to_keep=list(tags))
    source.get_pois()
    return answer(edges["id"].unique(), nodes["id"], nodes["lon"], nodes["lat"])


def read_duckdb(path: Path, tags: Sequence[str]) -> Answer:
    """Read with DuckDB in two threads, and join the nodes of ways to their places in numpy."""
    importlib.import_module("duckdb_extensions").import_extension("spatial")
    duckdb = importlib.import_module("duckdb").connect(config={"threads": 2})
    duckdb.execute("LOAD spatial")
    columns = ", ".join(f"coalesce(tags['{tag}'], '') AS \"{tag}\"" for tag in tags)
    source = f"FROM ST_ReadOSM('{path}')"
    ways = duckdb.execute(
        f"SELECT id, refs, {columns} {source} WHERE kind = 'way' AND len(refs) > 1 "
        "AND (map_contains(tags, 'highway') OR tags['route'] = 'ferry') ORDER BY id"
    ).to_arrow_table()
    nodes = duckdb.execute(f"SELECT id, lon, lat {source} WHERE kind = 'node'").fetchnumpy()
    keys = ", ".join(f"'{key}'" for key in FACILITY_KEYS)
    duckdb.execute(
        f"SELECT kind, id, tags, refs, lon, lat {source} WHERE list_has_any(map_keys(tags), [{keys}])"
    ).to_arrow_table()
    refs = ways["refs"].combine_chunks().flatten().to_numpy()
    used, way_node = np.unique(refs, return_inverse=True)
    assert len(way_node) == len(refs)
    order = np.argsort(nodes["id"], kind="stable")
    at = order[np.searchsorted(nodes["id"][order], used)]
    assert (nodes["id"][at] == used).all(), "the file lacks nodes"
    return answer(ways["id"].to_numpy(), used, nodes["lon"][at], nodes["lat"][at])


READERS = {"geo": read_geo, "pyrosm": read_pyrosm, "duckdb": read_duckdb}


def main() -> None:
    """Read once and write the answer."""
    name, source, target, *tags = sys.argv[1:]
    Path(target).write_text(json.dumps(READERS[name](Path(source), tags)), encoding="utf-8")


if __name__ == "__main__":
    main()
