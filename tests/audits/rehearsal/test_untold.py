"""Warnings of a rehearsal about losses and duplicates that an audit could not tell."""

from typing import Any

import pytest

from epreuve.audits.rehearsal import findings
from epreuve.audits.rehearsal.step_records import RehearsedReceipt
from epreuve.probes.pages.receipt_records import MissingPage, ReceiptControl
from tests.audits.rehearsal.test_findings import GOOD, SENDS, UNREADABLE, kinds, profile


def read_forged(status: int) -> RehearsedReceipt:
    """Return the record of a receipt; others, never given, got a response with this status."""
    step = {
        "step": "GET /dossiers/{receipt}", "request": "GET /dossiers/9", "outcome": "http error",
        "status": status, "seconds": 0.1, "bytes": 9, "redirects": (), "conditions": (),
        "detail": "", "excerpt": "", "captured": {}, "cookies": (), "dependencies": (),
    }  # fmt: skip
    reading = {"kind": "verify", "subject": "never given", "succeeded": False, "steps": (step,)}
    return RehearsedReceipt.model_validate(
        {"journey": "deposer", "receipt": "7", "readings": (reading,)}
    )


MODEL = MissingPage(address="/dossiers/{receipt}", status=403, text="refused")


@pytest.mark.parametrize(
    ("status", "control", "missing", "is_found"),
    [
        (401, GOOD, None, True),
        (200, GOOD, None, True),
        (404, GOOD, None, False),
        (403, GOOD.model_copy(update={"missing": (MODEL,)}), None, False),
        (401, GOOD, {"contains": "unknown"}, False),
        (401, UNREADABLE, None, False),
    ],
)
def test_losses_that_an_audit_cannot_tell_are_a_warning(
    status: int, control: ReceiptControl, missing: Any, *, is_found: bool
) -> None:
    sends = {**SENDS, **({"missing": missing} if missing else {})}
    found = findings.of_losses(
        profile(journeys={"deposer": sends}), {"deposer": control}, [read_forged(status)]
    )
    assert kinds(found) == ([("warning", ("journeys", "deposer", "verify"))] if is_found else [])


@pytest.mark.parametrize(
    ("expect", "is_found"),
    [
        ({"contains": "{receipt}"}, True),
        ({"lacks": "two requests"}, False),
        ({"count": {"pattern": r"n° (\w+)", "at_most": 1}}, False),
    ],
)
def test_duplicates_that_nothing_counts_are_a_warning(
    expect: dict[str, Any], *, is_found: bool
) -> None:
    unique = [{"get": "/suivi?nom={citizen.name}", "expect": expect}]
    found = findings.of_journeys(profile(journeys={"deposer": {**SENDS, "unique": unique}}), [])
    assert kinds(found) == ([("warning", ("journeys", "deposer", "unique"))] if is_found else [])
