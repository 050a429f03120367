"""Outcome classes of network errors that a test cannot cause on loopback."""

import errno
import ssl

import pytest

from epreuve.probes.http.failure import ExchangePhase, classify, describe_error


@pytest.mark.parametrize(
    ("error", "phase", "outcome"),
    [
        (OSError(errno.EHOSTUNREACH, "no route"), "connect", "refused"),
        (OSError(errno.ENETUNREACH, "no network"), "connect", "refused"),
        (TimeoutError(errno.ETIMEDOUT, "by the kernel"), "connect", "connect timeout"),
        (BrokenPipeError(), "first byte", "reset"),
        (ConnectionAbortedError(), "body", "reset"),
        (ssl.SSLEOFError(), "tls", "eof"),
        (ssl.SSLZeroReturnError(), "body", "eof"),
        (OSError(errno.EMFILE, "too many files"), "connect", "error"),
        (UnicodeError("a host name"), "connect", "error"),
    ],
)
def test_each_error_has_its_outcome(error: Exception, phase: ExchangePhase, outcome: str) -> None:
    assert classify(error, phase).outcome == outcome


def test_an_exception_is_described_as_plain_text() -> None:
    assert describe_error(ValueError("no 'page'")) == "ValueError: no 'page'"
    assert describe_error(AssertionError()) == "AssertionError"
