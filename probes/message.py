"""Messages of errors: English templates with values. `audits` translates them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """A sentence: a template with {names}, and their values."""

    template: str
    values: Mapping[str, str | Message]

    def __str__(self) -> str:
        return self.template.format_map(self.values)


def message(template: str, **values: str | Message) -> Message:
    """Return a message. The template is a literal: a test requires its French."""
    return Message(template, values)
