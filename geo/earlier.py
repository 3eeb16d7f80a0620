"""What an earlier run left in a workspace: files changed by hand are set aside, files that nobody makes any more go."""

from collections.abc import Collection, Mapping
from itertools import count
from pathlib import Path

from geo.errors import Message, OutputLockedError
from geo.store import sha256
from geo.words import say


def set_aside(folder: Path, files: Mapping[str, str]) -> tuple[Path, ...]:
    """Rename the files that were changed by hand since a run wrote them, so that no work is written over.

    Parameters
    ----------
    folder
        Folder of the workspace.
    files
        Path below that folder and digest of each file that the earlier run wrote.

    Returns
    -------
    kept
        New paths of the changed files, in the order of `files`; the cache, which is nobody's work, is left alone.

    Raises
    ------
    OutputLockedError
        If a changed file is open in another program.
    """
    kept = []
    for name, digest in files.items():
        path = folder / name
        if ".cache" not in path.parts and path.is_file() and sha256(path) != digest:
            aside = _free_name(path)
            try:
                path.rename(aside)
            except PermissionError as error:
                raise _locked(path) from error
            kept.append(aside)
    return tuple(kept)


def remove_outdated(folder: Path, files: Mapping[str, str], current: Collection[str]) -> None:
    """Remove what an earlier run made and nobody makes now, such as the sheet of a location that is gone.

    Parameters
    ----------
    folder
        Folder of the workspace.
    files
        Path below that folder and digest of each file that the earlier run wrote; one that was changed by hand stays.
    current
        Paths below that folder of what is made now.

    Raises
    ------
    OutputLockedError
        If such a file is open in another program.
    """
    for name, digest in files.items():
        path = folder / name
        if name not in current and path.is_file() and sha256(path) == digest:
            try:
                path.unlink()
            except PermissionError as error:
                raise _locked(path) from error


def _free_name(path: Path) -> Path:
    stem = f"{path.stem}-{say('terminal.edited_name')}"
    names = (f"{stem}{path.suffix}" if number == 1 else f"{stem}-{number}{path.suffix}" for number in count(1))
    return next(one for one in map(path.with_name, names) if not one.exists())


def _locked(path: Path) -> OutputLockedError:
    return OutputLockedError(Message.of("terminal.locked", path=path))
