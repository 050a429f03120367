"""Probe of the phone number and the counter that pages show (HUM-1)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.pages import loaded
from epreuve.audits.checks.human_fallback.translation import translate
from epreuve.audits.checks.no_evidence import NoEvidence, NotApplicable
from epreuve.audits.checks.probing.context import OURS, PAGE_LIMIT, ProbeContext, probe
from epreuve.audits.planning.plan import Probe
from epreuve.audits.planning.probe_schedule import InCalm
from epreuve.audits.profile.model import HumanChannel
from epreuve.probes.evidence.observation import Observation, Record, record_kind
from epreuve.probes.evidence.reader import Evidence

if TYPE_CHECKING:
    from epreuve.probes.browser.page_load import PageView

Obstacle = Literal["language", "script", "response"]
NOWHERE = "/page-qui-n-existe-pas"  # stands in evidence for the error page


@record_kind("human channel")
class HumanChannelObservation(Record):
    """Human channels that an essential page or the error page shows; the subject is its path."""

    phone: bool
    """Whether it shows a phone number, the declared one if the profile has one."""
    counter: bool
    """Whether it shows a counter, the declared one if the profile has one."""
    is_page: bool = True
    """Whether a person can read it: HTML or text, not the JSON of an API."""
    unreadable: Obstacle | None = None
    """Why a missing channel proves nothing: language, text written by a script, or no response."""


@probe("human channel", InCalm(0.2))
def send_human_channel(context: ProbeContext, request: Probe) -> Iterator[Observation[Record]]:
    """Read each critical page, each information page, and an error page."""
    from epreuve.probes.pages.human_channel import page_language  # see ProbeContext

    profile = context.plan.profile
    for path in dict.fromkeys((*context.paths(), *profile.information, NOWHERE)):
        address = context.unknown_path() if path == NOWHERE else path
        view = context.load(address, PAGE_LIMIT, repeat=False)
        if not view.status:
            nothing = HumanChannelObservation(phone=False, counter=False, unreadable="response")
            yield Observation(context.now(), path, nothing)
            continue
        language = page_language(view.text)
        phone, counter = _shown(context, profile.human_channel, view.visible, language)
        record = HumanChannelObservation(
            phone=phone,
            counter=counter,
            is_page=view.is_page,
            unreadable=None if phone and counter else _obstacle(context, view, language),
        )
        yield Observation(context.now(), path, record)


def _obstacle(context: ProbeContext, view: "PageView", language: str) -> Obstacle | None:
    from epreuve.probes.html.scripted import is_built_by_script
    from epreuve.probes.pages.human_channel import is_readable

    if view.rendered is None and is_built_by_script(view.text, view.visible):
        return "script"
    declared = context.plan.profile.human_channel is not None
    return None if declared or is_readable(language) else "language"


def _shown(
    context: ProbeContext, declared: HumanChannel | None, text: str, language: str
) -> tuple[bool, bool]:
    from epreuve.probes.pages.human_channel import channel_in, shows_phone, shows_text

    if declared is not None:
        return shows_phone(text, declared.phone), shows_text(text, declared.counter)
    languages = [language, *context.plan.profile.service.languages]
    shown = channel_in(text, languages, [context.plan.citizen(OURS)])
    return shown.phone, shown.address and shown.hours


@fact
def human_channel(evidence: Evidence) -> tuple[Observation[HumanChannelObservation], ...]:
    """Human channels that each essential page and an error page show, unreadable pages included."""
    rows = loaded(evidence, HumanChannelObservation)
    if all(row.subject == NOWHERE for row in rows):
        raise NoEvidence(translate("No page could be read."))
    pages = tuple(row for row in rows if row.record.is_page)
    if all(page.subject == NOWHERE for page in pages):
        raise NotApplicable(
            translate(
                "The service has no page for people: its responses are neither HTML nor text."
            )
        )
    return pages
