"""Health of the load process: an overloaded generator must not be taken for a slow service."""

import os
import time
from collections.abc import Callable

import gevent

from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.row import Row
from epreuve.probes.load.dispatch import Dispatch
from epreuve.probes.load.records import LoadHealth

EVERY = 1.0  # seconds


def watch(dispatch: Dispatch, record: Callable[[Row], None]) -> None:
    """Record an observation each second, without end."""
    clock, used, queued = time.monotonic(), time.process_time(), _queued()
    while True:
        gevent.sleep(EVERY)
        before, used_before, queued_before = clock, used, queued
        clock, used, queued = time.monotonic(), time.process_time(), _queued()
        lags = sorted(dispatch.lags)
        dispatch.lags.clear()
        health = LoadHealth(
            cpu=round((used - used_before) / (clock - before), 4),
            queued=round((queued - queued_before) / (clock - before), 4),
            open_files=_open_files(),
            active_journeys=len(dispatch.active),
            lag_p99=round(lags[int(len(lags) * 0.99)], 6) if lags else 0.0,
            started=len(lags),
        )
        record(Observation(round(dispatch.now(), 6), "health", health))


def _queued() -> float:
    """Return the seconds spent waiting for a core: a lag that the machine causes."""
    try:
        with open("/proc/self/schedstat") as file:
            return int(file.read().split()[1]) / 1e9
    except (OSError, IndexError):  # a kernel without this counter
        return 0.0


def _open_files() -> int:
    # Since Linux 6.2 the size of this folder is the count; before, it must be listed.
    return os.stat("/proc/self/fd").st_size or len(os.listdir("/proc/self/fd"))
