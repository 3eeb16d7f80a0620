"""The committed script and style of the explorer are of the sources beside them, and their packages are named."""

import json
import re
import shutil
from pathlib import Path

import pytest
from conftest import ROOT

from geo.maps import style
from geo.words import catalogue
from scripts.bundle_explorer import BUNDLES, SOURCES, bundled_packages, source_mark

ASSETS = ROOT / "geo" / "maps" / "assets"
SCRIPTS = {path.name: path.read_text(encoding="utf-8") for path in sorted((SOURCES / "src").glob("*.ts*"))}
PASSED_ON = {"whole", "zoom_in", "zoom_out", "map"}
"""Words of the other page that the map asks for."""


@pytest.mark.parametrize("name", BUNDLES)
def test_the_bundle_is_of_the_sources_as_they_are(name: str) -> None:
    head = (ASSETS / name).read_text(encoding="utf-8").splitlines()[0]
    assert source_mark(SOURCES) in head, "the sources changed: run `python3 tasks.py bundle`"


def test_the_mark_follows_every_source_but_not_the_ends_of_its_lines(tmp_path: Path) -> None:
    copy = tmp_path / "explorer"
    shutil.copytree(SOURCES, copy, ignore=shutil.ignore_patterns("node_modules"))
    kept = source_mark(copy)
    assert kept == source_mark(SOURCES)
    source = copy / "src" / "toml.ts"
    source.write_bytes(source.read_bytes().replace(b"\n", b"\r\n"))
    assert source_mark(copy) == kept
    seen = {kept}
    for path in [*sorted(copy.glob("src/*")), copy / "package-lock.json", copy / "build.mjs", copy / "tsconfig.json"]:
        path.write_bytes(path.read_bytes() + b"\n")
        seen.add(source_mark(copy))
    assert len(seen) == 1 + len(list(copy.glob("src/*"))) + 3


def test_the_lock_holds_exact_versions_with_checksums_and_no_addresses() -> None:
    text = (SOURCES / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in text
    assert '"resolved"' not in text
    packages = {path: entry for path, entry in json.loads(text)["packages"].items() if path}
    assert len(packages) >= 5
    assert [path for path, entry in packages.items() if not entry["integrity"].startswith("sha512-")] == []
    asked = json.loads((SOURCES / "package.json").read_text(encoding="utf-8"))
    every = asked["dependencies"] | asked["devDependencies"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in every} == every


def test_the_licence_of_all_that_is_in_the_bundle_is_listed() -> None:
    listed = re.findall(r"^## (\S+ \S+)$", (ASSETS / "LICENSES.md").read_text(encoding="utf-8"), re.MULTILINE)
    packages = bundled_packages(SOURCES)
    assert set(packages) == {"preact", "@preact/signals", "@preact/signals-core"}
    assert {f"{name} {version}" for name, version in packages.items()} <= set(listed)


def test_the_script_says_only_words_of_the_catalogue_and_leaves_none_unsaid() -> None:
    said = {key for text in SCRIPTS.values() for key in re.findall(r'\bsay\("(\w+)"', text)}
    chosen = {key for text in SCRIPTS.values() for key in re.findall(r'"(\w+)" : "(\w+)"', text) for key in key}
    built = {f"status_{kind}" for kind in ("ranked", "out", "bare")} | {"mark_out", "mark_bare"}
    words = {key.removeprefix("explorer.") for key in catalogue() if key.startswith("explorer.")}
    in_template = set(re.findall(r"explorer\.(\w+)", (ASSETS / "explorer.html.j2").read_text(encoding="utf-8")))
    in_python = {"source_dated", "sources", "reason_of"}
    assert said - PASSED_ON <= words
    assert words - said - chosen - built - in_template - in_python == set()


def test_the_colours_are_those_of_the_sheets() -> None:
    sheet = (SOURCES / "src" / "explorer.css").read_text(encoding="utf-8")
    found = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", sheet))
    assert found == {
        name: getattr(style, name.upper()) for name in ("blue", "vermilion", "green", "orange", "sky", "warning")
    }


def test_what_marks_say_in_white_or_black_can_be_read_on_their_colours() -> None:
    sheet = (SOURCES / "src" / "explorer.css").read_text(encoding="utf-8")
    fills = dict(re.findall(r"\.sign-of\.(\w+) \.sign-shape \{ fill: (#[0-9a-f]{6}|#fff|var\(--orange\));", sheet))
    assert set(fills) == {"meets", "attention", "fails", "untestable", "reported"}
    ink = dict.fromkeys(("attention", "untestable"), style.INK)
    for outcome, fill in fills.items():
        colour = {"var(--orange)": style.ORANGE, "#fff": style.PAPER}.get(fill, fill)
        assert style.contrast(colour, ink.get(outcome, style.PAPER)) >= 4.5, outcome
