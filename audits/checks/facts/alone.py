"""Journeys without third parties: served, blocked, or undecided because the cut ended first."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.information import InformationObservation, proving_loads
from epreuve.audits.checks.facts.matrix import FEWEST_IN_CELL, control_doubt
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import Plan, Window
from epreuve.audits.profile.name import name_in
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt
from epreuve.reports.text import Text, join


@dataclass(frozen=True)
class Alone:
    """Journeys tried and served without third parties; whether information was served.

    `undecided`: those that are not served at worst and are served at best, with the reason.
    """

    journeys: tuple[str, ...]
    served: tuple[str, ...]
    information: bool | None  # None where no information page was loaded
    undecided: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True)
class Controls:
    """Evidence that third parties cause a failure: the control cell, the calls to them.

    `called` is whether any third party was called while all were silent, None if unknown. `until`
    is when the first of them was healed, None where no such time is known.
    """

    cell: Mapping[str, Tries]
    called: bool | None
    until: float | None = None


def alone(
    plan: Plan, evidence: Evidence, window: Window, attempts: Iterable[Attempt], share: float,
    controls: Controls,
) -> Alone:  # fmt: skip
    """Return the journeys that prove something. Raises NoEvidence where those served do not.

    A journey or a page counts only if it ended while the cut was in force. Users who were cut off
    failed at worst, and were served at best. `share` of the tries make a journey served, and one
    success at least.
    """
    until = window.end if controls.until is None else min(window.end, controls.until)
    names = plan.profile.journeys
    tried = {name_in(names, id): tries for id, tries in _tries(attempts, until).items()}
    _require_all(plan, tried)
    served = [name for name, tries in tried.items() if _is_served(tries, share)]
    others = {name: tries for name, tries in tried.items() if name not in served}
    undecided = {
        name: _reason(name, tries) for name, tries in others.items() if _is_open(tries, share)
    }
    blocked = [name for name in others if name not in undecided]
    if blocked and controls.called is False:
        raise NoEvidence(
            translate(
                "No third party was called while all were silent; the failures have another cause."
            )
        )
    doubts = {name: doubt for name in others if (doubt := _doubt(name, controls.cell))}
    if doubts and len(doubts) == len(others):
        raise NoEvidence(join(doubts.values()))
    return Alone(
        journeys=tuple(name for name in tried if name not in doubts),
        served=tuple(served),
        information=_information(evidence, window, until, needed=bool(blocked)),
        undecided={name: one for name, one in undecided.items() if name not in doubts},
    )


def _tries(attempts: Iterable[Attempt], until: float) -> dict[str, Tries]:
    tried: dict[str, Counter[str]] = {}
    for attempt in attempts:
        ending = "cut off" if attempt.ended > until else attempt.outcome
        tried.setdefault(attempt.journey, Counter())[ending] += 1
    return {
        name: Tries(endings.total() - endings["cut off"], endings["success"], endings["cut off"])
        for name, endings in tried.items()
    }


def _require_all(plan: Plan, tried: Mapping[str, Tries]) -> None:
    missing = [name for name in plan.profile.critical() if name not in tried]
    if missing:
        raise NoEvidence(
            translate(
                "No journey began while all third parties were silent: {journeys}.",
                journeys=missing,
            )
        )


def _is_served(tries: Tries, share: float) -> bool:
    """Return whether users were served, with each user who was cut off as a failure."""
    number = tries.tried + tries.cut_off
    return tries.succeeded >= max(share * number, 1) and (not share or number >= FEWEST_IN_CELL)


def _is_open(tries: Tries, share: float) -> bool:
    """Return whether a journey that is not served at worst is served at best."""
    number = tries.tried + tries.cut_off
    return number < FEWEST_IN_CELL or tries.succeeded + tries.cut_off >= max(share * number, 1)


def _reason(journey: str, tries: Tries) -> Text:
    number = tries.tried + tries.cut_off
    if number < FEWEST_IN_CELL:
        return translate(
            "{journey}: at least {least} tries are needed while all third parties are silent; "
            "there were {n}.",
            journey=journey,
            least=FEWEST_IN_CELL,
            n=number,
        )
    return translate(
        "{journey}: {cut} of {n} tries had not ended when the first third party responded again.",
        journey=journey,
        cut=tries.cut_off,
        n=number,
    )


def _information(evidence: Evidence, window: Window, until: float, *, needed: bool) -> bool | None:
    """Return whether information pages were served. Raises NoEvidence where it is needed."""
    loads = [
        page
        for page in evidence.observations(InformationObservation)
        if page.record.window == window.name and page.time <= until
    ]
    served = [page.record.served for page in proving_loads(evidence, loads)]
    unclear = [page.subject for page in loads if page.record.unclear]
    if needed and unclear and all(served):
        raise NoEvidence(
            translate(
                "Information pages showed only a part of their content in calm: {paths}.",
                paths=", ".join(unclear),
            )
        )
    return all(served) if served else None


def _doubt(journey: str, control: Mapping[str, Tries]) -> Text | None:
    return control_doubt(journey, control.get(journey))
