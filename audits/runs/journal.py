"""Journal of all runs of a folder. Each line holds the hash of the previous line.

Nobody can remove a bad run without breaking the chain. Each report shows the number of runs.
"""

import fcntl
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from epreuve.audits.runs.translation import translate
from epreuve.reports.text import Text

NAME = "journal.jsonl"
FIRST = "0" * 64


def append(parent: Path, run: str, sealed: str) -> str:
    """Append a finished run and return its line; `n` is the number of runs so far.

    `sealed` is the SHA-256 of the seal of the run.
    """
    path = parent / NAME
    with path.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # two audits may end at the same time
        file.seek(0)
        lines = file.read().splitlines()
        previous = _hash(lines[-1]) if lines else FIRST
        entry = {"n": len(lines) + 1, "run": run, "seal": sealed, "previous": previous}
        line = json.dumps(entry, sort_keys=True)
        file.write(line + "\n")
    return line


def problems(parent: Path, run: str, sealed: str | None) -> Iterator[Text]:
    """Yield one sentence per break of the chain, and for a missing run or another seal."""
    path = parent / NAME
    if not path.is_file():  # a copied run without its journal: only its seal can be checked
        return
    previous, recorded = FIRST, None
    for number, line in enumerate(path.read_text().splitlines(), 1):
        entry = json.loads(line)
        if entry["previous"] != previous or entry["n"] != number:
            yield translate(
                "{place}: the hash chain is broken: a line was changed or removed",
                place=f"{path}:{number}",
            )
        previous = _hash(line)
        if entry["run"] == run:
            recorded = entry["seal"]
    if recorded is None:
        yield translate("{path}: {run} is missing", path=str(path), run=run)
    elif recorded != sealed:
        yield translate(
            "{path}: {run} has another seal: the run was sealed again", path=str(path), run=run
        )


def _hash(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()
