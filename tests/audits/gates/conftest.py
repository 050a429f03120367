"""Assessments for tests of gates."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from epreuve.audits.cli.shared import group as cli
from epreuve.reports.assessment import Assessment

GOLDEN = Path(__file__).parents[2] / "reports" / "golden" / "assessment.json"

KNOCKOUT = {
    "id": "K1",
    "criterion": "DAT-1",
    "cap": 39,
    "sentence": {"fr": "Perdu.", "en": "Lost."},
}
Change = Callable[[dict[str, Any]], None]


def document(floor: float = 70.0, change: Change | None = None) -> dict[str, Any]:
    """An assessment with a letter, this floor and no knock-out."""
    document: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    document["run"]["interrupted"] = None
    document["result"] |= {"letter": "B", "floor": floor, "knockouts": []}
    if change is not None:
        change(document)
    return document


def assessment(floor: float = 70.0, change: Change | None = None) -> Assessment:
    return Assessment.model_validate(document(floor, change))


def knocked_out(document: dict[str, Any]) -> None:
    document["result"]["knockouts"] = [KNOCKOUT]


def family(code: str, score: float | None, coverage: float) -> Change:
    def change(document: dict[str, Any]) -> None:
        for family in document["result"]["families"]:
            if family["code"] == code:
                family |= {"score": score, "coverage": coverage}

    return change


def criterion(id: str, outcome: str, score: float | None = None) -> Change:
    def change(document: dict[str, Any]) -> None:
        for finding in document["findings"]:
            if finding["id"] == id:
                finding |= {"outcome": outcome, "score": score}

    return change


def interrupted(document: dict[str, Any]) -> None:
    document["run"]["interrupted"] = "stopped by the user"


def ended(code: int) -> Change:
    def change(document: dict[str, Any]) -> None:
        interrupted(document)
        document["run"]["ended"] = code

    return change


def without_letter(document: dict[str, Any]) -> None:
    document["result"]["letter"] = None


def epreuve(*words: object) -> int:
    with pytest.raises(SystemExit) as ended:
        cli.main([str(word) for word in words])
    assert isinstance(ended.value.code, int)
    return ended.value.code
