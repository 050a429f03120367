"""Expectations about a response: the conditions of a step's success."""

from epreuve.faults.frozen_model import FrozenModel
from epreuve.probes.journeys.checked_text import JsonPath, Pattern, Selector
from epreuve.probes.journeys.one_or_more import Statuses, Texts


class Count(FrozenModel):
    """Number of distinct matches of a pattern in a page (of its group 1, if any)."""

    pattern: Pattern
    """Regular expression to search."""
    at_least: int = 0
    """Minimum number of distinct matches."""
    at_most: int | None = None
    """Maximum number of distinct matches."""


class Expect(FrozenModel):
    """Conditions for a response to be a success. Without `status`: any 2xx, after redirects."""

    status: Statuses | None = None
    """HTTP status, or list of statuses."""
    contains: Texts = ()
    """Text, or list of texts, that the response must contain."""
    lacks: Texts = ()
    """Text, or list of texts, that the response must not contain."""
    matches: Pattern | None = None
    """Regular expression that the response must match."""
    css: Selector | None = None
    """CSS selector that must select an element."""
    json_path: dict[JsonPath, str] = {}
    """Path in a JSON response → expected value: `$.state.name: open`."""
    header: dict[str, str] = {}
    """Header name → text that its value must contain."""
    count: Count | None = None
    """Number of times that a pattern must appear."""
