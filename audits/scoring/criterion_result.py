"""Result of each criterion. An error in one judgement does not change the other results.

The judgement of a criterion receives the facts that its parameters name, and no other.
"""

import datetime
import inspect
from dataclasses import dataclass, replace

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.checks.judgement import Judgement, judgement_of
from epreuve.audits.checks.measure import Measure, confidence
from epreuve.audits.checks.no_evidence import (
    CountedAsFailed,
    NoEvidence,
    NotApplicable,
    UnprovenStorage,
)
from epreuve.audits.checks.statistics.interval import Interval, wilson
from epreuve.audits.grid.criterion import Criterion
from epreuve.audits.messages.texts import error_text
from epreuve.audits.profile.declaration import Declaration, DeclarationError
from epreuve.audits.profile.documents import Document, Documents, problem_text
from epreuve.audits.profile.model import Profile
from epreuve.audits.scoring.counted_as_failed import counted_as_failed
from epreuve.audits.scoring.declaration_advice import declaration_advice
from epreuve.audits.scoring.declaration_score import (
    EVIDENCE_SHARES,
    face_value,
    score_declaration,
)
from epreuve.audits.scoring.exemption import effect, refusal
from epreuve.audits.scoring.mark import Mark
from epreuve.audits.scoring.translation import translate
from epreuve.probes.evidence.errors import EvidenceError
from epreuve.reports.text import NO_TEXT, Text, join, untranslated
from epreuve.reports.translation import Number, Percent, Points

NO_VALUE = Text(fr="—", en="—")
NO_DOCUMENTS: Documents = {}


@dataclass(frozen=True)
class CriterionResult:
    """Mark of one criterion, with the value and the reason that reports show."""

    mark: Mark
    shown: Text
    reason: Text
    evidence: Text = NO_TEXT
    interval: Interval | None = None  # of the value, in its unit
    remedy: Text | None = None  # how to get the missing evidence, or points of a declaration


@dataclass(frozen=True)
class _Statement:
    """Declaration of one criterion, with the documents of the profile and the day of the run."""

    declaration: Declaration
    on: datetime.date
    documents: Documents

    @property
    def document(self) -> Document | None:
        return self.documents.get(self.declaration.document or "")

    @property
    def missing(self) -> Text | None:
        """Advice for a declaration that lacks its document only."""
        if self.declaration.evidence_level == "claimed" or problem_text(self.document) is None:
            return None
        return translate(
            "Save the document in the folder of the profile, and name the file in `evidence`."
        )

    @property
    def evidence(self) -> Text:
        if self.document is None or not self.document.sha256:
            return translate("Profile: `declared`.")
        return translate(
            "Profile: `declared`. {file}: {size} B, `sha256:{digest}`.",
            file=str(self.declaration.evidence),
            size=Number(self.document.size),
            digest=self.document.sha256,
        )


def judge_criterion(
    criterion: Criterion, facts: Facts, profile: Profile, on: datetime.date,
    documents: Documents = NO_DOCUMENTS,
) -> CriterionResult:  # fmt: skip
    """Return the result of one criterion: scored, not applicable, inconclusive or error.

    A declaration counts as claimed if `documents` lack its evidence. An exemption is read after
    the judgement: it can only replace missing evidence.
    """
    declaration = profile.declared.get(criterion.id)
    stated = None if declaration is None else _Statement(declaration, on, documents)
    result = _judge(criterion, facts, stated)
    exemption = profile.not_applicable.get(criterion.id)
    return result if exemption is None else _exempt(criterion, result, exemption)


def _exempt(criterion: Criterion, result: CriterionResult, exemption: str) -> CriterionResult:
    refused = refusal(criterion, result.mark, exemption)
    if refused is not None:
        return replace(result, reason=join((result.reason, refused)))
    if result.mark.by_evidence:
        return result
    mark = Mark(criterion.id, "not_applicable", reason=exemption)
    stated = translate("Exempted by the profile: {reason}.", reason=exemption.strip().rstrip("."))
    return replace(result, mark=mark, reason=join((stated, effect(mark))))


def _judge(criterion: Criterion, facts: Facts, stated: _Statement | None) -> CriterionResult:
    judgement = judgement_of(criterion.id)
    try:
        if criterion.kind == "measured" and judgement is not None:
            return _measured(criterion, judgement, facts)
        if criterion.kind == "mixed" and judgement is not None:
            return _mixed(criterion, stated, judgement, facts)
        if criterion.kind != "measured":
            return _undeclared(criterion) if stated is None else _declared(criterion, stated)
    except NotApplicable as reason:
        mark = Mark(criterion.id, "not_applicable", reason=reason.text.en, by_evidence=True)
        return CriterionResult(mark, NO_VALUE, reason.text)
    except CountedAsFailed as hidden:
        mark, shown, evidence = counted_as_failed(criterion.id, hidden)
        return CriterionResult(mark, shown, hidden.text, evidence, remedy=hidden.remedy)
    except NoEvidence as missing:
        mark = Mark(criterion.id, "inconclusive", unproven=isinstance(missing, UnprovenStorage))
        return CriterionResult(mark, NO_VALUE, missing.text, remedy=missing.remedy)
    except EvidenceError:
        raise  # a damaged file concerns the whole assessment
    except Exception as error:  # an error of one judgement concerns its criterion only
        message = f"{type(error).__name__}: {error}"
        return CriterionResult(Mark(criterion.id, "error"), NO_VALUE, untranslated(message))
    unknown = translate("This version cannot measure it yet.")
    return CriterionResult(Mark(criterion.id, "inconclusive"), NO_VALUE, unknown)


def _undeclared(criterion: Criterion) -> CriterionResult:
    """Return the result of a claim without a document: to declare nothing scores no better."""
    claim = translate("This counts as a claim without a document.")
    mark = Mark(criterion.id, "scored", score=0.0, claimed=True, omitted=True)
    return CriterionResult(mark, NO_VALUE, join((translate("There is no declaration."), claim)))


def _measure(criterion: Criterion, judgement: Judgement, facts: Facts) -> Measure:
    """Call a judgement with the facts that its parameters name."""
    names = inspect.signature(judgement).parameters
    values = {name: criterion if name == "criterion" else getattr(facts, name) for name in names}
    return judgement(**values)


def _mixed(
    criterion: Criterion, stated: _Statement | None, judgement: Judgement, facts: Facts
) -> CriterionResult:
    """Combine the declared and the measured score of a mixed criterion."""
    declared = _undeclared(criterion) if stated is None else _declared(criterion, stated)
    if declared.mark.outcome == "error":
        return declared
    try:
        measure = _measure(criterion, judgement, facts)
    except NoEvidence as missing:
        return replace(declared, reason=join((declared.reason, missing.text)))
    evidence = join(text for text in (declared.evidence, measure.evidence) if text != NO_TEXT)
    reason = join((declared.reason, measure.reason))
    # What was measured takes points too: more proof of the declaration would not bring them.
    remedy = declared.remedy if measure.best == 100 and measure.evidence_level is None else None
    result = replace(declared, evidence=evidence, reason=reason, remedy=remedy)
    if measure.evidence_level is not None:
        if stated is None:
            reason = join((translate("There is no declaration."), measure.reason))
        mark, explanation = _both(criterion, stated, declared.mark, measure)
        return replace(result, mark=mark, shown=measure.shown, reason=join((reason, explanation)))
    score = (declared.mark.score or 0.0) * measure.best / 100
    return replace(result, mark=replace(declared.mark, score=score, measured=True, omitted=False))


def _both(
    criterion: Criterion, stated: _Statement | None, declared: Mark, measure: Measure
) -> tuple[Mark, Text]:
    """Return the lower of the declared and measured scores, at the stronger evidence level."""
    score = criterion.curve.score(measure.value)
    share = EVIDENCE_SHARES[measure.evidence_level or "claimed"]
    if stated is not None and share < 1.0:
        face = face_value(criterion, stated.declaration)
        share = max(share, round((declared.score or 0.0) / face, 9) if face else 0.0)
        score = min(score, face)
    mark = Mark(
        criterion.id, "scored", score=round(min(100.0, score * share), 9), value=measure.value,
        measured=measure.kind == "measured", claimed=share == 0,
    )  # fmt: skip
    return mark, translate(
        "Counted: {points}, the lower of the declared and the measured result, at {share} for the "
        "evidence level.",
        points=Points(score),
        share=Percent(share, 0),
    )


def _measured(criterion: Criterion, judgement: Judgement, facts: Facts) -> CriterionResult:
    measure = _measure(criterion, judgement, facts)
    score = criterion.curve.score(measure.value) / (2 if measure.halved else 1)
    mark = Mark(
        criterion.id,
        "scored",
        score=min(score, measure.best),
        value=measure.value,
        measured=True,
        conclusive=measure.conclusive and _beyond_chance(criterion, measure),
    )
    if measure.counted is None:
        return CriterionResult(
            mark, measure.shown, measure.reason, measure.evidence, measure.interval
        )
    interval = wilson(*measure.counted)
    low, high = (Percent(end, rounding="nearest") for end in interval)
    reason = join((measure.reason, confidence(low, high)))
    return CriterionResult(mark, measure.shown, reason, measure.evidence, interval)


def _beyond_chance(criterion: Criterion, measure: Measure) -> bool:
    """Return whether the whole interval of a sampled share is below the limit of a knock-out."""
    rule = criterion.knockout
    if rule is None or rule.below is None:
        return True
    interval = measure.interval if measure.counted is None else wilson(*measure.counted)
    return interval is None or rule.holds(interval.high)


def _declared(criterion: Criterion, stated: _Statement) -> CriterionResult:
    try:
        declared = score_declaration(criterion, stated.declaration, stated.on, stated.document)
    except DeclarationError as error:
        return CriterionResult(Mark(criterion.id, "error"), NO_VALUE, error_text(error))
    mark = Mark(
        criterion.id, "scored", score=declared.score, value=declared.value,
        claimed=declared.level == "claimed",
    )  # fmt: skip
    labels = {
        "claimed": translate("claimed"),
        "documented": translate("documented"),
        "proven": translate("proven"),
    }
    advice = stated.missing or declaration_advice(criterion, stated.declaration, stated.on)
    return CriterionResult(
        mark, labels[declared.level], declared.reason, stated.evidence, remedy=advice
    )
