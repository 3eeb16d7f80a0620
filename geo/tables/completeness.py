"""The tables of how complete the facilities of the extract are beside an official list."""

from geo.tables.columns import Column, Table

COMPLETENESS = Table(
    name="completeness",
    title="Volledigheid van voorzieningen",
    key=("category",),
    columns=(
        Column(
            name="category", heading="categorie voorziening", required=True, words="category",
            doc="Category that the plan asks for.",
        ),
        Column(
            name="status", heading="vergelijking", kind="choice", required=True, choices=("compared", "not_compared"),
            words="compared", doc="Whether there is an official list to compare with; without one no number is given.",
        ),
        Column(
            name="listed", heading="op de officiële lijst", kind="count",
            doc="Places of the list within the edge of the extract.",
        ),
        Column(
            name="listed_outside", heading="op de lijst, buiten het kaartgebied", kind="count",
            doc="Places of the list outside the edge of the extract, which are not compared.",
        ),
        Column(
            name="mapped", heading="in OpenStreetMap", kind="count", doc="Objects of the category in the extract."
        ),
        Column(
            name="found", heading="van de lijst binnen 100 m in OpenStreetMap", kind="count",
            doc="Listed places with at least one object of the category within 100 m in a straight line.",
        ),
        Column(name="found_share", heading="aandeel van de lijst", kind="share", doc="Found / listed."),
        Column(
            name="mapped_only", heading="in OpenStreetMap zonder lijst binnen 100 m", kind="count",
            doc="Objects without a listed place within 100 m.",
        ),
        Column(name="mode", heading="vervoerwijze", words="mode", doc="Mode of the distances: the first of the plan."),
        Column(
            name="sites_compared", heading="locaties met beide afstanden", kind="count",
            doc="Locations and candidates with a distance by either source.",
        ),
        Column(
            name="sites_unknown", heading="locaties zonder een van beide", kind="count",
            doc="Those without a distance by one source or both; what is on the site itself is in neither column.",
        ),
        Column(
            name="difference_median_m", heading="verschil in afstand, mediaan", kind="metres", unit="m",
            doc="Median over the sites of the size of the difference between both distances.",
        ),
        Column(
            name="difference_max_m", heading="verschil in afstand, grootste", kind="metres", unit="m",
            doc="Largest of those differences.",
        ),
    ),
)  # fmt: skip

TWO_SOURCES = Table(
    name="distances_two_sources",
    title="Afstanden naar twee bronnen",
    key=("category", "origin_id", "mode"),
    columns=(
        Column(name="origin_id", heading="locatie", kind="id", required=True, doc="Location or candidate."),
        Column(name="category", heading="categorie voorziening", required=True, words="category", doc="Category."),
        Column(name="mode", heading="vervoerwijze", required=True, words="mode", doc="How one travels."),
        Column(
            name="status_listed", heading="uitkomst officiële lijst", required=True, words="outcome",
            doc="Status of the distance to the nearest listed place.",
        ),
        Column(
            name="distance_listed_m", heading="afstand officiële lijst", kind="metres", unit="m",
            doc="Distance to the nearest listed place.",
        ),
        Column(
            name="status_mapped", heading="uitkomst OpenStreetMap", required=True, words="outcome",
            doc="Status of the distance to the nearest object of the extract.",
        ),
        Column(
            name="distance_mapped_m", heading="afstand OpenStreetMap", kind="metres", unit="m",
            doc="Distance to the nearest object of the extract.",
        ),
        Column(
            name="difference_m", heading="OpenStreetMap min lijst", kind="metres", unit="m",
            doc="The second distance minus the first; missing where one of them is, or where the category is on site.",
        ),
    ),
)  # fmt: skip
