"""Opens the files that are read later, so that what is wrong with them is said together with all the rest."""

from geo.errors import Fault, InputError
from geo.sources.layers import read_layer
from geo.sources.pbf import check_whole
from geo.sources.rasters import check_raster, is_raster
from geo.sources.raw import FileSpec, UnreadableError, opening, require_file

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
    try:
        if is_raster(spec):
            check_raster(spec)
            return ()
        layer = read_layer(spec)
    except UnreadableError as error:
        return error.faults
    if len(layer) == 0:
        return (Fault(spec.shown, 0, "", "no_rows"),)
    if layer.shapes is None:
        return (Fault(spec.shown, 0, "", "not_areas"),)
    faults = [Fault(spec.shown, 0, "", "no_crs")] if layer.crs is None else []
    for row, shape in enumerate(layer.shapes, start=2):
        if shape is None:
            faults.append(Fault(spec.shown, row, "", "no_shape"))
        elif shape.geom_type not in _AREAS:
            faults.append(Fault(spec.shown, row, "", "not_an_area", (("kind", shape.geom_type),)))
    return tuple(faults)
