"""Bounds of the letters, and interval of a score."""

import pytest

from epreuve.reports import html, markdown, terminal
from epreuve.reports.assessment import Assessment, Trials
from epreuve.reports.letters import letter_of
from epreuve.reports.verdict import score_interval
from epreuve.reports.words import Words


@pytest.mark.parametrize(
    ("score", "letter"),
    [(100, "A"), (80.01, "A"), (80, "B"), (70, "C"), (55, "D"), (40, "E"), (25, "F"), (10, "G")],
)
def test_bounds(score: float, letter: str) -> None:
    assert letter_of(score) == letter


def of_trials(assessment: Assessment) -> Assessment:
    """Return the assessment as a combination of three trials."""
    result = assessment.result.model_copy(update={"interval": (58.2, 71.4), "possibly": ("B",)})
    trials = Trials(
        asked=3, seeds=(7, 8), scores=(60.0, 66.0), floors=(55.0, 59.5), spread=4.5, quick=True
    )
    return assessment.model_copy(
        update={"result": result.model_copy(update={"letter": "C"}), "trials": trials}
    )


def test_interval_with_other_letters(good: Assessment) -> None:
    result = of_trials(good).result
    assert score_interval(result, Words("en")) == "C (58–71), possibly B"
    assert score_interval(result, Words("fr")) == "C (58–71), peut-être B"
    assert score_interval(result.model_copy(update={"possibly": ()}), Words("en")) == "C (58–71)"
    assert score_interval(result.model_copy(update={"letter": None}), Words("en")) == ""
    assert score_interval(good.result, Words("en")) == ""


def test_every_format_for_people_has_the_interval(good: Assessment) -> None:
    assessment = of_trials(good)
    for rendered in (terminal.render(assessment, "en"), markdown.render(assessment, "en")):
        assert "90% interval: C (58–71), possibly B" in rendered
    page = html.render(assessment, "fr")
    assert "Intervalle à 90\u00a0%\u00a0: C (58–71), peut-être B" in page
    assert "Essais valables\u00a0: 2 sur 3" in page
    assert "Écart entre les planchers, en points\u00a0: 4,5." in page
