"""The dependency matrix against what a person saw."""

from typing import Any

from tests.field.hand_comparison import compare

PROFILE: dict[str, Any] = {
    "dependencies": {"base": {"set": "DB"}, "mail": {"set": "MAIL"}},
    "information": ["/", "/news"],
    "journeys": {"ask": {"critical": True}, "read": {"critical": False}},
}
WELL = {"well": True, "seconds": 0.2, "detail": ""}
HUNG = {"well": False, "seconds": 20.0, "detail": "step 3: TimeoutError: timed out"}
SIGHT = {
    "none": {"/": WELL, "/news": WELL, "ask": WELL},
    "base": {"/": WELL, "/news": HUNG, "ask": HUNG},
    "mail": {"/": WELL, "/news": WELL, "ask": WELL},
}


def cell(dependency: str, completed: int, tried: int = 4) -> dict[str, Any]:
    names = {"journey": "ask", "dependency": dependency, "mode": "silent"}
    return {**names, "completed": completed, "tried": tried}


def agreements(cells: list[dict[str, Any]], read_only: float, indispensable: float) -> list[str]:
    findings = [
        {"id": "DEG-4", "outcome": "scored", "value": read_only},
        {"id": "IND-1", "outcome": "scored", "value": indispensable},
    ]
    assessment = {"matrix": cells, "findings": findings}
    return [line.agreement for line in compare(PROFILE, SIGHT, assessment)]


def test_a_true_matrix_agrees() -> None:
    cells = [cell("base", 0), cell("mail", 4)]
    assert agreements(cells, 0.5, 0.0) == ["agree"] * 4


def test_a_dependency_that_blocks_nothing_by_hand_is_no_culprit() -> None:
    cells = [cell("base", 2), cell("mail", 0), cell("mail", 0, tried=0)]
    expected = ["disagree", "disagree", "not judged", "disagree", "disagree"]
    assert agreements(cells, 1.0, 1.0) == expected


def test_cells_of_slow_dependencies_are_not_compared() -> None:
    assert len(agreements([{**cell("base", 0), "mode": "slow"}], 0.5, 0.0)) == 2
