"""Data export declared in a profile."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from epreuve.audits.profile.translation import translate
from epreuve.audits.reading.address import Command
from epreuve.faults.frozen_model import FrozenModel
from epreuve.faults.units import InSeconds
from epreuve.probes.journeys.step import Path, Step, Steps


class FullExport(FrozenModel):
    """Export of all data by the administration: a command or steps."""

    command: Command | None = None
    """Command that writes the export to its standard output."""
    env: dict[str, str] = {}
    """Environment variables of that command; a value may have `{env.NAME}`, never recorded."""
    within: InSeconds = 600.0
    """Time limit of the command."""
    steps: Steps = ()
    """Steps in an administrator's browser; the response to the last step is the export."""

    @model_validator(mode="after")
    def _has_command_or_steps(self) -> Self:
        if (self.command is None) == (not self.steps):
            raise ValueError(translate("an export has exactly one of `command:` and `steps:`"))
        return self


class Export(FrozenModel):
    """Data export in an open format (DAT-6). `none`: not possible."""

    citizen: Annotated[Steps, Field(min_length=1)] | Literal["none"]
    """Steps as in `verify`, with `{receipt}`; the last response is the user's own file."""
    administrator: FullExport | Literal["none"]
    """Export of all data at once."""
    documentation: Path | None = None
    """Page of the service that documents the format."""

    @model_validator(mode="after")
    def _has_no_locust_step(self) -> Self:
        steps = () if self.administrator == "none" else self.administrator.steps
        if any(step.locust for step in (*steps, *self.citizen) if isinstance(step, Step)):
            raise ValueError(translate("an export has no `locust` step"))
        return self
