"""Cheat: a third party is missing from the profile, so no fault is ever applied to it.

Truthful twin: the same service, whose profile declares it.
"""

from pathlib import Path

import pytest

from epreuve.audits.profile.model import DependencySet
from tests.cheating.comparison import better
from tests.synthetic.audit import Case, audit
from tests.synthetic.behaviour import SOUND, Behaviour

NEEDS = {
    name: Behaviour(f"needs {name}", needs=frozenset({"DB", name}))
    for name in ("ID", "OTP", "API", "PAY")
}
K5_OR_K8 = ["K5 does not fire"]  # K8 has the same cap


@pytest.mark.parametrize("name", list(NEEDS))
def test_a_hidden_third_party_never_scores_better(tmp_path: Path, name: DependencySet) -> None:
    truth = audit(Case(NEEDS[name], 60.0, 15.0, 8), tmp_path)
    cheat = audit(Case(NEEDS[name], 60.0, 15.0, 8, undeclared=frozenset({name})), tmp_path)
    assert better(cheat, truth) == K5_OR_K8
    assert "K8" in cheat.knockouts
    assert "127.0.0.1:212" in cheat.results["IND-1"].reason.en


@pytest.mark.parametrize("name", ["MAP", "CDN"])
def test_a_hidden_host_of_pages_costs_more_than_a_declared_one(
    tmp_path: Path, name: DependencySet
) -> None:
    truth = audit(Case(SOUND, 60.0, 15.0, 8), tmp_path)
    cheat = audit(Case(SOUND, 60.0, 15.0, 8, undeclared=frozenset({name})), tmp_path)
    assert better(cheat, truth) == []
    assert truth.knockouts == frozenset()
    assert cheat.knockouts == {"K8"}
    assert cheat.total.score is not None
    assert truth.total.score is not None
    assert cheat.total.score < truth.total.score
    for id in ("DEG-1", "DEG-2", "IND-1", "IND-6", "TER-1"):
        assert "127.0.0.1:211" in cheat.results[id].reason.en


def test_a_profile_that_hides_all_dependencies_never_scores_better(tmp_path: Path) -> None:
    truth = audit(Case(SOUND, 60.0, 15.0, 4), tmp_path)
    hidden = frozenset[DependencySet]({"DB", "ID", "OTP", "API"})
    cheat = audit(Case(SOUND, 60.0, 15.0, 4, undeclared=hidden), tmp_path)
    assert better(cheat, truth) == []
