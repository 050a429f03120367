"""Repairs in order of priority: defects that limit the letter, then points for effort."""

from dataclasses import dataclass

from epreuve.reports.assessment import Assessment, Finding


@dataclass(frozen=True)
class Fix:
    """Repair of a criterion, and its benefit."""

    finding: Finding
    lifts: tuple[str, ...]  # knock-outs that the repair removes
    gain: float  # points of the overall score
    capped: bool  # True when the points come only after every cap is removed


def best_fixes(assessment: Assessment, count: int | None = 5) -> tuple[Fix, ...]:
    """Return at most `count` repairs: those that remove a cap first, then by gain ÷ effort.

    While a cap limits the score, one repair does not change it. The gain is then the change of the
    mean: family weight × criterion weight × missing points.
    """
    fixes = [_fix(assessment, f) for f in assessment.findings if (f.score or 0) < 100]
    fixes = [fix for fix in fixes if fix.finding.outcome == "scored" and (fix.gain or fix.lifts)]
    caps = {knockout.id: knockout.cap for knockout in assessment.result.knockouts}

    def priority(fix: Fix) -> tuple[float, float, int, str]:
        finding = fix.finding
        cap = min((caps[id] for id in fix.lifts), default=100.0)
        return cap, -fix.gain / max(finding.effort, 1), finding.effort, finding.id

    return tuple(sorted(fixes, key=priority)[:count])


def _fix(assessment: Assessment, finding: Finding) -> Fix:
    lifts = tuple(k.id for k in assessment.result.knockouts if k.criterion == finding.id)
    if finding.to_gain > 0:
        return Fix(finding, lifts, finding.to_gain, capped=False)
    return Fix(finding, lifts, _gain_of_mean(assessment, finding), capped=True)


def _gain_of_mean(assessment: Assessment, finding: Finding) -> float:
    weights = {f.code: f.weight for f in assessment.result.families if f.score is not None}
    if finding.score is None or finding.family not in weights:
        return 0.0
    scored = [f for f in assessment.findings if f.family == finding.family and f.score is not None]
    family = weights[finding.family] / sum(weights.values())
    return family * finding.weight / sum(f.weight for f in scored) * (100 - finding.score)
