"""Clauses for a tender name the crisis and the grid."""

from epreuve.reports.assessment import Assessment
from epreuve.reports.clauses import clauses
from epreuve.reports.comparison import compare
from epreuve.reports.language import LANGUAGES
from epreuve.reports.words import Words


def test_the_four_clauses_of_the_grid(good: Assessment, bad: Assessment) -> None:
    for language in LANGUAGES:
        assert len(clauses(compare([good, bad]), Words(language))) == 4


def test_the_targets_can_be_checked(good: Assessment, bad: Assessment) -> None:
    targets = clauses(compare([good, bad]), Words("fr"))[1].text
    assert good.grid.sha256 in targets
    assert good.crisis.title.fr in targets
    assert "[55]" in targets
