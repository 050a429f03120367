"""A session of the harness itself, without Locust: a few steps, to verify a receipt or a page."""

from typing import NamedTuple

from epreuve.probes.evidence.records import Outcome
from epreuve.probes.http.browser import Engine
from epreuve.probes.http.client import HttpClient
from epreuve.probes.http.exchange import HttpExchange
from epreuve.probes.http.failure import UNSENT
from epreuve.probes.http.response import ExchangeError, HttpResponse
from epreuve.probes.http.sender import Sender
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.composition import compose
from epreuve.probes.journeys.last_page import keep_page
from epreuve.probes.journeys.step import Step, Steps
from epreuve.probes.journeys.template import PlaceholderError, Variables
from epreuve.probes.journeys.verdict import judge


class SessionResult(NamedTuple):
    """Outcome of the last step, captured values, responses, successful steps and exchanges."""

    outcome: Outcome
    step: str
    detail: str
    captured: dict[str, str]
    responses: tuple[HttpResponse, ...]
    succeeded: int = 0
    exchanges: tuple[HttpExchange, ...] = ()


CONCLUSIVE = (404, 410)  # beside 2xx, the statuses that say whether something exists


def is_definite(result: SessionResult) -> bool:
    """Return whether the response concerns the request, rather than a failure of the service."""
    if result.outcome in ("success", "wrong content"):
        return bool(result.responses)
    return result.outcome == "http error" and result.responses[-1].status in CONCLUSIVE


class Session:
    """One user's session: cookies and captured values are kept from a step to the next.

    `timeout` is in seconds per step; there is no thinking time and no retry.
    """

    def __init__(
        self,
        citizen: Citizen,
        url: str,
        authority: str,
        timeout: float,
        sender: Sender,
        captured: dict[str, str] | None = None,
    ) -> None:
        self.variables = Variables(citizen, dict(captured or {}))
        self._exchanges: list[HttpExchange] = []
        self._client = HttpClient(url, authority, sender, resends=True, exchanges=self._exchanges)
        self._engine: Engine = sender.browser.engine
        self._timeout = timeout
        self._unanswered: list[Step] = []  # sent, without a success

    def run(self, steps: Steps) -> SessionResult:
        """Run steps until one fails."""
        responses: list[HttpResponse] = []
        self._exchanges.clear()
        outcome: Outcome = "success"
        label = detail = ""
        succeeded = 0
        for step in steps:
            label = step.label
            outcome, detail = self._run_step(step, responses)
            if outcome != "success":
                break
            succeeded += 1
        variables = self.variables
        return SessionResult(
            outcome, label, variables.redact(detail), variables.captured, tuple(responses),
            succeeded, tuple(self._exchanges),
        )  # fmt: skip

    def lose_response(self, step: Step) -> int:
        """Send the request of a step, and lose its response; return its status, 0 without one."""
        try:
            request = compose(step, self.variables, self._engine)
            self._unanswered.append(step)
            return self._client.lose_response(request, step.timeout or self._timeout)
        except (ExchangeError, PlaceholderError):
            return 0

    def close(self) -> None:
        """Close the connection; the next step opens another. Closing twice is allowed."""
        self._client.close()

    def _run_step(self, step: Step, responses: list[HttpResponse]) -> tuple[Outcome, str]:
        try:
            request = compose(step, self.variables, self._engine)
            limit = step.timeout or self._timeout
            response = self._client.fetch(request, limit, step.redirects)
            responses.append(response)
            again = any(step is one for one in self._unanswered)
            verdict = judge(step, response, self.variables, is_sent_again=again)
        except ExchangeError as failure:
            if failure.outcome not in UNSENT:
                self._unanswered.append(step)
            return failure.outcome, failure.detail
        except PlaceholderError as mistake:
            return "error", str(mistake)
        if verdict.outcome != "success":
            self._unanswered.append(step)
        self.variables.captured.update(verdict.captured)
        keep_page(step, response, verdict, self.variables)
        return verdict.outcome, verdict.detail


def run_session(
    steps: Steps,
    captured: dict[str, str],
    citizen: Citizen,
    url: str,
    authority: str,
    timeout: float,
    sender: Sender,
) -> SessionResult:
    """Run steps on a connection of their own; `timeout` is in seconds per step."""
    session = Session(citizen, url, authority, timeout, sender, captured)
    try:
        return session.run(steps)
    finally:
        session.close()
