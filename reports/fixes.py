"""The repairs to begin with: what caps the letter, then what gains most points for least effort."""

from dataclasses import dataclass

from epreuve.reports.assessment import Assessment, Finding


@dataclass(frozen=True)
class Fix:
    """A criterion seen to fail, and what repairing it would bring."""

    finding: Finding
    lifts: tuple[str, ...]  # the knock-outs that it lifts
    gain: float  # points of the overall score
    capped: bool  # the points come only once nothing caps the score any more


def best_fixes(assessment: Assessment, count: int | None = 5) -> tuple[Fix, ...]:
    """Return what to repair, at most `count`: defects that cap first, then gain ÷ effort.

    A score held down by a cap does not move when one criterion does; such a repair is told with
    the points that it brings to the mean: family's weight × criterion's weight × missing points.
    """
    fixes = [_fix(assessment, f) for f in assessment.findings if (f.score or 0) < 100]
    fixes = [fix for fix in fixes if fix.finding.outcome == "scored" and (fix.gain or fix.lifts)]
    caps = {knockout.id: knockout.cap for knockout in assessment.result.knockouts}

    def rank(fix: Fix) -> tuple[float, float, int, str]:
        finding = fix.finding
        cap = min((caps[each] for each in fix.lifts), default=100.0)
        return cap, -fix.gain / max(finding.effort, 1), finding.effort, finding.id

    return tuple(sorted(fixes, key=rank)[:count])


def _fix(assessment: Assessment, finding: Finding) -> Fix:
    lifts = tuple(k.id for k in assessment.result.knockouts if k.criterion == finding.id)
    if finding.to_gain > 0:
        return Fix(finding, lifts, finding.to_gain, capped=False)
    return Fix(finding, lifts, _in_the_mean(assessment, finding), capped=True)


def _in_the_mean(assessment: Assessment, finding: Finding) -> float:
    families = {f.code: f.weight for f in assessment.result.families if f.score is not None}
    if finding.score is None or finding.family not in families:
        return 0.0
    kin = [f for f in assessment.findings if f.family == finding.family and f.score is not None]
    family = families[finding.family] / sum(families.values())
    return family * finding.weight / sum(f.weight for f in kin) * (100 - finding.score)
