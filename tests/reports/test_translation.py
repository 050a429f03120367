"""Translation into both languages, and formatting of values for each of them."""

import math
from pathlib import Path

import pytest

from epreuve.reports.translation import (
    Bytes,
    Delay,
    Duration,
    Number,
    Percent,
    Points,
    Seconds,
    Translator,
    Value,
)

CATALOGUE = """
msgid ""
msgstr "Language: fr\\nContent-Type: text/plain; charset=utf-8\\n"

msgid "{done} of {tried} journeys succeeded."
msgid_plural "{done} of {tried} journeys succeeded."
msgstr[0] "{done} démarche sur {tried} a réussi."
msgstr[1] "{done} démarches sur {tried} ont réussi."

msgid "{n} page of {weight}"
msgid_plural "{n} pages of {weight}"
msgstr[0] "{n} page de {weight}"
msgstr[1] "{n} pages de {weight}"

msgid "Nothing is missing."
msgstr "Rien ne manque."

msgid "{id}: {why}"
msgstr "{id} : {why}"
"""


@pytest.fixture
def translate(tmp_path: Path) -> Translator:
    path = tmp_path / "fr.po"
    path.write_text(CATALOGUE, encoding="utf-8")
    return Translator(path)


def test_both_languages_at_once(translate: Translator) -> None:
    text = translate("{done} of {tried} journeys succeeded.", done=3, tried=12_345)
    assert text.en == "3 of 12,345 journeys succeeded."
    assert text.fr == "3 démarches sur 12\u202f345 ont réussi."
    assert translate("Nothing is missing.").fr == "Rien ne manque."


@pytest.mark.parametrize("done", [0, 1])
def test_french_agrees_with_the_first_whole_number(translate: Translator, done: int) -> None:
    text = translate("{done} of {tried} journeys succeeded.", done=done, tried=4)
    assert text.fr == f"{done} démarche sur 4 a réussi."
    assert text.en == f"{done} of 4 journeys succeeded."


def test_a_missing_translation_stays_in_english(translate: Translator) -> None:
    assert translate("Unknown {x}.", x="{y}").fr == "Unknown {y}."


@pytest.mark.parametrize(
    ("n", "fr", "en"),
    [
        (0, "0 page de 2", "0 pages of 2"),
        (1, "1 page de 2", "1 page of 2"),
        (2, "2 pages de 2", "2 pages of 2"),
        (Number(1.52, 1, "down"), "1,5 page de 2", "1.5 pages of 2"),
        (Number(1.04, 1, "down"), "1 page de 2", "1 page of 2"),
    ],
)
def test_each_language_has_its_plural(
    translate: Translator, n: int | Number, fr: str, en: str
) -> None:
    text = translate.plural("{n} page of {weight}", "{n} pages of {weight}", n, weight=2)
    assert (text.fr, text.en) == (fr, en)


@pytest.mark.parametrize(
    ("value", "fr", "en"),
    [
        (1200, "1\u202f200", "1,200"),
        ("1200", "1200", "1200"),
        (Number(1.256, 2), "1,26", "1.26"),
        (Number(1.5, 2), "1,5", "1.5"),
        (Number(69.99999999, 0, "down"), "70", "70"),
        (Number(math.inf), "jamais", "never"),
        (Percent(0.9999), "99,9\u202f%", "99.9%"),
        (Percent(1.0), "100\u202f%", "100%"),
        (Percent(0.00201, 2, "up"), "0,21\u202f%", "0.21%"),
        (Seconds(75.291), "75,3 s", "75.3 s"),
        (Seconds(0.421, 2), "0,43 s", "0.43 s"),
        (Seconds(math.inf), "jamais", "never"),
        (Duration(0.04), "< 0,1 s", "< 0.1 s"),
        (Duration(0.41), "0,5 s", "0.5 s"),
        (Duration(9.91), "10 s", "10 s"),
        (Duration(59.2), "1 min", "1 min"),
        (Duration(7500), "2 h 5 min", "2 h 5 min"),
        (Duration(math.inf), "jamais", "never"),
        (Delay(0.25), "250 ms", "250 ms"),
        (Delay(0.0025), "2,5 ms", "2.5 ms"),
        (Delay(1.5), "1,5 s", "1.5 s"),
        (Delay(90), "90 s", "90 s"),
        (Bytes(999), "999 o", "999 B"),
        (Bytes(12_340), "13\u202fko", "13 kB"),
        (Bytes(1_250_000, 1), "1,3\u202fMo", "1.3 MB"),
        (Bytes(5e12), "5\u202f000\u202fGo", "5,000 GB"),
        (Points(1), "1 point", "1 point"),
        (Points(3.59), "3,5 points", "3.5 points"),
        (["a", "b", "c"], "a, b et c", "a, b, and c"),
        ([Percent(0.5), 2], "50\u202f% et 2", "50% and 2"),
    ],
)
def test_values(translate: Translator, value: Value, fr: str, en: str) -> None:
    text = translate("{id}: {why}", id="X", why=value)
    assert (text.fr, text.en) == (f"X : {fr}", f"X: {en}")


def test_a_text_inside_a_text(translate: Translator) -> None:
    text = translate("{id}: {why}", id="DAT-1", why=translate("Nothing is missing."))
    assert (text.fr, text.en) == ("DAT-1 : Rien ne manque.", "DAT-1: Nothing is missing.")


def test_a_bare_float_is_refused(translate: Translator) -> None:
    with pytest.raises(TypeError, match="Number"):
        translate("{id}: {why}", id="X", why=0.5)  # type: ignore[arg-type]
