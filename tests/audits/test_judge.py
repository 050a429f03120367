"""Judging one criterion: declared, mixed, and what breaks alone."""

import datetime
from types import SimpleNamespace
from typing import Any

import pytest

from epreuve.audits.judging import judge as judging
from epreuve.audits.judging.judge import Judged, judge, judgement_of
from epreuve.audits.judging.no_evidence import NoEvidence
from epreuve.audits.scoring.declaration import Declaration
from epreuve.audits.scoring.grid import load_grid
from epreuve.probes.evidence import Observation

GRID = load_grid()
ON = datetime.date(2026, 11, 21)


class _Nothing:
    def __getattr__(self, name: str) -> Any:
        raise NoEvidence("rien vu", "nothing seen")


def judged(name: str, facts: Any = None, **declared: Declaration) -> Judged:
    named = {key.replace("_", "-"): each for key, each in declared.items()}
    profile = SimpleNamespace(not_applicable={}, declared=named)
    return judge(GRID.criterion(name), facts or _Nothing(), profile, ON)  # type: ignore[arg-type]


def declare(value: Any, level: str = "proven") -> Declaration:
    return Declaration.model_validate(
        {"level": level, "date": "2026-03-02", "owner": "DSI", "evidence": "a.pdf", "value": value}
    )


def markup(shortcomings: list[str], needs_recent: list[str]) -> Observation:
    value = {"shortcomings": shortcomings, "needs_recent": needs_recent}
    return Observation(1.0, "markup", "/", value)


@pytest.mark.parametrize(
    ("pages", "score"),
    [
        ((markup([], []),), 100.0),
        ((markup([], []), markup(["label"], [])), 90.0),
        ((markup(["lang", "title", "heading", "image", "label"], []),), 0.0),
    ],
)
def test_hum_5_is_the_declared_rate_less_what_a_machine_contradicts(
    pages: tuple[Observation, ...], score: float
) -> None:
    found = judged("HUM-5", SimpleNamespace(markup=pages), HUM_5=declare("100 %"))
    assert found.mark.score == pytest.approx(score)
    assert found.mark.measured
    assert "markup" in found.evidence


@pytest.mark.parametrize(
    ("required", "score"),
    [([], 100.0), (["viewport"], 200 / 3), (["viewport", "module", "image"], 0.0)],
)
def test_fru_6_loses_a_third_for_each_recent_thing_required(
    required: list[str], score: float
) -> None:
    declaration = declare(["phone", "computer", "browser"])
    seen = SimpleNamespace(markup=(markup([], required),))
    assert judged("FRU-6", seen, FRU_6=declaration).mark.score == pytest.approx(score)


@pytest.mark.parametrize("name", ["FRU-6", "HUM-5", "IND-8", "IND-9", "DAT-6"])
def test_mixed_without_declaration_is_inconclusive(name: str) -> None:
    assert judged(name, SimpleNamespace(markup=(markup([], []),))).mark.outcome == "inconclusive"


def test_mixed_stands_on_its_declaration_when_nothing_was_seen() -> None:
    found = judged("HUM-5", HUM_5=declare("100 %"))
    assert (found.mark.score, found.mark.measured) == (100.0, False)
    assert "nothing seen" in found.reason.en


@pytest.mark.parametrize(
    ("name", "value", "score"),
    [
        ("IND-8", "100 %", 100.0), ("IND-8", "50 %", 50.0), ("IND-8", "0 %", 0.0),
        ("IND-9", "40 %", 100.0), ("IND-9", "70 %", 50.0), ("IND-9", "100 %", 0.0),
        ("DAT-6", ["citizen", "administrator"], 100.0), ("DAT-6", ["citizen"], 50.0),
    ],
)  # fmt: skip
def test_mixed_without_a_reading_is_declared(name: str, value: Any, score: float) -> None:
    found = judged(name, **{name.replace("-", "_"): declare(value)})
    assert found.mark.score == pytest.approx(score)
    assert not found.mark.measured


def test_a_declaration_that_does_not_fit_is_an_error_of_its_criterion() -> None:
    assert judged("IND-8", IND_8=declare("beaucoup")).mark.outcome == "error"
    assert judged("HUM-5", HUM_5=declare("beaucoup")).mark.outcome == "error"


def test_a_declared_criterion_with_nothing_said_is_inconclusive() -> None:
    found = judged("GOV-1")
    assert found.mark.outcome == "inconclusive"
    assert found.reason.en == "Nothing is declared."


def test_a_bug_of_one_judgement_is_that_criterions_error() -> None:
    found = judged("CON-1", SimpleNamespace(surge="not a number of tries"))
    assert found.mark.outcome == "error"
    assert "AttributeError" in found.reason.en


def test_a_measured_criterion_without_judgement_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "judgement_of", lambda criterion: None)
    assert judged("CON-1").mark.outcome == "inconclusive"


def test_a_family_of_declarations_has_no_judgement() -> None:
    assert judgement_of(GRID.criterion("GOV-1")) is None
