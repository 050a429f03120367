"""Timeline chart and the figures of its windows."""

import pytest

from epreuve.reports.assessment import Assessment, Series, Span, Timeline, Window, WindowLoad
from epreuve.reports.buckets import BUCKETS, in_buckets
from epreuve.reports.text import Text
from epreuve.reports.timeline import LEFT, RIGHT, draw
from epreuve.reports.window_figures import window_figures

TITLE = Text(fr="x", en="x")
FAULTS = ["Very low bandwidth", "Cut off", "Slow 4G", "Power cut"]


def series(length: int) -> Series:
    return Series(
        step=1,
        planned=(4,) * length,
        started=(3,) * length,
        succeeded=(2,) * length,
        failed=(1,) * length,
        p50=(0.1,) * length,
        p95=(None, *[0.5] * (length - 1)),
    )


def timeline(length: int = 10, **parts: object) -> Timeline:
    parts = {"windows": (), "spans": (), **parts}
    return Timeline.model_validate({"duration": length, "series": series(length), **parts})


def test_a_long_run_is_aggregated() -> None:
    buckets = in_buckets(series(1000))
    assert len(buckets.started) <= BUCKETS
    assert sum(buckets.started) == 3000
    assert buckets.step == 9
    assert buckets.p95[0] == 0.5


def test_position_of_a_span() -> None:
    span = Span(kind="power", subject="service", title=TITLE, start=5, end=10)
    (lane,) = draw(timeline(spans=(span,))).lanes
    assert lane.bars[0].x == (LEFT + RIGHT) / 2
    assert lane.bars[0].x + lane.bars[0].width == RIGHT


def test_one_lane_per_subject_power_last() -> None:
    spans = [
        Span(kind="power", subject="service", title=TITLE, start=1, end=2),
        Span(kind="network", subject="edge", title=TITLE, start=1, end=2),
        Span(kind="network", subject="edge", title=TITLE, start=3, end=4),
    ]
    lanes = draw(timeline(spans=spans)).lanes
    assert [(lane.label.en, len(lane.bars)) for lane in lanes] == [("x", 2), ("service", 1)]


def test_a_short_fault_is_visible() -> None:
    span = Span(kind="power", subject="service", title=TITLE, start=5, end=5.001)
    assert draw(timeline(spans=(span,))).lanes[0].bars[0].width == 2


def test_equal_steps_are_one_line() -> None:
    chart = draw(timeline())
    assert chart.paths["planned"].count("h") == 1
    assert chart.paths["p95"].startswith("M238 ")  # unknown in the first second


@pytest.mark.parametrize("length", [0, 1])
def test_an_interrupted_run(length: int) -> None:
    nothing = Series(step=1, planned=(), started=(), succeeded=(), failed=(), p50=(), p95=())
    empty = Timeline(duration=length, windows=(), spans=(), series=nothing)
    assert draw(empty).paths["started"] == ""


def test_window_figures(bad: Assessment) -> None:
    rows = {row.window.name: row for row in window_figures(bad.timeline)}
    assert rows["blackout"].success == 0
    blackout = rows["blackout"].window.load
    assert blackout is not None
    assert (blackout.succeeded, blackout.p95) == (0, None)
    assert [fault.en for fault in rows["blackout"].faults] == FAULTS
    assert rows["calm"].faults == ()


@pytest.mark.parametrize("judged", [None, 0, 4])
def test_success_is_that_of_the_judged_journeys(judged: int | None) -> None:
    load = None
    if judged is not None:
        load = WindowLoad(requested=9, started=8, judged=judged, succeeded=judged // 2, p95=None)
    window = Window(kind="stage", name="s", title=TITLE, start=50, end=60, load=load)
    (row,) = window_figures(timeline(windows=(window,)))
    assert row.success == (0.5 if judged else None)


def test_the_faults_of_a_phase_are_those_of_its_windows(bad: Assessment) -> None:
    rows = {row.window.name: row for row in window_figures(bad.timeline)}
    assert rows["during"].faults == ()


def test_a_fault_that_ends_late_is_not_in_the_next_window(bad: Assessment) -> None:
    windows = tuple(
        Window(kind="cell", name=name, title=Text(fr=name, en=name), start=start, end=end)
        for name, start, end in (("one", 0.0, 4.0), ("two", 4.0, 8.0))
    )
    silent = Text(fr="muet", en="silent")
    late = Span(kind="dependency", subject="x", title=silent, start=0.02, end=4.1)
    rows = window_figures(bad.timeline.model_copy(update={"windows": windows, "spans": (late,)}))
    assert [len(row.faults) for row in rows] == [1, 0]
