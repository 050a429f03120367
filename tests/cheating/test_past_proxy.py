"""Cheat: the service calls a dependency past its proxy, where no fault reaches it.

It calls the proxy too, so nothing says that the dependency is unused. Truthful twin: the same
service, with all its calls through the proxy.
"""

from contextlib import closing
from pathlib import Path

import pytest

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.profile.model import DependencySet
from epreuve.audits.runs.records.bench import PastProxyCall
from epreuve.audits.scoring.sections.proxies import bypassed
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.reader import Evidence
from tests.cheating.comparison import better
from tests.synthetic.audit import Case, Verdicts, _judge, audit, evidence, written
from tests.synthetic.behaviour import SOUND, Behaviour

K5_OR_K8 = ["K5 does not fire"]  # K8 has the same cap


def played(folder: Path, name: DependencySet, *, seen: bool = True) -> tuple[Verdicts, list[str]]:
    """Judge a service that works without a dependency, because it calls it past its proxy."""
    case = Case(SOUND, 60.0, 15.0, 8)
    plan = case.plan()
    dependencies = plan.profile.dependencies
    (key,) = (key for key, one in dependencies.items() if one.set == name)
    call = Observation(20.0, key, PastProxyCall(upstream=dependencies[key].upstream))
    rows = [*evidence(case, plan), *([call] if seen else [])]
    with written(rows, folder) as file, closing(Evidence(file)) as kept:
        facts = Facts(plan, kept)
        return _judge(case, facts), [one.en for one in bypassed(facts)]


@pytest.mark.parametrize("name", ["ID", "OTP", "PAY"])
def test_a_call_past_the_proxy_never_scores_better(tmp_path: Path, name: DependencySet) -> None:
    needs = Behaviour(f"needs {name}", needs=frozenset({"DB", name}))
    truth = audit(Case(needs, 60.0, 15.0, 8), tmp_path)
    cheat, warnings = played(tmp_path, name)
    assert better(cheat, truth) == K5_OR_K8
    assert "K8" in cheat.knockouts
    assert "called past their proxy" in cheat.results["IND-1"].reason.en
    (warning,) = warnings
    assert "During faults, the service called" in warning
    unseen, none = played(tmp_path, name, seen=False)
    assert (unseen.knockouts, none) == (frozenset(), [])


def test_a_database_past_its_proxy_proves_nothing(tmp_path: Path) -> None:
    """It is no third party: K8 does not fire, and the first screen has the warning."""
    verdicts, warnings = played(tmp_path, "DB")
    assert verdicts.knockouts == frozenset()
    assert {verdicts.results[id].mark.outcome for id in ("DEG-1", "DEG-4")} == {"inconclusive"}
    assert len(warnings) == 1
