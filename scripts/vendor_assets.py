"""Fetch the browser libraries of the pages and of their tests, check them, and lay them down.

Run it from the repository: ``python scripts/vendor_assets.py``. It needs npm and
a connection, and gives the same files every time: an archive whose SHA-256 is
not the recorded one is refused.
"""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from scripts.licences import section, write_licences

ASSETS = Path(__file__).parents[1] / "geo" / "maps" / "assets"
AXE = Path(__file__).parents[1] / "tests" / "maps" / "axe"
"""Home of what the tests alone use; the licence of it lies beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """An npm package of which some files are kept."""

    name: str
    """Name in the npm registry."""
    version: str
    """Exact version."""
    sha256: str
    """SHA-256 of the archive, in hexadecimals."""
    files: tuple[tuple[str, str], ...]
    """Path in the package, and the name it gets in its home."""
    home: Path = ASSETS
    """Folder where the files are laid."""
    licence: str
    """Name of the licence."""
    licence_file: str
    """Path of its text in the package."""

    @property
    def archive(self) -> str:
        """File name that npm gives the archive."""
        return f"{self.name}-{self.version}.tgz"


PACKAGES = (
    Package(
        name="leaflet",
        version="1.9.4",
        sha256="84c65a256e50657896f54c33bd857b6849ebe94c817803be818bf32a3dde0b77",
        files=(
            ("dist/leaflet.js", "leaflet.js"),
            ("dist/leaflet.css", "leaflet.css"),
            ("dist/images/layers.png", "layers.png"),
            ("dist/images/layers-2x.png", "layers-2x.png"),
            ("dist/images/marker-icon.png", "marker-icon.png"),
        ),
        licence="BSD-2-Clause",
        licence_file="LICENSE",
    ),
    Package(
        name="axe-core",
        version="4.14.1",
        sha256="e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745",
        files=(
            ("axe.min.js", "axe.min.js"),
            ("LICENSE", "LICENSE"),
            ("LICENSE-3RD-PARTY.txt", "LICENSE-3RD-PARTY.txt"),
        ),
        home=AXE,
        licence="MPL-2.0",
        licence_file="LICENSE",
    ),
)


def fetch(package: Package, folder: Path) -> Path:
    """Fetch an archive and refuse it if it is not the recorded one."""
    source = f"{package.name}@{package.version}"
    subprocess.run(["npm", "pack", "--silent", "--pack-destination", str(folder), source], check=True, timeout=300)
    archive = folder / package.archive
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    if digest != package.sha256:
        msg = f"{archive.name} has SHA-256 {digest}, not the recorded {package.sha256}"
        raise ValueError(msg)
    return archive


def read_member(archive: tarfile.TarFile, path: str) -> bytes:
    """Read a file of a package."""
    member = archive.extractfile(f"package/{path}")
    if member is None:
        msg = f"{path} is not a file in the archive"
        raise ValueError(msg)
    return member.read()


def lay_down(package: Package, archive: Path) -> str:
    """Write the files of a package in its home, and give its part of the licences."""
    package.home.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as opened:
        for path, name in package.files:
            (package.home / name).write_bytes(read_member(opened, path))
        text = read_member(opened, package.licence_file).decode("utf-8")
    names = ", ".join(f"`{name}`" for _, name in package.files)
    return section(package.name, package.version, package.licence, f"files: {names}", text)


def main() -> None:
    """Fetch every package and write the licences beside the files."""
    with tempfile.TemporaryDirectory() as folder:
        parts = {package: lay_down(package, fetch(package, Path(folder))) for package in PACKAGES}
    write_licences({package.name: part for package, part in parts.items() if package.home == ASSETS})
    print(*sorted(path.name for home in (ASSETS, AXE) for path in home.iterdir()), sep="\n")


if __name__ == "__main__":
    main()
