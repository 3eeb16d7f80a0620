"""Stage: the distance by road from each satellite or dependance to its hub (chapter 4)."""

import numpy as np
import pandas as pd

from geo.network.route import nearest
from geo.network.snap import snap
from geo.plan import ModeName, Plan
from geo.stages.stage import Made, Stage, Work


def _run(work: Work) -> Made:
    locations, asked = work.inputs().locations, work.plan.distances
    network = work.network(hub_mode(work.plan))
    feet = snap(network, locations.geometry, max_snap_m=asked.max_snap_m)
    position = {name: row for row, name in enumerate(locations["location_id"])}
    rows = []
    for satellite, hub in zip(locations["location_id"], locations["hub_id"], strict=True):
        if hub in position and hub != satellite:
            pair = [feet.take(np.array([position[name]])) for name in (satellite, hub)]
            found = nearest(network, pair[0], pair[1], k=1, weight=asked.weight)
            rows.append((satellite, hub, float(found.total_m[0]) if len(found.total_m) else None))
    frame = pd.DataFrame(rows, columns=["location_id", "hub_id", "distance_m"]).astype({"distance_m": "Float64"})
    return Made(results={"hub_distances": frame})


def hub_mode(plan: Plan) -> ModeName:
    """Choose the car, by which staff and goods travel; else the last mode of the plan."""
    return "car" if "car" in plan.distances.modes else plan.distances.modes[-1]


STAGE = Stage(
    name="hubs",
    needs=("extract",),
    reads=("locations", "boundaries", "addresses", "country"),
    sections=("plan", "distances"),
    run=_run,
)
