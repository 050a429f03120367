"""The Assessment document: one file for each of its parts."""

from epreuve.reports.assessment.bench import Bench, Generator, MachineUse
from epreuve.reports.assessment.crisis import Crisis, Fact, SourceMark
from epreuve.reports.assessment.document import FORMAT, Assessment
from epreuve.reports.assessment.evidence_document import Document
from epreuve.reports.assessment.exemption import Exemption
from epreuve.reports.assessment.finding import CriterionOutcome, Finding, Kind, Unit
from epreuve.reports.assessment.measurements import Cell, Receipts, Recovery
from epreuve.reports.assessment.repair import Repair
from epreuve.reports.assessment.result import (
    PHASES,
    FamilyScore,
    Knockout,
    Phase,
    PhaseScore,
    Result,
)
from epreuve.reports.assessment.run import Ended, Grid, Run, Service, Trials
from epreuve.reports.assessment.storage import ProofOfStorage, StorageStrength
from epreuve.reports.assessment.timeline import (
    LinkTraffic,
    Series,
    Span,
    Timeline,
    Window,
    WindowLoad,
)
from epreuve.reports.letters import Letter

__all__ = [
    "FORMAT",
    "PHASES",
    "Assessment",
    "Bench",
    "Cell",
    "Crisis",
    "CriterionOutcome",
    "Document",
    "Ended",
    "Exemption",
    "Fact",
    "FamilyScore",
    "Finding",
    "Generator",
    "Grid",
    "Kind",
    "Knockout",
    "Letter",
    "LinkTraffic",
    "MachineUse",
    "Phase",
    "PhaseScore",
    "ProofOfStorage",
    "Receipts",
    "Recovery",
    "Repair",
    "Result",
    "Run",
    "Series",
    "Service",
    "SourceMark",
    "Span",
    "StorageStrength",
    "Timeline",
    "Trials",
    "Unit",
    "Window",
    "WindowLoad",
]  # fmt: skip
