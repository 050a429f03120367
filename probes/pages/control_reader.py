"""Requests of a receipt control: those for a receipt just made, and for others never given."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.excerpt import excerpt
from epreuve.probes.journeys.session import SessionResult
from epreuve.probes.journeys.step import Steps
from epreuve.probes.journeys.template import Variables
from epreuve.probes.pages.never_given import has_far
from epreuve.probes.pages.open_receipt import TRIES
from epreuve.probes.pages.past_caches import as_reload, at_new_address
from epreuve.probes.pages.reading_step import at_reading
from epreuve.probes.pages.receipt import RunSteps
from epreuve.probes.pages.receipt_state import may_change
from epreuve.probes.pages.submission import Submission, asks_to_log_in

EVERY = 0.5  # seconds between two readings
FORGERIES = 3  # receipts never given in each range, at most [A]
_KEPT_OUT = (401, 403, 405)
NEVER_SENT = 500_000_000  # added to the number of a user: a user who never sent a request


@dataclass(frozen=True, slots=True)
class ControlReader:
    """Reader of a submission just made; times are in seconds.

    `run` runs steps in a fresh session. A submission may take `within` to appear.
    """

    submission: Submission
    run: RunSteps
    limit: float  # per step
    within: float

    def read(self, steps: Steps) -> SessionResult:
        """Return the result for the receipt just made."""
        return self._read(steps, self.submission)

    def read_until(self, steps: Steps, is_there: Callable[[SessionResult], bool]) -> SessionResult:
        """Return the first result that `is_there` accepts, else the last one in time.

        No cache answers with the first response. The wait ends at a response to who is not logged
        in: time does not change it.
        """
        end = time.monotonic() + self.within
        number, result = 0, self.read(steps)
        while not (is_there(result) or _is_kept_out(result)) and time.monotonic() <= end:
            time.sleep(EVERY)
            number += 1
            result = self._read(steps, self.submission, as_reload)
            if not is_there(result):
                other = self._read(steps, self.submission, partial(_anew, number))
                result = other if is_there(other) else result
        return result

    def read_forged(
        self, steps: Steps, number: int, *, far: bool = False
    ) -> tuple[Submission, SessionResult]:
        """Return a receipt never given, of a user who never sent a request if no step sends it."""
        if not self.submission.is_named_by(steps):
            return self.read_stranger(steps, number)
        return self._read_steadily(steps, self._forged(self.submission.citizen, number, far=far))

    def read_stranger(self, steps: Steps, number: int = 0) -> tuple[Submission, SessionResult]:
        """Return a receipt never given, of a user who never sent a request."""
        return self._read_steadily(
            steps, self._forged(stranger(self.submission.citizen, number), number)
        )

    def ranges(self, steps: Steps) -> tuple[bool, ...]:
        """Return the ranges of receipts never given: near the one just made, and far above it."""
        far = self.submission.is_named_by(steps) and has_far(self.submission.receipt)
        return (False, True) if far else (False,)

    def forgeries(self, steps: Steps) -> Iterator[tuple[Submission, SessionResult]]:
        """Yield several receipts never given, then one of a user who never sent a request.

        Another user may have one of them: a copy of real data has many.
        """
        for far in self.ranges(steps):
            yield from (self.read_forged(steps, number, far=far) for number in range(FORGERIES))
        yield self.read_stranger(steps)

    def excerpt(self, result: SessionResult) -> str:
        """Return the beginning of the last response, without the secrets of the journey."""
        variables = Variables(self.submission.citizen, dict(result.captured))
        variables.hide(self.submission.journey.model_dump_json())
        return excerpt(result.responses[-1], variables) if result.responses else ""

    def _forged(self, citizen: Citizen, number: int, *, far: bool = False) -> Submission:
        return self.submission.never_given(number, far=far, citizen=citizen)

    def _read_steadily(
        self, steps: Steps, submission: Submission
    ) -> tuple[Submission, SessionResult]:
        """Read again while the response may be a moment's failure."""
        result = self._read(steps, submission)
        for _ in range(TRIES - 1):
            if not may_change(result):
                break
            result = self._read(steps, submission)
        return submission, result

    def _read(
        self, steps: Steps, submission: Submission, changed: Callable[[Steps], Steps] | None = None
    ) -> SessionResult:
        """Return the result of steps, or of the same steps for other caches on the way."""
        sent = steps if changed is None else changed(steps)
        result = self.run(sent, submission.captured, submission.citizen, self.limit)
        is_verify = steps is submission.journey.verify
        return at_reading(submission, result) if is_verify else result


def _anew(number: int, steps: Steps) -> Steps:
    return as_reload(at_new_address(steps, number))


def _is_kept_out(result: SessionResult) -> bool:
    """Return whether the service refuses a reader, or leads to a page that asks to log in."""
    if not result.responses:
        return False
    response = result.responses[-1]
    is_led = any(exchange.location for exchange in result.exchanges)
    return response.status in _KEPT_OUT or (is_led and asks_to_log_in(response))


def stranger(citizen: Citizen, number: int = 0) -> Citizen:
    """Return a user who never sent a request."""
    return replace(citizen, number=citizen.number + NEVER_SENT + number)
