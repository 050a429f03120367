"""Audits of two real services: no false knock-out, and each receipt as the storage has it."""

import os

import pytest

from tests.field.bench import alone, install_and_play
from tests.field.judgement import judge
from tests.field.service import services
from tests.field.summary import TrialResult
from tests.field.trial import Trial
from tests.harness.repeat import TRIES

pytestmark = [
    pytest.mark.audit,
    pytest.mark.field,
    pytest.mark.needs_registries,
    pytest.mark.process,
]
CHOSEN = ("dokuwiki", "kinto")  # files and PostgreSQL; both are installed in a minute


@pytest.fixture(scope="module")
def results() -> dict[str, TrialResult]:
    """Return the result of each audit; as root, they are played side by side."""
    trials = [Trial(services()[name], "plain", 15, "quick", 1) for name in CHOSEN]
    at_once = len(trials) if os.geteuid() == 0 else 1
    with pytest.MonkeyPatch.context() as patch, alone():
        # A mirror may have dropped the pinned versions: newer ones serve here as well.
        patch.setenv("FIELD_OTHER_VERSIONS", "yes")
        patch.setenv("EPREUVE_BUSY_BENCH", "warn")
        runs = install_and_play(trials, at_once, tries=TRIES)
        return {
            trial.service.name: judge(trial, *run, sight=None)
            for trial, run in zip(trials, runs, strict=True)
        }


@pytest.mark.parametrize("service", CHOSEN)
def test_no_knockout_is_false(results: dict[str, TrialResult], service: str) -> None:
    assert results[service].false_knockouts == ()


@pytest.mark.parametrize("service", CHOSEN)
def test_each_receipt_is_as_in_storage(results: dict[str, TrialResult], service: str) -> None:
    result = results[service]
    wrong = [
        line for line in result.lines if "receipts" in line.subject and line.agreement == "disagree"
    ]
    assert (result.given > 0, wrong, result.contradictions, result.missed_loss) == (
        True, [], 0, False,
    )  # fmt: skip
