"""Human contact channels in a text: phone number, address, opening hours, in French and English."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product

from selectolax.lexbor import LexborHTMLParser

from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.pages.phone_numbers import shows_any_phone

_STREET = {
    "fr": r"\b(?:rue|avenue|av\.|boulevard|bd|place|quai|chemin|all[ée]e|impasse|route|cours|square"
    r"|esplanade|faubourg|parvis|passage|promenade|mail|lieu-dit|hameau|zone artisanale|bourg"
    r"|mairie|hôtel de ville|préfecture|(?:BP|CS) ?\d+)\b",
    "en": r"\b(?:street|st\.?|road|rd\.?|avenue|ave\.?|lane|square|boulevard|blvd\.?|drive|court"
    r"|place|way|quay|terrace|crescent|town hall|city hall|council offices|civic offices"
    r"|p\.?o\.? box)\b",
}
LANGUAGES = tuple(_STREET)
_POSTAL = {
    # A department (99 serves fiction), then a commune's name (or CEDEX); or a country's prefix; or
    # a Canadian code.
    "fr": r"(?<!\d)(?:(?:0[1-9]|[1-9]\d)\d{3}|(?:B|CH|L)-\d{4})\s+[A-ZÀ-Ý]"
    r"|\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b",
    "en": r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b|\b[A-Z]{2},?\s\d{5}\b"
    # An Eircode of Ireland, such as D08 RF3F.
    r"|\b(?:[AC-FHKNPRTV-Y]\d\d|D6W) ?(?=\d{0,3}[A-Z])[\dAC-FHKNPRTV-Y]{4}\b",
}
# A number in a named street is an address without its postal code: a page of a town names no town.
_NUMBERED = {
    "fr": r"(?<![\d/.:-])\d{1,4}(?: ?(?:bis|ter|quater))?,? (?:rue|avenue|av\.|boulevard|bd|place"
    r"|quai|chemin|all[ée]e|impasse|route|cours|square|esplanade|faubourg|parvis|promenade)"
    r" (?:d[eu]s? |de l[a'’] ?|d['’]|l[ea] )*(?-i:[A-ZÀ-Ý])"
    # Belgium, Switzerland, Luxembourg: the number after the street, then a code of four digits.
    r"|\b(?:rue|avenue|av\.|boulevard|bd|place|quai|chemin|chaussée|all[ée]e|impasse|route|cours"
    r"|square|esplanade|parvis|promenade|case postale)\s[^!?;:]{0,60}?(?<!\d)\d{1,4} ?[a-z]?"
    r"(?:[ ,/]{1,2}(?:bte|boîte)? ?\d{1,3})?,?\s?[–-]?\s?(?<!\d)[1-9]\d{3}\s(?-i:[A-ZÀ-Ý])",
    "en": r"(?<![\d/.:-])\d{1,4}[A-Za-z]? (?-i:(?:[A-Z][a-z'’]+ ){1,3})"
    r"(?:street|road|avenue|lane|square|boulevard|drive|court)\b",
}
_FRENCH_TIME = r"(?:\d{1,2}\s?(?:h(?:eures?)?\b|h|:)\s?(?:\d{2})?|midi)"
_ENGLISH_TIME = r"(?:\d{1,2}(?:[:.]\d{2})?\s?[ap]\.?m\.?|noon)"
# "de 9 à 12 heures" may be a delay: only after a word of opening hours.
_FRENCH_OPEN = (
    r"\b(?:ouvert\w*|horaires?|permanences?|accueil|guichet|lundi|mardi|mercredi|jeudi|vendredi"
    r"|samedi|dimanche|matins?|après-midi|jours)\b(?:(?!délai|durée|attente|attend)[^.!?]){0,60}?"
    r"\b(?:de|entre) (?:1?\d|2[0-4]) (?:à|et) (?:1?\d|2[0-4]) ?h(?:eures?)?\b"
)
_HOURS = {
    "fr": rf"{_FRENCH_OPEN}|{_FRENCH_TIME}\s*(?:à|a|-|–|—|/|et|jusqu)[\s'’à]*{_FRENCH_TIME}"
    r"|24\s?h?/24",
    "en": rf"(?:{_ENGLISH_TIME}|\d{{1,2}}(?:[:.]\d{{2}})?)\s*(?:to|until|till|and|-|–|—)\s*"
    rf"{_ENGLISH_TIME}|\d{{1,2}}:\d{{2}}\s*(?:to|until|-|–|—)\s*\d{{1,2}}:\d{{2}}"
    r"|\b24/7\b|24 hours a day",
}
_TOWN = 80  # characters between a street and its postal code


@dataclass(frozen=True, slots=True)
class HumanChannel:
    """Contact channels that a page shows."""

    phone: bool
    address: bool
    hours: bool


def page_language(page: str) -> str:
    """Return the language that a page declares, such as "fr"; "" without one."""
    root = LexborHTMLParser(page).css_first("html[lang]")
    return ((root.attributes.get("lang") or "") if root is not None else "")[:2].lower()


def is_readable(language: str) -> bool:
    """Return whether channels can be found in a page of this language; "" is none declared."""
    return not language or language in LANGUAGES


def channel_in(
    text: str, languages: Iterable[str] = (), citizens: Iterable[Citizen] = ()
) -> HumanChannel:
    """Find the channels in a visible text; those of the `citizens` themselves do not count.

    Without a known language, the channels of all known ones count. A street in any of the languages
    goes with a postal code of any of them.
    """
    declared = set(languages)
    spoken = [one for one in LANGUAGES if one in declared] or LANGUAGES
    users = [user for citizen in citizens for user in _named(text, citizen)]
    text = " ".join(_without(text, users).split())
    return HumanChannel(
        phone=shows_any_phone(text, spoken),
        address=any(
            re.search(
                rf"{_STREET[one]}.{{0,{_TOWN}}}?(?-i:{_POSTAL[country]})|{_NUMBERED[one]}",
                text,
                re.IGNORECASE,
            )
            for one, country in product(spoken, repeat=2)
        ),
        hours=any(re.search(_HOURS[one], text, re.IGNORECASE) for one in spoken),
    )


def shows_phone(text: str, number: str) -> bool:
    """Return whether a visible text shows this phone number, however it is spaced."""
    return bool(digits(number)) and _spellings(number).search(text) is not None


def _spellings(number: str) -> re.Pattern[str]:
    national, gap = digits(number), r"[\s.\-/·\u2010-\u2015\u2212]*"
    pattern = gap.join(national)
    if national.startswith("0"):
        pattern += rf"|(?:\+|00)33{gap}(?:\(0\){gap})?{gap.join(national[1:])}"
    return re.compile(rf"(?<!\d)(?:{pattern})(?!\d)")


def shows_text(text: str, words: str) -> bool:
    """Return whether a visible text has these words, whatever its case, spaces and apostrophes."""
    return _plain(words) in _plain(text)


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())


def digits(number: str) -> str:
    """Return the digits of a phone number in its national form, to compare two spellings."""
    plain = re.sub(r"\D", "", number.replace("(0)", ""))
    return re.sub(r"^(?:00)?33(?=\d{9}$)", "0", plain)


def _named(text: str, citizen: Citizen) -> list[Citizen]:
    """Return a citizen, and those of the run whose name or e-mail the text shows."""
    numbers = sorted(citizen.numbers_in(text))
    return [citizen, *(replace(citizen, number=number) for number in numbers)]


def _without(text: str, citizens: Iterable[Citizen]) -> str:
    for citizen in citizens:
        for own in (citizen.street, f"{citizen.postcode} {citizen.city}", citizen.postcode):
            text = text.replace(own, " ")
        # What follows a removed number stays apart from the word before it.
        text = _spellings(citizen.phone).sub(" … ", text)
    return text
