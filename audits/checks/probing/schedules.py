"""Schedules of all active probes, also of those that plugins bring."""

from epreuve.audits.checks.probing.context import SCHEDULES
from epreuve.audits.checks.registry import load_checks
from epreuve.audits.planning.probe_schedule import ProbeSchedule


def probe_schedules() -> tuple[ProbeSchedule, ...]:
    """Return when each probe is sent."""
    load_checks()
    return tuple(SCHEDULES.values())
