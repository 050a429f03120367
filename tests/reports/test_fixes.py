"""Repairs: defects that limit the letter first, then points for effort."""

import pytest

from epreuve.reports import html, labels, markdown, terminal
from epreuve.reports.assessment import Assessment, Knockout, Repair
from epreuve.reports.fixes import best_fixes
from epreuve.reports.text import untranslated
from epreuve.reports.words import Words


def changed(assessment: Assessment, **update: object) -> Assessment:
    findings = tuple(f.model_copy(update=update) for f in assessment.findings)
    return assessment.model_copy(update={"findings": findings})


def with_knockouts(assessment: Assessment, *knockouts: Knockout) -> Assessment:
    result = assessment.result.model_copy(update={"knockouts": knockouts})
    return assessment.model_copy(update={"result": result})


def test_repairs_of_caps_come_first_lowest_cap_first(bad: Assessment) -> None:
    assert [fix.lifts for fix in best_fixes(bad)] == [("K1",), ("K5",), (), (), ()]
    reverse = with_knockouts(bad, *reversed(bad.result.knockouts))
    assert best_fixes(reverse) == best_fixes(bad)


def test_then_by_points_for_effort(bad: Assessment) -> None:
    fixes = best_fixes(with_knockouts(bad))
    rates = [fix.gain / fix.finding.effort for fix in fixes]
    assert len(fixes) == 5
    assert rates == sorted(rates, reverse=True)
    chosen = [fix.finding for fix in fixes]
    others = [f for f in bad.findings if f not in chosen and f.outcome == "scored"]
    assert max(f.to_gain / f.effort for f in others) <= rates[-1]


def test_a_cap_hides_no_repair(bad: Assessment) -> None:
    capped = changed(bad, to_gain=0.0)
    fixes = best_fixes(capped, None)
    assert all(fix.capped for fix in fixes)
    assert {fix.finding.id for fix in fixes} == {
        f.id for f in bad.findings if f.score is not None and f.score < 100
    }
    in_family = [f for f in capped.findings if f.family == "CON" and f.score is not None]
    whole = sum(fix.gain for fix in fixes if fix.finding.family == "CON")
    mean = sum((f.score or 0) * f.weight for f in in_family) / sum(f.weight for f in in_family)
    assert whole == pytest.approx(15 / 100 * (100 - mean))


def test_only_scored_criteria(unranked: Assessment) -> None:
    assert all(fix.finding.outcome == "scored" for fix in best_fixes(unranked, None))


def test_nothing_to_repair(good: Assessment) -> None:
    assert best_fixes(changed(good, to_gain=0.0, score=100.0)) == ()


def test_a_family_without_a_score_gains_nothing(bad: Assessment) -> None:
    families = tuple(f.model_copy(update={"score": None}) for f in bad.result.families)
    result = bad.result.model_copy(update={"families": families, "knockouts": ()})
    assert best_fixes(changed(bad.model_copy(update={"result": result}), to_gain=0.0)) == ()


@pytest.mark.parametrize(
    ("to_gain", "label"),
    [
        (2.0, "removes K1, +2 points"),
        (1.0, "removes K1, +1 point"),
        (0.0, "removes K1, +2.8 points†"),
    ],
)
def test_benefit_of_a_repair(bad: Assessment, to_gain: float, label: str) -> None:
    fixes, words = best_fixes(changed(bad, to_gain=to_gain)), Words("en")
    assert labels.gain(fixes[0], words) == label
    assert labels.later(fixes, words) == (
        "" if to_gain else "† Points gained once no defect limits the score."
    )


def caused(assessment: Assessment, **scores: float) -> Assessment:
    repair = Repair(
        id="late-write", title=untranslated("Late write"), observed=untranslated("59 lost."),
        repair=untranslated("Commit first."), effort=1, to_gain=9.0,
        scores={id.replace("_", "-"): score for id, score in scores.items()},
    )  # fmt: skip
    return assessment.model_copy(update={"repairs": (repair,)})


def test_a_cause_replaces_the_criteria_that_it_raises(bad: Assessment) -> None:
    fixes = best_fixes(caused(bad, DAT_3=100.0, DAT_1=100.0), None)
    (fix,) = [one for one in fixes if one.repair is not None]
    assert fixes[0] is fix, "it removes K1"
    assert fix.criteria == ("DAT-1", "DAT-3")
    assert fix.lifts == ("K1",)
    assert fix.gain == 9.0
    assert fix.effort == 1
    assert not [one for one in fixes if one.finding.id in fix.criteria and one is not fix]


def test_each_report_shows_what_the_run_showed(bad: Assessment) -> None:
    assessment = caused(bad, DAT_1=100.0)
    pages = (terminal.render(assessment, "en"), markdown.render(assessment, "en"),
             html.render(assessment, "en"))  # fmt: skip
    for page in pages:
        assert "Late write" in page
        assert "59 lost." in page.replace("\\", "")
        assert "Commit first." in page
    assert pages[2].count("Commit first.") == 1, "the criterion links to the repair"
    assert '<a href="#fixes">Late write</a>' in pages[2]


def test_what_hides_criteria_comes_first(bad: Assessment) -> None:
    hiding = caused(bad).repairs[0].model_copy(update={"unjudged": ("CON-6",), "to_gain": 0.0})
    assessment = bad.model_copy(update={"repairs": (hiding,)})
    fix = best_fixes(assessment)[0]
    assert fix.criteria == ("CON-6",)
    assert labels.gain(fix, Words("en")) == "needed to assess these criteria"
    assert not fix.capped
