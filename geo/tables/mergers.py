"""The municipalities that ended or began from 1 January 2019 up to and including 1 January 2023.

Source: the acts on municipal reorganisation in force on those days; codes of CBS. Counts per day: 355 on 1-1-2019 and
1-1-2020, 352 on 1-1-2021, 345 on 1-1-2022, 344 on 24-3-2022, 342 on 1-1-2023. Moves of a border that ended no
municipality are left out.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["merged", "split"]
"""What became of a municipality: it went into one other whole, or was divided over several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reorganisation:
    """The end of one municipality."""

    date: date
    """First day on which its code holds no longer."""
    old_code: str
    """Its code."""
    old_name: str
    """Its name."""
    new_codes: tuple[str, ...]
    """Codes of the municipalities that its territory went to; several for a split."""
    new_names: tuple[str, ...]
    """Their names, in the same order."""
    kind: Kind
    """What became of it."""
    begins: bool
    """Whether those codes began on that day; else they were there before and took it in."""


def _merged(day: str, code: str, name: str, parts: dict[str, str], *, begins: bool) -> tuple[Reorganisation, ...]:
    return tuple(
        Reorganisation(
            date=date.fromisoformat(day),
            old_code=old,
            old_name=title,
            new_codes=(code,),
            new_names=(name,),
            kind="merged",
            begins=begins,
        )
        for old, title in parts.items()
    )


def _split(day: str, code: str, name: str, over: dict[str, str], *, begins: bool) -> Reorganisation:
    return Reorganisation(
        date=date.fromisoformat(day),
        old_code=code,
        old_name=name,
        new_codes=tuple(over),
        new_names=tuple(over.values()),
        kind="split",
        begins=begins,
    )


REORGANISATIONS: tuple[Reorganisation, ...] = (
    *_merged("2019-01-01", "GM0014", "Groningen", {"GM0009": "Ten Boer", "GM0017": "Haren"}, begins=False),
    *_merged("2019-01-01", "GM0394", "Haarlemmermeer", {"GM0393": "Haarlemmerliede en Spaarnwoude"}, begins=False),
    *_merged("2019-01-01", "GM0575", "Noordwijk", {"GM0576": "Noordwijkerhout"}, begins=False),
    *_merged(
        "2019-01-01", "GM1954", "Beekdaelen",
        {"GM0881": "Onderbanken", "GM0951": "Nuth", "GM0962": "Schinnen"}, begins=True,
    ),
    *_merged(
        "2019-01-01", "GM1959", "Altena",
        {"GM0738": "Aalburg", "GM0870": "Werkendam", "GM0874": "Woudrichem"}, begins=True,
    ),
    *_merged(
        "2019-01-01", "GM1960", "West Betuwe",
        {"GM0236": "Geldermalsen", "GM0304": "Neerijnen", "GM0733": "Lingewaal"}, begins=True,
    ),
    *_merged(
        "2019-01-01", "GM1961", "Vijfheerenlanden",
        {"GM0545": "Leerdam", "GM0620": "Vianen", "GM0707": "Zederik"}, begins=True,
    ),
    *_merged(
        "2019-01-01", "GM1963", "Hoeksche Waard",
        {
            "GM0584": "Oud-Beijerland", "GM0585": "Binnenmaas", "GM0588": "Korendijk", "GM0611": "Cromstrijen",
            "GM0617": "Strijen",
        },
        begins=True,
    ),
    *_merged(
        "2019-01-01", "GM1966", "Het Hogeland",
        {"GM0005": "Bedum", "GM1651": "Eemsmond", "GM1663": "De Marne"}, begins=True,
    ),
    _split("2019-01-01", "GM0053", "Winsum", {"GM1966": "Het Hogeland", "GM1969": "Westerkwartier"}, begins=True),
    *_merged(
        "2019-01-01", "GM1969", "Westerkwartier",
        {"GM0015": "Grootegast", "GM0022": "Leek", "GM0025": "Marum", "GM0056": "Zuidhorn"}, begins=True,
    ),
    *_merged(
        "2019-01-01", "GM1970", "Noardeast-Fryslân",
        {"GM0058": "Dongeradeel", "GM0079": "Kollumerland en Nieuwkruisland", "GM1722": "Ferwerderadiel"}, begins=True,
    ),
    *_merged("2019-01-01", "GM1978", "Molenlanden", {"GM0689": "Giessenlanden", "GM1927": "Molenwaard"}, begins=True),
    *_merged(
        "2021-01-01", "GM1979", "Eemsdelta",
        {"GM0003": "Appingedam", "GM0010": "Delfzijl", "GM0024": "Loppersum"}, begins=True,
    ),
    _split(
        "2021-01-01", "GM0788", "Haaren",
        {"GM0757": "Boxtel", "GM0824": "Oisterwijk", "GM0855": "Tilburg", "GM0865": "Vught"}, begins=False,
    ),
    *_merged("2022-01-01", "GM0439", "Purmerend", {"GM0370": "Beemster"}, begins=False),
    *_merged(
        "2022-01-01", "GM1980", "Dijk en Waard", {"GM0398": "Heerhugowaard", "GM0416": "Langedijk"}, begins=True
    ),
    *_merged(
        "2022-01-01", "GM1982", "Land van Cuijk",
        {
            "GM0756": "Boxmeer", "GM0786": "Grave", "GM0815": "Mill en Sint Hubert", "GM1684": "Cuijk",
            "GM1702": "Sint Anthonis",
        },
        begins=True,
    ),
    *_merged("2022-01-01", "GM1991", "Maashorst", {"GM0856": "Uden", "GM1685": "Landerd"}, begins=True),
    *_merged("2022-03-24", "GM0363", "Amsterdam", {"GM0457": "Weesp"}, begins=False),
    *_merged(
        "2023-01-01", "GM1992", "Voorne aan Zee",
        {"GM0501": "Brielle", "GM0530": "Hellevoetsluis", "GM0614": "Westvoorne"}, begins=True,
    ),
)  # fmt: skip
"""Every end of a municipality, sorted by day."""
