"""Receipt verification: whether the service kept each acknowledged submission."""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.reason import recorded
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.http.sender import Senders
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.journeys.session import SessionResult, run_session
from epreuve.probes.journeys.step import Steps
from epreuve.probes.pages.adaptive_limit import MOST
from epreuve.probes.pages.loss_control import SETTLE, LossControl, shows_its_user
from epreuve.probes.pages.losses import Losses
from epreuve.probes.pages.open_receipt import TRIES, OpenReceipt
from epreuve.probes.pages.past_caches import as_reload, at_new_address
from epreuve.probes.pages.pauses import LONGEST_PAUSE, PAUSE
from epreuve.probes.pages.reading_step import at_reading
from epreuve.probes.pages.receipt_pool import ReceiptPool
from epreuve.probes.pages.receipt_records import ReceiptControl, ReceiptObservation
from epreuve.probes.pages.receipt_state import State, may_change, state_of
from epreuve.probes.pages.submission import Submission
from epreuve.probes.pages.unique_count import uniqueness

STEP_LIMIT = 30.0  # seconds

RunSteps = Callable[[Steps, dict[str, str], Citizen, float], SessionResult]
"""Runs steps in a session of their own: captured values, user, seconds per step."""


def on_site(url: str, authority: str, senders: Senders) -> RunSteps:
    """Return a function that runs steps on a service, each time without the earlier cookies.

    Who has a receipt reads it with another browser than the one that got it.
    """

    def run(
        steps: Steps, captured: dict[str, str], citizen: Citizen, limit: float
    ) -> SessionResult:
        sender = senders.own_or_reader(citizen.number, reads=any(captured.values()))
        return run_session(steps, captured, citizen, url, authority, limit, sender)

    return run


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
    not stored: a queue or a replica may still show them. No loss is final at its first response, or
    while others end: a service that is ready may still load its data. Nor is one that only the copy
    of a cache shows.
    """
    start = time.monotonic()
    receipts = [_opened(attempt, reading, start) for attempt in attempts if attempt.receipt]
    random.Random(f"receipts:{reading.seed}").shuffle(receipts)
    with ThreadPoolExecutor(MOST, thread_name_prefix="receipt") as threads:
        pool = ReceiptPool(threads, receipts, reading.within)
        verifier = _ReceiptVerifier(reading, pool)
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

    def __init__(self, reading: Reading, pool: ReceiptPool) -> None:
        self._reading, self._pool, self._losses = reading, pool, Losses()
        self._control = LossControl(
            reading.journeys, reading.citizen, reading.controls, self._run, pool.sleep
        )

    def read(self, receipts: list[OpenReceipt]) -> Iterator[OpenReceipt]:
        """Read receipts, the open ones again until the end; yield each once."""
        pause, is_first = PAUSE, True
        again = dict.fromkeys(receipts)
        while again:
            for receipt in self._round(list(again), is_first=is_first):
                if self._is_open(receipt):
                    again[receipt] = None
                else:
                    del again[receipt]
                    yield receipt
            if all(map(self._losses.is_final, again)) or not self._pool.sleep(pause):
                break
            pause, is_first = min(2 * pause, LONGEST_PAUSE), False
        for receipt in again:
            self._losses.leave_unsure(receipt)
            yield receipt

    def follow(self, receipts: list[OpenReceipt]) -> Iterator[OpenReceipt]:
        """Ask whether the back office has stored submissions, for a while; yield each once."""
        self._pool.end_within(self._reading.processed_within)
        while receipts:
            again: list[OpenReceipt] = []
            for receipt in self._pool.run(self._check_processed, receipts[::-1]):
                if self.is_pending(receipt):
                    again.append(receipt)
                else:
                    yield receipt
            if again and not self._pool.sleep(PAUSE):
                yield from again
                return
            receipts = again

    def _round(self, receipts: list[OpenReceipt], *, is_first: bool) -> Iterator[OpenReceipt]:
        """Read receipts that are due; yield each after a reading, and after its confirmation."""
        if not is_first:
            self._losses.begin_again()
        waiting = [receipt for receipt in reversed(receipts) if self._losses.is_due(receipt)]
        self._pool.expect(len(waiting))
        for receipt in self._pool.run(self._verify, waiting):
            self._losses.note(receipt)
            yield receipt
            if is_first:
                waiting += self._losses.early(PAUSE, is_urgent=self._pool.is_half_over)
        for receipt in filter(self._losses.is_ready, receipts):
            if self._pool.time_left > 0:
                self._confirm(receipt)
                self._losses.note(receipt)
                yield receipt

    def _is_open(self, receipt: OpenReceipt) -> bool:
        return receipt.is_open and bool(self._reading.journeys[receipt.attempt.journey].verify)

    def is_pending(self, receipt: OpenReceipt) -> bool:
        """Return whether the back office may still receive the submission."""
        journey = self._reading.journeys[receipt.attempt.journey]
        return bool(journey.processed) and receipt.state.state == "stored" and not receipt.processed

    def _verify(self, receipt: OpenReceipt) -> bool:
        """Read a receipt once; return whether the service failed to respond."""
        attempt = receipt.attempt
        submission = self._submission(attempt)
        if not submission.journey.verify:
            receipt.state = State("unread", recorded("the journey has no `verify` steps"))
            return False
        receipt.read_at = time.monotonic()
        self._read(receipt, submission)
        if self._losses.is_read_enough(receipt):
            self._read(receipt, submission, anew=True)
        if receipt.state.state == "stored":
            receipt.counts = bool(submission.journey.unique)
            receipt.note_count(self._unique(submission))
            self._control.note_stored(attempt.journey, submission)
        return receipt.state.state == "unread" and receipt.may_change

    def _read(self, receipt: OpenReceipt, submission: Submission, *, anew: bool = False) -> None:
        """Note the state that `verify` shows.

        `anew` asks at a new address, since a cache may keep the response of an early reading. Only
        a submission that is there counts: the service may not know that address.
        """
        attempt, reading, steps = receipt.attempt, self._reading, submission.journey.verify
        sent = at_new_address(steps, receipt.tries) if anew else steps
        result = at_reading(submission, self._run(submission, sent))
        state = state_of(
            submission, result, reading.controls.get(attempt.journey),
            cut_since=attempt.started <= reading.last_cut,
        )  # fmt: skip
        if not anew or state.state in ("stored", "altered"):
            receipt.note_state(state, may_change=may_change(result) or state.doubtful)

    def _confirm(self, receipt: OpenReceipt) -> None:
        """Read a loss that may pass once more, if another submission can be read; else unread."""
        start, pages = time.monotonic(), self._control.pages(receipt.attempt.journey)
        if not pages:
            receipt.leave(recorded("the service fails for this receipt"))
            return
        self._verify(receipt)
        receipt.confirmed_at = start
        if receipt.state.of_another and not shows_its_user(pages, receipt.state.of_another):
            receipt.leave(recorded("the page names another user, unlike that of a submission"))

    def _unique(self, submission: Submission) -> bool | None:
        steps = submission.journey.unique
        for _ in range(TRIES if steps else 0):
            result = self._run(submission, steps)
            if not may_change(result) or self._pool.time_left <= 0:
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
        citizen = self._reading.citizen(attempt.arrival)
        return Submission(journey, attempt.receipt, citizen, attempt.kept)

    def _run(self, submission: Submission, steps: Steps) -> SessionResult:
        limit = min(STEP_LIMIT, max(0.1, self._pool.time_left))
        steps = as_reload(steps) if submission.receipt else steps
        return self._reading.run(steps, submission.captured, submission.citizen, limit)


def _opened(attempt: Attempt, reading: Reading, start: float) -> OpenReceipt:
    """Return the receipt, with the end of the time in which its submission may appear."""
    control = reading.controls.get(attempt.journey)
    appears = 0.0 if control is None else SETTLE * control.appears_within
    wait = max(reading.settles_within, appears)
    left = min(attempt.receipt_at + wait - reading.now(), wait)
    boot = reading.loads_within
    # Data that grew since calm may need longer than the boot did then.
    loads = max(boot, reading.settles_within) if reading.last_cut >= 0 else boot
    return OpenReceipt(attempt, settles=start + max(left, boot), loads=start + loads)
