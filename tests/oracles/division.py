"""Dividing places once more, by searching every division for the nearest one; nothing of `geo`."""

import csv
import sqlite3
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path


def nearest_division(total: int, weights: Mapping[str, Fraction | int]) -> dict[str, int]:
    """Find the division into whole places with the smallest sum of squared differences from the exact shares.

    Of equally near ones the one that gives the lowest codes most.
    """
    codes = sorted(weights)
    whole = sum(Fraction(weight) for weight in weights.values())
    exact = [total * Fraction(weights[code]) / whole for code in codes]

    def off(parts: tuple[int, ...]) -> tuple[Fraction, tuple[int, ...]]:
        return sum(((part - share) ** 2 for part, share in zip(parts, exact, strict=True)), Fraction(0)), tuple(
            -part for part in parts
        )

    best = min(_divisions(total, len(codes)), key=off)
    return dict(zip(codes, best, strict=True))


def _divisions(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in _divisions(total - first, parts - 1):
            yield (first, *rest)


def handed_out(total: int, weights: Mapping[str, Fraction]) -> dict[str, int]:
    """Divide by handing out one place at a time to who is farthest below the exact share; lowest code first."""
    whole = sum(weights.values())
    exact = {code: total * weight / whole for code, weight in weights.items()}
    got = {code: int(share) for code, share in exact.items()}
    while sum(got.values()) < total:
        neediest = min(sorted(got), key=lambda code: got[code] - exact[code])
        got[neediest] += 1
    return got


def raw_weights(folder: Path, province: str) -> dict[str, dict[str, Fraction]]:
    """Read the weights of the municipalities of a province from its raw files: by inhabitants, and with SES-WOA."""
    with sqlite3.connect(folder / "boundaries.gpkg") as file:
        query = "select gemeentecode, inwoners from gemeenten where provinciecode = ?"
        people = {str(code): Fraction(int(number)) for code, number in file.execute(query, (province,))}
    with (folder / "ses_woa.csv").open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text, delimiter=";"))
    newest = max(row["peiljaar"] for row in rows)
    score = {
        row["gemeentecode"]: Fraction(row["ses-woa"].replace(",", ".")) for row in rows if row["peiljaar"] == newest
    }
    return {"inhabitants": people, "inhabitants_ses": {code: n * (1 + score[code]) for code, n in people.items()}}
