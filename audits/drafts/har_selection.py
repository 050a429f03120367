"""Selection of the exchanges of a recording that become steps of a journey."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from epreuve.audits.drafts.har_exchange import Exchange
from epreuve.audits.drafts.translation import translate
from epreuve.reports.text import Text

MOST_STEPS = 40
WRITES = ("POST", "PUT", "PATCH", "DELETE")
_MEASUREMENT = re.compile(
    r"/(collect|beacon|analytics|matomo|piwik|telemetry|metrics|csp|csp-report|rum|track|log|logs"
    r"|sentry|envelope|ping|heartbeat|cdn-cgi)(\.php|/|$)",
    re.IGNORECASE,
)


class Selection(NamedTuple):
    """Exchanges that become steps, those left out by reason, and notes."""

    kept: list[Exchange]
    left_out: Mapping[str, list[Exchange]]
    notes: list[Text]


def select(exchanges: Sequence[Exchange]) -> Selection | None:
    """Return the exchanges with the service; None where no exchange becomes a step."""
    service = _service(exchanges)
    if service is None:
        return None
    left_out: dict[str, list[Exchange]] = defaultdict(list)
    kept: list[Exchange] = []
    own = [one for one in exchanges if one.service == service]
    for exchange in _merged(own):
        reason = _reason(exchange, kept)
        if reason:
            left_out[reason].append(exchange)
        else:
            kept.append(exchange)
    if not kept:
        return None
    left_out["many"] += kept[MOST_STEPS:]
    notes = _notes(exchanges, service, kept)
    return Selection(kept[:MOST_STEPS], {r: o for r, o in left_out.items() if o}, notes)


def _service(exchanges: Sequence[Exchange]) -> str | None:
    """Return the origin of the service: that of the pages, else the one that gets the data.

    A single-page application may have its interface elsewhere: users file their requests there.
    """
    answered = [one for one in exchanges if not one.failed and not 300 <= one.status < 400]
    pages = list(dict.fromkeys(one.service for one in answered if one.is_page))
    writes = Counter(one.service for one in answered if _files(one))
    if pages:
        best = max(pages, key=lambda service: writes[service])  # the first of several
        related = {s: n for s, n in writes.items() if _is_related(s, pages[0])}
        if writes[best] or not related:
            return best
        return max(related, key=lambda service: related[service])
    counted = writes or Counter(one.service for one in answered if one.is_data or _writes(one))
    return counted.most_common(1)[0][0] if counted else None


def _files(exchange: Exchange) -> bool:
    """Return whether a request submits something, rather than to log in or to be measured."""
    is_document = bool(exchange.fields) or "json" in exchange.body_kind
    return _writes(exchange) and is_document and not exchange.logs_in


def _is_related(one: str, other: str) -> bool:
    """Return whether two origins are on the same machine or in the same domain."""
    hosts = [re.sub(r"^\w+://|:\d+$", "", origin) for origin in (one, other)]
    if hosts[0] == hosts[1]:
        return True
    ends = [host.split(".")[-2:] for host in hosts]
    return ends[0] == ends[1] and not any(part.isdigit() for part in ends[0])


def _writes(exchange: Exchange) -> bool:
    return exchange.method in WRITES and not _MEASUREMENT.search(exchange.url.path)


def _merged(exchanges: Sequence[Exchange]) -> list[Exchange]:
    """Return the exchanges, each redirect joined with the response that it leads to."""
    merged: list[Exchange] = []
    waiting: tuple[Exchange, str] | None = None
    for exchange in exchanges:
        if waiting is not None and exchange.url.geturl().partition("#")[0] == waiting[1]:
            first = waiting[0]
            joined = exchange if first.method == "GET" else _joined(first, exchange)
            waiting = None
            exchange = joined
        if 300 <= exchange.status < 400 and exchange.status != 304 and exchange.location:
            if waiting is not None:
                merged.append(waiting[0])
            waiting = (exchange, exchange.location.partition("#")[0])
            continue
        merged.append(exchange)
    if waiting is not None:
        merged.append(waiting[0])
    return merged


def _joined(first: Exchange, last: Exchange) -> Exchange:
    """Return a request with the response to which its redirect leads."""
    return first._replace(
        status=last.status,
        kind=last.kind,
        text=last.text,
        location=last.location,
        landing=last.target,
    )


def _reason(exchange: Exchange, kept: Sequence[Exchange]) -> str:
    """Return the reason to leave an exchange out, empty for a step."""
    if exchange.method == "OPTIONS":
        return "preflight"
    if _MEASUREMENT.search(exchange.url.path) and exchange.method != "GET":
        return "parts"
    if exchange.failed:
        return "failed"
    if exchange.method == "GET" and 300 <= exchange.status < 400 and exchange.status != 304:
        return "elsewhere"
    if exchange.method in WRITES:
        return ""
    if exchange.method != "GET" or not (exchange.is_page or exchange.is_data):
        return "parts" if exchange.kind else "unknown"
    seen = kept if exchange.is_data else kept[-3:]
    is_same = any(one.method == "GET" and one.target == exchange.target for one in seen)
    return "repeated" if is_same else ""


def _notes(exchanges: Sequence[Exchange], service: str, kept: Sequence[Exchange]) -> list[Text]:
    notes = []
    pages = [one for one in exchanges if one.is_page and not one.failed]
    other = next((one.service for one in pages if one.service != service), None)
    if other is not None and not any(one.is_page for one in kept):
        notes.append(
            translate(
                "the pages come from {pages}, and the requests go to {service}: this draft is of "
                "{service} alone",
                pages=other, service=kept[0].origin,
            )
        )  # fmt: skip
    if not any(one.text for one in kept):
        notes.append(
            translate(
                "the recording has no contents: expected texts and captured values are missing; "
                "save it “with content”"
            )
        )
    return notes
