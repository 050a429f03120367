"""Outcome of each criterion, judged alone: a failure in one never changes another.

The judgement of a criterion receives the facts that its parameters name, and no other.
"""

import datetime
import inspect
import math
from dataclasses import dataclass, replace

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.checks.judgement import Judgement, judgement_of
from epreuve.audits.checks.measure import Measure, text
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.interval import Interval, wilson
from epreuve.audits.grid.criterion import Criterion
from epreuve.audits.profile.declaration import Declaration, DeclarationError
from epreuve.audits.profile.model import Profile
from epreuve.audits.scoring.evidence_ladder import RUNG_SHARE, face_value, weigh
from epreuve.audits.scoring.mark import Mark
from epreuve.reports.text import Text

NOTHING = text("—", "—")
UNDECLARED = text("Rien n'est déclaré.", "Nothing is declared.")
LEVELS = {
    "claimed": text("affirmé", "claimed"),
    "documented": text("documenté", "documented"),
    "proven": text("prouvé", "proven"),
}


@dataclass(frozen=True)
class Judged:
    """One criterion's mark, and the words that go with it."""

    mark: Mark
    shown: Text
    reason: Text
    evidence: str = ""
    interval: Interval | None = None  # 90 %, of a share that was sampled


def judge(criterion: Criterion, facts: Facts, profile: Profile, on: datetime.date) -> Judged:
    """The outcome of one criterion: scored, not applicable, inconclusive or error."""
    reason = profile.not_applicable.get(criterion.id)
    if reason is not None:
        mark = Mark(criterion.id, "not_applicable", reason=reason)
        return Judged(mark, NOTHING, text(reason, reason))
    judgement = judgement_of(criterion.id)
    declaration = profile.declared.get(criterion.id)
    try:
        if criterion.kind == "measured" and judgement is not None:
            return _measured(criterion, judgement, facts)
        if criterion.kind == "mixed" and judgement is not None:
            return _mixed(criterion, declaration, judgement, facts, on)
        if criterion.kind != "measured" and declaration is not None:
            return _declared(criterion, declaration, on)
    except NoEvidence as missing:
        return Judged(Mark(criterion.id, "inconclusive"), NOTHING, missing.text)
    except Exception as error:  # a bug of one judgement is that criterion's error, no other's
        words = f"{type(error).__name__}: {error}"
        return Judged(Mark(criterion.id, "error"), NOTHING, text(words, words))
    return Judged(Mark(criterion.id, "inconclusive"), NOTHING, _untested(criterion))


def _measure(criterion: Criterion, judgement: Judgement, facts: Facts) -> Measure:
    """Hand a judgement the facts it names and no other; `criterion` is its line of the grid."""
    needs = inspect.signature(judgement).parameters
    given = {name: criterion if name == "criterion" else getattr(facts, name) for name in needs}
    return judgement(**given)


def _mixed(
    criterion: Criterion, declaration: Declaration | None, judgement: Judgement, facts: Facts,
    on: datetime.date,
) -> Judged:  # fmt: skip
    """What was declared, as far as it was not contradicted; or what was seen, on its own rung."""
    declared = Judged(Mark(criterion.id, "inconclusive"), NOTHING, UNDECLARED)
    if declaration is not None:
        declared = _declared(criterion, declaration, on)
        if declared.mark.outcome == "error":
            return declared
    try:
        seen = _measure(criterion, judgement, facts)
    except NoEvidence as missing:
        return replace(declared, reason=_and(declared.reason, _sentence(missing.text)))
    evidence = "; ".join(each for each in (declared.evidence, seen.evidence) if each)
    reason = _and(declared.reason, seen.reason)
    told = replace(declared, evidence=evidence, reason=reason)
    if seen.rung is not None:
        mark, counted = _both(criterion, declaration, declared.mark, seen)
        return replace(told, mark=mark, shown=seen.shown, reason=_and(reason, counted))
    if declared.mark.score is None:
        return told
    score = declared.mark.score * seen.best / 100
    return replace(told, mark=replace(declared.mark, score=score, measured=True))


def _both(
    criterion: Criterion, declaration: Declaration | None, declared: Mark, seen: Measure
) -> tuple[Mark, Text]:
    """The less rosy of the two, on the better rung of the two; a proof needs no declaration."""
    score, share = criterion.curve.score(seen.value), RUNG_SHARE[seen.rung or "claimed"]
    if declaration is not None and share < 1.0:
        said = face_value(criterion, declaration)
        share = max(share, round((declared.score or 0.0) / said, 9) if said else 0.0)
        score = min(score, said)
    mark = Mark(
        criterion.id, "scored", score=round(min(100.0, score * share), 9), value=seen.value,
        measured=seen.kind == "measured",
    )  # fmt: skip
    points, percent = f"{math.floor(score * 10) / 10:g}", math.floor(share * 100)
    return mark, text(
        f"Retenu : {points.replace('.', ',')} points, ce que vaut le moins favorable du déclaré et "
        f"du vu, comptés à {percent} % selon les preuves.",
        f"Counted: {points} points, the worth of the less rosy of what is declared and what was "
        f"seen, at {percent}% by the evidence.",
    )


def _sentence(missing: Text) -> Text:
    return text(*(f"{each[:1].upper()}{each[1:]}." for each in (missing.fr, missing.en)))


def _and(first: Text, second: Text) -> Text:
    return text(f"{first.fr} {second.fr}", f"{first.en} {second.en}")


def _measured(criterion: Criterion, judgement: Judgement, facts: Facts) -> Judged:
    measure = _measure(criterion, judgement, facts)
    score = criterion.curve.score(measure.value) / (2 if measure.halved else 1)
    mark = Mark(
        criterion.id,
        "scored",
        score=min(score, measure.best),
        value=measure.value,
        measured=True,
    )
    if measure.counted is None:
        return Judged(mark, measure.shown, measure.reason, measure.evidence)
    interval = wilson(*measure.counted)
    reason = _and(measure.reason, _within(interval))
    return Judged(mark, measure.shown, reason, measure.evidence, interval)


def _within(interval: Interval) -> Text:
    low, high = f"{interval.low * 100:.1f}", f"{interval.high * 100:.1f}"
    return text(
        f"À 90 %, la vraie part est entre {low} et {high} %.".replace(".", ",", 2),
        f"At 90%, the true share is between {low} and {high}%.",
    )


def _declared(criterion: Criterion, declaration: Declaration, on: datetime.date) -> Judged:
    try:
        worth = weigh(criterion, declaration, on)
    except DeclarationError as error:
        return Judged(Mark(criterion.id, "error"), NOTHING, text(str(error), str(error)))
    mark = Mark(criterion.id, "scored", score=worth.score, value=worth.value)
    reason = text(worth.reason.fr, worth.reason.en)
    return Judged(mark, LEVELS[declaration.level], reason, "profile: declared")


def _untested(criterion: Criterion) -> Text:
    if criterion.kind == "declared":
        return UNDECLARED
    return text(
        "Cette version ne sait pas encore le mesurer.", "This version cannot measure it yet."
    )
