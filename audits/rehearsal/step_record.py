"""Record of a step that was played. Pure functions."""

from epreuve.audits.execution.step_player import PlayedStep
from epreuve.audits.rehearsal.step_records import (
    RehearsedCondition,
    RehearsedRedirect,
    RehearsedStep,
)
from epreuve.probes.http.exchange import HttpExchange
from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.comparison import compare
from epreuve.probes.journeys.excerpt import excerpt, without_codes

MILLISECOND = 3  # digits


def record_of(
    played: PlayedStep, dependencies: tuple[str, ...] = (), receipt_name: str | None = None
) -> RehearsedStep:
    """Return the record of a step; the captured value `receipt_name` is shown whole."""
    result, variables = played.result, played.variables
    exchanges = result.exchanges
    response = result.responses[-1] if result.responses else None
    hide = variables.redact
    step = played.step
    first = exchanges[0] if exchanges else HttpExchange(step.method, step.path)
    is_sent = bool(exchanges) or (step.submit is None and step.follow is None)
    return RehearsedStep(
        step=played.step.label,
        request=hide(f"{first.method} {first.target}") if is_sent else step.label,
        outcome=result.outcome,
        status=response.status if response is not None else 0,
        seconds=round(played.seconds, MILLISECOND),
        bytes=sum(exchange.size for exchange in exchanges),
        redirects=tuple(
            RehearsedRedirect(status=one.status, location=hide(one.location))
            for one in exchanges[:-1]
            if one.location
        ),
        conditions=() if response is None else _conditions(played, response),
        detail=result.detail,
        excerpt="" if response is None else excerpt(response, variables),
        captured={
            name: hide(value) if name == receipt_name else without_codes(hide(value))
            for name, value in result.captured.items()
            if name in played.step.capture
        },
        cookies=tuple(dict.fromkeys(name for one in exchanges for name in one.cookies)),
        dependencies=dependencies,
    )


def _conditions(played: PlayedStep, response: HttpResponse) -> tuple[RehearsedCondition, ...]:
    hide = played.variables.redact
    return tuple(
        RehearsedCondition(
            at=one.at, expected=one.expected, found=without_codes(hide(one.found)),
            unmet=hide(one.unmet),
        )
        for one in compare(played.step, response, played.variables)
    )  # fmt: skip
