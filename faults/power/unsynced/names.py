"""Changes to the names in a directory tree since the last sync."""

from __future__ import annotations

import contextlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass
class Change:
    """A name created, removed or moved; `places` are the inodes of the changed directories.

    A removed file, or the overwritten target of a move, is kept as `spare`.
    `number` is the inode of a created file.
    """

    what: Literal["made", "removed", "moved"]
    path: str
    places: frozenset[int]
    to: str = ""
    spare: Path | None = None
    number: int = 0


class Names:
    """Changes in order; those of one directory become durable together.

    Paths are relative to `base`. A move between directories is durable with either of them, with
    the earlier changes of the other, so that nothing is undone out of order.
    """

    def __init__(self, base: str) -> None:
        self.base = base
        self.pending: list[Change] = []

    def sync(self, place: int) -> None:
        """Make durable all changes in a directory, given by its inode."""
        self._sync(place, self.pending)

    def sync_made(self, number: int) -> None:
        """Make durable the name under which a file was created, and those of its directories.

        Also earlier changes in the same directories, because names are written in order.
        """
        for at, change in enumerate(self.pending):
            if change.what == "made" and change.number == number:
                for place in change.places:
                    self._sync(place, self.pending[: at + 1])
                    self.sync_made(place)
                return

    def _sync(self, place: int, among: list[Change]) -> None:
        places = {place}
        durable: list[Change] = []
        for change in reversed(among):
            if change.places & places:
                places |= change.places
                durable.append(change)
        for change in reversed(durable):
            at = self.pending.index(change)
            self.pending.remove(change)
            if change.what == "moved":
                self._follow(self.pending[:at], change)
            _discard(change.spare)

    def _follow(self, earlier: list[Change], move: Change) -> None:
        """Update the paths of earlier pending changes inside a moved directory."""
        inside = f"{move.path}/"
        for change in earlier:
            if change.path.startswith(inside):
                change.path = f"{move.to}/{change.path.removeprefix(inside)}"
            if change.to.startswith(inside):
                change.to = f"{move.to}/{change.to.removeprefix(inside)}"

    def go_back(self, kept: int) -> int:
        """Undo all but the first `kept` changes, last first; return how many were undone.

        A prefix: journalling file systems write the changes of names in their order [G].
        """
        undone = self.pending[kept:]
        for change in reversed(undone):
            # Missing: inside a directory that was removed.
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                self._undo(change)
        self.forget()
        return len(undone)

    def forget(self) -> None:
        """Make every change durable."""
        for change in self.pending:
            _discard(change.spare)
        self.pending.clear()

    def _undo(self, change: Change) -> None:
        path = f"{self.base}/{change.path}"
        if change.what == "made":
            _discard(Path(path))
            return
        if change.what == "moved":
            os.rename(f"{self.base}/{change.to}", path)
            path = f"{self.base}/{change.to}"
        if change.spare is not None:
            os.rename(change.spare, path)


def _discard(path: Path | None) -> None:
    if path is None:
        return
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
