"""Makes Markerwaard, the built-in example province: everything in ``data/raw``, the same bytes each time.

    python scripts/markerwaard [--to FOLDER] [--figures]

``--figures`` also prints the street figures of every town beside those of Kampen and IJsselmuiden, which are read from
the folder that GEO_SHARED names.
"""

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from markerwaard.extract import plan_towns, write_extract  # noqa: E402
from markerwaard.layers import write_boundaries, write_flood, write_nature, write_noise, write_population  # noqa: E402
from markerwaard.osm_file import first_address  # noqa: E402
from markerwaard.street_figures import COMPARED, IJSSELMUIDEN, KAMPEN, street_figures, town_box  # noqa: E402
from markerwaard.tables import write_tables  # noqa: E402
from markerwaard.terrain import LARGER, TOWNS  # noqa: E402
from markerwaard.timetable import write_timetable  # noqa: E402


def make(folder: Path) -> None:
    """Write every file of the province."""
    folder.mkdir(parents=True, exist_ok=True)
    plans = plan_towns()
    write_extract(folder / "streets.osm.pbf", plans)
    write_boundaries(folder / "boundaries.gpkg")
    write_population(folder / "population.parquet", plans)
    write_flood(folder / "flood.tif")
    write_flood(folder / "flood_100.tif", lower_m=0.9)
    write_noise(folder / "noise.tif")
    write_nature(folder / "nature.gpkg")
    write_timetable(folder / "gtfs.zip", folder / "streets.osm.pbf")
    write_tables(folder, first_address(folder / "streets.osm.pbf", "Noorderkoog"))


def print_figures(folder: Path) -> None:
    """Print how each town compares with two real ones."""
    real = Path(os.environ.get("GEO_SHARED", ROOT.parent / "shared" / "data")) / "kampen" / "kampen.osm.pbf"
    if not real.is_file():
        sys.exit("no real extract to compare with; set GEO_SHARED to the folder of real data")
    references = {"Kampen": street_figures(real, KAMPEN), "IJsselmuiden": street_figures(real, IJSSELMUIDEN)}
    print(f"{'':<14}" + "".join(f"{name:>24}" for name in COMPARED))
    for name, found in references.items():
        print(f"{name:<14}" + "".join(f"{getattr(found, key):>24.2f}" for key in COMPARED))
    for town in TOWNS:
        found = street_figures(folder / "streets.osm.pbf", town_box(town))
        ratios = [found.ratios(reference) for reference in references.values()] if town in LARGER else []
        cells = [f"{getattr(found, key):.2f}{_compared(key, ratios)}" for key in COMPARED]
        print(f"{town.name:<14}" + "".join(f"{cell:>24}" for cell in cells) + f"  {found.junctions:>5} junctions")
    print("Between brackets: divided by Kampen / by IJsselmuiden; one of the two lies between 0.75 and 1.25.")
    print("Villages and the hamlet have too few junctions to be compared with a town, and are not.")


def _compared(key: str, ratios: list[dict[str, float]]) -> str:
    return f" ({' / '.join(f'{ratio[key]:.2f}' for ratio in ratios)})" if ratios else ""


def main() -> None:
    """Read the command line and make the province."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, default=ROOT / "data" / "raw")
    parser.add_argument("--figures", action="store_true")
    asked = parser.parse_args()
    make(asked.to)
    if asked.figures:
        print_figures(asked.to)


if __name__ == "__main__":
    main()
