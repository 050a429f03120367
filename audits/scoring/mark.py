"""What the assessment of one criterion hands to the score."""

import math
from dataclasses import dataclass

from epreuve.reports.assessment import Outcome


@dataclass(frozen=True, slots=True)
class Mark:
    """One criterion's outcome.

    `score` is 0–100, `value` is in the unit of the criterion's curve. `measured` is true when the
    evidence is the harness's own: a mixed criterion judged on its declaration alone has it false.
    `reason` is what justifies a not-applicable.
    """

    id: str
    outcome: Outcome
    score: float | None = None
    value: float | None = None
    measured: bool = False
    reason: str = ""

    def __post_init__(self) -> None:
        if self.outcome == "scored" and self.score is None:
            raise ValueError(f"{self.id} is scored, but its score is missing: give it 0–100")
        if self.score is not None and not (math.isfinite(self.score) and 0 <= self.score <= 100):
            raise ValueError(f"{self.id}: a score is between 0 and 100, not {self.score}")

    @property
    def assessed(self) -> bool:
        """Whether there is a score to count.

        A criterion that evidence has scored stays scored, even when it is also called not
        applicable: what was seen stands over what was said.
        """
        return self.score is not None and self.outcome in ("scored", "not_applicable")
