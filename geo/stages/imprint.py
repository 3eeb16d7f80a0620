"""Fills in what every sheet and document says of itself."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from itertools import starmap

from geo.extract import Extract
from geo.imprint import EditionName, House, Imprint, Source
from geo.plan import Plan
from geo.plan_inputs import InputFile
from geo.sources.inputs import Inputs
from geo.stages.networks import category_words
from geo.stages.stage import Result, Work
from geo.tables.inputs import PARTNERSHIPS, RESERVE

_OSM_CREDIT = "© OpenStreetMap-bijdragers (ODbL)"
_LAYERS = (
    ("osm", "Wegen, voorzieningen en ondergrond"),
    ("boundaries", "Grenzen"),
    ("population", "Inwoners"),
    ("gtfs", "Dienstregeling"),
    ("locations", "Opvanglocaties"),
    ("need", "Opgave"),
    ("candidates", "Kandidaatlocaties"),
    ("regions", "Regio-indeling"),
    ("country", "Landsgrens"),
)

SHOWN = {
    "portfolio": ("osm", "boundaries", "locations"),
    "allocation": ("osm", "boundaries", "locations"),
    "coverage": ("osm", "boundaries", "regions", "locations", "need"),
    "location": ("osm", "locations"),
    "candidate": ("osm", "boundaries", "candidates"),
    "candidates": ("osm", "boundaries", "locations", "candidates"),
    "context": ("osm", "boundaries", "population", "locations"),
    "regions": ("osm", "boundaries", "regions", "population"),
    "flexible": ("osm", "boundaries", "locations"),
    "reserve": ("osm", "boundaries", "locations"),
    "years": ("osm", "boundaries", "locations"),
    "route": ("osm", "locations", "candidates"),
}
"""Inputs that a kind of sheet shows, in map and table, as ``plan.toml`` calls them."""
_LISTS = {"regions": PARTNERSHIPS, "reserve": RESERVE}
"""Table of the plan that a kind of sheet is made of, and that no other sheet shows."""


def imprint_of(plan: Plan, inputs: Inputs, extract: Result | None) -> Imprint:
    """Give the particulars of a plan; without streets there is no extract.

    The edition is confidential as soon as one location or candidate is not open: an empty disclosure is not open.
    """
    names = inputs.provinces.set_index("code")["name"].reindex(list(inputs.province_codes))
    province = " en ".join(names)
    moment = extract.timestamp if isinstance(extract, Extract) else ""
    return Imprint(
        title=plan.plan.title or f"Provinciaal plan {province}",
        province=province,
        prt=plan.plan.prt,
        reference_date=plan.plan.reference_date,
        version=plan.plan.version,
        status=plan.plan.status,
        edition=edition_of(inputs),
        fictional=plan.plan.fictional,
        sources=_sources(plan, moment),
        house=_house(plan),
    )


def _house(plan: Plan) -> House:
    logo = (plan.folder / plan.maps.logo).read_bytes() if plan.maps.logo else b""
    return House(logo=logo, colour=plan.maps.colour, disclaimer=plan.maps.disclaimer)


def imprint_of_sheet(work: Work, kind: str, categories: Iterable[str] = ()) -> Imprint:
    """Give the particulars of a plan for a kind of sheet, with the sources of what that sheet shows alone.

    A room that draws a new kind of sheet adds a line to `SHOWN`, and gives the sheet this imprint instead of that of
    the whole plan.

    Parameters
    ----------
    work
        What a stage may use.
    kind
        Kind of sheet, as `SHOWN` calls it.
    categories
        Categories of facilities on the sheet, for the official lists that replace them.
    """
    imprint = with_sources_of(work.imprint(), SHOWN[kind], categories)
    table = _LISTS.get(kind)
    file = None if table is None else work.plan.given(table.name)
    if table is None or file is None:
        return imprint
    credit = credit_of(table.name, file, work.plan)
    listed = Source(what=table.title, credit=credit, reference_date=file.reference_date)
    return replace(imprint, sources=(*imprint.sources, listed))


def with_sources_of(imprint: Imprint, inputs: Collection[str], categories: Iterable[str]) -> Imprint:
    """Keep the sources of some inputs, as ``plan.toml`` calls them, and of the official lists of categories."""
    told = {what for name, what in _LAYERS if name in inputs} | {
        word.capitalize() for word in category_words(categories)
    }
    return replace(imprint, sources=tuple(source for source in imprint.sources if source.what in told))


def with_layers(imprint: Imprint, plan: Plan, layers: Iterable[str]) -> Imprint:
    """Add the sources of map layers, for what shows or was reckoned with them."""
    found = tuple(
        Source(what=file.title or name, credit=credit_of(name, file, plan), reference_date=file.reference_date)
        for name, file in plan.layers.items()
        if name in set(layers)
    )
    return replace(imprint, sources=(*imprint.sources, *found))


def edition_of(inputs: Inputs) -> EditionName:
    """Tell in which edition what is made of these inputs belongs; one that says nothing of itself is not open."""
    closed = (~inputs.locations["open"]).any() or (~inputs.candidates["open"]).any()
    return "vertrouwelijk" if closed else "openbaar"


def _sources(plan: Plan, moment: str) -> tuple[Source, ...]:
    def source(name: str, what: str) -> Source | None:
        file = plan.given(name)
        if file is None:
            return None
        return Source(what=what, credit=credit_of(name, file, plan), reference_date=day_of(name, file, moment))

    replaced = plan.distances.replace
    lists = [
        Source(what=word.capitalize(), credit=credit_of(name, file, plan), reference_date=file.reference_date)
        for (name, file), word in zip(replaced.items(), category_words(replaced), strict=True)
    ]
    return (*(found for found in starmap(source, _LAYERS) if found is not None), *lists)


def day_of(name: str, file: InputFile, moment: str) -> date | None:
    """Give the day that a file describes: that of the plan; else, of an extract, the day of its moment."""
    return file.reference_date or (date.fromisoformat(moment[:10]) if name == "osm" and moment else None)


def credit_of(name: str, file: InputFile, plan: Plan) -> str:
    """Give whom a file is from: as the plan says, that of OpenStreetMap, or its name."""
    if file.source:
        return file.source
    if name == "osm" and not plan.plan.fictional:
        return _OSM_CREDIT
    return file.path.rsplit("/", 1)[-1]
