"""With what care the figures are to be read."""

from collections.abc import Iterator

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.runs.records.bench import ProbeFailure, ServiceStopped
from epreuve.audits.scoring.bench_health import crowded, strained
from epreuve.audits.scoring.sections.fault_leaks import leaks
from epreuve.reports.text import Text


def cautions(facts: Facts) -> Iterator[Text]:
    """One sentence for each."""
    yield from strained(facts.generator)
    yield from crowded(facts)
    yield from _undeclared(facts)
    yield from leaks(facts.evidence)
    yield from _troubles(facts)


def _undeclared(facts: Facts) -> Iterator[Text]:
    """A host that no proxy stands before cannot be cut; so probes leave it alone at all times."""
    try:
        hidden = sorted(facts.observed_hosts - facts.declared_hosts)
    except NoEvidence:
        return
    if hidden:
        names = ", ".join(hidden)
        yield Text(
            fr=f"Tiers vus dans les pages mais non déclarés : {names}. Les sondes ne les ont "
            "jamais contactés : ils sont restés coupés d'un bout à l'autre. Déclarez-les dans "
            "`dependencies` pour qu'ils comptent (IND-6).",
            en=f"Third parties seen in pages but not declared: {names}. Probes never contacted "
            "them: they stayed cut from end to end. Declare them under `dependencies` so that "
            "they count (IND-6).",
        )


def _troubles(facts: Facts) -> Iterator[Text]:
    for failure in facts.evidence.observations(ProbeFailure):
        problem = failure.record.error
        yield Text(
            fr=f"Sonde « {failure.subject} » en échec : {problem}",
            en=f"Probe “{failure.subject}” failed: {problem}",
        )
    for stop in facts.evidence.observations(ServiceStopped):
        yield Text(
            fr=f"Le service s'est arrêté de lui-même à {stop.time:.0f} s.",
            en=f"The service stopped by itself at {stop.time:.0f} s.",
        )
