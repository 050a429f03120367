"""What every fault is: values that render themselves to toxics, and nothing else.

To add one: a file with a frozen dataclass, its docstring saying what it stands for in a crisis, by
which toxics it is rendered and where that is not faithful; and its test.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping

from epreuve.faults.state import STREAMS, Toxic, check

UPSTREAM, DOWNSTREAM = STREAMS
LONG = 24 * 3600 * 1000  # ms: an end of stream held for longer than any fault of ours


class Fault(ABC):
    """A fault on one link. Subclasses are frozen dataclasses; wrong figures raise ToxicInvalid."""

    def __post_init__(self) -> None:
        for toxic in self.toxics():
            check(toxic)

    @property
    def kind(self) -> str:
        """Return its name: that of its file."""
        return type(self).__module__.rpartition(".")[2]

    def toxics(self) -> tuple[Toxic, ...]:
        """Return the toxics that render it, in the order of their chains."""
        return ()

    def disables(self) -> bool:
        """Tell whether the link refuses connections, and closes those it has."""
        return False

    def unanswered(self) -> bool:
        """Tell whether new connections get no answer, where the server can do that."""
        return False

    def staged_by_ours(self) -> bool:
        """Tell whether its stages, if it has any, are played on the embedded server only."""
        return False

    def answers(self) -> int | None:
        """Return the HTTP status that is answered in place of the other end, None for none."""
        return None

    @abstractmethod
    def describe(self, language: str) -> str:
        """Say it in a few words of `language` ("fr" or "en")."""

    def toxic(self, type_: str, stream: str, attributes: Mapping[str, int]) -> Toxic:
        """Return a toxic with a name that tells whose it is."""
        return Toxic(f"{self.kind}-{type_}-{stream}", type_, stream, attributes)


def in_words(language: str, french: str, english: str) -> str:
    """Return the words of that language; English where it is not French."""
    return french if language == "fr" else english
