"""Each declared criterion with literal declarations: full, partial, zero, inconclusive."""

import datetime
import math
from types import SimpleNamespace
from typing import Any

import pytest

from epreuve.audits.grid.grid import load_grid
from epreuve.audits.profile.declaration import Declaration
from epreuve.audits.scoring.criterion_result import CriterionResult, judge_criterion
from tests.audits.documents import A_PDF

GRID = load_grid()
ON = datetime.date(2026, 11, 21)
DECLARED = {criterion.id for criterion in GRID.criteria if criterion.kind == "declared"}
CLAIM = {"level": "claimed"}


def proven(value: Any = None, date: str = "2026-09-01", level: str = "proven") -> dict[str, Any]:
    return {"level": level, "date": date, "owner": "DSI", "evidence": "a.pdf", "value": value}


def documented(value: Any = None) -> dict[str, Any]:
    return proven(value, level="documented")


def judged(id: str, declared: dict[str, Any] | None = None) -> CriterionResult:
    read = {} if declared is None else {id: Declaration.model_validate(declared)}
    profile = SimpleNamespace(not_applicable={}, declared=read)
    return judge_criterion(GRID.criterion(id), SimpleNamespace(), profile, ON, A_PDF)  # type: ignore[arg-type]


CASES: list[tuple[str, dict[str, Any], float]] = [
    ("IND-7", proven("rehearsed", "2024-11-21"), 100),
    ("IND-7", documented("documented"), 60),
    ("IND-7", documented("clause"), 30),
    ("IND-7", CLAIM | {"value": "clause"}, 0),
    ("DAT-4", proven(["restored", "offline_copy"], "2025-11-21"), 100),
    ("DAT-4", proven(["restored", "offline_copy"], "2024-11-21"), 50),
    ("DAT-4", proven(["restored"], "2025-11-21"), 60),
    ("DAT-4", proven(["restored", "offline_copy"], "2024-11-20"), 0),
    ("REC-6", proven("rehearsed", "2025-11-21"), 100),
    ("REC-6", proven("rehearsed", "2024-11-21"), 60),
    ("REC-6", documented("written"), 30),
    ("REC-6", proven("rehearsed", "2023-11-20"), 0),
    ("HUM-2", proven(), 100),
    ("HUM-2", documented(), 60),
    ("HUM-2", CLAIM, 0),
    ("HUM-3", proven("85 %"), 100),
    ("HUM-3", proven("67,5 %"), 50),
    ("HUM-3", proven("50 %"), 0),
    ("HUM-4", proven("80 %"), 100),
    ("HUM-4", proven("40 %"), 50),
    ("HUM-4", proven("0 %"), 0),
    ("HUM-6", proven(3), 100),
    ("HUM-6", proven(1), 100 / 3),
    ("HUM-6", proven(0), 0),
    ("HUM-7", documented("log"), 100),
    ("HUM-7", documented("rule"), 60),
    ("HUM-7", CLAIM | {"value": "log"}, 0),
    ("TER-2", proven(["flood_zone", "substation", "building", "dns_networks"]), 100),
    ("TER-2", proven(["building", "dns_networks"]), 50),
    ("TER-2", CLAIM | {"value": ["building"]}, 0),
    ("TER-3", proven("24h"), 100),
    ("TER-3", proven("7h"), 100 * math.log(14) / math.log(48)),
    ("TER-3", proven("30min"), 0),
    ("TER-4", proven(["reusable", "agreement"]), 100),
    ("TER-4", proven(["agreement"]), 50),
    ("TER-4", proven(["agreement"], "2023-11-20"), 0),
    ("GOV-1", proven(["max_outage", "max_data_loss", "minimum_service"]), 100),
    ("GOV-1", proven(["max_outage"]), 100 / 3),
    ("GOV-1", CLAIM | {"value": ["max_outage"]}, 0),
    ("GOV-2", proven({"exercise": "2026-03-02", "harness": "2026-09-01"}), 100),
    ("GOV-2", proven({"exercise": "2024-11-21", "harness": "2026-07-01"}), 40),
    ("GOV-2", proven({"exercise": "2021-11-20"}), 0),
    ("GOV-3", proven(["roles", "contacts", "authority"]), 100),
    ("GOV-3", proven(["roles", "authority"]), 200 / 3),
    ("GOV-3", CLAIM | {"value": ["roles"]}, 0),
    ("GOV-4", proven(["report", "actions", "published"]), 100),
    ("GOV-4", documented(["report", "actions"]), 42),
    ("GOV-4", CLAIM | {"value": ["report"]}, 0),
    ("GOV-5", proven(["right_to_test", "targets", "logs", "reversibility"]), 100),
    ("GOV-5", documented(["logs", "reversibility"]), 30),
    ("GOV-5", CLAIM | {"value": ["logs"]}, 0),
]


@pytest.mark.parametrize(("id", "declared", "score"), CASES)
def test_a_literal_declaration_gives_the_score(
    id: str, declared: dict[str, Any], score: float
) -> None:
    result = judged(id, declared)
    assert result.mark.outcome == "scored", result.reason.en
    assert result.mark.score == pytest.approx(score)
    assert not result.mark.measured
    assert all(
        (result.shown.fr, result.shown.en, result.reason.fr, result.reason.en, result.evidence.en)
    )


def test_every_declared_criterion_has_a_full_a_partial_and_a_zero_case() -> None:
    assert len(DECLARED) == 16
    assert {id for id, _, score in CASES if score == 100} == DECLARED
    assert {id for id, _, score in CASES if 0 < score < 100} == DECLARED
    assert {id for id, _, score in CASES if score == 0} == DECLARED


@pytest.mark.parametrize("id", sorted(DECLARED))
def test_without_a_declaration_it_counts_as_a_claim(id: str) -> None:
    result = judged(id)
    assert (result.mark.outcome, result.mark.score, result.mark.measured) == ("scored", 0, False)
    assert result.reason.fr == (
        "Il n’y a pas de déclaration. Cela compte comme une affirmation sans document."
    )
