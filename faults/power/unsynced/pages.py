"""What one file was when it was last synced."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from random import Random

PAGE = 4096  # bytes: the kernel writes whole pages, and a disk sector is no longer than one


@dataclass
class Lost:
    """What a cut took away: pages and sizes of files, names in directories; some of the files."""

    pages: int = 0
    sizes: int = 0
    names: int = 0
    files: list[str] = field(default_factory=list)


class Pages:
    """The synced size of a file, and the synced content of the pages written since.

    What is not in `before` has not changed. Give any descriptor of the file that reads and writes.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.before: dict[int, bytes] = {}

    def keep(self, descriptor: int, start: int, end: int) -> None:
        """Remember the pages of `start` to `end` before they are written or cut off."""
        for page in range(start // PAGE, -(-end // PAGE)):
            if page not in self.before:
                length = max(0, min(PAGE, self.size - page * PAGE))
                self.before[page] = os.pread(descriptor, length, page * PAGE) if length else b""

    def go_back(self, descriptor: int, random: Random, early: float, lost: Lost) -> None:
        """Make the file what a cut leaves: each page and the size are new with chance `early`.

        A size that is new where its pages are old reads as zeros, as on journalling file systems
        that delay allocation.
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
