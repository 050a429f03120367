"""Causes of a late return after a power cut: the numbers that advice names."""

import re

from tests.figures.criteria import Values
from tests.figures.journeys import sent
from tests.figures.return_criteria import returns
from tests.figures.run import Run
from tests.figures.sentences import Check


def _slow_start(run: Run, match: re.Match[str]) -> list[Values]:
    useful = [one.useful for one in returns(run) if one.useful is not None]
    return [[max(useful, default=0.0), run.plan["calibration"]["boot"]]]


def _slow_return(run: Run, match: re.Match[str]) -> list[Values]:
    found = []
    for one in returns(run):
        done = [user.ended for user in sent(run, one.back, one.until) if user.done]
        if one.useful is not None and done:
            found.append((one.useful, min(done) - one.back))
    useful, first = max(found, default=(0.0, 0.0))
    return [[first, useful]]


def _no_start(run: Run, match: re.Match[str]) -> list[Values]:
    every = returns(run)
    within = run.plan["profile"]["power"]["boot_within"]
    gone = [
        one for one in every
        if one.watched >= within
        and not any(user.done for user in sent(run, one.back, one.until))
    ]  # fmt: skip
    longest = max((one.watched for one in gone), default=0.0)
    return [[len(gone), len(every), longest, within]]


RETURN: dict[str, Check] = {
    r"the service was useful again after .*? to start in calm": _slow_start,
    r"the first journey succeeded after .*? only after [\d.]+ s": _slow_return,
    r"After \d+ of \d+ power cuts, no journey .*? grants .*? to start": _no_start,
}
