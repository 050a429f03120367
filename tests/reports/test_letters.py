"""Letters on EcoIndex's bounds."""

import pytest

from epreuve.reports import html, markdown, terminal
from epreuve.reports.assessment import Assessment, Trials
from epreuve.reports.letters import letter_of
from epreuve.reports.verdict import likely
from epreuve.reports.words import Words


@pytest.mark.parametrize(
    ("score", "letter"),
    [(100, "A"), (80.01, "A"), (80, "B"), (70, "C"), (55, "D"), (40, "E"), (25, "F"), (10, "G")],
)
def test_bounds(score: float, letter: str) -> None:
    assert letter_of(score) == letter


def of_trials(told: Assessment) -> Assessment:
    """The same, as three trials would have told it."""
    result = told.result.model_copy(update={"interval": (58.2, 71.4), "possibly": ("B",)})
    trials = Trials(
        asked=3, seeds=(7, 8), scores=(60.0, 66.0), floors=(55.0, 59.5), spread=4.5, quick=True
    )
    return told.model_copy(
        update={"result": result.model_copy(update={"letter": "C"}), "trials": trials}
    )


def test_an_interval_is_told_with_the_letters_that_it_reaches(good: Assessment) -> None:
    told = of_trials(good).result
    assert likely(told, Words("en")) == "C (58–71), possibly B"
    assert likely(told, Words("fr")) == "C (58–71), peut-être B"
    assert likely(told.model_copy(update={"possibly": ()}), Words("en")) == "C (58–71)"
    assert likely(told.model_copy(update={"letter": None}), Words("en")) == ""
    assert likely(good.result, Words("en")) == ""


def test_every_format_for_people_tells_it(good: Assessment) -> None:
    told = of_trials(good)
    for rendered in (terminal.render(told, "en"), markdown.render(told, "en")):
        assert "C (58–71), possibly B nine times in ten" in rendered
    page = html.render(told, "fr")
    assert "C (58–71), peut-être B neuf fois sur dix" in page
    assert "2 sur 3 comptent" in page
    assert "planchers à 4,5 points d’écart" in page
