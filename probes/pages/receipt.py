"""Every receipt that citizens hold is shown again to the service: has it kept their submission?"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from epreuve.probes.evidence.records import Attempt, Observation
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.journey import Journey, Steps
from epreuve.probes.journeys.session import SessionResult, run_session
from epreuve.probes.journeys.verdict import holds_text

TRIES = 3
STEP_LIMIT = 10.0  # seconds
PAUSE = 0.5  # seconds between two looks at what is still being processed
_SPEAKING = (404, 410)  # beside 2xx, the answers that say something about the submission


@dataclass(frozen=True, slots=True)
class _Audit:
    """What is known of one receipt; None is what is not known, or was not asked."""

    attempt: Attempt
    read: bool = False
    found: bool = False
    intact: bool = False
    once: bool | None = None
    processed: bool | None = None


class _Desk:
    """Where receipts are shown."""

    def __init__(
        self, journeys: Mapping[str, Journey], seed: int, address: str, authority: str, end: float
    ) -> None:
        self._journeys = journeys
        self._seed = seed
        self._address = address
        self._authority = authority
        self._end = end

    @property
    def open(self) -> bool:
        return time.monotonic() < self._end

    def verify(self, attempt: Attempt) -> _Audit:
        """Found, intact and unique; unread when the service never answered."""
        journey = self._journeys[attempt.journey]
        seen = self._show(attempt, journey.verify)
        if seen is None or not seen.answers:
            return _Audit(attempt)
        first = seen.answers[0]
        found = 200 <= first.status < 300 and holds_text(first, attempt.receipt)
        once = self._passes(attempt, journey.unique) if found else None
        return _Audit(attempt, True, found, found and seen.outcome == "success", once)

    def process(self, audit: _Audit) -> _Audit:
        """The same audit, with what the back office says now."""
        steps = self._journeys[audit.attempt.journey].processed
        return replace(audit, processed=self._passes(audit.attempt, steps))

    def is_pending(self, audit: _Audit) -> bool:
        """Whether the back office may still come to have it."""
        journey = self._journeys[audit.attempt.journey]
        return bool(journey.processed) and audit.found and not audit.processed

    def _passes(self, attempt: Attempt, steps: Steps) -> bool | None:
        seen = self._show(attempt, steps)
        return None if seen is None else seen.outcome == "success"

    def _show(self, attempt: Attempt, steps: Steps) -> SessionResult | None:
        """The first walk that the service answered for good, None without one."""
        name = self._journeys[attempt.journey].acknowledged_by or "receipt"
        known = {"receipt": attempt.receipt, name: attempt.receipt}
        citizen = Citizen(self._seed, attempt.arrival)
        for _ in range(TRIES if steps else 0):
            if not self.open:
                break
            limit = min(STEP_LIMIT, max(0.1, self._end - time.monotonic()))
            seen = run_session(steps, known, citizen, self._address, self._authority, limit)
            if is_definite(seen):
                return seen
        return None


def is_definite(seen: SessionResult) -> bool:
    """Whether the service spoke about the submission, rather than of its own trouble."""
    if seen.outcome in ("success", "wrong content"):
        return bool(seen.answers)
    return seen.outcome == "http error" and seen.answers[-1].status in _SPEAKING


def verify_receipts(
    attempts: Iterable[Attempt],
    journeys: Mapping[str, Journey],
    seed: int,
    address: str,
    authority: str,
    budget: float,
    concurrency: int = 8,
    now: Callable[[], float] = time.monotonic,
) -> Iterator[Observation]:
    """One observation a receipt, for at most `budget` seconds; `now` gives their times.

    `read` is False when the service did not say (no answer, 5xx, no time left, no `verify` steps):
    that is inconclusive. Only a definite answer, 404 or a page without the number, is a loss.
    """
    desk = _Desk(journeys, seed, address, authority, time.monotonic() + budget)
    held = [attempt for attempt in attempts if attempt.receipt]
    with ThreadPoolExecutor(concurrency, thread_name_prefix="receipt") as threads:
        pending: list[_Audit] = []
        for audit in threads.map(desk.verify, held):
            if desk.is_pending(audit):
                pending.append(audit)
            else:
                yield _observation(audit, now())
        while pending:
            looked = list(threads.map(desk.process, pending))
            pending = [audit for audit in looked if desk.open and desk.is_pending(audit)]
            waiting = {audit.attempt.arrival for audit in pending}
            for audit in looked:
                if audit.attempt.arrival not in waiting:
                    yield _observation(audit, now())
            if pending:
                time.sleep(PAUSE)


def _observation(audit: _Audit, time: float) -> Observation:
    value = {
        "arrival": audit.attempt.arrival,
        "journey": audit.attempt.journey,
        "read": audit.read,
        "found": audit.found,
        "intact": audit.intact,
        "once": audit.once,
        "processed": audit.processed,
    }
    return Observation(time, "receipt", audit.attempt.receipt, value)
