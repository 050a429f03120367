"""Power cuts and storage loss of a service, as declared in its profile."""

from typing import Literal, Self, TypeAlias

from pydantic import model_validator

from epreuve.audits.profile.translation import translate
from epreuve.audits.reading.address import Command
from epreuve.faults.frozen_model import FrozenModel
from epreuve.faults.units import InSeconds

PowerLevel: TypeAlias = Literal["process", "unsynced", "command", "proxy", "none"]


class Power(FrozenModel):
    """Method of the power cut.

    `process`: SIGKILL to all processes that `start` started. `unsynced`: the same, and data in
    `data` that the service did not sync to the disk are lost. `command`: run `cut`, later
    `restore`, each at most `within`. `proxy`: only the links of users are silent, then closed
    for `boot`.
    """

    level: PowerLevel = "none"
    """Method, as above; `none`: the power is never cut."""
    start: Command | None = None
    """Command that starts the service, a list of words; `{python}` is epreuve's own Python."""
    env: dict[str, str] = {}
    """Environment variables of that command; a value may have `{env.NAME}`, never recorded."""
    ready: str = "/"
    """Path that responds with 2xx once the service is up."""
    boot_within: InSeconds = 60.0
    """Time limit for the service to start."""
    data: str | None = None
    """Directory of the service's files, for `unsynced`; `{run}` is the folder of the run."""
    cut: Command | None = None
    """Command that cuts the power, for `command`."""
    restore: Command | None = None
    """Command that restores the power, for `command`."""
    within: InSeconds = 60.0
    """Time limit of each of these two commands."""
    boot: InSeconds = 5.0
    """Time during which the service refuses connections after the cut, for `proxy`."""

    @model_validator(mode="after")
    def _has_start(self) -> Self:
        if self.level in ("process", "unsynced") and self.start is None:
            raise ValueError(
                translate(
                    "level `{level}` needs `start:`, the command that starts the service",
                    level=self.level,
                )
            )
        return self

    @model_validator(mode="after")
    def _has_fields_of_its_level(self) -> Self:
        if self.level == "unsynced" and self.data is None:
            raise ValueError(
                translate("level `unsynced` needs `data:`, the directory of the service's files")
            )
        if self.level == "command" and (self.cut is None or self.restore is None):
            raise ValueError(translate("level `command` needs `cut:` and `restore:`, two commands"))
        if self.level == "command" and self.start is not None:
            raise ValueError(
                translate(
                    "level `command` is for a service that already runs; remove `start:`, or use "
                    "`process`"
                )
            )
        return self


class Drill(FrozenModel):
    """Restore drill (`--drill`): destroy the storage, then restore the operator's backup.

    Use it on a staging copy only: `destroy` deletes data. The power is off during the two
    commands if the profile declares a power cut.
    """

    destroy: Command
    """Command that destroys the storage."""
    restore: Command
    """Command that restores the storage from the backup."""
    within: InSeconds = 600.0
    """Time limit of each command."""
