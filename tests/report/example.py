"""A small made-up plan, to render."""

import struct
import zlib
from datetime import date
from pathlib import Path

import pandas as pd

from geo.findings import Finding
from geo.imprint import Imprint, Source
from geo.report.results import ReportInput, Sheet, Shown
from geo.tables.columns import Column, Table
from geo.tables.inputs import ACTIONS, LOCATIONS, MILESTONES, NEED, PARTNERSHIPS, REGIONS, RESERVE

IMPRINT = Imprint(
    title="Provinciaal plan Markerwaard",
    province="Markerwaard",
    prt="Provinciale Regietafel Markerwaard",
    reference_date=date(2020, 9, 1),
    version="0.1",
    status="concept",
    edition="vertrouwelijk",
    fictional=True,
    sources=(
        Source(what="Wegen en voorzieningen", credit="Markerwaard, verzonnen", reference_date=date(2020, 9, 1)),
        Source(what="Grenzen", credit="Markerwaard, verzonnen", reference_date=None),
    ),
)
QUARTERS = [f"{year}-Q{number}" for year in range(2020, 2024) for number in (1, 2, 3, 4)]
PORTFOLIO_NAMES = (
    "location_id", "name", "municipality", "current_type", "capacity", "reserve_capacity", "amv_places",
    "agreement_end", "floor_area_m2", "ownership", "decision",
)  # fmt: skip


def portfolio(name: str = "Azc Gouwzee") -> Shown:
    columns = {column.name: column for column in LOCATIONS.columns}
    columns["municipality"] = Column(name="municipality", heading="gemeente")
    frame = pd.DataFrame(
        {
            "location_id": ["MW01", "MW02", "MW03"],
            "name": [name, "Satelliet Wijdenes-Oost", "Pol De Gouw"],
            "municipality": ["Gouwzee", "Oosterleek", "Gouwzee"],
            "current_type": ["azc", "azc", "pol"],
            "capacity": pd.array([800, 300, pd.NA], dtype="Int64"),
            "reserve_capacity": pd.array([100, 0, 0], dtype="Int64"),
            "amv_places": pd.array([40, 0, 0], dtype="Int64"),
            "agreement_end": pd.to_datetime(["2021-12-31", None, "2022-06-30"]),
            "agreement_term": ["bepaald", "onbepaald", "bepaald"],
            "floor_area_m2": pd.array([12000.0, pd.NA, 4200.0], dtype="Float64"),
            "ownership": ["COA", "gemeente", "Rijksvastgoedbedrijf"],
            "decision": ["voortzetten", "omvormen", "beeindigen"],
        }
    )
    table = Table(name="portfolio", title="Huidige locaties", columns=tuple(columns[key] for key in PORTFOLIO_NAMES))
    return Shown(table=table, frame=frame)


def distances() -> pd.DataFrame:
    rows = [
        ("MW01", "walk", "gp", 1, 912.4, "ok", False),
        ("MW01", "walk", "gp", 2, 1800.0, "ok", False),
        ("MW01", "walk", "supermarket", 1, 0.0, "on_site", False),
        ("MW02", "walk", "gp", 1, None, "unreachable", False),
        ("MW02", "walk", "supermarket", 1, 2449.0, "ok", True),
        ("MW03", "walk", "gp", 1, None, "beyond_limit", False),
        ("MW03", "walk", "supermarket", 1, None, "none", False),
        ("MW01", "bike", "gp", 1, 950.0, "ok", False),
    ]
    frame = pd.DataFrame(rows, columns=["origin_id", "mode", "category", "rank", "distance_m", "status", "border"])
    return frame.assign(ferry=False, far_snap=False, foreign=False)


def route_quality() -> pd.DataFrame:
    rows = [
        ("MW02", "gp", None, None, None, None, None, None, "unreachable"),
        ("MW01", "gp", 912.4, 900.0, 0.25, 0.1, 0.0, 0.875, "ok"),
        ("MW01", "supermarket", 0.0, 0.0, None, None, None, None, "on_site"),
        ("MW02", "primary_school", 2449.0, 2400.0, 0.0, 1.0, 0.333, 0.0, "ok"),
        ("MW02", "supermarket", 2449.0, 2400.0, 0.0, 1.0, 0.333, 0.0, "ok"),
        ("MX99", "gp", 500.0, 500.0, 0.0, 0.0, 0.0, 0.0, "ok"),
    ]
    shares = ["exposed_share", "exposed_unknown_share", "unlit_share", "lit_unknown_share"]
    return pd.DataFrame(rows, columns=["origin_id", "category", "distance_m", "network_m", *shares, "status"])


def quarters() -> Shown:
    columns = (
        Column(name="name", heading="locatie"),
        Column(name="type", heading="type"),
        *(Column(name=quarter, heading=quarter.replace("-Q", "-"), kind="places") for quarter in QUARTERS),
    )
    rows = [["Azc Gouwzee", "azc", *[800] * 8, *[0] * 8], ["Satelliet Wijdenes-Oost", "satelliet", *[300] * 16]]
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    return Shown(table=Table(name="quarters", title="Kwartalen", columns=columns), frame=frame)


def need() -> Shown:
    frame = pd.DataFrame(
        {
            "forecast_id": ["MPP-2020-2"] * 2,
            "bucket": ["regionaal", "gvl_satelliet"],
            "due": pd.to_datetime(["2023-12-31"] * 2),
            "places_min": pd.array([600, 900], dtype="Int64"),
            "places_max": pd.array([700, 1100], dtype="Int64"),
            "source": ["Brief LRT, 1 juli 2020"] * 2,
        }
    )
    return Shown(table=NEED, frame=frame)


def simple(table: Table, **columns: list[object]) -> Shown:
    return Shown(table=table, frame=pd.DataFrame(columns))


def png(path: Path, wide: int = 60, high: int = 40) -> Path:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes([170, 200, 220] * wide) for _ in range(high))
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    return path


def results(folder: Path, *, name: str = "Azc Gouwzee") -> ReportInput:
    given = portfolio(name)
    return ReportInput(
        portfolio=given,
        distances=distances(),
        limits={"walk": "5,0 km", "bike": "15,0 km"},
        route_quality=route_quality(),
        need=need(),
        partnerships=simple(PARTNERSHIPS, partnership_id=["S1"], name=[name], kind=["eigen"], lead_prt=["MW"]),
        regions=simple(REGIONS, region_id=["R1", "R2"], region_name=["Noord", name], municipality_code=["A1", "A2"]),
        reserve=simple(RESERVE, location_id=["MW01"], name=[name], rung=[2], places=[100], available=["beschikbaar"]),
        quarters=quarters(),
        milestones=simple(MILESTONES, date=pd.to_datetime(["2021-03-31"]).tolist(), milestone=[name], status=["open"]),
        actions=simple(ACTIONS, issue=[name], holder=["provincie"], due=pd.to_datetime(["2021-01-15"]).tolist()),
        findings=(
            Finding("__none__", "rood", 7, ("MW01",), (), "format"),
        )[:0],
        sheets=(
            Sheet(
                name="kaart-2", title=f"Kaart 2 Huidige opvangportefeuille: {name}", chapter=2,
                path=png(folder / "kaart.png", 1600, 1100),
                alt=f"Kaart met drie locaties; de grootste is {name} met 800 plekken", table=given,
            ),
        ),
        texts={1: "## Bestuur\n\nDe provincie heeft **zes** gemeenten.\n\n- een\n- twee\n", 3: "Goede *afspraken*."},
    )  # fmt: skip
