"""What takes long to make is made once for all processes of a run of the tests, and looked at by all."""

import os
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

SHARED_FOLDER = "TESTS_SHARED_FOLDER"
"""Variable of the folder that all processes share; a variable, since a module can be loaded under two names."""


def made_once(name: str, make: Callable[[Path], object]) -> Path:
    """Give a folder that the first who asks fills, while the others wait; it is to be read or copied, never changed.

    Parameters
    ----------
    name
        What is made: the same name stands for the same content.
    make
        Fills the folder, which is there and empty.
    """
    folder = Path(os.environ[SHARED_FOLDER]) / name
    whole = folder.with_suffix(".whole")
    with FileLock(folder.with_suffix(".lock")):
        if not whole.exists():
            folder.mkdir()
            make(folder)
            whole.touch()
    return folder
