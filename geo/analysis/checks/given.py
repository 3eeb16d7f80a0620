"""What the checks look at."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from geo.analysis.invariants import Counted
from geo.analysis.need import Area
from geo.analysis.partnerships import Cooperation
from geo.analysis.regions import Partition
from geo.figures import named

Streets = Literal["used", "later", "not_given"]
"""Whether what needs streets was computed, will be by a later run, or cannot be: the plan has no streets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What became of the candidates."""

    names: Mapping[str, str]
    """Name of each by its id."""
    verdicts: pd.DataFrame
    """The table ``verdicts``."""
    criteria: pd.DataFrame
    """The table ``criteria``."""
    scores: pd.DataFrame
    """The table ``scores``."""
    ranking: pd.DataFrame
    """The table ``ranking``."""

    def named(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Name candidates for people: ``Oude veiling (MK01)``."""
        return tuple(named(self.names.get(one, ""), one) for one in ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInput:
    """What the checks look at; what is None was not given."""

    locations: pd.DataFrame
    """The locations, as read."""
    supply: pd.DataFrame
    """From `geo.analysis.supply.supply_steps`."""
    need: pd.DataFrame
    """The need, as read; may be empty."""
    coverage: pd.DataFrame
    """From `geo.analysis.coverage.coverage`."""
    shortages: pd.DataFrame
    """From `geo.analysis.shortages.shortages`, of the whole province."""
    dips: pd.DataFrame
    """From `geo.analysis.shortages.dips`, of the whole province."""
    areas: Sequence[Area]
    """Regions and provinces."""
    reference_date: pd.Timestamp
    """Day of the portfolio."""
    last: pd.Timestamp
    """Last day of the horizon."""
    candidates: pd.DataFrame | None = None
    """Candidate sites, as read; None where nobody looks at them."""
    streets: Streets = "used"
    """Whether what needs streets was computed; of what comes later nothing is said."""
    outside: pd.DataFrame | None = None
    """``location_id, name`` of locations and candidates outside the extract; None where nobody looked."""
    snaps: pd.DataFrame | None = None
    """The table ``snaps``; None where nobody looked."""
    municipalities: pd.DataFrame | None = None
    """``code, inhabitants`` of the province."""
    province_inhabitants: Mapping[str, int] = field(default_factory=dict)
    """Inhabitants by code of a province of the plan, as the boundaries have them; a province may be missing."""
    municipality_names: Mapping[str, str] = field(default_factory=dict)
    """Name per code of a municipality, neighbours included."""
    areas_without_number: int = 0
    """Population areas of the province without a number of people, from `geo.analysis.demand.without_number`."""
    partition: Partition | None = None
    """From `geo.analysis.regions.partition`."""
    partnerships: pd.DataFrame | None = None
    """From `geo.analysis.regions.partnership_table`."""
    cooperation: Cooperation | None = None
    """What lies behind those two; None where nobody looked."""
    hub_distances: pd.DataFrame | None = None
    """``location_id, distance_m`` of locations with a hub; missing where there is no way."""
    hub_mode: str = "car"
    """Mode of those distances."""
    location_agreements: pd.DataFrame | None = None
    """Agreements per location, as read."""
    reserve: pd.DataFrame | None = None
    """From `geo.analysis.reserve.reserve_ladder`."""
    texts: Collection[str] = ()
    """Names of the prose that was given, such as ``06-hoger``."""
    national: pd.DataFrame | None = None
    """National need, supply and agreements, as read."""
    milestones: pd.DataFrame | None = None
    """Milestones, as read."""
    voluntary: pd.DataFrame | None = None
    """What is offered beyond the need, as read."""
    actions: pd.DataFrame | None = None
    """Actions, as read."""
    spreidingswet: pd.DataFrame | None = None
    """From `geo.analysis.spreidingswet.spreidingswet_table`; None where the plan does not ask for it."""
    province_names: Mapping[str, str] = field(default_factory=dict)
    """Name per code of a province, others than those of the plan included."""
    counted: Counted | None = None
    """Every table in which the same places are counted; None where nobody looks whether they agree."""
    first: pd.Timestamp | None = None
    """First day of the horizon."""
    inhabitants_date: pd.Timestamp | None = None
    """Day of the inhabitants; None where nobody gave it."""
    ses: pd.DataFrame | None = None
    """SES-WOA scores, as read."""
    measures: pd.DataFrame | None = None
    """Measures, as read."""
    opportunities: pd.DataFrame | None = None
    """Opportunities and points of attention, as read."""
    obligations: pd.DataFrame | None = None
    """From `geo.analysis.obligations.obligation_progress`."""
    judged: Judged | None = None
    """What became of the candidates; None without candidates, and where nobody looked."""

    def municipalities_of(self, province: str) -> pd.DataFrame:
        """Give the municipalities of a province; all of them where it is not said in which province they lie."""
        if self.municipalities is None:
            return pd.DataFrame({"code": [], "inhabitants": []})
        own = self.municipalities
        return own[own["province_code"] == province] if "province_code" in own else own

    def area_name(self, area_id: str) -> str:
        """Name an area for people: ``Zuidrand (ZUI)``, or its id where it has no name."""
        name = next((area.name for area in self.areas if area.area_id == area_id), "")
        return named(name, area_id)

    def municipalities_named(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Name municipalities for people: ``Almere (GM0034)``, or the code where it has no name."""
        return tuple(named(self.municipality_names.get(code, ""), code) for code in codes)

    def locations_named(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Name locations for people: ``azc Kolkdorp (ML08)``."""
        names = dict(zip(self.locations["location_id"], self.locations["name"], strict=True))
        return tuple(named(str(names.get(one, "")), one) for one in ids)
