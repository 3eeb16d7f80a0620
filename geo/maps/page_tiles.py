"""The background of PDOK: a choice of the reader of an open page, and nowhere in a page with a row that is not open.

A request for tiles near a site tells where that site is. Hence no page with rows
that are not open knows the address, and its policy forbids what it would ask.
"""

from collections.abc import Mapping
from types import MappingProxyType

from geo.maps.page_content import PageContent

TILES: Mapping[str, str] = MappingProxyType({
    "host": "https://service.pdok.nl",
    "address": "https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:3857/{z}/{x}/{y}.png",
})  # fmt: skip
"""Host for the policy of the page, and the address of a tile."""


def online_background(content: PageContent) -> bool:
    """Tell whether a page may offer the background: the open edition of sites that are all open."""
    return content.imprint.edition == "openbaar" and all(bool(sites.frame["open"].all()) for sites in content.sites)
