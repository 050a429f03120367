"""Control of a doubtful loss: another submission of the same journey, read at the same time."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.journeys.session import SessionResult
from epreuve.probes.journeys.step import Steps
from epreuve.probes.pages.missing_page import is_like, shared_text
from epreuve.probes.pages.reading_step import at_reading
from epreuve.probes.pages.receipt_records import ReceiptControl
from epreuve.probes.pages.receipt_state import is_found
from epreuve.probes.pages.submission import Submission

FRESH_USER = 31_000_000  # user of a submission that confirms losses; plus the journey's place
OTHERS = 2  # submissions: words in which their pages differ do not count [A]
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
    _stored: dict[str, list[Submission]] = field(default_factory=dict)  # by journey

    def note_stored(self, journey: str, submission: Submission) -> None:
        """Keep a submission that the service has."""
        self._stored[journey] = [*self._stored.get(journey, [])[1 - OTHERS :], submission]

    def pages(self, journey: str) -> list[tuple[Submission, HttpResponse]]:
        """Return the pages of other submissions; none where the service does not show the last."""
        if journey not in self._stored:
            self._stored[journey] = self._made(journey)
        read: list[tuple[Submission, HttpResponse]] = []
        for submission in reversed(self._stored[journey]):
            result = at_reading(submission, self.run(submission, submission.journey.verify))
            if is_found(submission, result, self.controls.get(journey)):
                read.append((submission, result.responses[-1]))
            elif not read:
                break
        return read

    def _made(self, name: str) -> list[Submission]:
        """Do a journey once more; return its submission if it gives a receipt.

        A service that lost everything has no other one to read.
        """
        journey = self.journeys[name]
        if any(step.locust for step in journey.steps):
            return []
        user = self.citizen(FRESH_USER + list(self.journeys).index(name))
        result = self.run(Submission(journey, "", user), journey.steps)
        control = self.controls.get(name)
        self.sleep(0.0 if control is None else SETTLE * control.appears_within)
        made = Submission.of(journey, result.captured, user)
        return [made] if result.outcome == "success" else []


def shows_its_user(pages: Sequence[tuple[Submission, HttpResponse]], words: Sequence[str]) -> bool:
    """Return whether a page is that of a submission, with a user in the same place.

    `pages` are those of other submissions. `words` are the page's, without the values of its user.
    """
    others = [submission.words_of_its_user(page) for submission, page in pages]
    text = shared_text(others) if all(others) else None
    return text is not None and is_like(text, words)
