"""Check how places meet the network (chapter 2)."""

from collections.abc import Iterator

import pandas as pd

from geo.analysis.checks.given import CheckInput
from geo.analysis.checks.rules import breach
from geo.figures import named
from geo.findings import Finding
from geo.network.modes import MODES
from geo.tables.snaps import STATUSES, remarked


def snaps(given: CheckInput) -> Iterator[Finding]:
    """Name the sites whose foot deserves a look, per remark, and count the facilities; what lies outside is known."""
    if given.snaps is None:
        return
    lost = [] if given.outside is None else list(given.outside["location_id"])
    sites = given.snaps[(given.snaps["kind"] != "facility") & ~given.snaps["place_id"].isin(lost)]
    for remark in STATUSES[:-1]:
        meant = pd.Series([remark in status for status in sites["status"]], index=sites.index, dtype="bool")
        yield from _sites(sites[meant], remark)
    facilities = given.snaps[(given.snaps["kind"] == "facility") & remarked(given.snaps)]
    if len(facilities):
        yield breach("snap_facilities", facilities=facilities["place_id"].nunique())


def _sites(rows: pd.DataFrame, remark: str) -> Iterator[Finding]:
    """Make a finding of all sites that a remark holds for in the same modes."""
    names = dict(zip(rows["place_id"], rows["name"], strict=True))
    used = rows.groupby("place_id")["mode"].agg(set)
    modes = {str(one): tuple(mode for mode in MODES if mode in some) for one, some in used.items()}
    for some in sorted(set(modes.values())):
        ids = sorted(one for one in modes if modes[one] == some)
        told = tuple(named(names[one], one) for one in ids)
        yield breach("snap_sites", ids, remark=remark, modes=some, names=told)
