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

from epreuve.probes.pages.emergency_number import is_emergency
from epreuve.probes.pages.phone_words import (
    ADJACENT,
    AFTER_SHORT,
    ANNOUNCED_BEFORE,
    CALL_AFTER,
    FAX_AFTER,
    FAX_BEFORE,
    NEAR,
    NO_PHONE_WORD,
    OFFICE_BEFORE,
    PHONE_AND_FAX,
    REQUEST_WORD,
)

_REGIONS = {
    "fr": ("FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BE", "CH", "CA"),
    "en": ("GB", "IE", "US", "CA"),
}
_WITHOUT_PREFIX = {"CA", "US"}  # a national number begins with its area code
_NO_PREFIX_NO_AREA = {"fr": ("LU", "MC", "NC", "PF"), "en": ()}  # only after a word of phones
_ORDINARY = {
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
}
# The library wants 0262 40 00 00; people also write the overseas numbers in pairs.
_FRENCH_PAIRS = re.compile(r"0\d(?:([ .\-/])\d\d)(?:\1\d\d){3}")
_FEWEST_DIGITS = 9  # of a number that no word announces, prefix included
_FEWEST_ANNOUNCED = 6
_MOST_DIGITS = 15
_DIGITS = re.compile(r"(?<![^\W_])[+(]{0,2}\d(?:[\s.\-–/()]{0,3}\d)+(?![\w%€$£])")
_GROUP = re.compile(r"[+(]{0,2}\d+\)?")
_SHORT = re.compile(r"(?<![\d+,.])(?<!\d[\s\-])\d{2,3}[\s.]?\d{0,3}(?!\d|[\s.\-/,]?\d)(?!\w|%)")
# Spaces separate the pairs of numbers of New Caledonia (27 31 15) and French Polynesia, and a date
# only with its whole year. The second half covers dates that begin with the month, or the year.
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_DATE = re.compile(
    rf"^(?:(?:{_DAY}([\s.\-/]){_MONTH}|{_MONTH}([.\-/]){_DAY})"
    r"(?:(?:\1|\2)(?:19|20)\d\d|(?=[.\-/])(?:\1|\2)\d\d(?!(?:\1|\2)\d))"
    rf"|(?:19|20)\d\d([\s.\-/]){_MONTH}\3{_DAY})\b"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


# Characters of typography: the patterns and the library read the plain ones.
_SIGNS = {
    **dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-"),
    **dict.fromkeys(map(ord, "☎☏✆📞📱"), "Tél. "),
    ord("📠"): "Fax ",
    0xFE0F: None,  # the colour of a symbol
}


def shows_any_phone(text: str, languages: Iterable[str]) -> bool:
    """Return whether a text shows a phone number; its white space is single spaces.

    The numbering plans are those of the countries where the languages ("fr", "en") are official.
    French and international numbers count in all of them.
    """
    codes, text = list(languages), re.sub(r"(?<=\d)·(?=\d)", ".", text.translate(_SIGNS))
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
    if NO_PHONE_WORD.search(before) and not ANNOUNCED_BEFORE.search(before):
        return False
    if is_emergency(re.sub(r"\D", "", match[0])):
        return False
    if _is_fax(text, match, before):
        return False
    run = match[0]
    if run.isdigit() and not run.startswith("00"):
        return _is_announced(text, match, before) and _is_one_of(run, regions, small, before)
    return _is_one_of(run, regions, small, before)


def _is_announced(text: str, match: re.Match[str], before: str) -> bool:
    """Return whether words announce digits without a space as a phone number."""
    if REQUEST_WORD.search(before):
        return False
    return bool(OFFICE_BEFORE.search(before) or CALL_AFTER.match(text, match.end()))


def _is_one_of(run: str, regions: tuple[str, ...], small: tuple[str, ...], before: str) -> bool:
    if ADJACENT.search(before) and _is_possible(run, (*regions, *small)):
        return True
    return any(_is_national(part, region) for part in _parts(run) for region in regions)


def _is_fax(text: str, match: re.Match[str], before: str) -> bool:
    if FAX_AFTER.match(text, match.end()):
        return True
    return bool(FAX_BEFORE.search(before)) and not PHONE_AND_FAX.search(before)


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
    if number.lstrip("(")[0] == "+" or _FRENCH_PAIRS.fullmatch(number):
        return True
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
    """Return whether digits are a short number (3939) that a word announces."""
    number = re.sub(r"\D", "", match[0])
    before = text[max(0, match.start() - 80) : match.start()]
    if _YEAR.fullmatch(number) or is_emergency(number) or NO_PHONE_WORD.search(before):
        return False
    if len(number) < 4 and not AFTER_SHORT.match(text, match.end()):
        return False
    if ADJACENT.search(before):
        return any(_is_short_of(number, region) for region in regions)
    return french and len(number) >= 4 and bool(NEAR.search(before)) and _is_short_of(number, "FR")


def _is_short_of(number: str, region: str) -> bool:
    short = PhoneNumber(country_code=country_code_for_region(region), national_number=int(number))
    return is_valid_short_number_for_region(short, region) and not number.startswith("0")


def _count(number: str) -> int:
    return sum(character.isdigit() for character in number)
