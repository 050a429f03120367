"""Result of a load step, the knee and the report."""

from collections.abc import Callable
from pathlib import Path
from typing import get_args

from epreuve.audits.capacity.ramp import COHORT, RampStep
from epreuve.audits.capacity.report import document, render
from epreuve.audits.capacity.step_result import StepResult, knee, read
from epreuve.audits.cli.capacity import make_ramp
from epreuve.audits.messages.outcome_names import outcome_names
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.recorder import Recorder
from epreuve.probes.evidence.records import Attempt, Outcome, Request
from epreuve.probes.load.records import LoadHealth


def request(number: int, started: float, ended: float, outcome: Outcome = "success") -> Request:
    return Request(number, "GET /", 0, started, started, ended, outcome, 200, 2, False)


def attempt(number: int, ended: float, outcome: Outcome = "success") -> Attempt:
    return Attempt(number, "lire", COHORT, 0.0, 0.0, ended, outcome, "GET /", "", -1.0, False)


def test_a_step_counts_ended_and_stuck_journeys(tmp_path: Path) -> None:
    with Recorder(tmp_path / "evidence.db") as recorder:
        recorder.record(
            [
                *(request(n, 2.0, 2.0 + n / 100) for n in range(1, 101)),
                *(attempt(n, 2.5) for n in range(1, 91)),
                *(attempt(n, 2.5, "http error") for n in range(91, 96)),
                request(200, 0.5, 0.9), attempt(200, 0.9, "reset"),  # during the warm-up
                request(201, 0.5, 9.0, "in flight"), attempt(201, 9.0, "in flight"),
                Observation(2.0, "health", LoadHealth(cpu=0.4, queued=0.1)),
                Observation(3.0, "health", LoadHealth(cpu=0.5, queued=0.3)),
                Observation(9.0, "health", LoadHealth(cpu=0.9, queued=0.9)),
            ]
        )  # fmt: skip
    result = read(Evidence(tmp_path / "evidence.db"), RampStep(4, 0.0, 1.0, 6.0))
    assert (result.users, result.journeys, result.requests) == (4, 18.0, 20.0)
    assert (result.p50, result.p95, result.p99) == (0.5, 0.95, 0.99)
    assert (result.failures, result.stuck) == ({"http error": 5}, 1)
    assert result.failed == 6 / 96
    assert (result.cpu, result.queued) == (0.5, 0.3)


def result(users: int, journeys: float, **more: object) -> StepResult:
    values = {
        "users": users, "journeys": journeys, "requests": journeys, "p50": 0.0101, "p95": 1.21,
        "p99": None, "failures": {}, "failed": 0.0, "stuck": 0, "cpu": 0.1, "queued": 0.0, **more,
    }  # fmt: skip
    return StepResult.model_validate(values)


def test_the_knee_has_the_fewest_users_with_almost_all_throughput() -> None:
    grows = [result(1, 10), result(2, 20), result(4, 39), result(8, 40), result(16, 38)]
    limit = knee(grows)
    assert limit is not None
    assert limit.users == 4
    assert knee(grows[:3]) is None
    steep = [result(2, 23), result(8, 91), result(24, 98)]  # 8 % more for three times as many
    assert knee(steep) == steep[1]
    assert knee([result(1, 0), result(2, 0)]) is None


def test_the_report_has_both_languages_and_its_limits(profile: Callable[..., Path]) -> None:
    ramp = make_ramp(profile(), "1,2,4,8", 8, 10.0, None, 0)
    results = [
        result(1, 10), result(2, 10.06, cpu=0.95),
        result(4, 1, failures={"gave up": 3}, failed=0.6, stuck=1),
    ]  # fmt: skip
    shown = render(ramp, results, "en")
    assert "11 ms" in shown  # rounded up
    assert "1.3 s" in shown
    assert "gave up: 3, 1 without a response during the whole step" in shown
    assert "stops growing at 1 users: 10 journeys/s; at most 10 with more" in " ".join(
        shown.split()
    )
    assert "Stopped at 4 users: most journeys failed." in shown
    assert "From 2 users on, the load process itself" in shown
    assert "It is not used in any score." in " ".join(shown.split())
    french = " ".join(render(ramp, results, "fr").replace("\u00a0", " ").split())
    assert "n’entre dans aucune note" in french
    assert "abandon : 3, 1 sans réponse pendant tout le palier" in french
    assert document(ramp, results, "une machine")["knee"] == 1


def test_each_outcome_has_a_name_in_both_languages() -> None:
    names = outcome_names()
    assert set(names) == set(get_args(Outcome))
    assert len({name.fr for name in names.values()}) == len(get_args(Outcome))
