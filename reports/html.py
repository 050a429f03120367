"""The page that a mayor reads: `report.fr.html`, `report.en.html`, and the comparison's."""

from epreuve.reports.assessment import Assessment, FamilyScore, Finding
from epreuve.reports.chronicle import chapters, suffered
from epreuve.reports.clauses import clauses
from epreuve.reports.cleaning import harmless
from epreuve.reports.comparison import Comparison
from epreuve.reports.fixes import best_fixes
from epreuve.reports.matrix import matrix
from epreuve.reports.pages import filled
from epreuve.reports.report import Report
from epreuve.reports.text import Language
from epreuve.reports.timeline import draw
from epreuve.reports.words import Words

FILE = "report.{language}.html"
COMPARISON_FILE = "comparison.{language}.html"


def render(assessment: Assessment, language: Language) -> str:
    """Return the whole report as one file that loads nothing."""
    told = harmless(assessment)
    return filled(
        "report.html",
        language,
        file=FILE,
        a=told,
        fixes=best_fixes(told),
        families=_by_family(told),
        chapters=chapters(told.timeline),
        suffered=suffered(told.timeline),
        picture=draw(told.timeline),
        matrix=matrix(told.matrix),
        contents=_contents(told, Words(language)),
    )


def render_comparison(comparison: Comparison, language: Language) -> str:
    """Return the comparison as one file that loads nothing."""
    told = harmless(comparison)
    return filled(
        "comparison.html",
        language,
        file=COMPARISON_FILE,
        c=told,
        clauses=clauses(told, Words(language)),
    )


def _by_family(assessment: Assessment) -> list[tuple[FamilyScore, list[Finding]]]:
    return [
        (family, [f for f in assessment.findings if f.family == family.code])
        for family in assessment.result.families
    ]


def _contents(assessment: Assessment, _: Words) -> list[tuple[str, str]]:
    sections = [
        ("timeline", _("What happened")),
        ("matrix", _("Each journey without each dependency")),
        ("recovery", _("Recovery")),
        ("receipts", _("What was promised to people")),
        ("criteria", _("Every criterion")),
        ("not-tested", _("What was not tested")),
        ("crisis", _("The crisis: facts and assumptions")),
        ("bench", _("The bench")),
    ]
    return [s for s in sections if s[0] != "matrix" or assessment.matrix]


REPORT = Report("html", FILE, render)
COMPARISON = Report("html", COMPARISON_FILE, render_comparison)
