"""Bad input of a plan, end to end: each mistake gives its own fault with file and row, or its own finding."""

from collections import Counter
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import toy_workspace
from command import Caller

from geo.errors import FaultsError
from geo.pipeline import run
from geo.plan import load_plan
from geo.stages.check import load_sound_plan, read_inputs
from geo.stages.meant_rules import circles

RAW = "data/raw/"
HEAD = (
    "locatie-id;naam;lengtegraad;breedtegraad;huidig type;type locatie;vervolg;status besluitvorming;capaciteit;"
    "overeenkomst van;overeenkomst t/m;openbaarheid;amv-plekken;verlengingsoptie;hoofdlocatie;bag-id;peildatum"
)
STEPS = "locatie-id;vanaf;plekken"
Place = tuple[str, int, str, str]


def locations(folder: Path, *rows: str) -> None:
    """Write locations; ``{}`` stands for a place of its own in the town."""
    told = [row.format(";".join(map(str, toy_workspace.lon_lat(40.0 + 200.0 * (at % 4), 40.0 + 250.0 * (at // 4)))))
            for at, row in enumerate(rows)]  # fmt: skip
    (folder / RAW / "locations.csv").write_text("\n".join([HEAD, *told, ""]), encoding="utf-8-sig")


def table(folder: Path, name: str, *rows: str) -> None:
    """Write a table, and name it in the plan if it is not there yet."""
    (folder / RAW / f"{name}.csv").write_text("\n".join([*rows, ""]), encoding="utf-8-sig")
    plan = folder / "plan.toml"
    text = plan.read_text(encoding="utf-8")
    if f"\n{name} = " not in text:
        plan.write_text(text.replace("[distances]", f'{name} = "{RAW}{name}.csv"\n\n[distances]', 1), encoding="utf-8")


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    return toy_workspace.make(tmp_path / "toy")


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Caller:
    return Caller(monkeypatch, capsys)


def faults(folder: Path) -> list[Place]:
    with pytest.raises(FaultsError) as caught:
        read_inputs(load_sound_plan(folder))
    return [(one.file.removeprefix(RAW), one.row, one.column, one.code) for one in caught.value.faults]


def test_cells_that_cannot_be_are_all_told_with_file_row_and_column(toy: Path, call: Caller) -> None:
    usual = "azc;gvl;voortzetten;bestaand"
    locations(
        toy,
        f"B2;Schrikkel;{{}};{usual};400;29-02-2021;31-12-2025;openbaar;;;;;",
        f"B3;Juni;{{}};{usual};400;01-01-2020;31-06-2021;openbaar;;;;;",
        f"B4;Dertien;{{}};{usual};400;00-13-2021;;openbaar;;;;;",
        f"B5;Eindeloos;{{}};{usual};400;01-01-2020;31-12-9999;openbaar;;;;;",
        f"B6;Lang geleden;{{}};{usual};400;01-01-0201;;openbaar;;;;;",
        f"B7;Min;{{}};{usual};-400;01-01-2020;;openbaar;;;;;",
        f"B8;Half;{{}};{usual};400,5;01-01-2020;;openbaar;;;;;",
        f"B9;Ongeveer;{{}};{usual};ca. 400;01-01-2020;;openbaar;;;;;",
        f"B10;Te veel amv;{{}};{usual};400;01-01-2020;;openbaar;401;;;;",
        f"B11;Andersom;{{}};{usual};400;01-01-2021;31-12-2020;openbaar;;;;;",
        f"B12;Peildatum;{{}};{usual};400;01-01-2020;;openbaar;;;;;31-12-9999",
        f"B7;Tweede overeenkomst;{{}};{usual};400;01-01-2020;;openbaar;;;;;",
    )
    expected = [
        ("locations.csv", 2, "overeenkomst van", "date_impossible"),
        ("locations.csv", 3, "overeenkomst t/m", "date_impossible"),
        ("locations.csv", 4, "overeenkomst van", "date_impossible"),
        ("locations.csv", 5, "overeenkomst t/m", "date_endless"),
        ("locations.csv", 6, "overeenkomst van", "date_year"),
        ("locations.csv", 7, "capaciteit", "negative"),
        ("locations.csv", 8, "capaciteit", "fraction"),
        ("locations.csv", 9, "capaciteit", "not_a_number"),
        ("locations.csv", 10, "amv-plekken", "amv_above_capacity"),
        ("locations.csv", 11, "overeenkomst t/m", "end_before_start"),
        ("locations.csv", 12, "peildatum", "date_far"),
        ("locations.csv", 13, "locatie-id", "double_id"),
    ]
    assert sorted(faults(toy)) == sorted(expected)
    done = call("check", "-p", toy)
    assert done.code == 3
    for said in (
        "rij 2, kolom overeenkomst van: `29-02-2021` bestaat niet",
        "rij 3, kolom overeenkomst t/m: `31-06-2021` bestaat niet",
        "rij 4, kolom overeenkomst van: `00-13-2021` bestaat niet",
        "Laat deze cel leeg, en schrijf bij `looptijd` het woord `onbepaald`.",
        "401 amv-plekken passen niet in een capaciteit van 400",
    ):
        assert said in " ".join(done.err.split()), done.err


def test_steps_outside_their_agreement_and_two_on_a_day(toy: Path, call: Caller) -> None:
    usual = "azc;gvl;voortzetten;bestaand"
    locations(
        toy,
        f"S1;Vast;{{}};{usual};400;01-01-2020;31-12-2025;openbaar;;;;;",
        f"S2;Verlengbaar;{{}};{usual};400;01-01-2020;31-12-2025;openbaar;;12;;;",
        f"S3;Zonder data;{{}};{usual};400;;;openbaar;;;;;",
    )
    table(
        toy, "capacity_steps", STEPS,
        "S1;31-12-2019;300", "S1;01-01-2020;300", "S1;31-12-2025;200", "S1;01-01-2026;100",
        "S2;31-12-2026;300", "S2;01-01-2027;300",
        "S3;01-01-2027;300", "S3;01-01-2027;301", "S3;31-06-2021;10",
    )  # fmt: skip
    assert sorted(faults(toy)) == [
        ("capacity_steps.csv", 2, "vanaf", "step_before_start"),
        ("capacity_steps.csv", 5, "vanaf", "step_after_end"),
        ("capacity_steps.csv", 7, "vanaf", "step_after_end"),
        ("capacity_steps.csv", 9, "locatie-id", "double_row"),
        ("capacity_steps.csv", 10, "vanaf", "date_impossible"),
    ]
    said = " ".join(call("check", "-p", toy).err.split())
    assert "de stap van 31-12-2019 valt voor het begin van de overeenkomst (01-01-2020)" in said
    assert "de stap van 01-01-2027 valt na het einde van de overeenkomst (31-12-2025) en verandert niets" in said
    assert "`S3 / 01-01-2027` staat ook in rij 8. Laat een van de twee rijen weg." in said
    table(toy, "capacity_steps", STEPS, "S1;01-01-2020;300", "S2;31-12-2026;300", "S3;01-01-2027;300")
    notes = [(one.row, one.column, one.code) for one in read_inputs(load_plan(toy)).notes]
    assert notes == [(3, "vanaf", "step_in_extension")]
    done = call("check", "-p", toy)
    assert done.code == 0
    assert "binnen de verlengingsoptie" in " ".join(done.out.split())


def test_need_and_regions_that_cannot_be(toy: Path) -> None:
    head = "prognose-id;prognosedatum;soort behoefte;regio-id;te realiseren voor;plekken min;plekken max;bron"
    table(
        toy, "need", head,
        "P1;2020-08-01;totaal;;2020-Q4;550;450;LRT",
        "P1;2020-08-01;regionaal;R9;2020-Q4;10;20;LRT",
        "P1;2020-08-01;regionaal;;31-12-9999;10;20;LRT",
        "P1;2020-08-01;totaal;;31-06-2021;10;20;LRT",
        "P1;2020-08-01;amv;;2020-Q4;-1;20;LRT",
    )  # fmt: skip
    table(toy, "regions", "regio-id;regionaam;gemeentecode", "R1;Toets;GM9101", "R1;Toets;GM9102", "R2;Leeg;")
    assert sorted(faults(toy)) == [
        ("need.csv", 2, "plekken max", "min_above_max"),
        ("need.csv", 3, "regio-id", "unknown_region"),
        ("need.csv", 4, "te realiseren voor", "date_far"),
        ("need.csv", 5, "te realiseren voor", "date_impossible"),
        ("need.csv", 6, "plekken min", "negative"),
        ("regions.csv", 4, "gemeentecode", "missing_value"),
    ]


def test_what_cannot_be_meant_is_told_with_the_other_faults(toy: Path, call: Caller) -> None:
    """Hubs that go round, a half year and a rung that are none, and codes of municipalities, beside an impossible day."""
    own = "voortzetten;bestaand;300;01-01-2015"
    locations(
        toy,
        f"H1;Zichzelf;{{}};azc;satelliet;{own};31-06-2029;openbaar;0;;H1;;",
        f"H2;Heen;{{}};azc;satelliet;{own};31-12-2029;openbaar;301;;H4;;",
        f"H3;Om;{{}};azc;satelliet;{own};31-12-2029;openbaar;0;;H2;;",
        f"H4;Terug;{{}};azc;satelliet;{own};31-12-2029;openbaar;0;;H3;;",
        "H5;Voorbij;{};azc;satelliet;beeindigen;bestaand;300;01-01-2015;31-12-2029;openbaar;0;;H5;;",
        f"H6;Erheen;{{}};azc;satelliet;{own};31-12-2029;openbaar;0;;H2;;",
    )
    table(
        toy,
        "obligations",
        "gemeentecode;halfjaar;taakstelling",
        "GM9101;2020-3;10",
        "GM9177;2020-2;4",
        "GM9111;2020-2;4",
    )
    table(toy, "reserve", "naam;trede;plekken", "K;7;50", "L;0;50", "M;5;50")
    assert sorted(faults(toy)) == [
        ("locations.csv", 2, "hoofdlocatie", "hub_itself"),
        ("locations.csv", 2, "overeenkomst t/m", "date_impossible"),
        ("locations.csv", 3, "amv-plekken", "amv_above_capacity"),
        ("locations.csv", 3, "hoofdlocatie", "hub_cycle"),
        ("obligations.csv", 2, "halfjaar", "half_year"),
        ("obligations.csv", 3, "gemeentecode", "unknown_municipality"),
        ("obligations.csv", 4, "gemeentecode", "unknown_municipality"),
        ("reserve.csv", 2, "trede", "rung_unknown"),
        ("reserve.csv", 3, "trede", "rung_unknown"),
    ]
    done = call("check", "-p", toy)
    assert done.code == 3
    told = " ".join(done.err.split())
    assert "kring elkaars hoofdlocatie: H2 → H4 → H3 → H2." in told
    assert "`2020-3` is geen halfjaar. Schrijf het halfjaar als 2020-2" in told
    assert "trede 7 bestaat niet. Kies een trede van 1 tot en met 5." in told
    # Of two codes that look alike only the one that differs in one digit is meant.
    assert "`GM9177` komt niet voor in de grenzen. Gebruik de code" in told
    assert "`GM9111` komt niet voor in de grenzen. Bedoelt u `GM9101`?" in told


@pytest.mark.parametrize(
    ("hubs", "expected"),
    [
        ("A", [("A",)]),
        ("BA", [("A", "B")]),
        ("CAB", [("A", "C", "B")]),
        ("CHAA", [("A", "C")]),  # D leads into the circle without being in it
        ("BADC", [("A", "B"), ("C", "D")]),
        ("HH", []),
        ("BB", [("B",)]),
    ],
)
def test_a_circle_is_named_once_from_its_lowest_id(hubs: str, expected: list[tuple[str, ...]]) -> None:
    assert circles(dict(zip("ABCDE", hubs, strict=False))) == expected


def test_of_a_misspelt_province_nothing_follows_for_the_need(toy: Path) -> None:
    head = "prognose-id;prognosedatum;soort behoefte;provincie;te realiseren voor;plekken min;plekken max;bron"
    table(toy, "need", head, *(f"P1;2020-08-01;totaal;PV90;20{year}-Q4;450;550;LRT" for year in (20, 21, 22)))
    plan = toy / "plan.toml"
    plan.write_text(plan.read_text(encoding="utf-8").replace('"PV90"', '"PV09"'), encoding="utf-8")
    with pytest.raises(FaultsError) as caught:
        read_inputs(load_sound_plan(toy))
    assert [(one.file, one.code) for one in caught.value.faults] == [("plan.toml", "unknown_province")]
    assert [one.code for one in caught.value.notes] == []


def test_what_can_be_read_but_cannot_be_meant_is_found(toy: Path) -> None:
    """Two agreements at one address, no inhabitants, sizes and dates: exactly these findings."""
    usual, own = "voortzetten;bestaand", "voortzetten;bestaand"
    bag = "0166010000000001"
    locations(
        toy,
        f"D1;azc Een;{{}};azc;gvl;{usual};400;01-01-2015;31-12-2025;openbaar;0;;;{bag};01-09-2020",
        f"D2;azc Twee;{{}};azc;gvl;{usual};400;31-12-2025;31-12-2029;openbaar;0;;;{bag};01-09-2020",
        f"D3;azc Drie;{{}};azc;gvl;{usual};400;01-01-2030;31-12-2039;openbaar;0;;;{bag};01-09-2020",
        f"H4;Eerder;{{}};azc;satelliet;{own};300;01-01-2015;31-12-2029;openbaar;0;;D1;;01-07-2020",
    )
    boundaries = toy / RAW / "boundaries.gpkg"
    towns = gpd.read_file(boundaries, layer="gemeenten")
    towns.assign(inwoners=[0, 40]).to_file(boundaries, layer="gemeenten")
    run(load_plan(toy), stages=("checks",))
    rows = pd.read_parquet(toy / "data" / "processed" / "findings.parquet")
    ours = {"possible_double", "mixed_dates", "inhabitants_zero", "size_small", "size_out_of_range", "invariant_broken"}
    found = rows[rows["code"].isin(ours) | rows["code"].str.startswith("hub_")]
    assert Counter(zip(found["code"], found["ids"], strict=True)) == Counter(
        [
            ("possible_double", "D1;D2"),
            ("mixed_dates", "H4"),
            ("inhabitants_zero", "GM9101"),
        ]
    )


def test_a_province_without_need_is_not_in_order(toy: Path) -> None:
    head = "prognose-id;prognosedatum;soort behoefte;provincie;te realiseren voor;plekken min;plekken max;bron"
    boundaries = toy / RAW / "boundaries.gpkg"
    table(toy, "need", head, "P1;2020-08-01;totaal;PV91;2020-Q4;450;550;LRT")
    provinces = gpd.read_file(boundaries, layer="provincies")
    other = provinces.assign(code="PV91", naam="Elders", geometry=provinces.translate(50_000))
    pd.concat([provinces, other]).to_file(boundaries, layer="provincies")
    assert [one.code for one in read_inputs(load_plan(toy)).notes] == ["need_elsewhere"]
    run(load_plan(toy), stages=("checks",))
    found = pd.read_parquet(toy / "data" / "processed" / "findings.parquet")
    assert found.loc[found["code"] == "no_need_for", "ids"].tolist() == ["PV90", "R1"]
    assert not {"shortage_quarter", "above_need", "shortage_days"} & set(found["code"])
