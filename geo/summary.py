"""What a run found and made, in a few lines: the findings, what to open, what lies where, and which steps ran."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from geo.figures import format_list, format_number
from geo.findings import SEVERITIES, Finding, severity_word
from geo.pipeline import RunReport
from geo.stages.outcome import Outcome
from geo.words import say

_MOST = 5
"""How many findings of a severity are listed; red ones always all."""
_MOST_FIRST = 3
"""How many candidates that are first together are named."""
_CAME_THROUGH = ("yes", "untestable", "no")
_OPENED = (
    ("plan", "provinciaal-plan-", (".docx", ".pdf", ".html")),
    ("page", "kaart-", (".html",)),
    ("candidates", "kandidaatlocaties-", (".html",)),
    ("appendix", "kaartenbijlage-", (".pdf",)),
    ("candidate_sheets", "kandidaten-", (".pdf",)),
)
"""What a reader opens first: the word for it, how its name begins, and its forms, the handiest first."""
_GROUPS = (
    ("sheets", "kaart-", (".pdf", ".png", ".svg")),
    ("location_sheets", "locatieblad-", (".pdf", ".png", ".svg")),
    ("candidate_sheets", "kandidaat-", (".pdf", ".png", ".svg")),
    ("tables", "", (".csv", ".parquet")),
)
"""Files that come in numbers, in the same way."""
_ENDINGS = {".parquet": "Parquet"}


def summary(report: RunReport, *, here: Path, lang: str) -> list[str]:
    """Tell what a run found and made.

    Parameters
    ----------
    report
        What the run gave.
    here
        Folder that paths are told from, where they lie in it.
    lang
        Language of the terminal.

    Returns
    -------
    lines
        Lines to print.
    """
    told = [_from(here, path) for path in report.files]
    table = _table_of_findings(told)
    opened = list(_opened(told))
    rest = [path for path in told if path not in {one for _, forms in opened for one in forms}]
    return [
        *_moved(report, lang),
        *_set_aside(report, here, lang),
        *(message.sentence(lang) for message in (*report.noticed, *report.missing)),
        *([say("terminal.left_out", lang, stages=", ".join(report.left_out))] if report.left_out else []),
        *_mark(lang, told=bool(report.findings) or report.outcome is not None, confidential=report.confidential),
        *_findings(report.findings, lang, rest=lambda count: say("terminal.more", lang, count=count, path=table)),
        *([] if report.outcome is None else [_candidates(report.outcome, lang)]),
        *_to_open(opened, lang),
        *(line for folder in sorted({path.parent for path in rest}) for line in _folder(folder, rest, lang)),
        _stages(report, lang),
    ]


def findings_told(
    findings: tuple[Finding, ...], *, lang: str, everything: bool = False, confidential: bool = False
) -> list[str]:
    """Tell what checking a plan found, grouped by severity; the red ones all, each with what can be done about it.

    Parameters
    ----------
    findings
        What the checks found, the most serious first.
    lang
        Language of the terminal.
    everything
        Whether the others are all listed too, with their remedies; else the first of each severity, and how to see the
        rest.
    confidential
        Whether a location or candidate that they may name is not open, which is then said above them.
    """
    most = len(findings) if everything else _MOST
    told = list(
        _findings(
            findings,
            lang,
            most=most,
            rest=lambda count: say("terminal.more_here", lang, count=count),
            remedies=everything,
        )
    )
    return [*_mark(lang, told=bool(findings), confidential=confidential), *told] or [say("terminal.no_findings", lang)]


def _from(here: Path, path: Path) -> Path:
    return path.relative_to(here) if path.is_relative_to(here) else path


def _moved(report: RunReport, lang: str) -> Iterator[str]:
    if report.moved_because:
        held = ", ".join(path.name for path in report.moved_because)
        folders = f"{report.outputs.processed}, {report.outputs.maps}"
        yield say("terminal.elsewhere", lang, files=held, folders=folders)


def _set_aside(report: RunReport, here: Path, lang: str) -> Iterator[str]:
    if report.set_aside:
        yield say("terminal.set_aside", lang)
        yield from (f"  {_from(here, path)}" for path in report.set_aside)


def _table_of_findings(told: Iterable[Path]) -> Path:
    return next((path for path in told if path.name == "findings.csv"), Path("findings.csv"))


def _mark(lang: str, *, told: bool, confidential: bool) -> list[str]:
    return [say("edition.mark", lang)] if told and confidential else []


def _candidates(outcome: Outcome, lang: str) -> str:
    """Tell how many candidates came through, and which is first; of many that are first how many."""
    told = ", ".join(
        f"{say(f'eligible.{one}', lang)} {format_number(outcome.counts[one], lang=lang)}" for one in _CAME_THROUGH
    )
    total = format_number(sum(outcome.counts.values()), lang=lang)
    line = say("terminal.candidates", lang, count=total, told=told)
    if not outcome.first:
        return line
    many = len(outcome.first) > _MOST_FIRST
    first = format_number(len(outcome.first), lang=lang) if many else format_list(outcome.first, lang=lang)
    return line + say("terminal.first_many" if many else "terminal.first", lang, first=first)


def _findings(
    findings: tuple[Finding, ...],
    lang: str,
    *,
    most: int = _MOST,
    rest: Callable[[int], str],
    remedies: bool = False,
) -> Iterator[str]:
    """List the findings of each severity, and tell where the rest of them stands; with remedies for all or for red."""
    for severity in SEVERITIES:
        group = [finding for finding in findings if finding.severity == severity]
        if not group:
            continue
        yield say("terminal.findings", lang, severity=severity_word(severity, lang), count=len(group))
        listed = group if severity == "rood" else group[:most]
        for finding in listed:
            yield say("terminal.finding", lang, code=finding.code, sentence=finding.sentence(lang))
            if remedies or severity == "rood":
                yield say("terminal.remedy", lang, remedy=finding.remedy(lang))
        if len(listed) < len(group):
            yield rest(len(group) - len(listed))


def _opened(told: list[Path]) -> Iterator[tuple[str, list[Path]]]:
    for word, start, endings in _OPENED:
        forms = [path for path in told if path.name.startswith(start) and path.suffix in endings]
        if forms:
            yield word, sorted(forms, key=lambda path: endings.index(path.suffix))


def _to_open(opened: list[tuple[str, list[Path]]], lang: str) -> Iterator[str]:
    if not opened:
        return
    yield say("terminal.open", lang)
    wide = max(len(str(forms[0])) for _, forms in opened)
    for word, forms in opened:
        others = format_list([path.suffix for path in forms[1:]], lang=lang)
        also = say("terminal.also", lang, endings=others) if others else ""
        yield f"  {forms[0]!s:<{wide}}  {say(f'terminal.opened.{word}', lang)}{also}"


def _folder(folder: Path, rest: list[Path], lang: str) -> Iterator[str]:
    """Tell what lies in a folder: groups by their number, other files by name."""
    left = [path for path in rest if path.parent == folder]
    yield say("terminal.folder", lang, folder=folder)
    for word, start, forms in _GROUPS:
        group = [path for path in left if path.name.startswith(start) and path.suffix in forms]
        if group:
            endings = [_ENDINGS.get(ending, ending[1:].upper()) for ending in sorted({path.suffix for path in group})]
            names = format_list(endings, lang=lang)
            what, count = say(f"terminal.group.{word}", lang), len({path.stem for path in group})
            yield say("terminal.several", lang, what=what, count=count, endings=names)
            left = [path for path in left if path not in group]
    yield from (f"  {path.name}" for path in left)


def _stages(report: RunReport, lang: str) -> str:
    told = {"ran": len(report.ran), "kept": len(report.kept), "seconds": format_number(report.seconds, 1, lang=lang)}
    if not report.kept:
        return say("terminal.stages", lang, **told)
    return say("terminal.stages_kept", lang, **told, names=", ".join(report.kept))
