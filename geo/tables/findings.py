"""The tables of findings and of actions (chapter 8)."""

from geo.tables.columns import Column, Table

FINDINGS = Table(
    name="findings",
    title="Bevindingen",
    columns=(
        Column(name="code", heading="code", kind="id", required=True, doc="Name of the rule."),
        Column(name="severity", heading="ernst", required=True),
        Column(name="chapter", heading="hoofdstuk", kind="count", required=True),
        Column(name="ids", heading="betreft", kind="list", doc="Ids of the rows concerned."),
        Column(
            name="parameters",
            heading="bevinding",
            doc="Values, as JSON; the sentence in the CSV.",
        ),
        Column(name="source", heading="bron van de regel"),
    ),
)

ACTION_LIST = Table(
    name="action_list",
    title="Nog uit te werken vraagstukken",
    columns=(
        Column(name="number", heading="nr", kind="count"),
        Column(name="issue", heading="vraagstuk"),
        Column(name="holder", heading="actiehouder"),
        Column(name="due", heading="gereed", kind="date"),
        Column(name="status", heading="status"),
        Column(name="severity", heading="ernst", doc="Of the finding; empty for a given action."),
        Column(name="chapter", heading="hoofdstuk", kind="count", doc="Empty for a given action."),
        Column(name="code", heading="bevinding", kind="id", doc="Code of the finding it comes from."),
    ),
)
