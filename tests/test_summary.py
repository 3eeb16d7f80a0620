"""What is told at the end of a run: findings, what to open, what lies where, which stages ran."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from geo.findings import SEVERITIES, Finding, severity_word
from geo.pipeline import RunReport
from geo.stages.outcome import Outcome, outcome_of
from geo.stages.stage import Outputs
from geo.summary import findings_told, summary
from geo.words import LANGUAGES, say

HERE = Path("/werk")
PROCESSED, MAPS = HERE / "data" / "processed", HERE / "maps"
NAMES = (
    *(f"kaart-{one}-vertrouwelijk.{ending}" for one in ("2-a", "4a-b", "4b-c") for ending in ("pdf", "png")),
    *(f"locatieblad-ml{one:02}-vertrouwelijk.{ending}" for one in range(1, 16) for ending in ("pdf", "png")),
    "kaart-vertrouwelijk.html",
    "kaartenbijlage-vertrouwelijk.pdf",
    *(f"provinciaal-plan-vertrouwelijk.{ending}" for ending in ("docx", "html", "pdf")),
)
TABLES = ("coverage", "distances", "findings")


def finding(severity: str, place: int) -> Finding:
    return Finding("no_flexible", severity, 5, (f"ML{place:02}",), (), "bron")  # type: ignore[arg-type]


REPORT = RunReport(
    files=(
        *(PROCESSED / f"{name}.{ending}" for name in TABLES for ending in ("csv", "parquet")),
        *(PROCESSED / name for name in ("plan.gpkg", "plan.qgz", "plan.xlsx", "run.json")),
        *(MAPS / name for name in sorted(NAMES)),
    ),
    ran=("extract", "maps"),
    kept=(),
    outputs=Outputs(processed=PROCESSED, maps=MAPS),
    findings=(),
    moved_because=(),
    seconds=1048.55,
)


def test_what_to_open_comes_first_and_then_each_folder_in_groups() -> None:
    assert summary(REPORT, here=HERE, lang="nl") == [
        "Om te openen:",
        "  maps/provinciaal-plan-vertrouwelijk.docx  het plan (ook .pdf en .html)",
        "  maps/kaart-vertrouwelijk.html             de kaart, in een browser en zonder internet",
        "  maps/kaartenbijlage-vertrouwelijk.pdf     de kaartenbijlage",
        "In data/processed:",
        "  tabellen: 3 (CSV en Parquet)",
        "  plan.gpkg",
        "  plan.qgz",
        "  plan.xlsx",
        "  run.json",
        "In maps:",
        "  kaarten: 3 (PDF en PNG)",
        "  locatiebladen: 15 (PDF en PNG)",
        "Stappen gedaan: 2; ongewijzigd: 0; tijd: 1.048,6 s.",
    ]


def test_every_file_is_told_or_counted_once() -> None:
    lines = summary(REPORT, here=HERE, lang="en")
    counted = sum(int(line.split(": ")[1].split(" ")[0]) for line in lines if line.startswith("  ") and ": " in line)
    assert counted == 3 + 3 + 15
    named = " ".join(lines)
    assert all(name in named for name in ("plan.gpkg", "plan.qgz", "plan.xlsx", "run.json", "also .pdf and .html"))


def test_without_word_the_plan_is_opened_in_the_next_best_form() -> None:
    files = tuple(path for path in REPORT.files if path.suffix not in {".docx", ".html"})
    lines = summary(replace(REPORT, files=files), here=HERE, lang="nl")
    assert "  maps/provinciaal-plan-vertrouwelijk.pdf  het plan" in lines
    assert not [line for line in lines if "browser" in line]


def test_a_part_of_a_run_has_nothing_to_open() -> None:
    files = (PROCESSED / "portfolio.csv", PROCESSED / "portfolio.parquet")
    assert summary(replace(REPORT, files=files), here=Path("/elders"), lang="en")[:2] == [
        "In /werk/data/processed:",
        "  tables: 1 (CSV and Parquet)",
    ]


def test_red_findings_are_all_told_and_others_the_first_five() -> None:
    findings = tuple(finding(severity, place) for severity in SEVERITIES for place in range(1, 9))
    lines = summary(replace(REPORT, findings=findings), here=HERE, lang="nl")
    sentence = f"  no_flexible: {finding('rood', 1).sentence('nl')}"
    more = "  … en nog 3; alle staan in data/processed/findings.csv"
    expected = []
    for severity in SEVERITIES:
        expected.append(f"Bevindingen, {severity_word(severity, 'nl')}: 8")
        remedy = f"    Wat te doen: {finding('rood', 1).remedy('nl')}"
        expected += [sentence, remedy] * 8 if severity == "rood" else [*[sentence] * 5, more]
    assert lines[: len(expected)] == expected
    assert lines[len(expected)] == "Om te openen:"


def test_checking_tells_all_remedies_when_all_are_asked_for_and_marks_what_is_not_open() -> None:
    both = (finding("rood", 1), finding("oranje", 2))
    for lang, word, mark in (("nl", "Wat te doen", "VERTROUWELIJK"), ("en", "What to do", "CONFIDENTIAL")):
        told = [f"  no_flexible: {both[0].sentence(lang)}", f"    {word}: {both[0].remedy(lang)}"]
        heads = [say("terminal.findings", lang, severity=severity_word(one.severity, lang), count=1) for one in both]
        assert findings_told(both, lang=lang) == [heads[0], *told, heads[1], told[0]]
        assert findings_told(both, lang=lang, everything=True, confidential=True) == [
            mark, heads[0], *told, heads[1], *told,
        ]  # fmt: skip
        assert findings_told((), lang=lang, confidential=True) == [say("terminal.no_findings", lang)]
        lines = summary(replace(REPORT, findings=both, confidential=True), here=HERE, lang=lang)
        assert lines[:2] == [mark, heads[0]]


@pytest.mark.parametrize(
    ("lang", "line", "mark"),
    [
        (
            "nl",
            "Kandidaatlocaties: 16; nader onderzoek nodig 12, niet toetsbaar 1, valt af 3",
            "VERTROUWELIJK",
        ),
        ("en", "Candidate sites: 16; needs a closer look 12, cannot be tested 1, drops out 3", "CONFIDENTIAL"),
    ],
)
def test_what_became_of_the_candidates_is_one_line_that_is_marked_where_not_all_is_open(
    lang: str, line: str, mark: str
) -> None:
    first, both, many = ({"nl": nl, "en": en}[lang] for nl, en in (
        ("; eerste: Kazerneterrein (MK10)", "; first: Kazerneterrein (MK10)"),
        ("; eerste: A en B", "; first: A and B"),
        ("; gedeeld eerste: 4", "; sharing first place: 4"),
    ))  # fmt: skip
    counts = {"yes": 12, "no": 3, "untestable": 1}
    for names, told in ((("Kazerneterrein (MK10)",), first), (("A", "B"), both), (tuple("ABCD"), many), ((), "")):
        report = replace(REPORT, outcome=Outcome(counts=counts, first=names))
        assert summary(report, here=HERE, lang=lang)[0] == line + told
        assert summary(replace(report, confidential=True), here=HERE, lang=lang)[:2] == [mark, line + told]
    among = replace(REPORT, findings=(finding("rood", 1),), confidential=True, outcome=Outcome(counts=counts, first=()))
    lines = summary(among, here=HERE, lang=lang)
    assert (lines[0], lines[4]) == (mark, line)
    assert lines.count(mark) == 1


def test_candidates_are_counted_by_what_became_of_them_and_the_first_are_named() -> None:
    ranking = pd.DataFrame(
        {
            "candidate_id": ["B", "A", "C", "D"],
            "eligible": ["yes", "untestable", "no", "yes"],
            "rank": pd.array([1, 1, None, 3], dtype="Int64"),
        }
    )
    candidates = pd.DataFrame({"location_id": ["A", "B", "C", "D"], "name": ["Oude veiling", None, "Haven", "Ver"]})
    assert outcome_of(ranking, candidates) == Outcome(
        counts={"yes": 2, "no": 1, "untestable": 1}, first=("Oude veiling (A)", "B")
    )
    none_left = outcome_of(ranking.assign(rank=pd.array([None] * 4, dtype="Int64")), candidates)
    assert none_left.first == ()


def test_five_findings_need_no_pointer() -> None:
    lines = summary(
        replace(REPORT, findings=tuple(finding("oranje", place) for place in range(5))), here=HERE, lang="en"
    )
    assert lines[0] == "Findings, amber: 5"
    assert not [line for line in lines if "more" in line]


def test_stages_that_were_kept_are_named() -> None:
    report = replace(REPORT, ran=(), kept=("extract", "maps"), seconds=0.04)
    assert (
        summary(report, here=HERE, lang="nl")[-1] == "Stappen gedaan: 0; ongewijzigd: 2 (extract, maps); tijd: 0,0 s."
    )
    assert summary(report, here=HERE, lang="en")[-1] == "Stages run: 0; unchanged: 2 (extract, maps); time: 0.0 s."


@pytest.mark.parametrize("lang", LANGUAGES)
def test_results_in_a_dated_folder_come_with_what_to_close(lang: str) -> None:
    dated = Outputs(processed=PROCESSED / "2026-01-02-030405", maps=MAPS / "2026-01-02-030405")
    held = (PROCESSED / "plan.gpkg", PROCESSED / "plan.xlsx")
    first = summary(replace(REPORT, outputs=dated, moved_because=held), here=HERE, lang=lang)[0]
    assert "plan.gpkg, plan.xlsx" in first
    assert str(dated.maps) in first
    assert str(dated.processed) in first


def test_what_was_set_aside_comes_with_where_it_is_and_where_own_text_belongs() -> None:
    lines = summary(replace(REPORT, set_aside=(MAPS / "plan-bewerkt.docx",)), here=HERE, lang="nl")
    assert lines[0].startswith("Deze bestanden waren met de hand gewijzigd en zijn opnieuw gemaakt.")
    assert lines[0].endswith("hoort in data/raw/texts:")
    assert lines[1] == "  maps/plan-bewerkt.docx"
