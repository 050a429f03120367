"""A few steps walked by the harness itself, without Locust: to verify a receipt, to read a page."""

from typing import NamedTuple

from epreuve.probes.evidence.records import Outcome
from epreuve.probes.http.connection import Connection
from epreuve.probes.http.cookies import CookieJar
from epreuve.probes.http.redirects import follow_redirects
from epreuve.probes.http.response import ExchangeError, HttpResponse
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.composition import compose
from epreuve.probes.journeys.journey import Step, Steps
from epreuve.probes.journeys.template import PlaceholderError, Variables
from epreuve.probes.journeys.verdict import judge


class SessionResult(NamedTuple):
    """Where a walk ended: the last step's outcome, what was captured, every answer read."""

    outcome: Outcome
    step: str
    detail: str
    variables: dict[str, str]
    answers: tuple[HttpResponse, ...]


class Session:
    """One citizen on the way: cookies and captured values are kept from a step to the next.

    `timeout` is in seconds a step; nobody thinks nor reloads.
    """

    def __init__(
        self,
        citizen: Citizen,
        address: str,
        authority: str,
        timeout: float,
        variables: dict[str, str] | None = None,
    ) -> None:
        self.known = Variables(citizen, dict(variables or {}))
        self._dial, self._cookies = Connection(address, authority), CookieJar()
        self._timeout = timeout

    def take(self, steps: Steps) -> SessionResult:
        """Take steps until one fails."""
        answers: list[HttpResponse] = []
        outcome: Outcome = "success"
        label = detail = ""
        for step in steps:
            label = step.label
            outcome, detail = self._ask(step, answers)
            if outcome != "success":
                break
        known = self.known
        return SessionResult(outcome, label, known.redact(detail), known.captured, tuple(answers))

    def hang_up(self) -> None:
        """Close the connection; the next step opens another. Twice is fine."""
        self._dial.close()

    def _ask(self, step: Step, answers: list[HttpResponse]) -> tuple[Outcome, str]:
        limit = step.timeout or self._timeout
        try:
            answer = follow_redirects(
                lambda call: self._dial.exchange(call, limit),
                compose(step, self.known),
                self._cookies,
                self._dial.origin,
                follow=step.redirects,
            )
            answers.append(answer)
            verdict = judge(step, answer, self.known)
        except ExchangeError as failed:
            return failed.outcome, failed.detail
        except PlaceholderError as mistake:
            return "error", str(mistake)
        self.known.captured.update(verdict.captured)
        return verdict.outcome, verdict.detail


def run_session(
    steps: Steps,
    variables: dict[str, str],
    citizen: Citizen,
    address: str,
    authority: str,
    timeout: float,
) -> SessionResult:
    """Session steps on a connection of their own; `timeout` is in seconds a step."""
    way = Session(citizen, address, authority, timeout, variables)
    try:
        return way.take(steps)
    finally:
        way.hang_up()
