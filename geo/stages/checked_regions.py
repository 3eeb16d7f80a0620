"""Gathers what the checks of chapter 3 look at: regions, partnerships and the boundaries that they are made of."""

from geo.analysis.partnerships import Cooperation, loose_parts, members_placed
from geo.analysis.regions import Partition, partition
from geo.sources.inputs import Inputs
from geo.stages.areas import province_names, provinces_by_name
from geo.stages.stage import Work


def split_of(inputs: Inputs) -> Partition | None:
    """Test whether the regions divide the provinces; None without regions."""
    regions = inputs.table_if_given("regions")
    return None if regions is None else partition(regions, inputs.municipalities, provinces=inputs.province_codes)


def cooperation_of(work: Work) -> Cooperation:
    """Give what lies behind the regions and partnerships."""
    inputs = work.inputs()
    members = members_placed(inputs.table("partnership_members"), inputs.municipalities)
    return Cooperation(
        members=members,
        provinces=provinces_by_name(inputs),
        names=province_names(inputs),
        own=inputs.province_codes,
        boundary_codes=_boundary_codes(inputs),
        parts=loose_parts(members, inputs.municipalities),
        contacts=inputs.table_if_given("contacts"),
        regions=work.frame("region_overview"),
        distances=work.frame_of_streets("regional_distances"),
        reach=work.frame_of_streets("regional_reach"),
    )


def _boundary_codes(inputs: Inputs) -> tuple[str, ...]:
    """Give the municipalities of the boundaries that the plan reckons with, of other provinces only what it names."""
    named = {code for name in ("regions", "partnership_members") for code in inputs.table(name)["municipality_code"]}
    towns = inputs.municipalities
    return tuple(towns.loc[towns["province_code"].isin(inputs.province_codes) | towns["code"].isin(named), "code"])
