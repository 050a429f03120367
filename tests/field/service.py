"""Services of the field: one folder each, with profile, expectation and start script."""

import importlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.field.access_log import Acceptance
from tests.field.submission import Submission

FOLDER = Path(__file__).parent
VARIANTS = ("plain", "loses", "throttled", "slow-boot", "daemons")


def home() -> Path:
    """Return the folder that holds the installed services and the runs.

    PostgreSQL does not run as root, and another user cannot read the home folder of root.
    """
    cache = Path("/var/cache") if os.geteuid() == 0 else Path.home() / ".cache"
    default = cache / "epreuve-field"
    return Path(os.environ.get("EPREUVE_FIELD_HOME", default)).absolute()


@dataclass(frozen=True)
class Service:
    """A service with its files in this repository."""

    name: str

    @property
    def folder(self) -> Path:
        """Folder of its files."""
        return FOLDER / self.name

    @property
    def profile(self) -> Path:
        """Its profile."""
        return self.folder / "profile.yaml"

    @property
    def expectation(self) -> Path:
        """What an expert expected before the first audit."""
        return self.folder / "expectation.yaml"

    @property
    def accepted(self) -> Acceptance:
        """Response by which it says that a submission was accepted."""
        accepted: Acceptance = self._truth().ACCEPTED
        return accepted

    def identifier(self, receipt: str) -> str:
        """Return the identifier of the stored submission to which a receipt leads."""
        function: Callable[[str], str] = getattr(self._truth(), "identifier", str)
        return function(receipt)

    def stored(self, run: Path) -> Iterable[Submission]:
        """Read all submissions in its own storage after a run."""
        read: Callable[[Path], Iterable[Submission]] = self._truth().stored
        return read(run)

    def _truth(self) -> Any:
        return importlib.import_module(f"tests.field.{self.name}.truth")


def services() -> dict[str, Service]:
    """Return all services by name."""
    folders = sorted(path.parent.name for path in FOLDER.glob("*/profile.yaml"))
    return {name: Service(name) for name in folders}
