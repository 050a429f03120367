"""Exports that give no evidence, and refused export blocks."""

from pathlib import Path
from typing import Any

import pytest

from epreuve.audits.checks.no_evidence import NoEvidence
from tests.audits.checks.exports.office import WAYS, Office, plan, table, taken


def test_a_service_with_errors_gives_no_evidence(office: Office, tmp_path: Path) -> None:
    office.answers = {"/export": lambda _: (503, b""), "/tout": lambda _: (200, table(0))}
    with pytest.raises(NoEvidence, match=r"The export had no response \(“status 503") as failure:
        taken(plan(office, WAYS), tmp_path)
    assert "statut 503 au lieu de 2xx" in failure.value.text.fr


def test_without_submissions_exports_give_no_evidence(office: Office, tmp_path: Path) -> None:
    with pytest.raises(NoEvidence, match="without an export"):
        taken(plan(office, WAYS), tmp_path, [])
    assert office.requests == []


def test_without_an_export_block_nothing_is_taken(office: Office, tmp_path: Path) -> None:
    with pytest.raises(NoEvidence, match="`export:`"):
        taken(plan(office, None), tmp_path)
    assert office.requests == []


@pytest.mark.parametrize(
    ("export", "said"),
    [
        ({"citizen": [], "administrator": "none"}, "at least 1 item"),
        ({"citizen": "none"}, "Field required"),
        ({"citizen": "none", "administrator": {}}, "exactly one of `command:` and `steps:`"),
        ({"citizen": [{"locust": "a.py:B"}], "administrator": "none"}, "no `locust` step"),
        ({"citizen": "none", "administrator": "none", "documentation": "formats"}, "pattern"),
    ],
)
def test_a_wrong_block_is_refused(office: Office, export: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        plan(office, export)
