"""Waits of users in a cell of the matrix: until a success, or a clear message of a failure."""

import math
from collections.abc import Iterable, Iterator, Mapping

from epreuve.audits.checks.facts.attempts import ending
from epreuve.audits.planning.plan import Window
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt


def first_messages(evidence: Evidence, window: Window) -> dict[int, float]:
    """Return when each user got the first clear message of a failure, in a window, by arrival."""
    messages: dict[int, float] = {}
    for request in evidence.requests(window.start, window.end, failed=True):
        if request.guided and request.ended <= window.end:
            earlier = messages.get(request.arrival, math.inf)
            messages[request.arrival] = min(earlier, request.ended)
    return messages


def waits(
    attempts: Iterable[Attempt], messages: Mapping[int, float], window: Window
) -> Iterator[float]:
    """Yield seconds to success or to a clear message; nothing for users who were cut off first."""
    for attempt in attempts:
        end = messages.get(attempt.arrival, math.inf)
        is_cut_off = attempt.ended > window.end
        if not is_cut_off and ending(attempt, window) == "succeeded":
            end = min(end, attempt.ended)
        if not is_cut_off or end < math.inf:
            yield end - attempt.intended


def cut_waits(
    attempts: Iterable[Attempt], messages: Mapping[int, float], window: Window
) -> Iterator[float]:
    """Yield the seconds that users waited, at least: they were cut off without a message."""
    for attempt in attempts:
        if attempt.ended > window.end and attempt.arrival not in messages:
            yield window.end - attempt.intended
