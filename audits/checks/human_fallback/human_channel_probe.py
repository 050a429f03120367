"""Probe of the phone number and counter that pages show (HUM-1)."""

from collections.abc import Iterator

from epreuve.audits.checks.probing.context import ProbeContext, probe
from epreuve.audits.planning.plan import Probe
from epreuve.audits.planning.probe_schedule import AtStart
from epreuve.probes.evidence.records import Observation
from epreuve.probes.pages.human_channel import human_channel

NOWHERE = "/page-qui-n-existe-pas"  # a path whose answer is the error page


@probe("human channel", AtStart(0.6))
def human_channel_shown(context: ProbeContext, request: Probe) -> Iterator[Observation]:
    """What critical pages and an error page show of a phone number and a counter."""
    declared = context.plan.profile.human_channel
    for path in (*context.paths(), NOWHERE):
        seen = context.read(path)
        text = seen.responses[-1].text if seen.responses else ""
        found = human_channel(text)
        value = {"phone": found.phone, "counter": found.address and found.hours}
        if declared is not None:
            value = {"phone": declared.phone in text, "counter": declared.counter in text}
        yield Observation(context.now(), "human channel", path, value)
