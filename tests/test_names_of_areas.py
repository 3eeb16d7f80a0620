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


def test_a_municipality_that_ended_or_is_to_come_is_told_with_what_became_of_it(toy: Path) -> None:
    write(toy, "regions", "regio;gemeente\nR1;West\nR1;GM0457\nR1;GM9199\n")
    write(toy, "partnerships", "verband-id;naam\nS1;Verband\n")
    write(toy, "partnership_members", "verband-id;gemeente\nS1;Haaren\n")
    write(toy, "obligations", "gemeente;halfjaar;taakstelling\nGM1991;2020-2;5\n")
    plan = toy / "plan.toml"
    names = ("partnerships", "partnership_members", "obligations")
    given = "".join(f'{name} = "data/raw/{name}.csv"\n' for name in names)
    plan.write_text(plan.read_text(encoding="utf-8").replace("[distances]", f"{given}\n[distances]"), encoding="utf-8")
    with pytest.raises(FaultsError) as caught:
        read_inputs(load_plan(toy))
    faults = {(Path(fault.file).stem, fault.row): fault for fault in caught.value.faults}
    assert {fault.code for fault in faults.values()} == {"unknown_municipality"}
    assert set(faults) == {("regions", 3), ("regions", 4), ("partnership_members", 2), ("obligations", 2)}
    gone = faults[("regions", 3)].sentence()
    assert "Sinds 24-03-2022 hoort Weesp (GM0457) bij Amsterdam (GM0363). Gebruik die code, of grenzen van vóór" in gone
    assert "verdeeld over Boxtel (GM0757), Oisterwijk (GM0824), Tilburg (GM0855), Vught (GM0865)" in (
        faults[("partnership_members", 2)].sentence()
    )
    assert "Maashorst (GM1991) exists only since 01-01-2022 and was made of Uden (GM0856), Landerd (GM1685)" in (
        faults[("obligations", 2)].sentence("en")
    )
    assert "Gebruik de code die op de peildatum gold" in faults[("regions", 4)].sentence()
    assert not any("{" in fault.sentence(lang) for fault in faults.values() for lang in LANGUAGES)


def test_a_region_without_municipality_is_one_fault_and_need_of_it_none_more(toy: Path) -> None:
    write(toy, "regions", "regio;gemeente\nR1;West\nR1;GM9102\nR2;\n")
    need = "prognose-id;prognosedatum;soort behoefte;regio;te realiseren voor;plekken min;plekken max;bron\n"
    write(
        toy,
        "need",
        f"{need}LRT-1;2020-08-01;regionaal;R2;2020-Q4;10;20;LRT\nLRT-1;2020-08-01;regionaal;R3;2020-Q4;1;2;L\n",
    )
    with pytest.raises(FaultsError) as caught:
        read_inputs(load_plan(toy))
    assert [(Path(fault.file).stem, fault.row, fault.code) for fault in caught.value.faults] == [
        ("need", 3, "unknown_region"),
        ("regions", 4, "missing_value"),
    ]
