"""Numbers, sizes and plurals are those of Babel."""

import pytest
from babel.core import Locale
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from epreuve.reports import formatting

LANGUAGES = ("fr", "en")
VALUES = (0, 0.25, 1, 1.5, 1.99, 2, 7, 42.5, 99.95, 999, 999.96, 1000, 1234567.8, -1, -12.5, -0.04)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("value", VALUES)
def test_numbers_and_percentages_are_those_of_babel(value, language):
    for digits, pattern in ((0, "#,##0"), (1, "#,##0.#")):
        shown = round(value, digits)
        assert formatting.number(value, language, digits) == format_decimal(
            shown, pattern, locale=language
        )
        sign = "\u202f%" if language == "fr" else "%"
        assert formatting.percent(value / 100, language, digits, "nearest") == format_percent(
            formatting.rounded(value, digits, "nearest") / 100, pattern + sign, locale=language
        )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("value", "unit", "factor"),
    [
        (1000, "kilobyte", 1e3),
        (48_200, "kilobyte", 1e3),
        (3.25e6, "megabyte", 1e6),
        (1.5e9, "gigabyte", 1e9),
        (1e13, "gigabyte", 1e9),
    ],
)
def test_sizes_are_those_of_babel(value, unit, factor, language):
    assert formatting.size(value, language, 2) == format_unit(
        value / factor, f"digital-{unit}", length="short", format="#,##0.##", locale=language
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("value", VALUES)
def test_singulars_are_those_of_babel(value, language):
    singular = Locale.parse(language).plural_form(abs(value)) == "one"
    assert formatting.is_singular(value, language) == singular
