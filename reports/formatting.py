"""Numbers, shares, durations, sizes and dates as text in one language.

The only module that formats values. Babel has the numbers, lists and dates of each language. The
first value imports it: with two languages that takes 50 ms, which most commands do not need.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Literal

from epreuve.faults.units import SECONDS
from epreuve.reports.language import Language

if TYPE_CHECKING:
    from babel.core import Locale
    from babel.numbers import NumberPattern

Rounding = Literal["down", "up", "nearest"]
ListStyle = Literal["standard", "or"]

NEVER = {"fr": "jamais", "en": "never"}
_UNITS = (  # English, French, upper limit
    (" B", " o", 1e3),
    (" kB", "\u202fko", 1e6),
    (" MB", "\u202fMo", 1e9),
    (" GB", "\u202fGo", math.inf),
)
_LONG_UNITS: dict[str, str] = {"d": "j", "h": "h", "min": "min"}  # English -> French


def rounded(value: float, digits: int, rounding: Rounding) -> float:
    """Return `value` rounded to `digits` decimals."""
    if rounding == "nearest":
        return round(value, digits)
    # The inner rounding removes the binary error: 69.99999999 is 70.
    unit = 10.0**digits
    steps = round(value * unit, 6)
    return (math.floor(steps) if rounding == "down" else math.ceil(steps)) / unit


def number(
    value: float, language: Language, digits: int = 0, rounding: Rounding = "nearest"
) -> str:
    """Return a number with at most `digits` decimals; infinity is "never"."""
    if math.isinf(value):
        return NEVER[language]
    text: str = _pattern(digits).apply(rounded(value, digits, rounding), locale(language))
    return text


def plain(value: float, language: Language, digits: int, rounding: Rounding) -> str:
    """Return a number without thousands separators, for a spreadsheet."""
    shown, pattern = rounded(value, digits, rounding), _pattern(digits)
    text: str = pattern.apply(shown, locale(language), group_separator=False)
    return text


@cache
def _pattern(digits: int) -> NumberPattern:
    """Return the pattern of a number with at most `digits` decimals."""
    from babel.numbers import parse_pattern

    return parse_pattern("#,##0" + ("." + "#" * digits if digits else ""))


def percent(share: float, language: Language, digits: int = 0, rounding: Rounding = "down") -> str:
    """Return a share (0..1) as a percentage with at most `digits` decimals."""
    sign = "\u202f%" if language == "fr" else "%"
    return number(share * 100, language, digits, rounding) + sign


def seconds(value: float, language: Language, digits: int = 2, rounding: Rounding = "up") -> str:
    """Return a time in seconds, whatever its length: 0.42 s, 75.3 s; infinity is "never"."""
    figure = number(value, language, digits, rounding)
    return figure if math.isinf(value) else f"{figure} s"


def duration(value: float, language: Language, digits: int = 1, rounding: Rounding = "up") -> str:
    """Return a length of time: < 0.1 s, 0.4 s, 42 s, 3 min 5 s, 2 h 5 min; infinity is "never"."""
    least = 10.0**-digits
    if 0 < value < least:
        return f"< {seconds(least, language, digits)}"
    if math.isinf(value) or rounded(value, digits, rounding) < 10:
        return seconds(value, language, digits, rounding)
    minutes, rest = divmod(int(rounded(value, 0, rounding)), 60)
    hours, left = divmod(minutes, 60)
    if hours:
        whole = f"{number(hours, language)} h"
        return f"{whole} {left} min" if left else whole
    if minutes:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    return f"{rest} s"


def duration_in_one_unit(value: float, language: Language) -> str:
    """Return a length of time in the largest unit that suits it: 5 d, 36 h, 20 min, 90 s."""
    for english, french in _LONG_UNITS.items():
        size = SECONDS[english]
        if value >= 2 * size or (value > 0 and value % size == 0):
            return f"{number(value / size, language, 1)} {french if language == 'fr' else english}"
    return f"{number(value, language)} s"


def delay(value: float, language: Language) -> str:
    """Return a delay as it was set, in seconds: 250 ms, 1.5 s, 90 s."""
    if value < 1:
        return f"{number(value * 1_000, language, 3)} ms"
    return seconds(value, language, 3, "nearest")


def size(value: float, language: Language, digits: int = 0, rounding: Rounding = "up") -> str:
    """Return a number of bytes in B, kB, MB or GB (1 kB = 1000 B)."""
    english, french, limit = next(unit for unit in _UNITS if value < unit[2])
    scaled = value / (limit / 1e3 if math.isfinite(limit) else 1e9)
    figure = number(scaled, language, digits if limit > 1e3 else 0, rounding)
    return f"{figure}{french}" if language == "fr" else f"{figure}{english}"


def clock(value: float) -> str:
    """Return a moment of a run (seconds since its start) as minutes:seconds."""
    return f"{int(value) // 60}:{int(value) % 60:02d}"


def date(moment: str, language: Language) -> str:
    """Return an ISO 8601 moment as date and time in UTC; return other text unchanged."""
    from babel.dates import format_datetime

    try:
        parsed = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    shape = "d MMMM y 'à' HH:mm 'UTC'" if language == "fr" else "d MMMM y, HH:mm 'UTC'"
    shape = shape.replace(" ", "\u00a0")  # a date stays on one line
    return format_datetime(parsed.astimezone(UTC), shape, locale=locale(language))


def joined(items: Sequence[str], language: Language, style: ListStyle = "standard") -> str:
    """Return the items as a list in a sentence: "a, b et c", "a, b, and c", or with "or"."""
    from babel.lists import format_list

    return format_list(list(items), style, locale(language))


def is_singular(n: float, language: Language) -> bool:
    """Return whether a noun after `n` is singular: 1 in English, less than 2 in French."""
    return abs(n) < 2 if language == "fr" else abs(n) == 1


@cache
def locale(language: Language) -> Locale:
    """Return the Babel locale of a language."""
    from babel.core import Locale

    return Locale.parse(language)
