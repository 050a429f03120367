"""Probe of the status page while the service has no power (DEG-6)."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from epreuve.audits.checks.probing.context import ProbeContext, probe
from epreuve.audits.planning.plan import Probe
from epreuve.audits.planning.probe_schedule import InFirstPowerCut
from epreuve.probes.browser.page_load import load_page
from epreuve.probes.evidence.records import Observation
from epreuve.probes.pages.human_channel import human_channel

STATUS_LIMIT = 4.0  # seconds
# A page of state says of something that it works, or that it does not [A].
_HONEST = re.compile(
    r"\b(?:fonctionne|disponible|indisponible|interrompu|perturb|rétabli|en panne|coupé"
    r"|operational|available|unavailable|degraded|down)",
    re.IGNORECASE,
)


@probe("status page", InFirstPowerCut(0.3))
def status_page(context: ProbeContext, request: Probe) -> Iterator[Observation]:
    """The page that tells how the service is, while the service has no power."""
    page = context.plan.profile.status_page
    if page is None or page == "none":
        return
    url = urlsplit(page.address)
    own = {context.authority: context.endpoint()}
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
        "elsewhere": url.netloc != context.authority,
    }
    yield Observation(context.now(), "status page", page.address, value)
