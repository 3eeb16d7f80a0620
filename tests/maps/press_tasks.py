"""Tasks for the press, in a module that other processes can load without drawing anything."""

import os
import sys
import time
from pathlib import Path
from typing import Never

from geo.errors import InputError, Message


def add(number: int, ground: int) -> tuple[int, int]:
    """Add, slowly for the first, and tell which process did it."""
    time.sleep(0.2 if number == 0 else 0.0)
    print("said by a library")
    return number + ground, os.getpid()


def refuse(number: int, ground: int) -> int:
    """Fail at one number, as a sheet of rows that cannot be drawn does."""
    if number == ground:
        error = InputError(Message.of("terminal.unreadable", path="kaart", reason=number))
        error.add_note("a note")
        raise error
    return number


def stumble(_ground: int) -> None:
    """Fail in a way that nobody foresaw."""
    msg = "unforeseen"
    raise ZeroDivisionError(msg)


def die(_ground: int) -> None:
    """End the process itself, as a system that runs out of memory does."""
    sys.stderr.write("out of memory\n")
    sys.stderr.flush()
    os._exit(9)


def die_if(split: bool, starter: int, path: Path, _ground: int) -> None:
    """End the process if it did, or did not, split off from the one that was started; else give a sign of life, and stay."""
    if (os.getppid() != starter) is split:
        die(0)
    linger(path, 0)


def linger(path: Path, _ground: int) -> None:
    """Leave a sign of life, and stay."""
    path.write_text(str(os.getpid()), encoding="ascii")
    time.sleep(60)


def loaded(_ground: int) -> list[str]:
    """List the modules of this process."""
    return sorted(sys.modules)


def refuse_sheet(*, region: object) -> Never:
    """Fail as a sheet does that cannot be drawn."""
    msg = f"a sheet of {type(region).__name__} cannot be drawn"
    raise InputError(msg)
