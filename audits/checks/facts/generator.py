"""The health of the load generator: what it should have started, what it did, how late."""

from array import array

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.statistics.percentile import percentile
from epreuve.audits.planning.plan import Plan
from epreuve.probes.evidence.store import Evidence
from epreuve.reports.assessment import Generator

LATE = 1.0  # seconds after which an arrival was not offered when it should have been
_LAGS = """
SELECT started - intended, text FROM attempt_row JOIN label ON id = outcome WHERE text <> 'no link'
"""


@fact
def generator(plan: Plan, evidence: Evidence) -> Generator:
    """Arrivals asked for and offered, 99th percentile of lateness, 95th of the CPU of a second."""
    lags, started = array("q"), 0  # microseconds: eight bytes a citizen
    for lag, outcome in evidence.stream(_LAGS):
        lags.append(lag)
        started += outcome not in ("dropped", "error") and lag <= LATE * 1e6
    cpu = [float(str(e.value.get("cpu", 0))) for e in evidence.observations("load")]
    ((requests,),) = evidence.stream("SELECT count(*) FROM request_row")
    return Generator(
        intended=sum(n for name, n in plan.arrivals_by_cohort.items() if name not in plan.unlinked),
        started=started,
        lag_p99=round(percentile(lags, 0.99) / 1e6, 6) if lags else 0.0,
        cpu=round(percentile(cpu, 0.95), 3) if cpu else 0.0,
        requests=requests,
    )
