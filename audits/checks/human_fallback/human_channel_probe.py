"""Probe of the phone number and the counter that pages show (HUM-1)."""

from collections.abc import Iterator

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.pages import loaded
from epreuve.audits.checks.probing.context import ProbeContext, probe
from epreuve.audits.planning.plan import Probe
from epreuve.audits.planning.probe_schedule import AtStart
from epreuve.probes.evidence.observation import Observation, Record, record_kind
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.pages.human_channel import human_channel as read_channel

NOWHERE = "/page-qui-n-existe-pas"  # a path whose response is the error page


@record_kind("human channel")
class HumanChannelObservation(Record):
    """Human channels that a critical page or the error page shows; the subject is its path."""

    phone: bool
    """Whether it shows a phone number, the declared one if the profile has one."""
    counter: bool
    """Whether it shows a counter, the declared one if the profile has one."""


@probe("human channel", AtStart(0.6))
def send_human_channel(context: ProbeContext, request: Probe) -> Iterator[Observation[Record]]:
    """Read each critical page and an error page."""
    declared = context.plan.profile.human_channel
    for path in (*context.paths(), NOWHERE):
        session = context.read(path)
        text = session.responses[-1].text if session.responses else ""
        if declared is None:
            shown = read_channel(text)
            phone, counter = shown.phone, shown.address and shown.hours
        else:
            phone, counter = declared.phone in text, declared.counter in text
        record = HumanChannelObservation(phone=phone, counter=counter)
        yield Observation(context.now(), path, record)


@fact
def human_channel(evidence: Evidence) -> tuple[Observation[HumanChannelObservation], ...]:
    """Human channels that each critical page and an error page show."""
    return loaded(evidence, HumanChannelObservation)
