"""What must be there when nothing else is: information, the emergency page, the status page."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from epreuve.audits.looks.sight import PAGE_LIMIT, Sight, look
from epreuve.audits.planning.plan import Probe
from epreuve.probes.browser.page_load import load_page
from epreuve.probes.evidence.records import Observation
from epreuve.probes.http.cache import is_fresh
from epreuve.probes.http.response import HttpResponse
from epreuve.probes.pages.human_channel import human_channel
from epreuve.probes.pages.print_style import has_print_style, pdf_address, stylesheet_addresses

INFORMATION_LIMIT = 2.5  # seconds
STATUS_LIMIT = 4.0
# A page of state says of something that it works, or that it does not [A].
_HONEST = re.compile(
    r"\b(?:fonctionne|disponible|indisponible|interrompu|perturb|rétabli|en panne|coupé"
    r"|operational|available|unavailable|degraded|down)",
    re.IGNORECASE,
)


@look("information")
def information(sight: Sight, probe: Probe) -> Iterator[Observation]:
    """Each page of information, for a short while; `window` says what was silent."""
    for path in sight.plan.profile.information:
        seen = sight.read(path, INFORMATION_LIMIT)
        value = {
            "served": seen.outcome == "success",
            "outcome": seen.outcome,
            "window": probe.about,
        }
        yield Observation(sight.now(), "information", path, value)


@look("essential page")
def essential_page(sight: Sight, probe: Probe) -> Iterator[Observation]:
    """The page of the minimum service: its weight, how long it may be kept, whether it prints."""
    profile = sight.plan.profile
    for path in (*profile.objectives.minimum_service, *profile.information)[:1]:
        view = sight.load(path, PAGE_LIMIT)
        seen = sight.read(path)
        answer = seen.answers[-1] if seen.answers else HttpResponse(0, {}, b"", 0)
        value = {
            "outcome": seen.outcome,
            "reader": view.reader,
            "bytes": view.bytes if view.complete is not None else None,
            "lifetime": _lifetime(answer),
            "print_style": _prints(sight, path, answer),
            "pdf_bytes": _pdf(sight, path, answer),
        }
        yield Observation(sight.now(), "essential page", path, value)


def _lifetime(answer: HttpResponse) -> int:
    """Seconds that a browser may show its copy without asking; 0 when it must ask."""
    found = re.search(r"max-age=(\d+)", answer.headers.get("cache-control", ""))
    if not is_fresh(answer):
        return 0
    return int(found[1]) if found else 1  # by `Expires`: for a while, not known to be a day


def _prints(sight: Sight, path: str, answer: HttpResponse) -> bool:
    sheets = []
    for address in stylesheet_addresses(answer.text)[:10]:
        url = urlsplit(urljoin(f"http://{sight.authority}{path}", address))
        if url.netloc == sight.authority:
            seen = sight.read(url.path)
            sheets += [each.text for each in seen.answers]
    return has_print_style(answer.text, sheets)


def _pdf(sight: Sight, path: str, answer: HttpResponse) -> int | None:
    address = pdf_address(answer.text)
    url = urlsplit(urljoin(f"http://{sight.authority}{path}", address or ""))
    if address is None or url.netloc != sight.authority:
        return None
    seen = sight.read(url.path)
    return seen.answers[-1].size if seen.outcome == "success" else None


@look("status page")
def status_page(sight: Sight, probe: Probe) -> Iterator[Observation]:
    """The page that tells how the service is, while the service has no power."""
    page = sight.plan.profile.status_page
    if page is None or page == "none":
        return
    url = urlsplit(page.address)
    own = {sight.authority: sight.door()}
    doors = {url.netloc: f"{url.scheme}://{url.netloc}", **own}
    view = load_page(page.address, url.netloc, STATUS_LIMIT, doors, repeat=False)
    body = LexborHTMLParser(view.text).body
    text = body.text(separator=" ") if body is not None else ""
    found = human_channel(view.text)
    value = {
        "answers": view.outcome == "success",
        "bytes": view.bytes,
        "honest": bool(_HONEST.search(text)),
        "human": found.phone or found.address,
        "elsewhere": url.netloc != sight.authority,
    }
    yield Observation(sight.now(), "status page", page.address, value)
