"""Probe of the submissions that a silent partner delays (REC-4)."""

import time
from collections.abc import Iterator

from epreuve.audits.checks.probing.context import ProbeContext, probe
from epreuve.audits.planning.plan import Probe
from epreuve.audits.planning.probe_schedule import InSilentCell
from epreuve.probes.evidence.records import Observation
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.journeys.session import Session

BACKLOG = 4  # submissions owed to a silent partner
BACKLOG_OUTAGES = 4.5  # how long to wait for them, in outages: just over what scores nothing
BACKLOG_EVERY = 0.2  # seconds between two looks


@probe("backlog", InSilentCell(frozenset({"API", "BO"}), 0.3))
def backlog(context: ProbeContext, request: Probe) -> Iterator[Observation]:
    """Submissions filed while a partner is silent; when its last one was processed."""
    window = context.plan.window(request.about)
    critical = context.plan.profile.critical()
    name = next((name for name, each in critical.items() if each.processed), None)
    if window is None or name is None:
        return
    outage = window.end - window.start
    owed = [
        way
        for rank in range(BACKLOG)
        if (way := _filed(context, critical[name], 300 + rank, window.end)) is not None
    ]
    filed, done = len(owed), 0.0
    while owed and context.now() < window.end + BACKLOG_OUTAGES * outage:
        time.sleep(BACKLOG_EVERY)
        asked = context.now()
        owed = [way for way in owed if way.run(critical[name].processed).outcome != "success"]
        done = asked if not owed else done
    value = {"filed": filed, "left": len(owed), "done": done, "healed": window.end}
    yield Observation(context.now(), "backlog", request.about, {**value, "outage": outage})


def _filed(context: ProbeContext, journey: Journey, number: int, until: float) -> Session | None:
    left = until - context.now()
    if left <= 0.1:
        return None
    way = context.way(number, limit=left)
    return way if way.run(journey.steps).outcome == "success" else None
