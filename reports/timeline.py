"""Timeline chart of a run: positions of bars, curves and scales, in SVG units.

From top to bottom: phases, stages, one lane per subject of a fault, load, response times. The
template makes the SVG, with its colours and its texts.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from epreuve.reports.assessment import Span, Timeline, Window
from epreuve.reports.buckets import Buckets, in_buckets
from epreuve.reports.step_paths import area, step_line
from epreuve.reports.text import Text
from epreuve.reports.window_figures import subject_title

LEFT, RIGHT = 160.0, 940.0  # as in timeline.svg
LANE, LOAD, TIMES, GAP = 15.0, 120.0, 90.0, 22.0
CHARACTER_WIDTH = 6.4  # of the font of labels


@dataclass(frozen=True)
class Bar:
    """Labelled bar."""

    x: float
    width: float
    title: Text
    kind: str
    start: float
    end: float
    number: int  # from 1, as in the table of figures

    def fits(self, label: str) -> bool:
        """Return whether the label fits inside the bar."""
        return len(label) * CHARACTER_WIDTH < self.width


@dataclass(frozen=True)
class Lane:
    """Faults of one cohort, of one dependency, or of the power of the service."""

    y: float
    label: Text  # kind of network, or dependency
    kind: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Tick:
    """Mark of a scale: position and value."""

    at: float
    value: float


@dataclass(frozen=True)
class Chart:
    """Content of the chart; paths are SVG path data."""

    height: float
    phases: tuple[Bar, ...]
    stages: tuple[Bar, ...]
    lanes: tuple[Lane, ...]
    load_top: float
    times_top: float
    times_bottom: float
    clock: tuple[Tick, ...]
    load_scale: tuple[Tick, ...]
    times_scale: tuple[Tick, ...]
    paths: dict[str, str]


def draw(timeline: Timeline) -> Chart:
    """Return the chart, 960 units wide."""
    duration = max(timeline.duration, 1e-9)
    stages = [w for w in timeline.windows if w.kind != "phase"]
    lanes_top = 20.0 + (18.0 if stages else 0.0)
    lanes = _lanes(timeline.spans, duration, lanes_top)
    load_top = lanes_top + LANE * len(lanes) + GAP
    times_top = load_top + LOAD + GAP
    series = in_buckets(timeline.series)
    max_load = max([*series.planned, *series.started, 1])
    max_time = max([t for t in [*series.p50, *series.p95] if t is not None], default=1.0)
    return Chart(
        height=times_top + TIMES + 24,
        phases=_bars([w for w in timeline.windows if w.kind == "phase"], duration),
        stages=_bars(stages, duration),
        lanes=lanes,
        load_top=load_top,
        times_top=times_top,
        times_bottom=times_top + TIMES,
        clock=tuple(Tick(_x(t, duration), t) for t in _round_steps(duration, 8)),
        load_scale=tuple(
            Tick(load_top + LOAD * (1 - n / max_load), n / series.step)
            for n in (v * series.step for v in _round_steps(max_load / series.step, 4))
        ),
        times_scale=tuple(
            Tick(_log_y(t, max_time, times_top), t)
            for t in (0.1, 1, 10, 100)
            if t <= max_time * 1.5
        ),
        paths=_paths(series, duration, max_load, max_time, load_top, times_top),
    )


def _x(moment: float, duration: float) -> float:
    share = min(max(moment / duration, 0.0), 1.0)
    return round(LEFT + (RIGHT - LEFT) * share, 1)


def _bars(items: Sequence[Window | Span], duration: float) -> tuple[Bar, ...]:
    bars = []
    for number, item in enumerate(items, start=1):
        start, end = _x(item.start, duration), _x(item.end, duration)
        width = max(round(end - start, 1), 2.0)  # a short fault must be visible
        bars.append(Bar(start, width, item.title, item.kind, item.start, item.end, number))
    return tuple(bars)


def _lanes(spans: Sequence[Span], duration: float, top: float) -> tuple[Lane, ...]:
    order = {"network": 0, "dependency": 1, "power": 2}
    lanes: dict[tuple[int, str], list[Span]] = {}
    for span in spans:
        lanes.setdefault((order[span.kind], span.subject), []).append(span)
    return tuple(
        Lane(
            y=top + LANE * row,
            label=_label(lanes[key][0]),
            kind=lanes[key][0].kind,
            bars=_bars(lanes[key], duration),
        )
        for row, key in enumerate(sorted(lanes))
    )


def _label(span: Span) -> Text:
    return span.title if span.kind == "network" else subject_title(span)


def _round_steps(largest: float, count: int) -> list[float]:
    """Return 0 and the multiples of a round step up to `largest`."""
    rough = largest / count
    for step in (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200):
        if step >= rough:
            return [float(i * step) for i in range(int(largest / step) + 1)]
    return [0.0, largest]


def _log_y(seconds: float, max_time: float, top: float) -> int:
    # Log scale from 10 ms at the bottom to 1.5 times the longest time at the top.
    span = math.log10(max(max_time * 1.5, 0.1) / 0.01)
    share = math.log10(max(seconds, 0.01) / 0.01) / span
    return round(top + TIMES * (1 - share))


def _paths(
    series: Buckets,
    duration: float,
    max_load: float,
    max_time: float,
    load_top: float,
    times_top: float,
) -> dict[str, str]:
    edges = [_x(i * series.step, duration) for i in range(len(series.started) + 1)]
    bottom = load_top + LOAD

    def height(count: float) -> int:
        return round(bottom - LOAD * count / max_load)

    succeeded = [height(n) for n in series.succeeded]
    finished = [s + f for s, f in zip(series.succeeded, series.failed, strict=True)]
    both = [height(n) for n in finished]
    return {
        "succeeded": area(edges, succeeded, bottom),
        # Drawn first: the area of successes covers its lower part.
        "failed": area(edges, both, bottom),
        "started": step_line(edges, [height(n) for n in series.started]),
        "planned": step_line(edges, [height(n) for n in series.planned]),
        "p50": step_line(edges, [_maybe_y(t, max_time, times_top) for t in series.p50]),
        "p95": step_line(edges, [_maybe_y(t, max_time, times_top) for t in series.p95]),
    }


def _maybe_y(seconds: float | None, max_time: float, top: float) -> float | None:
    return None if seconds is None else _log_y(seconds, max_time, top)
