"""A directory whose power can be cut: records unsynced writes."""

from __future__ import annotations

import itertools
import os
import shutil
from pathlib import Path
from random import Random
from typing import Literal

from epreuve.faults.power.unsynced.names import Change, Names
from epreuve.faults.power.unsynced.pages import Lost, Pages

SPARE = ".epreuve-unsynced"  # in the directory itself, so that a rename gets there; never listed
HIDDEN = ".fuse_hidden"  # prefix that libfuse gives to files removed while open
EARLY = 0.25  # [A] probability that a page or a size reaches the disk without a sync
NAMED = 20  # files named in the losses of a cut
_STRIPPED = os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_DIRECT | os.O_TRUNC | os.O_NOFOLLOW


class Disk:
    """Paths are relative to the directory, `base`, with "" for itself.

    Every method works as the system call of that name, and raises its OSError. A sync of a
    new file also syncs its name, as on ext4, XFS and btrfs [G], which PostgreSQL relies on; with
    `strict` only a sync of the directory does, as specified [S: fsync(2)].
    """

    def __init__(self, base: str, *, strict: bool = False) -> None:
        self.base = base
        self.strict = strict
        self.names = Names(base)
        self.files: dict[int, Pages] = {}
        self._numbers = itertools.count()
        shutil.rmtree(f"{base}/{SPARE}", ignore_errors=True)  # Left by a killed run.

    def real(self, path: str) -> str:
        """Return the real location of a path."""
        name = path.rpartition("/")[2]
        if name.startswith(HIDDEN):
            return f"{self.base}/{SPARE}/{name}"
        return f"{self.base}/{path}"

    # Content.

    def create(self, path: str, mode: int) -> int:
        """Create a file and return its descriptor."""
        descriptor = os.open(self.real(path), os.O_CREAT | os.O_EXCL | os.O_RDWR, mode)
        self.files[os.fstat(descriptor).st_ino] = Pages(0)
        self._note("made", path)
        return descriptor

    def open(self, path: str, flags: int) -> int:
        """Open an existing file; writers also get read access, to keep overwritten bytes."""
        if flags & os.O_ACCMODE == os.O_WRONLY:
            flags = flags & ~os.O_ACCMODE | os.O_RDWR
        descriptor = os.open(self.real(path), flags & ~_STRIPPED)
        if flags & os.O_TRUNC:
            self._cut_to(descriptor, 0)
        return descriptor

    def write(self, descriptor: int, data: bytes, offset: int) -> int:
        """Write at an offset."""
        self._pages(descriptor).keep(descriptor, offset, offset + len(data))
        return os.pwrite(descriptor, data, offset)

    def truncate(self, path: str, size: int) -> None:
        """Set the size of a file."""
        descriptor = os.open(self.real(path), os.O_RDWR)
        try:
            self._cut_to(descriptor, size)
        finally:
            os.close(descriptor)

    def fsync(self, descriptor: int) -> None:
        """Make the content durable; the name of a new file too unless `strict`."""
        number = os.fstat(descriptor).st_ino
        self.files.pop(number, None)
        if not self.strict:
            self.names.sync_made(number)

    def _cut_to(self, descriptor: int, size: int) -> None:
        self._pages(descriptor).keep(descriptor, size, os.fstat(descriptor).st_size)
        os.ftruncate(descriptor, size)

    def _pages(self, descriptor: int) -> Pages:
        state = os.fstat(descriptor)
        if state.st_ino not in self.files:
            self.files[state.st_ino] = Pages(state.st_size)
        return self.files[state.st_ino]

    # Names.

    def mkdir(self, path: str, mode: int) -> None:
        """Create a directory."""
        os.mkdir(self.real(path), mode)
        self._note("made", path)

    def symlink(self, path: str, target: str) -> None:
        """Create a symbolic link."""
        os.symlink(target, self.real(path))
        self._note("made", path)

    def link(self, path: str, target: str) -> None:
        """Create another name of a file."""
        os.link(self.real(target), self.real(path), follow_symlinks=False)
        self._note("made", path)

    def unlink(self, path: str) -> None:
        """Remove a file's name."""
        if path.rpartition("/")[2].startswith(HIDDEN):
            return  # Deleted when the removal that hid it is durable.
        self._note("removed", path, spare=self._put_away(path))

    def rmdir(self, path: str) -> None:
        """Remove an empty directory."""
        os.rmdir(self.real(path))
        spare = self._spare()
        spare.mkdir()
        self._note("removed", path, spare=spare)

    def rename(self, path: str, to: str) -> None:
        """Rename a file or directory, possibly over another one."""
        name = to.rpartition("/")[2]
        if name.startswith(HIDDEN):
            self._note("removed", path, spare=self._put_away(path, name))
            return
        spare = None
        if os.path.lexists(self.real(to)):
            if os.path.isdir(self.real(to)):
                os.rename(self.real(path), self.real(to))  # Both are directories, or it raises.
                spare = self._spare()
                spare.mkdir()
            else:
                spare = self._spare()
                os.link(self.real(to), spare, follow_symlinks=False)
                os.rename(self.real(path), self.real(to))
        else:
            os.rename(self.real(path), self.real(to))
        self._note("moved", path, to=to, spare=spare)

    def fsyncdir(self, path: str) -> None:
        """Make the names in a directory durable."""
        self.names.sync(os.stat(self.real(path)).st_ino)

    def _note(
        self,
        what: Literal["made", "removed", "moved"],
        path: str,
        *,
        to: str = "",
        spare: Path | None = None,
    ) -> None:
        places = frozenset(self._place(name) for name in ({path, to} if to else {path}))
        number = os.lstat(self.real(path)).st_ino if what == "made" else 0
        self.names.pending.append(Change(what, path, places, to, spare, number))

    def _place(self, path: str) -> int:
        return os.stat(f"{self.base}/{path.rpartition('/')[0]}").st_ino

    def _put_away(self, path: str, name: str = "") -> Path:
        spare = self._spare(name)
        os.rename(self.real(path), spare)
        return spare

    def _spare(self, name: str = "") -> Path:
        folder = Path(self.base, SPARE)
        folder.mkdir(exist_ok=True)
        return folder / (name or str(next(self._numbers)))

    # The end.

    def cut(self, random: Random, early: float = EARLY) -> Lost:
        """Lose unsynced writes, except those that a random choice wrote early."""
        pending = len(self.names.pending)
        kept = random.randint(0, pending) if early > 0 else 0
        lost = Lost(names=self.names.go_back(kept))
        for path in sorted(Path(self.base).rglob("*")):
            if path.is_file() and not path.is_symlink():
                self._lose(path, random, early, lost)
        self.close()
        return lost

    def _lose(self, path: Path, random: Random, early: float, lost: Lost) -> None:
        pages = self.files.pop(path.stat().st_ino, None)
        if pages is None:
            return
        before = lost.pages + lost.sizes
        descriptor = os.open(path, os.O_RDWR)
        try:
            pages.go_back(descriptor, random, early, lost)
        finally:
            os.close(descriptor)
        if lost.pages + lost.sizes > before and len(lost.files) < NAMED:
            lost.files.append(str(path.relative_to(self.base)))

    def close(self) -> None:
        """Keep everything as it is, and delete our own files."""
        self.names.forget()
        self.files.clear()
        shutil.rmtree(f"{self.base}/{SPARE}", ignore_errors=True)
