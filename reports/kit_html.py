"""The kit as a page to print: `kit.fr.html`, `kit.en.html`."""

from epreuve.reports.assessment import Assessment
from epreuve.reports.cleaning import harmless
from epreuve.reports.duties import duties
from epreuve.reports.kit import kit
from epreuve.reports.pages import filled
from epreuve.reports.report import Report
from epreuve.reports.roles import names
from epreuve.reports.text import Language
from epreuve.reports.words import Words

FILE = "kit.{language}.html"


def render(assessment: Assessment, language: Language) -> str:
    """Return the kit as one file that loads nothing."""
    told, words = harmless(assessment), Words(language)
    return filled(
        "kit.html",
        language,
        file=FILE,
        a=told,
        kit=kit(told),
        duties=duties(words),
        roles=names(words),
    )


REPORT = Report("kit", FILE, render)
