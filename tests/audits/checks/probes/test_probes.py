"""Probes of a plan: their context, their failures and the traffic."""

from pathlib import Path
from typing import Any

from epreuve.audits.checks.facts.traffic import TrafficObservation
from epreuve.audits.checks.probing.context import PROBES
from epreuve.audits.checks.probing.runner import ProbeRunner
from epreuve.audits.execution.preparation import prepare
from epreuve.audits.planning.plan import Probe
from epreuve.audits.runs.records.bench import ProbeFailure
from epreuve.faults.toxiproxy.state import Counters
from epreuve.probes.evidence.observation import Observation
from tests.audits.checks.probes.town import Town, plan, sent, sight


def test_a_full_plan_sends_every_probe() -> None:
    sobre = prepare(Path(__file__).parents[4] / "audits/demo/sobre.yaml", "tous-risques", 1, 60)
    assert {probe.name for probe in sobre.probes} == set(PROBES)


def test_a_service_in_tls_is_probed_in_tls(town: Town) -> None:
    made = plan(town)
    service = made.profile.service.model_copy(update={"address": f"https://{town.authority}"})
    profile = made.profile.model_copy(update={"service": service})
    context = sight(town, made.model_copy(update={"profile": profile}))
    assert context.endpoint() == f"https://{town.authority}"
    assert context.resolve()[town.authority] == context.endpoint()
    assert context.resolve()["127.0.0.1:9"].startswith("http://")


def test_traffic_has_the_counts_of_the_proxies(town: Town) -> None:
    context = sight(town, plan(town))
    assert sent(context, "traffic", "a") == []  # a server that does not count
    counted = Counters(11, 0, 0, 0, 0, sign_ins=2)
    context.counters = lambda: {"dependency-x": counted, "dependency-y": Counters(1, 0, 0, 0, 0)}
    (observation,) = sent(context, "traffic", "a")
    assert observation.subject == "a"
    opened = {"dependency-x": 11, "dependency-y": 1}
    assert observation.record == TrafficObservation(opened=opened, sign_ins={"dependency-x": 2})


def test_a_probes_own_failure_is_kept_and_ends_nothing(town: Town) -> None:
    kept: list[Observation[Any]] = []
    runner = ProbeRunner(plan(town), {}, lambda: 3.0, kept.append, lambda: None)
    runner.send(Probe(at=0.0, name="pages"))
    (failure,) = kept
    assert (failure.time, failure.kind, failure.subject) == (3.0, "probe failure", "pages")
    assert failure.record == ProbeFailure(error_type="KeyError", message="'control'")
