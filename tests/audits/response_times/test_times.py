"""Response times of a run: groups, table and JSON."""

import json
from pathlib import Path

import pytest

from epreuve.audits.cli.shared.group import main
from epreuve.audits.planning.plan import Plan
from epreuve.audits.response_times.groups import Dimension, groups
from epreuve.audits.response_times.report import render
from epreuve.audits.response_times.waiting_time import waiting_time
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.recorder import Recorder
from epreuve.probes.evidence.records import Attempt, Outcome, Request
from epreuve.reports.words import Words


def ran(words: list[str]) -> int:
    with pytest.raises(SystemExit) as ended:
        main(words)
    return int(str(ended.value.code))


@pytest.fixture
def evidence(plan: Plan, tmp_path: Path) -> Evidence:
    """A hundred requests of the ramp by 4G, each a centisecond longer; two others, and a part."""
    ramp, first = plan.window("ramp"), plan.window("baseline-1")
    assert ramp is not None
    assert first is not None

    def request(n: int, at: float, took: float, outcome: Outcome, step: str = "GET /") -> Request:
        return Request(n, step, 0, at, at, at + took, outcome, 200, 9, False)

    def attempt(number: int, cohort: str, journey: str) -> Attempt:
        return Attempt(
            number, journey, cohort, 0.0, 0.0, 9.0, "success", "GET /", "", -1.0, False
        )  # fmt: skip

    with Recorder(tmp_path / "evidence.db") as recorder:
        recorder.record(
            [
                *(request(n, ramp.start, n / 100, "success") for n in range(1, 96)),
                *(request(n, ramp.start, n / 100, "gave up") for n in range(96, 101)),
                *(attempt(n, "4g", "acte") for n in range(1, 101)),
                request(101, first.start, 0.2, "reset"), attempt(101, "dsl", "acte"),
                request(101, first.start, 8.0, "success", "GET / → /a.css"),
                request(102, first.start, 0.4, "success", "POST /"),  # killed: no journey's end
            ]
        )  # fmt: skip
    return Evidence(tmp_path / "evidence.db")


def test_percentiles_use_raw_values(plan: Plan, evidence: Evidence) -> None:
    before, climb = groups(plan, evidence, ["stage"])
    assert (before.of, before.requests) == ({"stage": "baseline-1"}, 2)  # no part of a page
    assert (climb.of, climb.requests, climb.succeeded) == ({"stage": "ramp"}, 100, 95)
    assert (climb.p50, climb.p95, climb.p99) == (0.5, 0.95, 0.99)
    assert climb.failures == {"gave up": 5}


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        (["cohort"], [("",), ("4g",), ("dsl",)]),
        (["phase"], [("before",)]),
        (["journey", "cohort"], [("", ""), ("acte", "4g"), ("acte", "dsl")]),
        (
            ["stage", "step"],
            [
                ("baseline-1", "GET /"), ("baseline-1", "GET / → /a.css"),
                ("baseline-1", "POST /"), ("ramp", "GET /"),
            ],
        ),
    ],
)  # fmt: skip
def test_rows_are_grouped_by_any_dimensions(
    by: list[Dimension], keys: list[tuple[str, ...]], plan: Plan, evidence: Evidence
) -> None:
    rows = groups(plan, evidence, by)
    assert [tuple(row.of.values()) for row in rows] == keys


def test_a_table_in_both_languages(plan: Plan, evidence: Evidence) -> None:
    rows = groups(plan, evidence, ["stage", "cohort"])
    shown = render(rows, plan, ["stage", "cohort"], "en")
    row = "Ramp        4g           100        95%  500 ms  950 ms  990 ms"
    assert f"{row}\n    gave up: 5" in shown
    assert " ".join(shown.split()).endswith("p50, p95 and p99 of all raw values.")
    french = render(rows, plan, ["stage", "cohort"], "fr").replace("\u00a0", " ")
    assert "Montée en charge" in french
    assert "abandon : 5" in french


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (None, "–"),
        (0.0001, "1 ms"),
        (0.25, "250 ms"),
        (0.9996, "1 s"),
        (1.0, "1 s"),
        (9.003, "9.1 s"),
    ],
)
def test_a_waiting_time_is_rounded_up(seconds: float | None, shown: str) -> None:
    assert waiting_time(seconds, Words("en")) == shown


def test_the_verb_reads_a_run(good_run: RunFolder, capsys: pytest.CaptureFixture[str]) -> None:
    assert ran(["times", str(good_run.path), "--by", "phase,journey", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert sum(row["requests"] for row in rows) > 100
    assert {row["of"]["phase"] for row in rows} >= {"before", "during", "after"}
    assert ran(["times", str(good_run.path), "--by", "step,nuage"]) == 2
    assert "'nuage' is unknown; use phase, stage" in capsys.readouterr().err
    assert ran(["times", str(good_run.path.parent)]) == 2
