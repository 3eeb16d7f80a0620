"""A browser for the tests of pages, with the network off and every request and message counted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from geo.maps.explorer import ExplorerContent, explorer_page
from geo.maps.interactive import PageContent, interactive_page
from tasks import find_browser
from tests.maps.page_example import content

WALK = """
  const setting = JSON.parse(document.getElementById('setting').textContent);
  const map = window[setting.map];
  const leaves = (group) => group.getLayers().flatMap((one) => (one.getLayers ? leaves(one) : [one]));
"""
"""Start of a script: the map of the page and what its layers hold."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a file; its absence is a failure, since no other test sees what it sees."""
    with sync_playwright() as playwright:
        found = find_browser() or playwright.chromium.executable_path
        if not Path(found).is_file():
            pytest.fail("no Chromium was found; run `python3 tasks.py test`, which installs one, or install Chromium")
        launched = playwright.chromium.launch(executable_path=found)
        yield launched
        launched.close()


@dataclass
class Visit:
    """A page that is open, with what it asked for and what it complained of."""

    page: Page
    address: str
    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    def trouble(self) -> list[str]:
        """List every request but that of the page itself, and every message, dialog and error."""
        return [*self.messages, *(request for request in self.requests if request != self.address)]

    def labels(self) -> set[str]:
        """Give the names that stand on the map."""
        return set(self.page.locator(".map-label").all_text_contents())

    def box(self, name: str) -> Locator:
        """Give the box of a layer."""
        return self.page.get_by_role("checkbox", name=name, exact=True)

    def ask(self, script: str, argument: object = None) -> Any:
        """Give the value of a script in the page; a policy of the page does not forbid it."""
        return self.page.evaluate(script, argument)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Open a file in a fresh profile; ``bypass_csp`` takes away the page's own second line of defence."""
    contexts = []

    def opened(path: Path, *, width: int = 1400, height: int = 900, bypass_csp: bool = False) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": height}, offline=True, bypass_csp=bypass_csp, locale="en-US"
        )
        contexts.append(context)
        page = context.new_page()
        found = Visit(page=page, address=path.as_uri())
        page.on("request", lambda request: found.requests.append(request.url))
        page.on("console", lambda message: found.messages.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: found.messages.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (found.messages.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready]", timeout=15_000)
        return found

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def write(tmp_path: Path) -> Callable[[PageContent], Path]:
    def written(page: PageContent) -> Path:
        path = tmp_path / "kaart-vertrouwelijk.html"
        path.write_text(interactive_page(page), encoding="utf-8")
        return path

    return written


@cache
def page_of(make: Callable[[], PageContent]) -> str:
    """Give the page of an example, which is made once for all tests that open it."""
    return interactive_page(make())


@pytest.fixture
def example(tmp_path: Path, visit: Callable[..., Visit]) -> Visit:
    path = tmp_path / "kaart-vertrouwelijk.html"
    path.write_text(page_of(content), encoding="utf-8")
    found: Visit = visit(path)
    return found


@pytest.fixture
def opened(tmp_path: Path, visit: Callable[..., Visit]) -> Callable[..., Visit]:
    """Open an explorer."""

    def opened(page: ExplorerContent, **size: Any) -> Visit:
        path = tmp_path / "kandidaatlocaties-vertrouwelijk.html"
        path.write_text(explorer_page(page), encoding="utf-8")
        return visit(path, **size)

    return opened
