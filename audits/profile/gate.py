"""The lines of a gate: what a release must reach, and what it had better reach."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Points = Annotated[float, Field(ge=0, le=100)]


class Lines(BaseModel):
    """Some lines, each 0–100: of the whole, of a family (`DAT: 60`), of a criterion (`DAT-1: 80`).

    The whole and the families are judged by their floor: what was not seen counts as zero.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    floor: Points = 0.0
    """The least score of the whole, what was not seen counting as zero."""
    no_knockouts: bool = False
    """Whether a defect that caps the letter by itself is refused."""
    max_drop: Annotated[float, Field(ge=0)] | None = None
    """Points that the floor may lose against the baseline."""
    families: dict[str, Points] = {}
    """The least floor of a family: `DAT: 60`."""
    criteria: dict[str, Points] = {}
    """The least score of a criterion: `DAT-1: 80`."""


class Gate(Lines):
    """The lines that fail a release; those of `warn` are only told."""

    no_knockouts: bool = True
    max_drop: Annotated[float, Field(ge=0)] | None = 3.0
    warn: Lines = Lines()
    """The same lines again: told, never failing."""
