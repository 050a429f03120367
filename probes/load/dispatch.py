"""Dispatcher of a load plan inside Locust: one scheduler, a greenlet per arrival."""

import itertools
import time
from collections.abc import Callable
from typing import Any

import gevent
from gevent.event import Event

from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.records import Attempt, Outcome, Request
from epreuve.probes.evidence.row import Row
from epreuve.probes.http.cookies import CookieJar
from epreuve.probes.http.response import ExchangeError
from epreuve.probes.journeys.guidance import Guidance
from epreuve.probes.load.arrival import Arrival
from epreuve.probes.load.page_loader import PageLoader
from epreuve.probes.load.plan import Closed, LoadPlan
from epreuve.probes.load.rate_cap import RateCap
from epreuve.probes.load.records import LoadFailure
from epreuve.probes.load.schedule import Schedule
from epreuve.probes.load.session import SessionContext, UserSession
from epreuve.probes.load.subrequest import CustomStep

STOP_CHECK = 0.1  # seconds between checks for a stop: a sleep costs half of a wait for an event
AFTER_FAILURE = 1.0  # seconds: a service that refuses at once must not get thousands of requests


class Dispatch:
    """Starter of the arrivals of a plan, one by one; `active` are the unfinished sessions.

    Requests are published on Locust's `request` event when `publishes`.
    """

    def __init__(
        self,
        plan: LoadPlan,
        record: Callable[[Row], None],
        environment: Any,
        *,
        publishes: bool = True,
    ) -> None:
        self.zero = plan.zero
        self._plan, self._store = plan, record
        self._fire = environment.events.request.fire if publishes else None
        self._methods = {
            step.label: step.method for journey in plan.journeys.values() for step in journey.steps
        }
        self._browsing = {
            name
            for name, journey in plan.journeys.items()
            if any(step.resources for step in journey.steps)
        }
        self._stopping = False
        self._idle = Event()
        self._running = 0
        self.is_started = False
        self._schedule = Schedule(
            plan.arrivals, plan.until, self.now, self._stops_within, plan.barriers
        )
        self._cap = RateCap(plan.max_rate)
        self.active: set[UserSession] = set()
        self.lags: list[float] = []  # seconds, since the last health record
        self.context = SessionContext(
            plan.seed, plan.journeys, plan.cohorts, plan.retries,
            Guidance(),
            self.now, gevent.sleep, self._record, set(), self._custom_users(environment),
            plan.nonce, plan.senders, plan.email_domain,
        )  # fmt: skip

    def _custom_users(self, environment: Any) -> CustomStep | None:
        steps = [step for journey in self._plan.journeys.values() for step in journey.steps]
        names = {step.locust for step in steps if step.locust is not None}
        if not names:
            return None
        from epreuve.probes.load.custom_user import CustomUsers  # slow to import, rarely needed

        return CustomUsers(environment, names, self.now).perform

    def now(self) -> float:
        """Return the seconds since the run's zero."""
        return time.monotonic() - self.zero

    def stop(self) -> None:
        """End the run now: start no other user, interrupt the unfinished sessions."""
        self._stopping = True
        self._idle.set()

    def resume(self, barrier: int, shift: float) -> None:
        """End the pause at a barrier; see `Schedule.resume`."""
        self._schedule.resume(barrier, shift)

    def run(self) -> None:
        """Start all users in time, wait for the last, and record every one."""
        self.is_started = True
        for user in self._plan.closed:
            self._spawn(self._repeat, user)
        for arrival in self._schedule.due():
            if not self._cap.admits(self.now()):
                self._refuse(arrival)
                continue
            self._spawn(self._run_session, arrival)
            if self._schedule.handed % 32 == 0:
                gevent.sleep(0)  # in a burst, let the spawned sessions begin
        gevent.sleep(0)  # let the spawned sessions begin
        self._wait_end()
        for session in list(self.active):
            session.interrupt()
        for arrival in self._schedule.overdue():
            self._drop(arrival)

    def _wait_end(self) -> None:
        """Wait for the last session, at most until the end; a pending barrier delays the end."""
        while self._schedule.has_pending_barrier and not self._stopping:
            gevent.sleep(STOP_CHECK)
        if self._running and not self._stopping:
            self._idle.wait(max(0.0, self._schedule.end - self.now()))

    def _stops_within(self, seconds: float) -> bool:
        end = self.now() + seconds
        while seconds > 0 and not self._stopping:
            gevent.sleep(min(seconds, STOP_CHECK))
            seconds = end - self.now()
        return self._stopping

    def _spawn(self, function: Callable[[Any], object], user: object) -> None:
        self._running += 1
        self._idle.clear()
        gevent.spawn(self._count_end, function, user)

    def _count_end(self, function: Callable[[Any], object], user: object) -> None:
        try:
            function(user)
        finally:
            self._running -= 1
            if not self._running:
                self._idle.set()

    def _repeat(self, user: Closed) -> None:
        """Repeat journeys as a user of the closed model; never used to measure latency."""
        number, end = user.number, min(user.end, self._plan.until)
        turns = itertools.cycle(user.journeys)
        stopped = self._stops_within(max(0.0, user.start - self.now()))
        while not stopped and self.now() < end:
            pause = self._cap.window
            if self._cap.admits(self.now()):
                arrival = Arrival(number, self.now(), next(turns), user.cohort)
                outcome = self._run_session(arrival)
                pause = user.pause if outcome == "success" else max(user.pause, AFTER_FAILURE)
                number += 1
            stopped = self._stops_within(pause)

    def _run_session(self, arrival: Arrival) -> Outcome:
        endpoint, cookies = self._plan.cohorts[arrival.cohort], CookieJar()
        sender = self.context.senders.of(arrival.number)
        client = endpoint.client(cookies, sender)
        browsing = arrival.journey in self._browsing
        page_loader = PageLoader(endpoint, cookies, sender, self.now) if browsing else None
        session = UserSession(self.context, arrival, client.fetch, page_loader)
        self.active.add(session)
        self.lags.append(session.lag)
        try:
            return session.run()
        finally:
            client.close()
            if page_loader is not None:
                page_loader.close()
            self.active.discard(session)

    def _record(self, row: Row) -> None:
        """Record a row in evidence, and publish it on Locust's `request` event."""
        self._store(row)
        if self._fire is not None and isinstance(row, Request):
            failed = row.outcome != "success"
            self._fire(
                request_type=self._methods.get(row.step, "GET"),
                name=row.step,
                response_time=(row.ended - row.started) * 1000,  # milliseconds, as Locust counts
                response_length=row.size,
                exception=ExchangeError(row.outcome, row.step) if failed else None,
                context={},
            )

    def _refuse(self, arrival: Arrival) -> None:
        """Drop an arrival above `max_rate`: the plan obeys it, so only a late start gets here."""
        self._drop(arrival)
        failure = LoadFailure(arrival=arrival.number, outcome="dropped", detail="max_rate")
        self._store(Observation(self.now(), "max_rate", failure))

    def _drop(self, arrival: Arrival) -> None:
        """Record an arrival that was not started in time: a fault of the load generator."""
        end = self.now()
        step = self._plan.journeys[arrival.journey].steps[0].label
        self._store(
            Attempt(
                arrival.number, arrival.journey, arrival.cohort, arrival.at, end, end,
                "dropped", step, "", -1.0, False,
            )
        )  # fmt: skip
