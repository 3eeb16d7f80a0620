"""Make the layers and the project of the built-in province, and have them checked in real QGIS (``tasks.py test-qgis``).

QGIS is that of the machine; where there is none and this is Debian or Ubuntu and root, it is installed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "build" / "qgis"
MISSING = (
    "no QGIS was found or could be installed; install QGIS 3.22 or newer with its Python "
    "(on Debian and Ubuntu: sudo apt-get install qgis python3-qgis) and run this again"
)


def system_python() -> str | None:
    """Find the Python that QGIS is installed for; it is not that of ``.venv``."""
    for path in ("/usr/bin/python3", shutil.which("python3")):
        if path and Path(path).is_file():
            tried = subprocess.run((path, "-c", "import qgis.core"), check=False, capture_output=True)
            if tried.returncode == 0:
                return path
    return None


def install_qgis() -> None:
    """Install Debian's QGIS, where that may be done."""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    print("» installing Debian's QGIS (1.2 GB, a few minutes)", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (("update",), ("install", "-y", "--no-install-recommends", "qgis", "python3-qgis")):
        subprocess.run(("apt-get", "-q", *words), check=False, stdout=subprocess.DEVNULL, env=quiet)


def make_workspace(folder: Path) -> Path:
    """Make layers and project of the built-in province in a folder of their own; gives where they are."""
    print("» making the layers and the project of Markerwaard", flush=True)
    shutil.copy2(ROOT / "plan.toml", folder)
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    command = (sys.executable, "-m", "geo", "run", "layers", "-p", str(folder))
    subprocess.run(command, cwd=ROOT, check=True)
    return folder / "data" / "processed"


def main() -> None:
    """Check the built-in province in QGIS, or the results in a folder that is named."""
    python = system_python()
    if python is None:
        install_qgis()
        python = system_python()
    if python is None:
        sys.exit(f"test-qgis: {MISSING}.")
    with tempfile.TemporaryDirectory(prefix="geo-qgis-") as name:
        made = Path(sys.argv[1]) if len(sys.argv) > 1 else make_workspace(Path(name))
        print(f"» opening them in QGIS; the prints come in {OUT.relative_to(ROOT)}", flush=True)
        surroundings = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": name}
        command = (python, str(ROOT / "scripts" / "check_qgis.py"), str(made), str(OUT))
        done = subprocess.run(command, cwd=ROOT, check=False, env=surroundings)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
