"""Audit of the planted service, and its comparison with the plain variant."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import yaml

from epreuve.audits.grid.grid import load_grid
from epreuve.audits.scoring.machine_health import WARN_SHARE
from epreuve.reports.assessment import Assessment
from epreuve.reports.document import read_assessment
from tests.harness.documents import copy_documents
from tests.harness.own_network import OWN_NETWORK
from tests.harness.pairs import EPREUVE
from tests.planted.defect import Defect
from tests.planted.profile import DEMONSTRATION, profile

LIMIT = 1200  # seconds for one audit
LOWER = 10.0  # points under the plain variant from which a criterion counts as lowered
TIMED = {
    criterion.id
    for criterion in load_grid().criteria
    if criterion.curve is not None and criterion.curve.unit in ("s", "ratio")
}
"""Criteria whose marks other programs on the machine lower, too."""


def play(defect: Defect, folder: Path, *options: str) -> Assessment:
    """Audit the service with a defect, in a network of its own: its ports are always the same.

    Raises AssertionError for an unexpected exit code.
    """
    file = folder / f"{defect.name}.yaml"
    file.write_text(yaml.safe_dump(profile(defect)))
    copy_documents(DEMONSTRATION, folder)
    run = folder / defect.name
    done = subprocess.run(
        [*OWN_NETWORK, EPREUVE, "audit", str(file), "--seed", "7", "--folder", str(run), *options],
        cwd=folder, capture_output=True, text=True, timeout=LIMIT,
    )  # fmt: skip
    assert done.returncode in (0, 1), f"exit {done.returncode}: {done.stdout}{done.stderr}"
    return read_assessment(run / "assessment.json")


@dataclass(frozen=True)
class Comparison:
    """What a defect lowered, against the plain variant."""

    defect: Defect
    fired: bool
    knockouts: frozenset[str]
    unrelated: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Whether all that had to fire fired, and nothing else."""
        return self.fired and self.knockouts == self.defect.knockouts and not self.unrelated


def compare(defect: Defect, plain: Assessment, planted: Assessment) -> Comparison:
    """Return what fired; on a busy machine, a lower mark for time proves nothing."""
    lowered = lowered_criteria(plain, planted)
    expected = defect.also | {defect.criterion}
    if is_busy(plain) or is_busy(planted):
        expected |= TIMED
    return Comparison(
        defect,
        fired=not defect.criterion or defect.criterion in lowered,
        knockouts=frozenset(one.id for one in planted.result.knockouts),
        unrelated=tuple(id for id in lowered if id not in expected),
    )


def is_busy(assessment: Assessment) -> bool:
    """Return whether other programs used so much of the machine that the audit warns of it."""
    use = assessment.bench.machine_use
    return use is None or use.worst > WARN_SHARE


def marks(assessment: Assessment) -> dict[str, float]:
    """Return the points of the assessed criteria."""
    return {one.id: one.score for one in assessment.findings if one.score is not None}


def lowered_criteria(plain: Assessment, planted: Assessment) -> tuple[str, ...]:
    """Return the criteria that have fewer points than in the plain variant."""
    before = marks(plain)
    return tuple(
        id for id, score in marks(planted).items() if score < before.get(id, 100.0) - LOWER
    )
