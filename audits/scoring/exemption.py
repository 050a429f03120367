"""Exemptions: criteria that a profile calls not applicable. Evidence comes first."""

from epreuve.audits.grid.criterion import Criterion
from epreuve.audits.scoring.mark import Mark
from epreuve.audits.scoring.translation import translate
from epreuve.reports.text import Text


def refusal(criterion: Criterion, mark: Mark, reason: str) -> Text | None:
    """Return why an exemption is refused; None if nothing contradicts it.

    `mark` is the mark of the criterion, judged as if there were no exemption.
    """
    if mark.outcome == "error":
        return translate("Exemption refused: the judgement of this criterion failed.")
    if mark.assessed and not mark.measured:
        return translate(
            "Exemption refused: only a declaration with its document brings points here "
            "(`declared:`)."
        )
    if mark.assessed and criterion.knockout is not None:
        return translate(
            "Exemption refused: the run has evidence, and a defect of this criterion limits the "
            "letter ({id}).",
            id=criterion.knockout.id,
        )
    if mark.assessed:
        return translate("Exemption refused: the run has evidence of this criterion.")
    if criterion.na_needs_reason and not reason.strip():
        return translate("Exemption refused: it has no reason.")
    return None


def effect(mark: Mark) -> Text:
    """Return the effect of an exemption that nothing contradicts."""
    if mark.by_evidence:
        return translate("The run shows it too: this criterion does not count.")
    return translate(
        "Only the profile says so: this criterion counts as not assessed, and the exemption "
        "changes no figure."
    )
