"""Reader of receipts and pages in a rehearsal: it keeps each session that it runs."""

from collections.abc import Callable
from typing import NamedTuple

from epreuve.audits.execution.step_player import PlayedStep, play_steps, result_of
from epreuve.audits.planning.plan import Plan
from epreuve.audits.rehearsal.step_records import ReadingKind, RehearsedStep
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.session import Session, SessionResult
from epreuve.probes.journeys.step import Step, Steps

KINDS: tuple[ReadingKind, ...] = ("verify", "unique", "processed")
OTHER = "other pages"  # part of a rehearsal, such as the form that a stranger loads


class ReadSession(NamedTuple):
    """Steps that were run in a session of their own."""

    journey: str
    kind: ReadingKind | None
    receipt: str  # that was sent, "" without one
    played: tuple[PlayedStep, ...]
    records: tuple[RehearsedStep, ...]

    @property
    def succeeded(self) -> bool:
        """Whether all steps succeeded."""
        return self.played[-1].result.outcome == "success"


class Reader:
    """Runs steps as `RunSteps` does, past the links of the users.

    `record` makes the record of a step that was played in a part of the rehearsal. `journey` is
    the one whose receipts are read now.
    """

    def __init__(self, plan: Plan, record: Callable[[str, PlayedStep], RehearsedStep]) -> None:
        self._plan, self._record = plan, record
        self.journey = ""
        self.sessions: list[ReadSession] = []

    def begin(self, journey: str) -> None:
        """Read the receipts of a journey from now on."""
        self.journey = journey

    def __call__(
        self, steps: Steps, captured: dict[str, str], citizen: Citizen, limit: float
    ) -> SessionResult:
        """Run steps until one fails."""
        kind = self._kind(steps)
        part = OTHER if kind is None else f"{self.journey}: {kind}"
        return self.run(steps, captured, citizen, limit, part, kind)

    def run(
        self, steps: Steps, captured: dict[str, str], citizen: Citizen, limit: float, part: str,
        kind: ReadingKind | None = None,
    ) -> SessionResult:  # fmt: skip
        """Run steps until one fails, in a part of the rehearsal."""
        receipt = captured.get("receipt", "")  # the session adds its own captured values
        service = self._plan.profile.service
        sender = self._plan.senders.own_or_reader(citizen.number, reads=any(captured.values()))
        session = Session(citizen, service.address, service.authority, limit, sender, captured)
        if self.journey:
            session.variables.hide(self._plan.profile.journeys[self.journey].model_dump_json())
        records: list[RehearsedStep] = []
        try:
            played = play_steps(
                session, steps, lambda step: records.append(self._record(part, step))
            )
        finally:
            session.close()
        self.sessions.append(ReadSession(self.journey, kind, receipt, played, tuple(records)))
        return result_of(played)

    def of(self, journey: str, kind: ReadingKind) -> list[ReadSession]:
        """Return the sessions that read receipts of a journey, in order of time."""
        return [one for one in self.sessions if (one.journey, one.kind) == (journey, kind)]

    def _kind(self, steps: Steps) -> ReadingKind | None:
        journey = self._plan.profile.journeys.get(self.journey)
        for kind in KINDS:
            if journey is not None and is_reading(steps, getattr(journey, kind)):
                return kind
        return None


def is_reading(steps: Steps, written: Steps) -> bool:
    """Return whether steps are the written ones, or the same past the copies of caches."""
    return len(steps) == len(written) and all(map(_is_same, steps, written))


def _is_same(step: Step, written: Step) -> bool:
    same = step.model_copy(update={"get": written.get, "headers": written.headers}) == written
    return same and step.path.startswith(written.path.partition("#")[0])
