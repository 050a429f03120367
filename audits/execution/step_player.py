"""Player of steps in calm, one after the other, with the time of each."""

import time
from collections.abc import Callable
from typing import NamedTuple

from epreuve.probes.journeys.session import Session, SessionResult
from epreuve.probes.journeys.step import Step, Steps
from epreuve.probes.journeys.template import Variables


class PlayedStep(NamedTuple):
    """One step that was played: its result alone, and its duration in seconds."""

    step: Step
    result: SessionResult
    seconds: float
    variables: Variables  # after the step, to compare and to hide secrets


OnStep = Callable[[PlayedStep], None]


def play_steps(
    session: Session, steps: Steps, on_step: OnStep = lambda step: None
) -> tuple[PlayedStep, ...]:
    """Play steps until one fails; `on_step` receives each one at once."""
    played: list[PlayedStep] = []
    for step in steps:
        start = time.monotonic()
        result = session.run((step,))
        seconds = time.monotonic() - start
        played.append(PlayedStep(step, result, seconds, session.variables))
        on_step(played[-1])
        if result.outcome != "success":
            break
    return tuple(played)


def result_of(played: tuple[PlayedStep, ...]) -> SessionResult:
    """Return the result of the last step, with the responses and exchanges of all."""
    return played[-1].result._replace(
        succeeded=sum(step.result.succeeded for step in played),
        responses=tuple(one for step in played for one in step.result.responses),
        exchanges=tuple(one for step in played for one in step.result.exchanges),
    )
