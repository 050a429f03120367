"""Pages in Chromium: narrow, wide, and printed."""

import re

import pytest

from epreuve.reports import history_html, kit_html
from epreuve.reports.assessment import Assessment
from epreuve.reports.comparison import compare
from epreuve.reports.history import history
from epreuve.reports.html import render, render_comparison
from epreuve.reports.language import LANGUAGES, Language
from tests.reports.browser import measure, printed_pages

pytestmark = [pytest.mark.slow, pytest.mark.process, pytest.mark.needs_chromium]

WIDTHS = (320, 768, 1280)

# Elements wider than the window or their card, outside of a scrollable box.
OVERFLOWING = """[...page.document.querySelectorAll("main *")]
    .filter(e => !e.closest(".wide, .sr, .ladder"))
    .filter(e => e.getBoundingClientRect().right > 0.5 + Math.min(
        WIDTH, e.closest("section, .card, main").getBoundingClientRect().right))
    .map(e => e.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_overflows(bad: Assessment, good: Assessment, width: int) -> None:
    expression = OVERFLOWING.replace("WIDTH", str(width))
    assert measure(render(bad, "fr"), width, expression) == []
    assert measure(render_comparison(compare([bad, good]), "fr"), width, expression) == []
    assert measure(kit_html.render(bad, "fr"), width, expression) == []
    past = history([("bad", bad), ("good", good)])
    assert measure(history_html.render(past, "fr"), width, expression) == []


def test_no_sideways_scroll_with_hostile_text(hostile: Assessment) -> None:
    width = measure(render(hostile, "fr"), 320, "page.document.documentElement.scrollWidth")
    assert width <= 320


def test_the_first_screen_shows_letter_and_defects(bad: Assessment) -> None:
    bottom = 'page.document.querySelector(".knock").getBoundingClientRect().bottom'
    assert measure(render(bad, "fr"), 1280, bottom) < 900


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_is_one_sheet(bad: Assessment, language: Language) -> None:
    page = render(bad, language)
    summary = re.sub(r'<nav class="toc.*</main>', "</main>", page, flags=re.S)
    assert "pagebreak" not in summary.partition("<body>")[2]
    assert printed_pages(summary) == 1
    assert printed_pages(page) > 1


def test_an_anchor_opens_its_criterion(bad: Assessment) -> None:
    expression = """(page.location.hash = "DAT-1", new Promise(done => setTimeout(() =>
        done(page.document.getElementById("DAT-1").closest("details").open), 500)))"""
    assert measure(render(bad, "en"), 768, expression) is True
