"""Questions to the PostgreSQL server of a service after a run, on the run's own data."""

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PORT = 21209  # of the server that this module starts; the audit's own server has another one


def rows(
    installed: Path, data: Path, query: str, database: str = "postgres"
) -> list[dict[str, Any]]:
    """Start the server on a data folder, run a query and stop it. Raises CalledProcessError.

    A server that was killed recovers first, as it would at its next start.
    """
    programs = installed / "root/usr/lib/postgresql/15/bin"
    log = data.parent / "logs/truth.log"
    _run([programs / "pg_ctl", "start", "--wait", "--timeout", "120", "--pgdata", data,
          "--options", f"-p {PORT}"], log)  # fmt: skip
    try:
        text = f"SELECT coalesce(json_agg(t), '[]') FROM ({query}) t"
        command = [
            str(programs / "psql"), "--host", "127.0.0.1", "--port", str(PORT),
            "--username", "field", "--dbname", database,
            "--tuples-only", "--no-align", "--command", text,
        ]  # fmt: skip
        answer = subprocess.run(command, check=True, capture_output=True, text=True)
        return list(json.loads(answer.stdout))
    finally:
        _run([programs / "pg_ctl", "stop", "--wait", "--mode", "fast", "--pgdata", data], log)


def _run(command: Sequence[str | Path], log: Path) -> None:
    """Run a program of the server, as nobody for root: PostgreSQL refuses to run as root."""
    is_root = os.geteuid() == 0
    with log.open("ab") as output:
        subprocess.run(
            command, check=True, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/",
            user="nobody" if is_root else None, group="nogroup" if is_root else None,
            extra_groups=[] if is_root else None,
        )  # fmt: skip
