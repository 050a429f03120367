"""Faults that were read back, and yet let through what they should not have."""

from collections.abc import Iterator, Mapping

from epreuve.probes.evidence.store import Evidence
from epreuve.reports.text import Text

ZERO = {  # the figure that stays at zero while a fault is in force
    "silent": ("went", "octets rendus", "bytes that came back"),
    "refused": ("opened", "connexions ouvertes", "connections opened"),
}


def leaks(evidence: Evidence) -> Iterator[Text]:
    """One sentence for each, as seen at its sockets by the kernel or by the server."""
    asked: dict[str, str] = {}
    for each in evidence.observations("fault"):
        if kind := _part(each.value, "asked").get("kind"):
            asked[each.subject] = str(kind)
        figure, fr, en = ZERO.get(asked.get(each.subject, ""), ("", "", ""))
        seen = [_part(_part(each.value, "observed"), by).get(figure) for by in ("server", "kernel")]
        most = max((int(str(found)) for found in seen if found), default=0)
        if most:
            yield Text(
                fr=f"{each.subject} : la panne qui finit à {each.time:.0f} s a été relue sur le "
                f"serveur, mais fuyait ({fr} : {most}). Ne comptez pas sur ce qui en dépend.",
                en=f"{each.subject}: the fault that ends at {each.time:.0f} s was read back from "
                f"the server, but leaked ({en}: {most}). Do not rely on what hangs on it.",
            )


def _part(value: object, name: str) -> Mapping[str, object]:
    found = value.get(name) if isinstance(value, Mapping) else None
    return found if isinstance(found, Mapping) else {}
