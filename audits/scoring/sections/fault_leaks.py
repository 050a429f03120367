"""Faults that were confirmed, and yet let traffic through."""

from collections.abc import Iterator

from epreuve.audits.runs.records.faults import FaultBegin, FaultHeal, LinkTraffic
from epreuve.probes.evidence.reader import Evidence
from epreuve.reports.text import Text

SILENT = ("octets rendus", "bytes that came back")
REFUSED = ("connexions ouvertes", "connections opened")


def leaks(evidence: Evidence) -> Iterator[Text]:
    """Yield one sentence per fault whose traffic, by the kernel or the server, is not zero."""
    kinds: dict[str, str] = {}
    for event in evidence.observations(FaultBegin, FaultHeal):
        record = event.record
        if isinstance(record, FaultBegin):
            kinds[event.subject] = record.fault.kind
        elif isinstance(record, FaultHeal):
            kind = kinds.get(event.subject, "")
            sources = [each for each in (record.server, record.kernel) if each is not None]
            if most := max((_leaked(kind, source) for source in sources), default=0):
                fr, en = SILENT if kind == "silent" else REFUSED
                yield Text(
                    fr=f"{event.subject} : la panne qui finit à {event.time:.0f} s a été relue sur "
                    f"le serveur, mais fuyait ({fr} : {most}). Ne comptez pas sur ce qui en "
                    "dépend.",
                    en=f"{event.subject}: the fault that ends at {event.time:.0f} s was read back "
                    f"from the server, but leaked ({en}: {most}). Do not rely on what hangs on it.",
                )


def _leaked(kind: str, traffic: LinkTraffic) -> int:
    """Return the figure that stays at zero while a fault of this kind is in force."""
    if kind == "silent":
        return traffic.bytes_to_clients
    return traffic.opened if kind == "refused" else 0
