"""How the power of a service is cut, and its storage lost, for a trial."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from epreuve.audits.reading.address import Command
from epreuve.faults.units import Seconds


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Power(_Record):
    """How the power is cut.

    `process`: SIGKILL to all that `start` started. `unsynced`: that, and what the service did not
    have written to the disk in `data` is lost. `command`: `cut`, then `restore`, each given
    `within` to end. `proxy`: the citizens' links alone, silent, then closed for `boot`.
    """

    level: Literal["process", "unsynced", "command", "proxy", "none"] = "none"
    """What a cut takes away, as above; `none` when the power is never cut."""
    start: Command | None = None
    """The command that starts the service, a list of words; `{python}` is epreuve's own Python."""
    env: dict[str, str] = {}
    """Environment variables of that command."""
    ready: str = "/"
    """The path that answers 2xx once the service is up."""
    boot_within: Seconds = 60.0
    """How long the service may take to be up."""
    data: str | None = None
    """The directory of its files, for `unsynced`; `{run}` is the folder of the run."""
    cut: Command | None = None
    """The command that takes the power away, for `command`."""
    restore: Command | None = None
    """The command that gives it back, for `command`."""
    within: Seconds = 60.0
    """How long each of these two commands may take."""
    boot: Seconds = 5.0
    """How long the service seems closed after the power is back, for `proxy`."""

    @model_validator(mode="after")
    def _start_is_given(self) -> Self:
        if self.level in ("process", "unsynced") and self.start is None:
            raise ValueError(
                f"level `{self.level}` needs `start:`, the command that starts the service"
            )
        return self

    @model_validator(mode="after")
    def _level_is_complete(self) -> Self:
        if self.level == "unsynced" and self.data is None:
            raise ValueError("level `unsynced` needs `data:`, the directory of the service's files")
        if self.level == "command" and (self.cut is None or self.restore is None):
            raise ValueError("level `command` needs `cut:` and `restore:`, two commands")
        if self.level == "command" and self.start is not None:
            raise ValueError(
                "level `command` cuts what runs already; remove `start:`, or use `process`"
            )
        return self


class Drill(_Record):
    """How the storage is destroyed, then restored from the operator's backup; `--drill` plays it.

    On a staging copy only: `destroy` loses what it holds. The power is cut around the two commands,
    where the profile says how; each is given `within` to end.
    """

    destroy: Command
    """The command that loses the storage."""
    restore: Command
    """The command that brings it back from the backup."""
    within: Seconds = 600.0
    """How long each of them may take."""
