"""Exemption that a profile asks for."""

from epreuve.faults.frozen_model import FrozenModel
from epreuve.reports.text import Text


class Exemption(FrozenModel):
    """Criterion that the profile calls not applicable, and the effect of that."""

    criterion: str
    title: Text
    reason: str  # in the words of the profile
    refused: bool  # whether evidence contradicts it
    shown: bool = False  # whether the run shows it too: the criterion leaves the base
    effect: Text  # on the figures, or why it is refused
