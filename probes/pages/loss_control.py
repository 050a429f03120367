"""Control of a doubtful loss: another submission of the same journey, read at the same time."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.journey import Journey, Steps
from epreuve.probes.journeys.session import SessionResult
from epreuve.probes.pages.receipt_records import ReceiptControl
from epreuve.probes.pages.submission import Submission, visible_text

FRESH_USER = 31_000_000  # user of a submission that confirms losses; plus the journey's place
SETTLE = 2.0  # times the time until a submission appeared in calm: after that, it is lost [A]


@dataclass(slots=True)
class LossControl:
    """Reader of a submission that the service has; one is made where none is known.

    `run` runs steps for a submission; `sleep` waits for seconds, at most until the end.
    """

    journeys: Mapping[str, Journey]
    citizen: Callable[[int], Citizen]  # by arrival
    controls: Mapping[str, ReceiptControl]  # of calm, by journey
    run: Callable[[Submission, Steps], SessionResult]
    sleep: Callable[[float], object] = time.sleep
    _stored: dict[str, Submission | None] = field(default_factory=dict)  # by journey

    def note_stored(self, journey: str, submission: Submission) -> None:
        """Keep a submission that the service has."""
        self._stored[journey] = submission

    def page(self, journey: str) -> HttpResponse | None:
        """Return the page of another submission; None where the service does not show it."""
        if journey not in self._stored:
            self._stored[journey] = self._made(journey)
        submission = self._stored[journey]
        if submission is None:
            return None
        result = self.run(submission, submission.journey.verify)
        return result.responses[-1] if result.outcome == "success" and result.responses else None

    def shows_others(self, journey: str, page: HttpResponse) -> bool:
        """Return whether the page of the other submission names further users of the run."""
        submission = self._stored[journey]
        return submission is not None and submission.citizen.others_in(visible_text(page))

    def _made(self, name: str) -> Submission | None:
        """Do a journey once more; return its submission, None where the service gives no receipt.

        A service that lost everything has no other one to read.
        """
        journey = self.journeys[name]
        if any(step.locust for step in journey.steps):
            return None
        user = self.citizen(FRESH_USER + list(self.journeys).index(name))
        result = self.run(Submission(journey, "", user), journey.steps)
        receipt = result.captured.get(journey.acknowledged_by or "", "")
        control = self.controls.get(name)
        self.sleep(0.0 if control is None else SETTLE * control.appears_within)
        return Submission(journey, receipt, user) if result.outcome == "success" else None
