"""The interactive page in use: map and tables say the same; layers, search, keys, phone and paper."""

import dataclasses
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.maps.interactive import PageContent
from tests.maps.conftest import WALK, Visit
from tests.maps.page_example import CANDIDATE, DISTANCES, ENGLISH, SITES, content

Visitor = Callable[..., Visit]


def shown_layers(visit: Visit) -> list[int]:
    found: list[int] = visit.ask(
        f"() => {{ {WALK} return setting.layers.map((one, number) => map.hasLayer(window[one.name]) ? number : -1)"
        ".filter((number) => number >= 0); }"
    )
    return found


# ---- the same in map, table and data


def expected_cells(site: str) -> list[list[str]]:
    """What the table of distances must say of a site, worked out anew: category and a text a mode, in metres by hand."""
    own = [row for row in DISTANCES if row[0] == site and row[3] == 1]
    modes = [mode for mode in ("walk", "bike", "car") if any(row[1] == mode for row in own)]
    words = {"on_site": "op locatie", "unreachable": "niet bereikbaar", "none": "geen voorziening gevonden"}
    far = {"walk": "verder dan 5,0 km"}
    rows = []
    for category, name in (("gp", "huisarts"), ("supermarket", "supermarkt")):
        cells = []
        for mode in modes:
            for row in own:
                if row[1:3] != (mode, category):
                    continue
                minutes = "< 1 min" if row[6] is not None and row[6] < 0.5 else f"{round(row[6] or 0)} min"
                distance = f"{(row[5] or 0) / 1000:.1f}".replace(".", ",") + " km"
                text = distance if row[7] == "ok" else words.get(row[7], far.get(mode, ""))
                marks = "".join(mark for mark, flag in zip("¹²³⁴", row[8:], strict=True) if flag)
                cells.append(text + marks + (minutes if row[7] == "ok" else ""))
        if cells:
            rows.append([name, *cells])
    return rows


CELLS = """(table) => [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => {
  const copy = cell.cloneNode(true);
  copy.querySelectorAll('.facility').forEach((name) => name.remove());
  return copy.textContent;
}))"""


@pytest.mark.browser
def test_pop_up_table_and_data_say_the_same_distances(example: Visit) -> None:
    page = example.page
    for row in (*SITES, CANDIDATE):
        item = page.locator("tbody.item", has_text=str(row[1]))
        in_table = item.locator(".distances").evaluate(CELLS)
        item.locator("button.show").click()
        pop_up = page.locator(".leaflet-popup")
        in_pop_up = pop_up.locator(".distances").evaluate(CELLS)
        assert in_pop_up == in_table == expected_cells(row[0])
        assert pop_up.locator("dl").text_content() == item.locator("dl").text_content()
        assert pop_up.locator(".title").text_content() == row[1]


@pytest.mark.browser
def test_facilities_are_named_once_where_every_mode_finds_the_same(example: Visit) -> None:
    first = example.page.locator("tbody.item").nth(0).locator(".distances tbody tr").nth(0)
    names = first.locator(".facility").all_text_contents()
    assert names == ["Praktijk De Gouw", "Praktijk De Gouw", "Praktijk Aan de Weg"]
    second = example.page.locator("tbody.item").nth(3).locator(".distances tbody tr").nth(0)
    assert second.locator(".facility").all_text_contents() == ["Praktijk De Gouw"]
    notes = example.page.locator("tbody.item").nth(1).locator(".notes sup").all_text_contents()
    assert notes == ["²", "⁴"]


@pytest.mark.browser
def test_pop_up_and_table_of_a_region_say_the_same(example: Visit) -> None:
    page = example.page
    table = page.locator(".layer-table", has=page.get_by_role("heading", name="Dekking totaal"))
    table.locator("summary").click()
    rows = table.locator("tr.item").evaluate_all(
        "(rows) => rows.map((row) => [...row.cells].map((one) => one.textContent))"
    )
    assert rows == [
        ["Noord", "tekort", "100", "400"],
        ["Oost", "binnen bandbreedte", "300", "310"],
        ["Zuid", "boven bandbreedte", "500", "450"],
        ["West", "niet toetsbaar", "1.234", "onbekend"],
    ]
    for name in ("Regio's", "Locaties nu"):
        example.box(name).uncheck()
    example.box("Dekking totaal").check()
    page.get_by_role(
        "button", name="Inzoomen"
    ).click()  # the letters of some systems are too wide for all names at first
    page.locator(".map-label", has_text="Zuid").wait_for()
    assert {"Oost\nbinnen bandbreedte", "Zuid\nboven bandbreedte"} <= example.labels()
    for row in rows:
        table.get_by_role("button", name=f"Toon {row[0]} op de kaart").click()
        assert page.locator(".leaflet-popup dd").all_text_contents() == row[1:]


@pytest.mark.browser
def test_a_mark_on_the_map_is_the_mark_in_the_table(example: Visit) -> None:
    page = example.page
    paths = (
        "(drawings) => drawings.map((one) => [...one.querySelectorAll('path')].map((path) => path.outerHTML).join())"
    )
    page.locator("input[data-layer='6']").check()
    on_map = {page.locator(".mark.allocation").nth(n).get_attribute("aria-label"): n for n in range(len(SITES))}
    drawn = page.locator(".mark.allocation svg").evaluate_all(paths)
    for row in SITES:
        item = page.locator("tbody.item", has_text=str(row[1]))
        (in_table,) = item.locator("td.state").nth(1).locator("svg").evaluate_all(paths)
        assert drawn[on_map[row[1]]] == in_table
    assert len(set(drawn)) == len(SITES)


# ---- layers, search, keys


@pytest.mark.browser
def test_boxes_switch_layers_and_those_that_cover_each_other_take_turns(example: Visit) -> None:
    assert shown_layers(example) == [0, 1, 2, 3]
    example.box("Voorzieningen").uncheck()
    example.box("Kandidaten").check()
    assert shown_layers(example) == [0, 2, 3, 7]
    example.box("Locaties straks").check()
    assert shown_layers(example) == [2, 3, 6, 7]
    assert not example.box("Locaties nu").is_checked()
    example.box("Dekking totaal").check()
    example.box("Dekking regionaal").check()
    assert shown_layers(example) == [2, 3, 5, 6, 7]
    assert not example.box("Dekking totaal").is_checked()


@pytest.mark.browser
def test_the_legend_of_a_layer_shows_only_with_the_layer(example: Visit) -> None:
    entry = example.page.locator(".legend li", has_text="Beëindigen")
    assert not entry.is_visible()
    example.box("Locaties straks").check()
    assert entry.is_visible()


@pytest.mark.browser
def test_search_filters_table_and_map(example: Visit) -> None:
    page = example.page
    search = page.get_by_role("searchbox", name="Zoek in de tabellen")
    search.fill("OOSTERLEEK gezins")
    assert page.locator("tbody.item:visible .name").all_text_contents() == ["gezinslocatie Oosterleek"]
    assert page.locator("#count").text_content() == "1 van 4 locaties en kandidaten, 1 andere rijen"
    assert page.locator(".mark.dim").evaluate_all("(marks) => marks.map((one) => one.getAttribute('aria-label'))") == [
        "azc Gouwzee"
    ]
    assert "azc Gouwzee" not in example.labels()
    search.fill("aan de weg")
    assert page.locator("tbody.item:visible .name").all_text_contents() == ["azc Gouwzee"]
    assert page.locator(".layer-table:visible tr.item:visible .name").all_text_contents() == ["Praktijk Aan de Weg"]
    search.fill("")
    assert page.locator("tbody.item:visible").count() == 4
    assert page.locator(".mark.dim").count() == 0
    assert page.locator(".layer-table[open]").count() == 0


@pytest.mark.browser
def test_the_keyboard_reaches_every_site_and_opens_and_closes_it(example: Visit) -> None:
    page = example.page
    reached: dict[str, str] = {}
    marks: set[str] = set()
    active = "() => [document.activeElement.className, document.activeElement.getAttribute('aria-label')]"
    for _ in range(60):
        page.keyboard.press("Tab")
        kind, name = example.ask(active)
        if kind == "show":
            page.keyboard.press("Enter")
            reached[name] = page.locator(".leaflet-popup .title").text_content() or ""
            page.keyboard.press("Escape")
            page.wait_for_selector(".leaflet-popup", state="detached")
        elif "mark" in kind:
            marks.add(name)
    assert reached == {f"Toon {row[1]} op de kaart": row[1] for row in (*SITES, CANDIDATE)}
    assert marks == {"azc Gouwzee", "gezinslocatie Oosterleek"}


@pytest.mark.browser
def test_a_mark_opens_its_pop_up_by_the_keyboard(example: Visit) -> None:
    example.page.locator(".mark", has=example.page.locator("svg")).first.focus()
    example.page.keyboard.press("Enter")
    assert example.page.locator(".leaflet-popup .title").text_content() == "azc Gouwzee"


@pytest.mark.browser
def test_the_page_is_dutch_has_its_landmarks_and_names_every_control(example: Visit) -> None:
    page = example.page
    assert page.locator("html").get_attribute("lang") == "nl"
    assert example.ask("() => ['h1', 'main', 'header', 'footer'].map((tag) => document.querySelectorAll(tag).length)") == [
        1, 1, 1, 1,
    ]  # fmt: skip
    nameless = example.ask("""() => [...document.querySelectorAll('button, input, summary, [tabindex="0"], a[href]')]
      .filter((one) => !(one.getAttribute('aria-label') || one.labels?.[0]?.textContent.trim() || one.textContent.trim()))
      .map((one) => one.outerHTML)""")
    assert nameless == []
    page.locator("button.show").first.click()
    assert page.locator(".leaflet-popup-close-button").get_attribute("aria-label") == "Sluiten"


@pytest.mark.browser
def test_nothing_on_the_page_is_english(example: Visit) -> None:
    page = example.page
    page.locator("button.show").first.click()
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    for fold in page.locator("button.more").all():
        fold.click()
    names = example.ask("""() => [...document.querySelectorAll('*')].flatMap((one) =>
      ['aria-label', 'title', 'placeholder', 'alt'].map((name) => one.getAttribute(name) ?? ''))""")
    text = " ".join([page.title(), page.locator("body").inner_text(), *names]).lower()
    assert {"opvangcapaciteit", "verder", "inzoomen", "zoek"} <= set(re.findall(r"\w+", text))
    assert ENGLISH & set(re.findall(r"[\w{}]+", text)) == set()


@pytest.mark.browser
def test_on_a_phone_nothing_is_wider_than_the_screen(write: Callable[[PageContent], Path], visit: Visitor) -> None:
    found = visit(write(content()), width=390, height=844)
    assert found.ask("() => document.documentElement.scrollWidth") == 390
    assert not found.page.locator(".legend-body").is_visible()
    found.page.locator("button.show").first.click()
    outline = found.page.locator(".leaflet-popup-content-wrapper").bounding_box()
    assert outline is not None
    assert outline["x"] >= 0
    assert outline["x"] + outline["width"] <= 390
    assert found.trouble() == []


@pytest.mark.browser
def test_paper_gets_legend_map_and_table_and_the_screen_comes_back(example: Visit) -> None:
    page = example.page
    bounds = f"() => {{ {WALK} return map.getBounds().toBBoxString(); }}"
    size = f"() => {{ {WALK} return [map.getSize().x, map.getSize().y]; }}"
    before = example.ask(size)
    west, south, east, north = map(float, example.ask(bounds).split(","))
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    width, height = (pixels * 25.4 / 96 for pixels in example.ask(size))
    assert width == pytest.approx(204, abs=0.5)
    assert 150 < height < 168  # what the sources below it leave
    on_paper = [float(edge) for edge in example.ask(bounds).split(",")]
    tenth = 0.1 * (north - south)
    assert on_paper[0] < west + tenth
    assert on_paper[1] < south + tenth
    assert on_paper[2] > east - tenth
    assert on_paper[3] > north - tenth
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    assert example.ask(size) == before
    assert page.locator(".legend").get_attribute("open") is not None


@pytest.mark.browser
def test_a_page_of_one_location_opens_on_it_and_its_print_has_a_north_arrow(
    write: Callable[[PageContent], Path], visit: Visitor
) -> None:
    page = content()
    alone = dataclasses.replace(page.sites[0], frame=page.sites[0].frame.iloc[:1])
    (mark,) = [layer for layer in page.layers if layer.kind == "portfolio"]
    layers = (dataclasses.replace(mark, frame=mark.frame.iloc[:1]),)
    found = visit(
        write(dataclasses.replace(page, sites=(alone,), layers=layers, distances=page.distances.iloc[:0])), width=390
    )
    assert found.labels() >= {"azc Gouwzee"}
    arrow = found.page.get_by_role("img", name="Het noorden is boven.")
    assert not arrow.is_visible()
    found.page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    assert arrow.is_visible()
    assert found.trouble() == []
