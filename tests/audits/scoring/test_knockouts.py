"""Knock-outs: what triggers them, and their caps."""

import pytest

from epreuve.audits.scoring.mark import Mark
from epreuve.audits.scoring.score import score
from epreuve.reports.letters import letter_of
from epreuve.reports.text import Text
from tests.audits.marks import GRID, mark, marks, unassessed


@pytest.mark.parametrize(
    ("id", "value", "name", "cap"),
    [
        ("DAT-1", 0.0001, "K1", 39),
        ("CON-1", 0.499, "K2", 39),
        ("HUM-1", 0, "K3", 54),
        ("REC-2", 0, "K4", 54),
        ("IND-2", 0, "K5", 69),
        ("FRU-2", 0.499, "K7", 69),
        ("IND-6", 0.99, "K8", 69),
    ],
)
def test_each_knock_out_caps_the_score(id: str, value: float, name: str, cap: float) -> None:
    result = score(GRID, marks(100, {id: value})).result
    assert [one.id for one in result.knockouts] == [name]
    assert result.score == cap
    assert result.letter == letter_of(cap)
    assert result.letter_without_knockouts == "A"
    assert result.caps == (result.knockouts[0].sentence,)
    assert result.ceiling == result.floor == cap


@pytest.mark.parametrize(
    ("id", "value"), [("DAT-1", 0), ("CON-1", 0.5), ("HUM-1", 0.01), ("REC-2", 0.1), ("FRU-2", 0.5)]
)
def test_a_value_at_the_bound_is_no_knock_out(id: str, value: float) -> None:
    assert score(GRID, marks(100, {id: value})).result.knockouts == ()


def test_no_proof_of_a_restore_is_a_knock_out() -> None:
    without = score(GRID, marks(100) | {"DAT-4": mark("DAT-4", 0, measured=False)}).result
    assert [(one.id, one.sentence.fr) for one in without.knockouts] == [
        ("K6", "Aucun document ne montre que les sauvegardes fonctionnent.")
    ]
    old = score(GRID, marks(100) | {"DAT-4": mark("DAT-4", 10, measured=False)}).result
    assert old.knockouts == ()


def test_identity_is_a_knock_out_for_an_essential_service_only() -> None:
    cut = marks(100, {"IND-2": 0})
    assert [one.id for one in score(GRID, cut, essential=True).result.knockouts] == ["K5"]
    assert score(GRID, cut, essential=False).result.knockouts == ()


def test_an_unassessed_or_declared_criterion_is_no_knock_out() -> None:
    missing = score(GRID, unassessed(marks(100), "DAT-1", "DAT-4")).result
    assert missing.knockouts == ()
    failed = Mark("DAT-1", "error", value=0.5, measured=True)
    assert score(GRID, marks(100) | {"DAT-1": failed}).result.knockouts == ()
    said = mark("DAT-1", 0, 0.5, measured=False)
    assert score(GRID, marks(100) | {"DAT-1": said}).result.knockouts == ()


def test_the_lowest_of_several_caps_applies_and_each_is_listed() -> None:
    result = score(GRID, marks(100, {"DAT-1": 0.5, "IND-2": 0, "HUM-1": 0})).result
    assert [one.id for one in result.knockouts] == ["K1", "K3", "K5"]
    assert result.caps == tuple(one.sentence for one in reversed(result.knockouts))
    assert result.score == 39


@pytest.mark.parametrize(
    ("id", "value", "names"),
    [("DAT-1", 0.0001, ["K1"]), ("HUM-1", 0, ["K3"]), ("CON-1", 0.4, []), ("REC-2", 0, []),
     ("IND-2", 0, []), ("FRU-2", 0.4, [])],
)  # fmt: skip
def test_a_void_trial_shows_only_what_a_slow_bench_cannot_produce(
    id: str, value: float, names: list[str]
) -> None:
    void = Text(fr="nul.", en="void.")
    result = score(GRID, marks(100, {id: value}), void_reasons=[void]).result
    assert [one.id for one in result.knockouts] == names
    assert result.letter is None
