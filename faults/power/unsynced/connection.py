"""The kernel's side of a mount: its FUSE connection, and its propagation."""

from __future__ import annotations

import contextlib
import ctypes
import os
from pathlib import Path

CONNECTIONS = Path("/sys/fs/fuse/connections")  # [S: kernel, filesystems/fuse]
PRIVATE = 1 << 18  # MS_PRIVATE [S: mount(2)]


def connection_of(directory: str, mounts: str = "/proc/self/mountinfo") -> int | None:
    """Return the number of the connection of the FUSE mount at a directory, None without one.

    Read from the table of mounts: a call of the mount itself would wait for our own response.
    """
    number = None
    for line in Path(mounts).read_text().splitlines():
        fields, _, after = line.partition(" - ")
        device, _, place = fields.split()[2:5]
        if after.startswith("fuse") and _unescape(place) == directory:
            number = int(device.partition(":")[2])  # The last one is on top.
    return number


def abort(connection: int | None) -> None:
    """Fail every call of a connection, in all mount namespaces; nothing where that is not possible.

    It needs the file system `fusectl`, which containers often lack.
    """
    with contextlib.suppress(OSError):
        (CONNECTIONS / str(connection) / "abort").write_text("1")


def make_private(directory: str) -> None:
    """Keep the mount out of the propagation between mount namespaces; this needs root."""
    if os.getuid() == 0:
        ctypes.CDLL(None).mount(None, os.fsencode(directory), None, PRIVATE, None)


def _unescape(place: str) -> str:
    """Decode a path of the table: blanks are written as `\\040` [S: proc_pid_mountinfo(5)]."""
    for text in (" ", "\t", "\n", "\\"):
        place = place.replace(f"\\{ord(text):03o}", text)
    return place
