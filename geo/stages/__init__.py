"""One short file a stage: its name, what it needs, what it makes, and how it runs."""

from geo.stages import (
    catchments,
    checks,
    completeness,
    coverage,
    departures,
    distances,
    document,
    extract,
    filling,
    hubs,
    landscape,
    layers,
    maps,
    page,
    portfolio,
    reach,
    regional_distances,
    route_quality,
    snaps,
)
from geo.stages.stage import Stage

STAGES: tuple[Stage, ...] = (
    extract.STAGE,
    landscape.STAGE,
    distances.STAGE,
    departures.STAGE,
    route_quality.STAGE,
    completeness.STAGE,
    snaps.STAGE,
    hubs.STAGE,
    regional_distances.STAGE,
    catchments.STAGE,
    reach.STAGE,
    portfolio.STAGE,
    coverage.STAGE,
    filling.STAGE,
    checks.STAGE,
    layers.STAGE,
    maps.STAGE,
    page.STAGE,
    document.STAGE,
)
"""The stages in the order in which they run."""
