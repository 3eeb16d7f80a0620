"""All distances between two lists of places without a plan, straight to Parquet."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.crs import metric_crs_of
from geo.errors import Message, SourceError, UsageError
from geo.figures import Arithmetic
from geo.network.build import Network, build
from geo.network.matrix import BLOCK_PAIRS, Block, matrix, most_pairs
from geo.network.route import Weight
from geo.network.snap import snap
from geo.oneoff import ORIGINS, check_limits, geography_of, read_places, refuse
from geo.pipeline import Event, Listener
from geo.sources.asked import asked_mode, asked_weight
from geo.sources.extract import read_extract
from geo.store import free_bytes, save_frames
from geo.tables.columns import Table
from geo.tables.inputs import LOCATIONS, PLACE_COLUMNS
from geo.tables.matrix import MATRIX, STATUSES

_ENDING = ".parquet"
_STAGE = "matrix"
_ID = LOCATIONS.column("location_id")
_DESTINATIONS = Table(
    name="destinations",
    title="Bestemmingen",
    key=("destination_id",),
    columns=(
        replace(_ID, name="destination_id", heading="bestemming-id", also=(_ID.name, _ID.heading, *_ID.also)),
        *PLACE_COLUMNS,
    ),
)
_OK, _UNREACHABLE, _BEYOND = (STATUSES.index(name) for name in ("ok", "unreachable", "beyond_limit"))
_ROW_BYTES, _DISTANCE_BYTES = 3, 14
"""What a row takes on the disk, and a distance with its time in it, as measured on tables of 10⁴ to 10⁷ rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRequest:
    """What is asked of a matrix."""

    origins: Path
    """Table or layer of places to go from."""
    destinations: Path
    """Table or layer of places to go to."""
    osm: Path
    """Extract."""
    mode: str
    """``walk``, ``bike``, ``car`` or ``cbs_car``."""
    weight: str = "distance"
    """What is made small: ``distance`` or ``time``."""
    limit_m: float | None = None
    """Farthest distance, in metres; None for no limit."""
    limit_minutes: float | None = None
    """Longest time, in minutes, where time is made small; None for no limit."""

    @property
    def limit(self) -> float:
        """The limit as the network takes it, metres or seconds; infinite without one."""
        if self.limit_m is not None:
            return self.limit_m
        return np.inf if self.limit_minutes is None else self.limit_minutes * 60


def matrix_to_file(
    request: MatrixRequest,
    out: Path,
    *,
    threads: int = 1,
    block_pairs: int = BLOCK_PAIRS,
    listen: Listener = lambda _event: None,
) -> int:
    """Compute every distance from some places to others and write them, with no more than a part in memory.

    The file has the columns of `geo.tables.matrix.MATRIX`, one row for each pair, sorted by origin and then by
    destination, whatever the order of the files. A distance is missing where there is none, and the status says why:
    ``unreachable`` (no path, or no street within 1,000 m of a place) or ``beyond_limit``.

    Parameters
    ----------
    request
        What is asked.
    out
        File to write, which ends in ``.parquet``.
    threads
        How many searches are made at a time; makes no difference to the file.
    block_pairs
        How many pairs are worked on at a time; makes no difference to the file.
    listen
        Called at the start, during and at the end.

    Returns
    -------
    rows
        How many rows were written.

    Raises
    ------
    UsageError
        If the mode, the weight, the limit or the format has no meaning.
    FaultsError
        With every fault of the tables.
    SourceError
        If the extract cannot be read, or the file would not fit on the disk.
    """
    request = replace(request, mode=asked_mode(request.mode), weight=asked_weight(request.weight))
    _check(request, out)
    began = time.perf_counter()
    listen(Event(_STAGE, "start"))
    extract = read_extract(request.osm)
    crs = metric_crs_of(extract.boundary)
    geography = geography_of(request.osm, crs)
    (origins, wrong), (destinations, also_wrong) = (
        read_places(path, table, geography)
        for path, table in ((request.origins, ORIGINS), (request.destinations, _DESTINATIONS))
    )
    refuse([*wrong, *also_wrong])
    origins, destinations = origins.sort_values("location_id"), destinations.sort_values("destination_id")
    network = build(extract.streets, request.mode, crs=crs)
    _require_room(request, out, origins, destinations, network)
    feet, goals = (snap(network, places.geometry) for places in (origins, destinations))
    weight = cast("Weight", request.weight)
    blocks = matrix(network, feet, goals, limit=request.limit, weight=weight, block_pairs=block_pairs, threads=threads)
    ids = pd.Index(origins["location_id"]), pd.Index(destinations["destination_id"])
    rows = save_frames(_frames(blocks, ids, listen), out)
    listen(Event(_STAGE, "done", seconds=time.perf_counter() - began))
    return rows


def _check(request: MatrixRequest, out: Path) -> None:
    """Refuse what has no meaning before anything is read."""
    check_limits(request.weight, request.limit_m, request.limit_minutes)
    if out.suffix.lower() != _ENDING:
        raise UsageError(Message.of("usage.format", value=out, known=_ENDING))


def _require_room(
    request: MatrixRequest, out: Path, origins: gpd.GeoDataFrame, destinations: gpd.GeoDataFrame, network: Network
) -> None:
    """Refuse a table that would not fit on the disk, with the sum."""
    full = len(origins) * len(destinations)
    if request.limit < np.inf:
        reach_m = request.limit if request.weight == "distance" else float(network.farthest_m(request.limit))
        full = most_pairs(origins.geometry.to_numpy(), destinations.geometry.to_numpy(), reach_m)
    told = too_large(len(origins), len(destinations), full=full, free=free_bytes(out), out=out)
    if told is not None:
        raise SourceError(told)


def size_bytes(rows: int, full: int) -> int:
    """Give what a table takes on the disk at the most, with so many rows of which so many have a distance."""
    return rows * _ROW_BYTES + full * _DISTANCE_BYTES


def too_large(origins: int, destinations: int, *, full: int, free: int, out: Path) -> Message | None:
    """Give the sum that shows that a table would not fit on the disk; None where it does.

    Parameters
    ----------
    origins, destinations
        How many places there are.
    full
        How many pairs have a distance, at the most.
    free
        Free bytes on the disk.
    out
        File to write.
    """
    rows = origins * destinations
    needed = size_bytes(rows, full)
    if needed <= free:
        return None
    counts = {"origins": origins, "destinations": destinations, "rows": rows, "full": full}
    sizes = {"needed": f"{needed / 1e9:.2f}", "free": f"{free / 1e9:.2f}"}
    return Arithmetic.of("terminal.no_room", **counts, **sizes, path=out)


def _frames(blocks: Iterator[Block], ids: tuple[pd.Index, pd.Index], listen: Listener) -> Iterator[pd.DataFrame]:
    """Give the rows of every block, origin by origin."""
    for block in blocks:
        yield _frame(block, ids)
        listen(Event(_STAGE, "part", block.first + len(block.distance_m), len(ids[0])))


def _frame(block: Block, ids: tuple[pd.Index, pd.Index]) -> pd.DataFrame:
    """Give a block as a row for each pair."""
    high, wide = block.distance_m.shape
    codes = np.repeat(np.arange(block.first, block.first + high), wide), np.tile(np.arange(wide), high)
    status = np.where(block.exists, _BEYOND, _UNREACHABLE).astype(np.int8)
    status[np.isfinite(block.distance_m)] = _OK
    origin, destination = (pd.Categorical.from_codes(part, own) for part, own in zip(codes, ids, strict=True))
    columns = {
        "origin_id": origin,
        "destination_id": destination,
        "distance_m": block.distance_m.ravel(),
        "minutes": block.minutes.ravel(),
        "status": pd.Categorical.from_codes(status.ravel(), pd.Index(STATUSES)),
    }
    return pd.DataFrame({name: columns[name] for name in MATRIX.names})
