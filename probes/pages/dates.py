"""Dates in a text, as people write them in French and English."""

import datetime
import re

_MONTHS = (
    ("janv", "jan"), ("févr", "fevr", "feb"), ("mars", "mar"), ("avr", "apr"), ("mai", "may"),
    ("juin", "jun"), ("juil", "jul"), ("août", "aout", "aug"), ("sept", "sep"), ("oct",),
    ("nov",), ("déc", "dec"),
)  # fmt: skip
_DAY = r"(?:1er|(\d{1,2})(?:st|nd|rd|th|er)?)"
_NAME = r"([a-zéûà]{3,10})\.?"
_WEEKDAY = r"(?:lun|mar|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s(?:the\s)?"
_TIME = r"(?:,|\sà|\sat)?\s\d{1,2}(?:\s?h(?:eures?)?\b|:\d\d|\s?[ap]m\b)"
_HYPHENS = re.compile("[\u2010-\u2015\u2212]")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})\s?([/.\-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(
    rf"\b{_DAY}(?:\s(?:of\s)?|[-/]){_NAME}(?:,?\s|[-/])(\d{{4}})\b", re.IGNORECASE
)
# C and Java write the time before the year: Mon Nov 30 09:02:00 UTC 2026.
_MONTH_FIRST = re.compile(
    rf"\b{_NAME}\s(?:the\s)?{_DAY}(?:,?\s|\s\d\d:\d\d:\d\d\s(?:[A-Z]{{3,5}}\s)?)(\d{{4}})\b",
    re.IGNORECASE,
)
# Without a year, a weekday or a time tells a date from another number.
_THIS_YEAR = (
    re.compile(rf"\b{_WEEKDAY}{_DAY}\s(?:of\s)?{_NAME}(?![\w-]|,?\s\d{{4}}\b)", re.IGNORECASE),
    re.compile(rf"\b{_DAY}\s(?:of\s)?{_NAME}{_TIME}", re.IGNORECASE),
)


def dates_in(text: str) -> set[datetime.date]:
    """Return all dates of a text; both where day and month can be exchanged."""
    text = _plain(text)
    written = [(year, month, day) for year, month, day in _ISO.findall(text)]
    for first, _, second, year in _NUMBERS.findall(text):
        full = year if len(year) == 4 else f"20{year}"
        written += [(full, second, first), (full, first, second)]
    for day, name, year in _DAY_FIRST.findall(text):
        written.append((year, _month(name), day or "1"))
    for name, day, year in _MONTH_FIRST.findall(text):
        written.append((year, _month(name), day or "1"))
    return {date for one in written if (date := _date(*one)) is not None}


def shows_date(text: str, day: datetime.date) -> bool:
    """Return whether a text shows a date, up to a day earlier or later (time zones).

    A date without a year counts beside a weekday or a time.
    """
    dates = dates_in(text) | {
        date
        for pattern in _THIS_YEAR
        for number, name in pattern.findall(_plain(text))
        for year in (day.year - 1, day.year, day.year + 1)
        if (date := _date(str(year), _month(name), number or "1")) is not None
    }
    return any(abs((date - day).days) <= 1 for date in dates)


def _plain(text: str) -> str:
    return _HYPHENS.sub("-", " ".join(text.split()))


def _month(name: str) -> str:
    for number, starts in enumerate(_MONTHS, 1):
        if name.lower().startswith(starts):
            return str(number)
    return "0"


def _date(year: str, month: str, day: str) -> datetime.date | None:
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
