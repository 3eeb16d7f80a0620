"""Calls the command as a user does, in this process or in one of its own."""

import os
import runpy
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a call."""

    code: int
    out: str
    err: str


class Caller:
    """Runs ``python -m geo`` in this process, from the start: the command is imported anew."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *words: object, lang: str = "nl_NL.UTF-8") -> Done:
        with self._monkeypatch.context() as during:
            for name in ("LC_ALL", "LC_MESSAGES"):
                during.delenv(name, raising=False)
            during.setenv("LANG", lang)
            during.setattr(sys, "argv", ["geo", *map(str, words)])
            during.delitem(sys.modules, "geo.cli", raising=False)
            during.delitem(sys.modules, "geo.__main__", raising=False)
            with pytest.raises(SystemExit) as ended:
                runpy.run_module("geo", run_name="__main__")
        said = self._capsys.readouterr()
        return Done(int(ended.value.code or 0), said.out, said.err)


def in_own_process(*words: object, folder: Path, **environment: str) -> Done:
    """Run ``python -m geo`` in a process of its own."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    command = [sys.executable, "-m", "geo", *map(str, words)]
    done = subprocess.run(
        command, cwd=folder, env=plain | environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    return Done(done.returncode, done.stdout, done.stderr)
