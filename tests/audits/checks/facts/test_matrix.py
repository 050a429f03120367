"""Journeys by failed dependency, and indispensable dependencies."""

import math

import pytest

from epreuve.audits.checks.no_evidence import NoEvidence
from tests.audits.checks.facts.conftest import (
    See,
    attempt,
    fault,
    several,
    start,
)


def test_a_cell_needs_a_confirmed_fault(see: See) -> None:
    rows = several("identite:silent", "SFFF")
    with pytest.raises(NoEvidence):
        _ = see(rows).matrix
    (cell,) = see([*rows, fault("dependency-identite")]).matrix
    assert (cell.journey, cell.dependency, cell.set, cell.mode) == (
        "deposer", "identite", "ID", "silent",
    )  # fmt: skip
    assert (cell.tried, cell.completed, cell.acknowledged) == (4, 1, 1)
    assert cell.waits == (0.5, math.inf, math.inf, math.inf)


def test_a_clear_message_ends_the_wait(see: See) -> None:
    at = start("identite:silent") + 0.25
    rows = [attempt(0, at, "http error", guided=True), fault("dependency-identite")]
    assert see(rows).matrix[0].waits == (0.5,)


def test_a_third_party_is_indispensable_when_most_fail_without_it(see: See) -> None:
    rows = [
        *several("identite:silent", "SSFF"), *several("sms:silent", "SFFF", first=10),
        *several("base:silent", "FFFF", first=20),
        fault("dependency-identite"), fault("dependency-sms"), fault("dependency-base"),
    ]  # fmt: skip
    facts = see(rows)
    assert facts.indispensable_hosts == ("sms",)
    assert [cell.dependency for cell in facts.without_identity] == ["identite"]
    assert [cell.dependency for cell in facts.without_codes] == ["sms"]
    with pytest.raises(NoEvidence, match="No dependency of kind PAY"):
        _ = facts.without_payment
