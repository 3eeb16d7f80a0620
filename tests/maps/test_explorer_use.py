"""The explorer in use: map and list tied, sites side by side, keys, screen readers, phone and paper; and it works alone."""

import dataclasses
import io
import math
import re
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pytest
import shapely.affinity

from geo.maps.explorer import ExplorerContent
from tests.maps.conftest import Visit
from tests.maps.explorer_example import HARD, content, dropped, saying
from tests.maps.explorer_pages import move, names, rows
from tests.maps.page_example import ENGLISH, TOGETHER

Opener = Callable[..., Visit]
AXE = Path(__file__).parent / "axe" / "axe.min.js"
LIT = "() => [...document.querySelectorAll('.mark.lit')].map((one) => one.getAttribute('aria-label'))"
FOCUS = "() => document.activeElement.id || document.activeElement.getAttribute('aria-label') || document.activeElement.className"


def row_of(visit: Visit, name: str) -> object:
    return visit.page.locator("tbody.item", has=visit.page.get_by_role("button", name=name, exact=True))


def press_to(visit: Visit, wanted: str, *, most: int = 120) -> None:
    """Go on by the Tab key until something has the focus."""
    for _ in range(most):
        if visit.ask(FOCUS) == wanted:
            return
        visit.page.keyboard.press("Tab")
    pytest.fail(f"the Tab key does not reach {wanted}")


# ---- alone


@pytest.mark.browser
def test_the_explorer_asks_for_nothing_whatever_is_done(opened: Opener) -> None:
    found = opened(content())
    page = found.page
    assert found.requests == [found.address]
    page.locator(".rules summary").click()
    for one in page.locator(".rules input").all():
        one.click()
    move(found, [3, 1, 4, 1, 5, 9])
    page.locator(".tick input").nth(0).check()
    page.locator("button.show").nth(1).click()
    page.get_by_role("button", name="Inzoomen").click()
    page.get_by_role("button", name="Terug naar het plan").click()
    page.get_by_role("searchbox").fill("dijk")
    page.wait_for_timeout(600)
    assert found.trouble() == []


@pytest.mark.browser
@pytest.mark.parametrize("text", [*TOGETHER, "=1+1 @SUM(A1)", "🏠 e\u0301 \u202ereghcsrev"])
def test_hostile_text_is_shown_and_never_run(opened: Opener, text: str) -> None:
    found = opened(saying(text), bypass_csp=True)
    page = found.page
    for tick in page.locator(".ranking .tick input").all()[:4]:
        tick.check()
    page.locator("button.show").nth(0).click()
    page.locator(".mark").first.hover()
    everyone = page.locator(".item .name").all_text_contents()
    assert everyone == [text] * 12
    assert (
        page.locator(".compare thead th").evaluate_all("(all) => all.map((one) => one.firstChild.textContent)")
        == [text] * 4
    )
    page.locator(".compare .more-facts input").check()
    said = page.locator(".compare tbody th").evaluate_all("(all) => all.map((one) => one.firstChild.textContent)")
    assert said.count(text) == 6 + 5 + 15
    assert page.locator(".weight label, .rule label").all_text_contents() == [text] * 11
    assert text in (page.locator("#standing").text_content() or "")
    assert page.title().startswith(f"VERTROUWELIJK · {text}")
    move(found, [1, 0, 0, 0, 0, 0])
    assert found.ask("() => [window.ran ?? null, document.images.length, document.scripts.length]") == [None, 0, 5]
    assert found.trouble() == []


@pytest.mark.browser
def test_nothing_on_the_page_is_english_and_no_place_is_left_unfilled(opened: Opener) -> None:
    found = opened(content())
    page = found.page
    page.locator("button.show").first.click()
    page.locator(".tick input").first.check()
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    attributes = found.ask("""() => [...document.querySelectorAll('*')].flatMap((one) =>
      ['aria-label', 'aria-valuetext', 'title', 'placeholder', 'alt'].map((name) => one.getAttribute(name) ?? ''))""")
    text = " ".join([page.title(), page.locator("body").inner_text(), *attributes]).lower()
    assert {"gewichten", "rangorde", "inzoomen", "vergelijk", "punten"} <= set(re.findall(r"\w+", text))
    assert ENGLISH & set(re.findall(r"[\w{}-]+", text)) == set()
    assert "{" not in text


# ---- map and list


@pytest.mark.browser
def test_pointing_at_a_row_lights_its_mark_and_the_other_way_round(opened: Opener) -> None:
    found = opened(content(), width=1366)
    page = found.page
    for name in ("Klooster Sint-Odulf", "Zorgcentrum Havenzicht"):
        page.locator("tbody.item", has_text=name).locator(".head").hover()
        assert [label.split(",")[0] for label in found.ask(LIT)] == [name]
    mark = page.locator(".mark[aria-label^='Oude veiling']")
    mark.hover()
    assert page.locator("tbody.item.lit .name").all_text_contents() == ["Oude veiling"]
    assert page.locator(".leaflet-tooltip").text_content() == "Oude veiling"


@pytest.mark.browser
def test_a_click_on_the_map_opens_the_row_and_brings_it_into_view(opened: Opener) -> None:
    found = opened(content(40), width=1366)
    page = found.page
    last = rows(found)[-1].name
    row = page.locator(f"tbody.item:has(.name:text-is('{last}'))")
    inside = "(row) => { const a = row.getBoundingClientRect(), b = row.closest('.panel').getBoundingClientRect(); return a.top >= b.top && a.top < b.bottom - 40; }"
    assert not row.evaluate(inside)
    page.locator(f".mark[aria-label^='{last},']").dispatch_event("click")
    assert page.locator("tbody.current .name").first.text_content() == last
    assert row.evaluate(inside)
    assert row.locator(".detail .subject").count() > 5
    page.locator(f".mark[aria-label^='{last},']").dispatch_event("click")
    assert page.locator(".detail").count() == 0


@pytest.mark.browser
def test_marks_tell_rank_and_state_by_shape_and_word(opened: Opener) -> None:
    page = content(left_out=True)
    found = opened(page)
    labels = found.page.locator(".mark").evaluate_all(
        "(marks) => marks.map((one) => [one.getAttribute('aria-label'), one.querySelector('.pin').className, one.textContent])"
    )
    told = {label: (look, text) for label, look, text in labels}
    assert len(told) == 12
    ranked = {f"{row.name}, rang {row.rank}": str(row.rank) for row in rows(found)}
    assert {label: text for label, (look, text) in told.items() if "ranked" in look} == ranked
    assert {label: text for label, (look, text) in told.items() if look == "pin out"} == {
        f"{name}, valt af": "×" for name in names(found, "Vallen af")
    }
    bare = {f"{name}, niet in de rangorde": "?" for name in names(found, "Niet in de rangorde")}
    assert {label: text for label, (look, text) in told.items() if look == "pin bare"} == bare != {}
    move(found, [0, 0, 0, 0, 0, 1])
    first = {row.name for row in rows(found) if row.rank == 1}
    found.page.wait_for_timeout(600)
    assert (
        set(
            found.page.locator(".mark:has(.first)").evaluate_all(
                "(all) => all.map((one) => one.getAttribute('aria-label').split(',')[0])"
            )
        )
        == first
    )


MARKS = """() => {
  const map = document.getElementById('map').getBoundingClientRect();
  const box = (one) => { const at = one.getBoundingClientRect(); return [at.left - map.left, at.top - map.top, at.right - map.left, at.bottom - map.top]; };
  return [[map.width, map.height], [...document.querySelectorAll('.mark .pin')].map(box), [...document.querySelectorAll('.map-label.site')].map(box)]; }"""
"""Size of the map, and the boxes of its marks and of the names of sites."""


def meet(one: list[float], other: list[float], *, by: float = 1.0) -> bool:
    """Whether two boxes share more than an edge."""
    return all(one[at] + by < other[at + 2] and other[at] + by < one[at + 2] for at in (0, 1))


def close_together() -> ExplorerContent:
    """Twelve sites, of which four stand within some metres of each other."""
    page = content()
    shapes = page.candidates.geometry.to_crs("EPSG:4326")
    spot = shapes.iloc[1].representative_point()
    for number, (east, north) in enumerate([(0, 0), (0, 0), (0.0006, 0.0001), (-0.0004, 0.0005)]):
        shapes.iloc[number] = shapely.affinity.translate(spot, east, north)
    return dataclasses.replace(page, candidates=page.candidates.set_geometry(shapes))


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844), (1600, 3000)])
def test_no_mark_covers_another_or_stands_off_the_map_and_no_name_covers_a_mark(
    opened: Opener, width: int, height: int
) -> None:
    found = opened(close_together(), width=width, height=height)
    found.page.wait_for_timeout(600)
    size, pins, labels = found.ask(MARKS)
    assert size[1] <= 960
    assert len(pins) == 12
    for left, top, right, bottom in [*pins, *labels]:
        assert min(left, top) >= 0
        assert right <= size[0]
        assert bottom <= size[1]
    pairs = [(one, other) for at, one in enumerate(pins) for other in pins[:at]]
    assert len(pairs) == 66
    corner = [math.dist(middle(one), middle(other)) for one, other in pairs]
    assert min(corner) >= 20
    assert [pair for pair in pairs if meet(*pair, by=6)] == []
    assert len(labels) >= (4 if width < 400 else 8)
    others = [(label, other) for at, label in enumerate(labels) for other in labels[:at]]
    assert [pair for pair in others if meet(*pair)] == []
    assert found.page.locator(".leaflet-control-scale").is_visible()
    assert found.page.locator("path.lead").count() >= 3
    assert found.page.locator(".map-label.site.faint").count() <= len(names(found, "Vallen af"))


def middle(box: list[float]) -> tuple[float, float]:
    """The middle of a box."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


@pytest.mark.browser
def test_a_ranked_site_tells_how_many_other_rules_it_fails(opened: Opener) -> None:
    page = content()
    soft = page.verdicts[~page.verdicts["hard"] & (page.verdicts["verdict"] == "fails")]
    many = soft.groupby("candidate_id").size()
    named = dict(zip(page.candidates["name"], page.candidates["candidate_id"], strict=True))
    found = opened(page)
    told = found.page.locator(".ranking tbody").evaluate_all(
        "(all) => all.map((one) => [one.querySelector('.name').textContent, one.textContent.match(/andere regels buiten de norm: (\\d+)/)?.[1] ?? '0'])"
    )
    assert len(told) == 7
    assert {name: int(count) for name, count in told} == {name: int(many.get(named[name], 0)) for name, _ in told}
    assert max(int(count) for _, count in told) > 0


@pytest.mark.browser
def test_the_page_says_what_the_columns_of_how_sure_mean(opened: Opener) -> None:
    found = opened(content())
    found.page.get_by_text("Wat betekenen bandbreedte en aandeel eerste?").click()
    told = found.page.locator("details.sure-note").inner_text()
    assert "loting is een weging, dat is één keuze van gewichten" in told
    assert "zegt niets over de kans dat zij er komt" in told


@pytest.mark.browser
def test_a_search_keeps_the_ranks_and_dims_the_marks_of_the_others(opened: Opener) -> None:
    found = opened(content())
    page = found.page
    page.get_by_role("searchbox").fill("ZUIDERWOUDE")
    shown = page.locator(".ranking tbody:visible .name").all_text_contents()
    ranks = page.locator(".ranking tbody:visible .rank strong").all_text_contents()
    assert [(row.name, str(row.rank)) for row in rows(found) if row.name in shown] == list(
        zip(shown, ranks, strict=True)
    )
    assert page.locator(".find [role=status]").text_content() == "4 van 12 locaties"
    assert page.locator(".mark.dim").count() == 8


# ---- why, and side by side


@pytest.mark.browser
def test_each_that_fell_out_says_on_which_rules_and_by_how_much(opened: Opener) -> None:
    page = content()
    found = opened(page)
    out = dropped(page.verdicts, HARD)
    fails = page.verdicts[page.verdicts["hard"] & (page.verdicts["verdict"] == "fails")]
    assert len(fails) > len(out) > 2
    names_of = dict(zip(page.candidates["candidate_id"], page.candidates["name"], strict=True))
    for key, own in fails.groupby("candidate_id"):
        reasons = (
            found.page.locator("tbody.item", has_text=names_of[str(key)]).locator(".reasons li").all_text_contents()
        )
        assert [reason.split(":")[0] for reason in reasons] == list(own["title"])
        for reason, margin, fact in zip(reasons, own["margin"], own["fact"], strict=True):
            far = -margin
            metres = f"{far:.0f} m te ver" if far < 1000 else f"{far / 1000:.1f} km te ver".replace(".", ",")
            assert reason.split(": ")[1] == (
                metres if fact.endswith("_m") else f"{far:.2f} m te veel".replace(".", ",")
            )


@pytest.mark.browser
def test_up_to_four_sites_stand_side_by_side_with_facts_verdicts_and_scores(opened: Opener) -> None:
    found = opened(content(), width=1366)
    page = found.page
    assert (page.locator(".compare .hint").text_content() or "").startswith("Vink in de rangorde")
    chosen = ["Klooster Sint-Odulf", "Kazerne De Rietkraag", "Oude veiling", "Zorgcentrum Havenzicht"]
    for name in chosen:
        page.get_by_role("checkbox", name=f"Vergelijk {name}").check()
    assert page.locator(".tick input:disabled").count() == 8
    assert (
        page.locator(".tick input:disabled").first.get_attribute("title")
        == "er staan al vier locaties in de vergelijking"
    )
    table = page.locator(".compare table")
    cells = dict(
        table.locator("tbody tr:not(.subject)").evaluate_all(
            "(all) => all.map((row) => [row.cells[0].firstChild.textContent, [...row.cells].slice(1).map((cell) => cell.innerText.replace(/\\s+/g, ' ').trim())])"
        )
    )
    assert cells["Stand"] == ["in de rangorde", "valt af", "in de rangorde", "in de rangorde"]
    assert cells["Rang"][1] == "–"
    assert cells["huisarts, lopend"][1] == "3,6 km Praktijk De Gouw"
    assert cells["huisarts, lopend"][3] == "ten hoogste 1,2 km Praktijk De Gouw"
    assert cells["Geen diepe overstroming"][0].startswith("niet toetsbaar")
    assert cells["Supermarkt op loopafstand"][1] == "buiten de norm 814 m te ver supermarkt, lopend: 3,8 km"
    assert re.fullmatch(r"264 m 0,987 × 25,0% = 0,247", cells["Supermarkt dichtbij"][0])
    assert page.locator(".mark:has(.compared)").count() == 4
    page.get_by_role("button", name="Haal Oude veiling uit de vergelijking").click()
    assert table.locator("thead th").count() == 3
    assert not page.get_by_role("checkbox", name="Vergelijk Oude veiling").is_checked()
    assert page.locator(".tick input:disabled").count() == 0
    move(found, [100, 0, 0, 0, 0, 0])
    assert "× 100,0% = 0,987" in (table.text_content() or "")


@pytest.mark.browser
def test_rank_interval_and_first_share_are_shown_while_the_rules_are_those_of_the_plan(opened: Opener) -> None:
    page = content()
    found = opened(page)
    first = page.ranking.merge(page.candidates[["candidate_id", "name"]]).set_index("name")
    cells = found.page.locator(".ranking tbody").evaluate_all(
        "(all) => all.map((one) => [one.querySelector('.name'), ...one.querySelectorAll('td.sure')].map((cell) => cell.textContent))"
    )
    for name, interval, share in cells:
        row = first.loc[name]
        low, high = row["rank_low"], row["rank_high"]
        assert interval == (f"{low}" if low == high else f"{low} tot {high}")
        assert float(share.removesuffix("%").replace(",", ".")) == pytest.approx(100 * row["first_share"], abs=0.0501)
    assert len(cells) == 7
    found.page.locator("#rule-0").uncheck()
    assert set(found.page.locator(".ranking td.sure").all_text_contents()) == {"–"}
    assert found.page.get_by_text("staan daarom nu niet vermeld").is_visible()


# ---- keys and screen readers


@pytest.mark.browser
def test_everything_works_by_the_keyboard_alone(opened: Opener) -> None:
    found = opened(content(), width=1366)
    page = found.page
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == "Naar de rangorde"
    assert page.evaluate("() => getComputedStyle(document.activeElement).clipPath") == "none"
    press_to(found, "weight-0")
    before = rows(found)
    page.keyboard.press("End")
    assert page.locator("#weight-0").input_value() == "100"
    assert page.locator("#weight-0").get_attribute("aria-valuetext") == "100 punten, 57,1%"
    assert rows(found) != before
    press_to(found, "rule-0")
    page.keyboard.press("Space")
    assert len(rows(found)) > len(before)
    press_to(found, "toml")
    marks: list[str] = []
    while len(marks) < 12:
        page.keyboard.press("Tab")
        label = found.ask(
            "() => document.activeElement.classList.contains('mark') ? document.activeElement.getAttribute('aria-label') : ''"
        )
        if label:
            marks.append(label)
            assert label in found.ask(LIT)
            assert page.locator("tbody.item.lit .name").first.text_content() == label.split(",")[0]
    assert len(set(marks)) == 12
    page.keyboard.press("Enter")
    assert page.locator("tbody.current .name").first.text_content() == marks[-1].split(",")[0]
    assert str(found.ask(FOCUS)).startswith("site-")
    page.keyboard.press("Enter")
    assert page.locator(".detail").count() == 0
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator(".compare thead th").count() == 1
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("() => document.activeElement.textContent") == "Terug naar het plan":
            break
    page.keyboard.press("Enter")
    assert rows(found) == before


@pytest.mark.browser
def test_changes_of_the_ranking_are_told_once_the_reader_pauses(opened: Opener) -> None:
    found = opened(content())
    status = found.page.locator("#standing [role=status][aria-live=polite]")
    assert status.text_content() == (
        "Gedeeld eerste zijn Kantoorgebouw Waterlinie en Loods aan de Trekvaart met score 0,741. "
        "Daarna Klooster Sint-Odulf en Zorgcentrum Havenzicht. In de rangorde 7 van 12; afgevallen 5."
    )
    found.page.evaluate(
        "() => { window.told = []; new MutationObserver(() => window.told.push(document.querySelector('#standing [role=status]').textContent)).observe(document.querySelector('#standing [role=status]'), { subtree: true, characterData: true, childList: true }); }"
    )
    for points in range(0, 100, 10):
        move(found, [points, 0, 0, 100, 0, 0])
    found.page.wait_for_timeout(700)
    told = found.ask("() => window.told")
    assert len(told) == 1
    assert rows(found)[0].name in told[0]
    found.page.get_by_role("button", name="Terug naar het plan").click()
    status.filter(has_text="Gewichten en regels zijn weer die van het plan.").wait_for()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_axe_finds_nothing_serious_and_the_landmarks_stand_there(opened: Opener, width: int, height: int) -> None:
    found = opened(content(left_out=True), width=width, height=height)
    page = found.page
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    looks = 0
    for step in ("at first", "open", "compared", "changed"):
        if step == "open":
            page.locator("button.show").first.click()
        if step == "compared":
            for tick in page.locator(".ranking .tick input").all()[:3]:
                tick.check()
        if step == "changed":
            move(found, [0, 0, 9, 0, 0, 0])
            page.locator("#rule-0").uncheck()
        page.wait_for_timeout(600)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        result = found.ask("() => axe.run(document, { resultTypes: ['violations'] })")
        grave = [
            (one["id"], [node["html"][:200] for node in one["nodes"]])
            for one in result["violations"]
            if one["impact"] in {"serious", "critical"}
        ]
        assert grave == [], step
        looks += len(result["passes"])
    assert looks > 80
    # Where a map fills most of the window axe passes these two without looking.
    counts = "() => ['h1', 'main', 'header', 'footer'].map((tag) => document.querySelectorAll(tag).length)"
    assert found.ask(counts) == [1, 1, 1, 1]
    assert page.locator("html").get_attribute("lang") == "nl"
    assert page.locator("main h2").all_text_contents()[:1] != []


@pytest.mark.browser
def test_every_control_has_a_name(opened: Opener) -> None:
    found = opened(content())
    found.page.locator(".tick input").first.check()
    nameless = found.ask("""() => [...document.querySelectorAll('button, input, textarea, summary, [tabindex="0"], a[href]')]
      .filter((one) => !(one.getAttribute('aria-label') || one.getAttribute('aria-labelledby') || one.labels?.[0]?.textContent.trim() || one.textContent.trim()))
      .map((one) => one.outerHTML)""")
    assert nameless == []


# ---- phone and paper


@pytest.mark.browser
def test_on_a_phone_nothing_is_wider_than_the_screen(opened: Opener) -> None:
    found = opened(content(), width=390, height=844)
    page = found.page
    assert not page.locator(".weights").is_visible()
    page.locator(".choices summary").first.click()
    page.locator("button.show").first.click()
    for tick in page.locator(".ranking .tick input").all()[:4]:
        tick.check()
    assert found.ask("() => document.documentElement.scrollWidth") == 390
    assert page.locator(".place.narrow").first.text_content() == "bandbreedte 2 tot 4, eerste in 0,0%"
    assert page.locator(".place.narrow").first.is_visible()
    assert found.trouble() == []


@pytest.mark.browser
def test_paper_holds_every_site_no_controls_and_the_edition_on_each_page(opened: Opener) -> None:
    page = content(100)
    found = opened(page, width=1366)
    for tick in found.page.locator(".ranking .tick input").all()[:3]:
        tick.check()
    found.page.locator("#rule-2").uncheck()
    found.page.get_by_role("searchbox").fill("Oude veiling")
    printed = pdfplumber.open(io.BytesIO(found.page.pdf(prefer_css_page_size=True)))
    sizes = {(round(float(one.width)), round(float(one.height))) for one in printed.pages}
    assert sizes == {(595, 842)}
    texts = [one.extract_text() for one in printed.pages]
    assert all("VERTROUWELIJK" in text for text in texts)
    every = re.sub(r"\s+", " ", " ".join(texts))
    missing = [name for name in page.candidates["name"] if name not in every]
    assert missing == []
    for control in (
        "Kopieer",
        "Download",
        "Zoek een locatie",
        "Terug naar het plan",
        "Toon de hele rangorde",
        "Geef elk criterium",
    ):
        assert control not in every
    for told in (
        "Supermarkt dichtbij 25,0% 25,0%",
        "telt als knock-out",
        "telt niet als knock-out",
        "Vergelijking",
        "te ver",
    ):
        assert told in every
    heads = [
        every.index(text)
        for text in ("Op de kaart is het nummer de rang", "Eerste is", "Vallen af", "Gewichten", "Knock-outregels")
    ]
    assert heads == sorted(heads)
    found.page.emulate_media(media="print")
    assert found.page.locator("input:visible, button.action:visible, textarea:visible").count() == 0


@pytest.mark.browser
def test_after_printing_the_screen_is_as_it_was(opened: Opener) -> None:
    found = opened(content(), width=1366)
    size = "() => { const { width, height } = document.getElementById('map').getBoundingClientRect(); return [width, height]; }"
    before = found.ask(size)
    found.page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    found.page.emulate_media(media="print")
    assert found.ask(size) == pytest.approx([180 * 96 / 25.4, 150 * 96 / 25.4], abs=1)
    (width, height), pins, _ = found.ask(MARKS)
    for left, top, right, bottom in pins:
        assert min(left, top) >= 0
        assert right <= width
        assert bottom <= height
    across = max(box[2] for box in pins) - min(box[0] for box in pins)
    down = max(box[3] for box in pins) - min(box[1] for box in pins)
    assert across > 0.8 * width or down > 0.8 * height
    found.page.emulate_media(media="screen")
    found.page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    assert found.ask(size) == before
    assert found.trouble() == []


@pytest.mark.browser
def test_a_long_ranking_is_listed_whole_when_asked_or_when_a_site_beyond_its_head_is_opened(opened: Opener) -> None:
    page = content(200)
    count = int(page.ranking["rank"].notna().sum())
    found = opened(page)
    assert len(rows(found)) == 50 < count
    far = found.page.locator(".mark:has(.far)").first
    far.dispatch_event("click")
    assert len(rows(found)) == count
    far.dispatch_event("click")
    assert len(rows(found)) == 50
    found.page.get_by_role("button", name=f"Toon de hele rangorde ({count})").click()
    assert len(rows(found)) == count


@pytest.mark.browser
def test_the_open_edition_bears_no_mark(opened: Opener) -> None:
    found = opened(content(edition="openbaar", opened=True))
    assert "VERTROUWELIJK" not in found.page.content()
    closed = opened(dataclasses.replace(content()))
    assert closed.page.locator("header .badge.secret").text_content() == "VERTROUWELIJK"
