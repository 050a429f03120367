"""Example requests of the surge."""

from collections.abc import Iterator

from epreuve.audits.checks.examples.example import Example, example_source
from epreuve.audits.checks.examples.requests import example_requests
from epreuve.audits.checks.facts.attempts import judged
from epreuve.audits.checks.facts.surge import SurgeStage
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt


@example_source("surge_stage", "refusals", "retries", "links")
def surge_examples(
    evidence: Evidence, attempts: list[Attempt], surge_stage: SurgeStage
) -> Iterator[Example]:
    """Yield requests of critical journeys in the surge."""
    window = surge_stage[1]
    yield from example_requests(evidence, judged(attempts, window), window)
