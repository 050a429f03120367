"""Summary for a terminal: width, content, colours on request."""

import re

import pytest

from epreuve.reports.assessment import Assessment
from epreuve.reports.comparison import compare
from epreuve.reports.language import LANGUAGES, Language
from epreuve.reports.terminal import WIDTH, render, render_comparison

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
