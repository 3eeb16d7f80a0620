"""Check how places meet the network (chapter 2)."""

from collections.abc import Iterator

from geo.analysis.checks.given import CheckInput
from geo.analysis.checks.rules import breach
from geo.findings import Finding
from geo.tables.snaps import STATUSES, remarked


def snaps(given: CheckInput) -> Iterator[Finding]:
    """Name the sites whose foot deserves a look, per remark, and count the facilities; what lies outside is known."""
    if given.snaps is None:
        return
    lost = [] if given.outside is None else list(given.outside["location_id"])
    sites = given.snaps[(given.snaps["kind"] != "facility") & ~given.snaps["place_id"].isin(lost)]
    for remark in STATUSES[:-1]:
        rows = sites[[remark in status for status in sites["status"]]].drop_duplicates("place_id")
        if len(rows):
            ids = sorted(rows["place_id"])
            names = dict(zip(rows["place_id"], rows["name"], strict=True))
            yield breach("snap_sites", ids, remark=remark, names=tuple(f"{names[one]} ({one})" for one in ids))
    facilities = given.snaps[(given.snaps["kind"] == "facility") & remarked(given.snaps)]
    if len(facilities):
        yield breach("snap_facilities", facilities=facilities["place_id"].nunique())
