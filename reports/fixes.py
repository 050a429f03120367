"""The repairs that gain most points for least effort."""

from epreuve.reports.assessment import Assessment, Finding


def best_fixes(assessment: Assessment, count: int = 5) -> tuple[Finding, ...]:
    """Return the criteria seen to fail, ordered by points to gain ÷ effort, at most `count`."""
    to_repair = [f for f in assessment.findings if f.outcome == "scored" and f.to_gain > 0]
    to_repair.sort(key=lambda f: (-f.to_gain / max(f.effort, 1), f.effort, f.id))
    return tuple(to_repair[:count])
