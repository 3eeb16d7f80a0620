"""Check of printed national totals against the sum of the provinces (chapter 2)."""

from collections.abc import Iterator

from geo.analysis.checks.given import CheckInput
from geo.analysis.checks.rules import breach
from geo.analysis.printed_totals import printed_totals
from geo.findings import Finding, Value
from geo.tables.provinces import PROVINCES


def totals(given: CheckInput) -> Iterator[Finding]:
    """Say of every printed total how it differs from the sum of its rows, or what is left for provinces without."""
    for row in printed_totals(given.need).to_dict("records"):
        printed, summed, missing = row["printed"], row["summed"], row["missing"]
        forecast = str(row["forecast_id"])
        said: dict[str, Value] = {"forecast": forecast, "bucket": row["bucket"], "printed": printed, "summed": summed}
        if missing:
            count = len(PROVINCES) - len(missing)
            named = tuple(given.province_names.get(code, code) for code in missing)
            yield breach("need_total_rest", [forecast], **said, rest=printed - summed, names=named, provinces=count)
        elif printed != summed:
            code = "need_total_rounded" if abs(printed - summed) <= row["rounding"] else "need_total_differs"
            yield breach(code, [forecast], **said, difference=abs(printed - summed))
