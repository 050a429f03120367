"""Retries and rejected users."""

from epreuve.audits.checks.continuity.refusals import Refusal, Retries
from tests.audits.checks.facts.conftest import See, request, several, start


def test_retries_are_useful_or_wasted(see: See) -> None:
    at = start("a") + 0.3
    rows = [
        *several("a", "SSFF"),
        request(0, at), request(1, at), request(2, at, "http error", status=503),
        request(2, at + 1, "http error", status=503, attempt=1),
        request(1, at + 1, attempt=1),
    ]  # fmt: skip
    assert see(rows).retries == Retries(useful=3, reloads=2, wasted=1)


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
