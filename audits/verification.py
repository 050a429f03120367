"""Checks that a run is what it was, and that its assessment follows from its evidence."""

from collections.abc import Iterator
from pathlib import Path

from epreuve.audits.assess import assess
from epreuve.audits.errors import Misuse
from epreuve.audits.grid import load_grid
from epreuve.audits.journal import problems
from epreuve.audits.run_folder import RunFolder
from epreuve.audits.seal import first_difference, seal_sha256, touched
from epreuve.probes.store import Evidence, EvidenceError
from epreuve.reports.document import render


def verify(path: Path) -> Iterator[str]:
    """One sentence for each thing that is not as it should be. Raises Misuse without a run."""
    folder = RunFolder(path)
    sealed = seal_sha256(path)
    if sealed is None:
        raise Misuse(f"{path}: has no seal: it is not a run, or it did not reach its end")
    yield from touched(path)
    yield from problems(path.parent, path.name, sealed)
    yield from _judged_again(folder)


def _judged_again(folder: RunFolder) -> Iterator[str]:
    try:
        evidence = Evidence(folder.evidence)
        again = render(assess(folder.read_plan(), evidence, folder.notes(), load_grid()))
        evidence.close()
    except EvidenceError as error:
        yield str(error)
        return
    kept = folder.assessment.read_bytes() if folder.assessment.is_file() else b""
    at = first_difference(again.encode(), kept)
    if at is not None:
        yield f"assessment.json: differs from what the evidence gives, first at byte {at:,}"
