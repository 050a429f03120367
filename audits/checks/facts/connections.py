"""Connections of all proxies over the whole run."""

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.translation import translate
from epreuve.audits.runs.records.bench import ProxyTotals
from epreuve.probes.evidence.reader import Evidence


@fact
def proxy_totals(evidence: Evidence) -> ProxyTotals:
    """Connections that proxies accepted and refused; a real Toxiproxy does not count."""
    for totals in evidence.observations(ProxyTotals):
        return totals.record
    raise NoEvidence(translate("The proxy server does not count connections."))
