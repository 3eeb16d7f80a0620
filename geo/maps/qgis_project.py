"""The plan as a project of QGIS: layers in groups per chapter, a theme per map, print layouts that keep their scale."""

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from pyproj import CRS

from geo.imprint import Imprint
from geo.maps import style
from geo.maps.paper_size import SIZES
from geo.maps.qgis_layout import Legends, Theme, layout, theme_name
from geo.maps.qgis_style import Look, look_nodes
from geo.maps.qgis_xml import QGIS_VERSION, colour, document, key_of, node, options, told

_PACKAGE = "./plan.gpkg"
"""Beside the project, so that the two can be moved together."""
_INNER = "plan.qgs"
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""Moment of the file within the archive: the earliest that it can hold, so that equal projects are equal bytes."""
_GEOMETRIES = {"marker": "Point", "line": "Line", "fill": "Polygon"}
_FARTHEST = 100_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectLayer:
    """A layer of the project: rows of a layer of the GeoPackage, drawn one way."""

    table: str
    """Layer of the GeoPackage."""
    title: str
    """What people call it."""
    look: Look
    """How it is drawn."""
    subset: str = ""
    """Condition that its rows meet; empty for all."""
    closer_than: int = 0
    """Denominator of scale from which on it is not drawn; 0 for none."""
    from_scale: int = 0
    """Denominator of scale below which it is not drawn."""
    chapter: str = ""
    """What tells it from the same layer elsewhere in the project; empty where it stands once."""

    explained: bool = True
    """Whether legends explain it."""
    bare: bool = False
    """Whether maps leave it out that cover the own provinces with areas of their own."""
    below_areas: bool = False
    """Whether these maps alone show it."""

    @property
    def key(self) -> str:
        """Id in the project, the same in every run."""
        return f"{self.table}_{key_of(self.table, self.title, self.subset, self.chapter)}"

    @property
    def source(self) -> str:
        """Where its rows are, seen from the project."""
        return f"{_PACKAGE}|layername={self.table}" + (f"|subset={self.subset}" if self.subset else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Layers that belong together."""

    title: str
    """Name of the chapter or subject."""
    layers: tuple[ProjectLayer, ...]
    """The layers, the uppermost first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What the project holds."""

    imprint: Imprint
    """What stands on every sheet."""
    crs: CRS
    """Metric reference system of the plan."""
    bounds: tuple[float, float, float, float]
    """Box of the own provinces, in metres."""
    groups: tuple[Group, ...]
    """Layers in groups, the uppermost first; the last group is the ground of every map."""
    themes: tuple[Theme, ...]
    """What each map shows."""

    @property
    def layers(self) -> tuple[ProjectLayer, ...]:
        """All layers."""
        return tuple(layer for group in self.groups for layer in group.layers)


def write_project(project: Project, path: Path) -> Path:
    """Write a project that QGIS 3.22 and later open, beside ``plan.gpkg``; the same bytes every time.

    Parameters
    ----------
    project
        What it holds.
    path
        File to write (``.qgz``).

    Returns
    -------
    path
        The file.
    """
    about = zipfile.ZipInfo(_INNER, date_time=_MOMENT)
    about.compress_type, about.create_system, about.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(about, project_xml(project).encode("utf-8"))
    return path


def project_xml(project: Project) -> str:
    """Write what the project holds (QGS)."""
    first = project.themes[0] if project.themes else None
    shown = set(first.layers) if first else {layer.key for layer in project.layers}
    title = told(project.imprint.title)
    root = node(
        "qgis",
        {"projectname": title, "version": QGIS_VERSION},
        node("homePath", {"path": ""}),
        node("title", text=title),
        node("projectCrs", None, _crs(project.crs)),
        _tree(project.groups, shown),
        _canvas(project),
        node("projectlayers", None, *(_layer(layer, project.crs) for layer in project.layers)),
        node("layerorder", None, *(node("layer", {"id": layer.key}) for layer in project.layers)),
        _properties(),
        node("visibility-presets", None, *(_preset(theme, project) for theme in project.themes)),
        node("Layouts", None, *_layouts(project)),
    )
    return document(root)


def layer_node(layer: ProjectLayer, *, shown: bool, hidden_title: bool = False, heading: str = "") -> Element:
    """Write the place of a layer in a tree of layers.

    Parameters
    ----------
    layer
        The layer.
    shown
        Whether it is drawn.
    hidden_title
        Whether a legend leaves its name out.
    heading
        What a legend says in place of its name; empty for that.
    """
    about = {
        "id": layer.key,
        "name": told(layer.title),
        "checked": "Qt::Checked" if shown else "Qt::Unchecked",
        "expanded": "0",
        "providerKey": "ogr",
        "source": layer.source,
    }
    told_options = {"legend/title-style": "hidden" if hidden_title else "subgroup"}
    if heading:
        told_options["legend/title-label"] = told(heading)
    inner = options(told_options)
    return node("layer-tree-layer", about, node("customproperties", None, inner))


def _tree(groups: Iterable[Group], shown: set[str]) -> Element:
    return node("layer-tree-group", None, *(group_node(group, shown) for group in groups))


def group_node(group: Group, shown: set[str]) -> Element:
    """Write a group with its layers."""
    drawn = any(layer.key in shown for layer in group.layers)
    about = {"name": told(group.title), "checked": "Qt::Checked" if drawn else "Qt::Unchecked", "expanded": "1"}
    return node("layer-tree-group", about, *(layer_node(layer, shown=layer.key in shown) for layer in group.layers))


def _crs(crs: CRS) -> Element:
    """Name the reference system; without an ``srsid`` above 0 QGIS takes none."""
    code = crs.to_authority()
    authid = ":".join(code) if code else ""
    return node(
        "spatialrefsys",
        None,
        node("wkt", text=crs.to_wkt()),
        node("srsid", text="1"),
        node("srid", text=code[1] if code else "0"),
        node("authid", text=authid),
        node("description", text=crs.name),
        node("geographicflag", text="false"),
    )


def _canvas(project: Project) -> Element:
    return node(
        "mapcanvas",
        {"name": "theMapCanvas", "annotationsVisible": "1"},
        node("units", text="meters"),
        _extent(project.bounds),
        node("rotation", text="0"),
        node("destinationsrs", None, _crs(project.crs)),
    )


def _extent(bounds: tuple[float, float, float, float]) -> Element:
    names = ("xmin", "ymin", "xmax", "ymax")
    return node("extent", None, *(node(name, text=f"{at:.3f}") for name, at in zip(names, bounds, strict=True)))


def _layer(layer: ProjectLayer, crs: CRS) -> Element:
    limited = bool(layer.closer_than or layer.from_scale)
    about = {
        "type": "vector",
        "geometry": _GEOMETRIES[layer.look.geometry],
        "labelsEnabled": "1" if layer.look.labels else "0",
        "styleCategories": "AllStyleCategories",
        "hasScaleBasedVisibilityFlag": "1" if limited else "0",
        "minScale": str(layer.closer_than or _FARTHEST),
        "maxScale": str(layer.from_scale),
        "readOnly": "0",
        "simplifyDrawingHints": "0",
    }
    return node(
        "maplayer",
        about,
        node("id", text=layer.key),
        node("datasource", text=layer.source),
        node("layername", text=told(layer.title)),
        node("srs", None, _crs(crs)),
        node("provider", {"encoding": "UTF-8"}, text="ogr"),
        *look_nodes(layer.look),
    )


def _properties() -> Element:
    """Say that the reference system counts, paths are seen from the project, and text without room is red, not lost."""
    return node(
        "properties",
        None,
        node("SpatialRefSys", None, node("ProjectionsEnabled", {"type": "int"}, text="1")),
        node("Paths", None, node("Absolute", {"type": "bool"}, text="false")),
        node(
            "PAL",
            None,
            node("PlacementEngineVersion", {"type": "int"}, text="1"),
            node("DrawUnplaced", {"type": "bool"}, text="true"),
            node("UnplacedColor", {"type": "QString"}, text=colour(style.CONFIDENTIAL)),
        ),
    )


def _preset(theme: Theme, project: Project) -> Element:
    shown = set(theme.layers)
    layers = [
        node("layer", {"id": layer.key, "visible": "1", "expanded": "0", "style": "default"})
        for layer in project.layers
        if layer.key in shown
    ]
    groups = [group for group in project.groups if any(layer.key in shown for layer in group.layers)]
    checked = node(
        "checked-group-nodes", None, *(node("checked-group-node", {"id": told(one.title)}) for one in groups)
    )
    about = {"name": theme_name(theme), "has-expanded-info": "0", "has-checked-group-info": "1"}
    return node("visibility-preset", about, *layers, checked)


def _layouts(project: Project) -> Iterable[Element]:
    ground = project.groups[-1]
    for theme in project.themes:
        own = [one for group in project.groups[:-1] for one in group.layers if one.key in theme.layers]
        below = [one for one in ground.layers if one.key in theme.layers and one.explained]
        for size in SIZES.values():
            about = {"name": told(ground.title), "checked": "Qt::Checked", "expanded": "1"}
            legends = Legends(
                own=node("layer-tree-group", None, *map(_entry, sorted(own, key=_order))),
                ground=node("layer-tree-group", None, node("layer-tree-group", about, *map(_entry, below))),
                rows=sum(one.look.rows for one in own),
                height_mm=sum(one.look.height_mm for one in own),
            )
            yield layout(
                theme, size, legends, imprint=theme.imprint or project.imprint, bounds=project.bounds, crs=project.crs
            )


def _order(layer: ProjectLayer) -> tuple[bool, bool]:
    """Let a legend begin with what the map is about, not with what lies over it."""
    return not layer.look.titled, bool(layer.subset)


def _entry(layer: ProjectLayer) -> Element:
    return layer_node(layer, shown=True, hidden_title=not layer.look.titled, heading=layer.look.heading)
