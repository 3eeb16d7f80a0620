"""The sheet of chapter 3: the counting regions, and the partnerships that cross the border of the province."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.figures import format_date, format_number
from geo.imprint import Imprint
from geo.maps import style
from geo.maps.composition import Page
from geo.maps.division_scene import (
    MEMBER,
    MUNICIPAL_MM,
    REGION_MM,
    WITHOUT_REGION,
    Division,
    Place,
    division_scene,
    tints_of,
)
from geo.maps.layout import Heading, TableBlock, TableColumn
from geo.maps.legend import Item, LineStyle, Section
from geo.maps.place_mark import text_cell, whole
from geo.maps.provincial import province_sheet
from geo.maps.region import Region
from geo.maps.remarks import listed
from geo.maps.sheets import Sheet, sheet_name
from geo.maps.style import AreaStyle
from geo.words import say

_JOIN = ", "
_MOST_MEMBERS = 24
"""How many members a cell on the sheet names; the table with the map has them all."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cooperation:
    """The partnerships of a plan."""

    overview: pd.DataFrame
    """Rows of the table `geo.tables.regions.PARTNERSHIPS_TABLE`; `lead_prt` in words."""
    members: gpd.GeoDataFrame
    """`partnership_id`, `code`, `name`, `own` (whether the municipality is the province's) and area of each member."""
    shapeless: tuple[str, ...] = ()
    """Members whose boundary is not known."""


def division_sheet(
    regions: gpd.GeoDataFrame,
    cooperation: Cooperation,
    region: Region,
    *,
    imprint: Imprint,
    number: str,
) -> Sheet:
    """Draw the division into regions and the partnerships.

    Parameters
    ----------
    regions
        Rows of the table `geo.tables.regions.REGIONS_TABLE` with their areas, in a metric reference system; without
        rows where the plan has no regions.
    cooperation
        The partnerships. Those that cross the border of the province are drawn, as many as stay legible, with a hatch
        that shows in the municipalities of the neighbour too; the window widens to hold them.
    region, imprint, number
        As for `geo.maps.portfolio.portfolio_sheet`.

    Raises
    ------
    CrsError
        If the municipalities of the region have no reference system.
    """
    division = _division(regions, cooperation, region)
    ground = replace(
        region,
        cover=shapely.union_all(np.asarray(region.municipalities.geometry.values)),
        window=_window(division, region),
    )
    label, date = say("maps.number", number=number), format_date(imprint.reference_date)
    counted = _counted(regions, cooperation.overview)
    told = "; ".join(
        say("areas.regions.alt_row", name=_name(row), members=_JOIN.join(row["members"]))
        for frame in (regions.rename(columns={"region_name": "name"}), cooperation.overview)
        for row in frame.to_dict("records")
    )
    brief = partial(listed, most=_MOST_MEMBERS)
    sheet = province_sheet(
        Page(
            heading=Heading(
                number=label,
                title=_title(regions, cooperation.overview, imprint.province),
                subtitle=" · ".join([*counted, say("maps.state", date=date)]),
            ),
            table=_table(regions, cooperation.overview, brief),
            sections=tuple(_sections(division)),
        ),
        ground,
        lambda frame: division_scene(frame, ground, division, _notes(regions, cooperation, division)),
        region.municipalities,
        imprint=imprint,
        name=sheet_name(label, say("areas.regions.name"), imprint, region.paper),
        alt_text=say("areas.regions.alt", province=imprint.province, counted=_JOIN.join(counted), listed=told),
    )
    return replace(sheet, info=replace(sheet.info, table=_table(regions, cooperation.overview, _JOIN.join).frame()))


def _name(row: dict[object, object] | pd.Series) -> str:
    return text_cell(row["name"]) or text_cell(row.get("partnership_id"))


def _title(regions: gpd.GeoDataFrame, overview: pd.DataFrame, province: str) -> str:
    if regions.empty or overview.empty:
        return say(f"areas.regions.title_{'regions' if len(regions) else 'partnerships'}", province=province)
    return say("areas.regions.title", province=province)


def _counted(regions: gpd.GeoDataFrame, overview: pd.DataFrame) -> list[str]:
    counts = {"regions": len(regions), "partnerships": len(overview)}
    return [
        say(f"areas.regions.counted_{what}{'_one' if count == 1 else ''}", count=format_number(count))
        for what, count in counts.items()
        if count
    ]


def _division(regions: gpd.GeoDataFrame, cooperation: Cooperation, region: Region) -> Division:
    shapes = tuple(regions.geometry)
    names = [
        text_cell(name) or str(key) for name, key in zip(regions["region_name"], regions["region_id"], strict=True)
    ]
    places = [
        Place(name=name, shape=shape, look=AreaStyle(colour=tint))
        for name, shape, tint in zip(names, shapes, tints_of(shapes), strict=True)
    ]
    crossing, shown = _crossing(cooperation.overview), set(cooperation.members["partnership_id"])
    drawn = crossing[crossing["partnership_id"].isin(list(shown))].head(len(style.PARTNERSHIP_AREAS))
    parts = [
        Place(name=_name(row), shape=shapely.union_all(_areas(cooperation, row["partnership_id"])), look=look)
        for row, look in zip(drawn.to_dict("records"), style.PARTNERSHIP_AREAS, strict=False)
    ]
    away = cooperation.members[~cooperation.members["own"]]
    away = away[away["partnership_id"].isin(list(drawn["partnership_id"]))].drop_duplicates("code")
    own, covered = region.municipalities, shapely.union_all(np.array(shapes, dtype=object))
    bare = [not shapely.contains(covered, shapely.point_on_surface(shape)) for shape in own.geometry]
    return Division(
        regions=tuple(places),
        partnerships=tuple(parts),
        towns=tuple(zip(own["name"].astype("str"), own.geometry, strict=True)),
        members=tuple(zip(away["name"].astype("str"), away.geometry, strict=True)),
        bare=tuple(own.loc[bare, "name"].astype("str")),
    )


def _areas(cooperation: Cooperation, partnership: object) -> list[BaseGeometry]:
    rows = cooperation.members[cooperation.members["partnership_id"] == partnership]
    return list(rows.geometry)


def _crossing(overview: pd.DataFrame) -> pd.DataFrame:
    return overview[np.array([value is True for value in _crosses(overview)], dtype=np.bool_)]


def _crosses(overview: pd.DataFrame) -> list[bool | None]:
    return [None if pd.isna(value) else bool(value) for value in overview["cross_province"]]


def _window(division: Division, region: Region) -> tuple[float, float, float, float]:
    """Give the box of the own provinces and of the partnerships that are drawn."""
    boxes = [region.bounds, *(place.shape.bounds for place in division.partnerships)]
    west, south, east, north = np.array(boxes).T
    return float(west.min()), float(south.min()), float(east.max()), float(north.max())


def _notes(regions: gpd.GeoDataFrame, cooperation: Cooperation, division: Division) -> tuple[str, ...]:
    overview, crosses = cooperation.overview, _crosses(cooperation.overview)
    of = {
        key: [_name(row) for row, value in zip(overview.to_dict("records"), crosses, strict=True) if value is key]
        for key in (True, False, None)
    }
    drawn = {place.name for place in division.partnerships}
    told = {
        "only_table": of[False],
        "unknown_crossing": of[None],
        "too_many": [name for name in of[True] if name not in drawn],
        "no_shape": cooperation.shapeless,
        "no_region_names": division.bare if len(regions) else (),
    }
    notes = [say(f"areas.regions.{key}", names=listed(names)) for key, names in told.items() if names]
    notes += [say("areas.regions.no_regions")] if regions.empty else []
    notes += [say("areas.regions.no_partnerships")] if overview.empty else []
    notes += [say("areas.regions.none_crossing")] if len(overview) and not of[True] and not of[None] else []
    return tuple(notes)


def _sections(division: Division) -> Iterator[Section]:
    items = [
        Item(symbol=place.look, text=say("areas.regions.entry", number=number, name=place.name))
        for number, place in enumerate(division.regions, start=1)
    ]
    if items:
        items.append(
            Item(symbol=LineStyle(colour=style.INK, width_mm=REGION_MM), text=say("maps.legend.region_border"))
        )
    if division.bare:
        words = say(f"areas.regions.{'no_region' if division.regions else 'municipality'}")
        items.append(Item(symbol=WITHOUT_REGION, text=words))
    if len(division.towns) > 1:
        border = LineStyle(colour=style.GREY, width_mm=MUNICIPAL_MM)
        items.append(Item(symbol=border, text=say("maps.legend.municipal_border")))
    yield Section(title=say("areas.regions.legend" if division.regions else "maps.legend.legend"), items=tuple(items))
    parts = [Item(symbol=place.look, text=place.name) for place in division.partnerships]
    if division.members:
        parts.append(Item(symbol=MEMBER, text=say("areas.regions.neighbour_member")))
    if parts:
        yield Section(title=say("areas.regions.crossing"), items=tuple(parts))


def _table(regions: gpd.GeoDataFrame, overview: pd.DataFrame, members: Callable[[Sequence[str]], str]) -> TableBlock:
    return _partnership_table(overview, members) if len(overview) else _region_table(regions, members)


def _partnership_table(overview: pd.DataFrame, members: Callable[[Sequence[str]], str]) -> TableBlock:
    columns = (
        TableColumn(heading=say("areas.regions.partnership"), width=33),
        TableColumn(heading=say("areas.regions.kind"), width=23),
        TableColumn(heading=say("areas.regions.members"), width=33),
        TableColumn(heading=say("areas.regions.inhabitants"), width=15, right=True),
        TableColumn(heading=say("areas.regions.prt"), width=26, indent=4),
        TableColumn(heading=say("areas.regions.crosses"), width=16.5),
    )
    words = {True: say("areas.regions.yes"), False: say("areas.regions.no"), None: say("unknown.word")}
    rows = tuple(
        (
            _name(row),
            text_cell(row["kind"]) or say("unknown.word"),
            members(row["members"]) or say("unknown.word"),
            format_number(whole(row["inhabitants"])),
            text_cell(row["lead_prt"]) or say("unknown.word"),
            words[None if pd.isna(row["cross_province"]) else bool(row["cross_province"])],
        )
        for row in overview.to_dict("records")
    )
    return TableBlock(title=say("areas.regions.table"), columns=columns, rows=rows)


def _region_table(regions: gpd.GeoDataFrame, members: Callable[[Sequence[str]], str]) -> TableBlock:
    columns = (
        TableColumn(heading=say("areas.regions.region"), width=40),
        TableColumn(heading=say("areas.regions.members"), width=78),
        TableColumn(heading=say("areas.regions.inhabitants"), width=20, right=True),
    )
    rows: Sequence[tuple[str, ...]] = [
        (
            say("areas.regions.entry", number=number, name=text_cell(row["region_name"]) or str(row["region_id"])),
            members(row["members"]) or say("unknown.word"),
            format_number(whole(row["inhabitants"])),
        )
        for number, row in enumerate(regions.to_dict("records"), start=1)
    ]
    return TableBlock(title=say("areas.regions.table_regions"), columns=columns, rows=tuple(rows))
