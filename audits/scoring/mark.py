"""Mark of one criterion, the input of the score."""

import math
from dataclasses import dataclass

from epreuve.reports.assessment import CriterionOutcome


@dataclass(frozen=True, slots=True)
class Mark:
    """Outcome of one criterion.

    `score` is 0–100, `value` is in the unit of the criterion's curve. `measured` is true when
    epreuve has evidence of its own; it is false for a mixed criterion scored on its declaration
    alone. `reason` justifies a not-applicable criterion; `by_evidence` when the run shows it,
    rather than the profile. `untested`: whether the crisis has no event that could show it.
    `unproven`: the profile does not prove that submissions are stored. `weak`: the evidence is too
    weak for the letter A. `claimed`: there is a score, of 0, and no evidence at all: it does not
    count in the coverage. `omitted`: the profile declares nothing; this limits the score,
    and shows no defect.
    """

    id: str
    outcome: CriterionOutcome
    score: float | None = None
    value: float | None = None
    measured: bool = False
    reason: str = ""
    conclusive: bool = True  # whether the evidence is strong enough for a knock-out
    by_evidence: bool = False
    untested: bool = False
    unproven: bool = False
    weak: bool = False
    claimed: bool = False
    omitted: bool = False

    def __post_init__(self) -> None:
        if self.outcome == "scored" and self.score is None:
            raise ValueError(f"{self.id} is scored, but its score is missing: give it 0–100")
        if self.score is not None and not (math.isfinite(self.score) and 0 <= self.score <= 100):
            raise ValueError(f"{self.id}: a score is between 0 and 100, not {self.score}")

    @property
    def assessed(self) -> bool:
        """Whether there is a score to count.

        A criterion with a score stays scored even when it is also declared not applicable:
        evidence overrides the declaration.
        """
        return self.score is not None and self.outcome in ("scored", "not_applicable")
