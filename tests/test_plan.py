"""``plan.toml``: the smallest plan, its defaults, and every fault at once."""

import io
import re
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from geo.errors import Fault, FaultsError
from geo.plan import Plan, load_plan
from geo.plan_draft import draft_files
from geo.quarters import Quarter
from geo.words import LANGUAGES

SMALLEST = """
[plan]
province = "PV24"
prt = "Provinciale Regietafel Flevoland"
reference_date = 2020-09-01
horizon = ["2020-Q1", "2023-Q4"]
[input]
osm = "data/raw/streets.osm.pbf"
boundaries = "data/raw/boundaries.gpkg"
locations = "data/raw/locations.csv"
need = "data/raw/need.csv"
[distances]
modes = ["walk", "bike", "car"]
nearest = 3
limit_m = { walk = 5000, bike = 15000, car = 50000 }
categories = ["gp", "primary_school", "supermarket", "bus_stop"]
[distances.replace]
hospital = "data/raw/hospitals.csv"
"""
MORE = """
[reach]
limits_m = [1000, 3000]
[maps]
catchments_m = [1000]
quarters = ["2021-Q4"]
"""


def load(folder: Path, text: str) -> Plan:
    (folder / "plan.toml").write_text(text, encoding="utf-8")
    return load_plan(folder)


def error_of(folder: Path, text: str) -> FaultsError:
    with pytest.raises(FaultsError) as caught:
        load(folder, text)
    return caught.value


def faults(folder: Path, text: str) -> set[tuple[str, int, str, str]]:
    return {(fault.file, fault.row, fault.column, fault.code) for fault in error_of(folder, text).faults}


def test_the_smallest_plan_of_the_design_is_read(tmp_path: Path) -> None:
    plan = load(tmp_path, SMALLEST)
    assert plan.plan.province == ("PV24",)
    assert plan.path(plan.input.osm) == tmp_path.resolve() / "data/raw/streets.osm.pbf"
    assert plan.distances.limit("bike") == 15_000
    assert plan.distances.replace["hospital"].path == "data/raw/hospitals.csv"
    assert (len(plan.quarters), plan.quarters[-1]) == (16, Quarter(2023, 4))
    assert plan.given("candidates") is None


def test_a_plan_is_frozen(tmp_path: Path) -> None:
    plan = load(tmp_path, SMALLEST)
    with pytest.raises(ValueError, match="frozen"):
        plan.distances.nearest = 4  # type: ignore[misc]


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    wrong = (
        SMALLEST.replace("prt =", "ptr =")
        .replace('"walk", "bike"', '"walk", "vliegen"')
        .replace('"gp"', '"gp", "supermarktt"')
        .replace("nearest = 3", "nearest = 0")
        .replace('"2023-Q4"', '"2019-Q4"')
        .replace("[input]", "[input]\nlocatons = 'x.csv'")
    )
    assert faults(tmp_path, wrong) == {
        ("plan.toml", 0, "plan.prt", "missing_key"),
        ("plan.toml", 0, "plan.ptr", "unknown_key_near"),
        ("plan.toml", 0, "plan.horizon", "horizon_backwards"),
        ("plan.toml", 0, "input.locatons", "unknown_key_near"),
        ("plan.toml", 0, "distances.modes.1", "no_option"),
        ("plan.toml", 0, "distances.categories.1", "unknown_category"),
        ("plan.toml", 0, "distances.nearest", "must_be_at_least"),
    }


def _png(width: int, height: int) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "#7b1fa2").save(stream, "PNG")
    return stream.getvalue()


WRONG = [
    # what stands in the plan, what is put there, where the fault is, which one
    ('province = "PV24"', "province = []", "plan.province", "must_not_be_empty"),
    ('province = "PV24"', 'province = ["PV24", "PV24"]', "plan.province", "stands_twice"),
    ('province = "PV24"', "province = 24", "plan.province", "must_be_list"),
    ('prt = "Provinciale Regietafel Flevoland"', "prt = 3", "plan.prt", "must_be_text"),
    ("reference_date = 2020-09-01", 'reference_date = "1 september"', "plan.reference_date", "must_be_date"),
    ("reference_date = 2020-09-01", "reference_date = true", "plan.reference_date", "must_be_date"),
    ('horizon = ["2020-Q1", "2023-Q4"]', 'horizon = ["2020-Q1"]', "plan.horizon.1", "missing_key"),
    ('horizon = ["2020-Q1", "2023-Q4"]', 'horizon = ["2020-Q1", "2020-Q2", "2020-Q3"]', "plan.horizon", "wrong_count"),
    ('horizon = ["2020-Q1", "2023-Q4"]', 'horizon = ["2020", "2023-Q4"]', "plan.horizon.0", "quarter"),
    ("[input]", 'crs = "EPSG:4326"\n[input]', "plan.crs", "crs_in_degrees"),
    ("[input]", 'crs = "RD-nieuw"\n[input]', "plan.crs", "unknown_crs"),
    ("[input]", 'status = "klad"\n[input]', "plan.status", "no_option"),
    ("[input]", 'fictional = "misschien"\n[input]', "plan.fictional", "must_be_true_or_false"),
    ('need = "data/raw/need.csv"', "need = 3", "input.need", "must_be_table"),
    ('need = "data/raw/need.csv"', 'need = { path = "n.csv", header_row = 0 }', "input.need.header_row", "must_be_at_least"),
    ('need = "data/raw/need.csv"', 'need = { path = "n.csv", crs = "RD" }', "input.need.crs", "unknown_crs"),
    ('need = "data/raw/need.csv"', 'need = { sheet = "n" }', "input.need.path", "missing_key"),
    ('need = "data/raw/need.csv"', 'need = { path = "n.xlsx", shet = "n" }', "input.need.shet", "unknown_key_near"),
    ('need = "data/raw/need.csv"', 'need = { path = "n.xlsx", qqq = "n" }', "input.need.qqq", "unknown_key"),
    ('need = "data/raw/need.csv"', 'need = { path = "n.csv", columns = ["a"] }', "input.need.columns", "must_be_table"),
    ('modes = ["walk", "bike", "car"]', "modes = []", "distances.modes", "must_not_be_empty"),
    ('modes = ["walk", "bike", "car"]', 'modes = ["walk", "walk"]', "distances.modes", "stands_twice"),
    ('modes = ["walk", "bike", "car"]', 'modes = "walk"', "distances.modes", "must_be_list"),
    ("nearest = 3", "nearest = 101", "distances.nearest", "must_be_at_most"),
    ("nearest = 3", "nearest = 2.5", "distances.nearest", "must_be_whole"),
    ("nearest = 3", "nearest = 'drie'", "distances.nearest", "must_be_whole"),
    ("nearest = 3", "nearest = 3\nweight = 'geld'", "distances.weight", "no_option"),
    ("nearest = 3", "nearest = 3\nweight = 'tijd'", "distances", "limit_of_weight"),
    ("nearest = 3", "nearest = 3\nlimit_minutes = { lopen = 30 }", "distances", "limit_of_weight"),
    ("walk = 5000", "wlak = 5000", "distances.limit_m.wlak", "unknown_key_near"),
    ("walk = 5000", "vliegen = 5000", "distances.limit_m.vliegen", "unknown_key"),
    ("walk = 5000", "walk = -1", "distances.limit_m.walk", "must_exceed"),
    ("walk = 5000", "walk = inf", "distances.limit_m.walk", "must_be_number"),
    ("walk = 5000", "walk = 'ver'", "distances.limit_m.walk", "must_be_number"),
    ('categories = ["gp", "primary_school", "supermarket", "bus_stop"]', "categories = []", "distances.categories", "must_not_be_empty"),
    ("hospital = ", "hospitaal = ", "distances.replace.hospitaal", "unknown_key_near"),
    ("hospital = ", "qqqqq = ", "distances.replace.qqqqq", "unknown_key"),
    ("walk = 5000", "walk = 5000, lopend = 4000", "distances.limit_m", "stands_twice"),
    ("hospital = ", "Ziekenhuizen = 'z.csv'\nhospital = ", "distances.replace", "stands_twice"),
    ('modes = ["walk", "bike", "car"]', 'modes = ["walk", "lopen"]', "distances.modes", "stands_twice"),
    ("limits_m = [1000, 3000]", "limits_m = []", "reach.limits_m", "must_not_be_empty"),
    ("limits_m = [1000, 3000]", "limits_m = [1000, 1000.0]", "reach.limits_m", "stands_twice"),
    ("limits_m = [1000, 3000]", "limits_m = [1000, 0]", "reach.limits_m.1", "must_exceed"),
    ("catchments_m = [1000]", "catchments_m = []", "maps.catchments_m", "must_not_be_empty"),
    ("catchments_m = [1000]", "catchments_m = [-5]", "maps.catchments_m.0", "must_exceed"),
    ('quarters = ["2021-Q4"]', 'quarters = ["2021-Q5"]', "maps.quarters.0", "quarter"),
    ('quarters = ["2021-Q4"]', 'quarters = ["2025-Q1"]', "maps.quarters", "quarter_outside"),
    ("[maps]", "[map]", "map", "unknown_key_near"),
    ("[maps]", "[maps]\nsizes = ['a5']", "maps.sizes.0", "no_option"),
    ("[maps]", "[maps]\ncolour = 'blauw'", "maps.colour", "no_colour"),
    ("[maps]", "[maps]\ncolour = '#e69f00'", "maps.colour", "pale_colour"),
    ("[maps]", f"[maps]\ndisclaimer = '{'geen rechten ' * 40}'", "maps.disclaimer", "text_too_long"),
    ("[maps]", "[maps]\nlogo = 'weg.png'", "maps.logo", "missing_logo"),
    ("[maps]", '[transit]\nhours = ["7 uur", "19:00"]\n[maps]', "transit.hours.0", "clock"),
    ("[maps]", '[transit]\nhours = ["07:00", "24:01"]\n[maps]', "transit.hours.1", "clock"),
    ("[maps]", '[transit]\nhours = ["19:00", "7:00"]\n[maps]', "transit.hours", "hours_backwards"),
    ("[maps]", "[transit]\ndate = 'dinsdag'\n[maps]", "transit.date", "must_be_date"),
    ("[maps]", "[transit]\nreach_m = 0\n[maps]", "transit.reach_m", "must_exceed"),
    ("[maps]", "[spreidingswet]\n[maps]", "spreidingswet.reference_dates", "missing_key"),
    ("[maps]", "[spreidingswet]\nreference_dates = []\n[maps]", "spreidingswet.reference_dates", "must_not_be_empty"),
    ("[maps]", "[spreidingswet]\nreference_dates = ['juli']\n[maps]", "spreidingswet.reference_dates.0", "must_be_date"),
    ("[maps]", "[spreidingswet]\nreference_dates = [2023-07-01, 2023-07-01]\n[maps]", "spreidingswet.reference_dates", "stands_twice"),
    ("[maps]", "[spreidingswet]\nreference_dates = [2023-07-01, 2024-01-01]\n[maps]", "spreidingswet.reference_dates", "day_outside"),
    ("[maps]", "[spreidingswet]\nreference_dates = [2019-12-31]\n[maps]", "spreidingswet.reference_dates", "day_outside"),
    ("[maps]", "[spreidingswet]\nreference_dates = [2023-07-01]\ndurable_months = 0\n[maps]", "spreidingswet.durable_months", "must_be_at_least"),
    ("[maps]", "[spreidingswet]\nreference_dates = [2023-07-01]\ndurable_places_above = -1\n[maps]", "spreidingswet.durable_places_above", "must_be_at_least"),
    ("[maps]", "[spreidingswet]\nreference_dates = [2023-07-01]\ndurable_month = 48\n[maps]", "spreidingswet.durable_month", "unknown_key_near"),
    ("[maps]", "[finder]\nareas = 'p.gpkg'\ngrid_m = 100\n[maps]", "finder", "finder_two_sources"),
    ("[maps]", "[finder]\ncell_m = 10\n[maps]", "finder", "finder_of_areas"),
    ("[maps]", "[finder]\ngrid_m = 100\narea_is = 'floor'\n[maps]", "finder", "finder_of_areas"),
    ("[maps]", "[finder]\ngrid_m = 5\n[maps]", "finder.grid_m", "must_be_at_least"),
    ("[maps]", "[finder]\ngrid_m = 12.5\n[maps]", "finder.grid_m", "must_be_whole"),
    ("[maps]", "[finder]\nareas = 'p.gpkg'\ncell_m = 1\n[maps]", "finder.cell_m", "must_be_at_least"),
    ("[maps]", "[finder]\nareas = 'p.gpkg'\nmin_area_m2 = -1\n[maps]", "finder.min_area_m2", "must_be_at_least"),
    ("[maps]", "[finder]\nareas = 'p.gpkg'\narea_is = 'dak'\n[maps]", "finder.area_is", "no_option"),
    ("[maps]", "[finder]\nareas = { layer = 'p' }\n[maps]", "finder.areas.path", "missing_key"),
    ("[maps]", "[finder]\ngrid = 100\n[maps]", "finder.grid", "unknown_key_near"),
    ("[plan]", 'folder = "x"\n[plan]', "folder", "unknown_key"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "column", "code"), WRONG)
def test_every_wrong_value_has_a_fault_of_its_own(
    tmp_path: Path, right: str, wrong: str, column: str, code: str
) -> None:
    text = SMALLEST + MORE
    assert text.count(right) == 1
    error = error_of(tmp_path, text.replace(right, wrong))
    assert {(fault.file, fault.row, fault.column, fault.code) for fault in error.faults} == {
        ("plan.toml", 0, column, code)
    }
    for lang in LANGUAGES:
        sentence = error.sentence(lang)
        assert re.search(r"[.?] [A-Z].*[.?]$", sentence), sentence
        assert not re.search(r"Input should|valid|\{", sentence), sentence


@pytest.mark.parametrize(
    ("content", "code", "told"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo_no_png", "SVG"),
        (_png(300, 60), "coarse_logo", "615 × 123"),
        (_png(100, 100), "coarse_logo", "125 × 125"),
        (_png(615, 123)[:-6], "logo_no_png", "logo.png"),
    ],
)
def test_a_logo_that_does_not_print_well_is_refused_with_what_to_do(
    tmp_path: Path, content: bytes, code: str, told: str
) -> None:
    (tmp_path / "logo.png").write_bytes(content)
    error = error_of(tmp_path, SMALLEST + MORE.replace("[maps]", "[maps]\nlogo = 'logo.png'"))
    assert [(fault.column, fault.code) for fault in error.faults] == [("maps.logo", code)]
    assert told in error.sentence("nl")


def test_a_logo_is_a_file_of_the_sheets_and_a_colour_is_written_small(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(_png(615, 123))
    plan = load(tmp_path, SMALLEST + MORE.replace("[maps]", "[maps]\nlogo = 'logo.png'\ncolour = '#7B1FA2'"))
    assert plan.files(("logo",)) == {"maps.logo": tmp_path / "logo.png"}
    assert plan.maps.colour == "#7b1fa2"
    assert load(tmp_path, SMALLEST).files(("logo",)) == {}
    assert load(tmp_path, SMALLEST).maps.sizes == ("a4", "a3")


def test_modes_and_categories_may_be_named_in_dutch(tmp_path: Path) -> None:
    text = SMALLEST.replace('"walk", "bike", "car"', '"lopend", "Fiets", "auto"').replace("walk = 5000", "lopen = 4000")
    text = text.replace('"gp", "primary_school", "supermarket"', '"huisarts", "Basisschool", "supermarkt", "station"')
    text = text.replace("hospital =", "ziekenhuis =") + '[reach]\nmode = "fietsen"\ncategories = ["apotheek"]\n'
    (tmp_path / "plan.toml").write_text(text + '[maps]\ncategories = ["bibliotheek"]\n', encoding="utf-8")
    plan = load_plan(tmp_path)
    assert plan.distances.modes == ("walk", "bike", "car")
    assert plan.distances.categories == ("gp", "primary_school", "supermarket", "train_station", "bus_stop")
    assert (plan.distances.limit("walk"), plan.distances.limit("bike")) == (4000.0, 15000.0)
    assert (set(plan.distances.replace), set(draft_files(tmp_path).replaced)) == ({"hospital"}, {"hospital"})
    assert (plan.reach.mode, plan.reach.categories, plan.maps.categories) == ("bike", ("pharmacy",), ("library",))


def test_a_timetable_is_asked_for_the_first_tuesday_by_default_and_for_hours_of_the_day(tmp_path: Path) -> None:
    plan = load(tmp_path, SMALLEST)
    assert (plan.transit.hours, plan.transit.hours_s, plan.transit.reach_m) == (
        ("07:00", "19:00"),
        (25_200, 68_400),
        500,
    )
    assert plan.named_files.transit_day == draft_files(tmp_path).transit_day == date(2020, 9, 1)
    later = SMALLEST.replace("2020-09-01", "2020-09-02")
    assert load(tmp_path, later).named_files.transit_day == draft_files(tmp_path).transit_day == date(2020, 9, 8)
    own = SMALLEST + "[transit]\ndate = 2020-10-03\nhours = [06:30:00, '24:00']\n"
    plan = load(tmp_path, own)
    assert (plan.transit.hours, plan.transit.hours_s) == (("06:30", "24:00"), (23_400, 86_400))
    assert plan.named_files.transit_day == draft_files(tmp_path).transit_day == date(2020, 10, 3)
    (tmp_path / "plan.toml").write_text(own.replace("2020-10-03", "'ooit'"), encoding="utf-8")
    assert draft_files(tmp_path).transit_day is None


def test_the_spreidingswet_is_off_unless_asked_for_and_its_days_are_sorted(tmp_path: Path) -> None:
    assert load(tmp_path, SMALLEST).spreidingswet is None
    text = SMALLEST + "[spreidingswet]\nreference_dates = [2023-12-31, 2020-01-01]\n"
    section = load(tmp_path, text).spreidingswet
    assert section is not None
    assert section.reference_dates == (date(2020, 1, 1), date(2023, 12, 31))
    assert (section.durable_months, section.durable_places_above) == (60, 100)


def test_an_unknown_mode_or_category_is_answered_with_the_words_in_both_languages(tmp_path: Path) -> None:
    error = error_of(tmp_path, SMALLEST.replace('"bike"', '"vliegen"').replace('"gp"', '"kapper"'))
    said = {fault.column: fault.sentence("nl") for fault in error.faults}
    assert "lopen (walk); fietsen (bike); auto (car)" in said["distances.modes.1"]
    assert "De soorten zijn: huisarts (gp); huisartsenpost (out_of_hours_gp);" in said["distances.categories.0"]


def test_an_unknown_key_is_answered_with_the_one_that_was_meant(tmp_path: Path) -> None:
    for right, wrong, meant in (
        ("nearest = 3", "neerest = 3", "nearest"),
        ("walk = 5000", "wlak = 5000", "walk"),
        ('need = "data/raw/need.csv"', 'need = { path = "n.xlsx", shet = "n" }', "sheet"),
        ('"supermarket"', '"supermarktt"', "supermarkt"),
        ('"bike", "car"', '"biek", "car"', "bike"),
        ("hospital =", "hospitl =", "hospital"),
    ):
        error = error_of(tmp_path, SMALLEST.replace(right, wrong))
        assert f"Bedoelt u `{meant}`?" in error.sentence("nl")
        assert f"Did you mean `{meant}`?" in error.sentence("en")


def test_what_is_no_toml_is_said_with_its_row(tmp_path: Path) -> None:
    assert faults(tmp_path, "[plan\n") == {("plan.toml", 1, "", "not_toml")}
    assert faults(tmp_path, "[plan]\nprt = Flevoland\n") == {("plan.toml", 2, "", "not_toml")}
    assert faults(tmp_path, '[plan]\nprt = "a"\nprt = "b"\n') == {("plan.toml", 3, "", "toml_twice")}
    assert faults(tmp_path, '[plan]\nprt = "a"\n[plan]') == {("plan.toml", 3, "", "toml_twice")}
    assert faults(tmp_path, '[plan]\nprt = "a') == {("plan.toml", 2, "", "not_toml")}


def test_a_plan_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(SMALLEST.replace("\n", "\r\n"), encoding="utf-8-sig")
    assert load_plan(tmp_path).plan.province == ("PV24",)


def test_a_plan_in_another_encoding_is_read_further(tmp_path: Path) -> None:
    text = SMALLEST.replace("Flevoland", "Fryslân").replace("nearest = 3", "nearest = 0")
    (tmp_path / "plan.toml").write_bytes(text.encode("cp1252"))
    with pytest.raises(FaultsError) as caught:
        load_plan(tmp_path)
    assert [(fault.row, fault.column, fault.code) for fault in caught.value.faults] == [
        (0, "distances.nearest", "must_be_at_least"),
        (4, "", "encoding"),
    ]


def test_a_missing_plan_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(FaultsError, match="geo init") as caught:
        load_plan(tmp_path)
    assert caught.value.faults == (Fault(str(tmp_path / "plan.toml"), 0, "", "missing_plan"),)


def test_of_a_faulty_plan_the_files_are_known_all_the_same(tmp_path: Path) -> None:
    text = (
        SMALLEST.replace("prt =", "ptr =")
        .replace('"PV24"', '["PV24", 3]')
        .replace('osm = "data/raw/streets.osm.pbf"', "osm = 3")
        .replace('need = "data/raw/need.csv"', 'need = { path = "n.xlsx", shet = "n" }')
        .replace("[distances.replace]", '[distances.replace]\nhospitl = "x.csv"\nlibrary = "l.csv"')
        .replace("[input]", 'crs = "EPSG:4326"\n[input]')
    )
    (tmp_path / "plan.toml").write_text(text, encoding="utf-8")
    draft = draft_files(tmp_path)
    assert {name: file.path for name, file in draft.inputs.items()} == {
        "boundaries": "data/raw/boundaries.gpkg",
        "locations": "data/raw/locations.csv",
    }
    assert draft.unclear == {"osm", "need"}
    assert {name: file.path for name, file in draft.replaced.items()} == {
        "hospital": "data/raw/hospitals.csv",
        "library": "l.csv",
    }
    assert (draft.crs, draft.provinces) == ("EPSG:28992", ("PV24",))
    (tmp_path / "plan.toml").write_text('plan = 1\ninput = ["x"]\n', encoding="utf-8")
    assert draft_files(tmp_path).inputs == {}


def test_a_folder_of_texts_counts_with_every_file_in_it(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for name in ("02-b.md", "01-a.md", "note.txt"):
        (texts / name).write_text("x", encoding="utf-8")
    plan = load(tmp_path, SMALLEST.replace("[distances]", 'texts = "texts"\n[distances]'))
    assert list(plan.files(("texts", "candidates"))) == ["texts/01-a.md", "texts/02-b.md"]


def test_every_part_of_a_shapefile_and_a_geodatabase_counts(tmp_path: Path) -> None:
    for name in ("sites.shp", "sites.dbf", "other.dbf", "need.gdb/a.gdbtable", "h.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    text = SMALLEST.replace("data/raw/locations.csv", "sites.shp").replace("data/raw/need.csv", "need.gdb")
    plan = load(tmp_path, text.replace("data/raw/hospitals.csv", "h.csv"))
    assert list(plan.files(("locations", "need", "replace"))) == [
        "locations.dbf",
        "locations.shp",
        "need/a.gdbtable",
        "replace.hospital",
    ]


def test_the_areas_of_the_search_are_a_file_of_the_plan(tmp_path: Path) -> None:
    searched = "[finder]\nareas = { path = 'percelen.gpkg', layer = 'perceel', source = 'Kadaster' }\n"
    plan = load(tmp_path, SMALLEST + searched)
    (tmp_path / "percelen.gpkg").touch()
    assert plan.files(("finder", "need")) == {"finder.areas": tmp_path.resolve() / "percelen.gpkg"}
    assert (plan.reading(("finder",))["finder.areas"]["layer"], plan.reading(("need", "finder")).keys()) == (
        "perceel", {"need", "finder.areas"},
    )  # fmt: skip
    assert (plan.named_files.areas, plan.named_files.search_m) == (plan.finder.areas, 25)
    (tmp_path / "plan.toml").write_text(SMALLEST + searched + "kaart = 3\n", encoding="utf-8")
    faulty = draft_files(tmp_path)
    assert faulty.areas == plan.finder.areas


def test_squares_are_searched_where_the_plan_names_no_areas_and_nothing_where_it_does_not_search(
    tmp_path: Path,
) -> None:
    assert load(tmp_path, SMALLEST + "[finder]\n").named_files.search_m == 250
    plan = load(tmp_path, SMALLEST)
    assert (plan.named_files.areas, plan.named_files.search_m, plan.files(("finder",))) == (None, None, {})
