"""Power cuts as they happened: void when something of the service still ran or responded."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import Plan
from epreuve.audits.runs.records.power import POWER_EVENTS, PowerOff, PowerOn
from epreuve.probes.evidence.reader import Evidence
from epreuve.reports.text import Text
from epreuve.reports.translation import Number, Seconds

LATE_SECONDS, LATE_SHARE = 1.0, 0.1  # beyond the plan: up to the larger of both, no warning


@dataclass(frozen=True)
class ActualCut:
    """One power cut of the run; times in seconds of the run.

    `end` is when the power was given back, None if it was not; `void` is why the cut proves
    nothing, None where it does.
    """

    pattern: str
    start: float
    end: float | None
    void: Text | None


@fact
def power_cuts(evidence: Evidence) -> tuple[ActualCut, ...]:
    """Power cuts of the run, in order of time."""
    cuts: list[ActualCut] = []
    for event in evidence.observations(*POWER_EVENTS):
        match event.record:
            case PowerOff(report=report):
                void = _survivors(event.time, report.survivors) if report.survivors else None
                cuts.append(ActualCut(event.subject, event.time, None, void))
            case PowerOn(answered=answered) if cuts and cuts[-1].end is None:
                void = _answered(cuts[-1].start, answered) if answered is not None else None
                cuts[-1] = replace(cuts[-1], end=event.time, void=cuts[-1].void or void)
    return tuple(cuts)


def _survivors(at: float, processes: Iterable[str]) -> Text:
    return translate(
        "The power cut at {at} s is void: these processes of the service could not be stopped: "
        "{processes}.",
        at=Number(at),
        processes=list(processes),
    )


def _answered(at: float, address: str) -> Text:
    return translate(
        "The power cut at {at} s is void: {address} responded while the power was off. Stop what "
        "responds there, or let `power.start` start it.",
        at=Number(at),
        address=address,
    )


@fact
def keeps_power(plan: Plan) -> bool:
    """Whether the service keeps its power in each cut, as at level `proxy`: it never starts."""
    return plan.profile.power.level == "proxy"


def never_stopped() -> NoEvidence:
    """Return the error for a service that keeps its power in each cut."""
    return NoEvidence(
        translate(
            "The service kept its power (level `proxy`): it never stopped, and so never started."
        )
    )


def between(cuts: Iterable[ActualCut], start: float, end: float) -> list[ActualCut]:
    """Return the cuts that began in an interval."""
    return [cut for cut in cuts if start <= cut.start < end]


def require_valid(cuts: Iterable[ActualCut]) -> None:
    """Raise NoEvidence at the first void cut."""
    for cut in cuts:
        if cut.void is not None:
            raise NoEvidence(cut.void)


@fact
def late_cuts(plan: Plan, power_cuts: tuple[ActualCut, ...]) -> tuple[Text, ...]:
    """Sentence for each cut that lasted longer than planned."""
    sentences = []
    for planned, cut in zip(plan.cuts, power_cuts, strict=False):  # A run may end early.
        length = planned.end - planned.start
        lasted = length if cut.end is None else cut.end - cut.start
        if lasted - length > max(LATE_SECONDS, LATE_SHARE * length):
            sentences.append(
                translate(
                    "The power cut at {at} s lasted {lasted} instead of {planned}: the bench was "
                    "slow. The return of the service is counted from the real end of the cut.",
                    at=Number(cut.start),
                    lasted=Seconds(lasted, 1),
                    planned=Seconds(length, 1),
                )
            )
    return tuple(sentences)
