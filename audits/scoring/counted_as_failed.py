"""Mark of a criterion whose evidence the profile hides."""

from epreuve.audits.checks.no_evidence import CountedAsFailed
from epreuve.audits.scoring.mark import Mark
from epreuve.audits.scoring.translation import translate
from epreuve.reports.text import Text


def counted_as_failed(id: str, hidden: CountedAsFailed) -> tuple[Mark, Text, Text]:
    """Return the mark, its value and its evidence: no points, and no knock-out of a measurement."""
    return (
        Mark(id, "scored", score=0.0, measured=True, conclusive=False),
        translate("counted as failed"),
        hidden.evidence
        or translate("`observation`: `third_parties` of kind `page`, `redirect`, `start calls`."),
    )
