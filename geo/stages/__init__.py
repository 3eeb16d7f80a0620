"""One short file a stage: its name, what it needs, what it makes, and how it runs."""

from geo.stages import distances, extract, landscape
from geo.stages.stage import Stage

STAGES: tuple[Stage, ...] = (extract.STAGE, landscape.STAGE, distances.STAGE)
"""The stages in the order in which they run."""
