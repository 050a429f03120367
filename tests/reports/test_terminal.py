"""Summary for a terminal: width, content, colours on request."""

import re

import pytest

from epreuve.reports import html
from epreuve.reports.assessment import Assessment
from epreuve.reports.comparison import compare
from epreuve.reports.language import LANGUAGES, Language
from epreuve.reports.terminal import WIDTH, render, render_comparison
from epreuve.reports.text import Text

COLOUR = re.compile("\x1b\\[[0-9;]*m")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["good", "bad", "unranked"])
def test_fits(name: str, language: Language, request: pytest.FixtureRequest) -> None:
    summary = render(request.getfixturevalue(name), language)
    assert max(len(line) for line in summary.splitlines()) <= WIDTH


@pytest.mark.parametrize("language", LANGUAGES)
def test_comparison_fits(language: Language, good: Assessment, bad: Assessment) -> None:
    summary = render_comparison(compare([bad, good]), language)
    assert max(len(line) for line in summary.splitlines()) <= WIDTH


def test_content(bad: Assessment) -> None:
    summary = render(bad, "en")
    for text in ("[E]", "floor", "Submissions that were confirmed were lost.", "During", "  5. "):
        assert text in summary


def test_colours_only_on_request(bad: Assessment) -> None:
    assert not COLOUR.search(render(bad, "fr"))
    assert COLOUR.search(render(bad, "fr", color=True))


def test_colours_change_no_text(bad: Assessment) -> None:
    plain, coloured = render(bad, "fr"), COLOUR.sub("", render(bad, "fr", color=True))
    assert re.sub(r"[\[\]]", " ", plain) == coloured


def test_interruption_and_warnings(hostile: Assessment) -> None:
    summary = render(hostile, "en")
    assert "This run was interrupted:" in summary
    assert "Warning:" in summary


def test_the_reason_of_an_interruption_is_in_the_language(bad: Assessment) -> None:
    reason = Text(fr="le service est parti", en="the service is gone")
    interrupted = bad.model_copy(update={"run": bad.run.model_copy(update={"interrupted": reason})})
    for language in LANGUAGES:
        for form in (render, html.render):
            text = form(interrupted, language)
            assert reason.of(language) in text
            assert (reason.fr in text, reason.en in text).count(True) == 1
