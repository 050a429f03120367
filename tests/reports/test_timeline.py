"""The picture puts things where they happened; the chronicle says the same in figures."""

import pytest

from epreuve.reports.assessment import Assessment, Series, Span, Timeline, Window
from epreuve.reports.buckets import BUCKETS, bucketed
from epreuve.reports.chronicle import chapters
from epreuve.reports.text import Text
from epreuve.reports.timeline import LEFT, RIGHT, draw

TITLE = Text(fr="x", en="x")
FAULTS = ["Very low bandwidth", "Cut off", "Slow 4G", "Power cut"]


def series(length: int) -> Series:
    return Series(
        step=1,
        asked=(4,) * length,
        started=(3,) * length,
        succeeded=(2,) * length,
        failed=(1,) * length,
        p50=(0.1,) * length,
        p95=(None, *[0.5] * (length - 1)),
    )


def timeline(length: int = 10, **parts: object) -> Timeline:
    parts = {"windows": (), "spans": (), **parts}
    return Timeline.model_validate({"duration": length, "series": series(length), **parts})


def test_a_long_run_is_gathered() -> None:
    gathered = bucketed(series(1000))
    assert len(gathered.started) <= BUCKETS
    assert sum(gathered.started) == 3000
    assert gathered.step == 9
    assert gathered.p95[0] == 0.5


def test_spans_stand_where_they_happened() -> None:
    span = Span(kind="power", subject="service", title=TITLE, start=5, end=10)
    (lane,) = draw(timeline(spans=(span,))).lanes
    assert lane.bars[0].x == (LEFT + RIGHT) / 2
    assert lane.bars[0].x + lane.bars[0].width == RIGHT


def test_one_lane_a_subject_power_last() -> None:
    spans = [
        Span(kind="power", subject="service", title=TITLE, start=1, end=2),
        Span(kind="network", subject="edge", title=TITLE, start=1, end=2),
        Span(kind="network", subject="edge", title=TITLE, start=3, end=4),
    ]
    lanes = draw(timeline(spans=spans)).lanes
    assert [(lane.label.en, len(lane.bars)) for lane in lanes] == [("x", 2), ("service", 1)]


def test_a_flicker_is_seen() -> None:
    span = Span(kind="power", subject="service", title=TITLE, start=5, end=5.001)
    assert draw(timeline(spans=(span,))).lanes[0].bars[0].width == 2


def test_equal_steps_are_one_line() -> None:
    picture = draw(timeline())
    assert picture.paths["asked"].count("h") == 1
    assert picture.paths["p95"].startswith("M238 ")  # nothing known in the first second


@pytest.mark.parametrize("length", [0, 1])
def test_a_run_cut_short_is_drawn(length: int) -> None:
    nothing = Series(step=1, asked=(), started=(), succeeded=(), failed=(), p50=(), p95=())
    empty = Timeline(duration=length, windows=(), spans=(), series=nothing)
    assert draw(empty).paths["started"] == ""


def test_chronicle(bad: Assessment) -> None:
    told = {chapter.window.name: chapter for chapter in chapters(bad.timeline)}
    assert told["blackout"].success == 0
    assert told["blackout"].p95 is None
    assert [fault.en for fault in told["blackout"].faults] == FAULTS
    assert told["calm"].faults == ()
    assert sum(told[p].asked for p in ("before", "during", "after")) == sum(
        bad.timeline.series.asked
    )


def test_chronicle_of_a_silent_window() -> None:
    window = Window(kind="stage", name="s", title=TITLE, start=50, end=60)
    (chapter,) = chapters(timeline(windows=(window,)))
    assert chapter.success is None


def test_a_fault_healed_a_moment_late_is_not_the_next_windows(bad: Assessment) -> None:
    windows = tuple(
        Window(kind="cell", name=name, title=Text(fr=name, en=name), start=start, end=end)
        for name, start, end in (("one", 0.0, 4.0), ("two", 4.0, 8.0))
    )
    silent = Text(fr="muet", en="silent")
    late = Span(kind="dependency", subject="x", title=silent, start=0.02, end=4.1)
    told = chapters(bad.timeline.model_copy(update={"windows": windows, "spans": (late,)}))
    assert [len(each.faults) for each in told] == [1, 0]
