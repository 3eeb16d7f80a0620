"""The interactive page in a browser: it works alone, shows text as text, and keeps what is closed in its edition."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from geo.crs import CrsError
from geo.errors import InputError
from geo.maps.interactive import PageContent, interactive_page
from tests.maps.conftest import WALK, Visit
from tests.maps.page_example import SITES, TOGETHER, content, saying

Visitor = Callable[..., Visit]


# ---- alone


@pytest.mark.browser
def test_the_page_opens_from_a_file_and_asks_for_nothing(example: Visit) -> None:
    assert example.requests == [example.address]
    for number in range(example.page.locator("input[data-layer]").count()):
        example.page.locator(f"input[data-layer='{number}']").set_checked(True)
    example.page.get_by_role("button", name="Inzoomen").click()
    example.page.wait_for_timeout(400)
    assert example.trouble() == []


def test_a_page_that_would_ask_for_something_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def with_picture(name: str) -> str:
        return "body { background: url(https://tiles.example/1.png) }" if name == "page.css" else ""

    monkeypatch.setattr("geo.maps.page_frame.style_asset", with_picture)
    with pytest.raises(ValueError, match=r"tiles\.example"):
        interactive_page(content())


def test_the_same_content_gives_the_same_bytes() -> None:
    assert interactive_page(content()) == interactive_page(content())


# ---- text of others


@pytest.mark.browser
@pytest.mark.parametrize("text", TOGETHER)
def test_hostile_text_is_shown_and_never_run(write: Callable[[PageContent], Path], visit: Visitor, text: str) -> None:
    path = write(saying(text))
    found = visit(path, bypass_csp=True)
    everything = found.ask(f"""() => {{ {WALK}
      const said = {{ tooltips: [], titles: [], cells: [] }};
      setting.layers.forEach((one) => {{
        const group = window[one.name].addTo(map);
        leaves(group).forEach((shape) => {{
          shape.openTooltip();
          said.tooltips.push(shape.getTooltip().getElement().textContent);
          shape.closeTooltip();
          shape.openPopup();
          said.titles.push(shape.getPopup().getElement().querySelector('.title').textContent);
          said.cells.push(...[...shape.getPopup().getElement().querySelectorAll('dt, dd, .distances th, .facility')]
            .map((cell) => cell.textContent));
        }});
      }});
      return said; }}""")
    shapes = len(SITES) * 2 - 1 + 1 + 2 + 2 + 4 * 3
    assert everything["tooltips"] == [text] * shapes
    assert everything["titles"] == [text] * shapes
    assert everything["cells"].count(text) > 4 * shapes
    page = found.page
    assert page.title().startswith(f"VERTROUWELIJK · {text}")
    assert page.locator("h1").text_content() == text
    assert text in (page.locator("header p").first.text_content() or "")
    assert f"{text}: {text}." in (page.locator("footer").text_content() or "")
    assert page.locator(".legend label span").all_text_contents() == [text] * 8
    assert text in found.labels()
    page.get_by_role("searchbox").fill(text.replace("\u2028", " ").replace("\u2029", " "))
    assert page.locator("tbody.item:visible").count() == len(SITES) + 1
    page.get_by_role("searchbox").fill("bestaat niet")
    assert page.locator("tbody.item:visible").count() == 0
    assert found.ask("() => [window.ran ?? null, document.images.length, document.scripts.length]") == [None, 0, 11]
    assert found.trouble() == []


@pytest.mark.browser
def test_the_policy_of_the_page_stops_what_is_not_its_own(write: Callable[[PageContent], Path], visit: Visitor) -> None:
    path = write(content())
    opened = path.read_text(encoding="utf-8").replace(
        "<h1>", "<script>window.ran=1</script><img src='http://x.nl/a'><h1>"
    )
    path.write_text(opened, encoding="utf-8")
    found = visit(path)
    assert found.ask("() => window.ran ?? null") is None
    assert len([message for message in found.messages if "Content Security Policy" in message]) == 2


# ---- editions


def test_the_confidential_edition_says_so_on_its_face_and_in_its_title() -> None:
    page = interactive_page(content())
    assert '<strong class="badge secret">VERTROUWELIJK</strong>' in page
    assert "<title>VERTROUWELIJK · " in page


def test_the_open_edition_of_open_sites_has_no_such_mark() -> None:
    page = interactive_page(content("openbaar", opened=True))
    assert "VERTROUWELIJK" not in page
    assert "azc Gouwzee" in page


@pytest.mark.parametrize("closed", [0, 1])
def test_the_open_edition_refuses_a_list_with_a_site_that_is_not_open(closed: int) -> None:
    page = content("openbaar", opened=True)
    lists = list(page.sites)
    lists[closed] = dataclasses.replace(lists[closed], frame=lists[closed].frame.assign(open=False))
    with pytest.raises(InputError):
        interactive_page(dataclasses.replace(page, sites=tuple(lists)))


def test_a_layer_or_distance_of_a_site_that_is_in_no_list_is_refused() -> None:
    page = content("openbaar", opened=True)
    with pytest.raises(ValueError, match="GK1"):
        interactive_page(dataclasses.replace(page, sites=page.sites[:1]))
    twice = (page.sites[0], page.sites[0])
    with pytest.raises(ValueError, match="G1"):
        interactive_page(dataclasses.replace(page, sites=twice))


def test_shapes_without_a_reference_system_are_refused() -> None:
    page = content()
    astray = gpd.GeoDataFrame(pd.DataFrame(page.layers[0].frame), geometry="geometry", crs=None)
    astray = astray.set_crs(None, allow_override=True)
    layers = (dataclasses.replace(page.layers[0], frame=astray), *page.layers[1:])
    with pytest.raises(CrsError):
        interactive_page(dataclasses.replace(page, layers=layers))


# ---- the built-in province


@pytest.mark.browser
def test_the_page_of_the_built_in_province_opens_at_once_and_asks_for_nothing(
    markerwaard: Path, visit: Visitor
) -> None:
    path = markerwaard / "maps" / "kaart-vertrouwelijk.html"
    assert [one.name for one in path.parent.glob("kaart*.html")] == [path.name]
    assert path.stat().st_size < 3_000_000
    found = visit(path)
    page = found.page
    assert page.locator("header .badge.secret").text_content() == "VERTROUWELIJK"
    for one in page.locator("input[data-layer]").all():
        one.check()
    assert found.trouble() == []


@pytest.mark.browser
def test_the_page_of_the_built_in_province_tells_every_site_and_distance(markerwaard: Path, visit: Visitor) -> None:
    processed = markerwaard / "data" / "processed"
    table = pd.read_parquet(processed / "distances.parquet")
    nearest = table[table["rank"] == 1]
    page = visit(markerwaard / "maps" / "kaart-vertrouwelijk.html").page
    raw = pd.read_csv(markerwaard / "data" / "raw" / "locations.csv", sep=";", encoding="utf-8-sig")
    candidates = pd.read_excel(markerwaard / "data" / "raw" / "candidates.xlsx", header=None)
    names = page.locator("tbody.item .name").all_text_contents()
    assert names[: len(raw)] == list(raw["Naam"])
    assert set(names[len(raw) :]) <= set(candidates.to_numpy().astype(str).ravel())
    told = page.locator(".panel .distances tbody td").evaluate_all(
        "(cells) => cells.map((one) => one.firstChild.textContent)"
    )
    metres = nearest.loc[nearest["status"] == "ok", "distance_m"]
    rounded = [f"{metre / 1000:.1f}".replace(".", ",") + " km" for metre in metres]
    wanted = sorted("< 0,1 km" if text == "0,0 km" else text for text in rounded)
    assert wanted.count("< 0,1 km") > 0
    assert sorted(text for text in told if text.endswith(" km") and not text.startswith("verder")) == wanted
    assert len(told) == len(nearest)
    assert told.count("op locatie") == (nearest["status"] == "on_site").sum()
    assert told.count("niet bereikbaar") == (nearest["status"] == "unreachable").sum()
    assert page.locator(".panel button.route").count() == (nearest["status"] == "ok").sum()
    # the slider tells the totals of table 7.1, and the verdict of the table of coverage
    totals, covered = (pd.read_parquet(processed / f"{name}.parquet") for name in ("quarter_totals", "coverage"))
    for number, row in enumerate(totals.to_dict("records")):
        quarter = page.locator(".quarter").nth(number)
        places = f"{row['total']:,} plekken".replace(",", ".")
        assert quarter.locator(".places").text_content() == ("≥ " if row["unknown_locations"] else "") + places
        assert (quarter.get_attribute("data-said") or "").endswith(places)
        (status,) = covered.loc[
            (covered["quarter"] == row["quarter"])
            & (covered["region_id"] == row["area_id"])
            & (covered["bucket"] == "totaal"),
            "status",
        ]
        assert quarter.locator(f"rect.coverage.{status}").count() == 1
