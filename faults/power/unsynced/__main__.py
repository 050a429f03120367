"""The file system's process: `python -m epreuve.faults.power.unsynced DIRECTORY`.

Prints `mounted`, then reads commands on stdin: `freeze` (every call waits; prints `frozen`), `drop
SEED` (lose unsynced writes, fail every call; prints the losses as JSON). At the end of stdin,
also when the parent process is killed, it keeps the data, unmounts the directory and ends.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict
from random import Random

from epreuve.faults.power.unsynced.connection import abort, connection_of, make_private
from epreuve.faults.power.unsynced.disk import Disk
from epreuve.faults.power.unsynced.file_system import FileSystem

DETACH = 2  # MNT_DETACH [S: umount2(2)]: also while a process uses it


def send(line: str) -> None:
    """Send a line to the parent process."""
    print(line, flush=True)


def run_commands(system: FileSystem, directory: str) -> None:
    """Run the commands from stdin, then unmount and end the process."""
    frozen = False
    for line in sys.stdin:
        word, _, argument = line.strip().partition(" ")
        if word == "freeze" and not frozen:
            system.power.acquire()
            frozen = True
            send("frozen")
        elif word == "drop" and frozen:
            lost = system.disk.cut(Random(argument))
            system.dark = True
            system.power.release()
            frozen = False
            send(json.dumps(asdict(lost)))
    end(system, directory)


def end(system: FileSystem, directory: str) -> None:
    """Keep the data, unmount, and end this process without waiting for libfuse.

    Its loop ends with the last copy of the mount, and a mount namespace made meanwhile has one. The
    kernel ends the connection with our process; `abort` does so where another one has its file.
    """
    system.power.acquire()  # The last call has ended; this thread may hold it already.
    system.disk.close()
    connection = connection_of(directory)
    unmount(directory)
    abort(connection)
    os._exit(0)


def mounted(directory: str) -> None:
    """Report that the file system is mounted."""
    make_private(directory)
    send("mounted")


def unmount(directory: str) -> None:
    """Unmount the directory; without root this needs fusermount3."""
    if os.getuid() == 0:
        ctypes.CDLL(None, use_errno=True).umount2(os.fsencode(directory), DETACH)
    else:
        subprocess.run(["fusermount3", "-u", "-z", directory], check=False)


def main() -> int:
    """Serve until unmounted."""
    directory = os.path.realpath(sys.argv[1])
    mfusepy = importlib.import_module("mfusepy")  # Optional, and it needs libfuse.
    under = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)  # Before it is mounted over.
    os.umask(0)  # The kernel has applied that of the caller.
    system = FileSystem(
        Disk(f"/proc/self/fd/{under}"),
        lambda: mfusepy.fuse_get_context()[:2],
        lambda: mounted(directory),
    )
    threading.Thread(target=run_commands, args=(system, directory), daemon=True).start()
    others = {"allow_other": True} if os.getuid() == 0 else {}
    mfusepy.FUSE(
        system,
        directory,
        foreground=True,
        nothreads=True,
        use_ino=True,
        default_permissions=True,
        fsname="epreuve-unsynced",
        **others,
    )
    system.disk.close()  # Unmounted by someone else.
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
