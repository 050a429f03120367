"""Events of a run as JSON lines."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from epreuve.audits.cli.shared.options import ProgressOptions
from epreuve.audits.cli.shared.progress import progress_listener
from epreuve.audits.execution.progress.event_lines import EventLines
from epreuve.audits.execution.progress.listener import Listener, ListenerGroup
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.steps import steps
from epreuve.audits.runs.records.bench import ServiceStopped
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.records import Attempt, Request
from epreuve.reports.document import read_assessment
from epreuve.reports.text import Text

HERE = Path(__file__).parent
GOLDEN = HERE.parents[1] / "reports" / "golden" / "assessment.json"
ATTEMPT = Attempt(1, "j", "control", 0.0, 0.0, 1.0, "success", "GET /", "", -1.0, False)
REQUEST = Request(1, "GET /", 0, 0.0, 0.0, 0.1, "reset", 0, 0, False)


def read(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_whole_run(plan: Plan) -> None:
    out = io.StringIO()
    lines = EventLines(plan, out)
    for step in steps(plan):
        lines.step(step)
    events = read(out)
    assert [event["at"] for event in events] == [step.at for step in steps(plan)]
    assert {event["event"] for event in events} == {"pause", "window", "fault", "power", "probe"}
    states = [event["state"] for event in events if event["event"] == "fault"]
    assert states.count("begun") == states.count("healed") == len(plan.spans)
    phases = [event["phase"] for event in events if event["event"] == "window"]
    assert list(dict.fromkeys(phases)) == ["before", "during", "after"]


def test_counts_are_written_each_second(plan: Plan) -> None:
    out = io.StringIO()
    lines = EventLines(plan, out)
    for now in (0.0, 0.25, 0.75, 1.0, 1.5, 2.1):
        lines.row(ATTEMPT)
        lines.row(REQUEST)
        lines.tick(now)
    events = read(out)
    assert [(event["at"], event["journeys"], event["requests"]) for event in events] == [
        (0.0, {"success": 1}, {"reset": 1}),
        (1.0, {"success": 4}, {"reset": 4}),
        (2.1, {"success": 6}, {"reset": 6}),
    ]
    assert events[-1]["planned"] > 0


def test_the_result(plan: Plan) -> None:
    out = io.StringIO()
    EventLines(plan, out).assessed(read_assessment(GOLDEN))
    tally, judged = read(out)
    assert tally["event"] == "tally"
    assert (judged["event"], judged["letter"], judged["knockouts"]) == (
        "assessed",
        "E",
        ["K1", "K5"],
    )


def test_hostile_text_stays_on_its_line(plan: Plan) -> None:
    out = io.StringIO()
    lines = EventLines(plan, out)
    lines.row(Observation(3.0, "service", ServiceStopped()))
    lines.message(Text(fr="relecture…", en="\u202e\x1b[31m\nreading\u2028"))
    assert out.getvalue().isascii()
    assert [event["event"] for event in read(out)] == ["service", "message"]


def test_each_event_is_documented(plan: Plan) -> None:
    page = (HERE.parents[2] / "docs" / "events.md").read_text(encoding="utf-8")
    out = io.StringIO()
    lines = EventLines(plan, out)
    for step in steps(plan):
        lines.step(step)
    lines.message(Text(fr="x", en="x"))
    lines.row(Observation(3.0, "service", ServiceStopped()))
    lines.assessed(read_assessment(GOLDEN))
    for event in read(out):
        row = next(row for row in page.splitlines() if row.startswith(f"| `{event['event']}` |"))
        assert all(f"`{field}`" in row for field in event if field != "event"), row


class Spy(Listener):
    def __init__(self) -> None:
        self.messages: list[str] = []

    def message(self, text: Text) -> None:
        self.messages.append(text.en)

    def tick(self, now: float) -> None:
        self.messages.append(str(now))


def test_each_listener_of_a_group_receives_every_event(plan: Plan) -> None:
    spies = Spy(), Spy()
    together = ListenerGroup(*spies)
    together.message(Text(fr="un", en="one"))
    together.tick(2.0)
    together.row(ATTEMPT)
    together.step(steps(plan)[0])
    together.assessed(read_assessment(GOLDEN))
    assert [spy.messages for spy in spies] == [["one", "2.0"]] * 2


@pytest.mark.parametrize(
    ("quiet", "json_events", "first"), [(True, False, ""), (True, True, "{"), (False, False, "o")]
)
def test_options(
    plan: Plan, capsys: pytest.CaptureFixture[str], quiet: bool, json_events: bool, first: str
) -> None:
    options: ProgressOptions = {
        "quiet": quiet, "json_events": json_events, "metrics_port": 0, "metrics_host": "127.0.0.1",
        "label": "",
    }  # fmt: skip
    with progress_listener(plan, "en", options) as listener:
        listener.message(Text(fr="un", en="one"))
    assert capsys.readouterr().err[:1] == first
