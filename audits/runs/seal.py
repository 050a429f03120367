"""Seal of a run: hashes of its files at its end, to detect changes.

`seal.json` holds a SHA-256 of each file and of each block of 1,024 bytes, to locate a change. A
new seal hides a change; the journal detects the new seal.
"""

import hashlib
import json
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from epreuve.audits.runs.translation import translate
from epreuve.reports.text import Text

NAME = "seal.json"
SEALED = ("plan.json", "evidence.db", "run.json")
BLOCK = 1_024  # bytes


def seal(folder: Path) -> str:
    """Seal the files of a finished run and return the SHA-256 of the seal."""
    files = {name: _hashes(folder / name) for name in SEALED}
    text = json.dumps({"block": BLOCK, "files": files}, sort_keys=True) + "\n"
    (folder / NAME).write_text(text)
    return hashlib.sha256(text.encode()).hexdigest()


def seal_sha256(folder: Path) -> str | None:
    """Return the SHA-256 of the seal, None without a seal."""
    path = folder / NAME
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def changed_files(folder: Path) -> Iterator[Text]:
    """Yield one sentence per file that differs from the seal."""
    files = json.loads((folder / NAME).read_text())["files"]
    for name, sealed in files.items():
        path = folder / name
        if not path.is_file():
            yield translate("{file}: is missing", file=name)
        elif (now := _hashes(path)) != sealed:
            yield translate(
                "{file}: {change}", file=name, change=_change(sealed["blocks"], now["blocks"])
            )


def first_difference(expected: bytes, actual: bytes) -> int | None:
    """Return the offset of the first different byte, None for equal contents."""
    for offset, (a, b) in enumerate(zip_longest(expected, actual)):
        if a != b:
            return offset
    return None


def _hashes(path: Path) -> dict[str, object]:
    content = path.read_bytes()
    blocks = [content[at : at + BLOCK] for at in range(0, len(content), BLOCK)]
    return {
        "sha256": hashlib.sha256(content).hexdigest(),
        "blocks": [hashlib.sha256(block).hexdigest()[:16] for block in blocks],
    }


def _change(sealed: object, now: object) -> Text:
    if not isinstance(sealed, list) or not isinstance(now, list):
        return translate("the seal is damaged")
    pairs = enumerate(zip_longest(sealed, now))
    at = next((index for index, (a, b) in pairs if a != b), 0) * BLOCK
    return translate(
        "changed; first change between bytes {first} and {last}", first=at, last=at + BLOCK - 1
    )
