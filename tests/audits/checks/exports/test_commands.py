"""Exports by a command of the administrator."""

from pathlib import Path

import pytest

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.no_evidence import NoEvidence
from tests.audits.checks.exports.office import FILED, Office, plan, table, taken

COMMAND = ["sh", "-c", 'printf "numero;nom\\n$FIRST;x\\n"; cat "$PLACE"']


@pytest.mark.process
def test_a_command_writes_everything_on_its_output(office: Office, tmp_path: Path) -> None:
    (tmp_path / "rest").write_bytes(table(1, 2).partition(b"\n")[2])
    env = {"FIRST": "N0", "PLACE": "{run}/rest"}
    export = {"citizen": "none", "administrator": {"command": COMMAND, "env": env}}
    assert taken(plan(office, export), tmp_path).receipts == Tries(FILED, 3)


@pytest.mark.process
@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["false"], "export.administrator: `false` ended with 1"),
        (["sleep", "9"], "export.administrator: `sleep 9` did not end in 0.2 s"),
    ],
)
def test_a_command_that_fails_exports_nothing(
    office: Office, tmp_path: Path, command: list[str], said: str
) -> None:
    administrator = {"command": command, "within": "0.2 s"}
    made = plan(office, {"citizen": "none", "administrator": administrator})
    exports = taken(made, tmp_path)
    assert exports.receipts == Tries(FILED, 0)
    assert exports.failures[0].startswith(said)


@pytest.mark.process
def test_a_command_that_cannot_be_started_gives_no_evidence(office: Office, tmp_path: Path) -> None:
    export = {"citizen": "none", "administrator": {"command": ["no-such-program"]}}
    with pytest.raises(NoEvidence, match=r"The export had no response \(“.*no-such-program"):
        taken(plan(office, export), tmp_path)
