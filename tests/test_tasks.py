"""The one door: standard library only, short, and clear about what it cannot do; the locks hold what is asked for."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from conftest import ROOT

REQUIREMENTS = ROOT / "requirements"
PIN = re.compile(r"^[A-Za-z0-9][\w.-]*==[\w.!+]+( ; [^;]+)?$")


@pytest.fixture
def tasks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The door, in a folder of its own, with a lock but without ``.venv``."""
    monkeypatch.syspath_prepend(ROOT)
    monkeypatch.delitem(sys.modules, "tasks", raising=False)
    import tasks

    (tmp_path / "requirements").mkdir()
    for name in ("demo.txt", "test.txt"):
        (tmp_path / "requirements" / name).write_text(f"# {name}\n", encoding="utf-8")
    monkeypatch.setattr(tasks, "ROOT", tmp_path)
    monkeypatch.setattr(tasks, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(tasks, "PYTHON", tmp_path / ".venv" / "python")
    return tasks


@pytest.fixture
def commands(tasks: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The commands that were run; the making of a venv is one too."""
    ran: list[tuple[str, ...]] = []

    def make() -> None:
        tasks.VENV.mkdir(exist_ok=True)
        tasks.PYTHON.touch()
        ran.append(("make_venv",))

    monkeypatch.setattr(tasks, "make_venv", make)
    monkeypatch.setattr(tasks, "run", lambda *words: ran.append(words))
    return ran


def pins(name: str) -> dict[str, str]:
    """Give the pinned lines of a lock by project, in the spelling of the index."""
    lines = (REQUIREMENTS / name).read_text(encoding="utf-8").splitlines()
    return {re.split("==", line)[0].lower().replace("_", "-"): line for line in lines if line.strip()}


def asked(*groups: str) -> set[str]:
    """Give the projects that are asked for by the package and some groups."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = [
        *project["project"]["dependencies"],
        *(line for group in groups for line in project["dependency-groups"][group]),
    ]
    return {re.split(r"[^\w.-]", line)[0].lower().replace("_", "-") for line in lines}


def test_it_needs_nothing_but_python_and_stays_short() -> None:
    text = (ROOT / "tasks.py").read_text(encoding="utf-8")
    imports = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name for node in imports if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in imports if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= set(sys.stdlib_module_names)
    assert len(text.splitlines()) <= 170


@pytest.mark.parametrize("words", [[], ["demos"], ["demo", "test"]])
def test_an_unknown_task_is_answered_with_those_that_exist(words: list[str]) -> None:
    done = subprocess.run([sys.executable, ROOT / "tasks.py", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    for name in ("demo", "test", "lint", "lock"):
        assert f"python3 tasks.py {name}" in done.stderr


def test_every_task_is_in_its_description(tasks: ModuleType) -> None:
    told = re.findall(r"^    python3 tasks\.py ([\w-]+)", tasks.__doc__ or "", re.MULTILINE)
    assert told == list(tasks.TASKS)


@pytest.mark.parametrize(
    ("version", "fine"), [((3, 10, 9), False), ((3, 11, 0), True), ((3, 14, 2), True), ((3, 15, 0), False)]
)
def test_a_python_that_the_locks_do_not_know_is_refused_by_name(
    tasks: ModuleType, monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int], fine: bool
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    if fine:
        tasks.check_python()
        return
    running = ".".join(map(str, version))
    with pytest.raises(
        SystemExit, match=rf"Python {running} cannot run this; install Python 3\.11, 3\.12, 3\.13 or 3\.14"
    ):
        tasks.check_python()


def test_the_pythons_are_those_of_the_package(tasks: ModuleType) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest, newest = tasks.OLDEST, tasks.NEWEST
    assert project["requires-python"] == f">={oldest[0]}.{oldest[1]},<{newest[0]}.{newest[1] + 1}"


@pytest.mark.parametrize("error", [ImportError("ensurepip"), subprocess.CalledProcessError(1, "ensurepip")])
def test_a_python_that_cannot_make_a_venv_says_what_to_install(
    tasks: ModuleType, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_places: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr(tasks.venv, "create", fail)
    with pytest.raises(SystemExit, match="sudo apt-get install python3-venv"):
        tasks.make_venv()


def test_the_venv_is_built_once_and_its_mark_is_written_last(
    tasks: ModuleType, commands: list[tuple[str, ...]]
) -> None:
    tasks.install("demo.txt")
    assert [words[0] for words in commands] == ["make_venv", str(tasks.PYTHON), str(tasks.PYTHON)]
    assert commands[1][-2:] == ("-r", "requirements/demo.txt")
    assert commands[2][-4:] == ("--no-deps", "--no-build-isolation", "-e", ".")
    assert (tasks.VENV / "geo-lock.txt").read_text(encoding="utf-8") == tasks.fingerprint("demo.txt")
    tasks.install("demo.txt")
    assert len(commands) == 3


def test_an_installation_that_broke_off_is_done_again(
    tasks: ModuleType, commands: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_words: str) -> None:
        raise SystemExit(1)

    with monkeypatch.context() as during:
        during.setattr(tasks, "run", fail)
        with pytest.raises(SystemExit):
            tasks.install("demo.txt")
    assert not (tasks.VENV / "geo-lock.txt").exists()
    tasks.install("demo.txt")
    assert commands.count(("make_venv",)) == 2


def test_another_lock_or_python_builds_the_venv_again(
    tasks: ModuleType, commands: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks.install("demo.txt")
    (tasks.ROOT / "requirements" / "demo.txt").write_text("newer==2\n", encoding="utf-8")
    tasks.install("demo.txt")
    assert commands.count(("make_venv",)) == 2
    monkeypatch.setattr(sys, "version_info", (3, 12, 1))
    tasks.install("demo.txt")
    assert commands.count(("make_venv",)) == 3
    tasks.PYTHON.unlink()
    tasks.install("demo.txt")
    assert commands.count(("make_venv",)) == 4


def test_the_venv_of_the_tests_serves_the_demo_but_not_the_other_way_round(
    tasks: ModuleType, commands: list[tuple[str, ...]]
) -> None:
    tasks.install("test.txt")
    tasks.install("demo.txt")
    assert commands.count(("make_venv",)) == 1
    (tasks.VENV / "geo-lock.txt").write_text(tasks.fingerprint("demo.txt"), encoding="utf-8")
    tasks.install("test.txt")
    assert commands.count(("make_venv",)) == 2


def test_a_command_that_fails_stops_the_task_with_its_code(tasks: ModuleType) -> None:
    with pytest.raises(SystemExit) as ended:
        tasks.run(sys.executable, "-c", "raise SystemExit(7)")
    assert ended.value.code == 7


@pytest.mark.parametrize(("fault", "code"), [("", 0), ("types", 3), ("tests", 5)])
def test_types_are_checked_beside_the_tests_and_either_can_fail(
    tasks: ModuleType,
    commands: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    fault: str,
    code: int,
) -> None:
    monkeypatch.setattr(tasks, "find_browser", lambda: "chromium")
    tasks.install("test.txt")
    for name, ends in (("mypy", 3), ("pytest", 5)):
        wrong = fault == {"mypy": "types", "pytest": "tests"}[name]
        text = f"print('what {name} says')\nraise SystemExit({ends if wrong else 0})\n"
        (tasks.ROOT / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(tasks, "PYTHON", Path(sys.executable))
    with pytest.raises(SystemExit) as ended:
        tasks.test()
    assert ended.value.code == code
    assert [words[2:4] for words in commands[-3:-1]] == [("ruff", "check"), ("ruff", "format")]
    said = capfd.readouterr().out
    assert said.index("what pytest says") < said.index("» mypy: what mypy says")


def test_without_npm_the_bundle_says_what_to_install(
    tasks: ModuleType, commands: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks.shutil, "which", lambda _name: None)
    with pytest.raises(SystemExit, match="npm is missing; install Node"):
        tasks.bundle()
    assert commands == []
    monkeypatch.setattr(tasks.shutil, "which", lambda name: f"/usr/bin/{name}")
    tasks.bundle()
    assert commands == [(sys.executable, "scripts/bundle_explorer.py")]


def test_the_server_runs_the_same_door() -> None:
    (script,) = (ROOT / ".ci").iterdir()
    assert "tasks.py test" in script.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["demo.txt", "test.txt"])
def test_a_lock_holds_exact_versions_and_no_addresses(name: str) -> None:
    text = (REQUIREMENTS / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert [line for line in text.splitlines() if line.strip() and not PIN.match(line)] == []


def test_the_locks_hold_all_that_is_asked_for() -> None:
    assert asked("build") <= set(pins("demo.txt"))
    assert asked("build", "test") <= set(pins("test.txt"))


def test_the_lock_of_the_tests_holds_that_of_the_demo() -> None:
    demo, test = ((REQUIREMENTS / name).read_text(encoding="utf-8").splitlines() for name in ("demo.txt", "test.txt"))
    assert set(demo) <= set(test)


def test_a_machine_without_qgis_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "scripts")
    import open_in_qgis

    tried: list[bool] = []
    monkeypatch.setattr(open_in_qgis, "system_python", lambda: None)
    monkeypatch.setattr(open_in_qgis, "install_qgis", lambda: tried.append(True))
    with pytest.raises(SystemExit) as told:
        open_in_qgis.main()
    assert tried == [True]
    assert "test-qgis: no QGIS was found" in str(told.value)
    assert "sudo apt-get install qgis python3-qgis" in str(told.value)


def test_test_qgis_runs_the_check_in_the_environment_of_the_demo(
    tasks: ModuleType, commands: list[tuple[str, ...]]
) -> None:
    tasks.test_qgis()
    assert commands[0] == ("make_venv",)
    assert commands[-1] == (str(tasks.PYTHON), "scripts/open_in_qgis.py")
