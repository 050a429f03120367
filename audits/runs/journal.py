"""The journal of all runs of a folder: each line holds the hash of the one before.

So a bad run cannot be dropped, nor the best one kept, without breaking the chain; its length is
printed in every report.
"""

import fcntl
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

NAME = "journal.jsonl"
FIRST = "0" * 64


def append(parent: Path, run: str, sealed: str) -> str:
    """Add a run that is over; its line, whose `n` is how many runs the journal then holds."""
    path = parent / NAME
    with path.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # two audits may end at once
        file.seek(0)
        lines = file.read().splitlines()
        previous = _hash(lines[-1]) if lines else FIRST
        entry = {"n": len(lines) + 1, "run": run, "seal": sealed, "previous": previous}
        line = json.dumps(entry, sort_keys=True)
        file.write(line + "\n")
    return line


def problems(parent: Path, run: str, sealed: str | None) -> Iterator[str]:
    """One sentence for each break of the chain, and for a run that is not what was entered."""
    path = parent / NAME
    if not path.is_file():  # a run handed over alone: its seal is what there is
        return
    previous, entered = FIRST, None
    for number, line in enumerate(path.read_text().splitlines(), 1):
        entry = json.loads(line)
        if entry["previous"] != previous or entry["n"] != number:
            yield f"{path}:{number}: the chain is broken here: a line was changed or removed"
        previous = _hash(line)
        if entry["run"] == run:
            entered = entry["seal"]
    if entered is None:
        yield f"{path}: {run} is not in it"
    elif entered != sealed:
        yield f"{path}: {run} was entered with another seal: the seal was made again"


def _hash(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()
