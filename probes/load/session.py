"""One citizen's way through one journey: steps, thinking, reloading, and a row for each request.

Knows neither network nor clock: `fetch`, `now` and `sleep` are given, so that it is tested in
virtual time.
"""

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from epreuve.probes.evidence.records import Attempt, Observation, Outcome, Request
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import ExchangeError, HttpResponse
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.composition import compose
from epreuve.probes.journeys.journey import Journey, Step
from epreuve.probes.journeys.template import PlaceholderError, Variables
from epreuve.probes.journeys.verdict import Verdict, gives_guidance, judge
from epreuve.probes.load.plan import Arrival, Endpoint, Retries
from epreuve.probes.load.subrequest import Browser, CustomStep, SubRequest

MOST_EXPLAINED = 500  # kinds of failure that are told in words

Row = Request | Attempt | Observation

_HOPELESS: tuple[Outcome, ...] = ("success", "wrong content", "error")  # a reload changes nothing


# Makes a call within a limit in seconds, following redirects or not; raises ExchangeError.
Fetch = Callable[[HttpRequest, float, bool], HttpResponse]


class SessionContext(NamedTuple):
    """What all walks of a run share. Times of `now` are in seconds since the run's zero."""

    seed: int
    journeys: Mapping[str, Journey]
    cohorts: Mapping[str, Endpoint]
    retries: Retries
    clear: re.Pattern[str] | None
    now: Callable[[], float]
    sleep: Callable[[float], None]
    record: Callable[[Row], None]
    explained: set[tuple[str, Outcome, str]]  # failures already told in words, once each
    perform: CustomStep | None = None


@dataclass(slots=True)
class _Try:
    """What one request came to."""

    outcome: Outcome
    detail: str = ""
    status: int = 0
    size: int = 0
    told: bool = False

    @property
    def may_be_reloaded(self) -> bool:
        if self.outcome == "http error":
            return self.status >= 500
        return self.outcome not in _HOPELESS


class Session:
    """One attempt; `go` walks it to its end, `cut` tells where it stood when the run ended."""

    def __init__(
        self, crowd: SessionContext, arrival: Arrival, fetch: Fetch, browser: Browser | None = None
    ) -> None:
        self.arrival = arrival
        self.started = crowd.now()
        self._crowd = crowd
        self._fetch, self._browser = fetch, browser
        self._journey = crowd.journeys[arrival.journey]
        self._door = crowd.cohorts[arrival.cohort]
        self._variables = Variables(Citizen(crowd.seed, arrival.number))
        self._draw = random.Random(crowd.seed * 1_000_003 + arrival.number)
        self._step = self._journey.steps[0].label
        self._wanted = arrival.at  # when the citizen wanted the present request
        self._asking: tuple[int, float] | None = None  # reloads and start of the one in flight
        self._receipt = ""
        self._receipt_at = -1.0
        self._told = False

    @property
    def lag(self) -> float:
        """Seconds between the intended start and the real one."""
        return self.started - self.arrival.at

    def go(self) -> Outcome:
        """Session the steps until one fails for good, and record the attempt; how it ended."""
        outcome: Outcome = "success"
        if not self._door.linked:
            return self._end("no link")
        for place, step in enumerate(self._journey.steps):
            self._step = step.label
            if place:
                self._pause(step.think * (0.5 + self._draw.random()))
            outcome = self._insist(step)
            if outcome != "success":
                break
        return self._end(outcome)

    def cut(self) -> None:
        """The run is over and this citizen is not: a failure, not nothing."""
        if self._asking is not None:
            self._row(_Try("in flight"), self._crowd.now())
        for part in self._browser.cut() if self._browser else ():
            self._part(part._replace(ended=self._crowd.now()))
        self._end("in flight")

    def _pause(self, seconds: float) -> None:
        self._wanted = self._crowd.now() + seconds
        if seconds > 0:
            self._crowd.sleep(seconds)

    def _insist(self, step: Step) -> Outcome:
        """Try a step, reload it while it may help; the last outcome."""
        retries = self._crowd.retries
        tried = self._try(step, 0)
        self._told = tried.told
        for reload in range(1, retries.at_most + 1):
            if not tried.may_be_reloaded:
                break
            self._pause(self._draw.uniform(retries.shortest_wait, retries.longest_wait))
            tried = self._try(step, reload)
            self._told = self._told or tried.told
        return tried.outcome

    def _try(self, step: Step, reload: int) -> _Try:
        started = self._crowd.now()
        self._asking = (reload, started)
        captured: dict[str, str] = {}
        page: HttpResponse | None = None
        limit = step.timeout or self._door.patience
        try:
            answer = self._answer(step, limit)
            ended = self._crowd.now()
            tried = _Try("success")
            if answer is not None:
                verdict = self._without_secret(judge(step, answer, self._variables))
                captured = verdict.captured
                page = answer if step.resources and verdict.outcome == "success" else None
                told = gives_guidance(answer, self._crowd.clear)
                tried = _Try(verdict.outcome, verdict.detail, answer.status, answer.size, told)
        except ExchangeError as failure:
            ended = self._crowd.now()
            tried = _Try(failure.outcome, failure.detail)
        except PlaceholderError as mistake:
            ended = self._crowd.now()
            tried = _Try("error", str(mistake))
        except Exception as bug:  # one citizen's trouble must not take the others away
            ended = self._crowd.now()
            tried = _Try("error", f"{type(bug).__name__}: {bug}")
        self._keep(captured, ended)
        self._row(tried, ended)
        if page is not None and self._browser is not None:
            self._browser.load(page, limit - (ended - started), self._part)
        return tried

    def _answer(self, step: Step, limit: float) -> HttpResponse | None:
        """The answer of the service, None when a Locust user took the step."""
        if step.locust is None or self._crowd.perform is None:
            return self._fetch(compose(step, self._variables), limit, step.redirects)
        self._crowd.perform(step.locust, self._door, limit, self._part)
        return None

    def _without_secret(self, verdict: Verdict) -> Verdict:
        """A receipt is evidence: one that holds a secret is a mistake of the profile's."""
        name = self._journey.acknowledged_by or ""
        receipt = verdict.captured.get(name, "")
        shown = self._variables.redact(receipt)
        if shown == receipt:
            return verdict
        return Verdict("error", f"capture {name}: {shown!r} holds a secret; capture less", {})

    def _keep(self, captured: dict[str, str], ended: float) -> None:
        self._variables.captured.update(captured)
        if (name := self._journey.acknowledged_by) in captured and name is not None:
            self._receipt, self._receipt_at = captured[name], ended

    def _row(self, tried: _Try, ended: float) -> None:
        reload, started = self._asking or (0, ended)
        self._asking = None
        self._crowd.record(
            Request(
                self.arrival.number, self._step, reload, self._wanted, started, ended,
                tried.outcome, tried.status, tried.size, tried.told,
            )
        )  # fmt: skip
        if tried.detail:
            self._explain(self._step, tried.outcome, tried.detail, ended)

    def _part(self, part: SubRequest) -> None:
        name = self._variables.redact(f"{self._step} → {part.name}")
        if part.outcome != "no link":
            started = part.started if part.started >= part.wanted else part.ended
            self._crowd.record(
                Request(
                    self.arrival.number, name, 0, part.wanted, started, part.ended,
                    part.outcome, part.status, part.size, False,
                )
            )  # fmt: skip
        if part.detail:
            self._explain(name, part.outcome, part.detail, part.ended)

    def _explain(self, step: str, outcome: Outcome, text: str, ended: float) -> None:
        detail = self._variables.redact(text)
        kind = (step, outcome, detail)
        explained = self._crowd.explained
        if kind not in explained and len(explained) < MOST_EXPLAINED:
            explained.add(kind)
            value = {"arrival": self.arrival.number, "outcome": outcome, "detail": detail}
            self._crowd.record(Observation(ended, "load", step, value))

    def _end(self, outcome: Outcome) -> Outcome:
        self._crowd.record(
            Attempt(
                self.arrival.number, self.arrival.journey, self.arrival.cohort, self.arrival.at,
                self.started, self._crowd.now(), outcome, self._step, self._receipt,
                self._receipt_at, self._told,
            )
        )  # fmt: skip
        return outcome
