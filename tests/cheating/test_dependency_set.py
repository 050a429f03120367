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
