"""Result of one try of a step."""

from dataclasses import dataclass

from epreuve.probes.evidence.records import Outcome
from epreuve.probes.http.response import HttpResponse

_FINAL: tuple[Outcome, ...] = ("success", "wrong content", "gave up", "error")  # never retried


@dataclass(slots=True)
class StepTry:
    """Result of one try of a step; `unexpected` is a response with wrong content."""

    outcome: Outcome
    detail: str = ""
    status: int = 0
    size: int = 0
    guided: bool = False
    unexpected: HttpResponse | None = None

    @property
    def may_be_retried(self) -> bool:
        """Whether another try may succeed."""
        if self.outcome == "http error":
            return self.status >= 500
        return self.outcome not in _FINAL
