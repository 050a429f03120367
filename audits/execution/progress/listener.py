"""Interface of progress reporting during a run."""

from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.steps import Step
from epreuve.probes.evidence.row import Row
from epreuve.reports.assessment import Assessment
from epreuve.reports.text import Text


class Listener:
    """Receiver of the progress of a run. It ignores the events that a subclass does not handle."""

    def message(self, text: Text) -> None:
        """Receive a sentence."""

    def planned(self, plan: Plan) -> None:
        """Receive the final plan, sized from the calibration."""

    def step(self, step: Step) -> None:
        """Receive a step that is done."""

    def row(self, row: Row) -> None:
        """Receive a row of evidence, from another thread."""

    def tick(self, now: float) -> None:
        """Receive the time, in seconds of the run."""

    def assessed(self, assessment: Assessment) -> None:
        """Receive the result, after the run."""


class ListenerGroup(Listener):
    """Several listeners of one run."""

    def __init__(self, *listeners: Listener) -> None:
        self._listeners = listeners

    def message(self, text: Text) -> None:
        """Send the message to each listener."""
        for listener in self._listeners:
            listener.message(text)

    def planned(self, plan: Plan) -> None:
        """Send the plan to each listener."""
        for listener in self._listeners:
            listener.planned(plan)

    def step(self, step: Step) -> None:
        """Send the step to each listener."""
        for listener in self._listeners:
            listener.step(step)

    def row(self, row: Row) -> None:
        """Send the row to each listener."""
        for listener in self._listeners:
            listener.row(row)

    def tick(self, now: float) -> None:
        """Send the time to each listener."""
        for listener in self._listeners:
            listener.tick(now)

    def assessed(self, assessment: Assessment) -> None:
        """Send the assessment to each listener."""
        for listener in self._listeners:
            listener.assessed(assessment)
