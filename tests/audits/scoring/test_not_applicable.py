"""Criteria that are not applicable, and refused exemptions."""

from epreuve.audits.scoring.applicability import accepted_exemptions
from epreuve.audits.scoring.mark import Mark
from epreuve.audits.scoring.score import score
from tests.audits.marks import GRID, marks


def test_a_not_applicable_criterion_does_not_count() -> None:
    free = marks(60) | {"IND-4": Mark("IND-4", "not_applicable", reason="aucun paiement")}
    result = score(GRID, free).result
    assert (result.score, result.floor, result.ceiling, result.coverage) == (60, 60, 60, 1)


def test_not_applicable_without_a_reason_is_unassessed() -> None:
    result = score(GRID, marks(60) | {"IND-4": Mark("IND-4", "not_applicable", reason=" ")})
    assert result.refused_not_applicable == ("IND-4",)
    assert result.result.floor < 60


def test_a_scored_criterion_stays_scored_when_declared_not_applicable() -> None:
    lost = Mark("DAT-1", "not_applicable", score=0, value=0.5, measured=True, reason="sans objet")
    result = score(GRID, marks(100) | {"DAT-1": lost})
    assert [one.id for one in result.result.knockouts] == ["K1"]
    assert result.refused_not_applicable == ("DAT-1",)


def test_beyond_15_percent_the_heaviest_not_applicables_are_refused() -> None:
    ids = [one.id for one in GRID.family("CON").criteria] + ["TER-4", "GOV-5"]
    exempted = marks(60) | {id: Mark(id, "not_applicable", reason="sans objet") for id in ids}
    result = score(GRID, exempted)
    assert result.refused_not_applicable == ("CON-1",)
    assert sum(GRID.shares[id] for id in accepted_exemptions(GRID, exempted)) <= 0.15
    assert result.result.coverage < 1
