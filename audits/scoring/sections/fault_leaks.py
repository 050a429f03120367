"""Faults that were confirmed, and yet let traffic through."""

from collections.abc import Iterator

from epreuve.audits.planning.plan import Plan, Span
from epreuve.audits.profile.name import name_in, title_of
from epreuve.audits.runs.records.faults import FaultBegin, FaultHeal, LinkTraffic
from epreuve.audits.scoring.translation import translate
from epreuve.probes.evidence.reader import Evidence
from epreuve.reports.text import Text, untranslated
from epreuve.reports.translation import Number


def leaks(plan: Plan, evidence: Evidence) -> Iterator[Text]:
    """Return one sentence for each fault that let traffic through."""
    kinds: dict[str, str] = {}
    titles = {span.link: _title(plan, span) for span in plan.spans}
    for event in evidence.observations(FaultBegin, FaultHeal):
        record = event.record
        if isinstance(record, FaultBegin):
            kinds[event.subject] = record.fault.kind
        elif isinstance(record, FaultHeal):
            kind = kinds.get(event.subject, "")
            sources = [reading for reading in (record.server, record.kernel) if reading is not None]
            if count := max((_leaked(kind, source) for source in sources), default=0):
                title = titles.get(event.subject, untranslated(event.subject))
                yield _sentence(kind, title, Number(event.time), count)


def _title(plan: Plan, span: Span) -> Text:
    if span.network is not None:
        return plan.span_title(span)
    if span.subject in plan.profile.dependencies:
        return title_of(name_in(plan.profile.dependencies, span.subject))
    return translate("link of a probe")


def _sentence(kind: str, link: Text, time: Number, count: int) -> Text:
    if kind == "silent":
        return translate(
            "{link}: the fault that ended at {time} s was in force, but let traffic through (bytes "
            "received: {n}). Do not rely on results that depend on it.",
            link=link, time=time, n=count,
        )  # fmt: skip
    return translate(
        "{link}: the fault that ended at {time} s was in force, but let traffic through "
        "(connections opened: {n}). Do not rely on results that depend on it.",
        link=link, time=time, n=count,
    )  # fmt: skip


def _leaked(kind: str, traffic: LinkTraffic) -> int:
    """Return the figure that stays at zero while a fault of this kind is in force."""
    if kind == "silent":
        return traffic.bytes_to_clients
    return traffic.opened if kind == "refused" else 0
