"""How a profile says that data are taken away."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from epreuve.audits.reading.address import Command
from epreuve.faults.units import Seconds
from epreuve.probes.journeys.journey import Path, Step, Steps


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FullExport(_Record):
    """How the administration takes everything away: by a command or by steps."""

    command: Command | None = None
    """The command that writes it on its standard output."""
    env: dict[str, str] = {}
    """Environment variables of that command."""
    within: Seconds = 600.0
    """How long that command may take."""
    steps: Steps = ()
    """Steps as an administrator's browser takes them; the last answer is the export."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.command is None) == (not self.steps):
            raise ValueError("an export has exactly one of `command:` and `steps:`")
        return self


class Export(_Record):
    """How data are taken away in an open format (DAT-6); `none` says that it cannot be done."""

    citizen: Annotated[Steps, Field(min_length=1)] | Literal["none"]
    """Steps as in `verify`, `{receipt}` included; the last answer is the citizen's own file."""
    administrator: FullExport | Literal["none"]
    """How everything is taken at once."""
    documentation: Path | None = None
    """The page of the service that tells the format."""

    @model_validator(mode="after")
    def _has_no_locust_step(self) -> Self:
        whole = () if self.administrator == "none" else self.administrator.steps
        if any(step.locust for step in (*whole, *self.citizen) if isinstance(step, Step)):
            raise ValueError("an export has no `locust` step")
        return self
