"""Progress reporting in a terminal."""

import io

import pytest

from epreuve.audits.execution.progress.listener import Listener
from epreuve.audits.execution.progress.terminal_lines import TerminalLines
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.steps import steps
from epreuve.audits.runs.records.bench import ProbeFailure, ServiceStopped
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.records import Attempt, Outcome
from epreuve.reports.text import Text


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def attempt(outcome: Outcome) -> Attempt:
    return Attempt(1, "j", "control", 0.0, 0.0, 1.0, outcome, "GET /", "", -1.0, False)


def progress_lines(plan: Plan, language: str, out: io.StringIO, label: str = "") -> list[str]:
    lines = TerminalLines(plan, language=language, label=label, out=out)
    for step in steps(plan):
        lines.step(step)
    return out.getvalue().splitlines()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ("avant", "pendant", "après", "courant coupé", "courant rétabli")),
        ("en", ("before", "during", "after", "power cut", "power back")),
    ],
)
def test_a_line_for_each_window_and_cut(plan: Plan, language: str, words: tuple[str, ...]) -> None:
    lines = progress_lines(plan, language, io.StringIO())
    windows = [window for window in plan.windows if window.kind != "phase"]
    assert len(lines) == len(windows) + 2 * len(plan.cuts)
    text = "\n".join(lines)
    assert all(word in text for word in words)
    for window in windows:
        assert (window.title.fr if language == "fr" else window.title.en) in text
    assert "\033" not in text


def test_lines_have_the_time_and_the_label(plan: Plan) -> None:
    lines = progress_lines(plan, "en", io.StringIO(), label="sobre")
    assert lines[0].startswith("sobre · 0:00 before   Baseline 1")
    seconds = [int(m) * 60 + int(s) for m, s in (line.split()[2].split(":") for line in lines)]
    assert seconds == sorted(seconds)


def test_journeys_without_a_link_are_not_counted(plan: Plan) -> None:
    out = io.StringIO()
    lines = TerminalLines(plan, language="en", out=out)
    for outcome in ("success", "success", "refused", "gave up", "no link"):
        lines.row(attempt(outcome))
    lines.step(next(iter(steps(plan))))
    assert out.getvalue().rstrip().endswith("· 2 succeeded, 2 failed")


def test_a_service_that_stops_by_itself_is_reported_at_once(plan: Plan) -> None:
    out = io.StringIO()
    lines = TerminalLines(plan, language="en", out=out)
    lines.row(Observation(75.2, "service", ServiceStopped()))
    lines.row(Observation(76.0, "pages", ProbeFailure(error_type="KeyError", message="x")))
    assert out.getvalue() == "1:15 the service stopped by itself\n"


def test_a_terminal_has_one_live_line(plan: Plan) -> None:
    out = Terminal()
    lines = TerminalLines(plan, language="en", out=out)
    for step in steps(plan):
        if step.at < plan.duration / 2:
            lines.step(step)
    lines.tick(plan.duration / 2)
    lines.tick(plan.duration / 2 + 1)
    *_, before, last = out.getvalue().split("\r\033[K")
    assert "\n" not in before + last
    assert "/s" in last
    assert "✂" in last  # what is in force
    assert len(last) <= 110
    lines.message(Text(fr="fini", en="done"))
    assert out.getvalue().endswith("\r\033[Kdone\n")


def test_without_a_terminal_no_line_is_live(plan: Plan) -> None:
    out, labelled = io.StringIO(), Terminal()
    TerminalLines(plan, out=out).tick(3.0)
    TerminalLines(plan, label="sobre", out=labelled).tick(3.0)
    assert out.getvalue() == labelled.getvalue() == ""


def test_the_base_listener_prints_nothing(plan: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    quiet = Listener()
    quiet.message(Text(fr="a", en="b"))
    quiet.step(next(iter(steps(plan))))
    quiet.row(attempt("success"))
    quiet.tick(1.0)
    assert capsys.readouterr() == ("", "")
    TerminalLines(plan, language="fr").message(Text(fr="bonjour", en="hello"))
    assert capsys.readouterr().err == "bonjour\n"
