"""What the sheets of a whole province share: the window on the province, and the checks before anything is drawn."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import geopandas as gpd

from geo.imprint import Imprint
from geo.maps.composition import BoxMm, Legend, Page, Scene, Shown, compose
from geo.maps.frame import PROVINCE_SCALES, MapFrame, fit_frame
from geo.maps.ground import ground_items, ground_within
from geo.maps.marks import mark_map
from geo.maps.overview import overview_of
from geo.maps.place_mark import PlaceMark
from geo.maps.region import Region
from geo.maps.sheets import Sheet, check_edition

_MARGIN_MM = 5.0


def marked_sheet(
    page: Page,
    marks: Sequence[PlaceMark],
    rows: gpd.GeoDataFrame,
    region: Region,
    *,
    imprint: Imprint,
    name: str,
    alt_text: str,
) -> Sheet:
    """Draw a sheet of marks on a province.

    Raises
    ------
    InputError
        If the edition is open and a row is not.
    CrsError
        If the rows have no reference system.
    """
    check_edition(rows, imprint)
    return province_sheet(
        page,
        region,
        mark_map(region, marks),
        rows,
        imprint=imprint,
        name=name,
        alt_text=alt_text,
    )


def province_sheet(
    page: Page,
    region: Region,
    shown: Callable[[MapFrame], Scene] | Shown,
    rows: gpd.GeoDataFrame,
    *,
    imprint: Imprint,
    name: str,
    alt_text: str,
) -> Sheet:
    """Draw a sheet of a whole province.

    Parameters
    ----------
    page, region, shown
        What stands around the map, the ground, and what the map shows in a window.
    rows
        What the map is about, for its reference system.
    imprint, name, alt_text
        What stands on every sheet, the name of its files, and what it shows in words.

    Raises
    ------
    CrsError
        If the rows have no reference system.
    """

    def frame_in(box: BoxMm) -> MapFrame:
        return fit_frame(region.bounds, box, PROVINCE_SCALES, margin_mm=_MARGIN_MM)

    whole = shown if isinstance(shown, Shown) else _on_ground(region, shown)

    def scene_at(frame: MapFrame) -> Scene:
        return replace(whole.scene_in(frame), overview=overview_of(region, frame))

    drawn = compose(
        page,
        imprint=imprint,
        crs=rows.crs,
        frame_in=frame_in,
        legend_in=lambda frame: Legend(base=whole.base_in(frame)),
        scene_in=scene_at,
        size=region.paper,
    )
    return drawn.sheet(name=name, alt_text=alt_text)


def _on_ground(region: Region, scene_in: Callable[[MapFrame], Scene]) -> Shown:
    """Explain the ground as it falls within the window alone, without insets."""
    return Shown(base_in=lambda frame: ground_items(ground_within(frame, region), region), scene_in=scene_in)
