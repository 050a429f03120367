"""Draws the run: where each bar, curve and shade of the picture goes, in SVG units.

The picture, top to bottom: phases, stages, one lane for each subject of a fault, the load, the
response times. The template turns these figures into SVG; colours and words are its own.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from epreuve.reports.assessment import Span, Timeline, Window
from epreuve.reports.buckets import Bucketed, bucketed
from epreuve.reports.stairs import area, stairs
from epreuve.reports.text import Text

LEFT, RIGHT = 160.0, 940.0  # as in timeline.svg
LANE, LOAD, TIMES, GAP = 15.0, 120.0, 90.0, 22.0
LETTER_WIDTH = 6.4  # of the label's font, to tell what fits


@dataclass(frozen=True)
class Bar:
    """A labelled stretch; `fits` says whether the label can be written inside."""

    x: float
    width: float
    title: Text
    kind: str
    start: float
    end: float
    rank: int  # from 1, as in the table of figures

    def fits(self, label: str) -> bool:
        """Return whether the label can be written inside the bar."""
        return len(label) * LETTER_WIDTH < self.width


@dataclass(frozen=True)
class Lane:
    """The faults of one cohort, of one dependency, or of the service's power."""

    y: float
    label: Text  # the kind of network, or the dependency
    kind: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Tick:
    """A graduation: where it is and the value to write."""

    at: float
    value: float


@dataclass(frozen=True)
class Picture:
    """Everything the template needs; paths are SVG path data."""

    height: float
    phases: tuple[Bar, ...]
    stages: tuple[Bar, ...]
    lanes: tuple[Lane, ...]
    load_top: float
    load_bottom: float
    times_top: float
    times_bottom: float
    clock: tuple[Tick, ...]
    load_scale: tuple[Tick, ...]
    times_scale: tuple[Tick, ...]
    paths: dict[str, str]


def draw(timeline: Timeline) -> Picture:
    """Lay the run out on a canvas 960 units wide."""
    duration = max(timeline.duration, 1e-9)
    stages = [w for w in timeline.windows if w.kind != "phase"]
    lanes_top = 20.0 + (18.0 if stages else 0.0)
    lanes = _lanes(timeline.spans, duration, lanes_top)
    load_top = lanes_top + LANE * len(lanes) + GAP
    times_top = load_top + LOAD + GAP
    series = bucketed(timeline.series)
    busiest = max([*series.asked, *series.started, 1])
    slowest = max([t for t in [*series.p50, *series.p95] if t is not None], default=1.0)
    return Picture(
        height=times_top + TIMES + 24,
        phases=_bars([w for w in timeline.windows if w.kind == "phase"], duration),
        stages=_bars(stages, duration),
        lanes=lanes,
        load_top=load_top,
        load_bottom=load_top + LOAD,
        times_top=times_top,
        times_bottom=times_top + TIMES,
        clock=tuple(Tick(_x(t, duration), t) for t in _round_steps(duration, 8)),
        load_scale=tuple(
            Tick(load_top + LOAD * (1 - n / busiest), n / series.step)
            for n in (v * series.step for v in _round_steps(busiest / series.step, 4))
        ),
        times_scale=tuple(
            Tick(_log_y(t, slowest, times_top), t) for t in (0.1, 1, 10, 100) if t <= slowest * 1.5
        ),
        paths=_paths(series, duration, busiest, slowest, load_top, times_top),
    )


def _x(moment: float, duration: float) -> float:
    share = min(max(moment / duration, 0.0), 1.0)
    return round(LEFT + (RIGHT - LEFT) * share, 1)


def _bars(stretches: Sequence[Window | Span], duration: float) -> tuple[Bar, ...]:
    bars = []
    for rank, stretch in enumerate(stretches, start=1):
        start, end = _x(stretch.start, duration), _x(stretch.end, duration)
        width = max(round(end - start, 1), 2.0)  # a flicker must be seen
        bars.append(
            Bar(start, width, stretch.title, stretch.kind, stretch.start, stretch.end, rank)
        )
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
    return span.title if span.kind == "network" else Text(fr=span.subject, en=span.subject)


def _round_steps(largest: float, count: int) -> list[float]:
    """Return 0 and its multiples up to `largest`, by a step that people count in."""
    rough = largest / count
    for step in (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200):
        if step >= rough:
            return [float(i * step) for i in range(int(largest / step) + 1)]
    return [0.0, largest]


def _log_y(seconds: float, slowest: float, top: float) -> int:
    # 10 ms at the foot, a little over the slowest at the top: latencies live on a log scale.
    span = math.log10(max(slowest * 1.5, 0.1) / 0.01)
    share = math.log10(max(seconds, 0.01) / 0.01) / span
    return round(top + TIMES * (1 - share))


def _paths(
    series: Bucketed,
    duration: float,
    busiest: float,
    slowest: float,
    load_top: float,
    times_top: float,
) -> dict[str, str]:
    edges = [_x(i * series.step, duration) for i in range(len(series.started) + 1)]
    foot = load_top + LOAD

    def height(count: float) -> int:
        return round(foot - LOAD * count / busiest)

    good = [height(n) for n in series.succeeded]
    begun = [s + f for s, f in zip(series.succeeded, series.failed, strict=True)]
    both = [height(n) for n in begun]
    return {
        "succeeded": area(edges, good, foot),
        "failed": area(edges, both, foot),  # drawn first: what succeeded covers the rest of it
        "started": stairs(edges, [height(n) for n in series.started]),
        "asked": stairs(edges, [height(n) for n in series.asked]),
        "p50": stairs(edges, [_maybe_y(t, slowest, times_top) for t in series.p50]),
        "p95": stairs(edges, [_maybe_y(t, slowest, times_top) for t in series.p95]),
    }


def _maybe_y(seconds: float | None, slowest: float, top: float) -> float | None:
    return None if seconds is None else _log_y(seconds, slowest, top)
