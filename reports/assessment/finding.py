"""Outcome of one criterion."""

from typing import Literal

from epreuve.faults.frozen_model import FrozenModel
from epreuve.reports.assessment.result import Phase
from epreuve.reports.text import Text, TextOrString

Kind = Literal["measured", "declared", "mixed"]
CriterionOutcome = Literal["scored", "not_applicable", "inconclusive", "error"]

Unit = Literal["share", "ratio", "s", "B", "count", "points"]
"""Shares are 0..1, times seconds, sizes bytes (1 KB = 1000); `points` are already 0–100."""


class Finding(FrozenModel):
    """Outcome of one criterion, with its value, its reason and its recommendation."""

    id: str
    family: str
    title: Text
    phases: tuple[Phase, ...]
    kind: Kind
    weight: float  # inside its family
    measure: Text  # what is measured
    curve: Text  # how a value becomes a score
    outcome: CriterionOutcome
    score: float | None  # 0..100 when scored
    value: float | None  # in `unit`
    unit: Unit
    shown: Text  # value for a reader: "98,4 % (157 sur 160)"
    reason: Text  # observation, or why there is no score
    interval: tuple[float, float] | None = None  # of the value, in its unit
    values: tuple[float | None, ...] = ()  # value of each trial, when trials are combined
    evidence: TextOrString  # tables, kinds and fields of evidence.db, or of the profile
    to_gain: float  # points of the overall score if this criterion were perfect
    effort: int  # 1 small, 2 medium, 3 large: an assumption
    recommendation: Text
    sources: tuple[str, ...]  # "DINUM [S]"
