"""Short cuts of the formatting agree with Babel."""

import subprocess
import sys

import pytest
from babel.core import Locale
from babel.numbers import format_decimal, format_percent

from epreuve.reports import formatting

LANGUAGES = ("fr", "en")
VALUES = (0, 0.25, 1, 1.5, 1.99, 2, 7, 42.5, 99.95, 999, 999.96, 1000, 1234567.8, -1, -12.5)


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
@pytest.mark.parametrize("value", VALUES)
def test_singulars_are_those_of_babel(value, language):
    singular = Locale.parse(language).plural_form(abs(value)) == "one"
    assert formatting.is_singular(value, language) == singular


@pytest.mark.process
def test_sentences_without_large_numbers_do_not_import_babel():
    program = (
        "import sys\n"
        "from epreuve.reports.translation import Percent, Points, translate\n"
        "Points(1).of('fr'), Percent(0.5).of('fr')\n"
        "sys.exit('babel' in sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
