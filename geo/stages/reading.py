"""Reads the files that a plan names, one after the other, and collects what is wrong with any of them."""

import math
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crs import WGS84, read_crs, to_crs
from geo.errors import Fault, Note
from geo.plan_inputs import InputFile, PlanFiles
from geo.sources.address_book import AddressBook
from geo.sources.areas import read_areas
from geo.sources.boundaries import (
    Boundaries,
    municipality_codes,
    open_boundaries,
    province_code,
    read_boundaries,
)
from geo.sources.cells import plain, suggestion
from geo.sources.country import read_country
from geo.sources.places import Geography, place_rows
from geo.sources.population import read_population
from geo.sources.probe import constraint_remarks, extract_faults
from geo.sources.profiles import (
    ReadProfile,
    is_own_profile,
    no_such_profile,
    read_profile,
    shipped_profile,
    shipped_profiles,
    strange_fact,
)
from geo.sources.raw import FileSpec, UnreadableError, opening
from geo.sources.read_tables import ReadTable, empty_table, read_table
from geo.sources.text_files import decode, is_text
from geo.sources.transit import transit_faults
from geo.stages.need_rules import with_province_codes
from geo.stages.own_columns import chosen_columns, column_faults, own_columns
from geo.stages.rules import Surroundings, faults_between, faults_within, notes_between
from geo.tables.inputs import FACILITY_LIST, INPUT_TABLES
from geo.tables.profiles import Profile

SITES = ("locations", "candidates")
_PLAN = "plan.toml"
_MOST_SQUARES, _MOST_CELLS = 1_000_000, 100_000_000
"""Squares among which is searched, and cells of a raster, at most."""


class Reading:
    """The files of a plan as they are read; what cannot be read leaves its fault and nothing else."""

    def __init__(self, files: PlanFiles) -> None:
        self._files = files
        self.crs = read_crs(files.crs)
        self.faults: list[Fault] = []
        """All that is wrong."""
        self.notes: list[Note] = []
        """All that was noticed but is not wrong."""
        self.boundaries: Boundaries | None = None
        """Provinces and municipalities; None where they cannot be read."""
        self.codes = tuple(sorted(province_code(name) for name in files.provinces))
        """Codes of the provinces of the plan, sorted."""
        self.tables: dict[str, ReadTable] = {}
        """The tables of the plan by name, as read."""
        self.sites: dict[str, gpd.GeoDataFrame] = {}
        """Locations and candidates with their places, sorted by id."""
        self.lists: list[gpd.GeoDataFrame] = []
        """The official lists, in degrees."""
        self.population: gpd.GeoDataFrame | None = None
        """Where people live; None where the plan does not say."""
        self.country: BaseGeometry | None = None
        """Area of the country, in degrees; None where the plan does not say."""
        self.areas: gpd.GeoDataFrame | None = None
        """The areas among which is searched; None where the plan names none."""
        self.gtfs: FileSpec | None = None
        """The timetable; None where the plan has none."""
        self.layers: dict[str, FileSpec] = {}
        """The layers that candidates are held against, by name; read where they are used."""
        self.profiles: dict[str, Profile] = {}
        """The profiles of rules, by the key of the plan that names them."""
        self.texts: dict[str, str] = {}
        """Prose by the name of its file without ending."""

    def table(self, name: str) -> pd.DataFrame:
        """Give a table by name; without rows where the plan has none."""
        read = self.tables.get(name)
        return empty_table(INPUT_TABLES[name]) if read is None else read.frame

    def read(self) -> None:
        """Read everything."""
        self._read_boundaries()
        self._probe()
        for name, table in INPUT_TABLES.items():
            if name in self._files.inputs:
                self.tables[name] = read_table(self._spec(name), table)
        self._apply_rules()
        self._place()
        self._read_population()
        self._read_country()
        self._read_areas()
        self._read_profiles()
        self._look_at_criteria()
        self._choose_columns()
        self._read_texts()

    def _spec(self, name: str) -> FileSpec:
        return self._spec_of(self._files.inputs[name], f"input.{name}")

    def _spec_of(self, file: InputFile, key: str) -> FileSpec:
        return FileSpec(
            path=self._files.path(file),
            shown=file.path,
            key=key,
            sheet=file.sheet,
            header_row=file.header_row,
            layer=file.layer,
            crs=file.crs,
            columns=tuple(sorted(file.columns.items())),
        )

    def _read_boundaries(self) -> None:
        if "boundaries" not in self._files.inputs:
            return
        spec = self._spec("boundaries")
        try:
            self.boundaries = read_boundaries(spec, crs=self.crs)
        except UnreadableError as error:
            self.faults += error.faults
            return
        provinces = self.boundaries.provinces
        by_name = {plain(name): code for name, code in zip(provinces["name"], provinces["code"], strict=True)}
        self.codes = tuple(sorted(by_name.get(plain(code), code) for code in self.codes))
        still_open = open_boundaries(spec, self.boundaries, self.codes)
        self.faults += still_open
        known = {*provinces["code"], *(self.boundaries.cut["code"] if still_open else ())}
        for code in self.codes:
            if code not in known:
                listed = provinces["code"] + " " + provinces["name"]
                near = suggestion(plain(code), list(by_name), least=0.6)
                values = {"value": code, "file": spec.shown, "known": ", ".join(listed), "hint": by_name.get(near, "")}
                self.faults.append(Fault(_PLAN, 0, "plan.province", "unknown_province", tuple(values.items())))

    def _probe(self) -> None:
        """Open what is read later."""
        if "osm" in self._files.inputs:
            self.faults += extract_faults(self._spec("osm"))
        for name, file in sorted(self._files.layers.items()):
            self.layers[name] = self._spec_of(file, f"layers.{name}")
            remarks = constraint_remarks(self.layers[name])
            self.faults += [found for found in remarks if not isinstance(found, Note)]
            self.notes += [found for found in remarks if isinstance(found, Note)]
        if "gtfs" in self._files.inputs:
            self.gtfs = self._spec("gtfs")
            self.faults += transit_faults(self.gtfs, self._files.transit_day)

    def _apply_rules(self) -> None:
        around = self._around()
        self.tables = {name: self._with_municipality_codes(table) for name, table in self.tables.items()}
        for table in self.tables.values():
            self.faults += [*table.faults, *faults_within(table)]
            self.notes += table.notes
        self.faults += faults_between(self.tables, around)
        self.notes += notes_between(self.tables, around)
        if "need" in self.tables and around.provinces is not None:
            need = self.tables["need"]
            self.tables["need"] = replace(need, frame=with_province_codes(need.frame, around.provinces))

    def _with_municipality_codes(self, read: ReadTable) -> ReadTable:
        """Write the municipalities of a table as codes where it calls them by a name that only one bears."""
        if self.boundaries is None or "municipality_code" not in read.table.names:
            return read
        codes = municipality_codes(self.boundaries)
        named = [codes.get(plain(name), name) if pd.notna(name) else name for name in read.frame["municipality_code"]]
        column = pd.Series(named, index=read.frame.index, dtype="str")
        return replace(read, frame=read.frame.assign(municipality_code=column))

    def _around(self) -> Surroundings:
        given = frozenset(self._files.inputs) | self._files.unclear
        if self.boundaries is None:
            return Surroundings(given=given, municipalities=None, provinces=None, own=self.codes, own_known=False)
        provinces, cut = self.boundaries.provinces, self.boundaries.cut
        names = {plain(name): code for name, code in zip(provinces["name"], provinces["code"], strict=True)}
        names |= {plain(code): code for code in (*provinces["code"], *self.codes)}
        return Surroundings(
            given=given,
            municipalities=(*self.boundaries.municipalities["code"], *cut["code"]),
            provinces=names,
            own=self.codes,
            own_known={*self.codes} <= {*provinces["code"], *cut["code"]},
        )

    def _place(self) -> None:
        """Find where the rows of the sites and of the official lists lie."""
        name = "addresses" if "addresses" in self._files.inputs else "osm"
        book = AddressBook(self._spec(name), self.crs) if name in self._files.inputs else None
        inside = Geography(
            crs=self.crs,
            province=self._province(),
            addresses=(lambda: None) if book is None else book.addresses,
            bag=(lambda _ids: None) if book is None else book.bag,
            searchable=name in self._files.inputs or name in self._files.unclear,
        )
        for site in SITES:
            self.sites[site] = self._placed_sites(site, inside)
        anywhere = replace(inside, province=None)
        for category, file in self._files.replaced.items():
            self.lists.append(self._placed_list(category, file, anywhere))
        if book is not None:
            self.faults += [fault for fault in book.faults if fault not in self.faults and not self._is_lost(fault)]

    def _is_lost(self, fault: Fault) -> bool:
        """Tell whether the file as a whole has its fault already."""
        return not fault.row and any(known.file == fault.file and not known.row for known in self.faults)

    def _province(self) -> BaseGeometry | None:
        """Give the area of the provinces of the plan; None where it is not known whole."""
        if self.boundaries is None or not self.codes:
            return None
        provinces = self.boundaries.provinces
        if not set(self.codes) <= set(provinces["code"]):
            return None
        area = shapely.union_all(provinces.loc[provinces["code"].isin(self.codes), "geometry"].to_numpy())
        shapely.prepare(area)
        return area

    def _placed_sites(self, name: str, geography: Geography) -> gpd.GeoDataFrame:
        read = self.tables.get(name)
        if read is None:
            nowhere = gpd.GeoSeries([], crs=self.crs)
            return gpd.GeoDataFrame(empty_table(INPUT_TABLES[name]), geometry=nowhere, crs=self.crs)
        placed = place_rows(read, geography)
        self.faults += placed.faults
        self.notes += placed.notes
        sites = gpd.GeoDataFrame(read.frame, geometry=placed.geometry, crs=self.crs)
        return sites.sort_values("location_id", ignore_index=True)

    def _placed_list(self, category: str, file: InputFile, geography: Geography) -> gpd.GeoDataFrame:
        read = read_table(self._spec_of(file, f"distances.replace.{category}"), FACILITY_LIST)
        placed = place_rows(read, geography)
        self.faults += [*read.faults, *placed.faults]
        self.notes += [*read.notes, *placed.notes]
        numbers = read.frame["facility_id"].fillna(pd.Series(map(str, read.row_numbers), index=read.frame.index))
        frame = pd.DataFrame(
            {
                "facility_id": category + ":" + numbers.astype("str"),
                "category": category,
                "name": read.frame["name"].fillna(""),
                "source": file.path,
            }
        )
        return to_crs(gpd.GeoDataFrame(frame, geometry=placed.geometry, crs=self.crs), WGS84)

    def _read_population(self) -> None:
        if "population" not in self._files.inputs:
            return
        try:
            self.population, notes = read_population(self._spec("population"), crs=self.crs)
        except UnreadableError as error:
            self.faults += error.faults
        else:
            self.notes += notes

    def _read_country(self) -> None:
        if "country" not in self._files.inputs:
            return
        try:
            self.country = read_country(self._spec("country"))
        except UnreadableError as error:
            self.faults += error.faults
            return
        province = self._province()
        own = None if province is None else to_crs(gpd.GeoSeries([province], crs=self.crs), WGS84).iloc[0]
        if own is not None and not own.intersects(self.country):
            self.faults.append(Fault(self._spec("country").shown, 0, "", "country_elsewhere"))
        parts = shapely.get_num_geometries(self.country)
        if parts > 1:
            self.notes.append(Note(self._spec("country").shown, 0, "", "country_in_parts", (("count", str(parts)),)))

    def _read_areas(self) -> None:
        """Read the areas among which is searched, and keep those in the province."""
        file, province = self._files.areas, self._province()
        if file is None:
            self._limit_cells("finder.grid_m", province.area if province is not None else 0.0, _MOST_SQUARES)
            return
        spec = self._spec_of(file, "finder.areas")
        try:
            found, notes = read_areas(spec, crs=self.crs)
        except UnreadableError as error:
            self.faults += error.faults
            return
        inside = np.ones(len(found), dtype=bool)
        if province is not None:
            inside = shapely.covers(province, found.geometry.representative_point().to_numpy())
        self.areas, outside = found[inside].reset_index(drop=True), int((~inside).sum())
        self.notes += notes
        if not inside.any():
            self.faults.append(Fault(spec.shown, 0, "", "areas_elsewhere"))
            return
        if outside:
            self.notes.append(Note(spec.shown, 0, "", "areas_outside", (("count", str(outside)),)))
        self._limit_cells("finder.cell_m", shapely.box(*self.areas.total_bounds).area, _MOST_CELLS)

    def _limit_cells(self, key: str, area_m2: float, most: int) -> None:
        """Refuse a side of squares or cells of which an area would hold too many."""
        side_m = self._files.search_m
        if side_m is not None and area_m2 > most * side_m**2:
            values = {"value": str(side_m), "count": str(most), "least": str(math.ceil(math.sqrt(area_m2 / most)))}
            self.faults.append(Fault(_PLAN, 0, key, "grid_too_fine", tuple(values.items())))

    def _known_facts(self) -> tuple[str, ...]:
        """List what rules and criteria may ask for; nothing where the candidates could not be read."""
        candidates = self.tables.get("candidates")
        if candidates is None or not candidates.headings or not self._files.facts:
            return ()
        return (*self._files.facts, *sorted({str(name) for name in candidates.frame} - set(candidates.table.names)))

    def _read_profiles(self) -> None:
        known = self._known_facts()
        for key, name in self._files.profiles.items():
            try:
                found = self._profile(key, name, known)
            except UnreadableError as error:
                self.faults += error.faults
                continue
            self.faults += found.faults
            self.notes += found.notes
            if found.profile is not None:
                self.profiles[key] = found.profile

    def _look_at_criteria(self) -> None:
        """Tell which criteria ask for a fact that the plan does not have, or for a column without numbers."""
        known = self._known_facts()
        if not known:
            return
        numbers = {*self._files.facts, *own_columns(self.tables["candidates"].frame)}
        for place, fact in self._files.criteria:
            if fact not in known:
                remark = strange_fact(_PLAN, place, fact, known, absent="criterion_fact_absent")
                if isinstance(remark, Note):
                    self.notes.append(remark)
                else:
                    self.faults.append(remark)
            elif fact not in numbers:
                self.faults.append(Fault(_PLAN, 0, place, "criterion_no_numbers", (("value", fact),)))

    def _choose_columns(self) -> None:
        """Keep of the user's own columns of candidates those that the plan asks for; nothing else may come out."""
        read = self.tables.get("candidates")
        if read is None:
            return
        self.faults += column_faults(_PLAN, self._files.columns, read.frame)
        profile = self.profiles.get("candidates.profile")
        asked = {fact for _, fact in self._files.criteria} | set(() if profile is None else profile.facts)
        kept = {*self._files.columns, *(asked - set(self._files.facts))}
        self.tables["candidates"] = replace(read, frame=chosen_columns(read.frame, kept))
        if "candidates" in self.sites:
            self.sites["candidates"] = chosen_columns(self.sites["candidates"], kept)

    def _profile(self, key: str, name: str, known: tuple[str, ...]) -> ReadProfile:
        if is_own_profile(name):
            return read_profile(self._spec_of(InputFile(path=name), key), known=known)
        if name not in shipped_profiles():
            raise UnreadableError(no_such_profile(_PLAN, key, name))
        return ReadProfile(profile=shipped_profile(name))

    def _read_texts(self) -> None:
        if "texts" not in self._files.inputs:
            return
        spec = self._spec("texts")
        if not spec.path.exists():
            self.faults.append(Fault(spec.shown, 0, "", "missing_file"))
            return
        inside = sorted(spec.path.glob("*.md")) if spec.path.is_dir() else [spec.path]
        for path in inside:
            shown = f"{spec.shown}/{path.name}" if spec.path.is_dir() else spec.shown
            try:
                self.texts[path.stem] = self._text(FileSpec(path=path, shown=shown))
            except UnreadableError as error:
                self.faults += error.faults

    def _text(self, spec: FileSpec) -> str:
        with opening(spec):
            content = Path(spec.path).read_bytes()
        if not is_text(content):
            raise UnreadableError(Fault(spec.shown, 0, "", "damaged"))
        decoded = decode(content)
        if decoded.before is not None:
            self.faults.append(Fault(spec.shown, decoded.before.count("\n") + 1, "", "encoding"))
        return decoded.text
