"""Rebound: all users come back after the crisis."""

from collections.abc import Sequence
from dataclasses import dataclass

from epreuve.audits.checks.facts.attempts import FEWEST, NEVER_SENT, Tries, judged, too_few
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.levels import Compared, compare
from epreuve.audits.checks.facts.power_cuts import ActualCut
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import Plan, Window
from epreuve.audits.planning.return_stage import return_stage
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt

MICROSECOND = 1e-6  # resolution of the evidence


@dataclass(frozen=True)
class Rebound:
    """Journeys when users come back, against the level before; load in times the normal peak."""

    journeys: Compared
    multiple: float


@fact
def rebound(
    plan: Plan, evidence: Evidence, attempts: list[Attempt], levels: dict[str, Tries],
    power_cuts: tuple[ActualCut, ...], keeps_power: bool, boot_within: float,
) -> Rebound:  # fmt: skip
    """Critical journeys in the stage after the crisis with the highest load, and that load.

    Journeys that began before the last one that failed while the service was starting, within
    `boot_within`, do not count: REC-1 and REC-2 judge the start.
    """
    stage = return_stage(plan.crisis)
    window = None if stage is None else plan.window(stage.id)
    if window is None:
        raise NoEvidence(
            translate("This crisis has no stage after it, or only stages with power cuts.")
        )
    began = judged(attempts, window)
    if len(began) < FEWEST:
        raise too_few(window, len(began))
    cuts = () if keeps_power else power_cuts
    start = _started(attempts, window, cuts, boot_within)
    started = [one for one in began if one.intended >= start]
    if len(started) < FEWEST:
        raise NoEvidence(
            translate(
                "The service was still starting when users came back: {n} journeys began after "
                "its start, and {least} are needed.",
                n=len(started), least=FEWEST,
            )
        )  # fmt: skip
    compared = compare(started, levels, window)
    if compared.tried < FEWEST:
        raise NoEvidence(translate("There is no level before the fault to compare with."))
    offered = evidence.attempts(start, window.closes)
    sent = sum(one.outcome not in NEVER_SENT for one in offered)
    rate = sent / (window.closes - start)
    return Rebound(compared, rate / plan.profile.service.normal_peak)


def _started(
    attempts: Sequence[Attempt], window: Window, cuts: Sequence[ActualCut], boot_within: float
) -> float:
    """Return when a window began, or its service had started after the last cut before it.

    The end of the first journey that succeeds shows that it has started: a static page may respond
    before. It started after the beginning of the last journey that failed until then.
    """
    backs = [cut.end for cut in cuts if cut.end is not None and cut.start < window.start]
    if not backs:
        return window.start
    back = max(backs)
    served = (one.ended for one in attempts if one.intended >= back and one.outcome == "success")
    booted = min(*served, back + boot_within, window.closes)
    failed = (
        one.intended
        for one in attempts
        if window.start <= one.intended < booted and one.outcome != "success"
    )
    return max((time + MICROSECOND for time in failed), default=window.start)
