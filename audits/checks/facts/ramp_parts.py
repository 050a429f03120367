"""Parts of the ramp, each with enough journeys to judge it."""

import itertools
from collections.abc import Sequence

from epreuve.audits.checks.facts.attempts import FEWEST, count, judged, too_few
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import Plan, Window
from epreuve.probes.evidence.records import Attempt


def ramp_windows(plan: Plan, attempts: Sequence[Attempt], number: int) -> list[Window]:
    """Return at most `number` equal parts of the ramp, in order. Raises NoEvidence.

    A part with too few journeys is merged with the next one, the last with the one before.
    """
    ramp = plan.window("ramp")
    if ramp is None:
        raise NoEvidence(translate("No ramp was run."))
    length = (ramp.closes - ramp.start) / number
    bounds = [ramp.start]
    for rank in range(1, number + 1):
        end = ramp.closes if rank == number else ramp.start + rank * length
        if _tried(attempts, _part(ramp, bounds[-1], end)) >= FEWEST:
            bounds.append(end)
    if len(bounds) == 1:
        raise too_few(ramp, _tried(attempts, ramp))
    bounds[-1] = ramp.closes
    return [_part(ramp, start, end) for start, end in itertools.pairwise(bounds)]


def _part(ramp: Window, start: float, closes: float) -> Window:
    return ramp.model_copy(update={"start": start, "closes": closes})


def _tried(attempts: Sequence[Attempt], window: Window) -> int:
    return count(judged(attempts, window), window).tried
