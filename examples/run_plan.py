"""Make a plan from Python and look at what came out: ``geo run`` in a few lines.

    python examples/run_plan.py [WORKSPACE]

Without a workspace it makes Markerwaard, the built-in example province.
"""

import sys
from pathlib import Path

import pandas as pd

from geo.pipeline import run
from geo.plan import load_plan

MARKERWAARD = Path(__file__).parents[1]


def main(workspace: Path) -> None:
    """Make the plan, then read its tables as any program can."""
    report = run(load_plan(workspace), listen=lambda event: print(event.stage, event.state))

    coverage = pd.read_parquet(report.outputs.processed / "coverage.parquet")
    print("\nVerdicts by region and kind of need, over all quarters:")
    print(pd.crosstab([coverage["region_id"], coverage["bucket"]], coverage["status"]).to_string())

    distances = pd.read_parquet(report.outputs.processed / "distances.parquet")
    walked = distances[(distances["mode"] == "walk") & (distances["rank"] == 1)]
    print("\nMetres on foot to the nearest facility:")
    table = walked.pivot_table(index="origin_id", columns="category", values="distance_m")
    print(table.round().to_string(na_rep="-"))

    print("\nWhat must be mended first:")
    for finding in report.findings:
        if finding.severity == "rood":
            print(f"- {finding.sentence('en')} {finding.remedy('en')}")
    print("\nThe plan:", *(path for path in report.files if path.name.startswith("provinciaal-plan")), sep="\n- ")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else MARKERWAARD)
