"""The forecasts of the need that were given, and what each would mean (chapter 2)."""

from geo.tables.columns import Column, Table

SHORTAGES = ("short", "none", "untestable")
"""Whether a forecast makes some quarter certainly short, none of them, or whether that cannot be told."""

FORECASTS = Table(
    name="forecasts",
    title="Prognoses en gevolgen",
    key=("area_id", "forecast_id", "bucket"),
    columns=(
        Column(name="area_id", heading="provincie", kind="id"),
        Column(name="forecast_id", heading="prognose", kind="id"),
        Column(name="forecast_date", heading="datum", kind="date"),
        Column(name="in_force", heading="geldt", kind="yes_no", doc="The newest; nothing else reckons with another."),
        Column(
            name="months", heading="ouderdom (mnd)", kind="months",
            doc="Whole months on the reference date; below 0 where it is of a later date.",
        ),
        Column(name="scenario", heading="scenario", doc="The main one; empty where there is one only."),
        Column(name="bucket", heading="soort behoefte", kind="choice", words="bucket"),
        Column(name="need_min", heading="behoefte min", kind="places", doc="On the last day of the horizon."),
        Column(name="need_max", heading="behoefte max", kind="places", doc="On the last day of the horizon."),
        Column(
            name="change_min", heading="verschil min", kind="balance",
            doc="With the forecast before it; empty for the first, or where that does not ask for the bucket.",
        ),
        Column(name="change_max", heading="verschil max", kind="balance"),
        Column(
            name="balance", heading="saldo eind", kind="balance", at_least="unknown_locations",
            doc="Supply at most, less need_min, on the last day of the horizon.",
        ),
        Column(
            name="balance_change", heading="gevolg voor saldo", kind="balance", doc="With the forecast before it."
        ),
        Column(
            name="first_short", heading="eerste kwartaaleinde met tekort", kind="quarter",
            doc="First quarter whose last day is certainly short; empty where none is known to be.",
        ),
        Column(
            name="untestable", heading="kwartalen niet toetsbaar", kind="count",
            doc="Quarters of the horizon of which nobody can tell whether they are short.",
        ),
        Column(name="outcome", heading="tekort", kind="choice", choices=SHORTAGES, words="forecast_shortage"),
        Column(name="unknown_locations", heading="locaties onbekend", kind="count", doc="On the last day."),
    ),
)  # fmt: skip
