"""The summary fits a terminal, in both languages, plain unless colours are asked."""

import re

import pytest

from epreuve.reports.assessment import Assessment
from epreuve.reports.comparison import compare
from epreuve.reports.terminal import WIDTH, render, render_comparison
from epreuve.reports.text import LANGUAGES, Language

COLOUR = re.compile("\x1b\\[[0-9;]*m")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["good", "bad", "unranked"])
def test_fits(name: str, language: Language, request: pytest.FixtureRequest) -> None:
    told = render(request.getfixturevalue(name), language)
    assert max(len(line) for line in told.splitlines()) <= WIDTH


@pytest.mark.parametrize("language", LANGUAGES)
def test_comparison_fits(language: Language, good: Assessment, bad: Assessment) -> None:
    told = render_comparison(compare([bad, good]), language)
    assert max(len(line) for line in told.splitlines()) <= WIDTH


def test_says_what_matters(bad: Assessment) -> None:
    told = render(bad, "en")
    for words in ("[E]", "floor", "Submissions that were confirmed were lost.", "During", "  5. "):
        assert words in told


def test_no_colour_unless_asked(bad: Assessment) -> None:
    assert not COLOUR.search(render(bad, "fr"))
    assert COLOUR.search(render(bad, "fr", color=True))


def test_colours_change_no_word(bad: Assessment) -> None:
    plain, coloured = render(bad, "fr"), COLOUR.sub("", render(bad, "fr", color=True))
    assert re.sub(r"[\[\]]", " ", plain) == coloured


def test_interruption_and_warnings_are_told(hostile: Assessment) -> None:
    told = render(hostile, "en")
    assert "This run was interrupted:" in told
    assert "Warning:" in told
