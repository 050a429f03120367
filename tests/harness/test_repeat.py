"""Tests of the repetition of void audits."""

import math
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.baselines import Baseline
from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.runs.run_record import RunRecord
from epreuve.audits.scoring.bench_health import void_reasons
from epreuve.reports.assessment import Assessment
from epreuve.reports.document import read_assessment
from epreuve.reports.text import Text
from tests.harness.repeat import TRIES, play_until_valid, weakness

GOLDEN = Path(__file__).parents[1] / "reports" / "golden" / "assessment.json"
RECORD = RunRecord(id="run", started="2026-01-01T00:00:00+00:00", busy_bench="warn")
SENTENCE = "The load generator started only 3 of 100 arrivals: the trial is void."


def assessment(letter_note: str | None) -> Assessment:
    """Return the golden assessment, without a letter if there is a note."""
    golden = read_assessment(GOLDEN)
    if letter_note is None:
        return golden
    note = Text(fr=letter_note, en=letter_note)
    result = golden.result.model_copy(update={"letter": None, "letter_note": note})
    return golden.model_copy(update={"result": result})


def player(*notes: str | None, fail: bool = False) -> Callable[[Path], None]:
    """Return a function that leaves one run at each call, the next note in its assessment."""
    waiting = list(notes)

    def play(folder: Path) -> None:
        note = waiting.pop(0)
        run = folder / "runs" / "one"
        run.mkdir(parents=True)
        (run / "assessment.json").write_text(assessment(note).model_dump_json())
        assert not (fail and note), "exit code 3"

    return play


def test_a_valid_audit_is_played_once(tmp_path: Path) -> None:
    assert play_until_valid(player(None), tmp_path) == tmp_path / "try-1"


@pytest.mark.parametrize("fail", [False, True])
def test_a_void_audit_is_played_again(tmp_path: Path, fail: bool) -> None:
    play = player(SENTENCE, SENTENCE, None, fail=fail)
    assert play_until_valid(play, tmp_path) == tmp_path / "try-3"


@pytest.mark.parametrize("fail", [False, True])
def test_after_the_last_try_the_sentence_of_the_audit_is_the_failure(
    tmp_path: Path, fail: bool
) -> None:
    with pytest.raises(AssertionError, match=f"{TRIES} times.*{SENTENCE}"):
        play_until_valid(player(*[SENTENCE] * TRIES, fail=fail), tmp_path)


def test_another_failure_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="exit code 3"):
        play_until_valid(player("Too little evidence.", fail=True), tmp_path)


def test_an_interrupted_audit_and_one_with_a_letter_are_not_weak() -> None:
    assert weakness(assessment("The trial was interrupted: no letter.")) is None
    assert weakness(assessment(None)) is None


def baseline(share: float) -> Baseline:
    """Return a baseline of 100 users with one step each."""
    succeeded = round(100 * share)
    return Baseline(
        Tries(100, succeeded), ((0.1,),) * succeeded + ((math.inf,),) * (100 - succeeded)
    )


@pytest.mark.parametrize(
    "evidence", [{"started": 90}, {"turned_away": 50}, {"second": 0.5}], ids=str
)
def test_every_sentence_on_a_weak_bench_is_recognised(evidence: dict[str, float]) -> None:
    observed = {"started": 100, "turned_away": 0, "second": 1.0} | evidence
    facts = SimpleNamespace(
        generator=SimpleNamespace(started=observed["started"], intended=100),
        proxy_totals=SimpleNamespace(turned_away=observed["turned_away"], opened=100),
        baselines=[baseline(share) for share in (1.0, observed["second"])],
        misdescription=None,
        plan=SimpleNamespace(seed=7),
    )
    [reason] = void_reasons(cast(Facts, facts), RECORD, load_grid())
    assert weakness(assessment(reason.en)) == reason.en


def test_a_run_that_a_weak_bench_interrupted_is_a_weakness() -> None:
    golden = assessment("No letter: the trial was interrupted.")
    for reason, expected in (("the test bench is too weak: late", True), ("a bug", False)):
        run = golden.run.model_copy(update={"interrupted": reason})
        found = weakness(golden.model_copy(update={"run": run}))
        assert (found == reason) is expected
