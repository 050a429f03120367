"""Score of a declaration: claimed 0 %, documented 60 %, proven 100 % of the points, less with age.

Over 24 months a document or a proof has half of its points, over 36 months none (French
accessibility rules refuse a declaration older than 3 years [S]).
"""

import calendar
import datetime
from collections.abc import Container
from dataclasses import dataclass

from epreuve.audits.grid.criterion import Criterion, Item, Items
from epreuve.audits.profile.declaration import (
    EVIDENCE_LEVELS,
    Declaration,
    EvidenceLevel,
    check,
    declared_amount,
    declared_items,
)
from epreuve.audits.profile.documents import Document, problem_text
from epreuve.audits.scoring.translation import translate
from epreuve.reports.text import NO_TEXT, Text
from epreuve.reports.translation import Number, Percent, Points

EVIDENCE_SHARES: dict[EvidenceLevel, float] = {"claimed": 0.0, "documented": 0.6, "proven": 1.0}
HALF_AFTER_MONTHS = 24
NOTHING_AFTER_MONTHS = 36


@dataclass(frozen=True, slots=True)
class DeclarationScore:
    """Score of a declaration: `share` of the points, 0–1; `value` in the unit of the curve.

    `level` is the evidence level that counts: "claimed" where the evidence is missing.
    """

    level: EvidenceLevel
    share: float
    value: float | None
    reason: Text

    @property
    def score(self) -> float:
        """Score, 0–100."""
        return 100.0 * self.share


def score_declaration(
    criterion: Criterion,
    declaration: Declaration,
    on: datetime.date,
    document: Document | None,
) -> DeclarationScore:
    """Return the score of a declaration at the date of the audit. Raises DeclarationError.

    `document` is its evidence, None where the run did not record it. A number goes through the
    curve, then through the evidence level. The evidence level applies to each item, except where
    the items of the criterion depend on it already.
    """
    check(criterion, declaration)
    level = _evidence_level(declaration, on, document)
    if level == "claimed":
        return DeclarationScore(level, 0.0, None, _claim(declaration, on, document))
    since = declaration.since or on
    amount = declared_amount(criterion, declaration)
    if criterion.items is not None and amount is None:
        points = _points(criterion, declaration, level, on)
        result = translate(
            "{points} of {full}",
            points=Points(points, 2),
            full=Number(criterion.curve.full, 2),
        )
        share = criterion.curve.score(points) / 100
        return DeclarationScore(level, share, points, _reason(declaration, level, since, result))
    share = 1.0 if amount is None else criterion.curve.score(amount) / 100
    share *= EVIDENCE_SHARES[level] * freshness(since, on)
    reason = _reason(declaration, level, since, _share(level, since, on))
    return DeclarationScore(level, share, amount, reason)


def face_value(criterion: Criterion, declaration: Declaration) -> float:
    """Return the points, 0–100, that the same declaration would have if proven and recent."""
    amount = declared_amount(criterion, declaration)
    if amount is not None:
        return criterion.curve.score(amount)
    if criterion.items is None:
        return 100.0
    names = declared_items(criterion, declaration)
    points = criterion.items.points(name for name in names if name in criterion.items.of)
    return criterion.curve.score(points - _deductions(criterion.items, names))


def freshness(since: datetime.date, on: datetime.date) -> float:
    """Return the share left by age: 1, then ½ over 24 months, then 0 over 36."""
    if on > months_after(since, NOTHING_AFTER_MONTHS):
        return 0.0
    return 0.5 if on > months_after(since, HALF_AFTER_MONTHS) else 1.0


def months_after(day: datetime.date, months: int) -> datetime.date:
    """Return the same day some months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))


def _evidence_level(
    declaration: Declaration, on: datetime.date, document: Document | None
) -> EvidenceLevel:
    # What is dated after the audit has not happened yet.
    since = declaration.since
    if since is None or since > on or problem_text(document) is not None:
        return "claimed"
    return declaration.evidence_level


def _points(
    criterion: Criterion, declaration: Declaration, level: EvidenceLevel, on: datetime.date
) -> float:
    """Return the points of the declared items, in the unit of the curve, never under 0."""
    if criterion.items is None:
        return 0.0
    dates = declared_items(criterion, declaration)
    of = criterion.items.of
    if criterion.items.combine == "sum":
        points = sum(_item(of[name], level, day, on) for name, day in dates.items() if name in of)
    else:  # a level includes the levels with fewer points
        reached = [
            _item(lower, level, day, on)
            for name, day in dates.items()
            if name in of
            for lower in of.values()
            if lower.full <= of[name].full
        ]
        points = max(reached, default=0.0)
    return max(0.0, points - _deductions(criterion.items, dates))


def _deductions(items: Items, names: Container[str]) -> float:
    return sum(item.full for name, item in items.deductions.items() if name not in names)


def _item(item: Item, level: EvidenceLevel, day: datetime.date, on: datetime.date) -> float:
    """Return the points of one item, given its evidence level and its age."""
    if item.needs is None:
        share = EVIDENCE_SHARES[level]
    else:
        enough = EVIDENCE_LEVELS.index(level) >= EVIDENCE_LEVELS.index(item.needs)
        share = 1.0 if enough else 0.0
    if day > on:
        return 0.0
    if item.points is not None:
        return share * item.points * freshness(day, on)
    fresh = (step.points for step in item.ageing if on <= months_after(day, step.months))
    return share * next(fresh, 0.0)


def _claim(declaration: Declaration, on: datetime.date, document: Document | None) -> Text:
    since = declaration.since
    if since is not None and since > on:
        return translate("Dated {date}, after the audit: no points.", date=str(since))
    if declaration.level == "claimed":
        return translate("Claimed without a document: no points.")
    if not declaration.lacks:
        return translate(
            "Claimed only: {evidence}: {problem}. No points.",
            evidence=str(declaration.evidence),
            problem=problem_text(document) or NO_TEXT,
        )
    names = {
        "date": translate("date"),
        "owner": translate("owner"),
        "evidence": translate("evidence"),
    }
    return translate(
        "Claimed only: {missing} missing. No points.",
        missing=[names[field] for field in declaration.lacks],
    )


def _reason(
    declaration: Declaration, level: EvidenceLevel, since: datetime.date, result: Text
) -> Text:
    values: dict[str, str | Text] = {
        "date": str(since),
        "owner": str(declaration.owner),
        "evidence": str(declaration.evidence),
        "result": result,
    }
    if level == "proven":
        return translate("Proven on {date} by {owner} ({evidence}): {result}.", **values)
    return translate("Documented on {date} by {owner} ({evidence}): {result}.", **values)


def _share(level: EvidenceLevel, since: datetime.date, on: datetime.date) -> Text:
    """Return the share of the points that evidence level and age leave."""
    fresh = freshness(since, on)
    share = Percent(EVIDENCE_SHARES[level] * fresh, 0)
    if fresh == 0:
        return translate("{share} of the points, more than 36 months old", share=share)
    if fresh < 1:
        return translate("{share} of the points, more than 24 months old", share=share)
    return translate("{share} of the points", share=share)
