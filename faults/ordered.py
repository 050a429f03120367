"""Commands that the profile gives, carried out as they are: what they say is in a log."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from epreuve.faults.errors import FaultError


def carry_out(
    command: Sequence[str], name: str, log_path: Path, within: float,
    env: Mapping[str, str] | None = None, output: IO[bytes] | None = None,
) -> None:  # fmt: skip
    """Run a command for at most `within` seconds; raise FaultError unless it ends with 0.

    `env` is added to ours; its standard output goes to `output`, when given, instead of the log.
    """
    words = " ".join(command)
    try:
        with log_path.open("ab") as log:
            done = subprocess.run(
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=log if output is None else output,
                stderr=log,
                env={**os.environ, **(env or {})},
                timeout=within,
                check=False,
            )
    except subprocess.TimeoutExpired:
        raise FaultError(f"{name}: `{words}` did not end in {within:.0f} s") from None
    except OSError as error:
        raise FaultError(f"{name}: `{words}`: {error.strerror}") from None
    if done.returncode != 0:
        raise FaultError(f"{name}: `{words}` ended with {done.returncode}; see {log_path}")
