"""Reading of all receipts at the end of a run: controls, shared receipts, states."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from epreuve.audits.checks.facts.control_doubts import doubts_of
from epreuve.audits.checks.facts.receipts import mistake_sentence
from epreuve.audits.errors import NotMeasurable
from epreuve.audits.execution.given_receipts import Controls, GivenReceipts
from epreuve.audits.execution.service_readiness import wait_service
from epreuve.audits.planning.plan import Plan
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.evidence.row import Row
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.pages.decoys import DecoyObservation, MixedRun, decoys_of
from epreuve.probes.pages.receipt import STEP_LIMIT, Reading, RunSteps, on_site, verify_receipts
from epreuve.probes.pages.receipt_controls import APPEARS_WITHIN, receipt_controls
from epreuve.probes.pages.receipt_holders import (
    Cuts,
    Group,
    holders,
    mistake,
    requests_for_receipt,
    superseded_receipt,
    without_receipt,
)
from epreuve.probes.pages.receipt_records import ReceiptControl, ReceiptMistake, ReceiptObservation
from epreuve.probes.pages.submission import Submission

CONTROL_USERS = 30_000_000  # first number of the users of the controls
CANDIDATES = 3  # receipts of a journey that may serve as positive control
PROCESSED_WITHIN = (20.0, 300.0)  # seconds for the back office: at least; in real time


def await_service(plan: Plan) -> bool:
    """Wait until the service is ready, at most `boot_within`; return whether it is."""
    return wait_service(plan.profile) is not None


def reading_of(
    plan: Plan, controls: Controls, last_cut: float, now: Callable[[], float],
    journeys: Mapping[str, Journey] | None = None,
) -> Reading:  # fmt: skip
    """Return how the receipts of a plan are read; `journeys` replace those of the profile."""
    least, real = PROCESSED_WITHIN
    return Reading(
        journeys=_proving(plan.profile.journeys if journeys is None else journeys, controls),
        citizen=plan.citizen, run=run_of(plan), within=plan.receipts_within, controls=controls,
        last_cut=last_cut, processed_within=max(least, real / plan.scale), seed=plan.seed,
        settles_within=plan.profile.service.patience,
        loads_within=plan.calibration.boot if last_cut >= 0 else 0.0, now=now,
    )  # fmt: skip


def _proving(journeys: Mapping[str, Journey], controls: Controls) -> dict[str, Journey]:
    """Return the journeys without the steps that prove nothing, by their controls."""
    doubts = doubts_of(controls)
    return {
        name: journey.model_copy(
            update={
                **({"unique": ()} if name in doubts.unique else {}),
                **({"processed": ()} if name in doubts.processed else {}),
            }
        )
        for name, journey in journeys.items()
    }


def read_receipts(plan: Plan, receipts: GivenReceipts, now: Callable[[], float]) -> Iterator[Row]:
    """Yield controls, mistaken receipts with their attempts, then the state of each receipt.

    Raises NotMeasurable when a value got in calm is no receipt: the profile is wrong.
    """
    controls = dict(receipts.controls)
    for name, control in make_controls(plan, receipts):
        controls[name] = control
        yield Observation(now(), name, control)
    form_values = _form_values(controls)
    journeys = plan.profile.journeys.items()
    pages = {name: sent for name, one in journeys if (sent := requests_for_receipt(one))}
    sorted_out = holders(receipts.attempts, receipts.cuts, form_values, pages)
    until = calm_until(plan)
    as_mistake = partial(_as_mistake, form_values, until, now)
    for group in sorted_out.mistaken:
        yield from as_mistake(group)
    groups = (*sorted_out.mistaken, *sorted_out.again)
    check_calm(mistake(group, form_values, until, now()).record for group in groups)
    yield from (superseded_receipt(attempt, now()) for attempt in sorted_out.superseded)
    yield from (superseded_receipt(attempt, now(), void=True) for attempt in sorted_out.unsure)
    reading = reading_of(plan, controls, receipts.last_cut, now)
    again = {group[-1].arrival: group for group in sorted_out.again}
    attempts = [*sorted_out.to_read, *(group[-1] for group in sorted_out.again)]
    mixed = MixedRun(reading.run, decoys_of(attempts, reading), controls, plan.seed)
    for row in verify_receipts(attempts, replace(reading, run=mixed)):
        group = again.get(row.record.arrival, ())
        if group and row.record.state != "stored":
            yield from as_mistake(group)
            continue
        yield row
        yield from (superseded_receipt(attempt, now(), crash=True) for attempt in group[:-1])
    mixed.read_rest(STEP_LIMIT)
    for decoy, found in mixed.read:
        yield Observation(now(), decoy.name, DecoyObservation(sort=decoy.sort, found=found))


def check_calm(mistakes: Iterator[ReceiptMistake] | Sequence[ReceiptMistake]) -> None:
    """Raise NotMeasurable for a value that users got in calm and that is no receipt."""
    for record in mistakes:
        if record.calm:
            raise NotMeasurable(mistake_sentence(record))


def calm_mistakes(
    attempts: Sequence[Attempt], controls: Controls, now: float
) -> list[Observation[ReceiptMistake]]:
    """Return the values that users got in calm and that are no receipts."""
    form_values = _form_values(controls)
    sorted_out = holders(attempts, Cuts(), form_values)
    groups = (*sorted_out.mistaken, *sorted_out.again)
    return [mistake(group, form_values, float("inf"), now) for group in groups]


def _form_values(controls: Controls) -> dict[str, set[str]]:
    return {name: set(control.form_values) for name, control in controls.items()}


def _as_mistake(
    form_values: Mapping[str, set[str]], until: float, now: Callable[[], float], group: Group
) -> Iterator[Row]:
    """Yield the mistake of a group, and its attempts as they are judged."""
    yield mistake(group, form_values, until, now())
    yield from map(without_receipt, group)


def calm_until(plan: Plan) -> float:
    """Return when the load or the faults of the crisis begin: the end of the first baselines."""
    starts = (window.start for window in plan.windows if window.kind not in ("baseline", "phase"))
    return min(starts, default=plan.duration)


def make_controls(plan: Plan, receipts: GivenReceipts) -> Iterator[tuple[str, ReceiptControl]]:
    """Yield the missing controls: of a journey done once more, else of the last receipts given."""
    run = run_of(plan)
    for place, (name, journey) in enumerate(plan.profile.journeys.items()):
        own = [attempt for attempt in receipts.attempts if attempt.journey == name]
        control = receipts.controls.get(name)
        if (control is not None and control.positive) or not own or not journey.verify:
            continue
        if (control := _control(plan, journey, CONTROL_USERS + place, own, run)) is not None:
            yield name, control


def _control(
    plan: Plan, journey: Journey, user: int, own: Sequence[Attempt], run: RunSteps
) -> ReceiptControl | None:
    citizen = plan.citizen(user)
    result = run(journey.steps, {}, citizen, STEP_LIMIT)
    made = Submission.of(journey, result.captured, citizen)
    control = None
    is_new = made.receipt not in {"", *(attempt.receipt for attempt in own)}
    if result.outcome == "success" and is_new:
        patience = plan.profile.service.patience
        control = receipt_controls(
            journey, citizen, run, made.receipt, made.kept, appears_within=patience
        )
    if control is not None and control.positive:
        return control
    last = [
        Submission(journey, attempt.receipt, plan.citizen(attempt.arrival), attempt.kept)
        for attempt in reversed(own)
    ]
    other = best_control(last, run, 0.0, sent_once=False)
    return other if other.positive else control


def best_control(
    candidates: Sequence[Submission], run: RunSteps, appears_within: float = APPEARS_WITHIN,
    *, age: float = 0.0, sent_once: bool = True,
) -> ReceiptControl:  # fmt: skip
    """Return the first control whose receipt can be read, else the first one.

    The service may have lost one of the candidates. Only the first is waited for: meanwhile, the
    others have had as much time to appear. `age`: seconds since the first user got the receipt.
    """
    controls: list[ReceiptControl] = []
    start = time.monotonic()
    for one in candidates[:CANDIDATES]:
        control = receipt_controls(
            one.journey, one.citizen, run, one.receipt, one.kept, sent_once=sent_once,
            age=age + time.monotonic() - start,
            appears_within=0.0 if controls else appears_within,
        )  # fmt: skip
        if control.positive:
            return control
        controls.append(control)
    return controls[0]


def run_of(plan: Plan) -> RunSteps:
    """Return how steps are run on the service, past the links of the users."""
    return on_site(plan.profile.service.address, plan.profile.service.authority, plan.senders)


def controls_of(receipts: GivenReceipts, rows: Sequence[Row]) -> Controls:
    """Return the controls of a run: those before it, and those made when receipts were read."""
    made = {
        row.subject: row.record
        for row in rows
        if isinstance(row, Observation) and isinstance(row.record, ReceiptControl)
    }
    return {**receipts.controls, **made}


def stored(rows: Sequence[Row]) -> set[int]:
    """Return the arrivals whose submission the service still has, whole or altered."""
    return {
        row.record.arrival
        for row in rows
        if isinstance(row, Observation)
        and isinstance(row.record, ReceiptObservation)
        and row.record.state in ("stored", "altered")
    }
