"""Check in real QGIS that a plan opens, looks as it was written and prints at its scale.

Run by the Python of the system, which has ``qgis``; `open_in_qgis` does that on the example province:

    python3 scripts/check_qgis.py FOLDER [OUT]

``FOLDER`` holds ``plan.gpkg`` and ``plan.qgz``; pictures and PDFs go to ``OUT``.
"""

import os
import sys
import time
from collections import Counter
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsExpression,
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsPrintLayout,
    QgsProject,
    QgsRenderContext,
    QgsSymbolLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QImage

CRS = "EPSG:28992"
SAME_SCALE = 1e-6
RENDERERS = {
    "locations": "categorizedSymbol",
    "candidates": "categorizedSymbol",
    "portfolio": "categorizedSymbol",
    "allocation": "categorizedSymbol",
    "coverage": "categorizedSymbol",
    "municipalities": "categorizedSymbol",
    "regions": "categorizedSymbol",
    "facilities": "categorizedSymbol",
    "catchments": "categorizedSymbol",
    "zoekgebied": "mergedFeatureRenderer",
    "flexible": "categorizedSymbol",
    "reserve": "categorizedSymbol",
    "transition": "categorizedSymbol",
    "provinces": "singleSymbol",
    "hubs": "singleSymbol",
}
"""How the layers are drawn that the example province has."""
BLUE, VERMILION, ORANGE, GREEN = (0, 114, 178), (213, 94, 0), (230, 159, 0), (0, 158, 115)
QUIET = (138, 137, 132)
SHORT, WITHIN, ABOVE = (250, 199, 148), (171, 206, 183), (190, 175, 212)
SHOWN = {
    "Kaart 2 ": (BLUE, VERMILION, ORANGE),
    "Kaart 4a": (BLUE, VERMILION, GREEN),
    "Kaart 4e": (BLUE, QUIET),
    "Kaart 6 ": (BLUE,),
    "Kaart 7a": (BLUE, VERMILION, ORANGE, GREEN),
    "Kaart 3 ": ((184, 74, 0), BLUE),
    "Kaart 4b": (SHORT, WITHIN, ABOVE),
    "Kaart 1 ": ((251, 227, 192), (213, 136, 60), (160, 90, 22)),
}
"""Colours that a print must have, by the first words of its name; those over land as they shine through."""
MOST_RED = 0.004
"""Part of a print that may be as red as a label without room; the mark VERTROUWELIJK is as red."""
WRITTEN = ("VERTROUWELIJK", "Schaal 1 : ", "druk af op 100%", "RD-noorden")

faults: list[str] = []


def check(holds: bool, words: str) -> None:
    """Note what does not hold."""
    if not holds:
        faults.append(words)
        print(f"  FOUT: {words}", flush=True)


def check_package(package: Path) -> None:
    """Open every layer alone: it carries its own look, and its fields have Dutch names."""
    whole = QgsVectorLayer(str(package), "all", "ogr")
    listed = [line.split("!!::!!")[1] for line in whole.dataProvider().subLayers()]
    print(f"plan.gpkg: {len(listed)} lagen", flush=True)
    for name in (one for one in listed if one != "layer_styles"):
        layer = QgsVectorLayer(f"{package}|layername={name}", name, "ogr")
        check(layer.isValid(), f"{name} is not valid")
        check(layer.crs().authid() == CRS, f"{name} has {layer.crs().authid()}")
        kind = layer.renderer().type()
        check(kind == RENDERERS.get(name, kind), f"{name} is drawn as {kind}")
        for category in layer.renderer().categories() if kind == "categorizedSymbol" else ():
            check(category.symbol().symbolLayerCount() > 0, f"{name}: {category.label()} has no symbol")
    portfolio = QgsVectorLayer(f"{package}|layername=portfolio", "portfolio", "ogr")
    labels = {one.value(): one.label() for one in portfolio.renderer().categories()}
    check(labels.get("azc") == "Asielzoekerscentrum (azc)", f"the types are called {labels}")
    check(portfolio.labelsEnabled(), "the portfolio has no labels")
    aliases = {field.name(): field.alias() for field in portfolio.fields()}
    check(aliases.get("current_type") == "type opvang", f"the fields are called {aliases}")
    check_sizes(portfolio)


def check_sizes(portfolio: QgsVectorLayer) -> None:
    """See whether the area of marks is as the places are: the picture of a mark grows with the root."""
    context, renderer, seen = QgsRenderContext(), portfolio.renderer().clone(), []
    renderer.startRender(context, portfolio.fields())
    for row in portfolio.getFeatures():
        context.expressionContext().setFields(portfolio.fields())
        context.expressionContext().setFeature(row)
        symbol, places = renderer.symbolForFeature(row, context), row["places"]
        property_ = symbol.symbolLayer(0).dataDefinedProperties().property(QgsSymbolLayer.PropertySize)
        size = QgsExpression(property_.expressionString()).evaluate(context.expressionContext())
        if isinstance(places, int | float) and places > 100:
            seen.append(size**2 / places)
    renderer.stopRender(context)
    check(len(seen) > 1 and max(seen) - min(seen) < 1e-6 * max(seen), f"areas per place are {seen}")


def check_project(folder: Path, out: Path) -> None:
    """Open the project: no layer is lost, and every layout prints at its scale."""
    project, began = QgsProject.instance(), time.monotonic()
    check(project.read(str(folder / "plan.qgz")), "plan.qgz was not read")
    print(f"plan.qgz: gelezen in {time.monotonic() - began:.1f} s", flush=True)
    check(project.crs().authid() == CRS, f"the project has {project.crs().authid()}")
    root = project.layerTreeRoot()
    check(None not in root.checkedLayers(), "a layer of the tree is lost")
    check(all(node.layer() for node in root.findLayers()), "a layer of the tree is lost")
    check(len(root.findLayers()) == len(project.mapLayers()), "a layer is not in the tree")
    for layer in project.mapLayers().values():
        check(layer.isValid(), f"{layer.name()} is not valid")
        check(layer.crs().authid() == CRS, f"{layer.name()} has {layer.crs().authid()}")
        check(layer.featureCount() > 0, f"{layer.name()} has no rows")
    print("groepen: " + " · ".join(group.name() for group in root.findGroups()), flush=True)
    themes = project.mapThemeCollection()
    for theme in themes.mapThemes():
        shown = themes.mapThemeVisibleLayers(theme)
        check(len(shown) > 0 and None not in shown, f"theme {theme} shows nothing")
    layouts = project.layoutManager().layouts()
    check(len(layouts) == 2 * len(themes.mapThemes()), f"{len(layouts)} layouts for {len(themes.mapThemes())} themes")
    for layout in layouts:
        check_layout(layout, out)


def check_layout(layout: QgsPrintLayout, out: Path) -> None:
    """Print one layout as picture and PDF, and look at its scale, its words and its colours."""
    began, name = time.monotonic(), layout.name()
    if layout.atlas().enabled():
        check_atlas(layout)
    sheet = layout.itemById("Kaart")
    scale = round(sheet.scale())
    check(abs(sheet.scale() / scale - 1) < SAME_SCALE and scale % 1000 == 0, f"{name}: scale {sheet.scale()}")
    page, words = layout.pageCollection().page(0).pageSize(), said(layout)
    wanted = (420.0, 297.0) if name.endswith("(A3)") else (210.0, 297.0)
    check((page.width(), page.height()) == wanted, f"{name}: page {page.width()} x {page.height()}")
    check(f"{scale:,}".replace(",", ".") in words, f"{name}: the scale is not written")
    for text in WRITTEN:
        check(text in words, f"{name}: {text} is not written")
    picture, book = out / f"{name.replace(':', '')}.png", out / f"{name.replace(':', '')}.pdf"
    exporter, settings = QgsLayoutExporter(layout), QgsLayoutExporter.ImageExportSettings()
    settings.dpi, settings.generateWorldFile = 100, False
    check(exporter.exportToImage(str(picture), settings) == QgsLayoutExporter.Success, f"{name}: no PNG")
    done = exporter.exportToPdf(str(book), QgsLayoutExporter.PdfExportSettings())
    check(done == QgsLayoutExporter.Success and book.stat().st_size > 10_000, f"{name}: no PDF")
    check_colours(name, QImage(str(picture)))
    print(f"  {name}: 1 : {scale}, {time.monotonic() - began:.1f} s", flush=True)


def check_atlas(layout: QgsPrintLayout) -> None:
    """Go to the first page of a layout that has one for each row: it names its row, and shows what is of that row."""
    atlas = layout.atlas()
    check(atlas.updateFeatures() == atlas.coverageLayer().featureCount() > 1, f"{layout.name()}: not a page a row")
    check(atlas.beginRender() and atlas.first(), f"{layout.name()}: no first page")
    row = layout.reportContext().feature()
    words = said(layout)
    check(f"Locatieblad {row['location_id']}" in words, f"{layout.name()}: the page does not say its number")
    check(row["name"] in words, f"{layout.name()}: the page does not say its name")


def said(layout: QgsPrintLayout) -> str:
    """Give what the labels of a layout say, expressions reckoned."""
    return "\n".join(item.currentText() for item in layout.items() if isinstance(item, QgsLayoutItemLabel))


def check_colours(name: str, picture: QImage) -> None:
    """Count colours: what the map is about is there, and hardly any label had no room."""
    counted = Counter(
        picture.pixelColor(x, y).getRgb()[:3]
        for x in range(0, picture.width(), 2)
        for y in range(0, picture.height(), 2)
    )
    check(len(counted) > 50, f"{name}: the print is all but empty")
    for wanted in next((colours for start, colours in SHOWN.items() if name.startswith(start)), ()):
        near = sum(count for ink, count in counted.items() if max(abs(a - b) for a, b in zip(ink, wanted)) <= 8)  # noqa: B905
        check(near > 20, f"{name}: the colour {wanted} is not there")
    red = counted[140, 18, 18] / sum(counted.values())
    check(red < MOST_RED, f"{name}: {red:.2%} is the red of labels without room")


def main() -> None:
    """Check the plan in a folder."""
    folder = Path(sys.argv[1])
    out = Path(sys.argv[2]) if len(sys.argv) > 2 else folder / "qgis"
    out.mkdir(parents=True, exist_ok=True)
    application = QgsApplication([], False)
    application.initQgis()
    warned: list[str] = []
    QgsApplication.messageLog().messageReceived.connect(
        lambda text, tag, level: warned.append(f"{tag}: {text}") if level == Qgis.Critical else None
    )
    print(f"QGIS {Qgis.QGIS_VERSION}", flush=True)
    check_package(folder / "plan.gpkg")
    check_project(folder, out)
    check(not warned, "; ".join(warned[:5]))
    print(f"{len(faults)} fouten" if faults else "geen fouten", flush=True)
    sys.stdout.flush()
    os._exit(1 if faults else 0)  # QGIS 3.22 falls over when Python takes it down


if __name__ == "__main__":
    main()
