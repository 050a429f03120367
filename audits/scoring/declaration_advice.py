"""Advice for a declaration: how to get the points that it lacks."""

import datetime
from collections.abc import Iterator

from epreuve.audits.grid.criterion import Criterion
from epreuve.audits.grid.curve_text import value_of
from epreuve.audits.profile.declaration import Declaration, declared_amount, declared_items
from epreuve.audits.scoring.declaration_score import face_value, freshness
from epreuve.audits.scoring.translation import translate
from epreuve.reports.text import Text, join


def declaration_advice(
    criterion: Criterion, declaration: Declaration, on: datetime.date
) -> Text | None:
    """Return what raises a checked declaration; None where only the recommendation can.

    A claim without a document needs the work that the criterion recommends.
    """
    sentences = list(_advice(criterion, declaration, on))
    return join(sentences) if sentences and declaration.evidence_level != "claimed" else None


def _advice(criterion: Criterion, declaration: Declaration, on: datetime.date) -> Iterator[Text]:
    missing = _missing(criterion, declaration)
    amount = declared_amount(criterion, declaration)
    if missing and criterion.items is not None and criterion.items.combine == "best":
        yield translate("Next level: {level}.", level=missing[0])
    elif missing:
        yield translate("To add: {items}.", items=missing)
    elif amount is not None and face_value(criterion, declaration) < 100:
        yield translate(
            "{value} is declared; {full} has all of the points.",
            value=value_of(amount, criterion.curve.unit),
            full=value_of(criterion.curve.full, criterion.curve.unit),
        )
        yield criterion.recommendation
    needs_level = criterion.items is not None and any(
        one.needs for one in criterion.items.of.values()
    )
    if declaration.evidence_level == "documented" and not needs_level:
        yield translate(
            "Prove it in an exercise or a test, with a dated report: a proof has all of the "
            "points, a document 60%."
        )
    if declaration.since is not None and freshness(declaration.since, on) < 1:
        yield translate("Renew it: after 24 months half of the points are left, after 36 none.")


def _missing(criterion: Criterion, declaration: Declaration) -> list[Text]:
    """Return the texts of the items that a sum lacks, or of the next level."""
    items = criterion.items
    if items is None or declared_amount(criterion, declaration) is not None:
        return []
    names = declared_items(criterion, declaration)
    if items.combine == "sum":
        return [item.text for name, item in items.of.items() if name not in names]
    reached = max((items.of[name].full for name in names if name in items.of), default=0.0)
    higher = sorted(
        (one for one in items.of.values() if one.full > reached), key=lambda one: one.full
    )
    return [one.text for one in higher[:1]]
