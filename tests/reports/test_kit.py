"""The kit holds what this run says to repair, to expect and to check, and who does it."""

import pytest

from epreuve.reports import kit_html, kit_markdown, roles
from epreuve.reports.assessment import Assessment, Cell
from epreuve.reports.fixes import best_fixes
from epreuve.reports.kit import Absence, kit
from epreuve.reports.text import LANGUAGES, Language
from epreuve.reports.words import Words


def test_every_known_loss_is_a_repair_in_order(bad: Assessment) -> None:
    assert tuple(repair.fix for repair in kit(bad).repairs) == best_fixes(bad, None)
    assert len(kit(bad).repairs) > 40


def test_each_weakness_in_its_phase(bad: Assessment) -> None:
    told = kit(bad)
    assert {a.finding.id for a in told.expected} == {
        f.id for f in bad.findings if f.score is not None and f.score < 50 and "during" in f.phases
    }
    assert all("after" in a.finding.phases for a in told.aftermath)


def test_what_nobody_knows_is_told(unranked: Assessment) -> None:
    assert len(kit(unranked).unknown) == sum(f.outcome == "inconclusive" for f in unranked.findings)


def test_what_stops_without_a_third_party(good: Assessment) -> None:
    def cell(journey: str, dependency: str, completed: int, mode: str = "silent") -> Cell:
        return Cell.model_validate(
            {"journey": journey, "dependency": dependency, "mode": mode, "tried": 20,
             "completed": completed, "p95": None}
        )  # fmt: skip

    cells = (cell("a", "sms", 19), cell("b", "sms", 18), cell("a", "base", 0, "slow"))
    absences = kit(good.model_copy(update={"matrix": cells})).absences
    assert absences == (Absence("sms", stops=("b",), holds=("a",)),)


def test_each_family_has_someone_who_leads(bad: Assessment) -> None:
    assert {family.code for family in bad.result.families} == set(roles.OF_FAMILY)
    assert roles.of_family("XYZ") == ("management",)
    named = {role for each in roles.OF_FAMILY.values() for role in each}
    assert named == set(roles.names(Words("fr")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_formats_say_the_same(language: Language, bad: Assessment) -> None:
    page, text = kit_html.render(bad, language), kit_markdown.render(bad, language)
    for repair in kit(bad).repairs:
        assert repair.fix.finding.id in page
        assert f"{repair.fix.finding.id}, {roles.names(Words(language))[repair.roles[0]]}" in text
    assert f"--crisis crue-fibre --seed {bad.run.seed} --scale 300" in page
    assert f"--crisis crue-fibre --seed {bad.run.seed} --scale 300" in text


def test_losses_are_on_the_page(bad: Assessment, good: Assessment) -> None:
    lost = "3 accusés de réception sur 1\u202f204 ont été perdus"
    assert lost in kit_html.render(bad, "fr")
    assert lost not in kit_html.render(good, "fr")
