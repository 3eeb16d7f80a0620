"""The command: its help, its languages, how it ends, and what it says when something is wrong."""

import re
import shutil
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import faulty_workspace
import pytest
import toy_workspace
from command import Caller, in_own_process

from geo import cli, pipeline
from geo.errors import FaultsError, GeoError, InfeasibleError, OutputLockedError, SourceError, UsageError
from geo.words import LANGUAGES, say

HEAVY = ("pandas", "numpy", "numba", "pydantic", "geopandas", "matplotlib", "osmium", "rasterio", "rich.progress")
COMMANDS = {
    "init": ("folder",),
    "check": ("plan", "all", "strict"),
    "run": ("stages", "plan", "preview", "strict"),
    "explain": ("location", "category", "mode", "plan"),
    "distances": (
        "origins",
        "osm",
        "out",
        "mode",
        "to",
        "to_file",
        "nearest",
        "weight",
        "limit_m",
        "limit_minutes",
    ),
    "compare": ("old", "new", "plan_of_forecasts", "out_folder", "strict_new"),
    "matrix": ("origins", "destinations", "osm", "out_parquet", "mode", "weight", "limit_m", "limit_minutes"),
}
"""The options and arguments of each command, by their word in the catalogue."""


@pytest.fixture
def geo(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Caller:
    return Caller(monkeypatch, capsys)


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    return toy_workspace.finished(tmp_path / "toy")


def flat(text: str) -> str:
    """Put a text that was broken over lines on one line."""
    return " ".join(text.split())


def as_geo(text: str) -> str:
    """Name the command alike, however it was called."""
    return re.sub(r"python -m [\w.]*geo\b", "geo", text)


@pytest.mark.parametrize(
    "code", ["import geo", "import geo.cli", "import sys; sys.argv = ['geo', '--help']; import geo.__main__"]
)
def test_nothing_heavy_is_loaded_before_a_command_needs_it(code: str, tmp_path: Path) -> None:
    told = f"import atexit, sys; atexit.register(lambda: print([m for m in {HEAVY} if m in sys.modules])); {code}"
    done = subprocess.run([sys.executable, "-c", told], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_help_lists_every_command_and_shared_option(geo: Caller, lang: str) -> None:
    done = geo("--lang", lang, "--help")
    assert done.code == 0
    told = flat(done.out)
    for key in ("help.app", "help.lang", "help.debug", *(f"help.{name}_command" for name in COMMANDS)):
        assert say(key, lang) in told, key


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_explains_all_that_it_takes(geo: Caller, lang: str, command: str) -> None:
    told = flat(geo(command, "--help", "--lang", lang).out)
    for key in (f"help.{command}_command", *(f"help.{name}" for name in COMMANDS[command])):
        assert say(key, lang) in told, key
    other = "Usage:" if lang == "nl" else "Gebruik:"
    assert other not in told


def test_the_help_has_no_other_commands_and_no_option_without_a_word(geo: Caller) -> None:
    assert {command.name or command.callback.__name__ for command in geo_commands()} == set(COMMANDS)
    for command, names in COMMANDS.items():
        listed = [line for line in geo(command, "--help", "--lang", "en").out.splitlines() if line.startswith("  ")]
        starts = [line.split()[0] for line in listed if line[2] != " " and ("<" in line or "--" in line)]
        assert len(starts) == len(names) + 1, command  # and --help


def geo_commands() -> list[object]:
    return list(cli.app.registered_commands)


@pytest.mark.parametrize(
    ("words", "system", "expected"),
    [
        ((), "nl_NL.UTF-8", "Gebruik:"),
        ((), "nl_BE@euro", "Gebruik:"),
        ((), "en_GB.UTF-8", "Usage:"),
        ((), "C.UTF-8", "Usage:"),
        ((), "de_DE.UTF-8", "Usage:"),
        (("--lang", "en"), "nl_NL.UTF-8", "Usage:"),
        (("--lang=nl",), "en_US.UTF-8", "Gebruik:"),
    ],
)
def test_the_language_is_the_one_asked_for_else_that_of_the_system(
    geo: Caller, words: tuple[str, ...], system: str, expected: str
) -> None:
    assert geo(*words, "--help", lang=system).out.startswith(expected)


def test_a_real_process_takes_its_language_from_the_environment(tmp_path: Path) -> None:
    told = {name: in_own_process("--help", folder=tmp_path, **{name: "nl_NL.UTF-8"}) for name in ("LANG", "LC_ALL")}
    assert all(done.out.startswith("Gebruik: python -m geo [OPTIES]") for done in told.values())
    first = in_own_process("--help", folder=tmp_path, LANG="nl_NL.UTF-8", LC_MESSAGES="en_GB.UTF-8")
    assert first.out.startswith("Usage:")


def test_the_command_and_the_module_are_the_same() -> None:
    (script,) = entry_points(group="console_scripts", name="geo")
    assert script.value == "geo.cli:main"
    text = (Path(cli.__file__).parent / "__main__.py").read_text(encoding="utf-8")
    assert "from geo.cli import main\n\nmain()" in text
    found = shutil.which("geo", path=Path(sys.executable).parent)
    assert found
    ours = subprocess.run([found, "--lang", "en", "check", "--help"], capture_output=True, text=True, check=True)
    module = in_own_process("--lang", "en", "check", "--help", folder=Path.cwd())
    assert ours.stdout == as_geo(module.out)


def test_done_is_0_and_the_summary_tells_what_to_open(geo: Caller, toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(toy)
    done = geo("run")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert ["maps/provinciaal-plan-openbaar.docx", "het plan (ook .pdf en .html)"] in [
        re.split(r" {2,}", line.strip()) for line in lines
    ]
    assert "  locatiebladen: 3 (PDF, PNG en SVG)" in lines
    assert lines[-1].startswith("Stappen gedaan: 0; ongewijzigd: 28 (extract, landscape, ")


def test_red_findings_are_1_only_when_strict(geo: Caller, toy: Path) -> None:
    assert geo("run", "--plan", toy, "--strict").code == 1
    assert geo("run", "--plan", toy / "plan.toml").code == 0
    assert geo("run", "portfolio", "--plan", toy, "--strict").code == 0, "no checks were asked for"


@pytest.mark.parametrize(
    ("words", "nl", "en"),
    [
        (["run", "kaarten"], "`kaarten` is geen stap; de stappen zijn extract,", "is not a stage; the stages are"),
        (["rum"], "`rum` is geen opdracht; de opdrachten zijn init, check, run", "is not a command; the commands are"),
        (
            ["run", "--strikt"],
            "De optie --strikt bestaat niet (--strict?). Zie `geo run --help`.",
            "There is no option",
        ),
        (["init"], "folder ontbreekt. Zie `geo init --help`.", "folder is missing."),
        (["distances", "x.csv", "-o", "y.csv"], "--osm ontbreekt.", "--osm is missing."),
        (
            ["distances", "x", "--osm", "y", "-o", "z", "--nearest", "0"],
            "Deze waarde van --nearest kan niet.",
            "This value",
        ),
        (["distances", "x", "--osm"], "De optie --osm staat er niet goed", "The option --osm is not right"),
        (["check", "a", "b"], "Deze woorden vormen geen opdracht.", "These words make no command."),
        (["--lang=de", "check"], "De taal kan nl of en zijn.", "The language can be nl or en."),
    ],
)
def test_wrong_usage_is_2_and_one_sentence_in_the_language_of_the_terminal(
    geo: Caller, toy: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], nl: str, en: str
) -> None:
    monkeypatch.chdir(toy)
    for system, text in (("nl_NL.UTF-8", nl), ("en_GB.UTF-8", en)):
        done = geo(*words, lang=system)
        assert (done.code, done.out) == (2, "")
        assert text in as_geo(done.err)
        assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize("words", [(), ("--lang", "nl")])
def test_no_words_at_all_give_the_help_or_the_way_to_it(geo: Caller, words: tuple[str, ...]) -> None:
    done = geo(*words)
    assert done.code == 2
    assert "--help" in done.err


@pytest.mark.parametrize("lang", LANGUAGES)
def test_bad_input_is_3_with_every_fault_and_what_to_do(geo: Caller, tmp_path: Path, lang: str) -> None:
    folder = faulty_workspace.make(tmp_path / "faulty")
    done = geo("check", "--plan", folder, "--lang", lang)
    assert (done.code, done.out) == (3, "")
    *lines, last = done.err.splitlines()
    faults = [line for line in lines if line.startswith(("data/raw/", "plan.toml"))]
    notes = [line for line in lines if line.startswith("  data/raw/")]
    assert last == say("terminal.fault_count", lang, count=len(faults))
    assert lines[len(faults)] == say("terminal.notes", lang, count=len(notes))
    assert (len(faults), len(notes)) == (65, 3)
    assert len(lines) == len(faults) + 1 + len(notes)
    assert "Traceback" not in done.err


def test_a_folder_without_a_plan_is_3_and_says_how_to_begin(geo: Caller, tmp_path: Path) -> None:
    done = geo("run", "--plan", tmp_path, lang="en_US")
    assert done.code == 3
    assert "make a workspace with `geo init FOLDER`" in done.err


def test_a_source_that_fails_is_4_and_only_debug_shows_where(geo: Caller, tmp_path: Path) -> None:
    (tmp_path / "broken.osm.pbf").write_bytes(b"no extract at all")
    (tmp_path / "origins.csv").write_text("nr;x;y\nA;190000;500000\n", encoding="utf-8")
    words = ("distances", "origins.csv", "--osm", "broken.osm.pbf", "--to", "gp", "-o", "uit.csv")
    done = in_own_process(*words, folder=tmp_path, LANG="nl_NL.UTF-8")
    assert done.code == 4
    assert "broken.osm.pbf" in done.err
    assert "Traceback" not in done.err
    debugged = geo(*words[:3], tmp_path / "broken.osm.pbf", *words[4:], "--debug")
    assert debugged.code == 4
    assert "Traceback (most recent call last)" in debugged.err
    assert debugged.err.index("Traceback") < debugged.err.rindex("broken.osm.pbf")
    assert not (tmp_path / "uit.csv").exists()


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("u"), 2), (GeoError("g"), 3), (FaultsError(), 3), (SourceError("s"), 4),
        (OutputLockedError("`plan.xlsx` is open"), 4), (InfeasibleError("geen oplossing"), 5),
    ],
)  # fmt: skip
def test_every_error_of_ours_ends_with_its_code_and_no_traceback(
    geo: Caller, toy: Path, monkeypatch: pytest.MonkeyPatch, error: GeoError, code: int
) -> None:
    def fail(*_given: object, **_options: object) -> None:
        error.add_note("while making the plan")
        raise error

    monkeypatch.setattr(pipeline, "run", fail)
    done = geo("run", "--plan", toy)
    assert done.code == code
    assert "Traceback" not in done.err
    if not isinstance(error, FaultsError):
        assert done.err.splitlines() == [str(error), "while making the plan"]


def test_a_mistake_of_ours_keeps_its_traceback(geo: Caller, toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object, **_options: object) -> None:
        msg = "a bug"
        raise ZeroDivisionError(msg)

    monkeypatch.setattr(pipeline, "run", fail)
    with pytest.raises(ZeroDivisionError):
        geo("run", "--plan", toy)


def test_an_interrupted_run_ends_with_130(geo: Caller, toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "run", fail)
    assert geo("run", "--plan", toy).code == 130


def test_check_says_that_the_input_is_sound_and_what_was_noticed(geo: Caller, toy: Path) -> None:
    table = toy / "data" / "raw" / "need.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(";bron", ";bron;kleur"), encoding="utf-8")
    before = sorted(toy.rglob("*"))
    done = geo("check", "--plan", toy)
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0] == "Opmerkingen: 1"
    assert lines[1].startswith("  data/raw/need.csv, rij 1, kolom kleur: ")
    assert lines[2] == "Geen fouten; bestanden: 9. De invoer kan worden gebruikt."
    assert sorted(toy.rglob("*")) == before


def test_letters_that_the_terminal_lacks_do_not_stop_it(tmp_path: Path) -> None:
    done = in_own_process("één", folder=tmp_path, PYTHONIOENCODING="ascii", LANG="nl_NL.UTF-8")
    assert done.code == 2
    assert "is geen opdracht; de opdrachten zijn init, check, run, explain, distances, matrix, compare." in done.err
