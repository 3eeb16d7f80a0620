"""Checks of the plan against its own rules; what lacks data is *niet toetsbaar*, never in order."""

from geo.analysis.checks.agreements import agreements
from geo.analysis.checks.apportionment import apportionment
from geo.analysis.checks.candidate_sites import candidate_sites
from geo.analysis.checks.context import actions, context, need
from geo.analysis.checks.coverage import coverage
from geo.analysis.checks.filling import filling, hubs
from geo.analysis.checks.flexible import flexible
from geo.analysis.checks.front import front, obligations, owners
from geo.analysis.checks.given import CheckInput, Judged, Streets
from geo.analysis.checks.invariants import invariants
from geo.analysis.checks.judgement import judgement
from geo.analysis.checks.milestone_order import milestone_order
from geo.analysis.checks.milestones import milestones
from geo.analysis.checks.national import national
from geo.analysis.checks.portfolio import locations
from geo.analysis.checks.regions import boundaries, partnerships, regional, regions
from geo.analysis.checks.reserve import reserve
from geo.analysis.checks.rules import RULES
from geo.analysis.checks.sites import sites
from geo.analysis.checks.snaps import snaps
from geo.analysis.checks.spreidingswet import spreidingswet
from geo.analysis.checks.totals import totals
from geo.analysis.checks.transition import transition
from geo.findings import Finding

__all__ = ["RULES", "CheckInput", "Judged", "Streets", "check_plan"]
_ROOMS = (
    front, context, owners, obligations, locations, sites, snaps, need, totals, apportionment, regions, boundaries,
    partnerships, regional, filling, hubs, candidate_sites, judgement, agreements, coverage, spreidingswet, flexible,
    reserve, transition, national, milestones, milestone_order, invariants, actions,
)  # fmt: skip


def check_plan(given: CheckInput) -> tuple[Finding, ...]:
    """Run every check.

    Returns
    -------
    findings
        Sorted by chapter, code, first day and ids. None is ever about something in order; what could not be tested has
        the severity ``niet toetsbaar``.
    """
    findings = dict.fromkeys(finding for room in _ROOMS for finding in room(given))
    return tuple(sorted(findings, key=_order))


def _order(one: Finding) -> tuple[int, str, str, tuple[str, ...], str]:
    said = dict(one.parameters)
    return one.chapter, one.code, str(said.get("first", "")), one.ids, str(said.get("bucket", ""))
