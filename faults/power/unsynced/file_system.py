"""The disk as a FUSE file system: one method per call of the kernel."""

from __future__ import annotations

import errno
import functools
import os
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from epreuve.faults.power.unsynced.disk import SPARE, Disk

Method = TypeVar("Method", bound=Callable[..., Any])


def powered(method: Method) -> Method:
    """Run a call while there is power; wait during a cut; fail after it."""

    @functools.wraps(method)
    def call(self: FileSystem, *arguments: Any) -> Any:
        with self.power:
            if self.dark:
                raise OSError(errno.EIO, "no power")
            return method(self, *arguments)

    return call  # type: ignore[return-value]


class FileSystem:
    """Methods that mfusepy calls: paths begin with "/", a handle is a descriptor.

    `owner` returns the user and group of the caller, who own the files that they create.
    """

    use_ns = True  # times are whole nanoseconds

    def __init__(
        self, disk: Disk, owner: Callable[[], tuple[int, int]], mounted: Callable[[], None]
    ) -> None:
        self.disk = disk
        self.owner = owner
        self.mounted = mounted
        self.power = threading.RLock()  # held during a cut
        self.dark = False

    def init(self, path: str) -> None:
        """Report that the file system is mounted."""
        self.mounted()

    # Content.

    @powered
    def create(self, path: str, mode: int, flags: int) -> int:
        """Create a file that the caller owns; return its handle."""
        descriptor = self.disk.create(path[1:], mode)
        self._give(path)
        return descriptor

    @powered
    def open(self, path: str, flags: int) -> int:
        """Open an existing file; return its handle."""
        return self.disk.open(path[1:], flags)

    @powered
    def read(self, path: str | None, size: int, offset: int, handle: int) -> bytes:
        """Read at an offset."""
        return os.pread(handle, size, offset)

    @powered
    def write(self, path: str | None, data: bytes, offset: int, handle: int) -> int:
        """Write at an offset; return the number of bytes written."""
        return self.disk.write(handle, data, offset)

    @powered
    def truncate(self, path: str, length: int, handle: int | None = None) -> int:
        """Set the size of a file, by its path."""
        self.disk.truncate(path[1:], length)
        return 0

    @powered
    def fsync(self, path: str | None, datasync: int, handle: int) -> int:
        """Make the content of an open file durable."""
        self.disk.fsync(handle)
        return 0

    def release(self, path: str | None, handle: int) -> int:
        """Close a handle, also without power."""
        os.close(handle)
        return 0

    # Names.

    @powered
    def mkdir(self, path: str, mode: int) -> int:
        """Create a directory that the caller owns."""
        self.disk.mkdir(path[1:], mode)
        self._give(path)
        return 0

    @powered
    def symlink(self, path: str, target: str) -> int:
        """Create a symbolic link that the caller owns; `target` stays as written."""
        self.disk.symlink(path[1:], target)
        self._give(path)
        return 0

    @powered
    def link(self, path: str, target: str) -> int:
        """Create another name of a file; both paths are absolute."""
        self.disk.link(path[1:], target[1:])
        return 0

    @powered
    def unlink(self, path: str) -> int:
        """Remove a name; its content remains while a handle is open."""
        self.disk.unlink(path[1:])
        return 0

    @powered
    def rmdir(self, path: str) -> int:
        """Remove an empty directory."""
        self.disk.rmdir(path[1:])
        return 0

    @powered
    def rename(self, path: str, to: str) -> int:
        """Rename a file or directory, possibly over another one."""
        self.disk.rename(path[1:], to[1:])
        return 0

    @powered
    def fsyncdir(self, path: str, datasync: int, handle: int) -> int:
        """Make the names in a directory durable."""
        self.disk.fsyncdir(path[1:])
        return 0

    @powered
    def readdir(self, path: str, handle: int) -> list[tuple[str, dict[str, int], int]]:
        """List a directory with inode numbers: the kernel ignores names without one."""
        with os.scandir(self.disk.real(path[1:])) as entries:
            names = [(entry.name, entry.inode()) for entry in entries if entry.name != SPARE]
        here = os.stat(self.disk.real(path[1:])).st_ino
        return [(name, {"st_ino": at}, 0) for name, at in [(".", here), ("..", here), *names]]

    @powered
    def readlink(self, path: str) -> str:
        """Read a symbolic link."""
        return os.readlink(self.disk.real(path[1:]))

    # Attributes: durable at once, no receipt depends on them.

    @powered
    def getattr(self, path: str | None, handle: int | None = None) -> dict[str, int]:
        """Return the attributes of a file."""
        if path is not None and path[1:].partition("/")[0] == SPARE:
            raise OSError(errno.ENOENT, "not there")
        state = os.lstat(self.disk.real(path[1:])) if path is not None else os.fstat(handle or 0)
        names = ("st_mode", "st_nlink", "st_uid", "st_gid", "st_size", "st_ino", "st_blocks")
        times = {f"st_{letter}time": getattr(state, f"st_{letter}time_ns") for letter in "amc"}
        return {**{name: getattr(state, name) for name in names}, **times}

    @powered
    def chmod(self, path: str, mode: int) -> int:
        """Change the mode."""
        os.chmod(self.disk.real(path[1:]), mode)
        return 0

    @powered
    def chown(self, path: str, user: int, group: int) -> int:
        """Change the owner."""
        os.lchown(self.disk.real(path[1:]), user, group)
        return 0

    @powered
    def utimens(self, path: str, times: tuple[int, int] | None = None) -> int:
        """Change the times."""
        if times is None:
            times = (time.time_ns(), time.time_ns())
        os.utime(self.disk.real(path[1:]), ns=times, follow_symlinks=False)
        return 0

    @powered
    def statfs(self, path: str) -> dict[str, int]:
        """Return the free space."""
        state = os.statvfs(self.disk.base)
        names = [name for name in dir(state) if name.startswith("f_") and name != "f_fsid"]
        return {name: getattr(state, name) for name in names}

    def _give(self, path: str) -> None:
        if os.getuid() == 0:
            os.lchown(self.disk.real(path[1:]), *self.owner())
