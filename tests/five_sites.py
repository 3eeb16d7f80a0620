"""The worked example of ``docs/methode-rangorde.md``: five sites, four criteria; knows nothing of ``geo``.

K3 is first and K2 second by the weights, and they swap where the walk to a shop weighs more; K3 is at least as good as
K4 on every criterion; no site is best on all. The agreement of K2 is unknown and counts as worst; the shop of K4 may be
nearer, beyond the edge of the map; that of K5 is farther than was looked.
"""

import math

IDS = ("K1", "K2", "K3", "K4", "K5")
"""The sites."""
CRITERIA = ("winkel", "omvang", "vloer", "looptijd")
"""The criteria: walk to the supermarket, places, floor area a place, months that the agreement runs."""
FACTS = ("walk_supermarket_m", "capacity", "floor_area_per_place_m2", "agreement_months")
"""The fact of each criterion."""
WEIGHTS = (0.4, 0.3, 0.2, 0.1)
"""Weight of each criterion."""
BOUNDS = ((0.2, 0.6), (0.1, 0.5), (0.1, 0.4), (0.0, 0.3))
"""Least and most weight of each criterion that anyone would give."""

VALUES = (
    (500.0, 150.0, 8.0, 33.0),
    (1_000.0, 400.0, 7.0, math.nan),
    (2_000.0, 600.0, 12.0, 51.0),
    (2_000.0, 1_050.0, 9.5, 42.0),
    (math.nan, 1_050.0, 10.0, 72.0),
)
"""What is known of each site; NaN where there is no value."""
LOWS = (
    (500.0, 150.0, 8.0, 33.0),
    (1_000.0, 400.0, 7.0, -math.inf),
    (2_000.0, 600.0, 12.0, 51.0),
    (0.0, 1_050.0, 9.5, 42.0),
    (5_000.0, 1_050.0, 10.0, 72.0),
)
"""The true value is at least this."""
HIGHS = (
    (500.0, 150.0, 8.0, 33.0),
    (1_000.0, 400.0, 7.0, math.inf),
    (2_000.0, 600.0, 12.0, 51.0),
    (2_000.0, 1_050.0, 9.5, 42.0),
    (math.inf, 1_050.0, 10.0, 72.0),
)
"""The true value is at most this."""

SCORES = (
    (1.0, 0.4, 0.5, 0.25),
    (0.8, 1.0, 0.5, 0.0),
    (0.4, 1.0, 1.0, 0.75),
    (0.4, 0.5, 0.5, 0.5),
    (0.0, 0.5, 1.0, 1.0),
)
"""Score of each site on each criterion."""
SCORES_LOW = SCORES
"""Score if what is unknown turns out worst."""
SCORES_HIGH = (
    (1.0, 0.4, 0.5, 0.25),
    (0.8, 1.0, 0.5, 1.0),
    (0.4, 1.0, 1.0, 0.75),
    (1.0, 0.5, 0.5, 0.5),
    (0.0, 0.5, 1.0, 1.0),
)
"""Score if what is unknown turns out best."""

SUMS = (0.645, 0.72, 0.735, 0.46, 0.45)
"""Sum of weight times score."""
RANKS = (3, 2, 1, 4, 5)
"""Rank of each site; 1 is the best."""
PARETO = (True, True, True, False, True)
"""Whether no other site is at least as good on every criterion and better on one."""
