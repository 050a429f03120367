"""The bench: it installs services and plays their audits, one bench at a time."""

import fcntl
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path

from tests.field.evidence import RunFiles
from tests.field.install import install
from tests.field.service import home
from tests.field.trial import Trial, play


@contextmanager
def alone() -> Iterator[None]:
    """Wait for another bench of this home to end: ports and installed services are shared."""
    home().mkdir(parents=True, exist_ok=True)
    with (home() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def install_and_play(
    trials: Sequence[Trial], at_once: int, tries: int = 1
) -> list[tuple[Path, int]]:
    """Return the folder and the exit code of each audit, in the order of the trials.

    `tries`: how often an audit is played that stops because its own bench is too weak.
    """
    for service in {trial.service.name: trial.service for trial in trials}.values():
        try:
            install(service)
        except subprocess.CalledProcessError:
            log = home() / f"{service.name}-install.log"
            end = "\n".join(log.read_text(errors="replace").splitlines()[-10:])
            sys.exit(f"{service.name} cannot be installed; see {log}:\n{end}")
    with ThreadPoolExecutor(at_once) as threads:
        return list(threads.map(_played, trials, repeat(at_once > 1), repeat(tries)))


def _played(trial: Trial, own_network: bool, tries: int) -> tuple[Path, int]:
    print(f"auditing {trial.name}", flush=True)
    folder, code = play(trial, own_network)
    if tries > 1 and "too weak" in RunFiles(folder).why_stopped():
        return _played(trial, own_network, tries - 1)
    return folder, code
