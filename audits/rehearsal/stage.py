"""A started service with the recorders of one rehearsal."""

from dataclasses import dataclass, field

from epreuve.audits.execution.calibrator import Calibrator
from epreuve.audits.execution.started_service import StartedService
from epreuve.audits.execution.step_player import PlayedStep
from epreuve.audits.planning.plan import Plan
from epreuve.audits.rehearsal.contacts import Contacts
from epreuve.audits.rehearsal.reader import Reader
from epreuve.audits.rehearsal.step_record import record_of
from epreuve.audits.rehearsal.step_records import RehearsedJourney, RehearsedStep


@dataclass
class Stage:
    """The plan, the started service, the counts of its dependencies, and the played steps."""

    plan: Plan
    service: StartedService
    contacts: Contacts
    steps: dict[str, list[RehearsedStep]] = field(default_factory=dict)  # by journey
    receipts: set[str] = field(default_factory=set)  # all that the service gave

    def __post_init__(self) -> None:
        self.reader = Reader(self.plan, self._read)
        self.calibrator = Calibrator(
            self.plan, self.service.address, self.service.link, self.reader, self._played, once=True
        )

    def journeys(self) -> tuple[RehearsedJourney, ...]:
        """Return the record of each journey, played or not, in the order of the profile."""
        return tuple(
            RehearsedJourney(
                journey=name, critical=journey.critical, played=name in self.steps,
                steps=tuple(self.steps.get(name, ())), planned=len(journey.steps),
            )
            for name, journey in self.plan.profile.journeys.items()
        )  # fmt: skip

    def _played(self, journey: str, played: PlayedStep) -> None:
        """Record a step of a journey."""
        received = self.contacts.take(f"{journey}: {played.step.label}")
        name = self.plan.profile.journeys[journey].acknowledged_by
        self.steps.setdefault(journey, []).append(record_of(played, received, name))
        if name is not None and (receipt := played.result.captured.get(name)):
            self.receipts.add(receipt)

    def _read(self, part: str, played: PlayedStep) -> RehearsedStep:
        """Record a step of a reading."""
        return record_of(played, self.contacts.take(part), "receipt")
