"""Every sentence asked for is translated; figures are never rounded in our favour."""

from typing import Any

import pytest

from epreuve.reports.assessment import Assessment
from epreuve.reports.comparison import compare
from epreuve.reports.formatting import duration_in_one_unit
from epreuve.reports.report import comparison_reports, reports
from epreuve.reports.text import Text
from epreuve.reports.translation import translate
from epreuve.reports.words import Words


def test_no_report_asks_for_an_unknown_sentence(
    monkeypatch: pytest.MonkeyPatch, bad: Assessment, good: Assessment, unranked: Assessment
) -> None:
    missing: list[str] = []

    class Watched(dict[str, tuple[str, ...]]):
        def get(self, sentence: str, default: Any = None) -> Any:
            if sentence not in self:
                missing.append(sentence)
            return super().get(sentence, default)

    monkeypatch.setitem(vars(translate), "_french", Watched(translate._french))
    for report in reports():
        for assessment in (bad, good, unranked):
            report.render(assessment, "fr")
    for report in comparison_reports():
        report.render(compare([bad, good]), "fr")
    assert missing == []


def test_scores_are_rounded_down() -> None:
    fr, en = Words("fr"), Words("en")
    assert en.score(70.999) == "70"
    assert en.score(69.99999999) == "70"
    assert en.score(None) == "–"
    assert fr.score(1.29, 1) == "1,2"


def test_spreadsheet_numbers_have_no_thousands() -> None:
    assert Words("fr").plain(1234.59) == "1234,5"
    assert Words("en").plain(1234.0) == "1234"
    assert Words("en").plain(None) == ""


def test_shares_are_rounded_down_bounds_up() -> None:
    assert Words("en").percent(0.9999) == "99%"
    assert Words("fr").percent(0.9849, 1) == "98,4\u202f%"
    assert Words("en").at_most(3 / 1204) == "0.25%"
    assert Words("en").at_most(0.00201) == "0.21%"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (0.04, "< 0.1 s"),
        (0.42, "0.4 s"),
        (9.97, "10 s"),
        (60, "1 min"),
        (185, "3 min 5 s"),
        (7500, "2 h 5 min"),
    ],
)
def test_durations(seconds: float, text: str) -> None:
    assert Words("en").duration(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (60, "1 min"),
        (90, "90 s"),
        (150, "2,5 min"),
        (36 * 3_600, "36 h"),
        (86_400, "1 j"),
        (5 * 86_400, "5 j"),
    ],
)
def test_durations_in_one_unit(seconds: float, text: str) -> None:
    assert duration_in_one_unit(seconds, "fr") == text


def test_dates() -> None:
    french, english = "21 novembre 2026 à 08:30 UTC", "21 November 2026, 09:30 UTC"
    assert Words("fr").date("2026-11-21T09:30:00+01:00").replace("\xa0", " ") == french
    assert Words("en").date("2026-11-21T09:30:00Z").replace("\xa0", " ") == english
    assert " " not in Words("fr").date("2026-11-21T09:30:00Z")
    assert Words("en").date("yesterday") == "yesterday"


def test_french_spaces_do_not_break() -> None:
    pair = Text(fr="« 4 700 lignes » : 2 h 40, 12 Ko ; 3 sur 4", en="4 700 : 2 h")
    assert Words("fr").of(pair) == (
        "«\xa04\xa0700 lignes\xa0»\xa0: 2\xa0h 40, 12\xa0Ko\xa0; 3 sur 4"
    )
    assert Words("en").of(pair) == pair.en
