"""The explorer with 500 candidates: how long a slider takes to show the new ranking, and how large the file is.

    python -m benchmarks.candidates_explorer [--runs 31]

The page is opened in Chromium, in a window of 1366 by 768. A move is timed from the event of the slider until the frame
after it is drawn: that frame shows the new list, the marks on the map follow in the next. Before that some weightings
are set, and the ranking on the page must be that of numpy. The last line is one JSON object.
Other work on the machine counts in the milliseconds.
"""

import argparse
import json
import platform
import statistics
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from playwright.sync_api import Page, sync_playwright

from benchmarks.main_job import table
from geo.imprint import Imprint
from geo.maps.explorer import ExplorerContent, explorer_page
from tasks import find_browser

CANDIDATES, FACTS, RULES, CRITERIA = 500, 30, 10, 8
_CORNER = (480_000.0, 150_000.0)
SLIDER_MS = """async (runs) => {
  const slider = document.getElementById('weight-0');
  const times = [];
  for (let turn = 0; turn < runs; turn += 1) {
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 60)));
    slider.value = String((turn * 37) % 101);
    const start = performance.now();
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((done) => requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = done;
      channel.port2.postMessage(0);
    }));
    times.push(performance.now() - start);
  }
  return times; }"""
"""From a move of a slider until the frame that shows the new ranking is drawn, in milliseconds."""
_MOVE = """(points) => { points.forEach((one, at) => {
    const slider = document.getElementById(`weight-${at}`);
    slider.value = one;
    slider.dispatchEvent(new Event('input', { bubbles: true }));
  });
  return new Promise((done) => setTimeout(done, 0)); }"""
_ROWS = """() => [...document.querySelectorAll('.ranking > tbody')].map((row) => [
  row.querySelector('.name').textContent, Number(row.querySelector('data').value)])"""


def made_up(count: int, *, seed: int = 6) -> ExplorerContent:
    """Make candidates with facts, rules of which half are hard, and criteria."""
    chance = np.random.default_rng(seed)
    ids = np.array([f"K{at:04d}" for at in range(count)], dtype=object)
    value = np.round(chance.gamma(2.0, 900.0, (count, FACTS)), 1)
    score = chance.random((count, CRITERIA))
    margin = 4_500 - value[:, :RULES]
    hard = np.arange(RULES) % 2 == 0
    out = ((margin < 0) & hard).any(axis=1)
    y, x = (chance.uniform(low, low + 40_000, count) for low in _CORNER)
    return ExplorerContent(
        imprint=Imprint(
            title="Provinciaal plan", province="Nergens", prt="Regietafel", reference_date=date(2020, 9, 1),
            version="1", status="concept", edition="vertrouwelijk", fictional=True, sources=(),
        ),
        candidates=gpd.GeoDataFrame(
            {"candidate_id": ids, "name": "Locatie " + ids, "municipality": "Nergenshuizen", "open": False},
            geometry=shapely.box(x, y, x + 150, y + 90), crs="EPSG:28992",
        ),
        facts=pd.DataFrame(
            {
                "fact": _names("f", FACTS), "title": _names("Afstand ", FACTS), "kind": "metres", "group": "access",
                "unit": "", "source": "gemaakt", "reference_date": pd.NaT,
            }
        ),
        candidate_facts=_long(ids, "fact", _names("f", FACTS), value=value, low=value, high=value).assign(
            status="ok", note="Voorziening in het dorp"
        ),
        verdicts=_long(
            ids, "rule", _names("r", RULES), value=value[:, :RULES], margin=margin, hard=np.tile(hard, (count, 1)),
            fact=np.tile(_names("f", RULES), (count, 1)), verdict=np.where(margin < 0, "fails", "meets"),
        ).assign(profile="Gemaakt", title=lambda rows: "Regel " + rows["rule"], bound=4_500.0, at_least_margin=False),
        criteria=pd.DataFrame(
            {
                "criterion": _names("c", CRITERIA), "title": _names("Criterium ", CRITERIA),
                "fact": _names("f", CRITERIA), "value": "van 0 tot 1", "weight": 1 / CRITERIA, "weight_low": 0.0,
                "weight_high": 1.0, "spread": 1.0,
            }
        ),
        scores=_long(ids, "criterion", _names("c", CRITERIA), score=score).assign(missing=False),
        ranking=pd.DataFrame(
            {
                "candidate_id": ids, "rank_low": np.where(out, np.nan, 1), "rank_high": np.where(out, np.nan, count),
                "first_share": np.where(out, np.nan, 1 / count), "pareto": True, "topsis_rank": 1,
            }
        ),
        pairs=pd.DataFrame({"better_id": ids[:-1], "worse_id": ids[1:]}),
        profile="Gemaakt",
        landscape=gpd.GeoDataFrame({"layer": [], "kind": [], "name": []}, geometry=[], crs="EPSG:28992"),
    )  # fmt: skip


def _names(head: str, count: int) -> list[str]:
    return [f"{head}{at}" for at in range(count)]


def _long(ids: Any, key: str, names: list[str], **values: Any) -> pd.DataFrame:
    """Give matrices as rows: a row a candidate and name."""
    columns = {name: np.asarray(matrix).ravel() for name, matrix in values.items()}
    return pd.DataFrame({"candidate_id": np.repeat(ids, len(names)), key: names * len(ids), **columns})


def by_numpy(content: ExplorerContent, points: list[int]) -> list[tuple[str, float]]:
    """Rank by numpy: names and scores, the highest first."""
    score = content.scores["score"].to_numpy().reshape(-1, CRITERIA)
    total = score @ (np.array(points) / sum(points))
    fails = content.verdicts["hard"] & (content.verdicts["verdict"] == "fails")
    out = fails.to_numpy().reshape(-1, RULES).any(axis=1)
    names = content.candidates["name"].to_numpy()
    return [(names[at], float(total[at])) for at in np.argsort(-total, kind="stable") if not out[at]]


def compare(page: Page, content: ExplorerContent) -> int:
    """Hold the ranking on the page against that of numpy; give how many scores were compared."""
    page.get_by_role("button", name="Toon de hele rangorde").click()
    chance, compared = np.random.default_rng(1), 0
    for _ in range(5):
        points = chance.integers(0, 101, CRITERIA).tolist()
        page.evaluate(_MOVE, points)
        found, wanted = page.evaluate(_ROWS), by_numpy(content, points)
        assert [name for name, _ in found] == [name for name, _ in wanted]
        assert max(abs(one[1] - other[1]) for one, other in zip(found, wanted, strict=True)) <= 1e-9
        compared += len(found)
    return compared


def times(runs: int) -> tuple[list[float], float]:
    """Compare, then give the milliseconds of each move and the megabytes of the file."""
    content = made_up(CANDIDATES)
    text = explorer_page(content)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "kandidaatlocaties.html"
        path.write_text(text, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=find_browser() or playwright.chromium.executable_path)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(path.as_uri())
        assert compare(page, content) > CANDIDATES
        page.reload()
        page.wait_for_selector("html[data-ready]")
        page.wait_for_timeout(1_000)
        milliseconds: list[float] = page.evaluate(SLIDER_MS, runs)
        browser.close()
    return milliseconds, len(text.encode()) / 1e6


def measure(runs: int) -> dict[str, float]:
    """Compare, then time; gives the shortest and the middle time of a move, and the size of the file."""
    return _figures(*times(runs))


def _figures(milliseconds: list[float], megabytes: float) -> dict[str, float]:
    middle = statistics.median(milliseconds)
    return {"slider_ms": min(milliseconds), "slider_ms_median": middle, "explorer_mb": megabytes}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=31)
    runs = parser.parse_args().runs
    milliseconds, megabytes = times(runs)
    print(f"python -m benchmarks.candidates_explorer --runs {runs}")
    print(f"Python {platform.python_version()}, {CANDIDATES} candidates, {platform.machine()}\n")
    table("a move of a slider", milliseconds, "ms")
    table("size of the file", [megabytes], "MB")
    print(json.dumps({name: round(value, 2) for name, value in _figures(milliseconds, megabytes).items()}))


if __name__ == "__main__":
    main()
