"""``geo matrix``: all pairs of two files, straight to Parquet, with the figures of the toy town worked out by hand."""

import shutil
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
import toy_workspace
from command import Caller
from shapely import Point

from geo import matrix, store
from geo.errors import FaultsError, SourceError, UsageError
from geo.matrix import MatrixRequest, matrix_to_file
from geo.oneoff import Request, distances_to_file
from geo.tables.matrix import MATRIX
from tests.sources.osm_builder import lon_lat

METRES = 1.5
"""The builder of the town is exact to about 1 m in 1 km."""
ORIGINS = {"B": (790, 810), "A": (0, 400), "ver": (5_000, 400)}
DESTINATIONS = {"Z2": (800, 800), "Z10": (200, 400), "Z1": (0, 0)}
HAND = {
    ("A", "Z1"): 400, ("A", "Z10"): 200, ("A", "Z2"): 1_200, ("B", "Z1"): 1_600, ("B", "Z10"): 1_000, ("B", "Z2"): 20,
}  # fmt: skip
"""Along the grid; the foot of B is 10 m away from it and from the corner (800, 800)."""


def csv_of(places: dict[str, tuple[float, float]]) -> str:
    rows = [f"{name};{lon};{lat}" for name, (lon, lat) in ((name, lon_lat(*at)) for name, at in places.items())]
    return "nr;lengtegraad;breedtegraad\n" + "\n".join(rows) + "\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("matrix")
    toy_workspace.write_streets(made / "town.osm.pbf")
    (made / "van.csv").write_text(csv_of(ORIGINS), encoding="utf-8")
    (made / "naar.csv").write_text(csv_of(DESTINATIONS), encoding="utf-8")
    return made


@pytest.fixture
def asked(folder: Path) -> MatrixRequest:
    return MatrixRequest(
        origins=folder / "van.csv", destinations=folder / "naar.csv", osm=folder / "town.osm.pbf", mode="walk"
    )


def computed(request: MatrixRequest, out: Path) -> pd.DataFrame:
    assert matrix_to_file(request, out) == pq.read_metadata(out).num_rows
    return pd.read_parquet(out)


def test_every_pair_has_a_row_with_the_distance_along_the_grid(asked: MatrixRequest, tmp_path: Path) -> None:
    table = computed(asked, tmp_path / "uit.parquet")
    assert tuple(table.columns) == MATRIX.names
    pairs = [(origin, goal) for origin in ("A", "B", "ver") for goal in ("Z1", "Z10", "Z2")]
    assert list(zip(table["origin_id"], table["destination_id"], strict=True)) == pairs
    found = table.set_index(["origin_id", "destination_id"])
    for pair, expected_m in HAND.items():
        assert found.loc[pair, "distance_m"] == pytest.approx(expected_m, abs=METRES), pair
        assert found.loc[pair, "minutes"] == pytest.approx(found.loc[pair, "distance_m"] / 1000 * 12, abs=1e-3), pair
        assert found.loc[pair, "status"] == "ok"
    assert (found.loc["ver", "status"] == "unreachable").all()
    assert found.loc["ver", ["distance_m", "minutes"]].isna().all(axis=None)


def test_a_missing_distance_is_null_and_beyond_a_limit_said_so(asked: MatrixRequest, tmp_path: Path) -> None:
    table = computed(replace(asked, limit_m=1_100.0), tmp_path / "uit.parquet")
    assert table["status"].value_counts().to_dict() == {"ok": 4, "unreachable": 3, "beyond_limit": 2}
    plain = pq.read_table(tmp_path / "uit.parquet")
    assert [plain[name].null_count for name in ("distance_m", "minutes", "status", "origin_id")] == [5, 5, 0, 0]


def test_it_gives_the_distances_of_geo_distances(asked: MatrixRequest, folder: Path, tmp_path: Path) -> None:
    points = [Point(lon_lat(*at)) for at in DESTINATIONS.values()]
    own = gpd.GeoDataFrame({"nr": list(DESTINATIONS), "naam": list(DESTINATIONS)}, geometry=points, crs=4326)
    own.to_file(tmp_path / "zorg.gpkg")
    request = Request(
        origins=folder / "van.csv", osm=folder / "town.osm.pbf", mode="bike", categories=(),
        files=(tmp_path / "zorg.gpkg",), nearest=9, limit_m=5e4,
    )  # fmt: skip
    distances_to_file(request, tmp_path / "los.parquet")
    one_by_one = pd.read_parquet(tmp_path / "los.parquet").dropna(subset="distance_m")
    ids = one_by_one["facility_id"].str.removeprefix("zorg:")
    layer = replace(asked, mode="fietsen", destinations=tmp_path / "zorg.gpkg")
    table = computed(layer, tmp_path / "uit.parquet").set_index(["origin_id", "destination_id"])
    both = table.loc[list(zip(one_by_one["origin_id"], ids, strict=True))]
    assert len(both) == 6
    for name in ("distance_m", "minutes"):
        assert both[name].tolist() == one_by_one[name].tolist()


def test_neither_blocks_nor_threads_nor_the_order_of_the_files_change_a_byte(
    asked: MatrixRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_GROUP_ROWS", 4)
    for name, places in (("van.csv", ORIGINS), ("naar.csv", DESTINATIONS)):
        (tmp_path / name).write_text(csv_of(dict(sorted(places.items()))), encoding="utf-8")
    in_order = replace(asked, origins=tmp_path / "van.csv", destinations=tmp_path / "naar.csv")
    matrix_to_file(asked, tmp_path / "eerst.parquet")
    groups = pq.ParquetFile(tmp_path / "eerst.parquet").metadata
    assert [groups.row_group(at).num_rows for at in range(groups.num_row_groups)] == [4, 4, 1]
    for request in (asked, in_order):
        for block_pairs, threads in ((1, 1), (7, 2), (100, 3)):
            matrix_to_file(request, tmp_path / "uit.parquet", block_pairs=block_pairs, threads=threads)
            assert (tmp_path / "uit.parquet").read_bytes() == (tmp_path / "eerst.parquet").read_bytes()


def test_a_matrix_that_does_not_fit_is_refused_with_the_sum(
    asked: MatrixRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage._replace(free=4_200_000_000))
    monkeypatch.setattr(matrix, "_DISTANCE_BYTES", 1_000_000_000)
    out = tmp_path / "map" / "uit.parquet"
    with pytest.raises(SourceError) as caught:
        matrix_to_file(asked, out)
    assert caught.value.sentence("nl").startswith(
        f"3 × 3 = 9 rijen, waarvan hooguit 9 met een afstand, ≈ 9,00 GB; vrij 4,20 GB bij `{out}`. Maak ruimte, "
    )
    assert "≈ 9.00 GB; 4.20 GB free" in caught.value.sentence("en")
    assert "--limit-m" in caught.value.sentence("en")
    assert not out.parent.exists()
    # Within 300 m as the crow flies there are two pairs: A with Z10, B with Z2.
    assert matrix_to_file(replace(asked, limit_m=300.0), out) == 9
    assert list(out.parent.iterdir()) == [out]


def test_thousands_are_parted_as_the_reader_is_used_to() -> None:
    told = matrix.too_large(12_000, 80_000, full=960_000_000, free=4_200_000_000, out=Path("uit.parquet"))
    assert told is not None
    assert told.sentence("nl").startswith("12.000 × 80.000 = 960.000.000 rijen, waarvan hooguit 960.000.000 met een ")
    assert "≈ 16,32 GB; vrij 4,20 GB bij `uit.parquet`." in told.sentence("nl")
    assert told.sentence("en").startswith("12,000 × 80,000 = 960,000,000 rows, of which 960,000,000 at the most with ")
    assert matrix.too_large(12_000, 80_000, full=1_000_000, free=4_200_000_000, out=Path("uit.parquet")) is None


def test_the_sum_is_no_less_than_the_file(tmp_path: Path) -> None:
    draw = np.random.default_rng(1)
    for high, wide, share in ((1, 100_000, 1.0), (500, 200, 1.0), (100_000, 1, 1.0), (500, 400, 0.1)):
        metres = np.where(draw.random(high * wide) < share, draw.integers(0, 10**8, high * wide) / 1000, np.nan)
        ids = [
            pd.Index([f"{mark}{number:09d}" for number in range(count)]) for mark, count in (("O", high), ("D", wide))
        ]
        frame = pd.DataFrame(
            {
                "origin_id": pd.Categorical.from_codes(np.repeat(np.arange(high), wide), ids[0]),
                "destination_id": pd.Categorical.from_codes(np.tile(np.arange(wide), high), ids[1]),
                "distance_m": metres,
                "minutes": np.rint(metres * draw.uniform(0.7, 0.8, len(metres))) / 1000 / 60,
                "status": pd.Categorical.from_codes(np.isnan(metres).astype(int), pd.Index(["ok", "beyond_limit"])),
            }
        )
        assert store.save_frames([frame], tmp_path / "uit.parquet") == len(frame)
        size, full = (tmp_path / "uit.parquet").stat().st_size, int(np.isfinite(metres).sum())
        estimate = matrix.size_bytes(len(frame), full)
        assert size <= estimate <= 2.5 * size, (high, wide, size, estimate)


def test_the_shortest_time_is_made_small_when_asked(asked: MatrixRequest, tmp_path: Path) -> None:
    table = computed(replace(asked, mode="car", weight="tijd"), tmp_path / "tijd.parquet")
    shortest = computed(replace(asked, mode="car"), tmp_path / "afstand.parquet")
    known = table["status"].eq("ok")
    assert known.sum() == 6
    assert (table["minutes"][known] <= shortest["minutes"][known]).all()
    assert (table["distance_m"][known] >= shortest["distance_m"][known]).all()
    longest = float(table["minutes"].max())
    limited = computed(replace(asked, mode="car", weight="time", limit_minutes=longest * 0.9), tmp_path / "uit.parquet")
    assert limited["status"].eq("beyond_limit").sum() == 1


def test_faults_of_both_files_come_together(asked: MatrixRequest, tmp_path: Path) -> None:
    (tmp_path / "van.csv").write_text("nr;x;y\nA;190000;500000\nA;190000;500100\n", encoding="utf-8")
    (tmp_path / "naar.csv").write_text("nr;x;y\nZ;900000;900000\nZ;190000;500000\n", encoding="utf-8")
    wrong = replace(asked, origins=tmp_path / "van.csv", destinations=tmp_path / "naar.csv")
    with pytest.raises(FaultsError) as caught:
        matrix_to_file(wrong, tmp_path / "uit.parquet")
    told = [(Path(fault.file).name, fault.row, fault.code) for fault in caught.value.faults]
    assert told == [("naar.csv", 2, "outside_rd"), ("naar.csv", 3, "double_id"), ("van.csv", 3, "double_id")]
    assert not (tmp_path / "uit.parquet").exists()


def test_a_list_without_places_is_a_fault(asked: MatrixRequest, tmp_path: Path) -> None:
    (tmp_path / "leeg.csv").write_text("nr;x;y\n", encoding="utf-8")
    with pytest.raises(FaultsError) as caught:
        matrix_to_file(replace(asked, destinations=tmp_path / "leeg.csv"), tmp_path / "uit.parquet")
    assert [fault.code for fault in caught.value.faults] == ["no_rows"]


@pytest.mark.parametrize(
    ("change", "out", "message"),
    [
        ({"mode": "vliegen"}, "uit.parquet", "`vliegen` is not a mode"),
        (
            {"weight": "geld"},
            "uit.parquet",
            r"`geld` is not a thing to make small; choose from afstand \(distance\); reistijd \(time\)\.",
        ),
        ({"limit_m": 0.0}, "uit.parquet", r"must be more than zero metres, not 0\.0"),
        ({"limit_m": float("nan")}, "uit.parquet", "must be more than zero metres, not nan"),
        ({"weight": "time", "limit_minutes": -1.0}, "uit.parquet", r"must be more than zero minutes, not -1\.0"),
        ({"limit_minutes": 5.0}, "uit.parquet", "--limit-minutes with --weight time"),
        ({"weight": "time", "limit_m": 5.0}, "uit.parquet", "--limit-m goes with --weight distance"),
        ({}, "uit.csv", r"uit\.csv` must end in \.parquet"),
    ],
)
def test_what_has_no_meaning_is_refused_before_anything_is_read(
    asked: MatrixRequest, tmp_path: Path, change: dict[str, object], out: str, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        matrix_to_file(replace(asked, osm=tmp_path / "none", **change), tmp_path / out)  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("lang", "told"), [("nl_NL.UTF-8", "Rijen: 9, in"), ("en_GB.UTF-8", "Rows: 9, in")])
def test_the_command_takes_the_same_words(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    lang: str,
    told: str,
) -> None:
    geo = Caller(monkeypatch, capsys)
    monkeypatch.chdir(folder)
    out = tmp_path / "uit.parquet"
    done = geo(*"matrix van.csv naar.csv --osm town.osm.pbf --mode lopen --limit-m 1100 -o".split(), out, lang=lang)
    assert done.code == 0
    assert done.out == f"{told} {out}\n"
    assert [line.split(":")[0] for line in done.err.splitlines()] == ["matrix", "matrix"]
    assert len(pd.read_parquet(out)) == 9
