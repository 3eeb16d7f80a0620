"""The tools of the interactive page in a browser: quarters, routes, measuring, places, paper, and the background of PDOK."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from pyproj import Geod

from geo.maps.interactive import PageContent, interactive_page
from tests.maps.conftest import WALK, Visit, page_of
from tests.maps.page_example import CANDIDATE, DISTANCES, ENGLISH, SITES
from tests.maps.page_time_example import QUARTERS, ROUTES, STANDING, STATUSES, timed_content

Visitor = Callable[..., Visit]
AXE = Path(__file__).parent / "axe" / "axe.min.js"
NAMES = {str(row[0]): str(row[1]) for row in (*SITES, CANDIDATE)}
SAID = (
    "3e kwartaal 2020: 890 plekken",
    "4e kwartaal 2020: 650 plekken",
    "1e kwartaal 2021: 900 plekken",
    "2e kwartaal 2021: 1.020 plekken",
    "3e kwartaal 2021: ten minste 600 plekken",
)
TOLD = {
    # location: what its row must say in each quarter: type, places, event
    "G1": ("nog zonder type|650 plekken", "nog zonder type|650 plekken", "GVL|600 plekken|krijgt ander type", "GVL|600 plekken", "GVL|600 plekken"),
    "G2": ("nog zonder type|240 plekken", "eindigt|0 plekken", "–", "–", "–"),
    "G3": ("–", "–", "ROL|300 plekken|opent", "ROL|420 plekken|groeit", "ROL|aantal onbekend"),
}  # fmt: skip
WORDS = {
    "short": "tekort",
    "within": "binnen bandbreedte",
    "above": "boven bandbreedte",
    "untestable": "niet toetsbaar",
}
SHOWN = "(all) => all.filter((one) => one.offsetParent !== null).map((one) => one.textContent)"


@pytest.fixture
def timed(tmp_path: Path, visit: Visitor) -> Visit:
    path = tmp_path / "kaart-vertrouwelijk.html"
    path.write_text(page_of(timed_content), encoding="utf-8")
    found: Visit = visit(path)
    return found


def row_of(found: Visit, site: str) -> str:
    """Give what the row of a location tells of the chosen quarter."""
    cell = found.page.locator("tbody.item", has_text=NAMES[site]).locator("td.transition")
    return "|".join(cell.locator(".tell").evaluate_all(SHOWN))


def marks_of(found: Visit) -> dict[str, float]:
    """Give the marks of the quarter on the map by name, with the places for which their size stands."""
    drawn = found.page.locator(".mark.transition").evaluate_all(
        "(marks) => marks.map((one) => [one.getAttribute('aria-label'), Number(one.firstChild.getAttribute('width'))])"
    )
    assert len(dict(drawn)) == len(drawn)
    return {name: (width / 1.9) ** 2 for name, width in drawn}


@pytest.mark.browser
def test_the_slider_moves_marks_table_areas_and_totals_together(timed: Visit) -> None:
    page, slider = timed.page, timed.page.get_by_role("slider", name="Kwartaal")
    assert (slider.input_value(), slider.get_attribute("aria-valuetext")) == (
        "0",
        SAID[0],
    )  # that of the reference date
    assert not page.locator("td.transition").first.is_visible()
    timed.box("Dekking per kwartaal").check()
    timed.box("Regio's").uncheck()
    slider.focus()
    for keys, number in ((["ArrowRight"], 1), (["ArrowRight"], 2), (["ArrowUp"], 3), (["End"], 4), (["Home"], 0)):
        for key in keys:
            page.keyboard.press(key)
        assert slider.get_attribute("aria-valuetext") == SAID[number]
        assert {site: row_of(timed, site) for site in TOLD} == {site: told[number] for site, told in TOLD.items()}
        standing = {NAMES[row[1]]: row[3] for row in STANDING if row[0] == QUARTERS[number]}
        marks = marks_of(timed)
        assert set(marks) == set(standing)
        for name, places in standing.items():
            # never smaller than a mark of 150 places, and 16 pixels where they are unknown
            assert marks[name] == pytest.approx(max(places, 150) if places is not None else 256, rel=0.09)
        classes = page.locator("path.coverage").evaluate_all("(all) => all.map((one) => one.getAttribute('class'))")
        statuses = [told[number] for told in STATUSES.values()]
        assert [[word for word in WORDS if word in one.split()] for one in classes[-2:]] == [[one] for one in statuses]
        assert {f"{name}\n{WORDS[told[number]]}" for name, told in STATUSES.items()} <= timed.labels()
        rows = page.locator(".layer-table", has_text="Dekking per kwartaal").locator("tr.item:not(.elsewhen) .verdict")
        assert rows.all_text_contents() == [WORDS[one] for one in statuses]
        quarter = page.locator(".quarter:visible")
        assert quarter.locator(".outcome").all_inner_texts()[0].strip() == WORDS[STATUS_OF_ALL[number]]
        assert SAID[number].split(": ")[0] == quarter.locator("strong").text_content()
    # marks of a fixed day make place for those of the quarter
    assert not timed.box("Locaties nu").is_checked()
    assert timed.box("Locaties per kwartaal").is_checked()
    assert timed.trouble() == []


STATUS_OF_ALL = ("untestable", "within", "short", "above", "untestable")


@pytest.mark.browser
def test_playing_goes_on_until_it_is_paused_and_steps_for_who_wants_less_motion(timed: Visit) -> None:
    page, slider = timed.page, timed.page.get_by_role("slider", name="Kwartaal")
    page.get_by_role("button", name="Afspelen").click()
    assert slider.input_value() == "1"
    page.wait_for_function("() => document.getElementById('quarter').value === '2'", timeout=5000)
    page.get_by_role("button", name="Pauzeren").click()
    assert page.get_by_role("button", name="Afspelen").is_visible()
    page.emulate_media(reduced_motion="reduce")
    for wanted in "3", "4", "0":
        page.get_by_role("button", name="Volgend kwartaal").click()
        assert slider.input_value() == wanted
    # a pop-up that is open tells the quarter too, and follows it
    page.locator("tbody.item", has_text=NAMES["G1"]).locator("button.show").click()
    first = page.locator(".leaflet-popup dl > div").first
    assert first.inner_text().split("\n") == ["2020-III", "nog zonder type, 650 plekken"]
    page.keyboard.press("Tab")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert first.inner_text().split("\n") == ["2021-I", "GVL, 600 plekken, krijgt ander type"]
    # a location that stands in no layer of the day is looked up in its quarter
    timed.box("Locaties per kwartaal").uncheck()
    page.locator("tbody.item", has_text=NAMES["G3"]).locator("button.show").click()
    assert page.locator(".leaflet-popup .title").text_content() == NAMES["G3"]
    assert timed.trouble() == []


DRAWN = f"""() => {{ {WALK}
  const lines = [];
  map.eachLayer((one) => {{ if (one.options.pane === 'routes' && one instanceof L.Polyline && one.options.color !== '#fff')
    lines.push([one.options.dashArray ?? '', one.getLatLngs().map((place) => [place.lng, place.lat])]); }});
  return lines; }}"""


@pytest.mark.browser
def test_a_distance_draws_its_route_and_tells_the_same_length(timed: Visit) -> None:
    page, note = timed.page, timed.page.locator(".route-note")
    modes, seen = {"walk": "lopen", "bike": "fietsen", "car": "auto"}, 0
    for origin, mode, category, places in ROUTES:
        item = page.locator("tbody.item", has_text=NAMES[origin])
        if not item.locator(".detail").is_visible():
            item.locator("button.more").click()
        (row,) = [one for one in DISTANCES if one[:3] == (origin, mode, category) and one[3] == 1]
        told = f"{(row[5] or 0) / 1000:.1f}\u00a0km, ".replace(".", ",") + f"{row[6]:.0f}\u00a0min"
        cells = item.locator(".distances thead th").all_text_contents()
        item.locator(".distances tbody tr").first.locator("td").nth(cells.index(modes[mode]) - 1).locator(
            "button"
        ).click()
        assert note.locator("p").first.text_content() == f"{NAMES[origin]} → {row[4]} (huisarts), {modes[mode]}: {told}"
        lines = timed.ask(DRAWN)
        assert [dash != "" for dash, _ in lines] == [True, True, False]
        drawn = [lines[0][1][0], *lines[2][1], lines[1][1][-1]]
        assert drawn == [pytest.approx(place, abs=2e-5) for place in places]
        assert item.locator("button.route[aria-pressed='true']").count() == 1
        seen += 1
    assert seen == page.locator(".panel button.route").count() == len(ROUTES)
    note.get_by_role("button", name="Wis route").click()
    assert (timed.ask(DRAWN), note.is_visible()) == ([], False)
    # from a pop-up, by the keyboard: the pop-up makes place, and Escape takes the route away
    page.locator("tbody.item", has_text=NAMES["G1"]).locator("button.show").press("Enter")
    page.locator(".leaflet-popup button.route").nth(1).press("Enter")
    page.wait_for_selector(".leaflet-popup", state="detached")
    assert "fietsen: 1,0\u00a0km, 4\u00a0min" in (note.locator("p").first.text_content() or "")
    assert timed.ask("() => document.activeElement.textContent") == "Wis route"
    page.keyboard.press("Escape")
    assert timed.ask(DRAWN) == []
    # what has no way has no button
    assert page.locator(".panel .distances td", has_text="op locatie").locator("button").count() == 0
    assert timed.trouble() == []


@pytest.mark.browser
def test_measuring_agrees_with_the_geodesic_and_works_by_mouse_and_keys(timed: Visit) -> None:
    page, geod = timed.page, Geod(ellps="WGS84")
    page.get_by_role("button", name="Meten").click()
    panel = page.get_by_role("group", name="Afstand meten")
    box = page.locator(".chart > .leaflet-container").bounding_box()
    assert box is not None
    for at in ((390, 430), (600, 350), (820, 600)):
        page.mouse.click(*at)
    page.keyboard.press("Enter")
    held = timed.ask(f"""() => {{ {WALK} const found = [];
      map.eachLayer((one) => {{ if (one.options.pane === 'measure' && one.getRadius) found.push(one.getLatLng()); }});
      return [...found, map.getCenter()].map((one) => [one.lng, one.lat, ...Object.values(map.latLngToContainerPoint(one))]); }}""")
    assert held[3] == pytest.approx(held[4], abs=1e-9)
    assert [(x + box["x"], y + box["y"]) for _, _, x, y in held[:3]] == [
        pytest.approx(at, abs=1) for at in ((390, 430), (600, 350), (820, 600))
    ]
    places = [(lon, lat) for lon, lat, _, _ in held[:4]]

    def metres() -> float:
        return float(panel.get_attribute("data-metres") or "nan")

    wanted = geod.line_length(*zip(*places, strict=True))
    assert wanted > 1000
    assert metres() == pytest.approx(wanted, rel=1e-7)
    assert panel.locator(".total").text_content() == f"Hemelsbreed: {wanted / 1000:.2f} km".replace(".", ",")
    panel.get_by_role("button", name="Punt terug").click()
    assert metres() == pytest.approx(geod.line_length(*zip(*places[:3], strict=True)), rel=1e-7)
    page.locator(".chart > .leaflet-container").focus()
    page.keyboard.press("Backspace")
    assert metres() == pytest.approx(geod.line_length(*zip(*places[:2], strict=True)), rel=1e-7)
    # a click on a mark sets a point and opens nothing
    mark = page.locator(".mark.portfolio").first.bounding_box()
    assert mark is not None
    page.mouse.click(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2)
    assert page.locator(".leaflet-popup").count() == 0
    assert metres() > geod.line_length(*zip(*places[:2], strict=True))
    panel.get_by_role("button", name="Wissen").click()
    assert panel.locator(".total").text_content() == "Hemelsbreed: 0 m"
    page.keyboard.press("Escape")
    assert panel.count() == 0
    assert timed.ask("() => document.activeElement.title") == "Meten"
    assert timed.trouble() == []


@pytest.mark.browser
def test_enter_in_the_search_goes_to_the_first_find_or_to_a_place_of_the_map(timed: Visit) -> None:
    page, search = timed.page, timed.page.get_by_role("searchbox")
    search.fill("gezins")
    search.press("Enter")
    assert page.locator(".leaflet-popup .title").text_content() == "gezinslocatie Oosterleek"
    search.fill("gouwdorp")
    assert page.locator("#places button").all_text_contents() == ["Gouwdorp"]
    search.press("Enter")
    centre = timed.ask(f"() => {{ {WALK} const place = map.getCenter(); return [place.lng, place.lat]; }}")
    assert centre == pytest.approx([5.14, 52.438], abs=1e-3)
    assert page.locator(".leaflet-popup").count() == 0
    # what a location is in another quarter is no find
    search.fill("groeit")
    assert page.locator("tbody.item:visible").count() == 0
    search.fill("")
    assert not page.locator("#places").is_visible()
    assert timed.trouble() == []


@pytest.mark.browser
def test_the_keyboard_alone_reaches_every_tool_and_axe_finds_nothing_serious(timed: Visit) -> None:
    page = timed.page
    page.locator("button.more").first.press("Enter")
    page.evaluate("() => document.activeElement.blur()")
    active = "() => ['class', 'id', 'title'].map((name) => document.activeElement.getAttribute(name) ?? '')"
    reached: set[str] = set()
    for _ in range(90):
        page.keyboard.press("Tab")
        kind, name, title = timed.ask(active)
        if name == "quarter":
            page.keyboard.press("ArrowRight")
        elif title == "Meten":
            page.keyboard.press("Enter")  # the map has the focus now
            page.keyboard.press("Enter")
            assert page.locator(".measure .total").text_content() == "Hemelsbreed: 0 m"
            page.keyboard.press("Escape")
        elif kind == "route":
            page.keyboard.press("Enter")
        reached |= {kind, name, title}
    assert {"play", "quarter", "Meten", "search", "show", "more", "route", "action", "Hele gebied"} <= reached
    page.locator(".panel button.route").first.press("Enter")
    page.get_by_role("button", name="Meten").press("Enter")
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = timed.ask("() => axe.run(document, { resultTypes: ['violations'] })")
    grave = [
        (one["id"], [node["html"][:200] for node in one["nodes"]])
        for one in result["violations"]
        if one["impact"] in {"serious", "critical"}
    ]
    assert grave == []
    assert len(result["passes"]) > 30
    assert timed.trouble() == []


@pytest.mark.browser
def test_paper_is_one_turned_page_with_map_legend_scale_date_and_edition(timed: Visit) -> None:
    page = timed.page
    page.get_by_role("slider").press("ArrowRight")
    timed.box("Voorzieningen").uncheck()
    printed = pypdfium2.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    width, height = printed[0].get_size()
    assert (width, height) == (pytest.approx(842, abs=1), pytest.approx(595, abs=1))
    # the reader of PDF files sees spaces between letters here and there
    text, second = (re.sub(r"\s+", "", printed[number].get_textpage().get_text_range()) for number in (0, 1))
    for wanted in (
        "VERTROUWELIJK", "Provinciaal plan Gouwzee", "peildatum 01-09-2020", "Locaties per kwartaal", "Bereik te voet",
        "4e kwartaal 2020", "650 plekken", "Eindigt", "gezinslocatie Oosterleek", "Bronnen",
    ):  # fmt: skip
        assert wanted.replace(" ", "") in text, wanted
    assert re.search(r"afgedruktop\d\d-\d\d-\d{4}", text)
    assert re.search(r"\dk?m", text)
    for hidden in ("Locaties nu", "Dekking", "huisarts", "Afspelen", "Meten", "Opent", "Groeit in dit kwartaal"):
        assert hidden.replace(" ", "") not in text, hidden
    assert "azcGouwzee" in second
    # nothing of the first page lies outside what can be printed: 277 by 188 mm
    page.emulate_media(media="print")
    page.set_viewport_size({"width": round(277 * 96 / 25.4), "height": 900})
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    parts = page.locator("header, .legend, .chart, .time, .credits").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect()).map((one) => [one.left, one.right, one.bottom])"
    )
    assert min(left for left, _, _ in parts) >= 0
    assert max(right for _, right, _ in parts) <= 277 * 96 / 25.4 + 1
    assert max(bottom for _, _, bottom in parts) <= 188 * 96 / 25.4
    assert timed.trouble() == []


@pytest.mark.browser
def test_only_an_open_page_offers_the_background_and_asks_for_it_when_told(tmp_path: Path, visit: Visitor) -> None:
    closed = interactive_page(timed_content())
    assert "pdok" not in closed.lower()
    assert "img-src data:;" in closed
    path = tmp_path / "kaart-openbaar.html"
    path.write_text(interactive_page(timed_content("openbaar", opened=True)), encoding="utf-8")
    found = visit(path)
    assert found.trouble() == []
    box = found.page.get_by_role("checkbox", name=re.compile("PDOK"))
    assert not box.is_checked()
    box.check()
    found.page.locator(
        "#tiles-failed", has_text="De achtergrond van PDOK is niet bereikbaar."
    ).wait_for()  # no network here
    assert "© Kadaster" in (found.page.locator(".credit").text_content() or "")
    asked = [request for request in found.requests if request != found.address]
    assert asked
    assert all(request.startswith("https://service.pdok.nl/brt/achtergrondkaart/") for request in asked)
    assert not [message for message in found.messages if "Content Security Policy" in message]
    box.uncheck()
    count = len(found.requests)
    found.page.get_by_role("button", name="Inzoomen").click()
    found.page.wait_for_timeout(300)
    assert len(found.requests) == count


@pytest.mark.browser
def test_on_a_phone_slider_and_route_fit_the_screen(write: Callable[[PageContent], Path], visit: Visitor) -> None:
    found = visit(write(timed_content()), width=390, height=844)
    found.page.get_by_role("slider").press("End")
    found.page.locator("button.more").first.click()
    found.page.locator(".panel button.route").first.click()
    assert found.ask("() => document.documentElement.scrollWidth") == 390
    for part in (".time", ".route-note"):
        box = found.page.locator(part).bounding_box()
        assert box is not None
        assert (box["x"] >= 0, box["x"] + box["width"] <= 390) == (True, True)
    names = found.ask("""() => [...document.querySelectorAll('*')].flatMap((one) =>
      ['aria-label', 'title', 'aria-valuetext'].map((name) => one.getAttribute(name) ?? ''))""")
    text = " ".join([found.page.locator("body").inner_text(), *names]).lower()
    assert {"kwartaal", "meten", "route", "afspelen"} <= set(re.findall(r"\w+", text))
    assert ENGLISH & set(re.findall(r"[\w{}]+", text)) == set()
    assert found.trouble() == []
