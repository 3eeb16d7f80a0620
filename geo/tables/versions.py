"""The tables of what changed between two versions of a plan, or between two forecasts (chapter 6, annex G)."""

from dataclasses import replace

from geo.tables.apportionment import APPORTIONMENT
from geo.tables.columns import Column, Kind, Table
from geo.tables.confrontation import CONFRONTATION
from geo.tables.coverage import BALANCES
from geo.tables.factsheets import ALLOCATION_PARTS
from geo.tables.portfolio import MUNICIPALITIES, OBLIGATION_PROGRESS
from geo.tables.regions import PARTNERSHIP_SHARES, PARTNERSHIPS_TABLE, REGIONAL_INDICATION, REGIONS_TABLE
from geo.tables.scaling import BREAK_EVEN, FALLS, SCALE_DOWN
from geo.tables.spreidingswet import SPREIDINGSWET
from geo.tables.time_path import BACK_PLANNING, EXPIRY, VARIANT_SUPPLY
from geo.tables.transition import FLEXIBLE, QUARTER_TOTALS, RESERVE_LADDER, SCENARIOS

CHANGES = ("gone", "new", "changed")
"""What can have happened to a row."""

SETTINGS = Table(
    name="settings",
    title="Instellingen",
    key=("setting",),
    columns=(
        Column(name="setting", heading="instelling", kind="id", required=True, doc="Section and key of `plan.toml`."),
        Column(name="value", heading="waarde", doc="As the plan has it, or as it is by default."),
    ),
)
"""The settings of a plan as rows, so that they are set side by side as its tables are."""

INPUT_CHANGES = Table(
    name="input_changes",
    title="Versieverschil: invoer",
    columns=(
        Column(name="list", heading="tabel", words="version_list", required=True, doc="Input table of the row."),
        Column(
            name="change", heading="verschil", kind="choice", choices=CHANGES, words="version_change", required=True
        ),
        Column(name="row_id", heading="nr", kind="id", doc="Key of the row, or what tells it apart."),
        Column(name="name", heading="naam", doc="Name in the new version; of a row that is gone, in the old one."),
        Column(name="column", heading="kolom", doc="Dutch heading of what changed; empty for a whole row."),
        Column(name="old", heading="oud", doc="Empty where it was not filled in; all cells of a row without a key."),
        Column(name="new", heading="nieuw", doc="Empty where it is not filled in; all cells of a row without a key."),
        Column(
            name="renamed", heading="mogelijk hernoemd", kind="id",
            doc="Id in the other version of a row with the same name and place.",
        ),
    ),
)  # fmt: skip

RESULT_CHANGES = Table(
    name="result_changes",
    title="Versieverschil: uitkomsten",
    columns=(
        replace(INPUT_CHANGES.column("list"), doc="Table of the plan."),
        *(INPUT_CHANGES.column(name) for name in ("change", "row_id", "name", "column", "old", "new")),
    ),
)

RESULTS_COMPARED = (
    MUNICIPALITIES,
    OBLIGATION_PROGRESS,
    EXPIRY,
    APPORTIONMENT,
    REGIONS_TABLE,
    REGIONAL_INDICATION,
    PARTNERSHIPS_TABLE,
    PARTNERSHIP_SHARES,
    ALLOCATION_PARTS,
    SPREIDINGSWET,
    CONFRONTATION,
    FLEXIBLE,
    RESERVE_LADDER,
    SCENARIOS,
    BREAK_EVEN,
    FALLS,
    SCALE_DOWN,
    QUARTER_TOTALS,
    VARIANT_SUPPLY,
    BACK_PLANNING,
)
"""Tables of the plan that are set side by side row by row, in the order of the chapters.

What lists locations follows from the input; supply beside need per quarter and figures have tables of their own.
"""

FIGURE_CHANGES = Table(
    name="figure_changes",
    title="Versieverschil: cijfers",
    key=("part", "area_id", "of", "due", "figure"),
    columns=(
        Column(name="part", heading="onderdeel", kind="choice", words="version_part", required=True),
        Column(name="area_id", heading="gebied", kind="id", doc="Province or region; empty where it is the whole."),
        Column(name="of", heading="waarvan", doc="What is counted, in words."),
        Column(name="due", heading="te realiseren voor", kind="date", doc="Of need alone."),
        Column(name="figure", heading="cijfer", words="version_figure", required=True),
        Column(
            name="old", heading="oud", kind="number", at_least="unknown_old", doc="Missing: unknown, or not asked."
        ),
        Column(name="unknown_old", heading="oud, delen onbekend", kind="count"),
        Column(
            name="new", heading="nieuw", kind="number", at_least="unknown_new", doc="Missing: unknown, or not asked."
        ),
        Column(name="unknown_new", heading="nieuw, delen onbekend", kind="count"),
        Column(
            name="difference", heading="verschil", kind="number",
            doc="New less old; missing as soon as a part of either is unknown.",
        ),
    ),
)  # fmt: skip

FINDING_CHANGES = Table(
    name="finding_changes",
    title="Versieverschil: bevindingen",
    columns=(
        Column(
            name="change", heading="verschil", kind="choice", choices=(*CHANGES, "severity"), words="version_change",
            required=True,
        ),
        Column(name="code", heading="code", kind="id", required=True, doc="Name of the rule."),
        Column(name="chapter", heading="hoofdstuk", kind="count", required=True),
        Column(name="ids_old", heading="betrof", kind="list", doc="Ids of the rows concerned, joined by `;`."),
        Column(name="ids_new", heading="betreft", kind="list", doc="Ids of the rows concerned, joined by `;`."),
        Column(name="severity_old", heading="ernst oud", words="severity"),
        Column(name="severity_new", heading="ernst nieuw", words="severity"),
        Column(name="parameters_old", heading="bevinding oud", doc="Values, as JSON; the sentence in the CSV."),
        Column(name="parameters_new", heading="bevinding nieuw", doc="Values, as JSON; the sentence in the CSV."),
    ),
)  # fmt: skip

MEASURES: tuple[tuple[str, str, Kind, str], ...] = (
    ("supply_min", "aanbod min", "places", "unknown_locations"),
    ("supply_max", "aanbod max", "places", "unknown_locations"),
    ("unknown_locations", "locaties met onbekende plekken", "count", ""),
    ("need_min", "behoefte min", "places", ""),
    ("need_max", "behoefte max", "places", ""),
    ("balance_min", "saldo min", "balance", "unknown_locations"),
    ("balance_max", "saldo max", "balance", "unknown_locations"),
    ("days_short", "dagen tekort", "days", "days_untested"),
    ("days_untested", "dagen niet toetsbaar", "days", ""),
)
"""Name, Dutch heading and kind of what is set side by side per quarter, and what counts its unknowns."""

QUARTER_CHANGES = Table(
    name="quarter_changes",
    title="Versieverschil: gevolg per kwartaal",
    key=("quarter", "area_id", "bucket", "scenario"),
    columns=(
        Column(name="quarter", heading="kwartaal", kind="quarter", required=True, doc="Figures are of its last day."),
        Column(name="area_id", heading="gebied", kind="id", required=True, doc="Region, or the whole province."),
        Column(name="bucket", heading="soort behoefte", kind="choice", words="bucket", required=True),
        Column(name="scenario", heading="scenario", doc="Empty where there is one only."),
        Column(name="status_old", heading="uitkomst oud", kind="choice", choices=BALANCES, words="balance"),
        Column(name="status_new", heading="uitkomst nieuw", kind="choice", choices=BALANCES, words="balance"),
        *(
            Column(
                name=f"{name}_{side}", heading=f"{heading} {word}", kind=kind,
                at_least=f"{unknown}_{side}" if unknown else "",
            )
            for name, heading, kind, unknown in MEASURES
            for side, word in (("old", "oud"), ("new", "nieuw"))
        ),
    ),
)  # fmt: skip

TEXT_CHANGES = Table(
    name="text_changes",
    title="Versieverschil: teksten",
    key=("text",),
    columns=(
        Column(name="text", heading="tekst", kind="id", required=True, doc="Name of the file, without ending."),
        Column(
            name="change", heading="verschil", kind="choice", choices=CHANGES, words="version_change", required=True
        ),
    ),
)
