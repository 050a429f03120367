"""Example requests of the ramp."""

from collections.abc import Iterator

from epreuve.audits.checks.examples.example import Example, example_source
from epreuve.audits.checks.examples.requests import example_requests
from epreuve.audits.checks.facts.attempts import judged
from epreuve.audits.planning.plan import Plan
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt


@example_source("ramp_parts")
def ramp_examples(plan: Plan, evidence: Evidence, attempts: list[Attempt]) -> Iterator[Example]:
    """Yield requests of critical journeys in the ramp."""
    window = plan.window("ramp")
    if window is not None:
        yield from example_requests(evidence, judged(attempts, window), window)
