"""Which facts a plan can have, by their names: what rules and criteria may ask for."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from geo.tables.choices import MODE_NAMES
from geo.tables.facility_categories import CATEGORY_IDS

_ALWAYS = (
    "departures_per_hour", "capacity", "site_area_m2", "floor_area_m2", "floor_area_per_place_m2", "places_per_ha",
    "agreement_months", "cost_opening_per_place", "cost_year_per_place", "municipality_share",
    "municipality_share_with", "region_balance_without", "region_balance_with", "open_water_distance_m",
    "open_water_width_m",
)  # fmt: skip
_OF_WALK = ("walk_{category}_exposed_share", "walk_{category}_unlit_share")
_OF_MODE = ("{mode}_hub_m", "{mode}_reception_m")
_OF_LAYER = ("mean", "max", "share_above", "inside_share", "distance_m")
"""What is told of a layer: of a raster the first three, of areas the others."""
_PEOPLE = re.compile(r"people_\d+_m")


def fact_names(
    *, modes: Sequence[str], categories: Sequence[str], catchments_m: Sequence[float] = (), layers: Sequence[str] = ()
) -> tuple[str, ...]:
    """List the facts that a plan has, but for the columns of the user's own.

    Parameters
    ----------
    modes, categories
        Modes of travel and categories of facilities of the distances.
    catchments_m
        Walking distances within which inhabitants are counted, in metres.
    layers
        Names of the layers; what is told of one depends on whether it is a raster.
    """
    return tuple(
        chain(
            (f"{mode}_{category}_{unit}" for mode in modes for category in categories for unit in ("m", "minutes")),
            (name.format(mode=mode) for mode in modes for name in _OF_MODE),
            (name.format(category=category) for category in categories for name in _OF_WALK if "walk" in modes),
            (f"people_{limit:g}_m" for limit in catchments_m),
            chain.from_iterable(map(of_layer, layers)),
            _ALWAYS,
        )
    )


def of_layer(name: str) -> tuple[str, ...]:
    """List what can be told of a layer, whatever it is: the names of its facts."""
    return tuple(f"{name}_{part}" for part in _OF_LAYER)


def could_be_fact(name: str) -> bool:
    """Tell whether another plan could have a fact of this name: with more modes, categories or distances."""
    return name in fact_names(modes=MODE_NAMES, categories=CATEGORY_IDS) or _PEOPLE.fullmatch(name) is not None


def layer_of(name: str) -> str:
    """Give the layer that a fact of this name would be of; empty where it would be of none."""
    return next(_layers_of(name), "")


def _layers_of(name: str) -> Iterator[str]:
    return (name.removesuffix(f"_{part}") for part in _OF_LAYER if name.endswith(f"_{part}"))
