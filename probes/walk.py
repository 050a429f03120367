"""A few steps walked by the harness itself, without Locust: to verify a receipt, to read a page."""

from typing import NamedTuple

from epreuve.probes.answer import Answer, ExchangeError
from epreuve.probes.call import compose
from epreuve.probes.citizen import Citizen
from epreuve.probes.cookies import Cookies
from epreuve.probes.dial import Dial
from epreuve.probes.evidence import Outcome
from epreuve.probes.journey import Step, Steps
from epreuve.probes.template import PlaceholderError, Variables
from epreuve.probes.verdict import judge
from epreuve.probes.visit import visit


class WalkResult(NamedTuple):
    """Where a walk ended: the last step's outcome, what was captured, every answer read."""

    outcome: Outcome
    step: str
    detail: str
    variables: dict[str, str]
    answers: tuple[Answer, ...]


def walk(
    steps: Steps,
    variables: dict[str, str],
    citizen: Citizen,
    address: str,
    authority: str,
    timeout: float,
) -> WalkResult:
    """Walk steps without thinking nor reloading; `timeout` is in seconds a step."""
    known = Variables(citizen, dict(variables))
    dial, cookies = Dial(address, authority), Cookies()
    answers: list[Answer] = []
    outcome: Outcome = "success"
    label = detail = ""
    try:
        for step in steps:
            label = step.label
            outcome, detail = _ask(step, known, dial, cookies, timeout, answers)
            if outcome != "success":
                break
    finally:
        dial.close()
    return WalkResult(outcome, label, known.redact(detail), known.captured, tuple(answers))


def _ask(
    step: Step,
    known: Variables,
    dial: Dial,
    cookies: Cookies,
    timeout: float,
    answers: list[Answer],
) -> tuple[Outcome, str]:
    limit = step.timeout or timeout
    try:
        answer = visit(
            lambda call: dial.exchange(call, limit),
            compose(step, known),
            cookies,
            dial.origin,
            follow=step.redirects,
        )
        answers.append(answer)
        verdict = judge(step, answer, known)
    except ExchangeError as failed:
        return failed.outcome, failed.detail
    except PlaceholderError as mistake:
        return "error", str(mistake)
    known.captured.update(verdict.captured)
    return verdict.outcome, verdict.detail
