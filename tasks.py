"""The one door for newcomers and developers; needs nothing but Python.

    python3 tasks.py demo      make the plan of the built-in province
    python3 tasks.py test      run every check, as the builder on the server does
    python3 tasks.py test-qgis open the plan of the built-in province in QGIS and print every map there
    python3 tasks.py lint      style, types and layers only
    python3 tasks.py lock      renew the exact versions in requirements/
    python3 tasks.py bundle    make the script of the explorer from its sources; needs npm

On Windows write ``py tasks.py demo``.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST, NEWEST = (3, 11), (3, 14)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


def say(text: str) -> None:
    """Tell what is being done."""
    print(f"» {text}", flush=True)


def stop(text: str) -> None:
    """End with a message, without a traceback."""
    sys.exit(f"tasks.py: {text}")


def run(*command: str, **environment: str) -> None:
    """Run a command in the project's folder; stop where it fails."""
    done = subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def check_python() -> None:
    """Refuse a Python that the locked versions do not support."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        running = ".".join(map(str, sys.version_info[:3]))
        stop(f"Python {running} cannot run this; install Python 3.11, 3.12, 3.13 or 3.14 and use that one.")


def fingerprint(lock: str) -> str:
    """Tell one lock on one Python from another."""
    text = (ROOT / "requirements" / lock).read_bytes()
    return f"{lock} {sys.version_info[:2]} {hashlib.sha256(text).hexdigest()}"


def install(lock: str) -> None:
    """Build ``.venv`` from an exact lock, or leave it when it is right; the tests' lock holds the demo's."""
    mark = VENV / "geo-lock.txt"
    built = mark.read_text(encoding="utf-8") if mark.is_file() and PYTHON.is_file() else ""
    if built in {fingerprint(lock), fingerprint("test.txt")}:
        return
    make_venv()
    say(f"installing the exact versions of requirements/{lock} into .venv (once, a few minutes)")
    pip = (str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*pip, "-r", f"requirements/{lock}")
    run(*pip, "--no-deps", "--no-build-isolation", "-e", ".")
    mark.write_text(fingerprint(lock), encoding="utf-8")


def make_venv() -> None:
    """Make an empty ``.venv``."""
    say(f"making {VENV.name} with Python {sys.version_info.major}.{sys.version_info.minor}")
    try:
        venv.create(VENV, with_pip=True, clear=True)
    except (ImportError, subprocess.CalledProcessError):
        stop("this Python cannot make a venv; on Debian and Ubuntu first run: sudo apt-get install python3-venv")


def find_browser() -> str | None:
    """Find a Chromium for the browser tests."""
    return next((path for path in map(shutil.which, BROWSERS) if path), None)


def install_browser() -> None:
    """See to it that there is a Chromium: one that is found, Debian's, or playwright's own."""
    if find_browser():
        return
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        say("installing Debian's chromium for the browser tests")
        subprocess.run(("apt-get", "update", "-q"), check=False, stdout=subprocess.DEVNULL)
        command = ("apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium")
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    if find_browser():
        return
    say("downloading playwright's Chromium for the browser tests")
    done = subprocess.run((str(PYTHON), "-m", "playwright", "install", "chromium"), check=False)
    if done.returncode:
        stop("no Chromium was found or could be installed; install Chromium or Chrome and run this again.")


def demo() -> None:
    """Make the plan of the built-in province, Markerwaard."""
    install("demo.txt")
    say("making the plan of Markerwaard, the built-in example province")
    run(str(PYTHON), "-m", "geo", "run")


def lint(*, types: bool = True) -> None:
    """Check style, layers and, unless that is done beside the tests, types."""
    install("test.txt")
    for words in (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",))[: 2 + types]:
        say(" ".join(words))
        run(str(PYTHON), "-m", *words)
    say("lint-imports")
    run(str(PYTHON), "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")


def test() -> None:
    """Run every check."""
    lint(types=False)
    install_browser()
    say("pytest in two processes (the ten slowest are listed at the end), and mypy beside it")
    types = subprocess.Popen((str(PYTHON), "-m", "mypy"), cwd=ROOT, stdout=subprocess.PIPE, text=True)
    tests = subprocess.call((str(PYTHON), *"-m pytest -n 2 --dist loadfile --no-loadscope-reorder".split()), cwd=ROOT)
    say(f"mypy: {types.communicate()[0].strip()}")
    sys.exit(tests or types.returncode)


def test_qgis() -> None:
    """Open the plan of the built-in province in real QGIS and print every map."""
    install("demo.txt")
    run(str(PYTHON), "scripts/open_in_qgis.py")


def lock() -> None:
    """Renew the locks in requirements/ with the newest versions; that of the benchmarks follows that of the tests."""
    install("test.txt")
    run(str(PYTHON), "-m", "pip", "install", "--quiet", "uv")
    every, tests = ("pyproject.toml",), ("-c", "requirements/test.txt")
    locks = {"demo.txt": (("build",), every), "test.txt": (("build", "test"), every), "bench.txt": (("bench",), tests)}
    for name, (groups, others) in locks.items():
        command = ("uv", "pip", "compile", "-q", "--universal", "--python-version", "3.11", "--upgrade")
        wanted = [word for group in groups for word in ("--group", f"pyproject.toml:{group}")]
        plain = ("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links")
        run(str(PYTHON), "-m", *command, *plain, *wanted, *others, "-o", f"requirements/{name}")


def bundle() -> None:
    """Make the script and style of the explorer from scripts/explorer/."""
    if not shutil.which("npm"):
        stop("npm is missing; install Node.js 20 or newer, which has it, and run this again.")
    run(sys.executable, "scripts/bundle_explorer.py")


TASKS = {"demo": demo, "test": test, "test-qgis": test_qgis, "lint": lint, "lock": lock, "bundle": bundle}


def main() -> None:
    """Run the task that the first word names."""
    task = TASKS.get(" ".join(sys.argv[1:]))
    if task is None:
        sys.exit(__doc__)
    check_python()
    task()


if __name__ == "__main__":
    main()
