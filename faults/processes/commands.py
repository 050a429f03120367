"""Commands of the profile, run with their output in a log."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from epreuve.faults.errors import FaultError
from epreuve.faults.message import Delay, message
from epreuve.faults.processes.environment import environment, with_environment


def run_command(
    command: Sequence[str], name: str, log_path: Path, within: float,
    env: Mapping[str, str] | None = None, output: IO[bytes] | None = None,
) -> None:  # fmt: skip
    """Run a command for at most `within` seconds; raise FaultError unless it exits with 0.

    `env` is added to our environment; `{env.NAME}` in it and in the command is filled. `output`,
    if any, replaces the log for standard output.
    """
    line = " ".join(command)
    try:
        with log_path.open("ab") as log:
            result = subprocess.run(
                [with_environment(word) for word in command],
                stdin=subprocess.DEVNULL, stdout=log if output is None else output, stderr=log,
                env=environment(env or {}), timeout=within, check=False,
            )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise FaultError(
            message(
                "{name}: `{line}` did not end in {time}; correct the command, or allow more time",
                name=name, line=line, time=Delay(within),
            )
        ) from None  # fmt: skip
    except OSError as error:
        raise FaultError(
            message(
                "{name}: `{line}`: {error}; correct the command in the profile",
                name=name, line=line, error=str(error.strerror),
            )
        ) from None  # fmt: skip
    if result.returncode != 0:
        raise FaultError(
            message(
                "{name}: `{line}` ended with {code}; see {log}",
                name=name, line=line, code=str(result.returncode), log=str(log_path),
            )
        )  # fmt: skip
