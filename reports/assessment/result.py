"""Letter and scores of a run, by phase and by family."""

from typing import Literal, get_args

from epreuve.faults.frozen_model import FrozenModel
from epreuve.reports.letters import Letter
from epreuve.reports.text import Text

Phase = Literal["before", "during", "after"]
PHASES: tuple[Phase, ...] = get_args(Phase)


class Knockout(FrozenModel):
    """Defect that caps the score by itself."""

    id: str  # K1..K8
    criterion: str
    cap: float
    sentence: Text


class PhaseScore(FrozenModel):
    """Score of one phase."""

    phase: Phase
    score: float | None
    letter: Letter | None


class FamilyScore(FrozenModel):
    """Score of one family."""

    code: str
    title: Text
    weight: float  # percent of the whole
    score: float | None
    coverage: float  # 0..1
    note: Text | None = None  # reason of a cap


class Result(FrozenModel):
    """Letter and scores. Scores are 0..100, unrounded; reports round them down."""

    letter: Letter | None
    letter_note: Text | None  # why there is no letter, or what caps it
    letter_without_knockouts: Letter | None
    score: float | None
    floor: float
    ceiling: float
    coverage: float  # 0..1
    interval: tuple[float, float] | None = None  # 90 % of the score, over trials (bootstrap)
    possibly: tuple[Letter, ...] = ()  # other letters inside the interval
    caps: tuple[Text, ...]
    knockouts: tuple[Knockout, ...]
    limits: tuple[Knockout, ...] = ()  # caps of what the profile does not declare
    phases: tuple[PhaseScore, ...]
    families: tuple[FamilyScore, ...]
