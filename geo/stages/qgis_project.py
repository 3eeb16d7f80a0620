"""The project for QGIS: the layers in groups per chapter, and what each map shows, in the order of the sheets."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from string import ascii_lowercase

import pandas as pd

from geo.analysis.need import main_scenario
from geo.crs import read_crs
from geo.figures import format_date, format_quarter
from geo.imprint import Imprint
from geo.maps import qgis_areas, qgis_marks, style
from geo.maps.candidate_verdicts import QUIET_MM2
from geo.maps.choropleth import SPOT, SPOT_MM2
from geo.maps.coverage import TOLD
from geo.maps.ground import OVERLAID_LAYERS
from geo.maps.place_mark import point_of
from geo.maps.qgis_chapters import flexible_notes
from geo.maps.qgis_layout import Theme
from geo.maps.qgis_project import Group, Project, ProjectLayer
from geo.maps.qgis_style import Look
from geo.maps.qgis_xml import field as column
from geo.maps.qgis_xml import literal, plain
from geo.maps.year_end import year_title
from geo.stages.imprint import imprint_of_sheet
from geo.stages.qgis_layers import Layer
from geo.stages.search_sheet import search_imprint
from geo.stages.sheets_shortage import regional_buckets, shortage_drawings
from geo.stages.sheets_transition import numbers_of_years, scale_of_years, tables_of_years
from geo.stages.stage import Work
from geo.tables.choices import ENDED
from geo.words import say

_DETAIL_FROM = 60_000
"""Denominator of scale from which on the base map of provinces is drawn, as on the sheets."""
_KINDS = {"municipalities": "context"}
"""Kind of sheet of a layer, whose sources it names, where that is not called alike."""
_SIZES = {"flexible": "places_max"}
"""Column that the size of marks tells, where it is not ``places``."""
_SIZED = {"portfolio", "allocation", "flexible", "reserve"}
_COVERING = {"municipalities", "regions"}
_TITLES = {
    "candidates": "maps.candidates.title",
    "flexible": "maps.flexible.title",
    "reserve": "maps.reserve.title",
    "portfolio": "maps.portfolio",
    "allocation": "maps.allocation",
    "municipalities": "areas.context.title",
    "regions": "areas.regions.title_regions",
}
"""Titles that the sheets have too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Map:
    """A map of a chapter."""

    number: str = ""
    title: str
    subtitle: str
    layers: tuple[ProjectLayer, ...]
    sizes: tuple[tuple[int, float], ...] = ()
    smallest: int | None = None
    notes: tuple[str, ...] = ()
    imprint: Imprint | None = None
    covers: bool = False
    middle: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class _Chapter:
    """Maps of a chapter."""

    title: str
    maps: list[_Map]
    more: tuple[ProjectLayer, ...] = ()

    @property
    def group(self) -> Group:
        drawn = {layer.key: layer for one in self.maps for layer in one.layers}
        every = drawn | {layer.key: layer for layer in self.more}
        return Group(title=self.title, layers=tuple(every.values()))


def project_of(work: Work, layers: Mapping[str, Layer]) -> Project:
    """Gather the project of what the GeoPackage holds.

    Parameters
    ----------
    work
        The results.
    layers
        The layers of the GeoPackage, by name.
    """
    west, south, east, north = work.inputs().own_provinces.total_bounds
    chapters = [one for one in _chapters(work, layers) if one.maps or one.more]
    ground = _ground(layers)
    return Project(
        imprint=work.imprint(),
        crs=read_crs(work.plan.plan.crs),
        bounds=(float(west), float(south), float(east), float(north)),
        groups=(*(chapter.group for chapter in chapters), ground),
        themes=tuple(_theme(one, ground) for chapter in chapters for one in chapter.maps),
    )


def _theme(one: _Map, ground: Group) -> Theme:
    """Make a theme of a map; what covers the own provinces needs little of the ground, as on the sheets."""
    below = [layer for layer in ground.layers if not (layer.bare if one.covers else layer.below_areas)]
    of_map = Theme(
        name=" ".join(part for part in (one.number, one.title) if part),
        number=one.number,
        title=one.title,
        subtitle=one.subtitle,
        layers=tuple(layer.key for layer in (*one.layers, *below)),
        sizes=one.sizes,
        smallest=one.smallest,
        notes=one.notes,
        imprint=one.imprint,
    )
    if one.middle is None:
        return of_map
    number, title = (
        f"[% coalesce(attribute(@atlas_feature, {literal(name)}), '') %]" for name in ("location_id", "name")
    )
    number = f"{one.title} {number}"
    return replace(of_map, number=number, title=title, each=one.layers[0].key, middle=one.middle)


def _chapters(work: Work, layers: Mapping[str, Layer]) -> Iterator[_Chapter]:
    state = say("maps.state", date=format_date(work.imprint().reference_date))
    end = say("maps.end_of", quarter=format_quarter(work.plan.quarters[-1]))
    first = {1: ("municipalities",), 2: ("portfolio",), 3: ("regions",)}
    for number, names in first.items():
        yield _chapter(number, [_map(work, layers, str(number), names, state)], *(_also(layers, number)))
    filling = [*_filling(work, layers, end)]
    yield _chapter(4, filling, *(() if regional_buckets(work) else _also(layers, 4)))
    yield _chapter(5, [_map(work, layers, "5", ("flexible",), say("maps.flexible.when"))])
    yield _chapter(6, [_map(work, layers, "6", ("reserve",), state)])
    yield _chapter(7, [*_transition(work, layers)])
    yield _Chapter(say("qgis.around"), [*_around(work, layers, state)])


def _chapter(number: int, maps: list[_Map | None], *more: ProjectLayer) -> _Chapter:
    title = say("qgis.chapter", number=str(number), title=say(f"qgis.chapter_title.{number}"))
    return _Chapter(title, [one for one in maps if one], more)


def _also(layers: Mapping[str, Layer], number: int) -> tuple[ProjectLayer, ...]:
    """Give the layers of a chapter that no map shows whole."""
    names = {3: ("partnerships",), 4: ("coverage",)}.get(number, ())
    return tuple(_as_layer(layers[name]) for name in names if name in layers)


def _map(work: Work, layers: Mapping[str, Layer], number: str, names: tuple[str, ...], subtitle: str) -> _Map | None:
    """Make a map of layers, of which the first is what it is about; none where that is not there."""
    main = layers.get(names[0])
    if main is None:
        return None
    shown = tuple(_as_layer(layers[name]) for name in names if name in layers)
    words = _TITLES.get(main.name, f"qgis.map.{main.name}")
    if main.name == "regions" and "partnerships" in layers:
        words = "areas.regions.title"
    steps, smallest = _sizes(main)
    return _Map(
        number=say("maps.number", number=number),
        title=say(words, province=work.imprint().province),
        subtitle=subtitle,
        layers=(*_over(main, layers), *shown),
        sizes=steps,
        smallest=smallest,
        notes=_notes(main),
        imprint=imprint_of_sheet(work, _KINDS.get(main.name, main.name)),
        covers=main.name in _COVERING,
    )


def _sizes(layer: Layer) -> tuple[tuple[tuple[int, float], ...], int | None]:
    if layer.name not in _SIZED:
        return (), None
    values = layer.frame[_SIZES.get(layer.name, "places")]
    if layer.name == "allocation":
        values = values.where(layer.frame["decision"] != ENDED, layer.frame["places_now"])
    return qgis_marks.legend_sizes(values)


def _notes(layer: Layer) -> tuple[str, ...]:
    """Say what the legend of QGIS cannot: what else the marks and numbers on the map are."""
    if layer.name == "flexible":
        return flexible_notes(layer.frame)
    if layer.name == "candidates" and layer.frame["rank"].notna().any():
        return (say("maps.candidates.rank_in"),)
    if layer.name != "municipalities":
        return ()
    keys = ("regular", *(("why_untestable",) if layer.frame["per_1000"].isna().any() else ()))
    return (say("qgis.per_1000_told"), *(say(f"areas.context.{key}") for key in keys))


def _over(main: Layer, layers: Mapping[str, Layer]) -> tuple[ProjectLayer, ...]:
    """Give what lies over a map of areas: partnerships that cross the border, or where locations are."""
    if main.name == "municipalities" and "locations" in layers:
        title = say("areas.context.location")
        return (_sites(layers["locations"], qgis_marks.quiet_look(SPOT, SPOT_MM2), title, "1"),)
    if main.name != "regions":
        return ()
    towns = layers.get("municipalities")
    return (*_crossing(layers), *((_borders(towns, qgis_areas.municipal_borders_look(), "3"),) if towns else ()))


def _borders(towns: Layer, look: Look, chapter: str = "") -> ProjectLayer:
    """Show the municipalities by their borders and names alone."""
    title = say("qgis.layer.borders")
    return ProjectLayer(table=towns.name, title=title, look=replace(look, aliases=towns.look.aliases), chapter=chapter)


def _sites(layer: Layer, look: Look, title: str, chapter: str) -> ProjectLayer:
    """Show the locations or candidates another way than their own map does."""
    return replace(_as_layer(layer), look=replace(look, aliases=layer.look.aliases), title=title, chapter=chapter)


def _crossing(layers: Mapping[str, Layer]) -> tuple[ProjectLayer, ...]:
    """Give the partnerships with members in more than one province: those that the sheet draws."""
    layer = layers.get("partnerships")
    if layer is None:
        return ()
    crossing = layer.frame[[value is True for value in layer.frame["cross_province"].astype("object")]]
    drawn = crossing.head(len(style.PARTNERSHIP_AREAS))
    if drawn.empty:
        return ()
    look = qgis_areas.partnerships_look(list(zip(drawn["partnership_id"], drawn["name"], strict=True)))
    subset = f"{column('partnership_id')} IN ({', '.join(map(_quoted, drawn['partnership_id']))})"
    shown = replace(look, aliases=layer.look.aliases)
    return (replace(_as_layer(layer), title=say("qgis.layer.crossing"), subset=subset, look=shown),)


def _quoted(text: str) -> str:
    """Write text in a condition, which SQLite reads."""
    return "'" + plain(text).replace("'", "''") + "'"


def _as_layer(layer: Layer) -> ProjectLayer:
    return ProjectLayer(table=layer.name, title=layer.title, look=layer.look)


def _filling(work: Work, layers: Mapping[str, Layer], end: str) -> Iterator[_Map | None]:
    yield _map(work, layers, "4a", ("allocation", "hubs"), end)
    coverage, buckets, letters = layers.get("coverage"), regional_buckets(work), ascii_lowercase[1:]
    if coverage is not None:
        for bucket, letter in zip(buckets, letters, strict=False):
            yield _coverage(work, coverage, bucket, f"4{letter}", end)
    letters = letters[len(buckets) :]
    by_quarter = sum(1 for _ in shortage_drawings(work, letters))  # many small maps, which a layout has no room for
    state = say("maps.state", date=format_date(work.imprint().reference_date))
    candidates = _map(work, layers, f"4{letters[by_quarter : by_quarter + 1]}", ("candidates",), state)
    yield None if candidates is None else replace(candidates, layers=(*candidates.layers, *_existing(layers)))
    land = layers.get("zoekgebied")
    if land is None:
        return
    profile = work.inputs().finder_profile
    above = [
        _sites(layers[f"{kind}s"], qgis_marks.searched_look(kind), say(f"search.{kind}"), "4")
        for kind in ("candidate", "location")
        if f"{kind}s" in layers
    ]
    yield _Map(
        number=say("search.number"),
        title=say("search.title", province=work.imprint().province),
        subtitle=state,
        layers=(*above, _as_layer(land)),
        notes=(say("search.screening"),),
        imprint=None if profile is None else search_imprint(work, profile),
        covers=True,
    )


def _coverage(work: Work, layer: Layer, bucket: str, number: str, end: str) -> _Map:
    what = say(f"bucket.{bucket}")
    scenario = main_scenario(work.inputs().table("need"))
    subset = f"{column('bucket')} = {literal(bucket)} AND {column('scenario')} = {literal(str(scenario))}"
    return _Map(
        number=say("maps.number", number=number),
        title=say("maps.coverage", bucket=what),
        subtitle=f"{work.imprint().province} · {end}",
        layers=(replace(_as_layer(layer), title=say("qgis.coverage", bucket=what), subset=subset),),
        notes=_notes_of_coverage(layer.frame[layer.frame["bucket"].eq(bucket) & layer.frame["scenario"].eq(scenario)]),
        imprint=imprint_of_sheet(work, "coverage"),
        covers=True,
    )


def _notes_of_coverage(rows: pd.DataFrame) -> tuple[str, ...]:
    notes = (say("maps.legend.balance"),) if rows["status"].isin(TOLD).any() else ()
    return (*notes, *((say("areas.at_least"),) if (rows["unknown_locations"].fillna(0) > 0).any() else ()))


def _existing(layers: Mapping[str, Layer]) -> tuple[ProjectLayer, ...]:
    """Give the locations that there are already, below the candidates."""
    if "locations" not in layers:
        return ()
    look = qgis_marks.quiet_look(style.QUIET, QUIET_MM2)
    return (_sites(layers["locations"], look, say("maps.candidates.existing"), "4e"),)


def _transition(work: Work, layers: Mapping[str, Layer]) -> Iterator[_Map]:
    """Show the locations at the end of each year of the horizon, on one scale of sizes, as on the sheets."""
    layer = layers.get("transition")
    if layer is None:
        return
    tables = tables_of_years(work)
    scale, numbers = scale_of_years(tables.values()), numbers_of_years(len(tables))
    ends = say("list.until").join((numbers[0], numbers[-1]))
    notes = (say("maps.year.one_scale", numbers=ends),) if len(numbers) > 1 else ()
    for (quarter, rows), number in zip(tables.items(), numbers, strict=True):
        day = say("maps.year.on", date=format_date(quarter.last_day))
        shown = replace(_as_layer(layer), title=f"{layer.title} {day}", subset=f"{column('quarter')} = '{quarter}'")
        places = rows["places"].where(rows["event"] != "end", rows["places_before"].fillna(0))
        yield _Map(
            number=say("maps.number", number=number),
            title=year_title(work.imprint().province, quarter),
            subtitle=day,
            layers=(shown,),
            sizes=scale.steps(),
            smallest=scale.smallest(qgis_marks.marks_of(places)),
            notes=notes,
            imprint=imprint_of_sheet(work, "years"),
        )


def _around(work: Work, layers: Mapping[str, Layer], state: str) -> Iterator[_Map]:
    """Show the locations from close by, a page each."""
    sites = layers.get("locations")
    middles = [] if sites is None else [spot for spot in map(point_of, sites.frame.geometry) if spot is not None]
    if not middles:
        return
    names = ("locations", "facilities", "routes", "snaps", "catchments")
    shown = [_as_layer(layers[name]) for name in names if name in layers]
    near = [one if one.table == "locations" else replace(one, closer_than=_DETAIL_FROM) for one in shown]
    imprint = imprint_of_sheet(work, "location", work.plan.maps.categories)
    title = say("qgis.map.location")
    yield _Map(title=title, subtitle=state, layers=tuple(near), imprint=imprint, middle=middles[0])


def _ground(layers: Mapping[str, Layer]) -> Group:
    """Put the ground of all maps together, the uppermost first: borders, roads, areas, land, neighbours."""
    found: list[ProjectLayer] = []
    if "provinces" in layers:
        found.append(_as_layer(layers["provinces"]))
    if "municipalities" in layers:
        borders = _borders(layers["municipalities"], qgis_areas.municipalities_look())
        found.append(replace(borders, explained=False, bare=True))
    for name in ("ground_lines", "ground_areas"):
        if f"{name}_detail" in layers:
            found.append(replace(_as_layer(layers[f"{name}_detail"]), closer_than=_DETAIL_FROM, bare=True))
        if name in layers:
            farther = _DETAIL_FROM if f"{name}_detail" in layers else 0
            found.append(replace(_as_layer(layers[name]), from_scale=farther, bare=True))
            found += _below_areas(layers[name])
    if "provinces" in layers:
        title = say("qgis.layer.land")
        land = ProjectLayer(table="provinces", title=title, look=qgis_areas.land_look(), bare=True)
        below = replace(land, title=say("qgis.layer.land_below"), look=replace(land.look, labels=None))
        found += [land, replace(below, explained=False, bare=False, below_areas=True)]
    if "neighbours" in layers:
        found.append(_as_layer(layers["neighbours"]))
    return Group(title=say("qgis.ground"), layers=tuple(found))


def _below_areas(layer: Layer) -> list[ProjectLayer]:
    """Give what of the base map is drawn below areas that hide the own provinces; nothing where there is none of it."""
    if not layer.frame["layer"].isin(OVERLAID_LAYERS).any():
        return []
    subset = f"{column('layer')} IN ({', '.join(map(_quoted, OVERLAID_LAYERS))})"
    shown = replace(_as_layer(layer), title=say(f"qgis.layer.{layer.name}_below"), subset=subset)
    return [replace(shown, below_areas=True)]
