"""One user's session: steps of a journey, thinking time, retries, and a row for each request.

The network and the clock are arguments (`fetch`, `now`, `sleep`), so that tests run in virtual
time.
"""

import itertools
import json
import random
from collections.abc import Callable, Mapping
from typing import NamedTuple

from epreuve.faults.message import message
from epreuve.probes.evidence.records import Attempt, Outcome, Request
from epreuve.probes.evidence.row import Row
from epreuve.probes.http.failure import UNSENT, describe_error
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import ExchangeError, HttpResponse
from epreuve.probes.http.sender import Senders
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.guidance import Guidance
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.journeys.last_page import keep_page
from epreuve.probes.journeys.step import Step
from epreuve.probes.journeys.template import PlaceholderError, Variables
from epreuve.probes.journeys.verdict import Verdict, judge
from epreuve.probes.load.arrival import Arrival
from epreuve.probes.load.explanations import Explained, Explanations
from epreuve.probes.load.plan import Endpoint, Retries
from epreuve.probes.load.retrying import Try, Waits
from epreuve.probes.load.step_request import StepRequest
from epreuve.probes.load.subrequest import CustomStep, PageParts, SubRequest

# Sends a request within a limit in seconds, following redirects or not; raises ExchangeError.
Fetch = Callable[[HttpRequest, float, bool], HttpResponse]


class SessionContext(NamedTuple):
    """State that all sessions of a run share. `now` is in seconds since the run's zero."""

    seed: int
    journeys: Mapping[str, Journey]
    cohorts: Mapping[str, Endpoint]
    retries: Retries
    guidance: Guidance
    now: Callable[[], float]
    sleep: Callable[[float], None]
    record: Callable[[Row], None]
    explained: Explained
    perform: CustomStep | None = None
    nonce: str = ""
    senders: Senders = Senders("")
    email_domain: str = ""


class UserSession:
    """One attempt at a journey: `run` does it, `interrupt` records its state at the run's end."""

    def __init__(
        self,
        context: SessionContext,
        arrival: Arrival,
        fetch: Fetch,
        page_parts: PageParts | None = None,
    ) -> None:
        self.arrival = arrival
        self.started = context.now()
        self._context = context
        self._fetch, self._page_parts = fetch, page_parts
        self._journey = context.journeys[arrival.journey]
        self._endpoint = context.cohorts[arrival.cohort]
        citizen = Citizen(context.seed, arrival.number, context.nonce, context.email_domain)
        self._variables = Variables(citizen)
        self._sender = context.senders.of(arrival.number)
        self._explanations = Explanations(
            context.explained, context.record, self._variables, arrival.number
        )
        self._random = random.Random(context.seed * 1_000_003 + arrival.number)
        self._step = self._journey.steps[0].label
        self._wanted = arrival.at  # when the user wanted the current request
        self._pending: tuple[int, float] | None = None  # retries and start of the current request
        self._receipt = ""
        self._receipt_at = -1.0
        self._guided = False

    @property
    def lag(self) -> float:
        """Seconds between the intended start and the real one."""
        return self.started - self.arrival.at

    def run(self) -> Outcome:
        """Run the steps until one fails for good, record the attempt and return its outcome."""
        outcome: Outcome = "success"
        if not self._endpoint.linked:
            return self._end("no link")
        if self.lag >= self._patience(self._journey.steps[0]):  # the service had no time at all
            return self._end("dropped")
        for rank, step in enumerate(self._journey.steps):
            self._step = step.label
            if rank:
                self._pause(step.think * (0.5 + self._random.random()))
            outcome = self._run_step(step)
            if outcome != "success":
                break
        return self._end(outcome)

    def interrupt(self) -> None:
        """Record an unfinished session as a failure, at the end of the run."""
        if self._pending is not None:
            self._record_try(Try("in flight"), self._context.now())
        for part in self._page_parts.unfinished() if self._page_parts else ():
            self._record_part(part._replace(ended=self._context.now()))
        self._end("in flight")

    def _pause(self, seconds: float) -> None:
        self._wanted = self._context.now() + seconds
        if seconds > 0:
            self._context.sleep(seconds)

    def _patience(self, step: Step) -> float:
        """Return the seconds for all tries of a step."""
        return step.timeout or self._endpoint.patience

    def _run_step(self, step: Step) -> Outcome:
        """Try a step, retry while it may help and patience lasts; return the last outcome."""
        waits = Waits(self._context.retries, self._random)
        request = StepRequest(step, self._variables, self._endpoint, self._sender.browser.engine)
        end = self._wanted + self._patience(step)
        self._guided = False
        for retry in itertools.count():
            result = self._try(request, retry, end)
            request.is_sent_again |= result.outcome not in UNSENT
            self._guided = self._guided or result.guided
            left = end - self._context.now()
            wait = waits.after(result, left)
            if wait is None:
                return result.outcome
            self._pause(min(wait, left))
            if wait >= left:
                break
        return "gave up"

    def _try(self, request: StepRequest, retry: int, end: float) -> Try:
        step, started = request.step, self._context.now()
        self._pending = (retry, started)
        captured: dict[str, str] = {}
        page: HttpResponse | None = None
        try:
            response = self._response(request, max(0.0, end - started))
            ended = self._context.now()
            result = Try("success")
            if response is not None:
                again = request.is_sent_again
                verdict = judge(step, response, self._variables, is_sent_again=again)
                verdict = self._without_secret(verdict)
                captured = verdict.captured
                if self._journey.uses_pages:
                    keep_page(step, response, verdict, self._variables)
                self._explanations.add_redirect(step.label, request.other_host(response), ended)
                page = response if step.resources and verdict.outcome == "success" else None
                guided = self._context.guidance.read(
                    step.label, response, verdict.outcome == "success"
                )
                result = Try(
                    verdict.outcome, verdict.detail, response.status, response.size, guided,
                    request.announced(response, verdict.outcome),
                    None if verdict.outcome == "success" else response,
                )  # fmt: skip
        except ExchangeError as failure:
            ended = self._context.now()
            result = Try(failure.outcome, failure.detail)
        except PlaceholderError as mistake:
            ended = self._context.now()
            result = Try("error", str(mistake))
        except Exception as bug:  # a bug in one session must not end the others
            ended = self._context.now()
            result = Try("error", describe_error(bug))
        self._keep(captured, ended)
        self._record_try(result, ended)
        if page is not None and self._page_parts is not None:
            self._page_parts.load(page, end - ended, self._record_part)
        return result

    def _response(self, request: StepRequest, limit: float) -> HttpResponse | None:
        """Return the response of the service; None when a custom user ran the step."""
        step = request.step
        if step.locust is None or self._context.perform is None:
            return self._fetch(request.next(), limit, step.redirects)
        self._context.perform(step.locust, self._endpoint, self._sender, limit, self._record_part)
        return None

    def _without_secret(self, verdict: Verdict) -> Verdict:
        """Refuse a value that holds a secret and that is kept in evidence, such as a receipt."""
        for name, value in verdict.captured.items():
            redacted = self._variables.redact(value)
            is_kept = name == self._journey.acknowledged_by or name in self._journey.kept_names
            if redacted != value and is_kept:
                detail = message(
                    "capture {name}: {value} holds a secret; capture less",
                    name=name, value=repr(redacted),
                )  # fmt: skip
                return Verdict("error", str(detail), {})
        return verdict

    def _keep(self, captured: dict[str, str], ended: float) -> None:
        self._variables.captured.update(captured)
        if (name := self._journey.acknowledged_by) in captured and name is not None:
            self._receipt, self._receipt_at = captured[name], ended

    def _record_try(self, result: Try, ended: float) -> None:
        retry, started = self._pending or (0, ended)
        self._pending = None
        self._context.record(
            Request(
                self.arrival.number, self._step, retry, self._wanted, started, ended,
                result.outcome, result.status, result.size, result.guided,
                result.announced is not None,
            )
        )  # fmt: skip
        if result.detail:
            self._explanations.add_failure(
                self._step, result.outcome, result.detail, ended, result.unexpected
            )

    def _record_part(self, part: SubRequest) -> None:
        name = self._variables.redact(f"{self._step} → {part.name}")
        if part.outcome != "no link":
            started = part.started if part.started >= part.wanted else part.ended
            self._context.record(
                Request(
                    self.arrival.number, name, 0, part.wanted, started, part.ended,
                    part.outcome, part.status, part.size, False,
                )
            )  # fmt: skip
        if part.detail:
            self._explanations.add_failure(name, part.outcome, part.detail, part.ended)

    def _end(self, outcome: Outcome) -> Outcome:
        kept = self._journey.kept(self._variables.captured) if self._receipt else {}
        captured = json.dumps(kept, ensure_ascii=False) if kept else ""
        self._context.record(
            Attempt(
                self.arrival.number, self.arrival.journey, self.arrival.cohort, self.arrival.at,
                self.started, self._context.now(), outcome, self._step, self._receipt,
                self._receipt_at, self._guided, captured,
            )
        )  # fmt: skip
        return outcome
