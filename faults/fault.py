"""Base class of all faults: frozen values that name the toxics which simulate them.

To add one: a file named after its `kind`, with a subclass of Fault, and its test. The docstring
names the event that the fault stands for in a crisis, which toxics simulate it, and where it is
not faithful.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any, ClassVar

from epreuve.faults.frozen_model import FrozenModel
from epreuve.faults.message import Label, Message
from epreuve.faults.toxic import STREAMS, Toxic
from epreuve.faults.units import DAY, milliseconds

UPSTREAM, DOWNSTREAM = STREAMS
LONG = milliseconds(DAY)  # ms [A]: longer than any simulated crisis


class Fault(FrozenModel, ABC):
    """A fault on one link. Wrong values raise a pydantic ValidationError that names the field.

    `label` is how a dependency fails; `mark` is the character of the fault in a drawn plan.
    `exclusive`: nothing of the other end reaches clients, so that another fault on the same link
    would have no effect.
    """

    label: ClassVar[Label] = Label("failing")
    mark: ClassVar[str] = "▪"
    exclusive: ClassVar[bool] = False

    kind: Any
    """A `Literal` in each fault, which narrows it: a field of type str could not be narrowed."""

    def toxics(self) -> tuple[Toxic, ...]:
        """Return the toxics that simulate it, in the order of their chains."""
        return ()

    def disables(self) -> bool:
        """Return whether the link refuses connections and closes the open ones."""
        return False

    def ignores_connections(self) -> bool:
        """Return whether new connections get no response, where the server can do that."""
        return False

    def http_status(self) -> int | None:
        """Return the HTTP status that replaces every response, None for none."""
        return None

    @abstractmethod
    def describe(self) -> Message:
        """Return a short description."""

    def toxic(self, type_: str, stream: str, attributes: Mapping[str, int]) -> Toxic:
        """Return a toxic whose name starts with the kind of this fault."""
        return Toxic(f"{self.kind}-{type_}-{stream}", type_, stream, attributes)


class StagedFault(Fault):
    """A fault that changes by itself while it is on a link; `seed` makes the changes repeatable."""

    seed: int | None = None
    """Seed of the times at which the fault changes."""

    @abstractmethod
    def stages(self, random: Random) -> Iterator[tuple[float, Fault | None]]:
        """Yield for ever: seconds, and the fault to add during them (None for none)."""

    def needs_embedded(self) -> bool:
        """Return whether the stages run on the embedded server only."""
        return False
