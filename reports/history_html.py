"""History page: `index.fr.html`, `index.en.html`."""

from epreuve.reports.history import History
from epreuve.reports.html_pages import page
from epreuve.reports.language import Language
from epreuve.reports.letters import BOUNDS
from epreuve.reports.published import published
from epreuve.reports.trend import draw, height

FILE = "index.{language}.html"


def render(history: History, language: Language) -> str:
    """Return the page as a single file that loads nothing and links to each report."""
    return page(
        "history.html",
        language,
        file=FILE,
        lines=[(line, draw(line)) for line in published(history).lines],
        bounds=list(BOUNDS.items()),
        height=height,
    )
