"""Receipts that must not be found, read among the true ones: forged numbers, and those of others.

A service cannot answer "found" to each reading after the crisis: some of these numbers it never
gave, and some belong to other users than the one whose values must be on the page.
"""

import random
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from epreuve.probes.evidence.observation import Record, record_kind
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.journeys.session import SessionResult
from epreuve.probes.journeys.step import Steps
from epreuve.probes.pages.past_caches import as_reload
from epreuve.probes.pages.reading_step import at_reading
from epreuve.probes.pages.receipt import Reading, RunSteps
from epreuve.probes.pages.receipt_records import ReceiptControl
from epreuve.probes.pages.receipt_state import state_of
from epreuve.probes.pages.submission import Submission

OF_A_KIND = 5  # decoys of a journey [A]
SHARE = 0.2  # of the readings, after which one decoy is read, until none is left [A]

DecoyKind = Literal["forged", "foreign"]


@record_kind("decoy")
class DecoyObservation(Record):
    """A receipt that must not be found, read among the true ones; the subject is the journey."""

    sort: DecoyKind
    """`forged`: never given. `foreign`: given to another user than the one who reads."""
    found: bool
    """Whether `verify` took it for the submission of the user who reads."""


@dataclass(frozen=True, slots=True)
class Decoy:
    """One receipt that must not be found."""

    name: str
    sort: DecoyKind
    submission: Submission


def decoys_of(attempts: Sequence[Attempt], reading: Reading) -> list[Decoy]:
    """Return the decoys of each journey whose `verify` sends the receipt, in a random order."""
    decoys: list[Decoy] = []
    for name, journey in reading.journeys.items():
        control = reading.controls.get(name)
        own = [attempt for attempt in attempts if attempt.journey == name and attempt.receipt]
        if control is None or not control.negative or not own or not _sends(journey):
            continue
        draw = random.Random(f"decoys:{reading.seed}:{name}")
        decoys += _forged(name, journey, own, reading, draw)
        if _shows_user(journey, control):
            decoys += _foreign(name, journey, own, reading, draw)
    random.Random(f"decoys:{reading.seed}").shuffle(decoys)
    return decoys


def _sends(journey: Journey) -> bool:
    submission = Submission(journey, "x", Citizen(0, 0))
    return submission.is_named_by(journey.verify)


def _shows_user(journey: Journey, control: ReceiptControl) -> bool:
    """Return whether the page shows a value of the user that `verify` does not send."""
    sent = Submission(journey, "x", Citizen(0, 0)).sent_by(journey.verify)
    return any(name.startswith("citizen.") for name in frozenset(control.shown) - sent)


def _forged(
    name: str, journey: Journey, own: Sequence[Attempt], reading: Reading, draw: random.Random
) -> list[Decoy]:
    given = {attempt.receipt for attempt in own}
    chosen = (draw.choice(own) for _ in range(OF_A_KIND))
    forged = [
        Submission(journey, one.receipt, reading.citizen(one.arrival), one.kept).never_given(
            draw.randrange(1 << 30)
        )
        for one in chosen
    ]
    return [Decoy(name, "forged", one) for one in forged if one.receipt not in given]


def _foreign(
    name: str, journey: Journey, own: Sequence[Attempt], reading: Reading, draw: random.Random
) -> list[Decoy]:
    pairs = [draw.sample(own, 2) for _ in range(OF_A_KIND)] if len(own) > 1 else []
    return [
        Decoy(
            name,
            "foreign",
            Submission(journey, theirs.receipt, reading.citizen(mine.arrival), theirs.kept),
        )
        for mine, theirs in pairs
        if mine.receipt != theirs.receipt
    ]


@dataclass(slots=True)
class MixedRun:
    """Runner of steps that reads a decoy between two readings from time to time."""

    run: RunSteps
    decoys: list[Decoy]
    controls: Mapping[str, ReceiptControl]
    seed: int = 0
    read: list[tuple[Decoy, bool]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _draw: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._draw = random.Random(f"mixed:{self.seed}")

    def __call__(
        self, steps: Steps, captured: dict[str, str], citizen: Citizen, limit: float
    ) -> SessionResult:
        """Run steps, after a decoy where it is the turn of one."""
        with self._lock:
            is_due = bool(self.decoys) and self._draw.random() < SHARE
            decoy = self.decoys.pop() if is_due else None
        if decoy is not None:
            self._read(decoy, limit)
        return self.run(steps, captured, citizen, limit)

    def read_rest(self, limit: float) -> None:
        """Read the decoys that had no turn: few receipts were read."""
        while self.decoys:
            self._read(self.decoys.pop(), limit)

    def _read(self, decoy: Decoy, limit: float) -> None:
        submission = decoy.submission
        steps = as_reload(submission.journey.verify)  # as true receipts are read
        result = at_reading(
            submission, self.run(steps, submission.captured, submission.citizen, limit)
        )
        state = state_of(submission, result, self.controls.get(decoy.name))
        with self._lock:
            self.read.append((decoy, state.state == "stored"))
