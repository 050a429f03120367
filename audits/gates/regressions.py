"""Regressions between two runs, criterion by criterion."""

from epreuve.audits.gates.translation import translate
from epreuve.reports.assessment import Assessment, Finding
from epreuve.reports.comparison import NOISE
from epreuve.reports.text import Text
from epreuve.reports.translation import Number

MOST = 5  # sentences


def regressions(before: Assessment, now: Assessment) -> tuple[Text, ...]:
    """Return the criteria that lost the most points times weight, the largest loss first.

    A criterion that is no longer assessed lost all of its points, exempted or not.
    """
    exempted = {exemption.criterion for exemption in now.exemptions}
    earlier = {finding.id: finding for finding in before.findings}
    pairs = [(earlier[finding.id], finding) for finding in now.findings if finding.id in earlier]
    losses = [(_loss(old, new, new.id in exempted) * new.weight, old, new) for old, new in pairs]
    largest = sorted((loss for loss in losses if loss[0] > 0), key=lambda loss: -loss[0])
    sentences = [_sentence(old, new) for _, old, new in largest[:MOST]]
    if (others := len(largest) - MOST) > 0:
        sentences.append(translate.plural("and {n} more", "and {n} more", others))
    return tuple(sentences)


def _loss(old: Finding, new: Finding, exempted: bool) -> float:
    """Return the points lost; 0 when the difference is noise, or the run shows no use of it."""
    if old.score is None or (new.outcome == "not_applicable" and not exempted):
        return 0.0
    drop = old.score - (new.score or 0.0)
    return drop if drop >= NOISE else 0.0


def _sentence(old: Finding, new: Finding) -> Text:
    before = Number(old.score or 0.0)
    if new.score is None:
        return translate(
            "{id} {title}: {before} → not assessed: {reason}",
            id=new.id,
            title=new.title,
            before=before,
            reason=new.reason,
        )
    return translate(
        "{id} {title}: {before} → {now}, {value}",
        id=new.id,
        title=new.title,
        before=before,
        now=Number(new.score),
        value=new.shown,
    )
