"""Trial: one assessed run, with the results that several trials are combined from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from epreuve.audits.checks.causes.cause import Cause
from epreuve.audits.checks.facts.receipts import Receipts
from epreuve.audits.scoring.criterion_result import CriterionResult
from epreuve.audits.scoring.mark import Mark
from epreuve.reports.assessment import Assessment
from epreuve.reports.text import Text


@dataclass(frozen=True)
class Trial:
    """One assessed run. `void_reasons` is empty unless the trial is void."""

    results: Mapping[str, CriterionResult]
    void_reasons: tuple[Text, ...]
    receipts: Receipts
    assessment: Assessment
    no_score: Text | None = None  # why the run cannot have a score
    causes: Mapping[str, Cause] = field(default_factory=dict)

    @property
    def marks(self) -> dict[str, Mark]:
        """Mark of each criterion, by id."""
        return marks_of(self.results)


def marks_of(results: Mapping[str, CriterionResult]) -> dict[str, Mark]:
    """Return the mark of each result, by criterion id."""
    return {id: result.mark for id, result in results.items()}
