"""Example requests after the power is back."""

from collections.abc import Iterator

from epreuve.audits.checks.examples.example import Example, example_source
from epreuve.audits.checks.examples.requests import example_requests
from epreuve.audits.checks.facts.attempts import judged
from epreuve.audits.checks.facts.recovery import Recovery
from epreuve.audits.planning.plan import Window
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt
from epreuve.reports.text import untranslated


@example_source("recoveries")
def recovery_examples(
    evidence: Evidence, attempts: list[Attempt], recoveries: tuple[Recovery, ...]
) -> Iterator[Example]:
    """Yield requests between the return of the power and the next event, for each cut."""
    for one in recoveries:
        end = one.power_back + one.watched
        window = Window(
            kind="stage", name=one.pattern, title=untranslated(one.pattern),
            start=one.power_back, closes=end, end=end,
        )  # fmt: skip
        yield from example_requests(evidence, judged(attempts, window), window)
