"""Cheat: an indispensable third party is declared as another kind, which no criterion judges.

Truthful twin: the same service, whose profile declares the identity provider as `ID`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest

from epreuve.audits.crises.dependency_set import dependency_sets
from epreuve.audits.profile.model import DependencySet, Profile
from tests.cheating.comparison import better
from tests.synthetic.audit import Case, Verdicts, audit
from tests.synthetic.behaviour import SOUND, Behaviour

MOST = 2.5  # points of the score: see the limit in docs/decisions/observed-before-declared.md
NEEDS_IDENTITY = Behaviour("needs identity", needs=frozenset({"DB", "ID"}))
OTHERS = sorted(set(get_args(DependencySet)) - {"ID"})


def played(folder: Path, behaviour: Behaviour, declared_as: DependencySet | None) -> Verdicts:
    return audit(Case(behaviour, 60.0, 15.0, 4, declared_as=declared_as), folder)


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Verdicts:
    return played(tmp_path_factory.mktemp("truth"), NEEDS_IDENTITY, None)


@pytest.mark.parametrize("kind", OTHERS)
def test_the_declared_kind_never_scores_better(
    truth: Verdicts, tmp_path: Path, kind: DependencySet
) -> None:
    cheat = played(tmp_path, NEEDS_IDENTITY, kind)
    assert better(cheat, truth) == []
    assert "K5" in truth.knockouts & cheat.knockouts
    why = f"id is declared as {dependency_sets()[kind].title.en}. A journey stops without it"
    assert why in cheat.results["IND-2"].reason.en


@pytest.mark.parametrize("kind", OTHERS)
def test_a_dispensable_third_party_costs_nothing(tmp_path: Path, kind: DependencySet) -> None:
    verdicts = played(tmp_path, SOUND, kind)
    assert verdicts.results["IND-2"].mark.outcome == "not_applicable"
    assert verdicts.knockouts == frozenset()


@dataclass(frozen=True)
class Renamed(Case):
    """A profile that gives the dependency of one kind another kind."""

    true: DependencySet = "OTP"
    given: DependencySet = "OTP"

    def profile(self) -> Profile:
        """Return the profile as its author declares it."""
        sincere = super().profile()
        dependencies = {
            name: one.model_copy(update={"set": self.given if one.set == self.true else one.set})
            for name, one in sincere.dependencies.items()
        }
        return sincere.model_copy(update={"dependencies": dependencies})


@pytest.mark.parametrize("true", ["OTP", "PAY", "API"])
def test_another_kind_changes_one_mark_and_no_knock_out(
    tmp_path: Path, true: DependencySet
) -> None:
    needs = Behaviour(f"needs {true}", needs=frozenset({"DB", true}))
    sincere = audit(Renamed(needs, 60.0, 15.0, 8, true=true, given=true), tmp_path)
    for given in ("ID", "DNS"):  # those with the best score of all kinds of third parties
        cheat = audit(Renamed(needs, 60.0, 15.0, 8, true=true, given=given), tmp_path)
        assert sincere.knockouts == cheat.knockouts == {"K5"}
        assert sincere.total.score is not None
        assert cheat.total.score is not None
        assert cheat.total.score - sincere.total.score < MOST
        lost = [line for line in better(cheat, sincere) if ": " in line and "-" in line[:4]]
        assert len(lost) == 1, lost


@dataclass(frozen=True)
class Diluted(Case):
    """A profile that gives a dispensable partner the kind of an indispensable third party."""

    partner: DependencySet = "API"

    def profile(self) -> Profile:
        """Return the profile as its author declares it."""
        true = super().profile()
        dependencies = {
            name: one.model_copy(update={"set": self.partner if one.set == "API" else one.set})
            for name, one in true.dependencies.items()
        }
        return true.model_copy(update={"dependencies": dependencies})


@pytest.mark.parametrize(("kind", "id"), [("ID", "IND-2"), ("OTP", "IND-3"), ("PAY", "IND-4")])
def test_a_second_dependency_of_a_kind_hides_no_failure(
    tmp_path: Path, kind: DependencySet, id: str
) -> None:
    needs = Behaviour(f"needs {kind}", needs=frozenset({"DB", kind}))
    truth = audit(Diluted(needs, 60.0, 15.0, 8), tmp_path)
    cheat = audit(Diluted(needs, 60.0, 15.0, 8, partner=kind), tmp_path)
    assert truth.results[id].mark.score == cheat.results[id].mark.score == 0
    assert "K5" in truth.knockouts & cheat.knockouts
