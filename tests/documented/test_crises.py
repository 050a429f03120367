"""A crisis of another kind, on suppliers that exchanged their names.

A region without power: with the reference crisis of test_demonstration.py, two kinds. All
eighteen are played by tests/benchmarks/bench_crises.py.
"""

import re
from concurrent.futures import Future
from pathlib import Path

import pytest
import yaml

import epreuve.audits.demo
from epreuve.reports.assessment import Assessment
from epreuve.reports.document import read_assessment
from tests.harness.documents import copy_documents
from tests.harness.pairs import SUPPLIERS, audit_pair
from tests.harness.repeat import play_until_valid

pytestmark = pytest.mark.slow

PROFILES = Path(epreuve.audits.demo.__path__[0])
CRISIS = "blackout"
PORT = re.compile(r"(?<=127\.0\.0\.1:)18")
EXCHANGED = ("dependencies", "power", "status_page")  # the blocks that name the audited service

Pair = dict[str, Assessment]


def exchanged(folder: Path) -> Path:
    """Return the folder of the runs of both services, each with the name of the other one."""
    return play_until_valid(_exchange, folder)


def by_service(valid: Path) -> Pair:
    """Return the assessments by the service that ran, not by the name in the profile."""
    good, bad = SUPPLIERS
    return {
        service: read_assessment(valid / name / "assessment.json")
        for service, name in ((good, bad), (bad, good))
    }


def _exchange(folder: Path) -> None:
    texts = {name: PORT.sub("19", (PROFILES / f"{name}.yaml").read_text()) for name in SUPPLIERS}
    for name, other in (SUPPLIERS, reversed(SUPPLIERS)):
        profile, others = (yaml.safe_load(texts[key]) for key in (name, other))
        profile["service"]["address"] = others["service"]["address"]
        profile |= {block: others[block] for block in EXCHANGED if block in others}
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(profile, allow_unicode=True))
    copy_documents(PROFILES / "sobre.yaml", folder)
    audit_pair(folder, "--crisis", CRISIS)


AUDITS = {"exchanged": exchanged}
Results = dict[str, Future[Path]]


def test_a_crisis_is_played_to_its_end_and_assessed(audits: Results) -> None:
    for assessment in by_service(audits["exchanged"].result()).values():
        assert assessment.crisis.id == CRISIS
        assert assessment.run.interrupted is None
        assert assessment.result.letter is not None, assessment.result.letter_note
        errors = [finding for finding in assessment.findings if finding.outcome == "error"]
        assert [f"{finding.id}: {finding.reason.en}" for finding in errors] == []
        generator = assessment.bench.generator
        assert generator.started >= 0.95 * generator.intended


def test_the_letter_does_not_depend_on_the_names_in_the_profile(audits: Results) -> None:
    pair = by_service(audits["exchanged"].result())
    sober, fragile = (pair[name].result for name in SUPPLIERS)
    assert sober.letter is not None
    assert fragile.letter is not None
    assert sober.letter < fragile.letter
    assert sober.knockouts == ()
    assert pair["sobre"].receipts.lost == 0  # of the other, chance: few submit before the cut
    assert pair["sobre"].service.supplier != pair["fragile"].service.supplier
