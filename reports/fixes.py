"""Repairs in order of priority: defects that limit the letter, then points for effort."""

from dataclasses import dataclass

from epreuve.reports.assessment import Assessment, Finding, Repair
from epreuve.reports.text import Text


@dataclass(frozen=True)
class Fix:
    """Repair of a criterion or of the cause of several, and its benefit.

    `finding` is the criterion that it raises, the most important one of several.
    """

    finding: Finding
    lifts: tuple[str, ...]  # knock-outs that the repair removes
    gain: float  # points of the overall score
    capped: bool  # True when the points come only after every cap is removed
    repair: Repair | None = None  # where the evidence shows the cause

    @property
    def title(self) -> Text:
        """Name of the cause, else of the criterion."""
        return self.finding.title if self.repair is None else self.repair.title

    @property
    def observed(self) -> Text:
        """Evidence of the cause, or reason of the score."""
        return self.finding.reason if self.repair is None else self.repair.observed

    @property
    def advice(self) -> Text:
        """Work to do."""
        return self.finding.recommendation if self.repair is None else self.repair.repair

    @property
    def effort(self) -> int:
        """Effort of the repair, 1 to 3."""
        return self.finding.effort if self.repair is None else self.repair.effort

    @property
    def criteria(self) -> tuple[str, ...]:
        """Criteria that it raises, the most important one first."""
        first = self.finding.id
        repair = self.repair
        others = () if repair is None else (*repair.scores, *repair.unjudged)
        return (first, *(id for id in others if id != first))

    @property
    def reveals(self) -> tuple[str, ...]:
        """Criteria that can be assessed only after the repair."""
        return () if self.repair is None else self.repair.unjudged


def best_fixes(assessment: Assessment, count: int | None = 5) -> tuple[Fix, ...]:
    """Return at most `count` repairs: those that remove a cap first, then by gain ÷ effort.

    Before all others come repairs without which some criteria cannot be assessed.

    A criterion with a known cause is repaired with its cause. While a cap limits the score, one
    repair does not change it. The gain is then the change of the mean: family weight × criterion
    weight × missing points.
    """
    caused = {id for repair in assessment.repairs for id in repair.scores}
    alone = [f for f in assessment.findings if f.id not in caused and (f.score or 0) < 100]
    fixes = [_fix(assessment, f) for f in alone if f.outcome == "scored"]
    fixes += [fix for one in assessment.repairs for fix in _of_cause(assessment, one)]
    fixes = [fix for fix in fixes if fix.gain or fix.lifts or fix.reveals]
    caps = {knockout.id: knockout.cap for knockout in assessment.result.knockouts}

    def priority(fix: Fix) -> tuple[float, float, int, str]:
        cap = min((caps[id] for id in fix.lifts), default=0.0 if fix.reveals else 100.0)
        return cap, -fix.gain / max(fix.effort, 1), fix.effort, fix.finding.id

    return tuple(sorted(fixes, key=priority)[:count])


def _fix(assessment: Assessment, finding: Finding) -> Fix:
    lifts = _lifts(assessment, finding)
    if finding.to_gain > 0:
        return Fix(finding, lifts, finding.to_gain, capped=False)
    return Fix(finding, lifts, _gain_of_mean(assessment, finding, 100), capped=True)


def _of_cause(assessment: Assessment, repair: Repair) -> list[Fix]:
    """Return the repair of a cause; nothing where it raises no criterion of the assessment."""
    raised = [f for f in assessment.findings if f.id in repair.scores and f.score is not None]
    gains = {f.id: _gain_of_mean(assessment, f, repair.scores[f.id]) for f in raised}
    lifts = tuple(id for finding in raised for id in _lifts(assessment, finding))
    raised.sort(key=lambda finding: (not _lifts(assessment, finding), -gains[finding.id]))
    raised += [finding for finding in assessment.findings if finding.id in repair.unjudged]
    if not raised:
        return []
    if repair.to_gain > 0:
        return [Fix(raised[0], lifts, repair.to_gain, capped=False, repair=repair)]
    gain = sum(gains.values())
    return [Fix(raised[0], lifts, gain, capped=gain > 0, repair=repair)]


def _lifts(assessment: Assessment, finding: Finding) -> tuple[str, ...]:
    return tuple(k.id for k in assessment.result.knockouts if k.criterion == finding.id)


def _gain_of_mean(assessment: Assessment, finding: Finding, score: float) -> float:
    """Return the change of the mean if a finding had another score."""
    weights = {f.code: f.weight for f in assessment.result.families if f.score is not None}
    if finding.score is None or finding.family not in weights:
        return 0.0
    scored = [f for f in assessment.findings if f.family == finding.family and f.score is not None]
    family = weights[finding.family] / sum(weights.values())
    return family * finding.weight / sum(f.weight for f in scored) * (score - finding.score)
