"""Repair of one cause of lost points."""

from epreuve.faults.frozen_model import FrozenModel
from epreuve.reports.text import Text


class Repair(FrozenModel):
    """Repair of one cause of lost points, with the evidence that shows the cause."""

    id: str  # name of the cause
    title: Text
    observed: Text  # what the run showed: steps, dependencies, numbers of users
    repair: Text
    effort: int  # 1 small, 2 medium, 3 large: an assumption
    scores: dict[str, float]  # score, 0..100, of each criterion that it raises, once repaired
    to_gain: float  # points of the overall score
    unjudged: tuple[str, ...] = ()  # criteria that cannot be assessed before the repair
