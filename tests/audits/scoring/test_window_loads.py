"""Load of the windows of the timeline: the counts of the criteria, and times of real responses."""

import itertools
from pathlib import Path

import pytest

from epreuve.audits.checks.facts.attempts import tries
from epreuve.audits.crises.crisis import read_crisis
from epreuve.audits.planning.plan import Plan, Window
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.profile.loading import prepare_profile
from epreuve.audits.scoring.sections.window_loads import window_loads
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.recorder import Recorder
from epreuve.probes.evidence.records import Attempt, Outcome, Request
from epreuve.reports.assessment import WindowLoad
from epreuve.reports.text import Text

TITLE = Text(fr="x", en="x")
SURGE = Window(kind="stage", name="surge", title=TITLE, start=10.0, closes=19.0, end=20.0)
CUT = Window(kind="stage", name="cut", title=TITLE, start=20.0, closes=30.0, end=30.0)
DURING = Window(kind="phase", name="during", title=TITLE, start=10.0, closes=30.0, end=30.0)
NUMBERS = itertools.count()
PROFILE = Path(__file__).parents[3] / "audits" / "demo" / "fragile.yaml"


@pytest.fixture
def plan() -> Plan:
    made = make_plan(prepare_profile(PROFILE), read_crisis("tous-risques"), seed=7, scale=20.0)
    return made.model_copy(update={"windows": (SURGE, CUT, DURING)})


def journey(begun: float, ended: float, outcome: Outcome = "success") -> Attempt:
    return Attempt(
        next(NUMBERS), "demander-acte", "control", begun, begun, ended, outcome, "GET /", "",
        -1.0, False,
    )  # fmt: skip


def request(begun: float, seconds: float, outcome: Outcome = "success") -> Request:
    number = next(NUMBERS)
    return Request(number, "GET /", 0, begun, begun, begun + seconds, outcome, 200, 9, False)


def loads(folder: Path, plan: Plan, *rows: Attempt | Request) -> dict[str, WindowLoad]:
    with Recorder(folder / "evidence.db") as recorder:
        recorder.record(rows)
    evidence = Evidence(folder / "evidence.db")
    found = window_loads(plan, evidence)
    evidence.close()
    return found


def test_a_success_after_the_window_counts_in_it(tmp_path: Path, plan: Plan) -> None:
    rows = [journey(10.0, 11.0), journey(18.9, 28.0), journey(18.0, 20.0, "gave up")]
    surge = loads(tmp_path, plan, *rows)["surge"]
    assert (surge.started, surge.judged, surge.succeeded) == (3, 3, 2)


def test_the_counts_are_those_of_the_criteria(tmp_path: Path, plan: Plan) -> None:
    rows = [
        *(journey(10.0 + n / 2, 26.0 - n / 2) for n in range(18)),
        journey(13.0, 20.0, "http error"),
        journey(18.5, 21.0, "reset"),  # the power cut ended it
        journey(19.5, 19.6),  # began too late to be judged
        journey(12.0, 12.0, "no link"),
        journey(12.0, 12.0, "dropped"),
    ]
    surge = loads(tmp_path, plan, *rows)["surge"]
    assert surge == WindowLoad(requested=23, started=21, judged=19, succeeded=18, p95=None)
    counts = tries(sorted(rows, key=lambda one: one.intended), SURGE)
    assert (surge.judged, surge.succeeded) == (counts.tried, counts.succeeded)


def test_a_boundary_is_not_rounded(tmp_path: Path, plan: Plan) -> None:
    found = loads(tmp_path, plan, journey(19.999, 20.5), journey(20.0, 20.5), journey(20.4, 21.0))
    assert (found["surge"].started, found["cut"].started) == (1, 2)


def test_a_phase_has_the_sums_of_its_windows(tmp_path: Path, plan: Plan) -> None:
    rows = [journey(11.0, 12.0), journey(21.0, 22.0), journey(22.0, 22.1, "refused")]
    during = loads(tmp_path, plan, *rows)["during"]
    assert during == WindowLoad(requested=3, started=3, judged=3, succeeded=2, p95=None)


def test_refusals_and_errors_are_no_response_times(tmp_path: Path, plan: Plan) -> None:
    refusals: list[Outcome] = ["refused", "reset", "eof", "http error", "wrong content"]
    quick = [request(21.0, 0.001, outcome) for outcome in refusals * 20]
    found = loads(tmp_path, plan, *quick, request(21.0, 4.0), request(21.0, 10.0, "gave up"))
    assert found["cut"].p95 == found["during"].p95 == 10.0
    assert found["surge"].p95 is None


def test_p95_is_that_of_all_requests_of_the_window(tmp_path: Path, plan: Plan) -> None:
    rows = [request(10.0 + n / 20, (n + 1) / 100) for n in range(100)]
    assert loads(tmp_path, plan, *rows)["surge"].p95 == pytest.approx(0.95)
