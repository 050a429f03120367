"""Statements of the profile beside the evidence, for the first screen of each report."""

from dataclasses import dataclass

from epreuve.reports.assessment import Assessment, Exemption
from epreuve.reports.words import Words


@dataclass(frozen=True)
class Stated:
    """One sentence about a statement of the profile, and whether evidence contradicts it."""

    sentence: str
    refused: bool


def stated(assessment: Assessment, _: Words) -> list[Stated]:
    """Return each exemption of the profile, the refused ones first."""
    exemptions = [
        Stated(_exemption(exemption, _), exemption.refused) for exemption in assessment.exemptions
    ]
    return sorted(exemptions, key=lambda one: not one.refused)


def _exemption(exemption: Exemption, _: Words) -> str:
    return _(
        "{id} {title}, “{reason}”: {effect}",
        id=exemption.criterion,
        title=exemption.title,
        reason=exemption.reason,
        effect=exemption.effect,
    )
