"""The command: parses, calls one function, prints, and ends with a code.

0 done, 1 the plan has red findings (with --strict), 2 wrong usage, 3 bad input,
4 a source failed or an output is locked, 5 no solution. Everything heavy is
imported inside the command that needs it, so that ``geo --help`` answers at once.
"""

import locale
import os
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.errors import FaultsError, GeoError
from geo.words import say

if TYPE_CHECKING:
    from geo.findings import Finding
    from geo.pipeline import RunReport


def language() -> str:
    """Choose the language of the terminal: ``--lang``, else that of the system."""
    words = sys.argv[1:]
    after = [word for before, word in pairwise(["", *words]) if before == "--lang"]
    asked = [word.removeprefix("--lang=") for word in words if word.startswith("--lang=")] + after
    chosen = next(iter(asked), None) or locale.getlocale()[0] or "nl"
    return "en" if chosen.lower().startswith("en") else "nl"


LANG = language()
app = typer.Typer(
    name="geo",
    help=say("help.app", LANG),
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
Workspace = Annotated[Path, typer.Option("--plan", "-p", help=say("help.plan", LANG))]
HERE = Path()


@app.callback()
def settings(
    lang: Annotated[str, typer.Option(help=say("help.lang", LANG))] = "",
    *,
    debug: Annotated[bool, typer.Option("--debug", help=say("help.debug", LANG))] = False,
) -> None:
    """Take the options that every command shares."""
    if lang not in {"", "nl", "en"}:
        msg = "kies nl of en"
        raise typer.BadParameter(msg, param_hint="--lang")
    if debug:
        os.environ["GEO_DEBUG"] = "1"


@app.command(help=say("help.init_command", LANG))
def init(folder: Annotated[Path, typer.Argument(help=say("help.folder", LANG))]) -> None:
    """Make a new workspace with a plan.toml to fill in."""
    from geo.workspace import make_workspace

    plan = make_workspace(folder)
    typer.echo(say("terminal.initialised", LANG, folder=folder, plan=plan))


@app.command(help=say("help.check_command", LANG))
def check(plan: Workspace = HERE) -> None:
    """Check plan.toml and all files; report all faults at once."""
    from geo.plan import load_plan
    from geo.stages.check import read_inputs

    inputs = read_inputs(load_plan(plan))
    for note in inputs.notes:
        typer.echo(f"  {note.sentence(LANG)}")
    typer.echo(say("terminal.sound", LANG, files=len(inputs.files)))


@app.command(help=say("help.run_command", LANG))
def run(
    stages: Annotated[list[str] | None, typer.Argument(help=say("help.stages", LANG))] = None,
    plan: Workspace = HERE,
    *,
    strict: Annotated[bool, typer.Option("--strict", help=say("help.strict", LANG))] = False,
) -> None:
    """Make tables, maps and the plan; only what changed."""
    from geo.pipeline import run as run_plan
    from geo.plan import load_plan
    from geo.progress import Progress

    loaded = load_plan(plan)
    with Progress(LANG) as progress:
        report = run_plan(loaded, stages=stages or (), listen=progress.listen)
    _print_findings(report.findings)
    _print_files(report)
    if strict and any(finding.severity == "rood" for finding in report.findings):
        raise typer.Exit(1)


@app.command(help=say("help.distances_command", LANG))
def distances(
    origins: Annotated[Path, typer.Argument(help=say("help.origins", LANG))],
    osm: Annotated[Path, typer.Option(help=say("help.osm", LANG))],
    out: Annotated[Path, typer.Option("--out", "-o", help=say("help.out", LANG))],
    mode: Annotated[str, typer.Option(help=say("help.mode", LANG))] = "walk",
    to: Annotated[list[str] | None, typer.Option(help=say("help.to", LANG))] = None,
    to_file: Annotated[list[Path] | None, typer.Option(help=say("help.to_file", LANG))] = None,
    nearest: Annotated[int, typer.Option(min=1, help=say("help.nearest", LANG))] = 1,
    limit_m: Annotated[float, typer.Option(help=say("help.limit", LANG))] = 50_000.0,
) -> None:
    """Compute network distances without a plan."""
    from geo.oneoff import Request, distances_to_file

    request = Request(
        origins=origins, osm=osm, mode=mode, categories=tuple(to or ()), files=tuple(to_file or ()),
        nearest=nearest, limit_m=limit_m,
    )  # fmt: skip
    rows = distances_to_file(request, out)
    typer.echo(say("terminal.wrote", LANG, rows=rows, path=out))


def _print_findings(findings: "tuple[Finding, ...]") -> None:
    from geo.findings import SEVERITIES

    for severity in SEVERITIES:
        group = [finding for finding in findings if finding.severity == severity]
        if group:
            typer.echo(say("terminal.findings", LANG, severity=severity, count=len(group)))
        for finding in group:
            typer.echo(f"  {finding.code}: {finding.sentence(LANG)}")


def _print_files(report: "RunReport") -> None:
    if report.moved_because:
        held = ", ".join(path.name for path in report.moved_because)
        typer.echo(say("terminal.elsewhere", LANG, files=held, folder=report.outputs.maps))
    typer.echo(say("terminal.made", LANG))
    for path in report.files:
        typer.echo(f"  {_short(path)}")
    for ending, key in ((".docx", "terminal.open"), (".html", "terminal.open_page")):
        for path in report.files:
            if path.suffix == ending and (ending == ".docx" or path.name.startswith("kaart-")):
                typer.echo(say(key, LANG, path=_short(path)))


def _short(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def main() -> None:
    """Run the command; every error of ours is one readable paragraph."""
    if isinstance(sys.stdout.encoding, str) and "utf" not in sys.stdout.encoding.lower():
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        app()
    except FaultsError as error:
        _require_no_debug(error)
        for fault in error.faults:
            typer.echo(fault.sentence(LANG), err=True)
        typer.echo(say("terminal.faults", LANG, count=len(error.faults)), err=True)
        sys.exit(error.exit_code)
    except GeoError as error:
        _require_no_debug(error)
        typer.echo("\n".join([str(error), *getattr(error, "__notes__", [])]), err=True)
        sys.exit(error.exit_code)


def _require_no_debug(error: GeoError) -> None:
    if os.environ.get("GEO_DEBUG"):
        raise error


if __name__ == "__main__":
    main()
