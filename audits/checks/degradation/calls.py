"""DEG-9: calls to a dependency that does not respond."""

from bisect import bisect_left
from dataclasses import replace

from epreuve.audits.checks.degradation.translation import translate
from epreuve.audits.checks.facts.reached import require_contacted
from epreuve.audits.checks.facts.traffic import Calls
from epreuve.audits.checks.judgement import judgement
from epreuve.audits.checks.measure import Measure
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.grid.criterion import Criterion
from epreuve.reports.text import Text, join
from epreuve.reports.translation import Number, Seconds

SPREAD = 20.0  # points between the marks of an interval, at most [A]
MOST_TIMES = 1_000  # as many connections, in the search for a number that is enough


@judgement
def deg_9(calls: tuple[Calls, ...], unproven: dict[str, Text], criterion: Criterion) -> Measure:
    """Connections per minute to a silent dependency ÷ its normal rate, the worst dependency.

    Calls past a proxy are not counted: with a dependency that was never contacted, only a mark of 0
    is certain.
    """
    proven = [one for one in calls if _is_proven(one, criterion)]
    doubtful = [one for one in calls if one not in proven]
    worst = max(proven, key=lambda call: call.ratio, default=None)
    others = [one for one in doubtful if worst is None or _is_beyond(one, worst)]
    if worst is None or others:
        raise NoEvidence(join(_call_doubt(one, criterion) for one in others))
    require_contacted(unproven, criterion.curve.score(worst.ratio))
    low, high = worst.interval
    sentences = [
        translate(
            "The largest increase is on {dependency}: {silent} connections per minute while it was "
            "silent, {normal} normally. With 90% confidence, the ratio is {low} to {high}.",
            dependency=worst.dependency,
            silent=Number(worst.silent),
            normal=Number(worst.normal),
            low=Number(low, 2, "down"),
            high=Number(high, 2, "up"),
        )
    ]
    if doubtful:
        names = [one.dependency for one in doubtful]
        sentences.append(translate("Not compared, too few calls: {names}.", names=names))
    return Measure(
        worst.ratio,
        translate("× {ratio}", ratio=Number(worst.ratio, 2, "up")),
        join(sentences),
        translate(
            "`observation`: kind `traffic`, silent windows compared with the same load without "
            "a fault."
        ),
        interval=worst.interval,
    )


def _is_proven(calls: Calls, criterion: Criterion) -> bool:
    """Return whether a ratio has one mark in its interval, and its silence was really used."""
    return _is_narrow(calls, criterion) and not (calls.is_hanging and calls.ratio < 1)


def _is_beyond(calls: Calls, worst: Calls) -> bool:
    """Return whether a doubtful ratio is above the worst proven one, beyond its uncertainty."""
    ratio = calls.ratio if calls.is_hanging else calls.interval.low
    return ratio > worst.ratio


def _is_narrow(calls: Calls, criterion: Criterion, times: int = 1) -> bool:
    """Return whether the interval has one mark; with `times` as many connections, if given."""
    low, high = _repeated(calls, times).interval
    return criterion.curve.score(low) - criterion.curve.score(high) <= SPREAD


def _repeated(calls: Calls, times: int) -> Calls:
    return replace(
        calls,
        silent_count=times * calls.silent_count,
        silent_lasted=times * calls.silent_lasted,
        normal_count=times * calls.normal_count,
        normal_lasted=times * calls.normal_lasted,
    )


def _call_doubt(calls: Calls, criterion: Criterion) -> Text:
    if calls.is_hanging and calls.ratio < 1:
        return translate(
            "{dependency}: most journeys waited without a response while it was silent; few calls "
            "prove nothing.",
            dependency=calls.dependency,
        )
    if not _is_narrow(calls, criterion, MOST_TIMES):
        low, high = calls.interval
        return translate(
            "{dependency}: {silent} connections while it was silent, {normal} normally. Requests "
            "of this tool are among them: for users, the ratio is {low} to {high}. A smaller scale "
            "gives a result where a stage of the crisis silences it.",
            dependency=calls.dependency,
            silent=calls.silent_count,
            normal=calls.normal_count,
            low=Number(low, 2, "down"),
            high=Number(high, 2, "up"),
        )
    enough = bisect_left(range(MOST_TIMES), True, 1, key=lambda n: _is_narrow(calls, criterion, n))
    return translate(
        "{dependency}: {silent} connections while it was silent, {normal} normally: too few to "
        "compare. About {needed} normal ones are needed, in {time} at this rate; there were "
        "{lasted}. A smaller scale gives more where a stage of the crisis silences it.",
        dependency=calls.dependency,
        silent=calls.silent_count,
        normal=calls.normal_count,
        needed=enough * calls.normal_count,
        time=Seconds(enough * calls.normal_lasted, 0, "up"),
        lasted=Seconds(calls.normal_lasted, 0),
    )
