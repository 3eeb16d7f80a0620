"""The table of how many inhabitants have facilities within reach."""

from geo.tables.columns import Column, Table

REACH = Table(
    name="reach",
    title="Bereik van voorzieningen",
    key=("area_id", "category", "mode", "limit_m"),
    columns=(
        Column(name="area_id", heading="gebied", kind="id", required=True, doc="Municipality, region or province."),
        Column(
            name="category", heading="categorie voorziening", required=True, words="category", doc="Kind of facility."
        ),
        Column(name="mode", heading="vervoerwijze", kind="choice", required=True, words="mode", doc="How one travels."),
        Column(name="limit_m", heading="grens", kind="metres", unit="m", required=True, doc="Distance that counts."),
        Column(name="people", heading="inwoners", kind="count", doc="Inhabitants of the area."),
        Column(name="people_within", heading="inwoners binnen de grens", kind="count", doc="Those with a facility."),
        Column(
            name="people_unknown", heading="inwoners onbekend", kind="count",
            doc="Those who live outside the extract, or in areas without residential streets in it.",
        ),
        Column(
            name="share", heading="aandeel van bekende inwoners", kind="share",
            doc="Within / (inhabitants - unknown); empty where nobody is known.",
        ),
        Column(
            name="facilities_mean", heading="gemiddeld aantal binnen de grens", kind="number",
            doc="Facilities within the limit, the mean over the inhabitants that are known.",
        ),
        Column(
            name="areas_unknown", heading="vlakken zonder inwonertal", kind="count",
            doc="Squares whose number of people is not given; who lives there is in no other column.",
        ),
    ),
)  # fmt: skip
