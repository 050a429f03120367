"""Phone numbers that a text shows, by the numbering plans of the countries of its languages.

`phonenumbers` is slow to import (0.1 s): only what reads pages imports this module.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from phonenumbers import (
    Leniency,
    NumberParseException,
    PhoneNumber,
    PhoneNumberMatcher,
    PhoneNumberType,
    country_code_for_region,
    is_possible_number,
    number_type,
    parse,
)
from phonenumbers.shortnumberinfo import is_valid_short_number_for_region

_REGIONS = {
    "fr": ("FR", "GP", "MQ", "GF", "RE", "BE", "CH", "CA"),
    "en": ("GB", "IE", "US", "CA"),
}
_WITHOUT_PREFIX = {"CA", "US"}  # a national number begins with its area code
_NO_PREFIX_NO_AREA = {"fr": ("LU", "MC", "NC", "PF"), "en": ()}  # only after a word of phones
_ORDINARY = {
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
}
_FEWEST_DIGITS = 9  # of a number that no word announces, prefix included
_FEWEST_ANNOUNCED = 6
_MOST_DIGITS = 15
_DIGITS = re.compile(r"(?<![^\W_])[+(]{0,2}\d(?:[\s.\-–/()]{0,3}\d)+(?![\w%€$£])")
_GROUP = re.compile(r"[+(]{0,2}\d+\)?")
# “Numéro” alone announces nothing: it may be a number of a request.
_PHONE_WORD = (
    r"(?:t[ée]l(?:[ée]phon\w*|s)?\b|(?:r?appel|joign|joind|compos|contact|renseign|assist)\w*"
    r"|all[oô]\b|accueil\b|standard\b|permanence\b|hotline\b|suiv(?:re|i)\b|aide\b|question"
    r"|num[ée]ro (?:vert|azur|gratuit|unique|court|d['’](?:appel|urgence))"
    r"|calls?\b|call(?:ing)? us|dial\b|(?:tele|free)?phone\b|helpline\b|help desk\b|enquir"
    r"|switchboard\b|samu\b|police\b|pompiers\b|urgences?\b|emergency\b)"
)
_NO_PHONE_WORD = re.compile(
    r"\b(?:isbn|issn|ean|siret|siren|rcs|rna|iban|bic|tva|vat|insee|cerfa|entreprise|company"
    r"|dossier|demande|r[ée]f|r[ée]f[ée]rence|reference|ref|version|v|build|release|commande"
    r"|order|facture|invoice|compte|account|contrat|contract|identifiant|id|code|ticket|case"
    r"|file|request|application|receipt|r[ée]c[ée]piss[ée]|re[çc]u|accus[ée]|tracking"
    r"|token|jeton|key|cl[ée]|captcha|article|d[ée]cret|loi|arr[êe]t[ée]|licen[cs]e|s[ée]rie|serial|doi|page|lot|parcelle)\b"
    r"(?:[\s.:#/(«-]|n°|(?:nos?|num[ée]ros?|number|nr|est|is)\b)*$",
    re.IGNORECASE,
)
# A fax line has no person at its end, unless the same number is announced as a telephone too.
_FAX = r"(?:t[ée]l[ée]copie\w*|(?:t[ée]l[ée])?fax|facsimile)\b"
_FAX_BEFORE = re.compile(
    rf"\b{_FAX}(?:[\s.:()-]|le\b|au\b|at\b|n°|num[ée]ro\b|number\b|est\b|is\b)*$", re.IGNORECASE
)
_PHONE_AND_FAX = re.compile(
    rf"\b{_PHONE_WORD}[\s.:/,&+-]*(?:(?:et|ou|and|or)\s)?\s*{_FAX}[^\w]*\w*[^\w]*$", re.IGNORECASE
)
_FAX_AFTER = re.compile(rf"\s?\(\s?{_FAX}", re.IGNORECASE)
_ANNOUNCED_BEFORE = re.compile(rf"\b{_PHONE_WORD}[^.!?]{{0,40}}$", re.IGNORECASE)
_ADJACENT = re.compile(
    rf"\b{_PHONE_WORD}(?:[\s.:()-]|nous\b|us\b|le\b|au\b|on\b|at\b|the\b|n°|num[ée]ro\b"
    r"|number\b|service\b)*$",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"(?:appel|compos|t[ée]l\b|t[ée]l[ée]ph|num[ée]ro|joign|all[oô]\b)[^.!?]{0,60}$", re.IGNORECASE
)
_SHORT = re.compile(r"(?<![\d+,.])(?<!\d[\s\-])\d{2,3}[\s.]?\d{0,3}(?!\d|[\s.\-/,]?\d)(?!\w|%)")
_AFTER_SHORT = re.compile(
    r"\s*(?:$|[,.;:!?()/|–—-]|(?:ou|et|or|and|pour|for|from|depuis|en|si|in|if|to|gratuit|free"
    r"|service|appel|tous|every)\b)",
    re.IGNORECASE,
)
# Spaces separate the pairs of numbers of New Caledonia (27 31 15) and French Polynesia, and a date
# only with its whole year. The second half covers dates that begin with the month, or the year.
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_DATE = re.compile(
    rf"^(?:(?:{_DAY}([\s.\-/]){_MONTH}|{_MONTH}([.\-/]){_DAY})"
    r"(?:(?:\1|\2)(?:19|20)\d\d|(?=[.\-/])(?:\1|\2)\d\d(?!(?:\1|\2)\d))"
    rf"|(?:19|20)\d\d([\s.\-/]){_MONTH}\3{_DAY})\b"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


def shows_any_phone(text: str, languages: Iterable[str]) -> bool:
    """Return whether a text shows a phone number; its white space is single spaces.

    The numbering plans are those of the countries where the languages ("fr", "en") are official.
    French and international numbers count in all of them.
    """
    codes = list(languages)
    regions = tuple(dict.fromkeys(("FR", *(region for one in codes for region in _REGIONS[one]))))
    small = tuple(region for one in codes for region in _NO_PREFIX_NO_AREA[one])
    return any(_calls(text, match, regions, small) for match in _DIGITS.finditer(text)) or any(
        _is_short(text, match, (*regions, *small), french="fr" in codes)
        for match in _SHORT.finditer(text)
    )


def _calls(
    text: str, match: re.Match[str], regions: tuple[str, ...], small: tuple[str, ...]
) -> bool:
    before = text[max(0, match.start() - 80) : match.start()]
    if _NO_PHONE_WORD.search(before) and not _ANNOUNCED_BEFORE.search(before):
        return False
    if _is_fax(text, match, before):
        return False
    run = match[0]
    if _ADJACENT.search(before) and _is_possible(run, (*regions, *small)):
        return True
    return any(_is_national(part, region) for part in _parts(run) for region in regions)


def _is_fax(text: str, match: re.Match[str], before: str) -> bool:
    if _FAX_AFTER.match(text, match.end()):
        return True
    return bool(_FAX_BEFORE.search(before)) and not _PHONE_AND_FAX.search(before)


def _parts(run: str) -> Iterator[str]:
    """Yield the groups of digits from each that may begin a number: opening hours may follow."""
    groups = list(_GROUP.finditer(run))
    for first, start in enumerate(groups):
        if first and start[0][0] not in "0(+":
            continue
        for end in groups[first : first + _MOST_DIGITS]:
            part = run[start.start() : end.end()]
            if (size := _count(part)) > _MOST_DIGITS:
                break
            if size >= _FEWEST_DIGITS:
                yield part


@lru_cache(maxsize=4096)  # a table repeats its figures
def _is_national(number: str, region: str) -> bool:
    """Return whether a number is one of the region: ordinary ones are grouped as usual there."""
    match = next(iter(PhoneNumberMatcher(number, region, leniency=Leniency.VALID)), None)
    if match is None or match.raw_string != number:
        return False
    if number_type(match.number) not in _ORDINARY and number.lstrip("(")[0] in "0+":
        return True
    if region in _WITHOUT_PREFIX and not number.startswith("+"):
        groups = re.findall(r"\d+", number)
        if [len(one) for one in groups[-3:]] != [3, 3, 4]:
            return False
    strict = PhoneNumberMatcher(number, region, leniency=Leniency.STRICT_GROUPING)
    return next(iter(strict), None) is not None


def _is_possible(run: str, regions: tuple[str, ...]) -> bool:
    """Return whether a word of phones may announce this number: of the right length, no date."""
    if _DATE.search(run):
        return False
    return any(_parses(run, region) for region in regions)


def _parses(run: str, region: str) -> bool:
    for end in _GROUP.finditer(run):
        part = run[: end.end()]
        if (size := _count(part)) > _MOST_DIGITS:
            break
        if size < _FEWEST_ANNOUNCED:
            continue
        try:
            if is_possible_number(parse(part, region)):
                return True
        except NumberParseException:
            continue
    return False


def _is_short(text: str, match: re.Match[str], regions: tuple[str, ...], *, french: bool) -> bool:
    """Return whether digits are a short number (3939, 112) that a word announces."""
    number = re.sub(r"\D", "", match[0])
    before = text[max(0, match.start() - 80) : match.start()]
    if _YEAR.fullmatch(number) or _NO_PHONE_WORD.search(before):
        return False
    if len(number) < 4 and not _AFTER_SHORT.match(text, match.end()):
        return False
    if _ADJACENT.search(before):
        return any(_is_short_of(number, region) for region in regions)
    return french and len(number) >= 4 and bool(_NEAR.search(before)) and _is_short_of(number, "FR")


def _is_short_of(number: str, region: str) -> bool:
    short = PhoneNumber(country_code=country_code_for_region(region), national_number=int(number))
    return is_valid_short_number_for_region(short, region) and not number.startswith("0")


def _count(number: str) -> int:
    return sum(character.isdigit() for character in number)
