"""Mark of a criterion whose evidence the profile hides."""

from epreuve.audits.checks.no_evidence import CountedAsFailed, UnprovenStorage
from epreuve.audits.scoring.mark import Mark
from epreuve.audits.scoring.translation import translate
from epreuve.reports.text import Text


def counted_as_failed(id: str, hidden: CountedAsFailed) -> tuple[Mark, Text, Text]:
    """Return the mark, its value and its evidence: no points, and no knock-out of a measurement.

    Storage without proof limits the score, see `observed_knockouts`.
    """
    unproven = isinstance(hidden, UnprovenStorage)
    mark = Mark(id, "scored", score=0.0, measured=True, conclusive=False, unproven=unproven)
    if unproven:
        evidence = translate("`observation`: kinds `receipt control` and `receipt`.")
        return mark, translate("not proven"), evidence
    return (
        mark,
        translate("counted as failed"),
        translate("`observation`: `third_parties` of kind `page`, `redirect`, `start calls`."),
    )
