"""Health of the load generator, as a fact."""

from epreuve.probes.evidence.observation import Observation
from epreuve.probes.load.records import LoadFailure, LoadHealth, WorkerClock
from tests.audits.checks.facts.conftest import See


def test_only_health_records_count_as_seconds_of_cpu(see: See) -> None:
    health = [Observation(float(i), "health", LoadHealth(cpu=0.95)) for i in range(10)]
    failure = LoadFailure(arrival=1, outcome="reset", detail="connection reset")
    failures = [Observation(5.0, f"GET /{i}", failure) for i in range(200)]
    clock = WorkerClock(worker=1, when="start", offset=0.0, error=0.001)
    assert see([*health, *failures, Observation(0.0, "clock", clock)]).generator.cpu == 0.95
