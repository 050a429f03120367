"""Crisis kit: repairs, expected problems, roles, both formats."""

import pytest

from epreuve.reports import kit_html, kit_markdown, roles
from epreuve.reports.assessment import Assessment, Cell
from epreuve.reports.fixes import best_fixes
from epreuve.reports.kit import Absence, kit
from epreuve.reports.language import LANGUAGES, Language
from epreuve.reports.text import Text, untranslated
from epreuve.reports.words import Words


def test_every_missing_point_is_a_repair_in_order(bad: Assessment) -> None:
    assert tuple(repair.fix for repair in kit(bad).repairs) == best_fixes(bad, None)
    assert len(kit(bad).repairs) > 40


def test_each_weakness_in_its_phase(bad: Assessment) -> None:
    content = kit(bad)
    assert {a.finding.id for a in content.expected} == {
        f.id for f in bad.findings if f.score is not None and f.score < 50 and "during" in f.phases
    }
    assert all("after" in a.finding.phases for a in content.aftermath)


def test_unassessed_criteria_are_listed(unranked: Assessment) -> None:
    assert len(kit(unranked).unknown) == sum(f.outcome == "inconclusive" for f in unranked.findings)


def test_stopped_and_working_journeys(good: Assessment) -> None:
    def cell(journey: str, dependency: str, completed: int, mode: str = "silent") -> Cell:
        return Cell.model_validate(
            {"journey": journey, "dependency": dependency, "mode": mode, "tried": 20,
             "completed": completed, "p95": None}
        )  # fmt: skip

    cells = (cell("a", "sms", 19), cell("b", "sms", 18), cell("a", "base", 0, "slow"))
    absences = kit(good.model_copy(update={"matrix": cells})).absences
    sms, a, b = map(untranslated, ("sms", "a", "b"))
    assert absences == (Absence(sms, stops=(b,), holds=(a,)),)
    doubt = Text(fr="douteux", en="in doubt")
    doubtful = tuple(one.model_copy(update={"doubt": doubt}) for one in cells)
    assert kit(good.model_copy(update={"matrix": doubtful})).absences == ()


def test_each_family_has_a_leading_role(bad: Assessment) -> None:
    assert {family.code for family in bad.result.families} == set(roles.OF_FAMILY)
    assert roles.of_family("XYZ") == ("management",)
    named = {role for family in roles.OF_FAMILY.values() for role in family}
    assert named == set(roles.names(Words("fr")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_formats_have_the_same_content(language: Language, bad: Assessment) -> None:
    page, text = kit_html.render(bad, language), kit_markdown.render(bad, language)
    for repair in kit(bad).repairs:
        assert repair.fix.finding.id in page
        assert f"{repair.fix.finding.id}, {roles.names(Words(language))[repair.roles[0]]}" in text
    assert f"--crisis crue-fibre --seed {bad.run.seed} --scale 300" in page
    assert f"--crisis crue-fibre --seed {bad.run.seed} --scale 300" in text


def test_losses_are_on_the_page(bad: Assessment, good: Assessment) -> None:
    losses = "essai\u00a0: 1\u202f204\u00a0; perdus\u00a0: 3\u00a0; enregistrés deux fois\u00a0: 3."
    assert losses in kit_html.render(bad, "fr")
    assert "Accusés de réception vérifiés" not in kit_html.render(good, "fr")
