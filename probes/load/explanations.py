"""Explanations of the steps of one session, each recorded once in a run."""

from collections.abc import Callable
from typing import TypeAlias

from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.records import Outcome
from epreuve.probes.evidence.row import Row
from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.excerpt import excerpt
from epreuve.probes.journeys.template import Variables
from epreuve.probes.load.records import LoadFailure, RedirectObservation

MOST_EXPLAINED = 500  # distinct explanations that are recorded
Explained: TypeAlias = set[tuple[str, Outcome | None, str]]
"""Step, outcome and detail of each failure, or step and host of each redirect."""


class Explanations:
    """Explanations of failures and redirects; `explained` is shared by all sessions of a run."""

    def __init__(
        self,
        explained: Explained,
        record: Callable[[Row], None],
        variables: Variables,
        arrival: int,
    ) -> None:
        self._explained = explained
        self._record, self._variables, self._arrival = record, variables, arrival

    def add_failure(
        self, step: str, outcome: Outcome, text: str, ended: float,
        unexpected: HttpResponse | None = None,
    ) -> None:  # fmt: skip
        """Record the detail of a failure, and how the first wrong content of a step begins."""
        detail = self._variables.redact(text)
        if self._is_new(step, outcome, detail):
            known = tuple(self._explained)
            is_first = sum(one[:2] == (step, outcome) for one in known) == 1
            failure = LoadFailure(
                arrival=self._arrival,
                outcome=outcome,
                detail=detail,
                excerpt=excerpt(unexpected, self._variables) if unexpected and is_first else "",
            )
            self._record(Observation(ended, step, failure))

    def add_redirect(self, step: str, host: str | None, ended: float) -> None:
        """Record another host to which a step leads its users: nothing is sent there."""
        if host is not None and self._is_new(step, None, host):
            self._record(Observation(ended, step, RedirectObservation(host=host)))

    def _is_new(self, step: str, outcome: Outcome | None, text: str) -> bool:
        kind = (step, outcome, text)
        if kind in self._explained or len(self._explained) >= MOST_EXPLAINED:
            return False
        self._explained.add(kind)
        return True
