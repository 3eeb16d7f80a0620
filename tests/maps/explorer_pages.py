"""Scripts that move and read the explorer in a browser, the same for all its tests."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.maps.conftest import Visit

_MOVE = """(points) => {
  points.forEach((one, at) => {
    const slider = document.getElementById(`weight-${at}`);
    slider.value = one;
    slider.dispatchEvent(new Event('input', { bubbles: true }));
  });
  return new Promise((done) => setTimeout(done, 0)); }"""
_ROWS = """() => [...document.querySelectorAll('.ranking > tbody')].map((body) => [
  body.querySelector('.name').textContent,
  Number(body.querySelector('.rank strong').textContent),
  Number(body.querySelector('data').value)])"""
_NAMES = "(list) => [...document.querySelectorAll(`[aria-label='${list}'] .name`)].map((one) => one.textContent)"


@dataclass(frozen=True)
class Row:
    """A row of the ranking."""

    name: str
    rank: int
    score: float


def move(visit: Visit, points: Sequence[int]) -> None:
    """Set every slider."""
    visit.ask(_MOVE, list(points))


def rows(visit: Visit) -> list[Row]:
    """Read the ranking, the scores with all their digits."""
    return [Row(*row) for row in visit.ask(_ROWS)]


def names(visit: Visit, table: str) -> list[str]:
    """Read who stands in a table."""
    found: list[str] = visit.ask(_NAMES, table)
    return found
