"""Starts every citizen when due, inside Locust: one scheduler, a greenlet per arrival."""

import re
import time
from collections.abc import Callable
from typing import Any

import gevent
from gevent.event import Event

from epreuve.probes.answer import ExchangeError
from epreuve.probes.evidence import Attempt, Request
from epreuve.probes.load.line import Line
from epreuve.probes.load.plan import Arrival, LoadPlan
from epreuve.probes.load.walk import Crowd, Row, Walk

Fire = Callable[..., Any]  # Locust's `events.request.fire`


class Dispatch:
    """The arrivals of a plan, started one by one; `walking` are those who are on their way."""

    def __init__(self, plan: LoadPlan, record: Callable[[Row], None], fire: Fire) -> None:
        self.zero = plan.zero
        self._plan = plan
        self._record = record
        self._fire = fire
        self._methods = {
            step.label: step.method for journey in plan.journeys.values() for step in journey.steps
        }
        self._stopping = Event()
        self._idle = Event()
        self.walking: set[Walk] = set()
        self.lags: list[float] = []  # seconds, since they were last taken
        self.crowd = Crowd(
            plan.seed, plan.journeys, plan.cohorts, plan.relances,
            re.compile(plan.clear_message) if plan.clear_message else None,
            self.now, gevent.sleep, self._tell, set(),
        )  # fmt: skip

    def now(self) -> float:
        """Seconds since the run's zero."""
        return time.monotonic() - self.zero

    def stop(self) -> None:
        """End the run now: nobody else is started, those on their way are cut."""
        self._stopping.set()
        self._idle.set()

    def run(self) -> None:
        """Start everyone in time, wait for the last, and leave nobody uncounted."""
        started = self._start_all()
        gevent.sleep(0)  # those already spawned begin
        self._idle.clear()
        if self.walking and not self._stopping.is_set():
            self._idle.wait(max(0.0, self._plan.until - self.now()))
        for walk in list(self.walking):
            walk.cut()
        self._drop(started)

    def _start_all(self) -> int:
        """How many were started before the end, or before being stopped."""
        for place, arrival in enumerate(self._plan.arrivals):
            if not self._is_due(arrival):
                return place
            gevent.spawn(self._send, arrival)
            if place % 32 == 31:
                gevent.sleep(0)  # in a burst, let those already spawned begin
        return len(self._plan.arrivals)

    def _is_due(self, arrival: Arrival) -> bool:
        """Wait for an arrival's time; False when the run ends before."""
        while (now := self.now()) < self._plan.until and not self._stopping.is_set():
            if now >= arrival.at:
                return True
            self._stopping.wait(min(arrival.at, self._plan.until) - now)
        return False

    def _send(self, arrival: Arrival) -> None:
        line = Line(self._plan.cohorts[arrival.cohort])
        walk = Walk(self.crowd, arrival, line.fetch)
        self.walking.add(walk)
        self.lags.append(walk.lag)
        try:
            walk.go()
        finally:
            line.close()
            self.walking.discard(walk)
            if not self.walking:
                self._idle.set()

    def _tell(self, row: Row) -> None:
        """To evidence, and to whoever listens to Locust's `request` event."""
        self._record(row)
        if isinstance(row, Request):
            self._fire(
                request_type=self._methods[row.step],
                name=row.step,
                response_time=(row.ended - row.started) * 1000,  # milliseconds, as Locust counts
                response_length=row.size,
                exception=None
                if row.outcome == "success"
                else ExchangeError(row.outcome, row.step),
                context={},
            )

    def _drop(self, started: int) -> None:
        """Those who were due and could not be started: our fault, recorded as such."""
        end = self.now()
        for arrival in self._plan.arrivals[started:]:
            if arrival.at > end:
                break
            step = self._plan.journeys[arrival.journey].steps[0].label
            self._record(
                Attempt(
                    arrival.number, arrival.journey, arrival.cohort, arrival.at, end, end,
                    "dropped", step, "", -1.0, False,
                )
            )  # fmt: skip
