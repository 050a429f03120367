"""Example requests of some users in one window: failures first, then the slowest."""

from collections.abc import Iterable, Iterator, Mapping

from epreuve.audits.checks.examples.example import Example
from epreuve.audits.planning.plan import Window
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt, Request
from epreuve.probes.load.records import LoadFailure

MOST = 6  # requests of one window
SLOWEST = 2  # successes beside failures, for comparison


def example_requests(
    evidence: Evidence, attempts: Iterable[Attempt], window: Window, most: int = MOST
) -> Iterator[Example]:
    """Yield one request for each step and outcome that failed, then the slowest successes."""
    networks = {attempt.arrival: attempt.cohort for attempt in attempts}
    requests = [
        one
        for one in evidence.requests(window.start, window.end)
        if one.arrival in networks and one.outcome not in ("no link", "dropped")
    ]
    failed = {(one.step, one.outcome, one.status): one for one in reversed(requests)}
    bad = [one for one in failed.values() if one.outcome != "success"]
    good = [one for one in requests if one.outcome == "success"]
    slowest = sorted(good, key=lambda one: one.intended - one.ended)[: SLOWEST if bad else most]
    chosen = sorted(bad, key=lambda one: one.intended)[: most - len(slowest)] + slowest
    excerpts = read_excerpts(evidence)
    for request in chosen:
        yield request_example(request, networks[request.arrival], excerpts)


Excerpts = Mapping[tuple[str, str], str]
"""Beginning of a response, or the cause of a failure, by step and outcome."""


def read_excerpts(evidence: Evidence) -> Excerpts:
    """Return the details and excerpts of the first failures of the load."""
    excerpts: dict[tuple[str, str], str] = {}
    for row in evidence.observations(LoadFailure):
        failure = row.record
        text = f"{failure.detail}: “{failure.excerpt}”" if failure.excerpt else failure.detail
        excerpts.setdefault((row.subject, failure.outcome), text)
    return excerpts


def request_example(request: Request, network: str, excerpts: Excerpts) -> Example:
    """Return a request as an example."""
    return Example(
        time=request.intended,
        subject=request.step,
        user=request.arrival,
        network=network,
        outcome=request.outcome,
        status=request.status,
        size=request.size,
        seconds=request.ended - request.intended,
        excerpt=excerpts.get((request.step, request.outcome), ""),
    )
