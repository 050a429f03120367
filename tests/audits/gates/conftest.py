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
    found: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    found["run"]["interrupted"] = None
    found["result"] |= {"letter": "B", "floor": floor, "knockouts": []}
    if change is not None:
        change(found)
    return found


def assessment(floor: float = 70.0, change: Change | None = None) -> Assessment:
    return Assessment.model_validate(document(floor, change))


def knocked_out(found: dict[str, Any]) -> None:
    found["result"]["knockouts"] = [KNOCKOUT]


def family(code: str, score: float | None, coverage: float) -> Change:
    def change(found: dict[str, Any]) -> None:
        for each in found["result"]["families"]:
            if each["code"] == code:
                each |= {"score": score, "coverage": coverage}

    return change


def criterion(id: str, outcome: str, score: float | None = None) -> Change:
    def change(found: dict[str, Any]) -> None:
        for each in found["findings"]:
            if each["id"] == id:
                each |= {"outcome": outcome, "score": score}

    return change


def interrupted(found: dict[str, Any]) -> None:
    found["run"]["interrupted"] = "stopped by the user"


def ended(code: int) -> Change:
    def change(found: dict[str, Any]) -> None:
        interrupted(found)
        found["run"]["ended"] = code

    return change


def without_letter(found: dict[str, Any]) -> None:
    found["result"]["letter"] = None


def epreuve(*words: object) -> int:
    with pytest.raises(SystemExit) as ended:
        cli.main([str(word) for word in words])
    assert isinstance(ended.value.code, int)
    return ended.value.code
