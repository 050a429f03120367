"""The whole Assessment, which every report is made from and which a run stores.

`assessment.json` is this model; `epreuve schema assessment` prints its JSON Schema. Each text for
people is in French and English. Times are seconds since the start of the run.
"""

from epreuve.faults.frozen_model import FrozenModel
from epreuve.reports.assessment.bench import Bench
from epreuve.reports.assessment.crisis import Crisis
from epreuve.reports.assessment.evidence_document import Document
from epreuve.reports.assessment.exemption import Exemption
from epreuve.reports.assessment.finding import Finding
from epreuve.reports.assessment.measurements import Cell, Receipts, Recovery
from epreuve.reports.assessment.repair import Repair
from epreuve.reports.assessment.result import Result
from epreuve.reports.assessment.run import Grid, Run, Service, Trials
from epreuve.reports.assessment.storage import ProofOfStorage
from epreuve.reports.assessment.timeline import Timeline
from epreuve.reports.text import Text

FORMAT = 1  # raised when an older reader would misread the document


class Assessment(FrozenModel):
    """Everything that is known about one run."""

    format: int = FORMAT
    run: Run
    service: Service
    crisis: Crisis
    bench: Bench
    grid: Grid
    result: Result
    findings: tuple[Finding, ...]
    repairs: tuple[Repair, ...] = ()  # of the causes that the evidence shows
    timeline: Timeline
    matrix: tuple[Cell, ...]
    receipts: Receipts
    storage: ProofOfStorage | None = None  # None where no receipt was given
    recoveries: tuple[Recovery, ...]
    not_tested: tuple[Text, ...]
    warnings: tuple[Text, ...]  # what casts doubt on the results
    objectives: tuple[tuple[Text, bool | None], ...]  # objective, and whether it was met
    notes: tuple[Text, ...] = ()  # remarks for the author of the profile
    trials: Trials | None = None  # None for a single run
    exemptions: tuple[Exemption, ...] = ()  # that the profile asks for
    documents: tuple[Document, ...] = ()  # evidence of the declarations
