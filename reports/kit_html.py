"""Crisis kit as a page to print: `kit.fr.html`, `kit.en.html`."""

from epreuve.reports.assessment import Assessment
from epreuve.reports.duties import duties
from epreuve.reports.html_pages import page
from epreuve.reports.kit import kit
from epreuve.reports.language import Language
from epreuve.reports.published import published
from epreuve.reports.report import Report
from epreuve.reports.roles import names
from epreuve.reports.words import Words

FILE = "kit.{language}.html"


def render(assessment: Assessment, language: Language) -> str:
    """Return the kit as a single file that loads nothing."""
    assessment, words = published(assessment), Words(language)
    return page(
        "kit.html",
        language,
        file=FILE,
        a=assessment,
        kit=kit(assessment),
        duties=duties(words),
        roles=names(words),
    )


REPORT = Report("kit", FILE, render)
