"""Probe of the status page while the service has no power (DEG-6)."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from epreuve.audits.checks.degradation.availability_words import states_availability
from epreuve.audits.checks.probing.context import ProbeContext, probe
from epreuve.audits.planning.plan import Probe
from epreuve.audits.planning.probe_schedule import InFirstPowerCut
from epreuve.probes.evidence.observation import Observation, Record, record_kind
from epreuve.probes.http.address import common_authority

STATUS_LIMIT = 4.0  # seconds


@record_kind("status page")
class StatusPageObservation(Record):
    """Load of the status page; the subject is its address."""

    answered: bool
    """Whether it was served."""
    bytes: int
    """Bytes of the page and its resources."""
    states_availability: bool
    """Whether its text says that something works, or does not."""
    human_channel: bool
    """Whether it shows a phone number or a postal address."""
    other_host: bool
    """Whether it is on another host than the service."""


@probe("status page", InFirstPowerCut(0.3))
def send_status_page(context: ProbeContext, request: Probe) -> Iterator[Observation[Record]]:
    """Load the status page while the service has no power."""
    page = context.plan.profile.status_page
    if page is None or page == "none":
        return
    url = urlsplit(page.address)
    own = {context.authority: context.endpoint()}
    addresses = {url.netloc: f"{url.scheme}://{url.netloc}", **own}
    from epreuve.probes.browser.page_load import load_page  # see ProbeContext
    from epreuve.probes.pages.human_channel import channel_in, page_language

    view = load_page(
        page.address, url.netloc, STATUS_LIMIT, addresses, context.sender(), repeat=False
    )
    text = view.visible
    languages = [page_language(view.text), *context.plan.profile.service.languages]
    channel = channel_in(text, languages)
    record = StatusPageObservation(
        answered=view.outcome == "success",
        bytes=view.bytes,
        states_availability=states_availability(text),
        human_channel=channel.phone or channel.address,
        other_host=common_authority(page.address) != common_authority(context.origin),
    )
    yield Observation(context.now(), page.address, record)
