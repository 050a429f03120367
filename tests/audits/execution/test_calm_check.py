"""Check of the baselines, before the crisis begins."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from epreuve.audits.errors import NotMeasurable
from epreuve.audits.execution.calm_check import check_calm_minutes
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.recorder import Recorder
from epreuve.probes.evidence.row import Row
from epreuve.probes.load.records import LoadFailure
from tests.audits.checks.facts.conftest import PLAN, attempt, several, start


def check(tmp_path: Path, rows: Iterable[Row]) -> None:
    path = tmp_path / "evidence.db"
    with Recorder(path) as recorder:
        recorder.record(list(rows))
        recorder.flush()
    check_calm_minutes(PLAN, path)


def test_calm_minutes_as_the_profile_says(tmp_path: Path) -> None:
    check(tmp_path, several("baseline-1", "SSSSF"))


def test_the_same_receipt_for_three_users_stops_the_run(tmp_path: Path) -> None:
    at = start("baseline-1")
    with pytest.raises(NotMeasurable, match="the same receipt"):
        check(tmp_path, [attempt(n, at + n, receipt="0") for n in range(3)])


def test_another_page_than_expected_stops_the_run(tmp_path: Path) -> None:
    wrong = [attempt(n, start("baseline-1") + n, "wrong content") for n in range(4)]
    failure = LoadFailure(arrival=0, outcome="wrong content", detail="contains: 'Merci' is missing")
    with pytest.raises(NotMeasurable, match=r"4 of 4 journeys .* “POST /depot”: contains: 'Merci'"):
        check(tmp_path, [*wrong, Observation(1.0, "POST /depot", failure)])


def test_the_message_has_an_excerpt_of_the_answer(tmp_path: Path) -> None:
    wrong = [attempt(n, start("baseline-1") + n, "wrong content") for n in range(4)]
    failure = LoadFailure(
        arrival=0, outcome="wrong content", detail="x is missing", excerpt="Session expirée"
    )
    with pytest.raises(NotMeasurable, match=r"x is missing; the response begins with “Session exp"):
        check(tmp_path, [*wrong, Observation(1.0, "POST /depot", failure)])
