"""SVG badge for a README: letter and score."""

from epreuve.reports.assessment import Assessment
from epreuve.reports.html_pages import page
from epreuve.reports.language import Language
from epreuve.reports.report import Report
from epreuve.reports.words import Words

# Letter: background and ink, as in templates/page.css, whose test checks the contrast.
COLOURS: dict[str | None, tuple[str, str]] = {
    "A": ("#00703c", "#fff"),
    "B": ("#6cc24a", "#111"),
    "C": ("#c9da4f", "#111"),
    "D": ("#ffd43b", "#111"),
    "E": ("#f7a840", "#111"),
    "F": ("#ec7b3f", "#111"),
    "G": ("#b3261e", "#fff"),
    None: ("#6b6f76", "#fff"),
}


def render(assessment: Assessment, language: Language = "en") -> str:
    """Return an SVG image, 20 units high."""
    background, ink = COLOURS[assessment.result.letter]
    return page(
        "badge.svg",
        language,
        letter=assessment.result.letter,
        score=Words(language).score(assessment.result.score),
        background=background,
        ink=ink,
    )


REPORT = Report("badge", "badge.svg", render)
