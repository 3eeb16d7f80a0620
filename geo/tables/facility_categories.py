"""The facility categories and the OpenStreetMap tags that they are read from.

A category has rules; an object belongs to it if one rule holds. A rule holds if
one of `any_of` is tagged, all of `also` are, none of `unless` is, and the name
agrees. Values in lists (`doctor;physiotherapist`) count one by one. The same
table serves the reader, the method page and whoever wants to change a category.

The Dutch particulars follow how OpenStreetMap is tagged in the Netherlands:
school levels often stand only in the name, a bus stop is two nodes or is kept
with *opgeheven* in its name, museum railways have stations, and a *minibieb* is
no library. Names are sought with their abbreviations written without points.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A key with one of some values."""

    key: str
    """Key, for example ``amenity``."""
    values: tuple[str, ...] = ()
    """Values that count, in lower case; none means that any value but ``no`` does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When an object belongs to a category."""

    any_of: tuple[Tag, ...]
    """At least one of these is tagged."""
    also: tuple[Tag, ...] = ()
    """All of these are tagged as well."""
    unless: tuple[Tag, ...] = ()
    """None of these is tagged."""
    only: tuple[Tag, ...] = ()
    """Where the key is tagged, one of these values must be among its values."""
    not_merely: tuple[Tag, ...] = ()
    """Where the key is tagged, some value must be another than these."""
    name: str = ""
    """Pattern that the name must hold, in any case; empty for every name."""
    unless_name: str = ""
    """Pattern that the name must not hold."""
    operator_too: bool = False
    """Whether the patterns are sought in the operator as well."""
    ages: tuple[float, float] | None = None
    """Lowest and highest `min_age`, in years."""
    areas_only: bool = False
    """Whether points do not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """When objects that lie close together are one facility."""

    same_name_m: float = 0.0
    """Distance within which objects of the same name are one, in metres."""
    unnamed_m: float = 0.0
    """Distance within which an object without name joins another, in metres."""
    any_name_m: float = 0.0
    """Distance within which points are one whatever their names, in metres."""
    first_only: bool = False
    """Whether the first object (points before areas) gives the place; else every object is an access point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityCategory:
    """A category of facilities."""

    id: str
    """Id, the same everywhere; its words are ``category.<id>`` in the catalogue."""
    rules: tuple[Rule, ...]
    """An object belongs if one of them holds."""
    otherwise_of: tuple[str, ...] = ()
    """Categories that go before: an object of one of these does not belong."""
    private_too: bool = False
    """Whether `access=private` is about the grounds alone and does not close the facility."""
    merge: Merge = Merge()
    """When objects are one facility."""


def _tag(key: str, *values: str) -> Tag:
    return Tag(key=key, values=values)


_GP_POST = r"huisartsenpost|spoedpost|\bhap\b"
_OTHER_CARE = (
    r"^(?!.*huisarts).*(?:huidkliniek|huidtherap|cosmeti|dermatolog|oogkliniek|oogarts|orthodont|tandarts|fysiotherap"
    r"|psycholog|verloskund|teststraat|testlocatie|priklocatie|prikpost|bloedafname|\bggd\b)"
)
_GENERAL = _tag(
    "healthcare:speciality", "general", "general_practice", "general_practitioner", "family_medicine", "family", "gp"
)
_DOCTORS = (_tag("amenity", "doctors", "doctor"), _tag("healthcare", "doctor", "doctors"))

_SCHOOL = (_tag("amenity", "school"),)
_PRIMARY_TAGS = (_tag("isced:level", "1"), _tag("school", "primary", "elementary", "primary_school"))
_SECONDARY_TAGS = (_tag("isced:level", "2", "3"), _tag("school", "secondary", "secondary_school", "high"))
_SPECIAL_TAGS = (_tag("school", "special", "special_education", "special_education_needs", "special_needs"),)
_SPECIAL_NAME = r"\b(?:sbo|so|vso)\b|speciaal (?:basis)?onderwijs|speciale school"
_SURELY_PRIMARY = (
    r"basisschool|\b(?:obs|cbs|rkbs|pcbs|kbs|rbs|gbs|cns|ikc|pkc)\b|kindcentrum|school met de bijbel"
    r"|grundschule|primary school|elementary school"
)
_PRIMARY_WITH_CARE = r"\bikc\b|integraal kindcentrum"
"""Integral child centres hold a primary school, also where they are tagged as childcare; a mere *kindcentrum* often
is childcare alone."""
_PERHAPS_PRIMARY = r"montessorischool|jenaplan|dalton"
_SECONDARY_NAME = (
    r"college|lyceum|gymnasium|\b(?:mavo|havo|vmbo|vwo)\b|atheneum|praktijkschool|praktijkonderwijs|scholengemeenschap"
    r"|realschule|secondary school|high school"
)

_TEACHES_DUTCH = (
    r"taalschool|taalhuis|taalles|taalcentrum|taalpunt|inburgering|\bnt2\b|volksuniversiteit|\broc\b|vluchtelingenwerk"
)
NOT_SERVED = r"opgeheven|vervallen|buiten gebruik|niet in gebruik"
"""What a stop is called when no line calls there any more; it is left out, and the reader says which."""
_OTHER_STATIONS = _tag("station", "subway", "light_rail", "miniature", "funicular", "monorail")
"""Kinds of station that are no train station, unless they are one as well (``train;light_rail``)."""
_NOT_TRAINS = (
    _tag("usage", "tourism"),
    _tag("railway:historic"),
    _tag("railway:preserved"),
    _tag("historic", "station", "railway_station", "railway"),
)
_MUSEUM_RAIL = r"museum|stoomtrein|stoomtram|\bvsm\b|\bsgb\b|veluwsche stoom"
_RELIGIONS = _tag("religion", "christian", "muslim", "jewish", "hindu", "buddhist")
_STOPS = Merge(same_name_m=150.0, unnamed_m=50.0)

CATEGORIES: tuple[FacilityCategory, ...] = (
    FacilityCategory(
        id="gp",
        rules=(
            Rule(any_of=_DOCTORS, only=(_GENERAL,), unless_name=f"{_GP_POST}|{_OTHER_CARE}"),
            Rule(
                any_of=(_tag("amenity", "clinic"), _tag("healthcare", "clinic", "centre")),
                name=r"huisarts|gezondheidscentrum",
                unless_name=_GP_POST,
            ),
        ),
        merge=Merge(any_name_m=30.0),
    ),
    FacilityCategory(
        id="out_of_hours_gp",
        rules=(
            Rule(
                any_of=(*_DOCTORS, _tag("amenity", "clinic"), _tag("healthcare", "clinic", "centre")),
                name=_GP_POST,
            ),
            Rule(
                any_of=(*_DOCTORS, _tag("amenity", "clinic"), _tag("healthcare", "clinic")),
                also=(_tag("emergency", "yes"),),
                unless=(_tag("amenity", "hospital"), _tag("healthcare", "hospital")),
            ),
        ),
    ),
    FacilityCategory(id="dentist", rules=(Rule(any_of=(_tag("amenity", "dentist"), _tag("healthcare", "dentist"))),)),
    FacilityCategory(
        id="pharmacy", rules=(Rule(any_of=(_tag("amenity", "pharmacy"), _tag("healthcare", "pharmacy"))),)
    ),
    FacilityCategory(
        id="hospital",
        rules=(
            Rule(
                any_of=(_tag("amenity", "hospital"), _tag("healthcare", "hospital")),
                unless=(_tag("amenity", "veterinary"),),
                not_merely=(_tag("healthcare:speciality", "psychiatry", "child_psychiatry", "psychotherapist"),),
                unless_name=r"dierenziekenhuis|dierenkliniek",
            ),
        ),
        private_too=True,
    ),
    FacilityCategory(
        id="primary_school",
        rules=(
            Rule(any_of=_PRIMARY_TAGS, also=_SCHOOL, unless=_SPECIAL_TAGS, unless_name=_SPECIAL_NAME),
            Rule(any_of=_SCHOOL, ages=(0, 5), unless=_SPECIAL_TAGS, unless_name=_SPECIAL_NAME),
            Rule(
                any_of=_SCHOOL,
                unless=(*_PRIMARY_TAGS, *_SECONDARY_TAGS, *_SPECIAL_TAGS),
                name=_SURELY_PRIMARY,
                unless_name=_SPECIAL_NAME,
            ),
            Rule(
                any_of=_SCHOOL,
                unless=(*_PRIMARY_TAGS, *_SECONDARY_TAGS, *_SPECIAL_TAGS),
                name=_PERHAPS_PRIMARY,
                unless_name=f"{_SPECIAL_NAME}|{_SECONDARY_NAME}",
            ),
            Rule(any_of=(_tag("amenity", "kindergarten", "childcare"),), name=_PRIMARY_WITH_CARE),
        ),
        private_too=True,
    ),
    FacilityCategory(
        id="secondary_school",
        rules=(
            Rule(any_of=_SECONDARY_TAGS, also=_SCHOOL, unless=_SPECIAL_TAGS, unless_name=_SPECIAL_NAME),
            Rule(any_of=_SCHOOL, ages=(11, 14), unless=_SPECIAL_TAGS, unless_name=_SPECIAL_NAME),
            Rule(
                any_of=_SCHOOL,
                unless=(*_PRIMARY_TAGS, *_SECONDARY_TAGS, *_SPECIAL_TAGS),
                name=_SECONDARY_NAME,
                unless_name=f"{_SPECIAL_NAME}|{_SURELY_PRIMARY}",
            ),
        ),
        private_too=True,
    ),
    FacilityCategory(
        id="school_unknown",
        rules=(Rule(any_of=_SCHOOL),),
        otherwise_of=("primary_school", "secondary_school"),
        private_too=True,
    ),
    FacilityCategory(
        id="language_school",
        rules=(
            Rule(any_of=(_tag("amenity", "language_school", "prep_school"),)),
            Rule(
                any_of=(
                    _tag("amenity", "school", "college", "training", "community_centre", "social_centre"),
                    _tag("amenity", "social_facility"),
                    _tag("office", "ngo", "charity", "association", "foundation", "educational_institution"),
                ),
                name=_TEACHES_DUTCH,
            ),
        ),
        private_too=True,
    ),
    FacilityCategory(
        id="childcare", rules=(Rule(any_of=(_tag("amenity", "kindergarten", "childcare"),)),), private_too=True
    ),
    FacilityCategory(id="supermarket", rules=(Rule(any_of=(_tag("shop", "supermarket"),)),)),
    FacilityCategory(
        id="other_food",
        rules=(Rule(any_of=(_tag("shop", "convenience", "bakery", "butcher", "greengrocer", "deli", "farm"),)),),
    ),
    FacilityCategory(
        id="bus_stop",
        rules=(
            Rule(
                any_of=(_tag("highway", "bus_stop"),),
                unless=(_tag("public_transport", "stop_position"),),
                unless_name=NOT_SERVED,
            ),
            Rule(
                any_of=(_tag("public_transport", "platform"),),
                also=(_tag("bus", "yes", "on_demand"),),
                unless_name=NOT_SERVED,
            ),
        ),
        merge=_STOPS,
    ),
    FacilityCategory(
        id="tram_metro_stop",
        rules=(Rule(any_of=(_tag("railway", "tram_stop", "subway_entrance"), _tag("station", "subway"))),),
        merge=_STOPS,
    ),
    FacilityCategory(
        id="train_station",
        rules=(
            Rule(
                any_of=(_tag("railway", "station", "halt"),),
                unless=_NOT_TRAINS,
                not_merely=(_OTHER_STATIONS,),
                unless_name=_MUSEUM_RAIL,
                operator_too=True,
            ),
            Rule(
                any_of=(_tag("public_transport", "station"),),
                also=(_tag("train", "yes"),),
                unless=_NOT_TRAINS,
                not_merely=(_OTHER_STATIONS,),
                unless_name=_MUSEUM_RAIL,
                operator_too=True,
            ),
        ),
        merge=Merge(same_name_m=500.0, first_only=True),
    ),
    FacilityCategory(
        id="library",
        rules=(
            Rule(
                any_of=(_tag("amenity", "library"),),
                unless=(
                    _tag("amenity", "public_bookcase", "toy_library"),
                    _tag("access", "students"),
                    _tag("library", "toy", "book_exchange"),
                ),
                unless_name=r"minibieb|mini-bieb|boekenkast|boekenruil|speel-o-theek|speelotheek",
            ),
        ),
    ),
    FacilityCategory(
        id="sports",
        rules=(
            Rule(any_of=(_tag("leisure", "sports_centre", "sports_hall", "fitness_centre"), _tag("club", "sport"))),
            Rule(any_of=(_tag("leisure", "pitch"),), also=(_tag("sport"),)),
            Rule(any_of=(_tag("leisure", "swimming_pool"),), name=r"."),
            Rule(
                any_of=(_tag("leisure", "swimming_pool"),),
                also=(_tag("access", "yes", "public", "permissive", "customers"),),
            ),
        ),
    ),
    FacilityCategory(id="playground", rules=(Rule(any_of=(_tag("leisure", "playground"),)),)),
    FacilityCategory(
        id="green",
        rules=(
            Rule(any_of=(_tag("leisure", "park"),)),
            Rule(
                any_of=(_tag("landuse", "recreation_ground", "forest"), _tag("natural", "wood")),
                areas_only=True,
            ),
        ),
    ),
    FacilityCategory(
        id="place_of_worship",
        rules=(
            Rule(
                any_of=(_tag("amenity", "place_of_worship"),),
                also=(_RELIGIONS,),
                unless=(_tag("place_of_worship", "wayside_shrine", "wayside_chapel"),),
            ),
            Rule(
                any_of=(_tag("building", "yes", "mosque"),),
                unless=(_tag("amenity"), _tag("shop"), _tag("office")),
                name=r"moskee\b|\bcamii?\b|\bmasjid\b|\bmescid?t?\b",
            ),
        ),
    ),
    FacilityCategory(
        id="police",
        rules=(Rule(any_of=(_tag("amenity", "police"),), unless_name=r"marechaussee|\bkmar\b", operator_too=True),),
        private_too=True,
    ),
    FacilityCategory(
        id="town_hall",
        rules=(
            Rule(
                any_of=(_tag("amenity", "townhall"),),
                unless=(_tag("tourism", "museum", "gallery"), _tag("amenity", "museum")),
                only=(_tag("townhall:type", "city", "town", "municipality", "village", "borough"),),
                unless_name=r"provinciehuis|waterschap",
            ),
        ),
    ),
    FacilityCategory(
        id="community_centre",
        rules=(
            Rule(any_of=(_tag("amenity", "community_centre", "social_centre", "youth_centre"),)),
            Rule(
                any_of=(_tag("amenity", "social_facility"),),
                unless=(
                    _tag("social_facility", "nursing_home", "assisted_living", "group_home", "shelter", "hospice"),
                ),
            ),
        ),
    ),
    FacilityCategory(
        id="employment",
        rules=(
            Rule(any_of=(_tag("landuse", "industrial", "commercial", "retail"),), areas_only=True),
            Rule(any_of=(_tag("office", "employment_agency"),)),
            Rule(any_of=(_tag("office", "government"),), name=r"\buwv\b|werkplein", operator_too=True),
        ),
        private_too=True,
    ),
)
"""The categories in the order of the plan's tables."""

CATEGORY_IDS: tuple[str, ...] = tuple(category.id for category in CATEGORIES)
"""The ids in order."""

NOT_IN_USE: tuple[Tag, ...] = (
    _tag("disused"),
    _tag("abandoned"),
    _tag("demolished"),
    _tag("ruins"),
    _tag("construction"),
    _tag("proposed"),
    _tag("opening_hours", "closed", "off"),
    _tag("operational_status", "closed", "out_of_order"),
)
"""Tags of what is not, not yet or no longer in use; `disused:amenity=…` and the like match no rule at all."""

NOT_PUBLIC: tuple[Tag, ...] = (_tag("access", "private", "no"),)
"""Tags of what is not open to the public, for the categories without `private_too`."""

NOT_ENTRANCES: tuple[Tag, ...] = (
    _tag("entrance", "no", "exit", "emergency", "service", "garage", "private"),
    _tag("access", "private", "no"),
)
"""Entrances that a visitor cannot use."""
