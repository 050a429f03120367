"""The first repairs lift what caps the letter; the next gain most for least."""

import pytest

from epreuve.reports import labels
from epreuve.reports.assessment import Assessment, Knockout
from epreuve.reports.fixes import best_fixes
from epreuve.reports.words import Words


def changed(assessment: Assessment, **update: object) -> Assessment:
    findings = tuple(f.model_copy(update=update) for f in assessment.findings)
    return assessment.model_copy(update={"findings": findings})


def with_knockouts(assessment: Assessment, *knockouts: Knockout) -> Assessment:
    result = assessment.result.model_copy(update={"knockouts": knockouts})
    return assessment.model_copy(update={"result": result})


def test_what_caps_comes_first_the_lowest_cap_before(bad: Assessment) -> None:
    assert [fix.lifts for fix in best_fixes(bad)] == [("K1",), ("K5",), (), (), ()]
    turned = with_knockouts(bad, *reversed(bad.result.knockouts))
    assert best_fixes(turned) == best_fixes(bad)


def test_then_most_points_for_least_effort(bad: Assessment) -> None:
    fixes = best_fixes(with_knockouts(bad))
    rates = [fix.gain / fix.finding.effort for fix in fixes]
    assert len(fixes) == 5
    assert rates == sorted(rates, reverse=True)
    chosen = [fix.finding for fix in fixes]
    others = [f for f in bad.findings if f not in chosen and f.outcome == "scored"]
    assert max(f.to_gain / f.effort for f in others) <= rates[-1]


def test_a_cap_does_not_hide_what_to_repair(bad: Assessment) -> None:
    held = changed(bad, to_gain=0.0)
    fixes = best_fixes(held, None)
    assert all(fix.capped for fix in fixes)
    assert {fix.finding.id for fix in fixes} == {
        f.id for f in bad.findings if f.score is not None and f.score < 100
    }
    in_family = [f for f in held.findings if f.family == "CON" and f.score is not None]
    whole = sum(fix.gain for fix in fixes if fix.finding.family == "CON")
    mean = sum((f.score or 0) * f.weight for f in in_family) / sum(f.weight for f in in_family)
    assert whole == pytest.approx(15 / 100 * (100 - mean))


def test_only_what_was_seen(unranked: Assessment) -> None:
    assert all(fix.finding.outcome == "scored" for fix in best_fixes(unranked, None))


def test_nothing_to_repair(good: Assessment) -> None:
    assert best_fixes(changed(good, to_gain=0.0, score=100.0)) == ()


def test_a_family_that_is_not_scored_gains_nothing(bad: Assessment) -> None:
    families = tuple(f.model_copy(update={"score": None}) for f in bad.result.families)
    result = bad.result.model_copy(update={"families": families, "knockouts": ()})
    assert best_fixes(changed(bad.model_copy(update={"result": result}), to_gain=0.0)) == ()


@pytest.mark.parametrize(
    ("to_gain", "told"),
    [(2.0, "lifts K1, +2 points"), (0.0, "lifts K1, +2.8 points†")],
)
def test_what_a_repair_brings(bad: Assessment, to_gain: float, told: str) -> None:
    fixes, words = best_fixes(changed(bad, to_gain=to_gain)), Words("en")
    assert labels.gain(fixes[0], words) == told
    assert labels.later(fixes, words) == (
        "" if to_gain else "† Once nothing caps the score any more."
    )
