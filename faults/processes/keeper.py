"""Keeper of a process family: `python -m epreuve.faults.processes.keeper`.

::

    harness ──▶ keeper (child subreaper) ──▶ command ──▶ its children, daemons, …

The kernel gives the orphans of the family to the keeper: a process that forks twice, or makes a
session of its own, stays a descendant [S: prctl(2), PR_SET_CHILD_SUBREAPER]. The keeper reads the
command from its first line of input (JSON: `command`, `env`, `cwd`), writes one line (JSON:
`cgroup`, or `errno` and `error`), and ends with the last process of the family. At the end of its
input, also when the harness was killed, it kills the family.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import threading
import time
from types import FrameType
from typing import Any

from epreuve.faults.processes.cgroup import Cgroup
from epreuve.faults.processes.groups import POLL
from epreuve.faults.processes.members import kill_all

SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER [S: linux/prctl.h]
KILL = 30.0  # seconds for a killed family to end; no caller waits for it
STOPPED = 1  # exit code after SIGTERM


def become_subreaper() -> None:
    """Adopt the orphans among the descendants of this process. Raises OSError."""
    if ctypes.CDLL(None, use_errno=True).prctl(SUBREAPER, 1, 0, 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"PR_SET_CHILD_SUBREAPER: {os.strerror(number)}")


def start(order: dict[str, Any], cgroup: Cgroup | None) -> None:
    """Start the command in a session of its own; its output goes to our standard error."""
    subprocess.Popen(
        order["command"],
        env=order["env"],
        cwd=order["cwd"],
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr.fileno(),
        start_new_session=True,
        # Before exec: a child that forks at once must be in the group. There is no other thread.
        preexec_fn=None if cgroup is None else cgroup.enter,
    )


def reap() -> None:
    """Wait for every child, also adopted ones."""
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()


def kill_at_end_of_input(cgroup: Cgroup | None) -> None:
    """Kill the family when the harness closes the pipe, or ends."""
    with contextlib.suppress(OSError):
        while os.read(0, 4096):  # A raw read: a buffered one would block the interpreter's exit.
            pass
    while True:  # Until the main thread, which waits for every child, ends this process.
        kill_all(os.getpid(), cgroup, KILL)
        time.sleep(POLL)


def stop(number: int, frame: FrameType | None) -> None:
    """End at SIGTERM as at the end of the input."""
    raise SystemExit(STOPPED)


def main() -> int:
    """Start the command, then wait for the end of its family."""
    become_subreaper()
    cgroup = Cgroup.make(f"epreuve-{os.getpid()}")
    try:
        signal.signal(signal.SIGTERM, stop)
        order = json.loads(sys.stdin.buffer.readline() or b"null")
        if order is None:  # The harness has ended already.
            return 0
        try:
            start(order, cgroup)
        except OSError as error:
            reply = {"errno": error.errno, "error": error.strerror, "file": error.filename}
        else:
            reply = {"cgroup": None if cgroup is None else str(cgroup.path)}
        print(json.dumps(reply), flush=True)
        threading.Thread(target=kill_at_end_of_input, args=(cgroup,), daemon=True).start()
        reap()
    finally:
        kill_all(os.getpid(), cgroup, KILL)
        if cgroup is not None:
            cgroup.remove()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
