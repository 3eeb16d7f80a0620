"""All faults of all files at once, each in its own place, and nothing written."""

import re
from pathlib import Path

import faulty_workspace
import kampen_workspace
import pytest

from geo.errors import FaultsError
from geo.pipeline import run
from geo.plan import load_plan
from geo.stages.check import load_sound_plan, read_inputs
from geo.words import LANGUAGES
from tests.sources.osm_builder import OsmBuilder, lon_lat

RAW = "data/raw/"
EXPECTED = {
    ("locations.csv", 1, "status", "which_status"),
    ("locations.csv", 3, "bag-id", "bag_exponent"),
    ("locations.csv", 4, "bag-id", "bag_leading_zero"),
    ("locations.csv", 4, "capaciteit", "not_a_number"),
    ("locations.csv", 5, "capaciteit", "negative"),
    ("locations.csv", 6, "capaciteit", "fraction"),
    ("locations.csv", 7, "overeenkomst t/m", "end_before_start"),
    ("locations.csv", 8, "overeenkomst t/m", "date"),
    ("locations.csv", 9, "vervolg", "choice_near"),
    ("locations.csv", 10, "locatie-id", "double_id"),
    ("locations.csv", 11, "postcode", "address_many"),
    ("locations.csv", 12, "postcode", "address_none"),
    ("locations.csv", 13, "x", "swapped"),
    ("locations.csv", 14, "x", "degrees"),
    ("locations.csv", 15, "x", "outside_province"),
    ("locations.csv", 16, "", "no_place"),
    ("locations.csv", 17, "capaciteit", "scientific"),
    ("locations.csv", 18, "type voorzieningen", "choice_near"),
    ("locations.csv", 19, "bag-id", "bag_exponent"),
    ("locations.csv", 19, "", "no_place"),
    ("locations.csv", 20, "bag-id", "bag_none"),
    ("locations.csv", 23, "lengtegraad", "metres"),
    ("locations.csv", 24, "", "total_row"),
    ("candidates.xlsx", 5, "nr", "id_taken"),
    ("candidates.xlsx", 5, "bag-id", "bag_exponent"),
    ("candidates.xlsx", 6, "", "total_row"),
    ("need.csv", 3, "plekken max", "min_above_max"),
    ("need.csv", 4, "prognose-id", "mixed_forecasts"),
    ("need.csv", 5, "regio", "unknown_region"),
    ("need.csv", 6, "provincie", "need_province"),
    ("need.csv", 7, "plekken min", "need_empty"),
    ("need.csv", 8, "soort behoefte", "need_twice"),
    ("regions.csv", 3, "gemeentecode", "overlapping_regions"),
    ("regions.csv", 4, "gemeentecode", "unknown_municipality"),
    ("plan.toml", 0, "input.regions.columns.regionn_id", "unknown_column_name"),
    ("plan.toml", 0, "input.regions.columns.region_name", "absent_heading"),
    ("steps.csv", 1, "pleken", "misspelt_column"),
    ("steps.csv", 2, "locatie-id", "unknown_location"),
    ("members.csv", 2, "verband-id", "unknown_partnership"),
    ("agreements.csv", 2, "verband-id", "unknown_partnership"),
    ("contacts.csv", 2, "verband-id", "unknown_partnership"),
    ("reserve.csv", 2, "locatie-id", "unknown_location"),
    ("reserve.csv", 4, "", "total_row"),
    ("milestones.csv", 5, "locatie/verband", "unknown_subject"),
    ("national.csv", 0, "", "missing_file"),
    ("measures.csv", 2, "", "encoding"),
    ("measures.csv", 3, "maatregel", "missing_value"),
    ("opportunities.csv", 0, "", "empty_file"),
    ("actions.csv", 1, "vraagstuk", "missing_column"),
    ("voluntary.csv", 0, "", "no_rows"),
    ("obligations.csv", 0, "", "header_row"),
    ("ses.csv", 2, "ses-woa", "not_a_number"),
    ("ses.csv", 4, "gemeentecode", "double_row"),
    ("need.csv", 11, "soort behoefte", "choice_part"),
    ("layers.gpkg", 0, "", "missing_layer"),
    ("playgrounds.gpkg", 3, "geometry", "degrees"),
    ("playgrounds.gpkg", 4, "geometry", "swapped"),
    ("playgrounds.gpkg", 5, "", "no_place"),
    ("playgrounds.gpkg", 6, "", "no_place"),
    ("libraries.xlsx", 0, "", "damaged"),
    ("population.gpkg", 1, "aantal_inwoners", "missing_column"),
    ("flood.tif", 0, "", "bands"),
    ("noise.tif", 0, "", "damaged"),
    ("nature.gpkg", 0, "", "no_rows"),
    ("texts/02-capaciteit.md", 2, "", "encoding"),
}
NOTES = {
    ("locations.csv", 9, "overeenkomst t/m", "epoch"),
    ("candidates.xlsx", 4, "beschikbaar t/m", "epoch"),
    ("playgrounds.gpkg", 2, "geometry", "mended_shape"),
}
MISTAKES = {
    "reference_date = 2020-09-01": "reference_dat = 2020-09-01",
    'capacity_steps = "data/raw/steps.csv"': 'capacity_steps = { path = "data/raw/steps.csv", shet = "x" }',
    "[distances.replace]": "[reach]\nlimits_m = []\n[distances]\nmodes = []\n[distances.replace]",
}
OF_PLAN = {
    ("plan.toml", 0, "plan.reference_date", "missing_key"),
    ("plan.toml", 0, "plan.reference_dat", "unknown_key_near"),
    ("plan.toml", 0, "input.capacity_steps.shet", "unknown_key_near"),
    ("plan.toml", 0, "reach.limits_m", "must_not_be_empty"),
    ("plan.toml", 0, "distances.modes", "must_not_be_empty"),
}
Place = tuple[str, int, str, str]


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return faulty_workspace.make(tmp_path_factory.mktemp("faulty"))


@pytest.fixture(scope="module")
def found(faulty: Path) -> FaultsError:
    with pytest.raises(FaultsError) as caught:
        read_inputs(load_plan(faulty))
    return caught.value


def places(error: FaultsError, kind: str = "faults") -> list[Place]:
    return [(each.file.removeprefix(RAW), each.row, each.column, each.code) for each in getattr(error, kind)]


def test_exactly_these_faults_are_reported_together(found: FaultsError) -> None:
    assert set(places(found)) == EXPECTED
    assert len(places(found)) == len(EXPECTED)


def test_what_was_mended_is_told_beside_the_faults(found: FaultsError) -> None:
    assert set(places(found, "notes")) == NOTES
    assert len(places(found, "notes")) == len(NOTES)


def test_faults_of_the_plan_hide_none_of_its_files(tmp_path: Path) -> None:
    folder = faulty_workspace.make(tmp_path)
    plan = folder / "plan.toml"
    text = plan.read_text(encoding="utf-8")
    for right, wrong in MISTAKES.items():
        assert right in text
        text = text.replace(right, wrong)
    plan.write_text(text, encoding="utf-8")
    with pytest.raises(FaultsError) as caught:
        load_sound_plan(folder)
    unread = {place for place in EXPECTED if place[0] == "steps.csv"}  # nobody knows which sheet was meant
    assert set(places(caught.value)) == (EXPECTED - unread) | OF_PLAN
    assert set(places(caught.value, "notes")) == NOTES


Broken = tuple[str, bytes | None, set[Place], set[Place]]
CASCADES: list[Broken] = [
    # file, what it holds instead (None: it is gone), faults that are not to be seen then, faults that come instead
    (
        "locations.csv",
        None,
        {place for place in EXPECTED if place[0] == "locations.csv"}
        | {
            ("candidates.xlsx", 5, "nr", "id_taken"),
            ("steps.csv", 2, "locatie-id", "unknown_location"),
            ("reserve.csv", 2, "locatie-id", "unknown_location"),
            ("milestones.csv", 5, "locatie/verband", "unknown_subject"),
        },
        {("locations.csv", 0, "", "missing_file")},
    ),
    (
        "regions.csv",
        b"regi-id;regionaam;gemeentecode\nR1;Noord;GM9101\n",
        {place for place in EXPECTED if place[0] == "regions.csv"}
        | {("need.csv", 5, "regio", "unknown_region"), ("milestones.csv", 5, "locatie/verband", "unknown_subject")},
        {("regions.csv", 1, "regi-id", "misspelt_column")},
    ),
    (
        "partnerships.csv",
        b"naam\nArbeidsmarktregio\n",
        {place for place in EXPECTED if place[3] in {"unknown_partnership", "unknown_subject"}},
        {("partnerships.csv", 1, "verband-id", "missing_column")},
    ),
    (
        "boundaries.gpkg",
        b"no layer",
        {place for place in EXPECTED if place[3] in {"outside_province", "unknown_municipality", "need_province"}},
        {("boundaries.gpkg", 0, "", "damaged")},
    ),
    (
        "streets.osm.pbf",
        b"no extract",
        {place for place in EXPECTED if place[3] in {"address_many", "address_none", "bag_none"}},
        {("streets.osm.pbf", 0, "", "damaged")},
    ),
]


@pytest.mark.parametrize(("name", "content", "unseen", "instead"), CASCADES, ids=[one[0] for one in CASCADES])
def test_a_file_that_cannot_be_read_brings_no_faults_upon_others(
    tmp_path: Path, name: str, content: bytes | None, unseen: set[Place], instead: set[Place]
) -> None:
    folder = faulty_workspace.make(tmp_path)
    path = folder / RAW / name
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FaultsError) as caught:
        read_inputs(load_plan(folder))
    assert unseen <= EXPECTED
    assert set(places(caught.value)) == (EXPECTED - unseen) | instead


def test_a_province_that_is_not_there_puts_no_location_outside_it(tmp_path: Path) -> None:
    folder = faulty_workspace.make(tmp_path)
    plan = folder / "plan.toml"
    plan.write_text(plan.read_text(encoding="utf-8").replace('"PV90"', '["toets", "Toest"]'), encoding="utf-8")
    with pytest.raises(FaultsError) as caught:
        read_inputs(load_plan(folder))
    # Nor is need of that name strange, and need of no province is nobody's, so that it cannot stand twice.
    unseen = {place for place in EXPECTED if place[3] in {"outside_province", "need_province", "need_twice"}}
    assert set(places(caught.value)) == (EXPECTED - unseen) | {("plan.toml", 0, "plan.province", "unknown_province")}
    assert "Bedoelt u `PV90`?" in caught.value.sentence("nl")


def test_the_boundaries_of_the_extract_serve_a_plan(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    (folder / RAW).mkdir(parents=True)
    osm = OsmBuilder()
    towns = [osm.square(east, 0, 1000) for east in (0, 1000)]
    corners = [osm.node(0, 0), osm.node(2000, 0), osm.node(2000, 1000), osm.node(0, 1000)]
    whole = osm.way([*corners, corners[0]])
    osm.way([osm.node(100, 100), osm.node(900, 100)], {"highway": "residential"})
    tags = {"type": "boundary", "boundary": "administrative"}
    osm.relation([("w", whole, "outer")], {**tags, "admin_level": "4", "name": "Toets", "ref:provinciecode": "90"})
    for name, code, way in zip(("West", "Oost"), ("9101", "9102"), towns, strict=True):
        osm.relation([("w", way, "outer")], {**tags, "admin_level": "8", "name": name, "ref:gemeentecode": code})
    osm.write(folder / RAW / "own.osm.pbf")
    lon, lat = lon_lat(1500, 500)
    (folder / RAW / "locations.csv").write_text(f"nr;naam;lon;lat\nA;Een;{lon};{lat}\n", encoding="utf-8")
    plan = """
[plan]
province = "Toets"
prt = "Toets"
reference_date = 2020-09-01
[input]
osm = "data/raw/own.osm.pbf"
boundaries = "data/raw/own.osm.pbf"
locations = "data/raw/locations.csv"
"""
    (folder / "plan.toml").write_text(plan, encoding="utf-8")
    inputs = read_inputs(load_plan(folder))
    assert inputs.province_codes == ("PV90",)
    assert inputs.own_municipalities["code"].tolist() == ["GM9101", "GM9102"]
    site = inputs.locations.iloc[0]
    assert (site["municipality_code"], site["municipality"], site["province_code"]) == ("GM9102", "Oost", "PV90")


def test_a_byte_order_mark_is_no_part_of_a_text(tmp_path: Path, shared: Path) -> None:
    folder = kampen_workspace.make(tmp_path, shared)
    (folder / RAW / "texts" / "02-meer.md").write_bytes("\ufeffCafé.\n".encode())
    inputs = read_inputs(load_plan(folder))
    assert inputs.texts["02-meer"] == "Café.\n"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_fault_says_what_is_wrong_and_what_to_do(found: FaultsError, lang: str) -> None:
    for fault in (*found.faults, *found.notes):
        sentence = fault.sentence(lang)
        assert sentence.startswith(fault.file)
        assert "{" not in sentence
        assert re.search(r"[.?] [A-Z].*[.?]$", sentence), sentence


def test_a_misspelt_word_is_answered_with_the_one_that_was_meant(found: FaultsError) -> None:
    said = {(fault.file.removeprefix(RAW), fault.row, fault.code): fault.sentence("nl") for fault in found.faults}
    for place, meant in {
        ("locations.csv", 9, "choice_near"): "bedoelt u `voortzetten`?",
        ("locations.csv", 18, "choice_near"): "bedoelt u `supermarkt (supermarket)`?",
        ("steps.csv", 1, "misspelt_column"): "bedoelt u `plekken`?",
        ("members.csv", 2, "unknown_partnership"): "Bedoelt u `AMR`?",
        ("milestones.csv", 5, "unknown_subject"): "Bedoelt u `L10`?",
        ("reserve.csv", 2, "unknown_location"): "Bedoelt u `L01`?",
        ("need.csv", 5, "unknown_region"): "Bedoelt u `R1`?",
        ("need.csv", 6, "need_province"): "Bedoelt u `PV90`?",
        ("layers.gpkg", 0, "missing_layer"): "Bedoelt u `afspraken`?",
        ("plan.toml", 0, "unknown_column_name"): "Bedoelt u `regio-id`?",
        ("plan.toml", 0, "absent_heading"): "Bedoelt u `regionaam`?",
    }.items():
        assert meant in said[place]
    assert "Bedoelt u" not in said["agreements.csv", 2, "unknown_partnership"]
    many, none = said["locations.csv", 11, "address_many"], said["locations.csv", 12, "address_none"]
    assert "Dorpsstraat 1" in many
    assert "Kerkstraat 1" in many
    assert "9101AA 3" in none


def test_a_run_with_faults_writes_nothing(faulty: Path) -> None:
    with pytest.raises(FaultsError):
        run(load_plan(faulty))
    assert not (faulty / "data" / "processed").exists()
    assert not (faulty / "maps").exists()


def test_dates_either_way_thousands_and_the_date_of_1970_are_read(tmp_path: Path, shared: Path) -> None:
    folder = kampen_workspace.make(tmp_path, shared)
    table = folder / "data" / "raw" / "locations.csv"
    text = table.read_text(encoding="utf-8-sig")
    text = text.replace(";1300;", ";1.300;").replace("2015-01-01", "01-01-2015").replace("2022-01-31", "01-01-1970")
    table.write_text(text, encoding="utf-8")
    inputs = read_inputs(load_plan(folder))
    locations = inputs.locations.set_index("location_id")
    assert locations.loc["D1", "capacity"] == 1300
    assert f"{locations.loc['D1', 'agreement_start']:%Y-%m-%d}" == "2015-01-01"
    assert str(locations.loc["K02", "agreement_end"]) == "NaT"
    # The need names none of the two provinces, in three rows; postcode 5028 has no outline in the real file.
    told = [(note.file.rpartition("/")[2], note.row, note.code) for note in inputs.notes]
    assert sorted(told) == [
        ("boundaries_2022.gpkg", 1709, "left_out"),
        ("locations.csv", 4, "epoch"),
        ("need.csv", 2, "need_nobody"),
        ("need.csv", 3, "need_nobody"),
        ("need.csv", 4, "need_nobody"),
    ]
