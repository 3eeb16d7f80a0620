"""The search for sites that nobody has offered yet: what the rules say of each piece of land, and where land falls."""

from geo.tables.columns import Column, Table
from geo.tables.ranking import ELIGIBILITIES

PASSES, FALLS, UNDECIDED = ELIGIBILITIES
"""Whether a piece of land passes all hard rules. ``yes`` means no more than that a closer look is needed."""

AREA_IS = Column(
    name="area_is", heading="oppervlakte", kind="choice", choices=("site", "floor"), words="area_is",
    doc="What the size of an area is, as a plan names it: that of the site, or the ground floor of a building.",
)  # fmt: skip

FINDER = Table(
    name="finder",
    title="Zoekgebied",
    key=("site_id",),
    columns=(
        Column(name="site_id", heading="vlak-id", kind="id", required=True, doc="Piece of land."),
        Column(name="name", heading="naam", doc="Its name in the plan's own areas; empty of squares."),
        Column(
            name="passed", heading="uitkomst", kind="choice", required=True, choices=ELIGIBILITIES, words="eligible",
            doc="Whether it passes all hard rules that were asked; untestable where only unknown facts stand between.",
        ),
        Column(
            name="rule", heading="eerste regel", kind="id",
            doc="First hard rule that it fails, or else the first that cannot be tested; empty where it passes.",
        ),
        Column(
            name="margin", heading="marge", kind="number",
            doc="How far it is beyond the bound of that rule, below zero; empty where it cannot be told.",
        ),
        Column(name="unit", heading="eenheid van de marge", doc="Unit of the margin."),
        Column(
            name="at_least_margin", heading="marge is ondergrens", kind="yes_no", required=True,
            doc="Whether it lies still farther beyond the bound than the margin says.",
        ),
        Column(
            name="rules_met", heading="regels gehaald", kind="count", required=True,
            doc="How many of the rules that were asked it meets, those that ask for attention among them.",
        ),
        Column(
            name="rules_asked", heading="regels gevraagd", kind="count", required=True,
            doc="How many rules with a bound were asked.",
        ),
        Column(name="area_m2", heading="oppervlakte", kind="area_m2", unit="m²", required=True, doc="Its area."),
    ),
)  # fmt: skip

FINDER_SUMMARY = Table(
    name="finder_summary",
    title="Zoekgebied per regel",
    key=("rule",),
    columns=(
        Column(name="rule", heading="regel", kind="id", required=True, doc="Rule of the profile, in its order."),
        Column(name="title", heading="wat de regel vraagt", required=True, doc="What it asks."),
        Column(name="hard", heading="knock-out", kind="yes_no", required=True, doc="Whether who fails it drops out."),
        Column(
            name="asked", heading="gevraagd", kind="yes_no", required=True,
            doc="Whether land was held against it; not where it has no bound, or asks only what land does not have.",
        ),
        Column(
            name="fell_first", heading="valt hierop als eerste af", kind="count",
            doc="Pieces of land for which it is the first hard rule that they fail; empty where it was not asked.",
        ),
        Column(name="fails", heading="voldoet niet", kind="count", doc="Pieces of land that fail it at all."),
        Column(name="untestable", heading="niet toetsbaar", kind="count", doc="Pieces of land whose fact is unknown."),
        Column(name="met", heading="voldoet", kind="count", doc="Pieces of land that meet it, or ask for attention."),
        Column(name="source", heading="bron", doc="Where the threshold stands."),
    ),
)  # fmt: skip
