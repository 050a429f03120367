"""The result of one try of a step, and the wait before the next try."""

import random
from dataclasses import dataclass

from epreuve.probes.evidence.records import Outcome
from epreuve.probes.http.response import HttpResponse
from epreuve.probes.load.plan import Retries

MOST_ANNOUNCED = 60  # retries of one step at a time that the service announced
SHORTEST_ANNOUNCED = 1.0  # seconds: a service that announces 0 must not get endless requests
_FINAL: tuple[Outcome, ...] = ("success", "wrong content", "gave up", "error")  # no usual retry


@dataclass(slots=True)
class Try:
    """Result of one try of a step.

    `announced`: seconds after which the service wants the next; `unexpected`: a response that
    is no success.
    """

    outcome: Outcome
    detail: str = ""
    status: int = 0
    size: int = 0
    guided: bool = False
    announced: float | None = None
    unexpected: HttpResponse | None = None

    @property
    def may_be_retried(self) -> bool:
        """Whether a user tries again: the service wants it, was overloaded or did not respond."""
        if self.announced is not None:
            return True
        if self.outcome == "http error":
            return self.status == 429 or self.status >= 500
        return self.outcome not in _FINAL


class Waits:
    """Waits of one user before the retries of one step: announced by the service, or drawn."""

    def __init__(self, retries: Retries, draws: random.Random) -> None:
        self._retries, self._draws = retries, draws
        self._announced = self._drawn = 0

    def after(self, result: Try, left: float) -> float | None:
        """Return the seconds before the next try; None when the user does not try again.

        `left` is the rest of the patience in seconds. A drawn wait may be longer: the patience
        then ends in the wait.
        """
        retries = self._retries
        if not (retries.at_most and result.may_be_retried):
            return None
        if result.announced is not None:
            self._announced += 1
            wait = max(result.announced, SHORTEST_ANNOUNCED)
            return wait if wait < left and self._announced <= MOST_ANNOUNCED else None
        self._drawn += 1
        if self._drawn > retries.at_most or left < retries.shortest_wait:
            return None
        return self._draws.uniform(retries.shortest_wait, retries.longest_wait)
