"""Repairs of causes: the points they bring, and what the findings and reports show of them."""

import datetime

from epreuve.audits.checks.causes.cause import Cause
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.profile.declaration import Declaration
from epreuve.audits.scoring.declaration_advice import declaration_advice
from epreuve.audits.scoring.mark import Mark
from epreuve.audits.scoring.repairs import repairs
from epreuve.audits.scoring.score import observed
from epreuve.reports.text import untranslated

GRID = load_grid()
ON = datetime.date(2026, 11, 21)


def cause(**raises: float | None) -> Cause:
    text = untranslated("Seen.")
    return Cause(text, text, text, 2, {id.replace("_", "-"): one for id, one in raises.items()})


def marks(**scores: float) -> dict[str, Mark]:
    named = {id.replace("_", "-"): score for id, score in scores.items()}
    return {id: Mark(id, "scored", score, 0.5, measured=True) for id, score in named.items()}


def test_the_gain_of_a_cause_is_that_of_all_its_criteria() -> None:
    seen = marks(CON_1=80.0, DEG_2=20.0, IND_3=0.0, FRU_2=60.0)
    (repair,) = repairs(GRID, seen, {"some_cause": cause(DEG_2=None, IND_3=None)})
    assert repair.id == "some-cause"
    assert repair.scores == {"DEG-2": 100.0, "IND-3": 100.0}
    better = {**seen, **marks(DEG_2=100.0, IND_3=100.0)}
    expected = (observed(GRID, better) or 0) - (observed(GRID, seen) or 0)
    assert repair.to_gain > 1
    assert abs(repair.to_gain - expected) < 1e-6


def test_a_repair_raises_a_criterion_to_the_value_that_is_left() -> None:
    (repair,) = repairs(GRID, marks(DEG_2=0.0), {"one": cause(DEG_2=0.5)})
    assert repair.scores == {"DEG-2": GRID.criterion("DEG-2").curve.score(0.5)}
    assert 0 < repair.scores["DEG-2"] < 100


def test_a_cause_that_costs_no_point_is_no_repair() -> None:
    assert repairs(GRID, marks(DEG_2=100.0), {"one": cause(DEG_2=None, IND_3=None)}) == ()
    unknown = {"DEG-2": Mark("DEG-2", "inconclusive")}
    assert repairs(GRID, unknown, {"one": cause(DEG_2=None)}) == ()


def declared(level: str, value: object, date: str = "2026-03-02") -> Declaration:
    fields = {"level": level, "date": date, "owner": "DSI", "evidence": "a.pdf", "value": value}
    return Declaration.model_validate(fields)


def advice(id: str, declaration: Declaration) -> str | None:
    text = declaration_advice(GRID.criterion(id), declaration, ON)
    return None if text is None else text.en


def test_a_document_is_to_be_proven() -> None:
    text = advice("HUM-6", declared("documented", 3))
    assert text is not None
    assert text.startswith("Prove it in an exercise or a test")
    assert advice("HUM-6", declared("proven", 3)) is None
    assert advice("HUM-6", declared("claimed", 3)) is None


def test_a_low_value_needs_the_work_itself() -> None:
    text = advice("HUM-6", declared("proven", 1))
    recommended = GRID.criterion("HUM-6").recommendation.en
    assert text == f"1 is declared; 3 has all of the points. {recommended}"


def test_the_next_level_is_named() -> None:
    text = advice("HUM-7", declared("documented", ["rule"]))
    assert text == "Next level: published rule and outage log."


def test_missing_items_are_named() -> None:
    text = advice("GOV-3", declared("documented", ["roles", "contacts"]))
    assert text is not None
    assert text.startswith("To add: authority to decide within 30 minutes.")
    assert "Prove it" in text


def test_an_old_proof_is_to_be_renewed() -> None:
    text = advice("HUM-6", declared("proven", 3, "2024-01-10"))
    assert text == "Renew it: after 24 months half of the points are left, after 36 none."
