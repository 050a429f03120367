"""Cheat: the profile leaves out what the service does not have, so that nothing judges it.

Sincere twin: the same service, whose profile says that there is none, or names what fails.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from epreuve.audits.grid.grid import load_grid
from epreuve.audits.profile.declaration import Declaration
from epreuve.audits.profile.dependencies import NoDependencies
from epreuve.audits.profile.export import Export
from epreuve.audits.profile.model import Profile
from tests.cheating.comparison import better
from tests.synthetic.audit import Case, Verdicts, audit
from tests.synthetic.behaviour import SOUND, Behaviour

CLAIM = Declaration.model_validate({"level": "claimed"})
DECLARABLE = sorted(one.id for one in load_grid().criteria if one.kind != "measured")
OLD = Declaration.model_validate(
    {"level": "proven", "date": "2020-01-01", "owner": "DSI", "evidence": "proof.pdf"}
)
STATEMENTS: dict[str, dict[str, Any]] = {
    "nothing declared": {"declared": {}},
    "all claimed": {"declared": dict.fromkeys(DECLARABLE, CLAIM)},
    "an old exercise": {"declared": {"HUM-2": OLD}},
    "a status page left out": {"status_page": None},
    "no status page": {"status_page": "none"},
    "an export left out": {"export": None},
    "no export": {"export": Export(citizen="none", administrator="none")},
    "dependencies left out": {"dependencies": {}},
    "no dependencies": {"dependencies": NoDependencies()},
    "information left out": {"information": ()},
    "information": {},
}
FALLS_WITH_THE_DATABASE = Behaviour("no information", serves_information=False)


@dataclass(frozen=True)
class Stated(Case):
    """A profile with one more statement, or without it."""

    statement: str = ""

    def profile(self) -> Profile:
        """Return the profile as its author declares it."""
        return super().profile().model_copy(update=STATEMENTS[self.statement])


def played(
    statement: str, folder: Path, behaviour: Behaviour = SOUND, dependencies: int = 4
) -> Verdicts:
    return audit(Stated(behaviour, 60.0, 15.0, dependencies, statement=statement), folder)


@pytest.mark.parametrize(
    ("omitted", "stated"),
    [
        ("nothing declared", "all claimed"),
        ("a status page left out", "no status page"),
    ],
)
def test_an_omission_is_the_statement_that_there_is_none(
    tmp_path: Path, omitted: str, stated: str
) -> None:
    cheat, truth = played(omitted, tmp_path), played(stated, tmp_path)
    marks = {id: (one.mark.outcome, one.mark.score) for id, one in cheat.results.items()}
    assert marks == {id: (one.mark.outcome, one.mark.score) for id, one in truth.results.items()}
    assert cheat.knockouts == truth.knockouts - {"K6"}  # silence shows no defect
    assert (cheat.total.letter, cheat.total.score, cheat.total.floor) == (
        truth.total.letter, truth.total.score, truth.total.floor,
    )  # fmt: skip


def test_a_left_out_export_beats_no_statement_of_none(tmp_path: Path) -> None:
    cheat, truth = played("an export left out", tmp_path), played("no export", tmp_path)
    assert better(cheat, truth) == []
    assert cheat.results["DAT-6"].mark.score == truth.results["DAT-6"].mark.score == 0
    assert cheat.total.coverage < truth.total.coverage  # the statement is checked


def test_nothing_declared_limits_the_score_without_a_knock_out(tmp_path: Path) -> None:
    silent, claimed = played("nothing declared", tmp_path), played("all claimed", tmp_path)
    assert "K6" not in silent.knockouts
    assert [one.id for one in silent.total.limits] == ["K6"]
    assert "K6" in claimed.knockouts
    assert claimed.total.limits == ()


def test_an_omission_beats_no_outdated_proof(tmp_path: Path) -> None:
    cheat, truth = played("nothing declared", tmp_path), played("an old exercise", tmp_path)
    assert better(cheat, truth) == []


def test_left_out_dependencies_beat_no_statement_of_none(tmp_path: Path) -> None:
    independent = Behaviour("needs nothing", needs=frozenset())
    cheat = played("dependencies left out", tmp_path, independent, 0)
    truth = played("no dependencies", tmp_path, independent, 0)
    assert better(cheat, truth) == []


def test_left_out_pages_beat_no_page_that_falls(tmp_path: Path) -> None:
    cheat = played("information left out", tmp_path, FALLS_WITH_THE_DATABASE)
    truth = played("information", tmp_path, FALLS_WITH_THE_DATABASE)
    assert better(cheat, truth) == []
    assert cheat.results["DEG-4"].mark.score == truth.results["DEG-4"].mark.score == 0
    assert "(`information:`)" in cheat.results["DEG-4"].reason.en
