"""The sheet of reserve capacity: a shape and a number per rung of the ladder, filled where it is available."""

from collections import Counter
from dataclasses import replace

import geopandas as gpd

from geo.figures import Figure, format_at_least, format_date, format_number, letter_of
from geo.imprint import Imprint
from geo.maps import style
from geo.maps.composition import Page
from geo.maps.flexible import days_text
from geo.maps.layout import Heading, TableBlock, TableColumn, key_column
from geo.maps.legend import Item, Section
from geo.maps.place_mark import PlaceMark, places_words, point_of, size_steps, smallest_places, text_cell, whole
from geo.maps.provincial import marked_sheet
from geo.maps.region import Region
from geo.maps.remarks import listed
from geo.maps.sheets import Sheet, counted, sheet_name
from geo.maps.style import MarkStyle
from geo.tables.choices import AVAILABILITIES
from geo.words import known, say

_STATES = dict(zip(AVAILABILITIES, ("available", "to_make"), strict=True))


def reserve_sheet(
    ladder: gpd.GeoDataFrame, region: Region, *, imprint: Imprint, number: str, total: Figure, states: dict[str, Figure]
) -> Sheet:
    """Draw the reserve by rung of the ladder; regular places are not on it, and nowhere added to it.

    Parameters
    ----------
    ladder
        Rows of reserve in a metric reference system: `rung`, `location_id`, `name`, `places`, `available`, `days`,
        `agreement_needed`, `open`, `geometry`. A row without a geometry has no place on the map: it stands in the table
        and in a remark. Unknown places have a mark of their own.
    region, imprint, number
        As for `geo.maps.portfolio.portfolio_sheet`.
    total
        Total of the reserve as computed elsewhere; the sheet adds nothing up.
    states
        The same per state, `beschikbaar`, `te maken` or empty, for those that there are.

    Raises
    ------
    InputError
        If the edition is open and a row is not.
    CrsError
        If the rows have no reference system.
    """
    rows = ladder.assign(key=_keys(ladder)).to_dict("records")
    placed = [row for row in rows if point_of(row["geometry"]) is not None]
    marks = _marks(placed)
    label = say("maps.number", number=number)
    parts = [
        say("maps.reserve.part", state=_state_part(state), places=_at_least(figure)) for state, figure in states.items()
    ]
    said = say("maps.reserve.said", total=total.text(), parts=", ".join(parts))
    state = say("maps.state", date=format_date(imprint.reference_date))
    listed = "; ".join(
        say("maps.reserve.listed", name=row["name"], rung=_rung(row["rung"]), places=places_words(whole(row["places"])),
            state=state_word(text_cell(row["available"])))
        for row in rows
    )  # fmt: skip
    sites = counted(len({str(row["location_id"]) for row in placed}))
    return marked_sheet(
        Page(
            heading=Heading(
                number=label, title=say("maps.reserve.title", province=imprint.province), subtitle=f"{said} · {state}"
            ),
            table=_table(rows, total),
            sections=_legend(marks, placed),
        ),
        marks,
        ladder,
        region,
        imprint=imprint,
        name=sheet_name(label, say("maps.reserve.file"), imprint, region.paper),
        alt_text=say("maps.reserve.alt", province=imprint.province, count=sites, total=said, listed=listed),
    )


def _keys(ladder: gpd.GeoDataFrame) -> list[str]:
    """Give each row a key: the id of its location, with a letter where this has several rows; none elsewhere."""
    ids = [text_cell(one) for one in ladder["location_id"]]
    often, seen, keys = Counter(ids), Counter[str](), []
    for one in ids:
        keys.append(f"{one}{letter_of(seen[one])}" if one and often[one] > 1 else one)
        seen[one] += 1
    return keys


def _marks(placed: list[dict[str, object]]) -> tuple[PlaceMark, ...]:
    return tuple(
        PlaceMark(
            key=str(row["key"]),
            name=str(row["name"]),
            xy=point_of(row["geometry"]),  # type: ignore[arg-type]
            places=whole(row["places"]),
            style=_style(row),
            told=say("maps.reserve.told", rung=_rung(row["rung"]), places=places_words(whole(row["places"]))),
        )
        for row in placed
    )


def _style(row: dict[str, object]) -> MarkStyle:
    plain = style.RUNGS.get(whole(row["rung"]) or 0, style.OTHER_RUNG)
    if whole(row["places"]) is None:
        return replace(plain, fill="unknown")
    return replace(plain, fill=style.AVAILABLE_FILLS.get(text_cell(row["available"]), "half"))


def _rung(rung: object) -> str:
    number = whole(rung)
    return say("maps.reserve.no_rung") if number is None else format_number(number)


def _at_least(figure: Figure) -> str:
    """Write a part of the total; what is unknown of it is counted with the whole."""
    return format_at_least(figure.value, unknown=figure.unknown)


def _state_part(state: str) -> str:
    return say(f"maps.reserve.part_state.{_STATES.get(state, 'unknown')}")


def state_word(state: str) -> str:
    """Say whether reserve is there already."""
    return say(f"maps.reserve.state.{_STATES.get(state, 'unknown')}")


def _legend(marks: tuple[PlaceMark, ...], placed: list[dict[str, object]]) -> tuple[Section, ...]:
    rungs = sorted({whole(row["rung"]) or 0 for row in placed}, key=lambda rung: (rung == 0, rung))
    items = [Item(symbol=style.RUNGS.get(rung, style.OTHER_RUNG), text=rung_words(rung)) for rung in rungs]
    fills = {mark.style.fill for mark in marks}
    states = [
        Item(
            symbol=MarkStyle(shape="circle", colour=style.BLUE, fill=fill),
            text=say(f"maps.reserve.legend.{_STATES.get(state, 'unknown')}"),
        )
        for state, fill in style.AVAILABLE_FILLS.items()
        if fill in fills
    ]
    if "unknown" in fills:
        unknown = MarkStyle(shape="circle", colour=style.BLUE, fill="unknown")
        states.append(Item(symbol=unknown, text=say("maps.reserve.unknown_places")))
    return (
        Section(
            title=say("maps.reserve.rungs"),
            items=tuple(items),
            sizes=size_steps(marks),
            smallest=smallest_places(marks),
        ),
        Section(title=say("maps.reserve.states"), items=tuple(states)),
    )


def rung_words(rung: int) -> str:
    """Say which rung of the ladder it is; 0 is one that is unknown."""
    if not rung:
        return say("maps.reserve.rungless")
    key = f"maps.reserve.rung_words.{rung}"
    return say(key) if known(key) else say("maps.reserve.rung", rung=format_number(rung))


def _table(rows: list[dict[str, object]], total: Figure) -> TableBlock:
    columns = (
        TableColumn(heading=say("maps.reserve.column.rung"), width=13),
        key_column([str(row["key"]) for row in rows]),
        TableColumn(heading=say("maps.reserve.column.name"), width=40),
        TableColumn(heading=say("maps.reserve.column.state"), width=22),
        TableColumn(heading=say("maps.reserve.column.days"), width=25, right=True),
        TableColumn(heading=say("maps.column.places"), width=16, right=True),
    )
    cells = [
        (_rung(row["rung"]), str(row["key"]) or say("maps.reserve.no_key"), str(row["name"]),
         state_word(text_cell(row["available"])), days_text(row["days"]), format_number(whole(row["places"])))
        for row in rows
    ]  # fmt: skip
    cells.append(("", "", say("maps.reserve.total"), "", "", total.without_unit()))
    nowhere = [
        say("maps.reserve.row", name=row["name"], rung=_rung(row["rung"]), places=places_words(whole(row["places"])))
        for row in rows
        if point_of(row["geometry"]) is None  # type: ignore[arg-type]
    ]
    notes = [say("maps.reserve.nowhere", names=listed(nowhere, between="; "))] if nowhere else []
    return TableBlock(
        title=say("maps.reserve.table"),
        columns=columns,
        rows=tuple(cells),
        bold=frozenset({len(cells) - 1}),
        note=" ".join((*notes, say("maps.reserve.apart"))),
    )
