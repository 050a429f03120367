"""Replays the journals of faults that killed runs left behind."""

from collections.abc import Iterator
from pathlib import Path

from epreuve.audits.errors import Misuse, NotMeasurable
from epreuve.audits.playing.run_folder import RUNS
from epreuve.faults.errors import FaultError
from epreuve.faults.watchdog.journal import NAME, read, restore


def recover(run: Path | None) -> Iterator[str]:
    """Put each server back as it was, and say so, one line each.

    Raises Misuse when the folder is not there; NotMeasurable, after all were tried, when one
    could not be put back.
    """
    if run is not None and not run.is_dir():
        raise Misuse(f"{run}: no such folder; give the folder of a run")
    failures = []
    paths = sorted((run or RUNS).glob(f"**/{NAME}"))
    for path in paths:
        try:
            journal = read(path)
            problems = restore(journal)
        except FaultError as error:
            failures.append(f"{path}: {error}")
            continue
        if problems:
            failures += [f"{path}: {problem}" for problem in problems]
        else:
            path.unlink()
            yield f"{path}: {journal.url} is as it was before the run"
    if not paths:
        yield f"nothing to undo under {run or RUNS}"
    if failures:
        raise NotMeasurable("\n".join(failures))
