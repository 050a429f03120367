"""Sentences about steps where journeys stopped, and about fallbacks without a dependency."""

from collections.abc import Iterable, Iterator, Sequence

from epreuve.audits.checks.causes.silent_stops import Stop
from epreuve.audits.checks.causes.translation import translate
from epreuve.reports.text import SEMICOLON, Text, join


def stopped_at(stops: Sequence[Stop]) -> Text:
    """Return each dependency with the steps at which journeys stopped, and how many."""
    names = dict.fromkeys(stop.dependency for stop in stops)
    return join((_stopped([one for one in stops if one.dependency == n]) for n in names), SEMICOLON)


def _stopped(stops: Sequence[Stop]) -> Text:
    steps = dict.fromkeys(stop.step for stop in stops)
    return translate(
        "{dependency} at {steps} ({stopped} of {tried})",
        dependency=stops[0].dependency,
        steps=[translate("“{step}”", step=step) for step in steps],
        stopped=sum(stop.stopped for stop in stops),
        tried=sum(stop.tried for stop in stops),
    )


def fallbacks(stops: Iterable[Stop]) -> Iterator[Text]:
    """Yield the fallback for each kind of dependency that stopped a journey."""
    sets = {stop.set for stop in stops}
    if "ID" in sets:
        yield translate("Without the identity provider: accept the request, check identity later.")
    if "PAY" in sets:
        yield translate("Without payment: give the number, let people pay later.")
    if sets & {"OTP", "MAIL"}:
        yield translate("Messages: send them from a queue, after the response.")
    if sets & {"API", "BO"}:
        yield translate("Partners and back office: give the receipt, transmit from a queue.")
    if sets - {"ID", "PAY", "OTP", "MAIL", "API", "BO"}:
        yield translate("Others: show the page without their content.")
