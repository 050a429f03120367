"""One run that was judged: the document, and the marks that several runs are combined from."""

from collections.abc import Mapping
from dataclasses import dataclass

from epreuve.audits.checks.facts.receipts import Receipts
from epreuve.audits.scoring.judge import Judged
from epreuve.audits.scoring.mark import Mark
from epreuve.reports.assessment import Assessment
from epreuve.reports.text import Text


@dataclass(frozen=True)
class Trial:
    """One trial. `withheld` says why it is void, and is empty when it is not."""

    judged: Mapping[str, Judged]
    withheld: tuple[Text, ...]
    receipts: Receipts
    assessment: Assessment

    @property
    def marks(self) -> dict[str, Mark]:
        """The mark of each criterion, by id."""
        return {name: each.mark for name, each in self.judged.items()}
