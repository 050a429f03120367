"""Results of the rules of a gate, one by one."""

from collections.abc import Iterator

from epreuve.audits.gates.baseline import Baseline
from epreuve.audits.gates.result import RuleLevel, RuleResult, RuleState
from epreuve.audits.gates.translation import translate
from epreuve.audits.profile.gate import GateRules
from epreuve.reports.assessment import Assessment, FamilyScore, Finding
from epreuve.reports.text import Text, join
from epreuve.reports.translation import Number


def rule_results(
    assessment: Assessment, rules: GateRules, baseline: Baseline | None, level: RuleLevel
) -> Iterator[RuleResult]:
    """Return the result of each rule, in the order of the profile."""
    result = assessment.result
    if level == "fail" or rules.floor:
        yield _threshold("floor", translate("floor"), result.floor, rules.floor, level)
    if rules.no_knockouts:
        yield _no_knockouts(assessment, level)
    families = {family.code: family for family in result.families}
    for code, threshold in rules.families.items():
        yield _family(code, families.get(code), threshold, level)
    findings = {finding.id: finding for finding in assessment.findings}
    for id, threshold in rules.criteria.items():
        yield _criterion(id, findings.get(id), threshold, level)
    if baseline is not None:
        yield from _compared(assessment, rules, baseline, level)


def _threshold(
    name: str, label: str | Text, value: float, threshold: float, level: RuleLevel
) -> RuleResult:
    met = value >= threshold
    sentence = translate(
        "{name} {points} {sign} {threshold}",
        name=label,
        points=_points(value),
        sign="≥" if met else "<",
        threshold=Number(threshold, 2),
    )
    return RuleResult(name, "met" if met else "below", sentence, level, value, threshold)


def _no_knockouts(assessment: Assessment, level: RuleLevel) -> RuleResult:
    knockouts = assessment.result.knockouts
    if not knockouts:
        return RuleResult("knockouts", "met", translate("no knock-out"), level)
    sentence = join(
        translate("{id}: {reason}", id=knockout.id, reason=knockout.sentence)
        for knockout in knockouts
    )
    return RuleResult("knockouts", "below", sentence, level)


def _family(
    code: str, family: FamilyScore | None, threshold: float, level: RuleLevel
) -> RuleResult:
    if family is None or family.score is None:
        return RuleResult(code, "no data", _no_evidence(code), level)
    return _threshold(code, code, family.score * family.coverage, threshold, level)


def _criterion(id: str, finding: Finding | None, threshold: float, level: RuleLevel) -> RuleResult:
    if finding is None:
        return RuleResult(id, "no data", _no_evidence(id), level)
    if finding.outcome == "scored" and finding.score is not None:
        return _threshold(id, id, finding.score, threshold, level)
    state: RuleState = "error" if finding.outcome == "error" else "no data"
    return RuleResult(id, state, translate("{id}: {reason}", id=id, reason=finding.reason), level)


def _no_evidence(name: str) -> Text:
    return translate("{name}: no evidence", name=name)


def _compared(
    assessment: Assessment, rules: GateRules, baseline: Baseline, level: RuleLevel
) -> Iterator[RuleResult]:
    if level == "fail":
        yield _no_new_knockouts(assessment, baseline)
    if rules.max_drop is None:
        return
    drop, allowed = baseline.floor - assessment.result.floor, baseline.tolerance(rules.max_drop)
    sentence = translate(
        "floor {before} → {now}, drop allowed {allowed}",
        before=_points(baseline.floor),
        now=_points(assessment.result.floor),
        allowed=Number(allowed, 1),
    )
    yield RuleResult(
        "drop", "regression" if drop > allowed else "met", sentence, level, drop, allowed
    )


def _no_new_knockouts(assessment: Assessment, baseline: Baseline) -> RuleResult:
    new = [
        knockout.id
        for knockout in assessment.result.knockouts
        if knockout.id not in baseline.knockouts
    ]
    if not new:
        return RuleResult("new knockouts", "met", translate("no new knock-out"))
    sentence = translate("new knock-out: {ids}", ids=", ".join(new))
    return RuleResult("new knockouts", "regression", sentence)


def _points(points: float) -> Number:
    """Return points rounded down, so that no threshold seems reached when it is not."""
    return Number(points, 1, "down")
