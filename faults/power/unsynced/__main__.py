"""The file system's process: `python -m epreuve.faults.power.unsynced DIRECTORY`.

Says `mounted`, then obeys lines on stdin: `freeze` (every call waits; says `frozen`), `drop SEED`
(lose what was not synced, fail every call; says what was lost, in JSON). At the end of stdin, which
is also the death of who started us, what is there is kept and the directory is given back.
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

from epreuve.faults.power.unsynced.disk import Disk
from epreuve.faults.power.unsynced.file_system import FileSystem

DETACH = 2  # MNT_DETACH [S: umount2(2)]: also where a process still stands in it


def say(line: str) -> None:
    """Tell our parent."""
    print(line, flush=True)


def obey(system: FileSystem, directory: str) -> None:
    """Do what is asked on stdin, then unmount."""
    frozen = False
    for line in sys.stdin:
        word, _, argument = line.strip().partition(" ")
        if word == "freeze" and not frozen:
            system.power.acquire()
            frozen = True
            say("frozen")
        elif word == "drop" and frozen:
            lost = system.disk.cut(Random(argument))
            system.dark = True
            system.power.release()
            frozen = False
            say(json.dumps(asdict(lost)))
    if frozen:
        system.power.release()
    unmount(directory)


def unmount(directory: str) -> None:
    """Give the directory back; a user needs fusermount3 for it."""
    if os.getuid() == 0:
        ctypes.CDLL(None, use_errno=True).umount2(os.fsencode(directory), DETACH)
    else:
        subprocess.run(["fusermount3", "-u", "-z", directory], check=False)


def main() -> int:
    """Serve until unmounted."""
    directory = os.path.realpath(sys.argv[1])
    mfusepy = importlib.import_module("mfusepy")  # An extra, and it needs libfuse.
    under = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)  # Before we stand over it.
    os.umask(0)  # The kernel has applied the caller's.
    system = FileSystem(
        Disk(f"/proc/self/fd/{under}"),
        lambda: mfusepy.fuse_get_context()[:2],
        lambda: say("mounted"),
    )
    threading.Thread(target=obey, args=(system, directory), daemon=True).start()
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
    system.disk.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
