"""A badge for a README: the letter, and the floor that it may be relied on for."""

from epreuve.reports.assessment import Assessment
from epreuve.reports.pages import filled
from epreuve.reports.report import Report
from epreuve.reports.text import Language
from epreuve.reports.words import Words

# Letter: ground and ink, as on the page's ladder (templates/page.css); contrast is tested there.
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
    """Return an SVG of 20 units high."""
    ground, ink = COLOURS[assessment.result.letter]
    score = Words(language).score(assessment.result.score)
    return filled(
        "badge.svg",
        language,
        letter=assessment.result.letter,
        score=score,
        ground=ground,
        ink=ink,
    )


REPORT = Report("badge", "badge.svg", render)
