"""DEG-9: calls to a dependency that does not answer."""

from dataclasses import replace

from epreuve.audits.checks.degradation.translation import translate
from epreuve.audits.checks.facts.traffic import Calls
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import Measure, confidence
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.grid.criterion import Criterion
from epreuve.reports.text import Text, join
from epreuve.reports.translation import Number

SPREAD = 20.0  # points between the marks of an interval, at most [A]
MOST_TIMES = 1024  # times as many connections, at most, that a sentence asks for


@judgement
def deg_9(calls: tuple[Calls, ...], criterion: Criterion) -> Measure:
    """Connections per minute to a silent dependency ÷ its normal rate, the worst dependency."""
    proven = [one for one in calls if _is_proven(one, criterion)]
    doubtful = [one for one in calls if one not in proven]
    worst = max(proven, key=lambda call: call.ratio, default=None)
    others = [one for one in doubtful if worst is None or one.ratio > worst.ratio]
    if worst is None or others:
        raise NoEvidence(join(_call_doubt(one, criterion) for one in others))
    reason = translate(
        "The largest increase is on {dependency}: {silent} connections per minute while it was "
        "silent, {normal} normally.",
        dependency=worst.dependency,
        silent=Number(worst.silent),
        normal=Number(worst.normal),
    )
    return Measure(
        worst.ratio,
        translate("× {ratio}", ratio=Number(worst.ratio, 2, "up")),
        join((reason, confidence(*(Number(end, 2) for end in worst.interval)))),
        "observation: `traffic`, silent windows against the same load without a fault",
        interval=worst.interval,
    )


def _is_proven(calls: Calls, criterion: Criterion) -> bool:
    """Return whether a ratio has one mark in its interval, and its silence was really used."""
    return _has_one_mark(calls, criterion) and not (calls.is_hanging and calls.ratio < 1)


def _has_one_mark(calls: Calls, criterion: Criterion) -> bool:
    low, high = calls.interval
    return criterion.curve.score(low) - criterion.curve.score(high) <= SPREAD


def _call_doubt(calls: Calls, criterion: Criterion) -> Text:
    if calls.is_hanging and calls.ratio < 1:
        return translate(
            "{dependency}: most journeys waited without an answer while it was silent; few calls "
            "prove nothing.",
            dependency=calls.dependency,
        )
    return translate(
        "{dependency}: {silent} connections while it was silent, {normal} normally. To compare "
        "them, about {least} normal ones are needed.",
        dependency=calls.dependency,
        silent=calls.silent_count,
        normal=calls.normal_count,
        least=calls.normal_count * _times_needed(calls, criterion),
    )


def _times_needed(calls: Calls, criterion: Criterion) -> int:
    """Return how many times as many connections, at the same ratio, would have one mark."""
    times = 2
    while times < MOST_TIMES and not _has_one_mark(_longer(calls, times), criterion):
        times *= 2
    return times


def _longer(calls: Calls, times: int) -> Calls:
    return replace(
        calls,
        silent_count=calls.silent_count * times, silent_lasted=calls.silent_lasted * times,
        normal_count=calls.normal_count * times, normal_lasted=calls.normal_lasted * times,
    )  # fmt: skip
