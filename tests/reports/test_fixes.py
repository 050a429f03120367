"""The first repairs are those that gain most for least."""

from epreuve.reports.assessment import Assessment
from epreuve.reports.fixes import best_fixes


def test_most_points_for_least_effort(bad: Assessment) -> None:
    fixes = best_fixes(bad)
    rates = [finding.to_gain / finding.effort for finding in fixes]
    assert len(fixes) == 5
    assert rates == sorted(rates, reverse=True)
    others = [f for f in bad.findings if f not in fixes and f.outcome == "scored"]
    assert max(f.to_gain / f.effort for f in others) <= rates[-1]


def test_only_what_was_seen(unranked: Assessment) -> None:
    assert all(f.outcome == "scored" for f in best_fixes(unranked, 60))


def test_nothing_to_repair(good: Assessment) -> None:
    perfect = [f.model_copy(update={"to_gain": 0.0}) for f in good.findings]
    assert best_fixes(good.model_copy(update={"findings": tuple(perfect)})) == ()
