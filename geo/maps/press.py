"""Draws in several processes at once: they are sent the ground once, and then each one task after the other.

The processes are Pythons of their own that know nothing of the program that starts them, on every system: they load
what drawing needs and not the script of the user, which would otherwise begin anew in each of them. On Linux only the
first of them is started; the others split off from it once it has loaded all, so that they share its memory.
"""

import os
import pickle
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from queue import Empty, Queue
from threading import Thread
from typing import IO, Generic, TypeVar

from geo.another_python import python_running, surroundings
from geo.errors import Message, SourceError
from geo.maps.press_worker import READY, Outcome, receive, send

G = TypeVar("G")
R = TypeVar("R")

_FEW = 4
"""So few sheets are drawn sooner than another process is there."""
_MOST = 2
"""More processes, with pictures of 300 dots an inch, would together take more than the 1 GB that a run may use."""
_LISTEN_SECONDS = 0.5
"""How long is waited for an answer before an interrupt of the user is looked at, which Windows does not do itself."""
_ENDING_SECONDS = 1
"""How long a process is given to end by itself, which it does at once unless it draws."""
_DYING_SECONDS = 5
"""How long is waited for a process that should be gone."""
_SPLITS = sys.platform == "linux"
"""Whether a process may split: on macOS what the system loads does not survive that, and Windows cannot do it."""
_PROGRAM = "from geo.maps.press_worker import main; main()"
_ALONE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""Each process works on one core."""
_GIVES_BACK = {"MALLOC_MMAP_THRESHOLD_": str(1 << 20)}
"""What a picture took is given back to the system when it is done; without effect where the system has no such rule."""


def processes_for(tasks: int) -> int:
    """Say how many processes share a number of tasks: one for few, else one a core; 1 is the process itself."""
    return 1 if tasks <= _FEW else max(1, min(_cores(), _MOST, tasks))


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Press(Generic[G]):
    """Processes that are ready to draw, or the process itself."""

    ground: G
    """What every task is given."""
    workers: tuple["_Worker", ...] = ()
    """The processes; none where the process itself draws."""
    replies: "Queue[_Reply]" = field(default_factory=Queue)
    """What the processes answer."""
    remarks: tuple[Message, ...] = ()
    """What the user should know."""

    def run(
        self, tasks: Sequence[Callable[[G], R]], advance: Callable[[int, int], None] = lambda _done, _total: None
    ) -> tuple[R, ...]:
        """Do all tasks.

        Parameters
        ----------
        tasks
            Each is called with the ground. They must be such that they can be sent to another process: functions of a
            module, with part of their arguments.
        advance
            Told how many tasks are done, of how many.

        Returns
        -------
        results
            What the tasks gave, in their order.

        Raises
        ------
        SourceError
            If a process ended before its task was done.
        Exception
            What a task raised first, as it was raised.
        """
        given = self._shared(tasks) if self.workers else enumerate(task(self.ground) for task in tasks)
        results: dict[int, R] = {}
        for place, result in given:
            results[place] = result
            advance(len(results), len(tasks))
        return tuple(results[place] for place in range(len(tasks)))

    def _shared(self, tasks: Sequence[Callable[[G], R]]) -> Iterator[tuple[int, R]]:
        """Give every process its next task as soon as it is done with one."""
        waiting, busy = iter(enumerate(tasks)), dict[int, int]()
        for worker, (place, task) in zip(self.workers, waiting, strict=False):
            busy[worker.number] = place
            worker.send(pickle.dumps(task))
        while busy:
            reply = _next(self.replies)
            if reply.worker not in busy:
                continue
            worker, place = self.workers[reply.worker], busy.pop(reply.worker)
            if reply.said is None:
                raise worker.lost()
            outcome: Outcome = pickle.loads(reply.said)  # noqa: S301
            if outcome.error is not None:
                raise outcome.error
            # The next task is sent first, so that no process waits for what is done with the result.
            following = next(waiting, None)
            if following is not None:
                busy[worker.number] = following[0]
                worker.send(pickle.dumps(following[1]))
            yield place, outcome.value


@contextmanager
def opened(ground: G, processes: int) -> Iterator[Press[G]]:
    """Start processes, and end them whatever happens.

    Where no process can be started, this one does the work, and that is remarked.

    Parameters
    ----------
    ground
        What every task is given; sent once to each process.
    processes
        How many processes, from `processes_for`; 1 for the process itself.
    """
    replies: Queue[_Reply] = Queue()
    with ExitStack() as ending:
        workers, remarks = _all_started(processes, replies, ending) if processes > 1 else ((), ())
        sent = pickle.dumps(ground) if workers else b""
        for worker in workers:
            if worker.loads:
                worker.send(sent)
        del sent
        yield Press(ground=ground, workers=workers, replies=replies, remarks=remarks)


def _all_started(
    processes: int, replies: "Queue[_Reply]", ending: ExitStack
) -> tuple[tuple["_Worker", ...], tuple[Message, ...]]:
    """Start processes and wait until each says that it is there; where they may not be started, that is remarked."""
    groups = [range(processes)] if _SPLITS else [range(number, number + 1) for number in range(processes)]
    try:
        workers = tuple(worker for group in groups for worker in ending.enter_context(_started(group, replies)))
        for _ in workers:
            reply = _next(replies)
            if reply.said != READY:
                raise workers[reply.worker].lost()
    except OSError as error:
        ending.close()
        reason = error.strerror or next(iter(error.args), type(error).__name__)
        return (), (Message.of("press.refused", reason=reason),)
    return workers, ()


@dataclass(frozen=True, slots=True)
class _Reply:
    worker: int
    said: bytes | None
    """None when the process ended."""


@dataclass(frozen=True, slots=True)
class _Worker:
    number: int
    process: "subprocess.Popen[bytes]"
    """The process that was started for it: itself, or the one that it split off from."""
    inlet: IO[bytes]
    """Where it reads."""
    errors: IO[bytes]
    """Where it writes what goes wrong outside its tasks."""
    loads: bool
    """Whether it is sent the ground; one that splits off has it already."""

    def send(self, said: bytes) -> None:
        """Send a message."""
        try:
            send(self.inlet, said)
        except OSError as error:
            raise self.lost() from error

    def lost(self) -> SourceError:
        """Make the error of a process that is there no more."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=_DYING_SECONDS if self.loads else _ENDING_SECONDS)
        self.errors.seek(0)
        lines = self.errors.read().decode(errors="replace").split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        code = "-" if self.process.returncode is None else self.process.returncode
        return SourceError(Message.of("press.lost", code=code, said=last or "-"))


@contextmanager
def _started(numbers: range, replies: "Queue[_Reply]") -> Iterator[tuple[_Worker, ...]]:
    """Start a process that splits into as many as there are numbers."""
    with tempfile.TemporaryFile() as errors, ExitStack() as ending:
        pipes, theirs = _pipes(len(numbers) - 1, ending)
        try:
            process = _process(theirs, errors)
        finally:
            for end in (end for pair in theirs for end in pair):
                os.close(end)
        pairs = [(_ours(process.stdin, ending), _ours(process.stdout, ending)), *pipes]
        listening = [
            Thread(target=_listen, args=(number, outlet, replies), daemon=True)
            for number, (_, outlet) in zip(numbers, pairs, strict=True)
        ]
        ending.callback(_end, process, [inlet for inlet, _ in pairs], listening)
        for thread in listening:
            thread.start()
        yield tuple(
            _Worker(number, process, inlet, errors, loads=number == numbers[0])
            for number, (inlet, _) in zip(numbers, pairs, strict=True)
        )


def _pipes(count: int, ending: ExitStack) -> tuple[list[tuple[IO[bytes], IO[bytes]]], list[tuple[int, int]]]:
    """Make pipes for tasks and answers; gives our ends and theirs."""
    made = [(*os.pipe(), *os.pipe()) for _ in range(count)]
    ours = [
        (_ours(os.fdopen(tasks, "wb"), ending), _ours(os.fdopen(answers, "rb"), ending))
        for _, tasks, answers, _ in made
    ]
    return ours, [(tasks, answers) for tasks, _, _, answers in made]


def _ours(pipe: IO[bytes] | None, ending: ExitStack) -> IO[bytes]:
    """See to it that a pipe is closed in the end."""
    if pipe is None:
        msg = "the process has no pipe"
        raise OSError(msg)
    ending.callback(_close, pipe)
    return pipe


def _close(pipe: IO[bytes]) -> None:
    with suppress(OSError):
        pipe.close()


def _process(splits: Sequence[tuple[int, int]], errors: IO[bytes]) -> "subprocess.Popen[bytes]":
    """Start a process that splits once for each pair of pipes; a session of its own holds all that split off."""
    return subprocess.Popen(
        (*python_running(_PROGRAM), *(str(end) for pair in splits for end in pair)),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
        pass_fds=[end for pair in splits for end in pair], start_new_session=_SPLITS,
        env={**surroundings(), **_ALONE, **_GIVES_BACK}, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )  # fmt: skip


def _end(process: "subprocess.Popen[bytes]", inlets: Sequence[IO[bytes]], listening: Sequence[Thread]) -> None:
    """Let a process and all that split off from it end, or make them; the listeners hear it from each."""
    for inlet in inlets:
        _close(inlet)
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=_ENDING_SECONDS)
    if process.returncode != 0:
        _kill(process)
    for thread in listening:
        thread.join(timeout=_DYING_SECONDS)


def _kill(process: "subprocess.Popen[bytes]") -> None:
    if _SPLITS:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _listen(number: int, pipe: IO[bytes], replies: "Queue[_Reply]") -> None:
    said: bytes | None = b""
    while said is not None:
        with suppress(OSError, ValueError):  # the pipe is closed when the press ends
            said = receive(pipe)
            replies.put(_Reply(number, said))
            continue
        said = None


def _next(replies: "Queue[_Reply]") -> _Reply:
    while True:
        with suppress(Empty):
            return replies.get(timeout=_LISTEN_SECONDS)
