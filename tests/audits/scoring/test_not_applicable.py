"""Criteria that are not applicable: shown by the run, or said by the profile alone."""

from dataclasses import replace

import pytest

from epreuve.audits.scoring.exemption import effect, refusal
from epreuve.audits.scoring.mark import Mark
from epreuve.audits.scoring.score import score
from tests.audits.marks import GRID, marks, unassessed

SHOWN = Mark("IND-4", "not_applicable", reason="aucun paiement", by_evidence=True)


def test_a_criterion_that_the_run_shows_not_applicable_does_not_count() -> None:
    result = score(GRID, marks(60) | {"IND-4": SHOWN}).result
    assert (result.score, result.floor, result.ceiling, result.coverage) == (60, 60, 60, 1)


def test_an_exemption_of_the_profile_alone_counts_as_not_assessed() -> None:
    said = Mark("IND-4", "not_applicable", reason="aucun paiement")
    exempted = score(GRID, marks(60) | {"IND-4": said}).result
    assert exempted == score(GRID, unassessed(marks(60), "IND-4")).result
    assert exempted.floor < 60
    assert exempted.coverage < 1


def test_an_exempted_criterion_is_no_repair() -> None:
    said = Mark("IND-4", "not_applicable", reason="aucun paiement")
    assert score(GRID, marks(60) | {"IND-4": said}).gains["IND-4"] == 0
    assert score(GRID, unassessed(marks(60), "IND-4")).gains["IND-4"] > 0


def test_a_scored_criterion_stays_scored_when_declared_not_applicable() -> None:
    lost = Mark("DAT-1", "not_applicable", score=0, value=0.5, measured=True, reason="sans objet")
    result = score(GRID, marks(100) | {"DAT-1": lost})
    assert [one.id for one in result.result.knockouts] == ["K1"]


SCORED = Mark("DAT-1", "scored", score=100, value=0, measured=True)


@pytest.mark.parametrize(
    ("mark", "reason", "words"),
    [
        (SCORED, "sans objet", "a defect of this criterion limits the letter (K1)"),
        (replace(SCORED, id="CON-2"), "sans objet", "the run has evidence of this criterion"),
        (
            replace(SCORED, id="GOV-1", measured=False),
            "sans objet",
            "only a declaration with its document",
        ),
        (Mark("CON-2", "error"), "sans objet", "the judgement of this criterion failed"),
        (Mark("CON-2", "inconclusive"), " ", "it has no reason"),
    ],
)
def test_evidence_refuses_an_exemption(mark: Mark, reason: str, words: str) -> None:
    refused = refusal(GRID.criterion(mark.id), mark, reason)
    assert refused is not None
    assert words in refused.en
    assert refused.fr.startswith("Dispense refusée")


def test_nothing_contradicts_an_exemption_without_evidence() -> None:
    missing = Mark("CON-2", "inconclusive")
    assert refusal(GRID.criterion("CON-2"), missing, "sans objet") is None
    assert "counts as not assessed" in effect(missing).en
    assert "The run shows it too" in effect(SHOWN).en


KNOCKOUTS = [one.id for one in GRID.criteria if one.knockout is not None]


@pytest.mark.parametrize("id", KNOCKOUTS)
def test_letter_a_needs_evidence_on_each_criterion_with_a_knockout(id: str) -> None:
    assert score(GRID, marks(100)).result.letter == "A"
    for outcome in ("inconclusive", "not_applicable", "error"):
        result = score(GRID, marks(100) | {id: Mark(id, outcome, reason="sans objet")}).result  # type: ignore[arg-type]
        assert result.letter == "B"
        assert f"Missing or weak: {id}." in result.caps[-1].en
    shown = Mark(id, "not_applicable", reason="aucun", by_evidence=True)
    assert score(GRID, marks(100) | {id: shown}).result.letter == "A"


def test_a_crisis_that_cannot_show_a_defect_allows_letter_a() -> None:
    for outcome in ("inconclusive", "not_applicable"):
        missing = Mark("REC-2", outcome, untested=True)  # type: ignore[arg-type]
        assert score(GRID, marks(100) | {"REC-2": missing}).result.letter == "A"


def test_other_services_than_essential_ones_need_no_evidence_of_identification() -> None:
    (id,) = (one.id for one in GRID.criteria if one.knockout and one.knockout.only_essential)
    without = unassessed(marks(100), id)
    assert score(GRID, without, essential=False).result.letter == "A"
