"""Starts every citizen when due, inside Locust: one scheduler, a greenlet per arrival."""

import itertools
import re
import time
from collections.abc import Callable
from typing import Any

import gevent
from gevent.event import Event

from epreuve.probes.evidence.records import Attempt, Observation, Outcome, Request
from epreuve.probes.http.cookies import CookieJar
from epreuve.probes.http.response import ExchangeError
from epreuve.probes.load.line import Line
from epreuve.probes.load.page_loader import PageLoader
from epreuve.probes.load.plan import Arrival, Closed, LoadPlan
from epreuve.probes.load.rate_cap import RateCap
from epreuve.probes.load.schedule import Schedule
from epreuve.probes.load.session import Row, Session, SessionContext
from epreuve.probes.load.subrequest import CustomStep

HEARD = 0.1  # seconds for a stop to be heard: a plain sleep costs half of a wait for an event
AFTER_FAILURE = 1.0  # seconds: a service that refuses at once is not asked thousands of times


class Dispatch:
    """The arrivals of a plan, started one by one; `walking` are those who are on their way.

    Each request is told to Locust's `request` event unless nobody looks at `environment`.
    """

    def __init__(
        self,
        plan: LoadPlan,
        record: Callable[[Row], None],
        environment: Any,
        *,
        looked_at: bool = True,
    ) -> None:
        self.zero = plan.zero
        self._plan, self._record = plan, record
        self._fire = environment.events.request.fire if looked_at else None
        self._methods = {
            step.label: step.method for journey in plan.journeys.values() for step in journey.steps
        }
        self._browsing = {
            name for name, each in plan.journeys.items() if any(s.resources for s in each.steps)
        }
        self._stopping = False
        self._idle = Event()
        self._under_way = 0
        self.begun = False
        self._schedule = Schedule(plan.arrivals, plan.until, self.now, self._stops_within)
        self._cap = RateCap(plan.max_rate)
        self.walking: set[Session] = set()
        self.lags: list[float] = []  # seconds, since they were last taken
        self.crowd = SessionContext(
            plan.seed, plan.journeys, plan.cohorts, plan.retries,
            re.compile(plan.clear_message) if plan.clear_message else None,
            self.now, gevent.sleep, self._tell, set(), self._own_users(environment),
        )  # fmt: skip

    def _own_users(self, environment: Any) -> CustomStep | None:
        steps = [step for each in self._plan.journeys.values() for step in each.steps]
        names = {step.locust for step in steps if step.locust is not None}
        if not names:
            return None
        from epreuve.probes.load.custom_user import CustomUsers  # heavy, and seldom asked for

        return CustomUsers(environment, names, self.now).perform

    def now(self) -> float:
        """Seconds since the run's zero."""
        return time.monotonic() - self.zero

    def stop(self) -> None:
        """End the run now: nobody else is started, those on their way are cut."""
        self._stopping = True
        self._idle.set()

    def run(self) -> None:
        """Start everyone in time, wait for the last, and leave nobody uncounted."""
        self.begun = True
        for user in self._plan.closed:
            self._spawn(self._repeat, user)
        for arrival in self._schedule.due():
            if not self._cap.admits(self.now()):
                self._refuse(arrival)
                continue
            self._spawn(self._send, arrival)
            if self._schedule.handed % 32 == 0:
                gevent.sleep(0)  # in a burst, let those already spawned begin
        gevent.sleep(0)  # those already spawned begin
        if self._under_way and not self._stopping:
            self._idle.wait(max(0.0, self._plan.until - self.now()))
        for walk in list(self.walking):
            walk.cut()
        for arrival in self._schedule.overtaken():
            self._drop(arrival)

    def _stops_within(self, seconds: float) -> bool:
        end = self.now() + seconds
        while seconds > 0 and not self._stopping:
            gevent.sleep(min(seconds, HEARD))
            seconds = end - self.now()
        return self._stopping

    def _spawn(self, act: Callable[[Any], object], who: object) -> None:
        self._under_way += 1
        self._idle.clear()
        gevent.spawn(self._see_off, act, who)

    def _see_off(self, act: Callable[[Any], object], who: object) -> None:
        try:
            act(who)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()

    def _repeat(self, user: Closed) -> None:
        """A user of the closed model: waits for the answers, so never a measure of latency."""
        number, end = user.number, min(user.end, self._plan.until)
        turns = itertools.cycle(user.journeys)
        stopped = self._stops_within(max(0.0, user.start - self.now()))
        while not stopped and self.now() < end:
            pause = self._cap.window
            if self._cap.admits(self.now()):
                outcome = self._send(Arrival(number, self.now(), next(turns), user.cohort))
                pause = user.pause if outcome == "success" else max(user.pause, AFTER_FAILURE)
                number += 1
            stopped = self._stops_within(pause)

    def _send(self, arrival: Arrival) -> Outcome:
        door, cookies = self._plan.cohorts[arrival.cohort], CookieJar()
        line = Line(door, cookies)
        page = PageLoader(door, cookies, self.now) if arrival.journey in self._browsing else None
        walk = Session(self.crowd, arrival, line.fetch, page)
        self.walking.add(walk)
        self.lags.append(walk.lag)
        try:
            return walk.go()
        finally:
            line.close()
            if page is not None:
                page.close()
            self.walking.discard(walk)

    def _tell(self, row: Row) -> None:
        """To evidence, and to whoever listens to Locust's `request` event."""
        self._record(row)
        if self._fire is not None and isinstance(row, Request):
            self._fire(
                request_type=self._methods.get(row.step, "GET"),
                name=row.step,
                response_time=(row.ended - row.started) * 1000,  # milliseconds, as Locust counts
                response_length=row.size,
                exception=None
                if row.outcome == "success"
                else ExchangeError(row.outcome, row.step),
                context={},
            )

    def _refuse(self, arrival: Arrival) -> None:
        """The last guard of a limit that the plan already obeys: only a late start meets it."""
        self._drop(arrival)
        value = {"arrival": arrival.number, "outcome": "dropped", "detail": "max_rate"}
        self._record(Observation(self.now(), "load", "max_rate", value))

    def _drop(self, arrival: Arrival) -> None:
        """Due, and not started in time: our fault, recorded as such."""
        end = self.now()
        step = self._plan.journeys[arrival.journey].steps[0].label
        self._record(
            Attempt(
                arrival.number, arrival.journey, arrival.cohort, arrival.at, end, end,
                "dropped", step, "", -1.0, False,
            )
        )  # fmt: skip
