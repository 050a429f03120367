"""Reasons for which a run has no score."""

from collections.abc import Mapping

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.scoring.few_journeys import few_journeys
from epreuve.audits.scoring.mark import Mark
from epreuve.audits.scoring.translation import translate
from epreuve.reports.text import Text, join


def no_score(facts: Facts, marks: Mapping[str, Mark]) -> Text | None:
    """Return why a run has no score; None where it has one."""
    reasons = [reason for reason in (few_journeys(facts), _unproven_storage(marks)) if reason]
    return join(reasons) if reasons else None


def _unproven_storage(marks: Mapping[str, Mark]) -> Text | None:
    unproven = [id for id, mark in marks.items() if mark.unproven]
    if not unproven:
        return None
    return translate(
        "The profile does not prove that submissions are stored, so there is no score. Correct "
        "`verify:` ({criteria} say how).",
        criteria=", ".join(unproven),
    )
