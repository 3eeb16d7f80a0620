"""Opens the files that are read later, so that what is wrong with them is said together with all the rest."""

import numpy as np
import shapely

from geo.errors import Fault, InputError, Note
from geo.sources.layers import Layer, read_layer
from geo.sources.pbf import check_whole
from geo.sources.rasters import check_raster, is_raster
from geo.sources.raw import FileSpec, UnreadableError, opening, require_file

FIRST_ROW = 2
"""Row of the first shape of a layer as people count, below that of the headings."""
_AREAS = ("Polygon", "MultiPolygon")


def extract_faults(spec: FileSpec) -> tuple[Fault, ...]:
    """List what is wrong with an extract: missing, empty, no `.osm.pbf`, or cut short.

    Its blocks are counted, not unpacked, so that a country takes no longer than a town; a block that is damaged
    inside is found when the extract is read.
    """
    try:
        require_file(spec)
        with opening(spec):
            check_whole(spec.path)
    except UnreadableError as error:
        hollow = isinstance(error.__cause__, InputError)
        return (Fault(spec.shown, 0, "", "no_streets"),) if hollow else error.faults
    return ()


def constraint_faults(spec: FileSpec) -> tuple[Fault, ...]:
    """List what is wrong with a raster or a layer of areas: what candidates are held against."""
    return tuple(found for found in constraint_remarks(spec) if not isinstance(found, Note))


def constraint_remarks(spec: FileSpec) -> tuple[Fault, ...]:
    """List what is wrong with a raster or a layer of areas, and what was noticed: areas that cross themselves."""
    try:
        if is_raster(spec):
            check_raster(spec)
            return ()
        layer = read_layer(spec)
    except UnreadableError as error:
        return error.faults
    return (*_faults_of_areas(spec, layer), *layer.notes, *_crossing(spec, layer))


def _crossing(spec: FileSpec, layer: Layer) -> tuple[Note, ...]:
    if layer.shapes is None:
        return ()
    rows = np.flatnonzero(~shapely.is_valid(layer.shapes) & ~shapely.is_missing(layer.shapes)) + FIRST_ROW
    if len(rows) == 0:
        return ()
    return (Note(spec.shown, int(rows[0]), "", "mended_areas", (("count", str(len(rows))),)),)


def _faults_of_areas(spec: FileSpec, layer: Layer) -> tuple[Fault, ...]:
    if len(layer) == 0:
        return (Fault(spec.shown, 0, "", "no_rows"),)
    if layer.shapes is None:
        return (Fault(spec.shown, 0, "", "not_areas"),)
    faults = [Fault(spec.shown, 0, "", "no_crs")] if layer.crs is None else []
    for row, shape in enumerate(layer.shapes, start=FIRST_ROW):
        if shape is None:
            faults.append(Fault(spec.shown, row, "", "no_shape"))
        elif shape.geom_type not in _AREAS:
            faults.append(Fault(spec.shown, row, "", "not_an_area", (("kind", shape.geom_type),)))
    return tuple(faults)
