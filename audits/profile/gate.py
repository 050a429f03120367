"""Gate of a profile: the thresholds that a release must reach."""

from typing import Annotated

from pydantic import Field

from epreuve.faults.frozen_model import FrozenModel

Points = Annotated[float, Field(ge=0, le=100)]


class GateRules(FrozenModel):
    """Thresholds from 0 to 100, for the total, for families and for criteria.

    The total and the families are compared by their floor: a criterion without evidence counts
    as zero.
    """

    floor: Points = 0.0
    """Lowest accepted total floor, where criteria without evidence count as zero."""
    no_knockouts: bool = False
    """Whether a knock-out, a defect that caps the letter, fails the gate."""
    max_drop: Annotated[float, Field(ge=0)] | None = None
    """Points that the total floor may lose compared with the baseline."""
    families: dict[str, Points] = {}
    """Lowest accepted floor of a family: `DAT: 60`."""
    criteria: dict[str, Points] = {}
    """Lowest accepted score of a criterion: `DAT-1: 80`."""


class Gate(GateRules):
    """Rules that fail a release. Rules under `warn` only produce warnings."""

    no_knockouts: bool = True
    max_drop: Annotated[float, Field(ge=0)] | None = 3.0
    warn: GateRules = GateRules()
    """Rules that produce warnings and never fail."""
