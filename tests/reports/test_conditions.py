"""Conditions of the letter on the first screen of each report."""

import pytest

from epreuve.reports import html, markdown, terminal
from epreuve.reports.assessment import Assessment, Exemption
from epreuve.reports.conditions import MOST_TITLES, conditions
from epreuve.reports.language import LANGUAGES
from epreuve.reports.text import Text
from epreuve.reports.words import Words

NOTE = Text(fr="une remarque", en="a remark")
DOUBT = Text(fr="un doute", en="a doubt")


def test_the_test_and_its_gaps_are_named(bad: Assessment) -> None:
    load, gaps, exempt = conditions(bad, Words("en"))
    assert load.startswith("Power cut: processes killed (level: process). Normal peak: 90 journeys")
    assert " Of these, 60 are critical. " in load
    assert " Source of the peak: journal d’accès du 9 mars 2026, 9 h. " in load
    assert (
        " A user waits at most 30 s for a step, plus three times the slowest step in calm. " in load
    )
    assert "Critical journeys judged: 1,240, of which 402 in the surge." in load
    missing = [one for one in bad.findings if one.outcome == "inconclusive"]
    assert gaps.startswith(f"{len(missing)} criteria were not assessed: ")
    assert all(f"{one.title.en} ({one.id})" in gaps for one in missing)
    assert exempt == "1 criterion does not apply: Request without immediate payment (IND-4)."


def test_a_peak_without_source_is_named(bad: Assessment) -> None:
    service = bad.service.model_copy(update={"peak_source": ""})
    (load, *_) = conditions(bad.model_copy(update={"service": service}), Words("en"))
    assert " The profile gives no source for this peak. " in load


def test_what_the_profile_leaves_out_is_named(bad: Assessment) -> None:
    service = bad.service.model_copy(
        update={
            "own_dependencies": (Text(fr="connexion (base)", en="login (database)"),),
            "uncritical_journeys": (Text(fr="payer", en="pay"), Text(fr="lire", en="read")),
        }
    )
    _, own, uncritical, *_ = conditions(bad.model_copy(update={"service": service}), Words("en"))
    assert own.endswith("not judged as third parties: login (database).")
    assert uncritical.endswith("without effect on most criteria: pay, read.")


def test_a_criterion_that_only_the_profile_exempts_is_not_assessed(bad: Assessment) -> None:
    exemption = Exemption(
        criterion="IND-4", title=NOTE, reason="sans objet", refused=False, effect=NOTE
    )
    stated = bad.model_copy(update={"exemptions": (exemption,)})
    _, gaps = conditions(stated, Words("en"))
    assert "(IND-4)" in gaps
    shown = exemption.model_copy(update={"shown": True})
    _, gaps, exempt = conditions(bad.model_copy(update={"exemptions": (shown,)}), Words("en"))
    assert "(IND-4)" not in gaps
    assert "(IND-4)" in exempt


def test_many_criteria_are_counted_by_family(bad: Assessment) -> None:
    findings = [one.model_copy(update={"outcome": "inconclusive"}) for one in bad.findings]
    few = bad.model_copy(update={"findings": tuple(findings[:MOST_TITLES])})
    many = bad.model_copy(update={"findings": tuple(findings)})
    assert findings[0].title.en in list(conditions(few, Words("en")))[1]
    gaps = list(conditions(many, Words("en")))[1]
    assert gaps.startswith(f"{len(findings)} criteria were not assessed: ")
    continuity = sum(one.family == "CON" for one in findings)
    assert f"Continuity under surge ({continuity} of {continuity})" in gaps
    assert "CON-1" not in gaps


def test_an_older_assessment_has_no_counts(bad: Assessment) -> None:
    run = bad.run.model_copy(update={"journeys": None, "surge_journeys": None})
    service = bad.service.model_copy(
        update={"normal_peak": None, "critical_peak": None, "patience": None}
    )
    older = bad.model_copy(update={"run": run, "service": service, "findings": ()})
    assert list(conditions(older, Words("en"))) == ["Power cut: processes killed (level: process)."]
    calm = bad.run.model_copy(update={"surge_journeys": None})
    (load, *_) = conditions(bad.model_copy(update={"run": calm}), Words("en"))
    assert load.endswith("Critical journeys judged: 1,240.")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("module", [html, markdown, terminal])
def test_conditions_and_doubts_are_above_the_scores_and_notes_below(
    bad: Assessment, module: object, language: str
) -> None:
    noted = bad.model_copy(update={"notes": (NOTE,), "warnings": (DOUBT,)})
    page = module.render(noted, language)  # type: ignore[attr-defined]
    text = " ".join(page.replace("\\", "").split())
    words = Words(language)  # type: ignore[arg-type]
    condition = " ".join(next(conditions(noted, words)).partition("(")[0].split())
    families = text.index(words.of(noted.result.families[-1].title))
    assert text.index(condition) < families < text.index(words.of(NOTE))
    if module is not terminal:  # its last lines are those that a reader sees first
        assert text.index(words.of(DOUBT)) < families
