"""Schedules of all active probes, also of those that plugins bring."""

from epreuve.audits.checks.probing.context import PROBES, SCHEDULES
from epreuve.audits.checks.registry import load_probes
from epreuve.audits.planning.probe_schedule import ProbeSchedule


def probe_schedules() -> tuple[ProbeSchedule, ...]:
    """Return when each probe is sent, in order of the modules that declare them."""
    load_probes()
    return tuple(SCHEDULES[name] for name in sorted(PROBES, key=lambda n: PROBES[n].__module__))
