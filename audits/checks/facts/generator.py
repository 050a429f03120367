"""Health of the load generator: planned and started arrivals, lateness, CPU."""

from array import array

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.statistics.percentile import percentile
from epreuve.audits.planning.plan import Plan
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.load.records import LoadHealth
from epreuve.reports.assessment import Generator

LATE = 1.0  # seconds of lateness from which an arrival does not count as started


@fact
def generator(planned: Plan, evidence: Evidence) -> Generator:
    """Planned and started arrivals, 99th percentile of lateness, 95th of CPU per second."""
    lags, started = array("d"), 0  # seconds: eight bytes per user
    for outcome, lag in evidence.arrival_lags():
        lags.append(lag)
        started += outcome not in ("dropped", "error") and lag <= LATE
    cpu = [health.record.cpu for health in evidence.observations(LoadHealth)]
    return Generator(
        intended=sum(
            n for name, n in planned.arrivals_by_cohort.items() if name not in planned.unlinked
        ),
        started=started,
        lag_p99=round(percentile(lags, 0.99), 6) if lags else 0.0,
        cpu=round(percentile(cpu, 0.95), 3) if cpu else 0.0,
        requests=evidence.request_count(),
    )
