"""A run's seal: what its files were when it ended, block by block, to see whether one was touched.

`seal.json` holds a SHA-256 of each file and one of each kilobyte of it, so that a change is placed
within 1,024 bytes. It proves nothing against someone who makes a new seal: the journal does.
"""

import hashlib
import json
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

NAME = "seal.json"
SEALED = ("plan.json", "evidence.db", "run.json")
BLOCK = 1_024  # bytes


def seal(folder: Path) -> str:
    """Seal the files of a run that is over; the SHA-256 of the seal itself."""
    files = {name: _print(folder / name) for name in SEALED}
    text = json.dumps({"block": BLOCK, "files": files}, sort_keys=True) + "\n"
    (folder / NAME).write_text(text)
    return hashlib.sha256(text.encode()).hexdigest()


def seal_sha256(folder: Path) -> str | None:
    """The SHA-256 of a seal, None without one."""
    path = folder / NAME
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def touched(folder: Path) -> Iterator[str]:
    """One sentence for each file that is not what was sealed."""
    files = json.loads((folder / NAME).read_text())["files"]
    for name, known in files.items():
        path = folder / name
        if not path.is_file():
            yield f"{name}: is gone"
        elif (now := _print(path)) != known:
            yield f"{name}: {_where(known['blocks'], now['blocks'])}"


def first_difference(expected: bytes, found: bytes) -> int | None:
    """The offset of the first byte that differs, None when none does."""
    for offset, (a, b) in enumerate(zip_longest(expected, found)):
        if a != b:
            return offset
    return None


def _print(path: Path) -> dict[str, object]:
    content = path.read_bytes()
    blocks = [content[at : at + BLOCK] for at in range(0, len(content), BLOCK)]
    return {
        "sha256": hashlib.sha256(content).hexdigest(),
        "blocks": [hashlib.sha256(block).hexdigest()[:16] for block in blocks],
    }


def _where(known: object, now: object) -> str:
    if not isinstance(known, list) or not isinstance(now, list):
        return "its seal is damaged"
    pairs = enumerate(zip_longest(known, now))
    at = next((index for index, (a, b) in pairs if a != b), 0) * BLOCK
    return f"changed, first between bytes {at:,} and {at + BLOCK - 1:,}"
