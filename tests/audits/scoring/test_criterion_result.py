"""Result of one criterion: errors and missing evidence."""

import datetime
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from epreuve.audits.checks.judgement import judgement_of
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.profile.declaration import Declaration
from epreuve.audits.scoring import criterion_result as judging
from epreuve.audits.scoring.criterion_result import CriterionResult, judge_criterion
from epreuve.reports.text import Text
from tests.audits.documents import A_PDF

GRID = load_grid()
ON = datetime.date(2026, 11, 21)


class _Nothing:
    def __getattr__(self, name: str) -> Any:
        raise NoEvidence(Text(fr="Rien vu.", en="Nothing seen."))


def judged(name: str, facts: Any = None, **declared: Declaration) -> CriterionResult:
    named = {key.replace("_", "-"): value for key, value in declared.items()}
    profile = SimpleNamespace(not_applicable={}, declared=named)
    return judge_criterion(GRID.criterion(name), facts or _Nothing(), profile, ON, A_PDF)  # type: ignore[arg-type]


def declare(value: Any, level: str = "proven") -> Declaration:
    return Declaration.model_validate(
        {"level": level, "date": "2026-03-02", "owner": "DSI", "evidence": "a.pdf", "value": value}
    )


def test_a_declaration_that_does_not_fit_is_an_error_of_its_criterion() -> None:
    assert judged("IND-8", IND_8=declare("beaucoup")).mark.outcome == "error"
    assert judged("HUM-5", HUM_5=declare("beaucoup")).mark.outcome == "error"


def test_a_declared_criterion_without_declaration_counts_as_a_claim() -> None:
    claim = Declaration.model_validate({"level": "claimed"})
    nothing, claimed = judged("GOV-1"), judged("GOV-1", GOV_1=claim)
    assert nothing.mark == replace(claimed.mark, omitted=True)
    assert nothing.mark.score == 0
    assert nothing.reason.en == (
        "There is no declaration. This counts as a claim without a document."
    )


def test_an_error_of_a_judgement_concerns_its_criterion_only() -> None:
    result = judged("CON-1", SimpleNamespace(surge="not a number of tries"))
    assert result.mark.outcome == "error"
    assert "AttributeError" in result.reason.en


def test_a_measured_criterion_without_judgement_is_inconclusive(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(judging, "judgement_of", lambda criterion: None)
    assert judged("CON-1").mark.outcome == "inconclusive"


def test_a_family_of_declarations_has_no_judgement() -> None:
    assert judgement_of("GOV-1") is None
