"""Simulated crisis, with the published facts and the assumptions behind it."""

from typing import Literal

from pydantic import AliasChoices, Field

from epreuve.faults.frozen_model import FrozenModel
from epreuve.reports.text import Text

SourceMark = Literal["S", "P", "G", "A"]
"""Kind of source: primary (S), press or secondary (P), general knowledge (G), assumption (A)."""


class Fact(FrozenModel):
    """Published fact."""

    text: Text
    source: str
    date: str
    mark: SourceMark


class Crisis(FrozenModel):
    """Crisis that the run simulated."""

    id: str
    title: Text
    paragraph: Text
    facts: tuple[Fact, ...]
    assumptions: tuple[Text, ...]
    # Version 0.1 wrote `held_out`; its assessments stay readable.
    variation_seed: int | None = Field(
        default=None, validation_alias=AliasChoices("variation_seed", "held_out")
    )
