"""The history as a page: `index.fr.html`, `index.en.html`."""

from epreuve.reports.cleaning import harmless
from epreuve.reports.history import History
from epreuve.reports.letters import BOUNDS
from epreuve.reports.pages import filled
from epreuve.reports.text import Language
from epreuve.reports.trend import draw, height

FILE = "index.{language}.html"


def render(history: History, language: Language) -> str:
    """Return the index of a history as one file that loads nothing; it links to each report."""
    told = harmless(history)
    return filled(
        "history.html",
        language,
        file=FILE,
        lines=[(line, draw(line)) for line in told.lines],
        bounds=list(BOUNDS.items()),
        height=height,
    )
