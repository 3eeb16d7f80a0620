"""A process of the press: takes the ground, then tasks, from standard input, and answers each on standard output."""

import gc
import os
import pickle
import signal
import struct
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Any, Self

from geo.errors import GeoError

READY = b"ready"
"""What a process says first."""
_LENGTH = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a task."""

    value: Any = None
    """What it gave."""
    error: BaseException | None = None
    """What it raised; None where it did not."""


def send(pipe: IO[bytes], said: bytes) -> None:
    """Write a message."""
    pipe.write(_LENGTH.pack(len(said)))
    pipe.write(said)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes | None:
    """Read a message; None at the end, also of half a message."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    said = pipe.read(length)
    return said if len(said) == length else None


class _Caught:
    """Keeps what is raised below it, whatever it is, for the process that asked."""

    def __init__(self) -> None:
        self.error: BaseException | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _at: TracebackType | None
    ) -> bool:
        if error is not None and not isinstance(error, GeoError):
            error.add_note("".join(traceback.format_exception(error)))
        self.error = error
        return True


def answer(ask: Callable[[], Any]) -> bytes:
    """Do what is asked, and tell what came of it in bytes; what cannot be sent is told in words."""
    outcome = Outcome()
    with _Caught() as caught:
        outcome = Outcome(value=ask())
    if caught.error is not None:
        outcome = Outcome(error=caught.error)
    said = b""
    with _Caught() as unsent:
        said = pickle.dumps(outcome)
        if outcome.error is not None:
            pickle.loads(said)  # noqa: S301
    if unsent.error is None:
        return said
    told = outcome.error or unsent.error
    return pickle.dumps(Outcome(error=RuntimeError(f"{type(told).__name__}: {told}")))


def main() -> None:
    """Answer until there is nothing more to read, here and in each process that splits off.

    The arguments of the program are pairs of pipes, one pair for each process that shall split off once the ground is
    there: where it reads its tasks, and where it answers.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started this one ends it
    inlet, outlet = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    ends = [int(end) for end in sys.argv[1:]]
    splits = [
        (os.fdopen(tasks, "rb"), os.fdopen(answers, "wb")) for tasks, answers in zip(ends[::2], ends[1::2], strict=True)
    ]
    for _, pipe in ((inlet, outlet), *splits):
        send(pipe, READY)
    sent = receive(inlet)
    if sent is None:
        return
    ground = pickle.loads(sent)  # noqa: S301
    del sent
    gc.collect()
    gc.freeze()
    for place, split in enumerate(splits):
        if not os.fork():
            # An end that is held here too would never tell the others that its process is gone.
            _close(inlet, outlet, *(pipe for other in splits[place + 1 :] for pipe in other))
            _serve(*split, ground)
            os._exit(0)
        _close(*split)
    _serve(inlet, outlet, ground)
    for _ in splits:
        os.wait()
    os._exit(0)  # sooner than what Python does at its end


def _serve(inlet: IO[bytes], outlet: IO[bytes], ground: object) -> None:
    while (task := receive(inlet)) is not None:
        send(outlet, answer(lambda task=task: pickle.loads(task)(ground)))  # type: ignore[misc]  # noqa: S301
        gc.collect()


def _close(*pipes: IO[bytes]) -> None:
    for pipe in pipes:
        pipe.close()
