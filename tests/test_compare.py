"""`geo compare`: two workspaces, and two forecasts of one plan, worked out by hand from their tables."""

import csv
import shutil
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import toy_workspace
from command import Caller
from conftest import ROOT

from geo.analysis.versions import FindingChange
from geo.compare import compare_versions
from geo.compare_files import write_files
from geo.compared import Compared, counts, lines
from geo.errors import FaultsError, UsageError
from geo.tables.versions import FIGURE_CHANGES, QUARTER_CHANGES

OLD, NEW = "MPP-2020-1", "MPP-2020-2"
TABLES = ("bevindingen", "cijfers", "invoer", "kwartalen", "teksten", "uitkomsten")


@pytest.fixture
def geo(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Caller:
    return Caller(monkeypatch, capsys)


@pytest.fixture(scope="module")
def forecasts() -> Compared:
    return compare_versions(OLD, NEW, ROOT)


@pytest.fixture(scope="module")
def toys(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A workspace, and a later version: one location with 50 places more that ends a quarter earlier."""
    folder = tmp_path_factory.mktemp("toys")
    old = toy_workspace.make(folder / "oud")
    new = Path(shutil.copytree(old, folder / "nieuw"))
    edit(new / "data/raw/locations.csv", "bestaand;100;2015-01-01;2021-01-31", "bestaand;150;2015-01-01;2020-10-31")
    (new / "data/raw/texts/01-context.md").write_text("De regietafel kwam nog eens bijeen.\n", encoding="utf-8")
    (new / "data/raw/texts/06-hoger.md").write_text("Meer.\n", encoding="utf-8")
    return old, new


@pytest.fixture(scope="module")
def pair(toys: tuple[Path, Path]) -> Compared:
    return compare_versions(*map(str, toys), Path())


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def state(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.stat().st_size)
        for path in folder.rglob("*")
        if path.is_file()
    }


def quarters(found: Compared, area: str, bucket: str, *names: str) -> list[tuple[object, ...]]:
    table = found.comparison.quarters
    rows = table[(table["area_id"] == area) & (table["bucket"] == bucket)]
    columns = ["quarter", *(f"{name}_{side}" for name in names for side in ("old", "new"))]
    return list(rows[columns].astype(object).where(rows[columns].notna(), None).itertuples(index=False, name=None))


def test_the_need_of_two_forecasts_is_that_of_the_table(forecasts: Compared) -> None:
    """Every row of the need of Markerwaard, read here by itself: two ends of 2 and of 12 needs, two in both."""
    with (ROOT / "data/raw/need.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    ends: dict[str, dict[tuple[str, str, str], tuple[int, int]]] = {OLD: {}, NEW: {}}
    for row in rows:
        key = row["region_id"] or row["province"], row["bucket"], row["due"]
        ends[row["forecast_id"]][key] = int(row["places_min"]), int(row["places_max"])
    both = ends[OLD].keys() & ends[NEW].keys()
    assert len(ends[OLD].keys() | ends[NEW].keys()) == 12
    found = forecasts.comparison.figures
    assert tuple(found.columns) == FIGURE_CHANGES.names
    assert set(found["part"]) == {"need"}
    assert len(found) == 24
    assert found["difference"].notna().sum() == 2 * len(both) == 4
    told = {
        (row["area_id"], row["of"], f"{row['due']:%d-%m-%Y}", row["figure"]): (
            row["old"],
            row["new"],
            row["difference"],
        )
        for row in found.to_dict("records")
    }
    last = "31-12-2023"
    assert told["PV90", "regionale opvanglocaties", last, "need_min"] == (900, 1250, 350)
    assert told["PV90", "regionale opvanglocaties", last, "need_max"] == (1100, 1400, 300)
    assert told["PV90", "GVL of satelliet", last, "need_min"] == (700, 1100, 400)
    assert told["PV90", "GVL of satelliet", last, "need_max"] == (800, 1250, 450)
    assert told["MID", "regionale opvanglocaties", last, "need_min"][1] == 500
    assert pd.isna(told["MID", "regionale opvanglocaties", last, "need_min"][0])


def test_the_consequence_of_two_forecasts_per_quarter(forecasts: Compared) -> None:
    """The old one is due on the last day alone: 900 + 700 to 1,100 + 800. The new one says its own total."""
    assert tuple(forecasts.comparison.quarters.columns) == QUARTER_CHANGES.names
    whole = {row[0]: row[1:] for row in quarters(forecasts, "PV90", "totaal", "need_min", "need_max", "status")}
    assert whole["2023-Q4"] == (1600, 2200, 1900, 2400, "above", "untestable")
    assert whole["2022-Q1"] == (None, 2200, None, 2400, "untestable", "within")
    assert whole["2020-Q4"] == (None, 2100, None, 2300, "untestable", "above")
    assert set(whole) == {f"{year}-Q{part}" for year in (2021, 2022, 2023) for part in (1, 2, 3, 4)} | {"2020-Q4"}
    days = {row[0]: row[1:] for row in quarters(forecasts, "PV90", "totaal", "days_short", "days_untested")}
    # Short by 200 from 1 February, when ML05 is gone, to 14 March, the day before ML06 opens: 28 + 14 days.
    assert days["2022-Q1"] == (0, 42, 90, 0)
    # Both forecasts have places of the same locations: supply differs nowhere, but for what an increment counts.
    supply = quarters(forecasts, "PV90", "regionaal", "supply_min", "supply_max")
    assert supply
    assert all(row[1] == row[2] and row[3] == row[4] for row in supply)


def test_two_forecasts_leave_the_locations_and_texts_alone(forecasts: Compared) -> None:
    assert forecasts.comparison.rows.empty
    assert forecasts.comparison.texts.empty
    assert forecasts.comparison.quarters_alone == forecasts.comparison.areas_alone == ((), ())
    assert forecasts.imprint.edition == "vertrouwelijk"
    red = {(one.latest.code, dict(one.latest.parameters)["bucket"]) for one in forecasts.newly_red}
    assert ("shortage_days", "totaal") in red
    assert ("shortage_quarter", "regionaal") in red


def test_every_finding_of_either_forecast_is_told_once_or_is_the_same(forecasts: Compared) -> None:
    turned = compare_versions(NEW, OLD, ROOT)
    assert turned.newly_red == ()
    back = turned.comparison
    there = {(one.old, one.new) for one in forecasts.comparison.findings}
    assert there == {(one.new, one.old) for one in back.findings}
    assert len(there) == len(forecasts.comparison.findings) >= 20
    assert not any(FindingChange(one, one) in forecasts.comparison.findings for one, _ in there if one)


def test_a_location_that_grows_and_ends_earlier_is_told_cell_by_cell(pair: Compared) -> None:
    assert pair.comparison.rows.to_numpy().tolist() == [
        ["locations", "changed", "T2", "azc Kade", "capaciteit", "100", "150", ""],
        ["locations", "changed", "T2", "azc Kade", "overeenkomst t/m", "31-01-2021", "31-10-2020", ""],
    ]
    assert pair.comparison.texts.to_numpy().tolist() == [["01-context", "changed"], ["06-hoger", "new"]]


def test_its_consequence_per_quarter_is_as_worked_out_by_hand(pair: Compared) -> None:
    """T1 has 400 places; the need of 450 to 550 is due on 31-12-2020, and before that nothing can be tested.

    Nor can that day: until then T3 may have become regular, on a day that nobody gave.
    """
    assert quarters(pair, "PV90", "totaal", "supply_max", "balance_min", "balance_max", "status") == [
        ("2020-Q3", 500, 550, None, None, None, None, "untestable", "untestable"),
        ("2020-Q4", 500, 400, -50, -150, 50, -50, "untestable", "untestable"),
        ("2021-Q1", 400, 400, -150, -150, -50, -50, "short", "short"),
    ]
    assert quarters(pair, "PV90", "totaal", "days_short", "days_untested") == [
        ("2020-Q3", 0, 0, 92, 92),
        ("2020-Q4", 0, 0, 92, 92),
        ("2021-Q1", 59, 90, 0, 0),  # from 1 February, and the whole quarter
    ]


def test_a_version_beside_itself_in_another_order_shows_nothing(toys: tuple[Path, Path], tmp_path: Path) -> None:
    old, _ = toys
    other = Path(shutil.copytree(old, tmp_path / "anders"))
    for name in ("locations", "need", "regions"):
        path = other / f"data/raw/{name}.csv"
        head, *rows = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join([head, *reversed(rows)]), encoding="utf-8")
    found = compare_versions(str(old), str(other), Path())
    assert found.comparison.empty
    assert lines(found, "nl")[1:] == [
        "Geen verschillen.",
        (
            "Gerekend zonder wegennet: afstanden en wat daaruit volgt zijn niet vergeleken, en de bestanden van kaart, "
            "voorzieningen en dienstregeling evenmin."
        ),
    ]


def test_tables_of_the_chapters_are_told_and_the_counts_are_those_of_the_lines(
    toys: tuple[Path, Path], tmp_path: Path
) -> None:
    """Reserve from 150 to 250, an obligation from 50 to 60, and the date of a milestone: none moves a quarter."""
    sides = []
    for name, places, owed, day in (("een", 150, 50, "01-10-2020"), ("twee", 250, 60, "01-11-2020")):
        folder = Path(shutil.copytree(toys[0], tmp_path / name))
        raw = folder / "data/raw"
        (raw / "reserve.csv").write_text(f"naam;trede;soort;plekken\nKazerne;2;leegstand;{places}\n", encoding="utf-8")
        (raw / "obligations.csv").write_text(
            f"gemeentecode;halfjaar;taakstelling;achterstand;gerealiseerd\nGM9101;2020-2;{owed};0;20\n",
            encoding="utf-8",
        )
        (raw / "milestones.csv").write_text(f"datum;mijlpaal\n{day};Besluit\n", encoding="utf-8")
        named = "".join(f'{one} = "data/raw/{one}.csv"\n' for one in ("reserve", "obligations", "milestones"))
        edit(folder / "plan.toml", "[input]\n", f"[input]\n{named}")
        sides.append(folder)
    found = compare_versions(*map(str, sides), Path())
    assert found.comparison.quarters.empty
    told = lines(found, "nl")
    assert "  reservecapaciteit: 2 Kazerne: plekken 150 → 250" in told
    assert "  taakstelling: GM9101 2020-2: taakstelling 50 → 60" in told
    assert "  mijlpalen: Besluit: datum 01-10-2020 → 01-11-2020" in told
    changed = set(found.comparison.results["list"])
    assert {"obligation_progress", "reserve_ladder", "scenarios", "break_even"} <= changed
    counted = counts(found)
    assert counted["rows"] == 3
    assert sum(int(line.rsplit(": ", 1)[1]) for line in told if line.startswith("Uitkomsten, ")) == counted["results"]
    (figures,) = [line for line in told if line.startswith("Cijfers: ")] or ["Cijfers: 0"]
    assert figures == f"Cijfers: {counted['figures']}"


def test_places_at_the_end_of_the_horizon_are_told_first(toys: tuple[Path, Path], tmp_path: Path) -> None:
    """T1 alone is left at the end: 400, then 420."""
    more = Path(shutil.copytree(toys[0], tmp_path / "meer"))
    edit(more / "data/raw/locations.csv", "bestaand;400;", "bestaand;420;")
    told = lines(compare_versions(str(toys[0]), str(more), Path()), "nl")
    assert told[1] == "Plekken aan het eind van de planperiode (2e kwartaal 2021), Toets (PV90): 400 → 420"


def test_the_terminal_tells_counts_and_then_the_lines_the_red_ones_first(
    toys: tuple[Path, Path], geo: Caller, tmp_path: Path
) -> None:
    before = [state(folder) for folder in toys]
    done = geo("--lang", "nl", "compare", *toys, "-o", tmp_path / "uit")
    assert (done.code, done.err) == (0, "")
    assert [state(folder) for folder in toys] == before  # nothing is written into either workspace
    assert len(list((tmp_path / "uit").iterdir())) == 14
    told = done.out.splitlines()
    assert told[0] == "Vergeleken: oud (versie 0.1, peildatum 01-09-2020) → nieuw (versie 0.1, peildatum 01-09-2020)"
    assert told[1].startswith("Verschillen: ")
    assert told[1].endswith("2 in invoer, 2 in teksten.")
    assert told[2].startswith("Bevindingen, rood: ")
    assert "  locaties: T2 azc Kade: capaciteit 100 → 150" in told
    assert (
        "  4e kwartaal 2020, Toets (PV90): niet toetsbaar → niet toetsbaar; aanbod ≥ 500 → ≥ 400; "
        "saldo ≥ −50 tot +50 → ≥ −150 tot −50; dagen tekort 0 (92 niet toetsbaar) → 0 (92 niet toetsbaar)" in told
    )
    assert "  01-context: gewijzigd" in told
    first = told.index("Gevolg per kwartaal, alle plekken samen: 5") + 1
    assert told[first] == (
        "  1e kwartaal 2021, Toets (PV90): tekort → tekort; aanbod 400 → 400; saldo −150 tot −50 → −150 tot −50; "
        "dagen tekort 59 → 90"
    )


def test_the_lines_are_there_in_english(pair: Compared) -> None:
    told = lines(pair, "en")
    assert told[0].endswith("→ nieuw (version 0.1, reference date 1 September 2020)")
    assert (
        "  Q1 2021, Toets (PV90): short → short; supply 400 → 400; balance −150 to −50 → −150 to −50; days short 59 → 90"
        in told
    )
    assert "  01-context: changed" in told


def test_forecasts_end_to_end_with_tables_and_a_page(geo: Caller, tmp_path: Path) -> None:
    out = tmp_path / "verschil"
    done = geo("compare", OLD, NEW, "-p", ROOT, "-o", out, "--strict")
    assert done.code == 1  # this forecast brings new red findings
    assert done.out.splitlines()[:2] == [
        "VERTROUWELIJK",
        f"Vergeleken: prognose {OLD} (15-03-2020) → prognose {NEW} (15-09-2020)",
    ]
    assert (
        "  opgave, Markerwaard (PV90), regionale opvanglocaties, 31-12-2023: "
        "behoefte 900 tot 1.100 → 1.250 tot 1.400 (verschil min +350, max +300)" in done.out.splitlines()
    )
    names = {f"versieverschil-{name}-vertrouwelijk.{ending}" for name in TABLES for ending in ("csv", "parquet")}
    names |= {f"versieverschil-vertrouwelijk.{ending}" for ending in ("docx", "html")}
    assert {path.name for path in out.iterdir()} == names
    page = (out / "versieverschil-vertrouwelijk.html").read_text(encoding="utf-8")
    assert "VERTROUWELIJK" in page
    assert "900 tot 1.100" in page
    assert "shortage_days" not in page  # the names of the rules are for programs
    content = (out / "versieverschil-cijfers-vertrouwelijk.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfonderdeel;gebied;waarvan;te realiseren voor;cijfer;oud;")
    assert "opgave;PV90;regionale opvanglocaties;31-12-2023;behoefte min;900;0;1250;0;350" in content.decode()
    kept = pd.read_parquet(out / "versieverschil-kwartalen-vertrouwelijk.parquet")
    assert tuple(kept.columns) == QUARTER_CHANGES.names


def test_the_files_are_the_same_again(pair: Compared, tmp_path: Path) -> None:
    once, missing = write_files(pair, tmp_path / "een")
    again, _ = write_files(pair, tmp_path / "twee")
    assert missing == ()
    assert [path.name for path in once] == [path.name for path in again]
    assert len(once) == 14
    assert {path.stem.rsplit("-", 1)[1] for path in once} == {"openbaar"}
    assert [path.read_bytes() for path in once] == [path.read_bytes() for path in again]


def test_one_closed_row_of_either_version_makes_all_confidential(toys: tuple[Path, Path], tmp_path: Path) -> None:
    old, new = toys
    closed = Path(shutil.copytree(old, tmp_path / "dicht"))
    edit(closed / "data/raw/locations.csv", "2025-12-31;openbaar", "2025-12-31;vertrouwelijk")
    found = compare_versions(str(closed), str(new), Path())  # the new one alone is open
    assert found.imprint.edition == "vertrouwelijk"
    assert lines(found, "nl")[0] == "VERTROUWELIJK"


def test_another_horizon_is_said_and_the_shared_quarters_are_compared(toys: tuple[Path, Path], tmp_path: Path) -> None:
    old, new = toys
    later = Path(shutil.copytree(new, tmp_path / "later"))
    edit(later / "plan.toml", '["2020-Q3", "2021-Q2"]', '["2020-Q4", "2021-Q4"]')
    whole = compare_versions(str(old), str(later), Path())
    told = "\n".join(lines(whole, "nl"))
    assert "Alleen in oud (versie 0.1, peildatum 01-09-2020), en dus niet vergeleken: 3e kwartaal 2020." in told
    late = "3e kwartaal 2021 t/m 4e kwartaal 2021"
    assert f"Alleen in later (versie 0.1, peildatum 01-09-2020), en dus niet vergeleken: {late}." in told
    found = whole.comparison
    assert set(found.quarters["quarter"]) == {"2020-Q4", "2021-Q1"}


def test_another_province_is_said(toys: tuple[Path, Path], tmp_path: Path) -> None:
    old, _ = toys
    other = Path(shutil.copytree(old, tmp_path / "elders"))
    path = other / "data/raw/boundaries.gpkg"
    layers = {name: gpd.read_file(path, layer=name) for name in ("provincies", "gemeenten")}
    path.unlink()
    layers["provincies"].assign(code="PV91", naam="Elders").to_file(path, layer="provincies")
    layers["gemeenten"].assign(provinciecode="PV91").to_file(path, layer="gemeenten")
    edit(other / "plan.toml", '"PV90"', '"PV91"')
    whole = compare_versions(str(old), str(other), Path())
    told = "\n".join(lines(whole, "nl"))
    assert "en dus niet vergeleken: Toets (PV90)." in told
    assert "en dus niet vergeleken: Elders (PV91)." in told
    found = whole.comparison
    assert set(found.quarters["area_id"]) <= {"R1"}
    assert set(found.figures["area_id"]) <= {"R1", ""}


def test_a_forecast_that_does_not_exist_names_those_that_do(geo: Caller) -> None:
    done = geo("compare", OLD, "MPP-2019-9", "-p", ROOT)
    assert done.code == 2
    assert done.err.strip() == (
        "`MPP-2019-9` is geen werkmap en geen prognose van dit plan; de prognoses zijn MPP-2020-1, MPP-2020-2."
    )


def test_a_workspace_beside_a_forecast_is_refused(toys: tuple[Path, Path], geo: Caller) -> None:
    for words in ((toys[0], OLD), (OLD, toys[0])):
        done = geo("--lang", "en", "compare", *words, "-p", ROOT)
        assert done.code == 2
        assert f"`{toys[0]}` is a workspace and `{OLD}` is not." in done.err


def test_a_version_beside_itself_is_refused_however_it_is_named(
    toys: tuple[Path, Path], geo: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, _ = toys
    monkeypatch.chdir(old.parent)
    for words in ((old, old), ("oud", "./oud/../oud"), ("oud", old / "plan.toml"), (OLD, OLD)):
        done = geo("compare", *words)
        assert done.code == 2, words
        assert "er valt niets te vergelijken" in done.err


def test_the_faults_of_both_versions_are_told_together(toys: tuple[Path, Path], geo: Caller, tmp_path: Path) -> None:
    copies = [Path(shutil.copytree(folder, tmp_path / folder.name)) for folder in toys]
    edit(copies[0] / "data/raw/locations.csv", "bestaand;400;", "bestaand;veel;")
    edit(copies[1] / "data/raw/need.csv", "totaal;2020-Q4;450", "alles;2020-Q4;450")
    (copies[1] / "data/raw/regions.csv").unlink()
    with pytest.raises(FaultsError) as raised:
        compare_versions(*map(str, copies), Path())
    told = {(fault.file, fault.row, fault.code) for fault in raised.value.faults}
    first, second = (copy.as_posix() for copy in copies)
    assert (f"{first}/data/raw/locations.csv", 2, "not_a_number") in told
    assert {file for file, *_ in told} == {
        f"{first}/data/raw/locations.csv",
        f"{second}/data/raw/need.csv",
        f"{second}/data/raw/regions.csv",
    }
    done = geo("compare", *copies)
    assert done.code == 3
    assert done.err.count("/data/raw/") >= 3


def test_a_folder_without_a_plan_is_a_fault_and_not_a_forecast(toys: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(FaultsError) as raised:
        compare_versions(str(toys[0]), str(tmp_path / "leeg"), Path())
    assert [fault.code for fault in raised.value.faults] == ["missing_plan"]


def test_a_plan_without_need_has_no_forecasts(toys: tuple[Path, Path], tmp_path: Path) -> None:
    bare = Path(shutil.copytree(toys[0], tmp_path / "zonder"))
    edit(bare / "plan.toml", 'need = "data/raw/need.csv"\n', "")
    with pytest.raises(UsageError, match="are -"):
        compare_versions("LRT-1", "LRT-2", bare)
