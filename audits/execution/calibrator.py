"""Calibration of a run: journeys, a restart and a receipt in calm, before the plan is final."""

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from epreuve.audits.crises.network import networks
from epreuve.audits.execution.calm_journey import CalmJourney
from epreuve.audits.execution.profile_problem import differs, verify_problem
from epreuve.audits.execution.receipt_reading import (
    CANDIDATES,
    best_control,
    calm_mistakes,
    check_calm,
    run_of,
)
from epreuve.audits.execution.started_service import StartedService
from epreuve.audits.execution.step_player import PlayedStep, play_steps, result_of
from epreuve.audits.planning.calibration import READING, Calibration
from epreuve.audits.planning.patience import longest_calm_step
from epreuve.audits.planning.plan import CONTROL_COHORT, Plan
from epreuve.faults.toxiproxy.link import Link
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.journeys.session import Session
from epreuve.probes.pages.receipt import RunSteps
from epreuve.probes.pages.receipt_controls import APPEARS_WITHIN
from epreuve.probes.pages.receipt_records import ReceiptControl, ReceiptMistake
from epreuve.probes.pages.submission import Submission

OnStep = Callable[[str, PlayedStep], None]
"""Receives the name of a journey and a step of it, as soon as it was played."""

FIRST_CITIZEN = 20_000_000  # number of the first user of a calibration
EXTRA = 500  # place of the first user who sends a journey once more, among those of a link


class Calibrator:
    """Sender of journeys in calm. `address` and `link` give the proxy of a cohort.

    `run` reads receipts, by default past the links of the users. `once`: as in a rehearsal, no
    journey is sent again, and a receipt has APPEARS_WITHIN to appear, at most.
    """

    def __init__(
        self, plan: Plan, address: Callable[[str], str], link: Callable[[str], Link],
        run: RunSteps | None = None, on_step: OnStep = lambda journey, step: None, *,
        once: bool = False,
    ) -> None:  # fmt: skip
        self._once = once
        self._plan, self._address, self._link = plan, address, link
        self._run, self._on_step = run_of(plan) if run is None else run, on_step

    def journeys(self) -> list[CalmJourney]:
        """Send each journey once on each link. Raises NotMeasurable for a profile that is wrong.

        Clean link first: it shows whether the profile describes the service.
        """
        clean = self.clean_journeys()
        critical = self._plan.profile.critical()
        for journey in clean:
            problem = journey.problem
            if journey.name in critical and problem is not None and differs(journey.played[-1]):
                raise problem.refusal()
        linked = [one.name for one in self._plan.cohorts if one.name in networks() and one.linked]
        with ThreadPoolExecutor(max(len(linked), 1), "calibration") as threads:
            return [*clean, *(one for group in threads.map(self._on, linked) for one in group)]

    def clean_journeys(self, *, all_of_them: bool = False) -> list[CalmJourney]:
        """Send each journey once on the clean link; `all_of_them`: also after a very slow one."""
        return self._on(CONTROL_COHORT, all_of_them=all_of_them)

    def receipt(self, journeys: list[CalmJourney]) -> float:
        """Return the seconds to read one receipt of these journeys again."""
        durations = [
            seconds
            for journey in journeys
            if journey.cohort == CONTROL_COHORT and (seconds := self._reading(journey)) is not None
        ]
        return max(durations, default=READING)

    def controls(self, journeys: list[CalmJourney]) -> dict[str, ReceiptControl]:
        """Return the controls of each journey that gave a receipt.

        Raises NotMeasurable for a receipt that proves nothing, or that cannot be read.
        """
        controls = self.receipt_controls(journeys)
        check_calm(self.mistakes(journeys, controls))
        for name, control in controls.items():
            if (
                problem := verify_problem(name, self._plan.profile.journeys[name], control)
            ) is not None:
                raise problem.refusal()
        return controls

    def mistakes(
        self, journeys: list[CalmJourney], controls: Mapping[str, ReceiptControl]
    ) -> list[ReceiptMistake]:
        """Return the values that these journeys got and that are no receipts."""
        named = self._plan.profile.journeys
        attempts = [one.attempt(named[one.name]) for one in journeys if self._receipt(one)]
        return [row.record for row in calm_mistakes(attempts, controls, 0.0)]

    def receipt_controls(
        self, journeys: list[CalmJourney], before: Callable[[str], None] = lambda name: None
    ) -> dict[str, ReceiptControl]:
        """Return the controls of each journey that gave a receipt, whatever they show.

        `before` receives the name of each journey before its receipts are read.
        """
        controls = {}
        for place, (name, journey) in enumerate(self._plan.profile.journeys.items()):
            sent = [one for one in journeys if one.name == name and self._receipt(one)]
            if journey.verify and sent:
                before(name)
                controls[name] = self._control(journey, sent, EXTRA + CANDIDATES * place)
        return controls

    def _control(self, journey: Journey, sent: list[CalmJourney], rank: int) -> ReceiptControl:
        """Return the control of a journey; one that fails is made again with more receipts.

        The service may have lost the first ones: that is no mistake of the profile.
        """
        control = self._best(journey, sent)
        if control.positive or control.form_values or self._once or len(sent) >= CANDIDATES:
            return control
        ranks = range(rank, rank + CANDIDATES - len(sent))
        more = [self._send(sent[0].name, journey, CONTROL_COHORT, one) for one in ranks]
        receipts = [one for one in more if self._receipt(one)]
        return self._best(journey, receipts) if receipts else control

    def _best(self, journey: Journey, sent: list[CalmJourney]) -> ReceiptControl:
        made = [
            Submission.of(journey, one.result.captured, self._plan.citizen(one.citizen))
            for one in sent
        ]
        patience = self._plan.profile.service.patience
        if self._once:
            patience = min(patience, APPEARS_WITHIN)
        age = time.monotonic() - sent[0].ended
        return best_control(made, self._run, patience, age=age)

    def _receipt(self, sent: CalmJourney) -> str:
        return sent.receipt(self._plan.profile.journeys[sent.name])

    def _on(self, cohort: str, *, all_of_them: bool = False) -> list[CalmJourney]:
        """Send each journey on one link, until a step takes the longest patience."""
        sent: list[CalmJourney] = []
        with self._network(cohort):
            for rank, (name, journey) in enumerate(self._plan.profile.journeys.items()):
                if any(step.locust for step in journey.steps):
                    continue
                sent.append(self._send(name, journey, cohort, rank))
                if max(sent[-1].seconds) >= self._limit and not all_of_them:
                    break
        return sent

    @property
    def _limit(self) -> float:
        """Seconds of a step, at most: a slower one gives the same patience."""
        return longest_calm_step(self._plan.profile.service.patience)

    @contextmanager
    def _network(self, cohort: str) -> Iterator[None]:
        if cohort not in networks():
            yield
            return
        link, fault = self._link(cohort), networks()[cohort].fault(self._plan.seed)
        link.apply(fault)
        try:
            yield
        finally:
            link.heal(fault)

    def _send(self, name: str, journey: Journey, cohort: str, rank: int) -> CalmJourney:
        cohorts = [one.name for one in self._plan.cohorts]
        number = FIRST_CITIZEN + 1_000 * cohorts.index(cohort) + rank
        session = self._session(number, cohort, {})
        try:
            played = play_steps(session, journey.steps, lambda step: self._on_step(name, step))
        finally:
            session.close()
        return CalmJourney(name, cohort, number, played, result_of(played), time.monotonic())

    def _reading(self, sent: CalmJourney) -> float | None:
        journey = self._plan.profile.journeys[sent.name]
        receipt = self._receipt(sent)
        if not journey.verify or not receipt:
            return None
        session = self._session(sent.citizen, CONTROL_COHORT, {**sent.result.captured})
        session.variables.captured["receipt"] = receipt
        try:
            return sum(step.seconds for step in play_steps(session, journey.verify))
        finally:
            session.close()

    def _session(self, number: int, cohort: str, captured: Mapping[str, str]) -> Session:
        citizen, service = self._plan.citizen(number), self._plan.profile.service
        sender = self._plan.senders.own_or_reader(number, reads=bool(captured))
        address = self._address(cohort)
        return Session(citizen, address, service.authority, self._limit, sender, dict(captured))


def calibrate(plan: Plan, service: StartedService) -> tuple[Calibration, dict[str, ReceiptControl]]:
    """Measure journeys, a restart, and the receipts of each journey with their controls, in calm.

    Raises NotMeasurable where the service cannot be measured.
    """
    calibrator = Calibrator(plan, service.address, service.link)
    journeys = calibrator.journeys()
    receipt = calibrator.receipt(journeys)
    controls = calibrator.controls(journeys)
    boot = service.processes.restart()
    calibration = Calibration(
        journeys=tuple(journey.timing for journey in journeys),
        boot=plan.calibration.boot if boot is None else round(boot, 3),
        receipt=round(receipt, 4),
    )
    return calibration, controls
