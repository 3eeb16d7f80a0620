"""Everything that a plan reads but the extract, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo.errors import Fault
from geo.sources.raw import FileSpec
from geo.tables.profiles import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """The input tables of a plan, checked."""

    locations: gpd.GeoDataFrame
    """Portfolio, one row a location, in the metric system, sorted by id."""
    candidates: gpd.GeoDataFrame
    """Candidate sites, as `locations`; empty where the plan has none."""
    tables: Mapping[str, pd.DataFrame]
    """Every other input table by name; empty with its columns where the plan has none."""
    given: frozenset[str]
    """Names of the tables that the plan has."""
    provinces: gpd.GeoDataFrame
    """All provinces of the file: `code`, `name`, `inhabitants`, `geometry`."""
    municipalities: gpd.GeoDataFrame
    """All municipalities of the file: `code`, `name`, `province_code`, `inhabitants`, `geometry`."""
    province_codes: tuple[str, ...]
    """Codes of the provinces of the plan, sorted."""
    population: gpd.GeoDataFrame | None
    """Where people live; None where the plan does not say."""
    country: BaseGeometry | None
    """Area of the country in degrees on WGS84; None where the plan does not say."""
    gtfs: FileSpec | None
    """The timetable of public transport, which is read where it is used; None where the plan has none."""
    layers: Mapping[str, FileSpec]
    """The layers that candidates are held against, by name, which are read where they are used."""
    facility_lists: gpd.GeoDataFrame
    """Facilities of the official lists: as those of an extract, in degrees."""
    areas: gpd.GeoDataFrame | None
    """Areas among which is searched for sites: `site_id` and `geometry` in the metric system, sorted by id, those in
    the provinces of the plan; None where the plan names none."""
    replaced: tuple[str, ...]
    """Categories that the lists replace."""
    texts: Mapping[str, str]
    """Prose by the name of its file without ending, such as ``01-context``."""
    files: tuple[str, ...]
    """Files that were read, as the plan names them."""
    notes: tuple[Fault, ...]
    """What was noticed or mended, but is not wrong."""
    profile: Profile
    """The rules that candidates are judged by."""
    finder_profile: Profile
    """The rules that the finder goes by; those for candidates where it has no others."""

    def table(self, name: str) -> pd.DataFrame:
        """Give an input table by name; without rows where the plan has none."""
        return self.tables[name]

    def table_if_given(self, name: str) -> pd.DataFrame | None:
        """Give an input table by name; None where the plan has none."""
        return self.tables[name] if name in self.given else None

    @property
    def own_municipalities(self) -> gpd.GeoDataFrame:
        """Municipalities of the provinces of the plan."""
        frame = self.municipalities
        return frame[frame["province_code"].isin(self.province_codes)].reset_index(drop=True)

    @property
    def own_provinces(self) -> gpd.GeoDataFrame:
        """Provinces of the plan."""
        return self.provinces[self.provinces["code"].isin(self.province_codes)].reset_index(drop=True)
