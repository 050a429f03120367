"""CON-4: the limit of the service in the ramp."""

import itertools
import math
from collections.abc import Sequence

from epreuve.audits.checks.continuity.ramp import QUICK, Part
from epreuve.audits.checks.continuity.translation import translate
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import Measure
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.interval import Interval
from epreuve.reports.text import Text, join
from epreuve.reports.translation import Number, Seconds, Value


@judgement
def con_4(ramp_parts: tuple[Part, ...], calm: Part) -> Measure:
    """Most load that the service served in the parts of the ramp before the first failure.

    Journeys that a part leaves in a queue are not served. The interval reaches from one part below
    the first queue to the part that failed. A service that misses the same limits in calm breaks
    at no load: it is inconclusive. A part whose failures may be chance ends nothing, and proves
    nothing.
    """
    _require_calm(calm)
    before = list(itertools.takewhile(lambda part: not part.failed, ramp_parts))
    held = [part for part in before if part.held]
    value = max((part.proven for part in held), default=1.0)
    quiet = [part.multiple for part in itertools.takewhile(lambda part: part.kept_up, before)]
    low = min(value, quiet[-2] if len(quiet) > 1 else 1.0)
    if len(before) == len(ramp_parts):
        return _unlimited(held, value, low)
    failed = ramp_parts[len(before)]
    bounds = translate(
        "The limit is between ×{low} and ×{high}.",
        low=Number(low, 1, "down"),
        high=Number(failed.multiple, 1, "up"),
    )
    return Measure(
        value,
        translate("×{multiple}", multiple=Number(value, 1, "down")),
        join((_failure(failed), bounds)),
        _ramp_evidence(),
        interval=Interval(low, failed.multiple),
    )


def _failure(part: Part) -> Text:
    """Return the figures of the part of the ramp that failed."""
    values: dict[str, Value] = {
        "multiple": Number(part.multiple, 1),
        "done": part.succeeded,
        "tried": part.tried,
    }
    if math.isinf(part.p95):  # no step succeeded
        return translate("At ×{multiple}: {done} of {tried} journeys succeeded.", **values)
    return translate(
        "At ×{multiple}: {done} of {tried} journeys succeeded. 95% of the successful steps took "
        "less than {wait}.",
        **values,
        wait=Seconds(part.p95),
    )


def _unlimited(held: Sequence[Part], value: float, low: float) -> Measure:
    """Return the load that was proven, without a limit. Raises NoEvidence where none was."""
    if not held:
        raise NoEvidence(
            translate(
                "No part of the ramp shows a load that the service serves, and none a load "
                "that it does not serve: too few journeys failed or succeeded to tell."
            )
        )
    return Measure(
        value,
        translate("at least ×{multiple}", multiple=Number(value, 1, "down")),
        translate("The limit was not reached: the ramp stops there. Only proven load counts."),
        _ramp_evidence(),
        interval=Interval(low, math.inf),
    )


def _ramp_evidence() -> Text:
    return translate(
        "`attempt` and `request`: the ramp, in at most six parts. A part passes with at "
        "least 95% of success and a p95 of at most 5 s."
    )


def _require_calm(calm: Part) -> None:
    """Raise NoEvidence where the limits of the ramp are not met at the normal load."""
    if calm.held:
        return
    raise NoEvidence(
        translate(
            "In calm, {done} of {tried} journeys succeeded, and 95% of the steps took less than "
            "{wait}. The limit of the ramp is {most} per step: no load is the cause. See CON-3.",
            done=calm.succeeded,
            tried=calm.tried,
            wait=Seconds(calm.p95),
            most=Seconds(QUICK, 0),
        )
    )
