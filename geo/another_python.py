"""Starts a Python of its own: one that knows nothing of the program that starts it, on every system."""

import os
import sys
from pathlib import Path


def python_running(program: str) -> tuple[str, ...]:
    """Give the command that runs a program of one line.

    Raises
    ------
    OSError
        If Python is built into another program, which cannot be started as one.
    """
    if not Path(sys.executable or "").stem.lower().startswith("py"):
        msg = f"`{sys.executable}` is not Python"
        raise OSError(msg)
    return (sys.executable, "-P", "-c", program)


def surroundings() -> dict[str, str]:
    """Let it find the same packages, and no others."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(str(Path(part).absolute()) for part in sys.path)}
