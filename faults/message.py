"""Messages of faults, of probes and of errors: English templates with values.

`audits` translates and formats them; `str` is their English, for errors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Delay:
    """A delay as it was set. Reports show it in ms or s, `str` in s."""

    seconds: float

    def __str__(self) -> str:
        return f"{self.seconds:g} s"


@dataclass(frozen=True)
class Share:
    """A share, 0 to 1, shown as a percentage."""

    value: float

    def __str__(self) -> str:
        return f"{self.value:.0%}"


@dataclass(frozen=True)
class Message:
    """A sentence: a template with {names}, and their values.

    An int is a quantity. A str is shown as it is: an HTTP status is a str.
    """

    template: str
    values: Mapping[str, Value]

    def __str__(self) -> str:
        return self.template.format_map(self.values)


Value = str | int | Delay | Share | Message


def message(template: str, **values: Value) -> Message:
    """Return a message. The template is a literal: a test requires its French."""
    return Message(template, values)


@dataclass(frozen=True)
class Label:
    """Fault of a dependency: the same English words for one and for several dependencies.

    A literal too: its French has a singular and a plural.
    """

    english: str
