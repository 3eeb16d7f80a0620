"""Checks that the same number is the same in every table (all chapters)."""

from collections.abc import Iterator

from geo.analysis.checks.given import CheckInput
from geo.analysis.checks.rules import breach
from geo.analysis.invariants import broken
from geo.figures import Figure
from geo.findings import Finding


def invariants(given: CheckInput) -> Iterator[Finding]:
    """List every pair of tables that contradict each other, with both numbers; nobody looked where none were given."""
    if given.counted is None:
        return
    for one in broken(given.counted):
        yield breach(
            "invariant_broken", one.ids, invariant=one.invariant, table=one.one.source, other_table=one.other.source,
            one=_plain(one.one), other=_plain(one.other), whose=given.area_name(one.area), moment=one.at,
            named=given.locations_named(one.ids),
        )  # fmt: skip


def _plain(figure: Figure) -> tuple[str, str]:
    return ("" if figure.value is None else str(int(figure.value)), str(figure.unknown))
