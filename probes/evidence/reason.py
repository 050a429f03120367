"""Reasons in evidence: English text; `recorded_text` in `audits` finds its French."""

from epreuve.faults.message import Message, Value


def recorded(template: str, **values: Value) -> str:
    """Return a reason as evidence keeps it. The template is a literal: a test wants its French."""
    return str(Message(template, values))
