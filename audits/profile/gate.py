"""Rules of a gate: the thresholds that a release must reach."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Points = Annotated[float, Field(ge=0, le=100)]


class GateRules(BaseModel):
    """Thresholds in points, 0 to 100: of the score, of a family, of a criterion.

    The score and the families are compared by their floor: what was not assessed counts as zero.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    floor: Points = 0.0
    """Lowest score accepted; what was not assessed counts as zero."""
    no_knockouts: bool = False
    """Whether a knock-out fails the gate."""
    max_drop: Annotated[float, Field(ge=0)] | None = None
    """Points that the floor may lose against the baseline."""
    families: dict[str, Points] = {}
    """Lowest floor of a family: `DAT: 60`."""
    criteria: dict[str, Points] = {}
    """Lowest score of a criterion: `DAT-1: 80`."""


class Gate(GateRules):
    """Rules that fail a release; the rules of `warn` only print warnings."""

    no_knockouts: bool = True
    max_drop: Annotated[float, Field(ge=0)] | None = 3.0
    warn: GateRules = GateRules()
    """The same rules; they print warnings and never fail the gate."""
