"""What a declaration is worth: nothing for a claim, 60 % documented, 100 % proven, less with age.

Scoring rule 9: over 24 months old a document or a proof loses half of its worth, over 36 months
all of it (the French accessibility rules refuse a declaration older than 3 years [S]).
"""

import calendar
import datetime
from dataclasses import dataclass

from epreuve.audits.grid.criterion import Criterion, Item
from epreuve.audits.profile.declaration import (
    EVIDENCE_LEVELS,
    Declaration,
    EvidenceLevel,
    check,
    declared_amount,
    declared_items,
)
from epreuve.reports.text import Text

RUNG_SHARE: dict[EvidenceLevel, float] = {"claimed": 0.0, "documented": 0.6, "proven": 1.0}
HALF_AFTER_MONTHS = 24
NOTHING_AFTER_MONTHS = 36


@dataclass(frozen=True, slots=True)
class Worth:
    """What a declaration brings: `share` of the marks, 0–1; `value` in the curve's unit."""

    share: float
    value: float | None
    reason: Text

    @property
    def score(self) -> float:
        """The same, 0–100."""
        return 100.0 * self.share


def weigh(criterion: Criterion, declaration: Declaration, on: datetime.date) -> Worth:
    """The worth of `declaration` at the audit's date; DeclarationError when it does not fit.

    A number goes through the criterion's curve, then through the ladder. Items bring their points
    each through the ladder, except where the criterion's own levels already grade the evidence.
    """
    check(criterion, declaration)
    rung = _rung(declaration, on)
    if rung == "claimed":
        return Worth(0.0, None, _claim(declaration, on))
    since = declaration.since or on
    amount = declared_amount(criterion, declaration)
    if criterion.items is not None and amount is None:
        points, full = _points(criterion, declaration, rung, on), criterion.curve.full
        earned = Text(fr=f"{points:g} sur {full:g}", en=f"{points:g} out of {full:g}")
        share = criterion.curve.score(points) / 100
        return Worth(share, points, _reason(declaration, rung, since, earned))
    share = 1.0 if amount is None else criterion.curve.score(amount) / 100
    reason = _reason(declaration, rung, since, _laddered(rung, since, on))
    return Worth(share * RUNG_SHARE[rung] * freshness(since, on), amount, reason)


def face_value(criterion: Criterion, declaration: Declaration) -> float:
    """The points, 0–100, that the same words would bring were they proven and fresh."""
    amount = declared_amount(criterion, declaration)
    if amount is not None:
        return criterion.curve.score(amount)
    if criterion.items is None:
        return 100.0
    named = declared_items(criterion, declaration)
    owed = [one.full for name, one in criterion.items.deductions.items() if name not in named]
    points = criterion.items.points(name for name in named if name in criterion.items.of)
    return criterion.curve.score(points - sum(owed))


def freshness(since: datetime.date, on: datetime.date) -> float:
    """What age leaves of a document: 1, then ½ over 24 months, then 0 over 36."""
    if on > months_after(since, NOTHING_AFTER_MONTHS):
        return 0.0
    return 0.5 if on > months_after(since, HALF_AFTER_MONTHS) else 1.0


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the last of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))


def _rung(declaration: Declaration, on: datetime.date) -> EvidenceLevel:
    """What is dated after the audit has not happened yet: it is a claim."""
    since = declaration.since
    return "claimed" if since is None or since > on else declaration.evidence_level


def _points(
    criterion: Criterion, declaration: Declaration, rung: EvidenceLevel, on: datetime.date
) -> float:
    """The points of the items named, in the curve's unit, never under 0."""
    if criterion.items is None:
        return 0.0
    named = declared_items(criterion, declaration)
    of = criterion.items.of
    if criterion.items.combine == "sum":
        points = sum(_item(of[name], rung, day, on) for name, day in named.items() if name in of)
    else:  # a level includes those that bring less
        reached = [
            _item(lower, rung, day, on)
            for name, day in named.items()
            if name in of
            for lower in of.values()
            if lower.full <= of[name].full
        ]
        points = max(reached, default=0.0)
    owed = [one.full for name, one in criterion.items.deductions.items() if name not in named]
    return max(0.0, points - sum(owed))


def _item(item: Item, rung: EvidenceLevel, day: datetime.date, on: datetime.date) -> float:
    """One item's points, after its evidence and its age."""
    if item.needs is None:
        worth = RUNG_SHARE[rung]
    else:
        worth = 1.0 if EVIDENCE_LEVELS.index(rung) >= EVIDENCE_LEVELS.index(item.needs) else 0.0
    if day > on:
        return 0.0
    if item.points is not None:
        return worth * item.points * freshness(day, on)
    fresh = (step.points for step in item.ageing if on <= months_after(day, step.months))
    return worth * next(fresh, 0.0)


def _claim(declaration: Declaration, on: datetime.date) -> Text:
    since = declaration.since
    if since is not None and since > on:
        return Text(
            fr=f"daté du {since}, après l'audit : aucun point.",
            en=f"dated {since}, after the audit: no points.",
        )
    if declaration.level == "claimed":
        return Text(fr="affirmé sans document : aucun point.", en="claimed only: no points.")
    french = {"date": "date", "owner": "responsable", "evidence": "preuve"}
    return Text(
        fr=f"affirmé, il manque : {', '.join(french[one] for one in declaration.lacks)} :"
        " aucun point.",
        en=f"a bare claim, it lacks: {', '.join(declaration.lacks)}: no points.",
    )


def _reason(
    declaration: Declaration, rung: EvidenceLevel, since: datetime.date, earned: Text
) -> Text:
    fr, en = {
        "documented": ("documenté", "documented"),
        "proven": ("prouvé", "proven"),
        "claimed": ("affirmé", "claimed"),
    }[rung]
    return Text(
        fr=f"{fr} le {since} par {declaration.owner} ({declaration.evidence}) : {earned.fr}.",
        en=f"{en} on {since} by {declaration.owner} ({declaration.evidence}): {earned.en}.",
    )


def _laddered(rung: EvidenceLevel, since: datetime.date, on: datetime.date) -> Text:
    """The share of the marks that rung and age leave, in words."""
    percent = round(100 * RUNG_SHARE[rung] * freshness(since, on))
    fr, en = {
        1.0: ("", ""),
        0.5: (", plus de 24 mois", ", over 24 months old"),
        0.0: (", plus de 36 mois", ", over 36 months old"),
    }[freshness(since, on)]
    return Text(fr=f"{percent} % des points{fr}", en=f"{percent} % of the marks{en}")
