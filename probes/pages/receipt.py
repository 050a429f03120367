"""Receipt verification: whether the service kept each acknowledged submission."""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.reason import recorded
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.journey import Journey, Steps
from epreuve.probes.journeys.session import SessionResult, run_session
from epreuve.probes.pages.adaptive_limit import FIRST, MOST, AdaptiveLimit
from epreuve.probes.pages.loss_control import SETTLE, LossControl
from epreuve.probes.pages.open_receipt import TRIES, OpenReceipt
from epreuve.probes.pages.receipt_records import ReceiptControl, ReceiptObservation
from epreuve.probes.pages.receipt_state import State, may_change, state_of
from epreuve.probes.pages.submission import Submission
from epreuve.probes.pages.unique_count import uniqueness

STEP_LIMIT = 30.0  # seconds
PAUSE = 0.5  # seconds between two rounds, at first
LONGEST_PAUSE = 5.0
SHORTEST = 60.0  # seconds that the reading may always take
MARGIN = 3.0  # times the expected duration

RunSteps = Callable[[Steps, dict[str, str], Citizen, float], SessionResult]
"""Runs steps in a session of their own: captured values, user, seconds per step."""


def on_site(url: str, authority: str) -> RunSteps:
    """Return a function that runs steps on a service."""
    return lambda steps, captured, citizen, limit: run_session(
        steps, captured, citizen, url, authority, limit
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """Parameters of reading receipts again; times are in seconds."""

    journeys: Mapping[str, Journey]
    citizen: Callable[[int], Citizen]  # by arrival
    run: RunSteps
    within: float  # at most, for all receipts
    controls: Mapping[str, ReceiptControl] = field(default_factory=dict)  # by journey
    last_cut: float = -1.0  # when the power was cut last, on the clock of the attempts
    processed_within: float = 20.0  # for the back office to receive what was read
    seed: int = 0  # of the order of reading
    settles_within: float = 0.0  # a submission may appear so long after its receipt, at least
    loads_within: float = 0.0  # a service that is ready may load its data so long
    now: Callable[[], float] = time.monotonic  # clock of the observations and of the attempts


def verify_receipts(
    attempts: Sequence[Attempt], reading: Reading
) -> Iterator[Observation[ReceiptObservation]]:
    """Yield one observation per attempt that has a receipt.

    Receipts are read side by side, in an order drawn at random: when the time ends, those read are
    a sample of the whole run. Unread ones are asked again until then. So are young ones that are
    not stored: a queue or a replica may still show them. No loss is final at its first response: a
    service that is ready may still load its data.
    """
    start = time.monotonic()
    receipts = [_opened(attempt, reading, start) for attempt in attempts if attempt.receipt]
    random.Random(f"receipts:{reading.seed}").shuffle(receipts)
    with ThreadPoolExecutor(MOST, thread_name_prefix="receipt") as threads:
        verifier = _ReceiptVerifier(reading, threads, receipts)
        pending: list[OpenReceipt] = []
        for receipt in verifier.read(receipts):
            if verifier.is_pending(receipt):
                pending.append(receipt)
            else:
                yield receipt.observation(reading.now())
        for receipt in verifier.follow(pending):
            yield receipt.observation(reading.now())


class _ReceiptVerifier:
    """Runner of the `verify`, `unique` and `processed` steps of receipts, until its end."""

    def __init__(
        self, reading: Reading, threads: ThreadPoolExecutor, receipts: Sequence[OpenReceipt]
    ) -> None:
        self._reading, self._threads, self._number = reading, threads, len(receipts)
        self._limit = AdaptiveLimit()
        self._control = LossControl(
            reading.journeys, reading.citizen, reading.controls, self._run, self._sleep
        )
        self._start = time.monotonic()
        settled = max((receipt.settles for receipt in receipts), default=0.0)
        self._settling = max(0.0, settled - self._start)
        self._end = self._latest = self._start + self._settling + reading.within

    @property
    def has_time(self) -> bool:
        return time.monotonic() < self._end

    def read(self, receipts: list[OpenReceipt]) -> Iterator[OpenReceipt]:
        """Read receipts, the open ones again until the end; yield each once."""
        pause = PAUSE
        while receipts:
            again: list[OpenReceipt] = []
            for receipt in self._side_by_side(self._verify, receipts):
                if receipt.is_open and self._reading.journeys[receipt.attempt.journey].verify:
                    again.append(receipt)
                else:
                    yield self._confirmed(receipt)
            if again and not self._sleep(pause):
                for receipt in again:
                    receipt.leave_unsure()
                    yield receipt
                return
            self._number += len(again)
            receipts, pause = again, min(2 * pause, LONGEST_PAUSE)

    def follow(self, receipts: list[OpenReceipt]) -> Iterator[OpenReceipt]:
        """Ask whether the back office has stored submissions, for a while; yield each once."""
        self._end = self._latest = min(self._end, time.monotonic() + self._reading.processed_within)
        while receipts:
            again: list[OpenReceipt] = []
            for receipt in self._side_by_side(self._check_processed, receipts):
                if self.is_pending(receipt):
                    again.append(receipt)
                else:
                    yield receipt
            if again and not self._sleep(PAUSE):
                yield from again
                return
            receipts = again

    def is_pending(self, receipt: OpenReceipt) -> bool:
        """Return whether the back office may still receive the submission."""
        journey = self._reading.journeys[receipt.attempt.journey]
        return bool(journey.processed) and receipt.state.state == "stored" and not receipt.processed

    def _sleep(self, seconds: float) -> bool:
        """Wait; return whether time is left."""
        time.sleep(max(0.0, min(seconds, self._end - time.monotonic())))
        return self.has_time

    def _side_by_side(
        self, work: Callable[[OpenReceipt], bool], receipts: list[OpenReceipt]
    ) -> Iterator[OpenReceipt]:
        """Do `work`, which returns whether the service failed; yield each receipt, also undone."""
        waiting, running = receipts[::-1], dict[Future[tuple[float, bool]], OpenReceipt]()
        while waiting or running:
            while waiting and len(running) < self._limit.value and self.has_time:
                receipt = waiting.pop()
                running[self._threads.submit(_timed, work, receipt)] = receipt
            if not running:
                yield from reversed(waiting)
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                seconds, failed = future.result()
                self._limit.note(seconds, failed=failed)
                expected = self._start + self._settling + self._expected()
                self._end = min(self._latest, expected)
                yield running.pop(future)

    def _expected(self) -> float:
        """Return the seconds that the reading may take, from the latency of the first responses."""
        if not self._limit.latency:
            return self._reading.within
        return max(SHORTEST, MARGIN * self._number * self._limit.latency / FIRST)

    def _verify(self, receipt: OpenReceipt) -> bool:
        """Read a receipt once; return whether the service failed to respond."""
        attempt, reading = receipt.attempt, self._reading
        submission = self._submission(attempt)
        if not submission.journey.verify:
            receipt.state = State("unread", recorded("the journey has no `verify` steps"))
            return False
        receipt.read_at = time.monotonic()
        result = self._run(submission, submission.journey.verify)
        receipt.tries += 1
        receipt.state = state_of(
            submission, result, reading.controls.get(attempt.journey),
            cut_since=attempt.started <= reading.last_cut,
        )  # fmt: skip
        receipt.may_change = may_change(result) or receipt.state.doubtful
        if receipt.state.state == "stored":
            receipt.counts = bool(submission.journey.unique)
            receipt.note_count(self._unique(submission))
            self._control.note_stored(attempt.journey, submission)
        return receipt.state.state == "unread" and receipt.may_change

    def _confirmed(self, receipt: OpenReceipt) -> OpenReceipt:
        """Read a loss that may pass once more, if another submission can be read; else unread."""
        if not (receipt.state.state == "lost" and receipt.may_change):
            return receipt
        name, by_another = receipt.attempt.journey, receipt.state.by_another
        page = self._control.page(name)
        if page is None:
            receipt.leave_unsure()
        elif by_another and self._control.shows_others(name, page):
            receipt.state = State(
                "unread", recorded("the pages of this service show several users")
            )
        else:
            self._verify(receipt)
        return receipt

    def _unique(self, submission: Submission) -> bool | None:
        steps = submission.journey.unique
        for _ in range(TRIES if steps else 0):
            result = self._run(submission, steps)
            if not may_change(result) or not self.has_time:
                return uniqueness(submission, result)
        return None

    def _check_processed(self, receipt: OpenReceipt) -> bool:
        submission = self._submission(receipt.attempt)
        result = self._run(submission, submission.journey.processed)
        if result.responses and not may_change(result):
            receipt.processed = result.outcome == "success"
        return may_change(result)

    def _submission(self, attempt: Attempt) -> Submission:
        journey = self._reading.journeys[attempt.journey]
        return Submission(journey, attempt.receipt, self._reading.citizen(attempt.arrival))

    def _run(self, submission: Submission, steps: Steps) -> SessionResult:
        limit = min(STEP_LIMIT, max(0.1, self._end - time.monotonic()))
        return self._reading.run(steps, submission.captured, submission.citizen, limit)


def _opened(attempt: Attempt, reading: Reading, start: float) -> OpenReceipt:
    """Return the receipt, with the end of the time in which its submission may appear."""
    control = reading.controls.get(attempt.journey)
    appears = 0.0 if control is None else SETTLE * control.appears_within
    wait = max(reading.settles_within, appears)
    left = min(attempt.receipt_at + wait - reading.now(), wait)
    return OpenReceipt(attempt, start + max(left, reading.loads_within))


def _timed(work: Callable[[OpenReceipt], bool], receipt: OpenReceipt) -> tuple[float, bool]:
    start = time.monotonic()
    failed = work(receipt)
    return time.monotonic() - start, failed
