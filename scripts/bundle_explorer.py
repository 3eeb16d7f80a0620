"""Bundle the script and style of the explorer from their sources; run it as ``python3 tasks.py bundle``.

The packages come from ``package-lock.json``, which names versions and checksums and no address. The same sources give
the same bytes; the head of each bundle says of which sources it is, and a test holds it against them.
"""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from scripts.licences import section, write_licences

SOURCES = Path(__file__).parent / "explorer"
ASSETS = Path(__file__).parents[1] / "geo" / "maps" / "assets"
BUNDLES = ("explorer.js", "explorer.css")
_OURS = ("package.json", "package-lock.json", "tsconfig.json", "build.mjs", "src/*")
_LICENCE = "LICENSE"


def source_mark(folder: Path) -> str:
    """Tell one set of sources from another: a SHA-256 over their names and texts."""
    paths = sorted(path for pattern in _OURS for path in folder.glob(pattern))
    digest = hashlib.sha256()
    for path in paths:
        text = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(folder).as_posix()}\n{len(text)}\n".encode() + text)
    return f"Sources: SHA-256 {digest.hexdigest()}."


def bundled_packages(folder: Path) -> dict[str, str]:
    """Give the packages whose code stands in the bundle, with their versions."""
    packages = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    used = {path: entry for path, entry in packages.items() if path and not entry.get("dev")}
    return {path.removeprefix("node_modules/"): entry["version"] for path, entry in used.items()}


def licence_section(folder: Path, name: str, version: str) -> str:
    """Write what the list of licences says of a package."""
    home = folder / "node_modules" / name
    licence = json.loads((home / "package.json").read_text(encoding="utf-8"))["license"]
    text = (home / _LICENCE).read_text(encoding="utf-8")
    return section(name, version, licence, "part of `explorer.js`", text)


def bundle(folder: Path, out: Path) -> None:
    """Install the locked packages in a folder of sources, check the types, and write the bundles."""
    commands = (
        ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"),
        ("npm", "run", "--silent", "check"),
        ("node", "build.mjs", str(out), source_mark(folder)),
    )
    for command in commands:
        subprocess.run(command, cwd=folder, check=True, timeout=600)


def main() -> None:
    """Bundle, and write the licences of what is inside."""
    bundle(SOURCES, ASSETS)
    sections = {name: licence_section(SOURCES, name, version) for name, version in bundled_packages(SOURCES).items()}
    write_licences(sections)
    for name in BUNDLES:
        print(name, (ASSETS / name).stat().st_size)


if __name__ == "__main__":
    main()
