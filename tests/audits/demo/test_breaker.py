"""Circuit breaker: opens after consecutive failures, one trial call after each pause."""

from __future__ import annotations

from epreuve.audits.demo.sobre.breaker import Breaker


def test_it_opens_tries_once_and_closes():
    now = 0.0
    breaker = Breaker(lambda: now)
    for _ in range(3):
        assert breaker.allows()
        breaker.failed()
    assert not breaker.allows()
    now = 5.1
    assert [breaker.allows(), breaker.allows()] == [True, False]
    breaker.failed()
    now = 10.0
    assert not breaker.allows()
    now = 10.3
    assert breaker.allows()
    breaker.succeeded()
    assert [breaker.allows(), breaker.allows()] == [True, True]


def test_scattered_failures_do_not_open_it():
    breaker = Breaker(lambda: 0.0)
    for _ in range(10):
        breaker.failed()
        breaker.failed()
        breaker.succeeded()
    assert breaker.allows()
