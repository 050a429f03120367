"""Commands that the profile gives, carried out as they are: what they say is in a log."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from epreuve.faults.errors import FaultError


def carry_out(command: Sequence[str], name: str, log_path: Path, within: float) -> None:
    """Run a command for at most `within` seconds; raise FaultError unless it ends with 0."""
    words = " ".join(command)
    try:
        with log_path.open("ab") as log:
            done = subprocess.run(
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                timeout=within,
                check=False,
            )
    except subprocess.TimeoutExpired:
        raise FaultError(f"{name}: `{words}` did not end in {within:.0f} s") from None
    except OSError as error:
        raise FaultError(f"{name}: `{words}`: {error.strerror}") from None
    if done.returncode != 0:
        raise FaultError(f"{name}: `{words}` ended with {done.returncode}; see {log_path}")
