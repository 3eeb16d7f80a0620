"""Municipalities and provinces by name or code, and need of a province that the plan is not about."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import toy_workspace
from shapely import box

from geo.errors import FaultsError
from geo.plan import load_plan
from geo.stages.check import read_inputs
from geo.words import LANGUAGES

NEED = """\
prognose-id;prognosedatum;soort behoefte;provincie;te realiseren voor;plekken min;plekken max;bron
LRT-1;2020-08-01;totaal;{0};2020-Q4;450;550;LRT
LRT-1;2020-08-01;totaal;Elders;2020-Q4;10;20;LRT
"""


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """The toy workspace with a second province beside it, in which a municipality is also called Oost."""
    folder = toy_workspace.make(tmp_path / "toy")
    path = folder / "data" / "raw" / "boundaries.gpkg"
    layers = {name: gpd.read_file(path, layer=name) for name in ("provincies", "gemeenten")}
    _, south, east, north = layers["provincies"].total_bounds
    beside = [box(east, south, east + 1_000, north)]
    more = {
        "provincies": {"code": ["PV91"], "naam": ["Elders"]},
        "gemeenten": {"code": ["GM9103"], "naam": ["Oost"], "provinciecode": ["PV91"], "inwoners": [5]},
    }
    for name, about in more.items():
        whole = pd.concat([layers[name], gpd.GeoDataFrame(about, geometry=beside, crs=28992)], ignore_index=True)
        whole.to_file(path, layer=name)
    return folder


def write(folder: Path, name: str, text: str) -> None:
    (folder / "data" / "raw" / f"{name}.csv").write_text(text, encoding="utf-8")


def test_a_municipality_may_be_called_by_a_name_that_only_one_bears(toy: Path) -> None:
    write(toy, "regions", "regio;gemeente\nR1;west\nR1;GM9102\n")
    inputs = read_inputs(load_plan(toy))
    assert inputs.tables["regions"]["municipality_code"].tolist() == ["GM9101", "GM9102"]
    assert inputs.locations["region_id"].tolist() == ["R1"] * 3


def test_a_name_of_two_municipalities_is_a_fault(toy: Path) -> None:
    write(toy, "regions", "regio;gemeente\nR1;West\nR1;Oost\nR1;Zuid\n")
    with pytest.raises(FaultsError) as caught:
        read_inputs(load_plan(toy))
    assert [(fault.row, fault.column, fault.code) for fault in caught.value.faults] == [
        (3, "gemeente", "unknown_municipality"),
        (4, "gemeente", "unknown_municipality"),
    ]


def test_a_printed_total_of_the_country_is_no_strange_province(toy: Path) -> None:
    write(toy, "need", NEED.format("PV90").replace("Elders", "Nederland"))
    inputs = read_inputs(load_plan(toy))
    assert not inputs.notes
    assert inputs.tables["need"]["province"].tolist() == ["PV90", "NL"]


@pytest.mark.parametrize("own", ["PV90", "toets"])
def test_need_of_a_province_that_is_not_of_the_plan_is_told_and_not_counted(toy: Path, own: str) -> None:
    write(toy, "need", NEED.format(own))
    notes = read_inputs(load_plan(toy)).notes
    assert [(note.row, note.column, note.code) for note in notes] == [(3, "provincie", "need_elsewhere")]
    said = [notes[0].sentence(lang) for lang in LANGUAGES]
    assert said[0].startswith(
        "data/raw/need.csv, rij 3, kolom provincie: `Elders` is geen provincie van dit plan (PV90)"
    )
    assert "{" not in "".join(said)
