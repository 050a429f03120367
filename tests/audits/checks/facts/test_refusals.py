"""Retries and rejected users."""

from epreuve.audits.checks.continuity.refusals import Refusal, Retries
from tests.audits.checks.facts.conftest import PLAN, See, power, request, several, start


def test_retries_are_useful_or_wasted(see: See) -> None:
    at = start("a") + 0.3
    rows = [
        *several("a", "SSFF"),
        request(0, at), request(1, at), request(2, at, "http error", status=503),
        request(2, at + 1, "http error", status=503, attempt=1),
        request(1, at + 1, attempt=1),
    ]  # fmt: skip
    assert see(rows).retries == Retries(useful=3, reloads=2, wasted=1)


def test_reloads_of_the_whole_crisis_count_but_those_without_power(see: See) -> None:
    (cut,) = [cut for cut in PLAN.cuts if cut.stage == "c"]
    later, at = start("b") + 0.3, start("c") + 0.3
    rows = [
        *several("b", "FF"), *several("c", "F", first=5),
        request(0, later, "http error"), request(0, later + 1, "http error", attempt=1),
        request(1, later, "http error"),
        request(5, at, "reset"),
        *(request(5, cut.start + 0.1 * i, "refused", attempt=1 + i) for i in range(4)),
        power("off", cut.start), power("on", cut.end),
    ]  # fmt: skip
    assert see(rows).retries == Retries(useful=0, reloads=1, wasted=1)


def test_a_refusal_is_the_first_of_each_citizen(see: See) -> None:
    at = start("a") + 0.3
    rows = [
        *several("a", "SFFF"),
        request(0, at, "http error", status=404),
        request(1, at, "http error", status=503, guided=True),
        request(1, at + 1, "http error", status=503),
        request(2, at, "gave up", status=0, size=0),
    ]
    assert see(rows).refusals == (Refusal(0.5, 900, True), Refusal(0.5, 0, False))
    assert see(several("a", "SSSS")).refusals == ()
