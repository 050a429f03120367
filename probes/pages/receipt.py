"""Receipt verification: whether the service kept each acknowledged submission."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.journey import Journey, Steps
from epreuve.probes.journeys.session import SessionResult, run_session
from epreuve.probes.journeys.verdict import holds_text
from epreuve.probes.pages.receipt_records import ReceiptObservation

TRIES = 3
STEP_LIMIT = 10.0  # seconds
PAUSE = 0.5  # seconds between two checks of what is still being processed
_CONCLUSIVE = (404, 410)  # beside 2xx, the statuses that say whether the submission exists


@dataclass(frozen=True, slots=True)
class _Verification:
    """State of one receipt; None is unknown, or not checked."""

    attempt: Attempt
    answered: bool = False
    found: bool = False
    intact: bool = False
    unique: bool | None = None
    processed: bool | None = None


class _ReceiptVerifier:
    """Runs the `verify`, `unique` and `processed` steps of receipts until `end` (monotonic)."""

    def __init__(
        self, journeys: Mapping[str, Journey], seed: int, url: str, authority: str, end: float
    ) -> None:
        self._journeys = journeys
        self._seed = seed
        self._url = url
        self._authority = authority
        self._end = end

    @property
    def has_time(self) -> bool:
        return time.monotonic() < self._end

    def verify(self, attempt: Attempt) -> _Verification:
        """Check that the submission exists, intact and once; unread without a response."""
        journey = self._journeys[attempt.journey]
        result = self._run(attempt, journey.verify)
        if result is None or not result.responses:
            return _Verification(attempt)
        first = result.responses[0]
        readable = 200 <= first.status < 300 and holds_text(first, attempt.receipt)
        unique = self._passes(attempt, journey.unique) if readable else None
        return _Verification(
            attempt, True, readable, readable and result.outcome == "success", unique
        )

    def check_processed(self, verification: _Verification) -> _Verification:
        """Return the verification with the current state of the back office."""
        steps = self._journeys[verification.attempt.journey].processed
        return replace(verification, processed=self._passes(verification.attempt, steps))

    def is_pending(self, verification: _Verification) -> bool:
        """Whether the back office may still receive the submission."""
        journey = self._journeys[verification.attempt.journey]
        return bool(journey.processed) and verification.found and not verification.processed

    def _passes(self, attempt: Attempt, steps: Steps) -> bool | None:
        result = self._run(attempt, steps)
        return None if result is None else result.outcome == "success"

    def _run(self, attempt: Attempt, steps: Steps) -> SessionResult | None:
        """First conclusive session, None without one."""
        name = self._journeys[attempt.journey].acknowledged_by or "receipt"
        captured = {"receipt": attempt.receipt, name: attempt.receipt}
        citizen = Citizen(self._seed, attempt.arrival)
        for _ in range(TRIES if steps else 0):
            if not self.has_time:
                break
            limit = min(STEP_LIMIT, max(0.1, self._end - time.monotonic()))
            result = run_session(steps, captured, citizen, self._url, self._authority, limit)
            if is_definite(result):
                return result
        return None


def is_definite(result: SessionResult) -> bool:
    """Whether the response concerns the submission, rather than a failure of the service."""
    if result.outcome in ("success", "wrong content"):
        return bool(result.responses)
    return result.outcome == "http error" and result.responses[-1].status in _CONCLUSIVE


def verify_receipts(
    attempts: Iterable[Attempt],
    journeys: Mapping[str, Journey],
    seed: int,
    url: str,
    authority: str,
    budget: float,
    concurrency: int = 8,
    now: Callable[[], float] = time.monotonic,
) -> Iterator[Observation[ReceiptObservation]]:
    """Yield one observation per receipt, for at most `budget` seconds; `now` gives their times.

    `answered` is False without a definite answer (none, 5xx, no time left, no `verify` steps): that
    is inconclusive. Only a definite answer, 404 or a page without the number, is a loss.
    """
    verifier = _ReceiptVerifier(journeys, seed, url, authority, time.monotonic() + budget)
    acknowledged = [attempt for attempt in attempts if attempt.receipt]
    with ThreadPoolExecutor(concurrency, thread_name_prefix="receipt") as threads:
        pending: list[_Verification] = []
        for verification in threads.map(verifier.verify, acknowledged):
            if verifier.is_pending(verification):
                pending.append(verification)
            else:
                yield _observation(verification, now())
        while pending:
            checked = list(threads.map(verifier.check_processed, pending))
            pending = [v for v in checked if verifier.has_time and verifier.is_pending(v)]
            waiting = {verification.attempt.arrival for verification in pending}
            for verification in checked:
                if verification.attempt.arrival not in waiting:
                    yield _observation(verification, now())
            if pending:
                time.sleep(PAUSE)


def _observation(verification: _Verification, time: float) -> Observation[ReceiptObservation]:
    record = ReceiptObservation(
        arrival=verification.attempt.arrival,
        journey=verification.attempt.journey,
        answered=verification.answered,
        found=verification.found,
        intact=verification.intact,
        unique=verification.unique,
        processed=verification.processed,
    )
    return Observation(time, verification.attempt.receipt, record)
