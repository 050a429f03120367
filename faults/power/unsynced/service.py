"""A service and its disk, which keeps only synced data: started, cut and restarted together."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import select
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from epreuve.faults.errors import FaultError
from epreuve.faults.message import Message, message
from epreuve.faults.power.cut_report import CutReport, LostWrites
from epreuve.faults.power.process import ProcessPower
from epreuve.faults.processes.interrupts import defer_interrupts

RESPONSE = 20.0  # seconds for the file system's process to respond
END = 5.0  # seconds for it to unmount and end
DEVICE = "/dev/fuse"


def missing() -> Message | None:
    """Return why this machine cannot run this level, with the remedy; None if it can."""
    try:
        importlib.import_module("mfusepy")
    except ImportError:
        return message(
            "mfusepy is not installed; {command}", command="pip install 'epreuve[unsynced]'"
        )
    except (OSError, AttributeError):
        return message("libfuse is not installed; {command}", command="apt-get install fuse3")
    try:
        os.close(os.open(DEVICE, os.O_RDWR))
    except OSError as error:
        return message(
            "{device}: {error}; `modprobe fuse`, give the container the device, or use level "
            "`process`",
            device=DEVICE, error=str(error.strerror),
        )  # fmt: skip
    return None


class UnsyncedPower:
    """A service with its data directory, `data`.

    The content of the directory at `start` counts as synced. `seed` decides which
    writes the disk had done without a sync before a cut.
    """

    def __init__(self, service: ProcessPower, data: Path, seed: int) -> None:
        self.service = service
        self.data = data
        self.seed = seed
        self.is_cut = False
        self._cuts = 0
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Mount, then power on; raise FaultError without FUSE."""
        problem = missing()
        if problem is not None:
            raise FaultError(
                message("power level `unsynced` needs FUSE: {problem}", problem=problem)
            )
        if self._process is None:
            self._mount()
        self.service.start()
        self.is_cut = False

    def running(self) -> bool:
        """Return whether any process of the service runs."""
        return self.service.running()

    def cut(self) -> CutReport:
        """Freeze the disk, kill, lose unsynced writes; return the losses.

        The disk is frozen first: a service that is being killed writes nothing, and gets no
        acknowledgement.
        """
        if self._process is None:
            return CutReport()
        self._ask("freeze")
        self.service.kill()
        self._cuts += 1
        lost = json.loads(self._ask(f"drop {self.seed}/{self._cuts}"))
        report = self.service.cut()
        self._unmount()
        self.is_cut = True
        return replace(report, lost=LostWrites(**{**lost, "files": tuple(lost["files"])}))

    def stop(self) -> None:
        """End the service and unmount the directory."""
        try:
            self.service.stop()
        finally:
            self._unmount()

    def _mount(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        with defer_interrupts(), self.service.log_path.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "epreuve.faults.power.unsynced", str(self.data.resolve())],
                stdin=subprocess.PIPE,  # If our process is killed, its end unmounts it.
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                bufsize=1,
                start_new_session=True,
            )
        try:
            self._response("mounted")
        except BaseException:
            self._unmount()
            raise

    def _ask(self, line: str) -> str:
        process = self._process
        if process is None or process.stdin is None:
            raise FaultError(message("{folder}: not mounted", folder=str(self.data)))
        try:
            process.stdin.write(f"{line}\n")
            process.stdin.flush()
        except OSError:
            raise FaultError(
                message("{folder}: the file system ended by itself", folder=str(self.data))
            ) from None
        return self._response(line)

    def _response(self, what: str) -> str:
        output = self._process.stdout if self._process is not None else None
        ready = output is not None and select.select([output], [], [], RESPONSE)[0]
        line = output.readline().strip() if output is not None and ready else ""
        if not line:
            raise FaultError(
                message(
                    "{folder}: no response to {request}; see {log}",
                    folder=str(self.data), request=repr(what), log=str(self.service.log_path),
                )
            )  # fmt: skip
        return line

    def _unmount(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):  # It ends when its stdin closes.
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        try:
            process.wait(END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
