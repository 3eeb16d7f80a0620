"""What a faulty plan says of its files, so that their faults can be told beside its own.

With `geo.plan`, its sections and `geo.plan_values` the only room that knows pydantic.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from geo.crs import RD_NEW
from geo.plan import Distances
from geo.plan_candidates import asked_of, catchments_of, search_side, section_of
from geo.plan_inputs import Files, InputFile, PlanFiles
from geo.plan_sections import Transit
from geo.plan_text import read_toml
from geo.plan_values import category_of, metric_crs_text, understood
from geo.tables.facility_categories import CATEGORY_IDS
from geo.tables.fact_names import fact_names


def draft_files(place: Path | str) -> PlanFiles:
    """Read what a plan says of its files, whatever else is wrong with it.

    Parameters
    ----------
    place
        The workspace, or its ``plan.toml``.

    Raises
    ------
    FaultsError
        If the file is missing or is not TOML.
    """
    path, values, _ = read_toml(place)
    about, listed, distances, finder = (section_of(values, name) for name in ("plan", "input", "distances", "finder"))
    candidates, given_layers = (section_of(values, name) for name in ("candidates", "layers"))
    judged = {"candidates": candidates, "finder": finder}
    replace = section_of(distances, "replace")
    inputs = {name: _draft_file(listed[name]) for name in Files.model_fields if name in listed}
    replaced = {category_of(name): _draft_file(file) for name, file in replace.items()}
    layers = {name: _draft_file(_of_file(file)) for name, file in given_layers.items()}
    in_order = {name: replaced[name] for name in CATEGORY_IDS if name in replaced}
    province = about.get("province", ())
    provinces = (province,) if isinstance(province, str) else province if isinstance(province, list) else ()
    return PlanFiles(
        folder=path.parent.resolve(),
        crs=_draft_crs(about.get("crs")),
        provinces=tuple(name for name in provinces if isinstance(name, str)),
        inputs={name: file for name, file in inputs.items() if file is not None},
        replaced={name: file for name, file in in_order.items() if file is not None},
        areas=_draft_file(finder["areas"]) if "areas" in finder else None,
        layers={name: file for name, file in layers.items() if file is not None},
        profiles={f"{name}.profile": part["profile"] for name, part in judged.items() if _is_text(part.get("profile"))},
        search_m=search_side(values),
        criteria=asked_of(candidates),
        facts=_draft_facts(distances, candidates, given_layers),
        transit_day=_draft_day(section_of(values, "transit"), about.get("reference_date")),
        unclear=frozenset(name for name, file in inputs.items() if file is None),
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _draft_file(value: object) -> InputFile | None:
    return understood(InputFile, value)


def _draft_facts(
    distances: Mapping[str, Any], candidates: Mapping[str, Any], layers: Mapping[str, Any]
) -> tuple[str, ...]:
    """List the facts of a faulty plan; none where it cannot be told which it would have."""
    known = understood(Distances, {name: distances[name] for name in ("modes", "categories") if name in distances})
    limits = catchments_of(candidates)
    if known is None or limits is None:
        return ()
    return fact_names(modes=known.modes, categories=known.categories, catchments_m=limits, layers=tuple(layers))


def _of_file(value: object) -> object:
    """Leave of a layer what is said of its file; its options have faults of their own."""
    if not isinstance(value, dict):
        return value
    return {name: part for name, part in value.items() if name in InputFile.model_fields}


def _draft_day(transit: dict[str, Any], reference_date: object) -> date | None:
    try:
        section = Transit.model_validate({"date": transit.get("date")})
    except ValidationError:
        return None
    return section.day(reference_date) if isinstance(reference_date, date) else section.date


def _draft_crs(value: object) -> str:
    try:
        return metric_crs_text(str(value))
    except PydanticCustomError:
        return RD_NEW.to_string()
