"""The command: parses, calls one function, prints, and ends with a code.

0 done, 1 the plan has red findings (with --strict), 2 wrong usage, 3 bad input,
4 a source failed or an output is locked, 5 no solution. Everything heavy is
imported inside the command that needs it, so that ``geo --help`` answers at once.
"""

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from geo.errors import Fault, FaultsError, GeoError, Message, UsageError
from geo.terminal import error_text, in_language, language, shared_first, usage_text
from geo.words import LANGUAGES, say

WORDS = shared_first(sys.argv[1:])
LANG = language(WORDS, os.environ)
HERE = Path()


class _Command(TyperCommand):
    """A command whose help is in the language of the terminal."""

    def get_help(self, ctx: Any) -> str:
        return in_language(super().get_help(ctx), LANG)


class _Commands(TyperGroup):
    """The commands, with help and errors in the language of the terminal."""

    def get_help(self, ctx: Any) -> str:
        return in_language(super().get_help(ctx), LANG)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        found = super().get_command(ctx, cmd_name)
        if found is None and not cmd_name.startswith("-"):
            raise UsageError(Message.of("usage.command", value=cmd_name, known=", ".join(self.commands)))
        return found


app = typer.Typer(
    name="geo",
    help=say("help.app", LANG),
    cls=_Commands,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
Workspace = Annotated[Path, typer.Option("--plan", "-p", help=say("help.plan", LANG))]


@app.callback()
def settings(
    lang: Annotated[str, typer.Option(help=say("help.lang", LANG))] = "",
    *,
    debug: Annotated[bool, typer.Option("--debug", help=say("help.debug", LANG))] = False,  # noqa: ARG001
) -> None:
    """Take the options that every command shares; both are read before, from the words themselves."""
    if lang not in {"", *LANGUAGES}:
        raise UsageError(Message.of("usage.lang"))


@app.command(cls=_Command, help=say("help.init_command", LANG))
def init(folder: Annotated[Path, typer.Argument(help=say("help.folder", LANG))]) -> None:
    """Make a new workspace with a plan.toml to fill in."""
    from geo.workspace import make_workspace

    plan = make_workspace(folder)
    typer.echo(say("terminal.initialised", LANG, folder=folder, plan=plan))


@app.command(cls=_Command, help=say("help.check_command", LANG))
def check(
    plan: Workspace = HERE,
    *,
    everything: Annotated[bool, typer.Option("--all", help=say("help.all", LANG))] = False,
    strict: Annotated[bool, typer.Option("--strict", help=say("help.strict", LANG))] = False,
) -> None:
    """Check plan.toml and all files, reporting all faults at once; without faults, check the figures of the plan."""
    from geo.arithmetic import check as check_figures
    from geo.findings import any_red
    from geo.stages.check import load_sound_plan
    from geo.stages.imprint import edition_of
    from geo.summary import findings_told

    loaded = load_sound_plan(plan)
    checked = check_figures(loaded)
    for line in _notes(checked.inputs.notes):
        typer.echo(line)
    typer.echo(say("terminal.sound", LANG, files=len(checked.inputs.files)))
    closed = edition_of(checked.inputs) == "vertrouwelijk"
    told = findings_told(checked.findings, lang=LANG, everything=everything, confidential=closed)
    typer.echo("\n".join(told))
    if loaded.input.osm is not None:
        typer.echo(say("terminal.streets_later", LANG))
    if strict and any_red(checked.findings):
        raise typer.Exit(1)


@app.command(cls=_Command, help=say("help.run_command", LANG))
def run(
    stages: Annotated[list[str] | None, typer.Argument(help=say("help.stages", LANG))] = None,
    plan: Workspace = HERE,
    *,
    preview: Annotated[bool, typer.Option("--preview", help=say("help.preview", LANG))] = False,
    strict: Annotated[bool, typer.Option("--strict", help=say("help.strict", LANG))] = False,
) -> None:
    """Make tables, maps and the plan; only what changed."""
    from geo.findings import any_red
    from geo.pipeline import run as run_plan
    from geo.preview import preview_told, require_maps, write_preview
    from geo.progress import Progress
    from geo.stages.check import load_sound_plan
    from geo.summary import summary

    loaded = load_sound_plan(plan)
    if preview:
        require_maps(loaded, stages or ())
    with Progress(LANG) as progress:
        report = run_plan(loaded, stages=stages or (), listen=progress.listen)
    typer.echo("\n".join(summary(report, here=Path.cwd(), lang=LANG)))
    if preview:
        typer.echo(preview_told(write_preview(loaded, report), here=Path.cwd(), lang=LANG))
    if strict and any_red(report.findings):
        raise typer.Exit(1)


@app.command(cls=_Command, help=say("help.explain_command", LANG))
def explain(
    location: Annotated[str, typer.Argument(help=say("help.location", LANG))],
    category: Annotated[str, typer.Argument(help=say("help.category", LANG))],
    mode: Annotated[str, typer.Option(help=say("help.mode", LANG))] = "walk",
    plan: Workspace = HERE,
) -> None:
    """Explain a distance: street by street, with a map."""
    from geo.explain import explain as find
    from geo.explain import explained
    from geo.stages.check import load_sound_plan

    typer.echo("\n".join(explained(find(load_sound_plan(plan), location, category, mode), LANG)))


@app.command(cls=_Command, help=say("help.distances_command", LANG))
def distances(
    origins: Annotated[Path, typer.Argument(help=say("help.origins", LANG))],
    osm: Annotated[Path, typer.Option(help=say("help.osm", LANG))],
    out: Annotated[Path, typer.Option("--out", "-o", help=say("help.out", LANG))],
    mode: Annotated[str, typer.Option(help=say("help.mode", LANG))] = "walk",
    to: Annotated[list[str] | None, typer.Option(help=say("help.to", LANG))] = None,
    to_file: Annotated[list[Path] | None, typer.Option(help=say("help.to_file", LANG))] = None,
    nearest: Annotated[int, typer.Option(min=1, help=say("help.nearest", LANG))] = 1,
    weight: Annotated[str, typer.Option(help=say("help.weight", LANG))] = "distance",
    limit_m: Annotated[float | None, typer.Option(help=say("help.limit_m", LANG))] = None,
    limit_minutes: Annotated[float | None, typer.Option(help=say("help.limit_minutes", LANG))] = None,
) -> None:
    """Compute network distances without a plan."""
    from geo.oneoff import Request, distances_to_file

    request = Request(
        origins=origins, osm=osm, mode=mode, categories=tuple(to or ()), files=tuple(to_file or ()),
        nearest=nearest, weight=weight, limit_m=limit_m, limit_minutes=limit_minutes,
    )  # fmt: skip
    rows = distances_to_file(request, out)
    typer.echo(say("terminal.wrote", LANG, rows=rows, path=out))


@app.command(cls=_Command, help=say("help.matrix_command", LANG))
def matrix(
    origins: Annotated[Path, typer.Argument(help=say("help.origins", LANG))],
    destinations: Annotated[Path, typer.Argument(help=say("help.destinations", LANG))],
    osm: Annotated[Path, typer.Option(help=say("help.osm", LANG))],
    out: Annotated[Path, typer.Option("--out", "-o", help=say("help.out_parquet", LANG))],
    mode: Annotated[str, typer.Option(help=say("help.mode", LANG))] = "walk",
    weight: Annotated[str, typer.Option(help=say("help.weight", LANG))] = "distance",
    limit_m: Annotated[float | None, typer.Option(help=say("help.limit_m", LANG))] = None,
    limit_minutes: Annotated[float | None, typer.Option(help=say("help.limit_minutes", LANG))] = None,
) -> None:
    """Compute all distances between two lists, without a plan."""
    from geo.matrix import MatrixRequest, matrix_to_file
    from geo.progress import Progress

    request = MatrixRequest(
        origins=origins, destinations=destinations, osm=osm, mode=mode, weight=weight, limit_m=limit_m,
        limit_minutes=limit_minutes,
    )  # fmt: skip
    with Progress(LANG) as progress:
        rows = matrix_to_file(request, out, threads=os.cpu_count() or 1, listen=progress.listen)
    typer.echo(say("terminal.wrote", LANG, rows=rows, path=out))


@app.command(cls=_Command, help=say("help.compare_command", LANG))
def compare(
    old: Annotated[str, typer.Argument(help=say("help.old", LANG))],
    new: Annotated[str, typer.Argument(help=say("help.new", LANG))],
    plan: Annotated[Path, typer.Option("--plan", "-p", help=say("help.plan_of_forecasts", LANG))] = HERE,
    out: Annotated[Path | None, typer.Option("--out", "-o", help=say("help.out_folder", LANG))] = None,
    *,
    strict: Annotated[bool, typer.Option("--strict", help=say("help.strict_new", LANG))] = False,
) -> None:
    """Compare two versions or two forecasts of a plan."""
    from geo.compare import compare_versions
    from geo.compare_files import write_files
    from geo.compared import lines

    found = compare_versions(old, new, plan)
    typer.echo("\n".join(lines(found, LANG)))
    if out is not None:
        files, missing = write_files(found, out)
        for message in missing:
            typer.echo(message.sentence(LANG))
        typer.echo(say("compare.wrote", LANG, folder=out, files=", ".join(path.name for path in files)))
    if strict and found.newly_red:
        raise typer.Exit(1)


def main() -> None:
    """Run the command; every error of ours is one readable paragraph."""
    if isinstance(sys.stdout.encoding, str) and "utf" not in sys.stdout.encoding.lower():
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        sys.exit(app(args=WORDS, standalone_mode=False))
    except typer.TyperException as error:
        typer.echo(usage_text(error, LANG), err=True)
        sys.exit(UsageError.exit_code)
    except GeoError as error:
        _tell(error)
        sys.exit(error.exit_code)


def _tell(error: GeoError) -> None:
    if "--debug" in WORDS:
        traceback.print_exception(error)
    if not isinstance(error, FaultsError):
        typer.echo(error_text(error, LANG), err=True)
        return
    for fault in error.faults:
        typer.echo(fault.sentence(LANG), err=True)
    for line in _notes(error.notes):
        typer.echo(line, err=True)
    typer.echo(say("terminal.fault_count", LANG, count=len(error.faults)), err=True)


def _notes(notes: Sequence[Fault]) -> list[str]:
    """List what was noticed or mended beside the faults."""
    head = [say("terminal.notes", LANG, count=len(notes))] if notes else []
    return [*head, *(f"  {note.sentence(LANG)}" for note in notes)]


if __name__ == "__main__":
    main()
