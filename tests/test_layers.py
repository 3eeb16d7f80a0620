"""What import-linter does not hold: a home for every foreign library, no hidden imports, no cycles, and short parts.

The floors stand in ``.importlinter``, and ``tasks.py lint`` holds them.
"""

import ast
import re
import statistics
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "geo"
ROOMS = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
HOMES = {
    "typer": ("cli.py",),
    "rich": ("progress.py",),
    "tomllib": ("sources/toml_files.py", "words/__init__.py"),
    "pydantic": (
        "plan.py",
        "plan_candidates.py",
        "plan_criteria.py",
        "plan_draft.py",
        "plan_inputs.py",
        "plan_sections.py",
        "plan_values.py",
    ),
    "pydantic_core": ("plan.py", "plan_candidates.py", "plan_criteria.py", "plan_draft.py", "plan_values.py"),
    "osmium": ("sources/",),
    "pyogrio": ("sources/",),
    "rasterio": ("sources/", "raster_file.py"),
    "exactextract": ("sources/",),
    "osmnx": ("sources/",),
    "openpyxl": ("sources/", "report/workbook.py"),
    "pyarrow": ("sources/", "store.py"),
    "numba": ("network/",),
    "scipy": ("network/", "analysis/candidates/"),
    "pymcdm": ("analysis/candidates/",),
    # Fonts for the PDF come with matplotlib; nothing is drawn there.
    "matplotlib": ("maps/", "typesetting.py"),
    "folium": ("maps/",),
    "pikepdf": ("maps/",),
    "pypdfium2": ("maps/",),
    "fontTools": ("maps/",),
    "jenkspy": ("maps/",),
    "branca": ("maps/",),
    "jinja2": ("maps/", "report/"),
    "pypandoc": ("report/",),
    "typst": ("typesetter.py",),
    "subprocess": ("report/pandoc.py", "maps/press.py", "typesetting.py"),
    "requests": (),
    "urllib": (),
    "http": (),
    "socket": (),
}
"""Where a library may be imported: a file, or a folder with all that is in it. What is not listed may be anywhere."""
EVERYWHERE = {"geopandas", "numpy", "pandas", "pyproj", "shapely"}
"""The frames and geometries that the rooms exchange."""
IMPURE = {"os", "pathlib", "time", "random", "secrets", "tempfile", "shutil", "io", "locale", "platform"}
IMPURE_CALLS = {"open", "date.today", "datetime.now", "pd.Timestamp.now", "pd.Timestamp.today", "np.random.rand"}
HIDDEN = {"cli.py": "geo", "typesetter.py": "typst"}
"""Files whose functions may import: the command what it needs, the typesetter a tool that may be missing."""
LONGEST_FILE, LONGEST_BODY, MIDDLING_BODY = 400, 40, 12
LONG_BODIES = {("network/sweep.py", "_search")}
"""Compiled, and measured: as two functions it is 1.7 times as slow."""

Def = ast.FunctionDef | ast.AsyncFunctionDef
Named = Def | ast.ClassDef


@cache
def tree(room: str) -> ast.Module:
    return ast.parse((PACKAGE / room).read_text(encoding="utf-8"))


def modules(node: ast.AST) -> Iterator[str]:
    """Give the dotted names that the imports below a node name; of a name from a package also the name itself."""
    for part in ast.walk(node):
        if isinstance(part, ast.Import):
            yield from (alias.name for alias in part.names)
        elif isinstance(part, ast.ImportFrom) and part.module:
            yield part.module
            yield from (f"{part.module}.{alias.name}" for alias in part.names)


def roots(node: ast.AST) -> set[str]:
    return {name.split(".")[0] for name in modules(node)}


@cache
def imported(room: str) -> set[str]:
    """Give the libraries that a room imports anywhere."""
    return roots(tree(room))


def functions(room: str) -> Iterator[Def]:
    return (node for node in ast.walk(tree(room)) if isinstance(node, Def))


def body_lines(function: Def) -> int:
    """Count the lines of a body without its description."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def public(node: ast.Module | ast.ClassDef) -> Iterator[Named]:
    for part in node.body:
        if isinstance(part, Named) and not part.name.startswith("_"):
            yield part
            if isinstance(part, ast.ClassDef):
                yield from public(part)


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_imported_in_its_home_alone(library: str) -> None:
    users = [room for room in ROOMS if library in imported(room)]
    strangers = [room for room in users if not any(room.startswith(home) for home in HOMES[library])]
    assert strangers == []


def test_every_foreign_library_has_a_home_and_is_asked_for() -> None:
    used = {root for room in ROOMS for root in imported(room)} - set(sys.stdlib_module_names) - {"geo"}
    assert used <= set(HOMES) | EVERYWHERE
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {re.split(r"[^\w.-]", line)[0].replace("-binary", "").replace("-", "_") for line in project["dependencies"]}
    imported_as = {library.lower() for library in used - {"pydantic_core", "branca"}}
    assert imported_as <= {library.lower() for library in asked}, "the two come with pydantic and folium"


def test_network_and_analysis_touch_no_disk_clock_or_surroundings() -> None:
    for room in ROOMS:
        if room.startswith(("network/", "analysis/")):
            assert not imported(room) & IMPURE, room
            calls = {ast.unparse(node.func) for node in ast.walk(tree(room)) if isinstance(node, ast.Call)}
            assert not calls & IMPURE_CALLS, room


def test_no_import_hides_in_a_function() -> None:
    for room in ROOMS:
        hidden = {root for function in functions(room) for root in roots(function)}
        assert hidden <= {HIDDEN.get(room, "")}, room


def test_no_modules_import_each_other() -> None:
    names = {room.removesuffix(".py").removesuffix("/__init__").replace("/", "."): room for room in ROOMS}
    needs = {
        name: {found.removeprefix("geo.") for found in _at_once(tree(room)) if found.startswith("geo.")} & set(names)
        for name, room in names.items()
    }
    settled: set[str] = set()
    while ready := {name for name in needs if name not in settled and needs[name] - {name} <= settled}:
        settled |= ready
    assert sorted(set(needs) - settled) == []


def _at_once(module: ast.Module) -> set[str]:
    """Give what a module imports when it is loaded: not what is for the type checker or inside a function."""
    return {name for part in module.body if isinstance(part, ast.Import | ast.ImportFrom) for name in modules(part)}


def test_nothing_is_printed_by_a_room() -> None:
    calls = [(room, node.func) for room in ROOMS for node in ast.walk(tree(room)) if isinstance(node, ast.Call)]
    assert [room for room, called in calls if ast.unparse(called) == "print"] == []


def test_files_are_short_and_say_what_they_are() -> None:
    lines = {room: len((PACKAGE / room).read_text(encoding="utf-8").splitlines()) for room in ROOMS}
    assert {room: count for room, count in lines.items() if count > LONGEST_FILE} == {}
    assert [room for room in ROOMS if not ast.get_docstring(tree(room))] == []
    assert [room for room in ROOMS if Path(room).stem in {"utils", "helpers", "misc", "common"}] == []


def test_functions_are_short_and_most_very_short() -> None:
    lines = {(room, function.name): body_lines(function) for room in ROOMS for function in functions(room)}
    assert {place for place, count in lines.items() if count > LONGEST_BODY} == LONG_BODIES
    assert statistics.median(lines.values()) <= MIDDLING_BODY


def test_every_function_is_annotated() -> None:
    bare = [(room, function.name) for room in ROOMS for function in functions(room) if not _annotated(function)]
    assert bare == []


def _annotated(function: Def) -> bool:
    given = function.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs, *filter(None, (given.vararg, given.kwarg))]
    return function.returns is not None and all(
        argument.annotation is not None for argument in every if argument.arg not in {"self", "cls"}
    )


def test_every_public_name_is_described() -> None:
    bare = [(room, node.name) for room in ROOMS for node in public(tree(room)) if not ast.get_docstring(node)]
    assert bare == []
