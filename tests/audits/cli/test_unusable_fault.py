"""An installed fault that cannot be used: one message with the package, and exit code 2."""

from pathlib import Path

import pytest

from epreuve.audits.errors import EXIT_MISUSE
from tests.harness.plugins import install, process_with

pytestmark = pytest.mark.process

SILENT = """
from typing import Literal
from epreuve.faults.silent import Silent

class Gremlin(Silent):
    kind: Literal["silent"] = "silent"
"""


@pytest.mark.parametrize(
    ("source", "value", "reason", "remedy"),
    [
        ("raise RuntimeError('broken')", "gremlin:Gremlin", "RuntimeError: broken", "correct"),
        ("", "no_gremlin:Gremlin", "No module named 'no_gremlin'", "correct the package"),
        ("Gremlin = 3", "gremlin:Gremlin", "is not a subclass of Fault", "name such a class"),
        (SILENT, "gremlin:Gremlin", "kind 'silent' exists already", "rename the kind"),
    ],
)
def test_an_unusable_fault_gives_one_message(
    tmp_path: Path, source: str, value: str, reason: str, remedy: str
) -> None:
    install(tmp_path, "epreuve.faults", value, {"gremlin.py": source})
    result = process_with(tmp_path, "-m", "epreuve.audits", "crises")
    assert (result.returncode, result.stdout) == (EXIT_MISUSE, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith("epreuve: epreuve.faults gremlin (package epreuve-gremlin 1): ")
    assert reason in line
    assert f"; {remedy}" in line
    assert "uninstall" in line
