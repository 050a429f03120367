"""Probe of the essential page: weight, lifetime in caches, print style (FRU-7)."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from epreuve.audits.checks.probing.context import PAGE_LIMIT, ProbeContext, probe
from epreuve.audits.planning.plan import Probe
from epreuve.audits.planning.probe_schedule import AtStart
from epreuve.probes.evidence.records import Observation
from epreuve.probes.http.cache import is_fresh
from epreuve.probes.http.response import HttpResponse
from epreuve.probes.pages.print_style import has_print_style, pdf_address, stylesheet_addresses


@probe("essential page", AtStart(1.0))
def essential_page(context: ProbeContext, request: Probe) -> Iterator[Observation]:
    """The page of the minimum service: its weight, how long it may be kept, whether it prints."""
    profile = context.plan.profile
    for path in (*profile.objectives.minimum_service, *profile.information)[:1]:
        view = context.load(path, PAGE_LIMIT)
        seen = context.read(path)
        answer = seen.responses[-1] if seen.responses else HttpResponse(0, {}, b"", 0)
        value = {
            "outcome": seen.outcome,
            "reader": view.reader,
            "bytes": view.bytes if view.complete is not None else None,
            "lifetime": _lifetime(answer),
            "print_style": _prints(context, path, answer),
            "pdf_bytes": _pdf(context, path, answer),
        }
        yield Observation(context.now(), "essential page", path, value)


def _lifetime(answer: HttpResponse) -> int:
    """Seconds that a browser may show its copy without asking; 0 when it must ask."""
    found = re.search(r"max-age=(\d+)", answer.headers.get("cache-control", ""))
    if not is_fresh(answer):
        return 0
    return int(found[1]) if found else 1  # by `Expires`: for a while, not known to be a day


def _prints(context: ProbeContext, path: str, answer: HttpResponse) -> bool:
    sheets = []
    for address in stylesheet_addresses(answer.text)[:10]:
        url = urlsplit(urljoin(f"http://{context.authority}{path}", address))
        if url.netloc == context.authority:
            seen = context.read(url.path)
            sheets += [each.text for each in seen.responses]
    return has_print_style(answer.text, sheets)


def _pdf(context: ProbeContext, path: str, answer: HttpResponse) -> int | None:
    address = pdf_address(answer.text)
    url = urlsplit(urljoin(f"http://{context.authority}{path}", address or ""))
    if address is None or url.netloc != context.authority:
        return None
    seen = context.read(url.path)
    return seen.responses[-1].size if seen.outcome == "success" else None
