"""Checks of the keys by which the need is divided as an indication of our own (chapter 2)."""

from collections.abc import Iterator

from geo.analysis.apportion import Key, keys_of
from geo.analysis.apportionment import totals_to_divide
from geo.analysis.checks.given import CheckInput
from geo.analysis.checks.rules import breach
from geo.findings import Finding


def apportionment(given: CheckInput) -> Iterator[Finding]:
    """Tell which key cannot be used, and why; nothing where no province has a need to divide."""
    provinces = [area for area in given.areas if area.level == "province"]
    asked = {one.area.area_id for one in totals_to_divide(given.need, provinces)}
    for area in provinces if given.municipalities is not None else ():
        towns = given.municipalities_of(area.area_id)
        if area.area_id in asked and len(towns):
            for key in keys_of(towns, given.ses):
                yield from _of_key(given, area.area_id, key)


def _of_key(given: CheckInput, area: str, key: Key) -> Iterator[Finding]:
    said = {"area": given.area_name(area), "divided": key.name}
    for code, towns in (("apportionment_untestable", key.unknown), ("apportionment_score", key.wrong)):
        if towns:
            names = given.municipalities_named(towns)
            yield breach(code, list(towns), municipalities=len(towns), names=names, **said)
    if key.empty:
        yield breach("apportionment_no_weight", [area], **said)
