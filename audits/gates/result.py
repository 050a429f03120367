"""Result of a gate: an exit code, and the result of each rule."""

from dataclasses import dataclass
from typing import Literal

from epreuve.reports.text import Text

RuleState = Literal["met", "below", "regression", "no data", "error"]
RuleLevel = Literal["fail", "warn"]


@dataclass(frozen=True)
class RuleResult:
    """Result of one gate rule."""

    name: str  # "floor", "knockouts", "new knockouts", "drop", "run", a family, a criterion
    state: RuleState
    sentence: Text
    level: RuleLevel = "fail"
    value: float | None = None  # what the release has: points
    threshold: float | None = None


@dataclass(frozen=True)
class GateResult:
    """Exit code of a gate, with the result of each rule."""

    code: int
    rules: tuple[RuleResult, ...]
    raised_thresholds: tuple[Text, ...] = ()  # thresholds that can be raised, when the gate is met
    regressions: tuple[Text, ...] = ()  # criteria that lost points since the baseline
