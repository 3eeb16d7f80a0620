"""Our distances beside the lengths of Valhalla's routes: a look for bias, not an oracle.

    python -m benchmarks.valhalla [--pairs 400] [--valhalla FOLDER]

Valhalla makes a cost of its own small (time with penalties; with ``shortest`` the length, but under its own rules of
access), so that neither answer is right because the other is equal. Pairs of junctions are drawn at random from the
largest part of our network of each mode, at which both begin and end: no leg counts. Needs the programs in the wheel
`pyvalhalla`; where it cannot be installed its unpacked folder will do. Writes the chart and the figures that
`docs/valhalla.md` shows.
"""

import argparse
import importlib.util
import json
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray
from pyproj import CRS

from benchmarks.main_job import ROOT
from benchmarks.network_race import MissingPeer, shared_data
from geo.network.build import Network, build
from geo.network.route import Weight, nearest
from geo.network.snap import Snaps, snap
from geo.sources.streets import read_streets

Floats = NDArray[np.float64]
PLACES = {"Kampen": ("kampen/kampen", 28992), "Porto": ("osm/porto", 32629)}
COSTING = {"walk": "pedestrian", "bike": "bicycle", "car": "auto"}
MODE_WORDS = {"walk": "lopen", "bike": "fietsen", "car": "rijden"}
SEED = 20261126
LEAST_M = 300.0
"""Pairs that are nearer say little: Valhalla gives whole metres."""
DOCS = ROOT / "docs"
_COLOURS = {"Kampen": "#1b6ca8", "Porto": "#c8651b"}
_WAIT_S = 60
_CAPTION = (
    "zoveel langer is de route van Valhalla (links van 0: korter)\n"
    "lijn: p5 tot p95; balk: p25 tot p75; rondje: mediaan\n© OpenStreetMap-bijdragers (ODbL)"
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Lengths of the same journeys by both."""

    place: str
    mode: str
    what: str
    """What was made small by either, in Dutch."""
    ours_m: Floats
    theirs_m: Floats

    @property
    def share(self) -> Floats:
        """How much longer Valhalla's route is, per cent; below 0 it is shorter than our shortest."""
        return 100 * (self.theirs_m / self.ours_m - 1)


def programs(folder: Path | None) -> Path:
    """Find the folder of the package.

    Raises
    ------
    MissingPeer
        If it is not there.
    """
    spec = None if folder else importlib.util.find_spec("valhalla")
    found = folder or (Path(spec.origin).parent if spec and spec.origin else None)
    if found is None or not (found / "bin" / "valhalla_service").is_file():
        msg = "the programs of pyvalhalla are not there; install it or give its folder with --valhalla"
        raise MissingPeer(msg)
    return found


@contextmanager
def served(package: Path, pbf: Path) -> Iterator[str]:
    """Make the tiles of an extract and answer questions about it at an address of this machine."""
    with tempfile.TemporaryDirectory(prefix="geo-valhalla-") as name:
        folder, port = Path(name), free_port()
        config = folder / "valhalla.json"
        words = ("--mjolnir-tile-dir", str(folder / "tiles"), "--mjolnir-admin", "", "--mjolnir-timezone", "")
        listen = ("--httpd-service-listen", f"tcp://127.0.0.1:{port}")
        # Else a search far from both ends goes by the main roads alone, and what it finds is not the shortest.
        whole = ("--service-limits-max-distance-disable-hierarchy-culling", "1000000")
        maker = (sys.executable, str(package / "valhalla_build_config.py"), *words, *listen, *whole)
        config.write_bytes(subprocess.run(maker, check=True, capture_output=True).stdout)
        (folder / "tiles").mkdir()
        tiles = (str(package / "bin" / "valhalla_build_tiles"), "-c", str(config), str(pbf))
        subprocess.run(tiles, check=True, capture_output=True)
        service = (str(package / "bin" / "valhalla_service"), str(config), "1")
        with subprocess.Popen(service, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                address = f"http://127.0.0.1:{port}"
                wait_for(address)
                yield address
            finally:
                process.terminate()


def free_port() -> int:
    """Give a port of this machine that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for(address: str) -> None:
    """Wait until the service answers."""
    until = time.monotonic() + _WAIT_S
    while ask(address, "status", {}) is None:
        assert time.monotonic() < until, "valhalla_service does not answer"
        time.sleep(0.1)


def ask(address: str, action: str, question: dict[str, Any]) -> dict[str, Any] | None:
    """Ask something; None where there is no answer."""
    body = json.dumps(question).encode()
    request = urllib.request.Request(f"{address}/{action}", body, {"Content-Type": "application/json"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=_WAIT_S) as answer:  # noqa: S310 - an address of this machine
            return dict(json.load(answer))
    except urllib.error.URLError:
        return None


def route_m(address: str, mode: str, ends: Floats, *, shortest: bool) -> float:
    """Give the length of Valhalla's route between two places (longitude, latitude); NaN without one."""
    question = {
        "locations": [{"lon": lon, "lat": lat} for lon, lat in ends.tolist()],
        "costing": COSTING[mode],
        "costing_options": {COSTING[mode]: {"shortest": shortest, "disable_hierarchy_pruning": shortest}},
        "directions_type": "none",
    }
    answer = ask(address, "route", question)
    return np.nan if answer is None else 1000 * float(answer["trip"]["summary"]["length"])


def junctions(network: Network, pairs: int) -> tuple[Snaps, Snaps]:
    """Draw pairs of junctions of the largest part, and stand on them."""
    inside = network.component == int(np.argmax(network.component_m))
    at = np.intersect1d(network.links.node, np.unique(np.concatenate([network.u[inside], network.v[inside]])))
    drawn = np.random.default_rng(SEED).choice(at, (2, pairs))
    here, there = (
        snap(network, gpd.GeoSeries(gpd.points_from_xy(network.lon[some], network.lat[some]), crs=4326))
        for some in drawn
    )
    return here, there


def ours_m(network: Network, ends: tuple[Snaps, Snaps], weight: Weight) -> Floats:
    """Give the length of our way of every pair; NaN without one."""
    answer = np.full(ends[0].count, np.nan)
    for row in range(len(answer)):
        one = np.array([row])
        found = nearest(network, ends[0].take(one), ends[1].take(one), k=1, weight=weight)
        if len(found.origin):
            answer[row] = found.total_m[0]
    return answer


def compare(place: str, network: Network, mode: str, address: str, pairs: int) -> list[Comparison]:
    """Compare all pairs of a mode, and print how many had an answer."""
    here, there = junctions(network, pairs)
    at = np.stack([np.column_stack([some.lon, some.lat]) for some in (here, there)], axis=1)
    short, usual = (
        np.array([route_m(address, mode, ends, shortest=shortest) for ends in at]) for shortest in (True, False)
    )
    by_length = ours_m(network, (here, there), "distance")
    asked = [("kortste tegen kortste (`shortest`)", by_length, short), ("kortste tegen gewone route", by_length, usual)]
    if mode == "car":
        asked.append(("snelste tegen gewone route", ours_m(network, (here, there), "time"), usual))
    known = np.isfinite(by_length) & np.isfinite(short) & np.isfinite(usual) & (by_length >= LEAST_M)
    print(f"{place}, {mode}: {known.sum()} of {pairs} pairs; without our way {np.isnan(by_length).sum()}, "
          f"without theirs {(np.isnan(short) | np.isnan(usual)).sum()}")  # fmt: skip
    return [Comparison(place, mode, what, ours[known], theirs[known]) for what, ours, theirs in asked]


def table(comparisons: list[Comparison]) -> str:
    """Write the figures as a table of the page: per cent that Valhalla is longer."""
    lines = [
        "| plaats | vervoerwijze | vergeleken | paren | p5 | mediaan | p95 | binnen 1% | korter dan de onze |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for one in comparisons:
        low, middle, high = (f"{figure:+.1f}%".replace(".", ",") for figure in np.percentile(one.share, [5, 50, 95]))
        near, shorter = (100 * float(part.mean()) for part in (np.abs(one.share) <= 1, one.share < -1))
        lines.append(
            f"| {one.place} | {MODE_WORDS[one.mode]} | {one.what} | {len(one.share)} | {low} | {middle} | {high} "
            f"| {near:.0f}% | {shorter:.0f}% |"
        )
    return "\n".join(lines)


def draw(comparisons: list[Comparison], path: Path) -> None:
    """Draw the spread of every comparison."""
    mpl.rcParams["svg.hashsalt"] = "valhalla"
    figure = Figure(figsize=(9.0, 0.42 * len(comparisons) + 1.4), layout="constrained")
    axes = figure.add_subplot()
    for row, one in enumerate(comparisons):
        p5, p25, p50, p75, p95 = np.percentile(one.share, [5, 25, 50, 75, 95])
        colour = _COLOURS[one.place]
        axes.plot([p5, p95], [row, row], color=colour, lw=1.2)
        axes.plot([p25, p75], [row, row], color=colour, lw=7, solid_capstyle="butt", alpha=0.55)
        axes.plot([p50], [row], "o", color="white", mec=colour, mew=1.6, ms=6)
    labels = [f"{one.place}, {MODE_WORDS[one.mode]}: {one.what.replace('`', '')}" for one in comparisons]
    axes.set_yticks(range(len(labels)), labels, fontsize=9)
    axes.invert_yaxis()
    axes.axvline(0, color="#555555", lw=0.8)
    axes.grid(axis="x", color="#dddddd", lw=0.6)
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:+.0f}%" if value else "0%")
    axes.set_xlabel(_CAPTION)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Compare, draw and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=400, help="pairs a mode")
    parser.add_argument("--valhalla", type=Path, help="folder of the package, where it is not installed")
    asked = parser.parse_args()
    package = programs(asked.valhalla)
    subprocess.run((str(package / "bin" / "valhalla_service"), "--version"), check=True)
    comparisons: list[Comparison] = []
    for place, (file, epsg) in PLACES.items():
        pbf = shared_data(f"{file}.osm.pbf")
        streets = read_streets(pbf)
        with served(package, pbf) as address:
            for mode in COSTING:
                network = build(streets, mode, crs=CRS.from_epsg(epsg))
                comparisons += compare(place, network, mode, address, asked.pairs)
    draw(comparisons, DOCS / "img" / "valhalla-verschillen.svg")
    print(table(comparisons))


if __name__ == "__main__":
    main()
