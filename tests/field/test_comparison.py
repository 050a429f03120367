"""Lines of the comparison: agreement of shares, counts, outages and returns."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.field import comparison, line
from tests.field.access_log import Answer
from tests.field.comparison import (
    Facts,
    Return,
    inside,
    no_crisis,
    returns,
    stalled_share,
    success_shares,
)
from tests.field.evidence import (
    Cut,
    Journey,
    ReceiptReading,
    RunFiles,
    last_of_series,
    pair_cuts,
)
from tests.field.heartbeat import Outage, outages, read
from tests.field.submission import Sent


@pytest.mark.parametrize(
    ("verdict", "agreement"),
    [(0.9, "agree"), (0.76, "agree"), (0.7, "disagree"), (0.96, "disagree"), (None, "not judged")],
)
def test_a_share_agrees_within_the_interval_of_the_truth(
    verdict: float | None, agreement: str
) -> None:
    assert line.shares("CON-1", verdict, 0.8, 0.9, "journeys").agreement == agreement


def test_counts_agree_only_when_equal() -> None:
    assert line.numbers("lost", 0, 790).agreement == "disagree"
    assert line.numbers("lost", 790, 790, "in storage").truth == "790 in storage"


def test_a_stop_agrees_only_where_the_expert_allows_it() -> None:
    assert no_crisis(3, "calm fails", "half is refused in calm").agreement == "agree"
    assert no_crisis(6, "", "half is refused in calm").agreement == "disagree"
    assert no_crisis(3, "calm fails", None) == line.Line(
        "crisis", "stopped, 3: calm fails", "a crisis can be played", "disagree"
    )


def test_gaps_of_the_heartbeat_are_outages() -> None:
    assert outages([0.0, 0.2, 0.4, 3.0, 3.2]) == [Outage(0.4, 3.0)]
    assert outages([0.4, 3.0], [0.5, 2.9]) == [Outage(0.4, 3.0)]  # beside the edges
    assert outages([0.4, 3.0], [1.7]) == []


def test_an_unfinished_beat_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "service").mkdir()
    (tmp_path / "service/heartbeat.log").write_text("1795964270.096123\n1795964270,296123\n179596")
    assert read(tmp_path) == [1795964270.096123, 1795964270.296123]


def test_events_of_power_become_cuts() -> None:
    events = [(1.0, "power off", "P2"), (3.0, "power on", "P2"), (5.0, "power off", "P4")]
    assert pair_cuts(events, end=9.0) == [Cut(1.0, 3.0, "P2"), Cut(5.0, 9.0, "P4")]


def test_a_series_ends_with_its_last_cut() -> None:
    cuts = [Cut(1.0, 3.0, "P2"), Cut(5.0, 6.0, "P4"), Cut(7.0, 8.0, "P4")]
    assert last_of_series(cuts) == [(cuts[0], 5.0), (cuts[2], float("inf"))]


def test_the_return_after_each_cut_ends_before_the_next_one() -> None:
    cuts = [(Cut(10.0, 12.0), 14.0), (Cut(14.0, 15.0), 20.0), (Cut(20.0, 21.0), 40.0)]
    expected = [Return(1.5, 2.0), Return(None, 5.0), Return(1.5, 19.0)]
    assert list(returns(cuts, [9.0, 13.5, 22.5, 30.0])) == expected


def test_an_answer_inside_a_cut_leaves_half_a_second_to_its_begin() -> None:
    assert not inside(10.4, [Cut(10.0, 12.0)])
    assert inside(11.0, [Cut(10.0, 12.0)])


def test_a_success_that_came_late_counts_for_the_service_and_the_user() -> None:
    journeys = [
        Journey(1, "ask", "dsl", 0.0, 99.0, "success", "7"),
        Journey(2, "ask", "dsl", 0.0, 9.0, "gave up", ""),
        Journey(3, "ask", "dsl", 0.0, 9.0, "http error", ""),
        Journey(4, "ask", "dsl", 0.0, 9.0, "success", "8"),
    ]
    sent = {number: Sent(f"{number}@exemple.invalid", ()) for number in range(1, 5)}
    well = {sent[number].email for number in (1, 2, 4)}
    facts = Facts([], well, {}, sent, [], 0.0)
    assert success_shares(journeys, facts) == (0.5, 0.75)


def record(folder: Path, *rows: tuple[float, str, dict[str, object]]) -> RunFiles:
    """Write observations into the evidence of a run."""
    evidence = sqlite3.connect(folder / "evidence.db")
    evidence.execute("CREATE TABLE observation(time REAL, kind TEXT, subject TEXT, record TEXT)")
    values = [(time, kind, "", json.dumps(record)) for time, kind, record in rows]
    evidence.executemany("INSERT INTO observation VALUES (?, ?, ?, ?)", values)
    evidence.commit()
    evidence.close()
    return RunFiles(folder)


def test_the_last_reading_of_a_receipt_counts(tmp_path: Path) -> None:
    lost: dict[str, object] = {"arrival": 7, "state": "lost", "unique": None}
    run = record(tmp_path, (2.0, "receipt", lost), (1.0, "receipt", {**lost, "state": "unread"}))
    assert run.readings == [ReceiptReading(7, "lost", None)]


def test_the_power_is_off_when_the_cut_is_complete(tmp_path: Path) -> None:
    off, on = {"duration": 0.5}, {"duration": 0.25}
    run = record(tmp_path, (10.0, "power off", {**off}), (12.0, "power on", {**on}))
    run.__dict__["plan"] = {"duration": 60.0}
    assert run.cuts == [Cut(10.5, 12.0, "")]


def test_the_surge_is_moved_by_the_pauses_before_it(tmp_path: Path) -> None:
    before, after = {"planned": 10.0, "lasted": 2.5}, {"planned": 25.0, "lasted": 7.0}
    run = record(tmp_path, (10.0, "pause", {**before}), (25.0, "pause", {**after}))
    stage = {"faults": [], "power": "P0", "cuts": [], "phase": "during", "load": {"peak": 10.0}}
    plan = {
        "windows": [{"name": "a", "start": 10.0, "closes": 20.0}],
        "crisis": {"stages": [{"id": "z", **stage, "faults": [1]}, {"id": "a", **stage}]},
    }
    run.__dict__["plan"] = plan
    assert run.surge == (12.5, 22.5)


def test_pressure_is_the_share_of_time_that_processes_waited() -> None:
    def load(time: float, waited: int) -> dict[str, object]:
        line = f"some avg10=0.00 avg60=0.00 avg300=0.00 total={waited}\nfull avg10=0 total=0"
        return {"time": time, "pressure/cpu": line}

    assert stalled_share(load(100.0, 5_000_000), load(120.0, 15_000_000)) == 0.5
    assert stalled_share({"time": 1.0}, {"time": 2.0}) is None


def test_answers_and_outages_are_compared_with_the_cuts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = RunFiles(tmp_path)
    monkeypatch.setitem(run.__dict__, "cuts", [Cut(10.0, 12.0, "P2")])
    profile = {"journeys": {}, "power": {"boot_within": 60.0}}
    plan = {"crisis": {"stages": []}, "windows": [], "profile": profile}
    monkeypatch.setitem(run.__dict__, "plan", plan)
    monkeypatch.setitem(run.__dict__, "readings", [])
    monkeypatch.setitem(run.__dict__, "bench", None)
    monkeypatch.setitem(run.__dict__, "critical", [])
    answers = [
        Answer(1011.5, "-", 200, True, 0.1, "GET", "/"),
        Answer(1013.0, "-", 200, True, 0.1, "GET", "/"),
    ]
    facts = Facts(answers, set(), {}, {}, [Outage(-20.0, -18.8)], 1000.0)
    scored = {"outcome": "scored", "value": 1.0, "shown": {"en": "1 s"}}
    assessment = {
        "receipts": {"acknowledged": 0, "audited": 0, "lost": 0, "altered": 0, "duplicated": 0},
        "findings": [{"id": "REC-1", **scored}, {"id": "REC-2", **scored}],
    }
    lines = {one.subject: one for one in comparison.compare(run, facts, assessment)}
    assert lines["outages of the processes"].truth.startswith("0 ")  # -20 s: the calibration
    assert lines["responses while the power was off"].verdict == "1"
    assert lines["responses while the power was off"].agreement == "disagree"
    assert lines["outages of the processes"].agreement == "disagree"
    assert lines["REC-1 return"].truth == "first useful response after 1.0 s"
    assert lines["REC-2 restarts"].agreement == "agree"
