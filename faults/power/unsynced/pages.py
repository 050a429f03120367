"""Content of a file at its last sync."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from random import Random

PAGE = 4096  # bytes: the kernel writes whole pages, and a disk sector is no longer than one


@dataclass
class Lost:
    """Losses of a cut: numbers of pages, file sizes and names; `files` names some files."""

    pages: int = 0
    sizes: int = 0
    names: int = 0
    files: list[str] = field(default_factory=list)


class Pages:
    """The synced size of a file, and the synced content of the pages written since.

    Pages that are not in `before` have not changed. Descriptors must allow reading and writing.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.before: dict[int, bytes] = {}

    def keep(self, descriptor: int, start: int, end: int) -> None:
        """Keep the pages of `start` to `end` before they are overwritten or cut off."""
        for page in range(start // PAGE, -(-end // PAGE)):
            if page not in self.before:
                length = max(0, min(PAGE, self.size - page * PAGE))
                self.before[page] = os.pread(descriptor, length, page * PAGE) if length else b""

    def go_back(self, descriptor: int, random: Random, early: float, lost: Lost) -> None:
        """Set the file to its state after a cut: each page and the size are new with
        probability `early`.

        A new size with old pages reads as zeros, as on journalling file systems with delayed
        allocation.
        """
        size = os.fstat(descriptor).st_size
        if size != self.size and random.random() >= early:
            size = self.size
            os.ftruncate(descriptor, size)
            lost.sizes += 1
        for page, content in sorted(self.before.items()):
            if random.random() >= early:
                lost.pages += 1
                room = min(PAGE, size - page * PAGE)
                if room > 0:
                    os.pwrite(descriptor, content.ljust(PAGE, b"\0")[:room], page * PAGE)
