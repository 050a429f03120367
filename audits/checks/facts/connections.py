"""What the links of the run could take, as the proxy server counted it."""

from dataclasses import dataclass

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.probes.evidence.store import Evidence


@dataclass(frozen=True)
class Links:
    """Connections taken; for want of files: forgotten after their client had left; turned away."""

    opened: int
    forgotten: int
    turned_away: int


@fact
def links(evidence: Evidence) -> Links:
    """Over the whole run; a real Toxiproxy does not count."""
    for each in evidence.observations("links"):
        opened, forgotten, turned_away = (
            int(str(each.value[name])) for name in ("opened", "forgotten", "turned_away")
        )
        return Links(opened, forgotten, turned_away)
    raise NoEvidence("le serveur de pannes ne compte pas", "the proxy server does not count")
