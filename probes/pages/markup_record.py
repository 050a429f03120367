"""Record of the defects in a page's HTML."""

from epreuve.probes.evidence.observation import Record, record_kind
from epreuve.probes.pages.markup import accessibility_defects, recent_features


@record_kind("markup")
class MarkupObservation(Record):
    """Defects in the HTML of a critical page; the subject is its path."""

    accessibility_defects: tuple[str, ...]
    """RGAA themes in which a test by machine fails, at most one defect each."""
    recent_features: tuple[str, ...]
    """Features that old devices lack and that the page requires."""


def read_markup(page: str) -> MarkupObservation:
    """Return the defects in the HTML of a page."""
    return MarkupObservation(
        accessibility_defects=accessibility_defects(page), recent_features=recent_features(page)
    )
