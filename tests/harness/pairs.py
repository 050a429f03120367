"""Audits of the two demonstration suppliers, side by side."""

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

EPREUVE = str(Path(sys.executable).with_name("epreuve"))
SUPPLIERS = ("sobre", "fragile")
LIMIT = 1800  # seconds until two audits are given up: ten minutes on a quiet machine


def audit_pair(folder: Path, *options: str) -> None:
    """Audit `sobre.yaml` and `fragile.yaml` of a folder, into `sobre` and `fragile` there.

    Raise AssertionError for an exit code other than 0 (passed) and 1 (failed the gate).
    """
    logs = [folder / f"{name}.log" for name in SUPPLIERS]
    with ExitStack() as stack:
        processes = []
        for name, log in zip(SUPPLIERS, logs, strict=True):
            output = stack.enter_context(log.open("wb"))
            command = [EPREUVE, "audit", f"{name}.yaml", "--quick", "--seed", "7"]
            process = subprocess.Popen(
                [*command, "--folder", name, *options], cwd=folder, stdout=output, stderr=output
            )
            stack.callback(process.wait)
            stack.callback(process.terminate)
            processes.append(process)
        codes = {process.wait(LIMIT) for process in processes}
    assert codes <= {0, 1}, "".join(log.read_text() for log in logs)
